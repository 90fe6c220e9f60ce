"""Writing a proposal: a draft is saved as often as its author likes, and is nobody else's business."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from deliberation.models import Category, Proposal
from deliberation.models.proposal import LONGEST_PLACE, LONGEST_PROPOSAL, LONGEST_TITLE
from district.calendar import day
from district.dates import moment
from district.intake import clean_name, clean_words, whole
from district.models import Neighborhood, Person
from district.refusals import Refusal
from papers.actions import discard, lay, take_away
from papers.contents import Paper
from papers.models import Attachment
from realtime.models import Room
from realtime.publish import Address, publish

LEDGER = Address("ledger", "deliberation")
MOMENT = timedelta(microseconds=1)
MOST_DRAFTS, MOST_TAGS, LONGEST_TAG = 20, 5, 20
WRITTEN = frozenset({"title", "body", "category", "neighborhood", "place", "tags"})


@transaction.atomic
def begin_proposal(*, by: Person, at: datetime, ref: UUID | None = None, **words: Any) -> Proposal:
    """An empty sheet with the first words on it; who must be verified for the public need not be for that."""
    # Locked, or two tabs could each begin the last draft.
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)
    if Proposal.objects.filter(author=by, published_at=None).count() >= MOST_DRAFTS:
        sentence = _("작성 중인 제안은 20건까지 두실 수 있습니다. 쓰지 않는 것을 지워 주세요.")
        raise Refusal("too_many_drafts", sentence, status=409)
    draft = Proposal(author=by, drafted_at=at, saved_at=at)
    cleaned = cleaned_words(words, at)
    write_words(draft, cleaned)
    draft.save(force_insert=True)
    if "tags" in cleaned:
        draft.tags.set(cleaned["tags"])
    publish(LEDGER, "proposal.drafted", draft, by=by, at=at, ref=ref)
    return draft


def lock_draft(proposal: Proposal, by: Person) -> Proposal:
    """A draft of one's own, as it stands once nobody else can save or publish it."""
    # Nothing joined that a save may change: what was joined before the wait for the lock would be of before.
    held = Proposal.objects.select_for_update(of=("self",), no_key=True)
    draft = held.select_related("author").get(pk=proposal.pk)
    draft.check_author(by)
    draft.check_draft()
    return draft


@transaction.atomic
def save_proposal(
    proposal: Proposal,
    *,
    by: Person,
    at: datetime,
    ref: UUID | None = None,
    saved_at: datetime | None = None,
    **words: Any,
) -> Proposal:
    """Save what was written so far; a tab of yesterday does not write over what was saved since."""
    draft = lock_draft(proposal, by)
    if saved_at is not None and saved_at != draft.saved_at:
        sentence = _("다른 창에서 저장한 새 글이 있습니다. 두 글을 견주어 보고 다시 저장해 주세요.")
        raise Refusal("draft_changed", sentence, status=409, saved_at=moment(draft.saved_at))
    cleaned = cleaned_words(words, at)
    changed = write_words(draft, cleaned)
    if "tags" in cleaned and set(cleaned["tags"]) != set(draft.tags.names()):
        draft.tags.set(cleaned["tags"])
        changed = True
    if changed:
        # Never the same time twice: a tab tells by it whether it has read the newest.
        draft.saved_at = max(at, draft.saved_at + MOMENT)
        draft.save()
    # No event: a sheet that is saved every few seconds would be all that the ledger tells of.
    draft.seq = Room.objects.seq_of(*LEDGER).seq
    return draft


@transaction.atomic
def discard_draft(proposal: Proposal, *, by: Person, at: datetime, ref: UUID | None = None) -> Proposal:
    """Throw the sheet away: what was never said to anybody is no record."""
    draft = lock_draft(proposal, by)
    publish(LEDGER, "proposal.discarded", draft, by=by, at=at, ref=ref)
    _throw_away(draft)
    return draft


def forget_drafts(person: Person) -> None:
    """Somebody leaves: what they never said to anybody goes with them."""
    held = Proposal.objects.select_for_update(of=("self",), no_key=True)
    for draft in held.filter(author=person, published_at=None).order_by("pk"):
        _throw_away(draft)


