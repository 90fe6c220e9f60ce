"""위촉장 as files: all of them in one press, or one by itself."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from committees.documents.certificates import certificate_of, certificates_of
from committees.models import Call, Certificate
from committees.views.turnover import verbs
from committees.views.turnover.showing import call_at
from district.refusals import not_found
from district.visitors import signed_in
from papers.handing import hand_out
from realtime.acts import ref_in

FORMS = ("hwpx", "pdf")


@require_POST
def all_of(request: HttpRequest, pk: int) -> HttpResponse:
    """Number those that have no number yet, and hand all of them out in one file."""
    call, form = call_at(pk, signed_in(request)), request.POST.get("form", "")
    if form not in FORMS:
        raise not_found()
    return file_of(call, verbs.certify(request, ref_in(request), call), form)


@require_safe
def one_of(request: HttpRequest, pk: int, id: int, form: str) -> HttpResponse:  # noqa: A002
    """One certificate that has its number."""
    call = call_at(pk, signed_in(request))
    rows = [each for each in verbs.certificates_of(call) if each.pk == id]
    if form not in FORMS or not rows:
        raise not_found()
    return hand_out(certificate_of(rows[0]), form)


def file_of(call: Call, rows: list[Certificate], form: str) -> HttpResponse:
    """All of a call, each on a page of its own."""
    return hand_out(certificates_of(rows, _("%(body)s 위촉장") % {"body": call.body.called}), form)
