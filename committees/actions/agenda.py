"""Laying an agenda before the members: the notice, and every change after it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from committees.actions.notices import CANCELLED, LONGEST_REASON, notify, tell_withdrawn, write_letters
from committees.filing import file_meeting
from committees.models import AgendaItem, Body, Meeting, Round
from committees.models.agenda import LONGEST_TEXT
from committees.numbering import Numbers
from committees.rights import check_keeps
from district.dates import day, official_time
from district.intake import clean_address, clean_name, clean_words
from district.models import Person
from district.refusals import Refusal
from letters.actions import supersede
from papers.actions import lay, looked_into, shelve
from papers.contents import Paper
from papers.models import Attachment
from realtime.publish import publish, ring
from search import entries

# What those who have come together rely on.
FIXED = frozenset({"round", "starts_at", "bodies"})
WRITTEN = frozenset({"mode", "closes_at", "written_reason"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An item as its page has it; the key is the block's."""

    key: UUID
    kind: str
    title: str
    text: str = ""
    disclosure: str = AgendaItem.Disclosure.OPEN
    ground: str = ""
    until: date | None = None
    source_label: str = ""
    source_url: str = ""

    def words(self) -> dict[str, Any]:
        """As it will stand in the record, or a refusal."""
        closed = self.disclosure != AgendaItem.Disclosure.OPEN
        return {
            "kind": self.kind,
            "title": clean_name(self.title, 200),
            "text": clean_words(self.text, LONGEST_TEXT) if self.text.strip() else "",
            "disclosure": self.disclosure,
            "closed_ground": AgendaItem.check_ground(self.ground) if closed else "",
            "closed_until": self.until if closed else None,
            "source_label": clean_name(self.source_label, 120) if self.source_label.strip() else "",
            "source_url": clean_address(self.source_url),
            "withdrawn_at": None,
        }


@dataclass(slots=True)
class Edition:
    """A new edition of an agenda beside the last one: what it says otherwise. Nothing is written yet."""

    meeting: Meeting
    bodies: list[Body]
    first: bool
    changed: set[str] = field(default_factory=set)
    laid: list[AgendaItem] = field(default_factory=list)
    amended: list[AgendaItem] = field(default_factory=list)
    withdrawn: list[AgendaItem] = field(default_factory=list)
    shut: list[AgendaItem] = field(default_factory=list)
    # When it should have begun, if it begins later than its members were told.
    postponed_from: datetime | None = None

    @property
    def touches_items(self) -> bool:
        """Whether any item is new, other or gone."""
        return bool(self.laid or self.amended or self.withdrawn)

    @property
    def is_news(self) -> bool:
        """Whether members must hear of it; a page that moved is no news."""
        return bool(self.changed - {"url"}) or self.touches_items

    def write(self) -> None:
        """Put it into the record; papers go off the open shelf in the same moment as the words."""
        if self.changed:
            if self.meeting.round.pk is None:
                self.meeting.round.save()
            self.meeting.round = self.meeting.round  # takes over the number it has now
            self.meeting.save()
        if "bodies" in self.changed:
            self.meeting.bodies.set(self.bodies)
        for item in (*self.laid, *self.amended, *self.withdrawn):
            item.meeting = self.meeting
            item.save()
        for item in self.shut:
            shelve(item, Attachment.Audience.PRIVATE)
        if self.shut:
            # Older notices still say what may be said no more, and some may be on their way.
            words = _("의사일정이 바뀌었습니다. 새 통지를 보아 주세요.")
            supersede(f"meeting/{self.meeting.pk}/notice/", words)
        file_meeting(self.meeting)


