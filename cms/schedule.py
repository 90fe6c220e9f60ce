"""What is due: pages that go live or expire, records that are behind, and each app's own clock."""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import Page, Revision

from cms import actions, newsroom, publishing
from cms.models import CivicPage, Handover
from committees.actions import clock as committees
from deliberation import actions as deliberation
from letters import actions as letters
from pledges.actions import clock as pledges
from realtime import actions as realtime
from referrals import actions as referrals

logger = logging.getLogger(__name__)
Deed = Callable[[], object]
CLOCKS = {
    "realtime": realtime.due,
    **{f"deliberation.{name}": deed for name, deed in deliberation.DUES.items()},
    "referrals": referrals.due,
    "committees": committees.due,
    "pledges": pledges.due,
    "letters": letters.due,
    "cms": actions.due,
    "newsroom": newsroom.due,
}


def run(at: datetime) -> int:
    """Do what is due; one that fails is said aloud and keeps no other waiting. Answers how many failed."""
    return sum(not _done(name, deed) for name, deed in _due(at))


def _due(at: datetime) -> Iterator[tuple[str, Deed]]:
    # Each list is read when its turn comes: what goes live now is handed over in the same minute.
    for page in Page.objects.filter(live=True, expire_at__lt=at).order_by("expire_at").specific():
        yield f"expire page {page.pk}", partial(_expire, page)
    for revision in Revision.objects.filter(approved_go_live_at__lt=at).order_by("approved_go_live_at"):
        yield f"publish revision {revision.pk}", partial(_publish, revision, at)
    for page in publishing.unheard_pages():
        yield f"hand over page {page.pk}", partial(_hand_over, page, at)
    for name, due in CLOCKS.items():
        yield f"{name}.due", partial(due, at)


@transaction.atomic
def _expire(page: Page) -> None:
    page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")


def _publish(revision: Revision, at: datetime) -> None:
    try:
        with transaction.atomic():
            revision.publish(log_action="wagtail.publish.scheduled")
    except ValidationError as error:
        page = revision.content_object
        if not isinstance(page, CivicPage):
            raise
        publishing.keep_invalid(page, error, at)


def _hand_over(page: CivicPage, at: datetime) -> None:
    # A refusal stands beside the page already; only what broke counts as failed.
    if not publishing.hand_over(page, at) and not Handover.objects.filter(page=page, tried_at=at).exists():
        raise RuntimeError(f"the record of page {page.pk} did not follow")


def _done(name: str, deed: Deed) -> bool:
    try:
        deed()
    except Exception:
        logger.exception("%s", name)
        return False
    return True
