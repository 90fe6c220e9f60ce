"""The chair's desk: the gavel, the speakers and the question to be put, on a tablet or a telephone."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from committees.rights import check_runs, rights_of
from committees.speakers import meeting_at
from committees.views.console_showing import chair_context
from committees.views.site import drawn, sign_in
from district.refusals import not_found
from district.visitors import person_of


@require_safe
def desk(request: HttpRequest, pk: int) -> HttpResponse:
    """What the chair says and presses next."""
    asked, person = meeting_at(pk, person_of(request)), person_of(request)
    if person is None:
        return sign_in(request.get_full_path())
    rights = rights_of(asked, person, timezone.now())
    if not rights.entitled:
        raise not_found()
    if not rights.runs:
        check_runs(asked, person)
    return drawn(request, "committees/chair.html", chair_context(asked, request, timezone.now(), rights))
