"""본인확인. Who proves to the district that a person is one real person, and what is kept of the proof."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Protocol

from django.conf import settings
from django.forms import Form
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from district.dates import is_below
from district.forms import IdentityForm
from district.models import Neighborhood
from district.models.guardians import mark_of
from district.models.people import Basis
from district.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Identity:
    """What a provider vouches for: one human being, and perhaps where that person lives, works or learns."""

    name: str
    ci: str
    birth: date
    neighborhood: Neighborhood | None = None
    basis: str = Basis.IDENTITY

    @property
    def ci_hash(self) -> str:
        """The only trace of the CI that enters the database."""
        return ci_hash(self.ci)

    @property
    def child_mark(self) -> str:
        """The same fingerprint that a guardian's words about a child leave."""
        return mark_of(self.name, self.birth)

    def is_below(self, age: int, at: datetime) -> bool:
        """Whether the birthday of that age is still to come."""
        return is_below(self.birth, age, at)


class Provider(Protocol):
    """Somebody whom the district believes about who a person is."""

    key: str
    label: str | Promise

    def begin(self, request: HttpRequest) -> Form | HttpResponseBase:
        """The questions to show, or the way to the provider's own door."""

    def finish(self, request: HttpRequest) -> Identity:
        """What came back; refuses what proves nothing."""


class DevelopmentProvider:
    """시연용 본인확인. Believes whatever it is told, so it exists only where nothing is real."""

    key = "development"
    label = _("시연용 본인확인")
    only_for_show = True

    def begin(self, request: HttpRequest) -> Form:
        """Ask for a name, a birth date and a 동."""
        return IdentityForm(request.POST or None)

    def finish(self, request: HttpRequest) -> Identity:
        """Take the answers as they are: the same name and birth date are the same person."""
        form = IdentityForm(request.POST)
        if not form.is_valid():
            raise Refusal("identity_unproven", _("본인확인에 필요한 내용을 다시 적어 주세요."), 422)
        told: dict[str, Any] = form.cleaned_data
        return Identity(
            name=told["name"],
            ci=f"development:{told['name']}:{told['birth']:%Y%m%d}",
            birth=told["birth"],
            neighborhood=told["neighborhood"],
            basis=told["basis"],
        )


def ci_hash(ci: str) -> str:
    """One person, one number; without the key nobody can guess back from it."""
    return hmac.new(settings.CI_KEY.encode(), ci.encode(), hashlib.sha256).hexdigest()


def providers() -> dict[str, Provider]:
    """Those who may vouch here, by key."""
    shown = settings.DEBUG or settings.DEMO
    known = [_provider(path) for path in settings.IDENTITY_PROVIDERS]
    return {kind.key: kind() for kind in known if shown or not getattr(kind, "only_for_show", False)}


def provider_called(key: str) -> Provider:
    """The provider that was chosen."""
    try:
        return providers()[key]
    except KeyError:
        raise Refusal("not_found", _("그 본인확인 방법은 쓰지 않습니다."), 404) from None


def provider_chosen(key: str) -> Provider | None:
    """The one that was chosen, or the only one there is."""
    if key:
        return provider_called(key)
    known = list(providers().values())
    return known[0] if len(known) == 1 else None


@cache
def _provider(path: str) -> type[Any]:
    return import_string(path)
