"""The second proof that staff bring to the desk."""

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from district.models import Person

PROOFS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def step_before_desk(request: HttpRequest, person: Person) -> str | None:
    """Where somebody must go first: to set up a second factor, or to show it in this session."""
    if settings.STAFF_SECOND_FACTOR != "required":
        return None
    if not is_mfa_enabled(person, PROOFS):
        return reverse("mfa_activate_totp")
    # A session opened by a stolen password before the factor was set up must not be let in by it.
    if not any(record.get("method") == "mfa" for record in get_authentication_records(request, person)):
        return f"{reverse('mfa_reauthenticate')}?{urlencode({'next': request.get_full_path()})}"
    return None