@transaction.atomic
def lay_agenda(
    meeting: Meeting | None,
    *,
    convener: Body,
    kind: str,
    ordinal: int,
    bodies: list[Body],
    starts_at: datetime,
    place: str,
    mode: str,
    items: list[Draft],
    url: str,
    by: Person | None,
    at: datetime,
    closes_at: datetime | None = None,
    written_reason: str = "",
    reason: str = "",
    ref: UUID | None = None,
) -> Meeting:
    """Give notice of a meeting, or tell its members what has changed and why; the same words tell nobody."""
    # Locked, or two editors could each lay the second meeting of the year.
    convener = Body.objects.locked().get(pk=convener.pk)
    held = Meeting() if meeting is None else Meeting.objects.locked().get(pk=meeting.pk)
    called = {"convener": convener, "kind": kind, "ordinal": ordinal}
    facts = {"starts_at": starts_at, "place": place, "mode": mode, "url": url}
    facts |= {"closes_at": closes_at, "written_reason": written_reason}
    edition = _compared(held, called, bodies, items, at=at, **facts)
    reason = _checked(edition, reason)
    # Letters and the index are kept: in the district's language, whatever the editor reads.
    with translation.override(settings.LANGUAGE_CODE):
        if edition.changed or edition.touches_items:
            edition.write()
        if edition.is_news:
            notify(held, reason, at, first=edition.first, instead_of=edition.postponed_from)
    if not edition.is_news:
        return held
    publish(
        held.room,
        "agenda.laid" if edition.first else "agenda.changed",
        held,
        by=by,
        at=at,
        ref=ref,
        facts={"edition": held.edition},
    )
    if edition.postponed_from is not None:
        publish(held.room, "meeting.postponed", held, by=by, at=at)
    _tell_items(edition, by, at)
    return held


def check_agenda(
    meeting: Meeting | None,
    *,
    convener: Body,
    kind: str,
    ordinal: int,
    bodies: list[Body],
    starts_at: datetime,
    place: str,
    mode: str,
    items: list[Draft],
    at: datetime,
    closes_at: datetime | None = None,
    written_reason: str = "",
    reason: str = "",
) -> None:
    """Refuse before publication what laying it would refuse; only a race can then still bring a refusal."""
    held = Meeting() if meeting is None else Meeting.objects.visible_to(None).get(pk=meeting.pk)
    called = {"convener": convener, "kind": kind, "ordinal": ordinal}
    facts = {"starts_at": starts_at, "place": place, "mode": mode}
    facts |= {"closes_at": closes_at, "written_reason": written_reason}
    _checked(_compared(held, called, bodies, items, at=at, **facts), reason)


def _compared(
    held: Meeting,
    called: dict[str, Any],
    bodies: list[Body],
    drafts: list[Draft],
    *,
    at: datetime,
    **facts: Any,
) -> Edition:
    """Hold what the page says against the record, and refuse what may not change."""
    convener: Body = called["convener"]
    edition = Edition(held, bodies or [convener], first=held.pk is None)
    before = None if edition.first else (held.starts_at, held.closes_at)
    facts["place"] = clean_name(facts["place"], 120) if facts["place"].strip() else ""
    _clean_written(held, facts)
    called = {"year": day(facts["starts_at"]).year, **called}
    facts["round"] = Round.objects.filter(**called).select_related("convener").first() or Round(**called)
    edition.changed = _written(held, facts, everything=edition.first)
    if edition.first or {body.pk for body in edition.bodies} != {body.pk for body in held.bodies.all()}:
        edition.changed.add("bodies")
    if edition.changed & FIXED:
        held.check_not_called()
        _check_ordinal_free(edition)
    if edition.changed & {*FIXED, *WRITTEN} and not held.source:
        # Without rules nobody could tell how many make a quorum: better now than in the hall.
        body = edition.bodies[0] if len(edition.bodies) == 1 else convener
        held.check_written(body.rule_on(day(held.starts_at)))
    _compare_times(edition, before)
    _compare_items(edition, drafts, at)
    return edition


