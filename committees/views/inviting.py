"""초대 at the desk: an address for a member who has no account, and the letter with the way in."""

from functools import partial

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.core.context import request_context
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from committees.models import Body, Membership
from committees.speakers import found
from committees.views import seat_asking as verbs
from district.models import Person
from district.refusals import Refusal
from district.visitors import signed_in
from realtime.acts import ref_in


@require_POST
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Write to somebody whom the district knows by name alone; back to their sheet, with what came of it."""
    membership = found(Membership.objects.visible_to(signed_in(request)).select_related("person"), pk)
    try:
        person, _number = verbs.invite(request, ref_in(request), membership, request.POST.get("email", ""))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        transaction.on_commit(partial(send, request, person, membership.seat.body), robust=True)
        messages.success(request, _("%(email)s 주소로 초대 편지를 보냈습니다.") % {"email": person.email})
    return redirect("desk-sheet", pk=pk)


def send(request: HttpRequest, person: Person, body: Body) -> None:
    """The link lets set a password once; nobody at the desk ever sees it."""
    if person.email is None:
        return
    key = f"{user_pk_to_url_str(person)}-{default_token_generator.make_token(person)}"
    # After the commit the request may be over; the address of the link is made of it.
    with request_context(request), translation.override(settings.LANGUAGE_CODE):
        adapter = get_adapter(request)
        url = adapter.get_reset_password_from_key_url(key)
        told = {"person": person, "body": body, "password_reset_url": url}
        adapter.send_mail("account/email/member_invited", person.email, told)
