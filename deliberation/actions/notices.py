"""What the moderators must tell those whom it concerns; never the words of a comment."""

from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise

from deliberation.models import Comment
from district.models import Person
from letters.actions import tell


def tell_about(
    comment: Comment,
    about: str,
    *,
    title: str | Promise,
    words: str | Promise,
    at: datetime,
    people: list[Person | int] | None = None,
    url: str = "",
) -> None:
    """A letter about what became of a comment: to its author, or to whoever else is named."""
    # Kept, so in the district's own language and not in that of whoever pressed.
    with translation.override(settings.LANGUAGE_CODE):
        tell(
            f"comment/{comment.pk}/{about}",
            title=str(title),
            words=str(words),
            url=url or f"/comments/{comment.pk}/ground/",
            people=people if people is not None else [comment.author_id],
            at=at,
            bundle=False,
        )