def _clean_written(held: Meeting, facts: dict[str, Any]) -> None:
    """Only what is answered in writing has a day and a reason; it neither begins nor ends as a meeting."""
    is_written = facts.get("mode", held.mode) == Meeting.Mode.WRITTEN
    if held.is_written != is_written:
        held.check_not_called()
    if "closes_at" in facts:
        facts["closes_at"] = facts["closes_at"] if is_written else None
        reason = facts["written_reason"].strip() if is_written else ""
        facts["written_reason"] = clean_words(reason, LONGEST_REASON) if reason else ""


def _compare_times(edition: Edition, before: tuple[datetime, datetime | None] | None) -> None:
    """Whoever has time to answer until a day keeps it; a meeting that begins later was put off."""
    if before is None:
        return
    held, (starts_at, closes_at) = edition.meeting, before
    if closes_at is not None and held.closes_at is not None and held.closes_at < closes_at:
        held.check_not_called()
    if held.starts_at > starts_at:
        edition.postponed_from = starts_at


def _written(row: Any, facts: dict[str, Any], *, everything: bool = False) -> set[str]:
    """Take over what is new, and tell what that is."""
    changed = {name for name, value in facts.items() if everything or getattr(row, name) != value}
    for name in changed:
        setattr(row, name, facts[name])
    return changed


def _check_ordinal_free(edition: Edition) -> None:
    """One body meets once in a round."""
    called = edition.meeting.round
    if called.pk is None:
        return
    others = Meeting.objects.filter(round=called).held_by(edition.bodies).exclude(pk=edition.meeting.pk)
    if others.exists():
        sentence = _("제%(ordinal)d차 회의가 이미 있습니다. 다른 차수를 적어 주세요.")
        raise Refusal("ordinal_taken", sentence % {"ordinal": called.ordinal}, 409)


def _compare_items(edition: Edition, drafts: list[Draft], at: datetime) -> None:
    """Find each item again by its key; what the page no longer has is taken off, not deleted."""
    items = [] if edition.first else list(edition.meeting.items.order_by("order", "id"))
    # Those of a press are none of the page's business; they come after its own.
    introduced = [item for item in items if item.introduced_at and item.withdrawn_at is None]
    known = {item.key: item for item in items if item.introduced_at is None}
    numbers = Numbers(kept=introduced)
    for order, draft in enumerate(drafts, 1):
        item = known.pop(draft.key, None) or AgendaItem(key=draft.key)
        words = {**draft.words(), "order": order, "number": numbers.next(draft.kind)}
        _compare_item(edition, item, words)
    for item in known.values():
        if item.withdrawn_at is None:
            item.check_pending()
            edition.meeting.check_not_answering()
            item.withdrawn_at = at
            edition.withdrawn.append(item)
            edition.shut.append(item)
    for order, item in enumerate(introduced, len(drafts) + 1):
        _compare_item(edition, item, {"order": order, "number": numbers.of(item)})


def _compare_item(edition: Edition, item: AgendaItem, words: dict[str, Any]) -> None:
    came = item.pk is None or item.withdrawn_at is not None
    changed = _written(item, words, everything=came)
    if not changed:
        return
    if changed != {"order"}:
        item.check_pending()
        edition.meeting.check_not_answering()
    (edition.laid if came else edition.amended).append(item)
    if "disclosure" in changed and item.pk is not None and not item.is_open:
        edition.shut.append(item)


def _checked(edition: Edition, reason: str) -> str:
    """Members who have been told one thing are owed a reason for another."""
    if edition.first or not edition.is_news:
        return ""
    edition.meeting.check_not_over()
    if not reason.strip():
        raise Refusal("reason_needed", _("통지한 뒤에 바꾸실 때에는 까닭을 적어 주세요."), 422)
    return clean_words(reason, LONGEST_REASON)


