"""Rights that follow from an office held today; nobody ticks them, and nobody has to take them back."""

from functools import cache
from typing import Any

from django.apps import apps
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from district.dates import day
from district.models import Person
from district.models.offices import Role

DESK = "wagtailadmin.access_admin"


class OfficeBackend(BaseBackend):
    """Opens the desk to whoever holds an office, and the district's own rows to its administrator."""

    def get_user_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        if not isinstance(user_obj, Person) or not user_obj.is_active or obj is not None:
            return set()
        # The framework asks without saying when, so this is the one rule that looks at the clock itself.
        return offices_permit(frozenset(post.role for post in user_obj.offices_on(day(timezone.now()))))

    def has_perm(self, user_obj: Person | AnonymousUser, perm: str, obj: Any = None) -> bool:
        return perm in self.get_user_permissions(user_obj, obj)

    def has_module_perms(self, user_obj: Person | AnonymousUser, app_label: str) -> bool:
        return any(perm.startswith(f"{app_label}.") for perm in self.get_user_permissions(user_obj))


def offices_permit(roles: frozenset[str]) -> set[str]:
    """What these offices may do at the desk; a model says in `kept_by_admin` what is kept there."""
    if not roles:
        return set()
    permitted = {DESK}
    if Role.ADMIN in roles:
        permitted |= _rights("add", "change", "view", "delete")
    if Role.AUDITOR in roles:
        permitted |= _rights("view")
    return permitted


@cache
def _rights(*verbs: str) -> frozenset[str]:
    return frozenset(
        f"{model._meta.app_label}.{verb}_{model._meta.model_name}"
        for model in apps.get_models()
        for verb in getattr(model, "kept_by_admin", ())
        if verb in verbs
    )
