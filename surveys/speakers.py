"""Of which survey somebody speaks, at whichever door."""

from typing import Any

from django.db.models import Prefetch

from district.intake import whole
from district.models import Person
from district.refusals import not_found
from surveys.models import Item, Survey


def survey_at(key: Any, person: Person | None) -> Survey:
    """The survey of that number, if it is public or this person's to answer."""
    items = Prefetch("items", Item.objects.prefetch_related("options"))
    asked = Survey.objects.visible_to(person).prefetch_related(items, "dongs")
    survey = asked.filter(pk=whole(key)).first()
    if survey is None:
        raise not_found()
    return survey