def _tell_items(edition: Edition, by: Person | None, at: datetime) -> None:
    """Each item by itself: who resumes must find no older words of one that was closed since."""
    room = edition.meeting.room
    for item in edition.laid:
        publish(room, "item.laid", item, by=by, at=at)
    for item in edition.amended:
        publish(room, "item.changed", item, by=by, at=at)
    for item in edition.withdrawn:
        publish(room, "item.withdrawn", item, by=by, at=at)
        tell_withdrawn(item, edition.meeting, at)
    if edition.touches_items:
        ring(edition.meeting.floor_room)


@transaction.atomic
def record_past(
    *,
    convener: Body,
    kind: str,
    year: int,
    ordinal: int,
    bodies: list[Body],
    starts_at: datetime,
    printed_when: str,
    items: list[Draft],
    source: str,
    by: Person | None,
    at: datetime,
    place: str = "",
) -> Meeting:
    """Copy a meeting from a printed page: it is over, nobody is told, and who was there is not known."""
    convener = Body.objects.locked().get(pk=convener.pk)
    held = Meeting(state=Meeting.State.ADJOURNED, source=source, printed_when=printed_when)
    called = {"convener": convener, "kind": kind, "year": year, "ordinal": ordinal}
    edition = _compared(held, called, bodies, items, at=at, starts_at=starts_at, place=place)
    for item in edition.laid:
        item.state = AgendaItem.State.DONE
    with translation.override(settings.LANGUAGE_CODE):
        edition.write()
    publish(held.room, "agenda.laid", held, by=by, at=at)
    _tell_items(edition, by, at)
    return held


def next_ordinal(convener: Body, kind: str, year: int, bodies: list[Body]) -> int:
    """What a new meeting of these bodies would be called: one after the last."""
    held = Meeting.objects.filter(round__convener=convener, round__kind=kind, round__year=year)
    numbers = held.held_by(bodies or [convener]).values_list("round__ordinal", flat=True)
    return max(numbers, default=0) + 1


@transaction.atomic
def cancel_meeting(
    meeting: Meeting, *, reason: str, by: Person | None, at: datetime, ref: UUID | None = None
) -> Meeting:
    """Call a meeting off before it has begun, and say why; whoever keeps its papers now."""
    held = Meeting.objects.locked().get(pk=meeting.pk)
    check_keeps(held, by, day(at))
    held.check_not_over()
    held.check_not_called()
    held.check_no_vote()
    reason = clean_words(reason, LONGEST_REASON)
    held.state = Meeting.State.CANCELLED
    held.edition += 1
    held.save(update_fields=["state", "edition"])
    entries.refile(held, state=held.state)
    with translation.override(settings.LANGUAGE_CODE):
        lines = [_("취소한 까닭: %(reason)s") % {"reason": reason}, official_time(held.starts_at)]
        write_letters(held, CANCELLED, _("%(meeting)s 취소"), lines, at, needs_receipt=False)
    publish(held.room, "meeting.cancelled", held, by=by, at=at, ref=ref)
    return held


def lay_paper(
    item: AgendaItem, upload: UploadedFile, *, by: Person | None, at: datetime, ref: UUID | None = None
) -> Attachment:
    """Lay a paper before the members; of an item that is not open, before them alone."""
    check_keeps(item.meeting, by)  # before a large file of a stranger is looked into
    return _lay_paper(item, looked_into(upload), by=by, at=at, ref=ref)


@transaction.atomic
def _lay_paper(
    item: AgendaItem, paper: Paper, *, by: Person | None, at: datetime, ref: UUID | None = None
) -> Attachment:
    held = Meeting.objects.locked().get(pk=item.meeting_id)
    check_keeps(held, by)
    held.check_not_over()
    item = held.items.get(pk=item.pk)
    item.check_standing()
    audience = Attachment.Audience.PUBLIC if item.is_open else Attachment.Audience.PRIVATE
    attachment = lay(item, paper, by=by, at=at, audience=audience)
    publish(held.room, "item.changed", item, by=by, at=at, ref=ref)
    ring(held.floor_room)
    return attachment
