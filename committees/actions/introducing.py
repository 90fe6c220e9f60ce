"""안건 올리기. What comes onto an agenda by a press and not by its page: proposals, free items, reports."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from committees.actions.agenda import Draft
from committees.actions.notices import LONGEST_REASON, notify, tell_withdrawn
from committees.filing import file_meeting
from committees.follow_up import PAST_ORDERS, past_orders, report_lines
from committees.models import AgendaItem, Meeting
from committees.models.agenda import LONGEST_TEXT
from committees.numbering import Numbers
from committees.rights import check_introduces
from district.dates import day
from district.intake import clean_words
from district.models import Person
from district.refusals import Refusal
from letters.actions import supersede
from papers.actions import shelve
from papers.models import Attachment
from realtime.publish import publish, ring


@transaction.atomic
def introduce(
    meeting: Meeting,
    *,
    title: Any,
    kind: Any,
    by: Person | None,
    at: datetime,
    text: Any = "",
    source_label: Any = "",
    source_url: Any = "",
    disclosure: Any = AgendaItem.Disclosure.OPEN,
    ground: Any = "",
    until: date | None = None,
    reason: Any = "",
    publishes: bool = False,
    ref: UUID | None = None,
) -> AgendaItem:
    """Put one more matter before the members; `publishes` says that a step above let its editor do so."""
    held = Meeting.objects.locked().get(pk=meeting.pk)
    if not publishes:
        check_introduces(held, by, day(at))
    held.check_agenda_open()
    draft = Draft(
        key=uuid4(),
        kind=_known(kind, AgendaItem.Kind),
        title=title,
        text=_said(text),
        disclosure=_known(disclosure or AgendaItem.Disclosure.OPEN, AgendaItem.Disclosure),
        ground=_said(ground),
        until=until,
        source_label=_said(source_label),
        source_url=source_url,
    )
    item = AgendaItem(meeting=held, key=draft.key, introduced_at=at, **draft.words())
    _check_new(held, item)
    reason = _owed(held, reason)
    item.order, item.number = _place(held, item.kind)
    item.save(force_insert=True)
    publish(held.room, "item.laid", item, by=by, at=at, ref=ref)
    _tell(held, reason, by=by, at=at)
    return item


@transaction.atomic
def withdraw_item(
    item: AgendaItem,
    *,
    reason: Any,
    by: Person | None,
    at: datetime,
    publishes: bool = False,
    ref: UUID | None = None,
) -> AgendaItem:
    """Take an introduced item off again, and say why; the page's own are its editor's to take off."""
    held = Meeting.objects.locked().get(pk=item.meeting_id)
    if not publishes:
        check_introduces(held, by, day(at))
    held.check_agenda_open()
    item = held.items.get(pk=item.pk)
    item.check_introduced()
    item.check_standing()
    item.check_pending()
    reason = _owed(held, reason)
    item.withdrawn_at = at
    item.save(update_fields=["withdrawn_at"])
    shelve(item, Attachment.Audience.PRIVATE)
    with translation.override(settings.LANGUAGE_CODE):
        told = _("의사일정이 바뀌었습니다. 새 통지를 보아 주세요.")
    supersede(f"meeting/{held.pk}/notice/", told)
    moved = _numbered_again(held)
    publish(held.room, "item.withdrawn", item, by=by, at=at, ref=ref, facts={"items": moved})
    _tell(held, reason, by=by, at=at)
    tell_withdrawn(item, held, at)
    return item


@transaction.atomic
def introduce_past_orders(
    meeting: Meeting, *, by: Person | None, at: datetime, reason: Any = "", ref: UUID | None = None
) -> AgendaItem:
    """지난 의결사항 처리결과: what became of what was decided, as one item to be heard."""
    rows = past_orders(meeting)
    if not rows:
        raise Refusal("no_past_orders", _("알릴 지난 의결사항이 없습니다."), 409)
    with translation.override(settings.LANGUAGE_CODE):
        title, text = str(PAST_ORDERS), "\n".join(report_lines(rows, LONGEST_TEXT))
    return introduce(
        meeting,
        title=title,
        kind=AgendaItem.Kind.REPORT.value,
        text=text,
        source_label=title,
        source_url=f"{meeting.get_absolute_url()}#past-orders",
        by=by,
        at=at,
        reason=reason,
        ref=ref,
    )


def _said(words: Any) -> str:
    """What may be left out is nothing then; what is no word is refused as such."""
    return words if isinstance(words, str) else clean_words(words, LONGEST_TEXT) if words is not None else ""


def _known(said: Any, choices: Any) -> str:
    if said not in choices.values:
        raise Refusal("unknown_choice", _("고르신 것이 목록에 없습니다."), 422)
    return str(said)


def _check_new(held: Meeting, item: AgendaItem) -> None:
    """The same matter comes before the members once."""
    if item.source_url and held.items.standing().filter(source_url=item.source_url).exists():
        raise Refusal("already_introduced", _("이미 이 회의의 안건으로 올린 것입니다."), 409)


def _owed(held: Meeting, reason: Any) -> str:
    """Members who have been told one thing are owed a reason for another."""
    if held.noticed_at is None:
        return ""
    if not isinstance(reason, str) or not reason.strip():
        raise Refusal("reason_needed", _("통지한 뒤에 바꾸실 때에는 까닭을 적어 주세요."), 422)
    return clean_words(reason, LONGEST_REASON)


def _place(held: Meeting, kind: str) -> tuple[int, int]:
    """After all others, with the next number of its kind."""
    standing = list(held.items.standing())
    return len(standing) + 1, sum(item.kind == kind for item in standing) + 1


def _numbered_again(held: Meeting) -> list[int]:
    """Those that came after it move up; which they are."""
    numbers, moved = Numbers(), []
    for order, item in enumerate(held.items.standing(), 1):
        place = {"order": order, "number": numbers.of(item)}
        if place != {"order": item.order, "number": item.number}:
            item.order, item.number = order, place["number"]
            item.save(update_fields=["order", "number"])
            moved.append(item.pk)
    return moved


def _tell(held: Meeting, reason: str, *, by: Person | None, at: datetime) -> None:
    """The changed notice, and the index that finds a meeting by its items."""
    file_meeting(held)
    if held.noticed_at is not None:
        with translation.override(settings.LANGUAGE_CODE):
            notify(held, reason, at, first=False)
        publish(held.room, "agenda.changed", held, by=by, at=at, facts={"edition": held.edition})
    ring(held.floor_room)