def _throw_away(draft: Proposal) -> None:
    discard(draft)
    draft.tags.clear()
    draft.shares.all().delete()
    Proposal.objects.filter(pk=draft.pk).delete()


@transaction.atomic
def attach_paper(
    proposal: Proposal, paper: Paper, *, by: Person, at: datetime, ref: UUID | None = None
) -> Attachment:
    """Lay a paper with a draft; `papers.actions.looked_into` has seen that it is what it says."""
    draft = lock_draft(proposal, by)
    attachment = lay(draft, paper, by=by, at=at)
    publish(LEDGER, "paper.attached", attachment, by=by, at=at, ref=ref)
    return attachment


@transaction.atomic
def discard_paper(
    proposal: Proposal, key: UUID | None, *, by: Person, at: datetime, ref: UUID | None = None
) -> Attachment:
    """Take a paper away again."""
    draft = lock_draft(proposal, by)
    attachment = Attachment.objects.of(draft).filter(key=key).first() if key else None
    if attachment is None:
        raise Refusal("paper_gone", _("이미 없는 첨부파일입니다."), status=409)
    take_away(attachment)
    publish(LEDGER, "paper.discarded", attachment, by=by, at=at, ref=ref)
    return attachment


def write_words(proposal: Proposal, cleaned: dict[str, Any]) -> bool:
    """Take over what is new, and say whether anything was; tags are another table's."""
    new = {
        name: value for name, value in cleaned.items() if name != "tags" and getattr(proposal, name) != value
    }
    for name, value in new.items():
        setattr(proposal, name, value)
    return bool(new)


def cleaned_words(words: dict[str, Any], at: datetime) -> dict[str, Any]:
    """What will stand in the record; a refusal names the field."""
    if unknown := words.keys() - WRITTEN:
        raise TypeError(f"a proposal has no {', '.join(sorted(unknown))}")
    cleaners: dict[str, Callable[[Any], Any]] = {
        "title": lambda told: "" if _is_empty(told) else clean_name(told, LONGEST_TITLE),
        "body": lambda told: "" if _is_empty(told) else clean_words(told, LONGEST_PROPOSAL),
        "place": lambda told: "" if _is_empty(told) else clean_name(told, LONGEST_PLACE),
        "category": lambda told: _category(told, at),
        "neighborhood": _neighborhood,
        "tags": _tags,
    }
    return {name: _named(name, cleaners[name], told) for name, told in words.items()}


def _named(name: str, clean: Callable[[Any], Any], told: Any) -> Any:
    try:
        return clean(told)
    except Refusal as refusal:
        error = {"field": name, "code": refusal.code, "detail": str(refusal)}
        refusal.facts.setdefault("errors", [error])
        raise


def _is_empty(told: Any) -> bool:
    """A sheet may be empty where a published proposal may not."""
    return told is None or (isinstance(told, str) and not told.strip())


def _category(told: Any, at: datetime) -> Category | None:
    if told is None or told == "":
        return None
    # By the list and not by the database, which falls over words that no cell can hold.
    known = Category.objects.in_use(day(at)).select_related("department")
    category = next((category for category in known if category.code == told), None)
    if category is None:
        raise Refusal("unknown_category", _("분야를 목록에서 골라 주세요."), status=422)
    return category


def _neighborhood(told: Any) -> Neighborhood | None:
    if told is None or told == "":
        return None
    try:
        number = whole(told)
    except Refusal:
        number = 0
    neighborhood = Neighborhood.objects.filter(pk=number).first()
    if neighborhood is None:
        raise Refusal("unknown_neighborhood", _("동을 목록에서 골라 주세요."), status=422)
    return neighborhood


def _tags(told: Any) -> list[str]:
    if told is None:
        return []
    if not isinstance(told, list) or not all(isinstance(name, str) for name in told):
        raise Refusal("bad_tags", _("주제어는 낱말의 목록으로 적어 주세요."), status=422)
    names = list(dict.fromkeys(clean_name(name, LONGEST_TAG) for name in told if name.strip()))
    if len(names) > MOST_TAGS:
        raise Refusal("too_many_tags", _("주제어는 다섯 개까지 적을 수 있습니다."), status=422)
    return names
