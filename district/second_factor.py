"""The second proof that staff bring to the desk, and whoever signs brings to a signature."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from allauth.account.authentication import get_authentication_records
from allauth.core.context import request_context
from allauth.mfa import app_settings
from allauth.mfa.base.forms import ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from district.models import Person
from district.refusals import Refusal, too_fast

PROOFS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
FRESH = timedelta(minutes=5)
TRIES_OVER = 300
"""Seconds for which allauth takes no more guesses of one person."""


@dataclass(frozen=True, slots=True)
class Proof:
    """두 번째 확인. That this person showed more than a password, by what, and when."""

    person_id: int
    factor: str
    at: datetime

    def check_of(self, person: Person, at: datetime) -> None:
        """Refuse somebody else's proof, and one that is no longer fresh."""
        if self.person_id != person.pk or at - self.at > FRESH:
            raise factor_needed()


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


def prove(request: HttpRequest, person: Person, code: str = "") -> Proof:
    """A second factor of this very moment: a code of the app, or what this session showed just before."""
    if not is_mfa_enabled(person, PROOFS):
        raise factor_needed()
    given = "".join(letter for letter in str(code or "") if letter.isdigit())
    if not given:
        return _shown_before(request, person)
    # A code of recovery is longer: it is for whoever lost the telephone, and signs nothing.
    if len(given) != app_settings.TOTP_DIGITS:
        raise _wrong()
    with request_context(request):
        form = ReauthenticateForm(user=person, data={"code": given})
        if not form.is_valid():
            errors = form.errors.as_data().get("code", [])
            if any(error.code == "too_many_login_attempts" for error in errors):
                raise too_fast(TRIES_OVER)
            raise _wrong()
        form.save()
    return Proof(person.pk, Authenticator.Type.TOTP, datetime.now(UTC))


def _shown_before(request: HttpRequest, person: Person) -> Proof:
    """A passkey or a code that this session showed five minutes ago at most, and that still stands."""
    standing = Authenticator.objects.filter(user=person, type__in=PROOFS).values_list("pk", "type")
    factors = dict(standing)
    for record in reversed(get_authentication_records(request, person)):
        factor = factors.get(record.get("id")) if record.get("method") == "mfa" else None
        at = datetime.fromtimestamp(record.get("at", 0), UTC)
        if factor is not None and datetime.now(UTC) - at <= FRESH:
            return Proof(person.pk, factor, at)
    raise factor_needed()


def factor_needed() -> Refusal:
    """Say where to set one up."""
    sentence = _("서명하려면 두 번째 인증이 필요합니다. 인증 앱의 숫자를 적어 주세요.")
    return Refusal("second_factor_needed", sentence, 409, where=reverse("mfa_index"))


def _wrong() -> Refusal:
    return Refusal("second_factor_wrong", _("인증 앱에 지금 보이는 숫자를 다시 적어 주세요."), 422)
