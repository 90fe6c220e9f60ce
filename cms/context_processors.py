"""What every template of the public site may speak of."""

from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone

from cms import menus
from cms.choice import choice_of
from district.calendar import day
from district.models import District
from district.visitors import person_of

DISTRICT = "cms:district"


def house(request: HttpRequest) -> dict[str, Any]:
    """The district, its menus, who reads, what day it is, and how they like to read."""
    return {
        "district": _district(),
        "menus": menus.menus(request),
        "foot_links": menus.foot_links(request),
        "person": person_of(request),
        "today": day(timezone.now()),
        "choice": choice_of(request),
    }


def _district() -> District:
    district = cache.get(DISTRICT)
    if district is None:
        district = District.current()
        cache.set(DISTRICT, district, menus.SECONDS)
    return district
