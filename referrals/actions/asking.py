"""Asking: somebody in the district owes an answer from now on, or owes it no more."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from district.dates import day
from district.intake import clean_words
from district.models import Department, Person
from district.refusals import Refusal
from realtime.publish import Address, publish, ring
from referrals import clocks
from referrals.models import Chain, Clock, Progress, Referral
from referrals.models.referral import LEDGER
from referrals.notices import tell_asked
from search.models import Entry

LONGEST_ASKING = 5_000


@transaction.atomic
def refer(
    *,
    kind: str,
    label: str,
    title: str,
    url: str,
    department: Department,
    by: Person | None,
    at: datetime,
    level: str = Referral.Level.DEPARTMENT,
    room: Address = LEDGER,
    topic: str = "",
    entry: Entry | None = None,
    entry_states: Mapping[str, str] | None = None,
    public: bool = True,
    quiet: bool = False,
    again_of: Referral | None = None,
    asked_by: Person | None = None,
    words: str = "",
    ref: UUID | None = None,
) -> Referral:
    """A department owes an answer from this day on, within the time and through the hands of this day."""
    today = day(at)
    referral = Referral(kind=kind, level=level, label=label[:40], title=title[:200], url=url, topic=topic)
    referral.room_kind, referral.room_key = room
    referral.clock = Clock.objects.on(kind, today)
    referral.chain = Chain.objects.on(kind, level, today)
    referral.department, referral.asked_at, referral.is_public = department, at, public
    referral.entry, referral.entry_states = entry, dict(entry_states or {})
    referral.again_of, referral.asked_by, referral.words = again_of, asked_by, words
    referral.save(force_insert=True)
    file_state(referral)
    if not quiet:
        tell_asked(referral, at)
    publish(room, "referral.made", referral, by=by, at=at, ref=ref)
    ring(referral.desk)
    return referral


def file_state(referral: Referral) -> None:
    """Let the index say where its subject stands, and who has it."""
    if referral.entry_id is not None:
        told = {"state": referral.entry_state, "department": referral.department.name}
        Entry.objects.filter(pk=referral.entry_id).update(**told)


@transaction.atomic
def rename(referral: Referral, *, title: str, url: str) -> Referral:
    """Its subject goes by another name, or stands elsewhere; whoever renamed that tells of it."""
    referral = Referral.objects.locked().get(pk=referral.pk)
    referral.title, referral.url = title[:200], url
    referral.save(update_fields=["title", "url"])
    return referral


@transaction.atomic
def end(
    referral: Referral, *, ground: str, by: Person | None, at: datetime, ref: UUID | None = None
) -> Referral:
    """Nobody owes an answer any more, because its subject went another way."""
    referral = Referral.objects.locked().get(pk=referral.pk)
    referral.check_standing()
    if ground not in Referral.EndGround.values:
        raise Refusal("unknown_choice", _("고르신 것이 목록에 없습니다."), 422)
    referral.ended_at, referral.ended_ground = at, ground
    referral.save(update_fields=["ended_at", "ended_ground"])
    file_state(referral)
    publish(referral.room, "referral.ended", referral, by=by, at=at, ref=ref)
    ring(referral.desk)
    return referral


def again_until(referral: Referral, works: clocks.Calendar | None = None) -> date | None:
    """The last day on which it may be asked again: in writing soon, or later if it was done after all."""
    reply = referral.reply
    if reply is None or reply.outcome is None or not reply.outcome.reviewable or reply.published_at is None:
        return None
    if referral.again_of_id is not None or hasattr(referral, "again"):
        return None
    told = day(reply.published_at)
    done = any(step.kind != Progress.Kind.DELAYED for step in referral.progress.all())
    code = "reconsideration_late" if done else "reconsideration_window"
    return clocks.due(told, Clock.objects.on(code, told), works=works)


@transaction.atomic
def ask_again(
    referral: Referral, *, by: Person, words: str, at: datetime, ref: UUID | None = None
) -> Referral:
    """재심사. Whoever was refused asks once more, with a reason, within the time that is given."""
    referral = Referral.objects.locked().get(pk=referral.pk)
    _check_may_ask_again(referral, at)
    with translation.override(settings.LANGUAGE_CODE):
        label = _("%(label)s 재심사") % {"label": referral.label}
    return refer(
        kind="reconsideration",
        label=label,
        level=referral.level,
        again_of=referral,
        asked_by=by,
        words=clean_words(words, LONGEST_ASKING),
        **_copied(referral),
        by=by,
        at=at,
        ref=ref,
    )


def _copied(referral: Referral) -> dict[str, Any]:
    """Where a second asking stands: where the first one does."""
    return {
        "title": referral.title,
        "url": referral.url,
        "topic": referral.topic,
        "room": referral.room,
        "department": referral.department,
        "entry": referral.entry,
        "entry_states": referral.entry_states,
        "public": referral.is_public,
    }


def _check_may_ask_again(referral: Referral, at: datetime) -> None:
    if referral.reply is None:
        raise Refusal("not_answered", _("아직 답변하지 않은 일입니다."), 409)
    if referral.again_of_id is not None or hasattr(referral, "again"):
        raise Refusal("asked_again", _("재심사는 한 번만 요청하실 수 있습니다."), 409)
    until = again_until(referral)
    if until is None:
        raise Refusal("not_reviewable", _("채택하지 않은 답변만 재심사를 요청하실 수 있습니다."), 409)
    if day(at) > until:
        raise Refusal("window_over", _("재심사를 요청하실 수 있는 기간이 지났습니다."), 409)


def until_of(start: date, code: str) -> date:
    """The last day of a time given from that day on, days off or not: no more than was given."""
    clock = Clock.objects.on(code, start)
    return start + timedelta(days=clocks.days_of(start, clock))
