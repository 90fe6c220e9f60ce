"""The seam between page and record.

Admin form, workflow, schedule, bulk action and API all end in two signals of Wagtail, the only signals
this house listens to. A publication is never undone by its record: the receivers do not raise, a refusal
stands on the page, and what merely broke is repeated by tick.
"""

import logging
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.models import Page

from cms import menus
from cms.models import CivicPage, Handover
from district.models import Person
from district.refusals import Refusal

logger = logging.getLogger(__name__)
LONGEST_SENTENCE = Handover._meta.get_field("sentence").max_length


def hear_publication(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """A page was published, on whichever road; one that was only scheduled also ends here and is not live."""
    menus.forget()
    if isinstance(instance, CivicPage) and instance.live:
        hand_over(instance, timezone.now())


def hear_unpublication(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """A page was taken back, or is about to be deleted."""
    menus.forget()
    if isinstance(instance, CivicPage):
        try:
            with transaction.atomic():
                instance.take_back()
        except Exception:
            logger.exception("Page %s was unpublished, but is still found.", instance.pk)


def hand_over(page: CivicPage, at: datetime) -> bool:
    """Let the record follow its page, once; answers whether it did."""
    try:
        # A savepoint of its own: whatever breaks in here must not poison the publication around it.
        with transaction.atomic():
            # From the row, under a lock: the signal's page may be older than the last hand-over.
            held = type(page).objects.select_for_update(of=("self",)).get(pk=page.pk)
            if held.alias_of_id is None:
                ties = held.hand_over(by=author_of(held), at=at)
                tie(page, ties)
                record = next(iter(ties.values()), None)
                remember(held, at, done_at=at, **({"record": record.pk} if record else {}))
        return True
    except Refusal as refusal:
        return keep_refusal(page, refusal.code, str(refusal.sentence), at)
    except Exception:
        logger.exception("The record of page %s did not follow it; tick repeats it.", page.pk)
        return False


def keep_refusal(page: CivicPage, code: str, sentence: str, at: datetime) -> bool:
    """The page stays live, the record as it was, and the reason where the editor sees it; not repeated."""
    try:
        with transaction.atomic():
            held = type(page).objects.get(pk=page.pk)
            remember(held, at, code=code, sentence=sentence[:LONGEST_SENTENCE])
    except Exception:
        logger.exception("The refusal %s of page %s could not be kept.", code, page.pk)
    return False


def keep_invalid(page: CivicPage, error: ValidationError, at: datetime) -> None:
    """The time of a scheduled page has come, and what it says cannot be published."""
    keep_refusal(page, "invalid", " ".join(error.messages), at)


def tie(page: CivicPage, ties: dict[str, Any]) -> None:
    """Write the key to the record; not by save(), which would be an edit."""
    if ties:
        type(page).objects.filter(pk=page.pk).update(**ties)
    for name, record in ties.items():
        setattr(page, name, record)


def remember(held: CivicPage, at: datetime, **outcome: Any) -> None:
    """Which publication, at which address, and what became of it."""
    Handover.objects.update_or_create(
        page_id=held.pk,
        defaults={
            "code": "",
            "sentence": "",
            "revision": held.live_revision_id,
            "path": held.url_path,
            "tried_at": at,
            **outcome,
        },
    )


def author_of(page: CivicPage) -> Person | None:
    """Whoever wrote the words that are live now."""
    revision = page.live_revision
    return revision.user if revision is not None else None


def unheard_pages() -> Iterator[CivicPage]:
    """Live pages whose record is behind: a hand-over broke, or the page has moved."""
    for kind in CivicPage.__subclasses__():
        yield from kind.objects.to_hand_over().order_by("pk")


def excerpts(rows: list[CivicPage]) -> dict[Any, str]:
    """The words of pages, for the sentence under their titles in the search."""
    return {row.pk: f"{row.summary} {row.words()}" for row in rows}


def refusals() -> QuerySet[Handover]:
    """Pages that could not go live, or whose record could not follow: somebody has to change something."""
    return Handover.objects.exclude(code="").select_related("page").order_by("tried_at")
