"""What the moderators must tell those whom it concerns; never the words themselves."""

from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise

from deliberation.models.about import Target, authors_of, noun_of
from district.models import Person
from letters.actions import tell


def tell_about(
    target: Target,
    about: str,
    *,
    title: str | Promise,
    words: str | Promise,
    at: datetime,
    people: list[Person | int] | None = None,
    url: str = "",
) -> None:
    """A letter about what became of somebody's words: to its authors, or to whoever else is named."""
    # Kept, so in the district's own language and not in that of whoever pressed.
    with translation.override(settings.LANGUAGE_CODE):
        tell(
            f"{noun_of(target)}/{target.pk}/{about}",
            title=str(title),
            words=str(words),
            url=url or f"{target.get_absolute_url()}ground/",
            people=people if people is not None else authors_of(target),
            at=at,
            bundle=False,
        )
