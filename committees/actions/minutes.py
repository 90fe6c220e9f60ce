"""회의록: laying it before the members, what they want corrected, each new edition, and its publication."""

from copy import deepcopy
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from committees.actions.floors import LEDGER, office_of
from committees.actions.notices import tell_followers
from committees.documents.minutes import compose, frozen
from committees.documents.minutes_lines import about, line
from committees.filing import file_minutes
from committees.models import AgendaItem, Correction, Meeting, Minutes, MinutesText, Signature
from committees.models.minutes import LONGEST_CORRECTION
from committees.rights import check_keeps, check_member
from committees.roster import roster
from district.dates import day, official_time
from district.intake import clean_words
from district.models import Person
from district.refusals import Refusal
from letters.actions import tell
from realtime.publish import publish

LONGEST_REASON = 300
MOST_CHANGES = 200
ROOM_TO_GROW = 500
State = Correction.State


def hold(minutes: Minutes) -> tuple[Meeting, Minutes]:
    """The minutes once nobody else can change or sign them: the meeting's lock first, then their own."""
    held = Meeting.objects.locked().get(pk=minutes.meeting_id)
    row = Minutes.objects.locked().get(pk=minutes.pk)
    row.meeting = held
    return held, row


@transaction.atomic
def lay_minutes(meeting: Meeting, *, by: Person, at: datetime, ref: UUID | None = None) -> Minutes:
    """Freeze what the meeting wrote by itself, and ask its members whether it is so."""
    held = Meeting.objects.locked().get(pk=meeting.pk)
    check_keeps(held, by, day(at))
    if held.state != Meeting.State.ADJOURNED:
        sentence = _("회의록은 산회한 뒤에 확정본으로 올릴 수 있습니다.")
        raise Refusal("meeting_not_adjourned", sentence, status=409)
    if Minutes.objects.filter(meeting=held).exists():
        raise Refusal("minutes_laid", _("이미 올린 회의록입니다."), status=409)
    minutes = Minutes(meeting=held, state=Minutes.State.CORRECTING, edition=1)
    minutes.corrections_until = at + timedelta(days=held.rule.corrections_days)
    minutes.save(force_insert=True)
    frozen(minutes, 1, compose(held), written_by=by, at=at).save(force_insert=True)
    _tell_members(minutes, at)
    publish(LEDGER, "minutes.laid", minutes, **ledger(minutes, by, at, ref))
    return minutes


@transaction.atomic
def amend_minutes(
    minutes: Minutes,
    *,
    edition: Any,
    changes: Any,
    reason: str,
    by: Person,
    at: datetime,
    ref: UUID | None = None,
) -> Minutes:
    """Mend lines as the secretary, with a reason: a new edition, for which nobody has signed yet."""
    held, minutes = hold(minutes)
    check_keeps(held, by, day(at))
    minutes.check_not_published()
    check_seen(minutes, edition)  # in another edition the same number is another line
    before = minutes.text
    fields = deepcopy(before.fields)
    # Additions last: until then every line stands where the secretary saw it.
    for change in sorted(_read(changes), key=lambda each: each.get("line") is None):
        _apply(held, fields, change)
    if fields == before.fields:
        raise Refusal("nothing_changed", _("바뀐 글이 없습니다."), status=422)
    # What was struck out stood in its place until all had found theirs.
    fields = {name: _kept(lines) for name, lines in fields.items()}
    reason = _told(reason)
    if not reason:
        raise Refusal("reason_needed", _("고친 까닭을 적어 주세요."), status=422)
    _new_edition(minutes, fields, reason=reason, by=by, at=at)
    publish(LEDGER, "minutes.amended", minutes, **ledger(minutes, by, at, ref))
    return minutes


def _read(changes: Any) -> list[dict[str, Any]]:
    """A bounded list of: field and line with other words (none strikes it), or field and words to add."""
    if not isinstance(changes, list) or not 0 < len(changes) <= MOST_CHANGES:
        raise Refusal("nothing_changed", _("바뀐 글이 없습니다."), status=422)
    if not all(isinstance(each, dict) and isinstance(each.get("words"), str) for each in changes):
        raise no_such_line()
    return changes


def _apply(held: Meeting, fields: dict[str, Any], change: dict[str, Any]) -> None:
    words = change["words"]
    if change.get("line") is not None:
        row = line_at(fields, change.get("field"), change["line"])
        row["words"] = _cleaned(words, row["words"]) if words.strip() else ""
        return
    name = change.get("field")
    if name not in Minutes.Field.values:
        raise no_such_line()
    added = clean_words(words, LONGEST_CORRECTION)
    item = _item(held, change.get("item"))
    lines = fields[name]
    # Below what is said of the same item already, else at the end.
    places = [n for n, each in enumerate(lines, 1) if item is not None and each["item"] == item.pk]
    lines.insert(places[-1] if places else len(lines), about(item, added) if item else line(added))


def _item(held: Meeting, number: Any) -> AgendaItem | None:
    if number is None:
        return None
    item = held.items.standing().filter(pk=number).first() if type(number) is int else None
    if item is None:
        raise no_such_line()
    return item


def _kept(lines: Any) -> Any:
    return [each for each in lines if each["words"]] if isinstance(lines, list) else lines


def line_at(fields: dict[str, Any], field: Any, number: Any) -> dict[str, Any]:
    """The line of that number, counted from nought; the name of an item is no line to be mended."""
    lines = fields[field] if isinstance(field, str) and field in Minutes.Field.values else []
    if type(number) is not int or not 0 <= number < len(lines) or lines[number].get("head"):
        raise no_such_line()
    found: dict[str, Any] = lines[number]
    return found


def no_such_line() -> Refusal:
    """Of which line somebody spoke, nobody can say."""
    return Refusal("no_such_line", _("회의록에서 그 줄을 찾을 수 없습니다."), status=422)


def _cleaned(words: Any, was: str) -> str:
    """A line may grow, not without bounds."""
    return clean_words(words, max(LONGEST_CORRECTION, len(was) + ROOM_TO_GROW))


def _new_edition(
    minutes: Minutes, fields: dict[str, Any], *, reason: str, by: Person, at: datetime
) -> MinutesText:
    """Other words under a new number; whoever signed the older ones signed those and no others."""
    standing = Signature.objects.filter(text__minutes=minutes, voided_at=None)
    standing.update(voided_at=at)
    minutes.edition += 1
    minutes.save(update_fields=["edition"])
    text = frozen(minutes, minutes.edition, fields, written_by=by, at=at, reason=reason)
    text.save(force_insert=True)
    return text


@transaction.atomic
def ask_correction(
    minutes: Minutes,
    *,
    edition: Any,
    field: Any,
    line: Any,
    words: str,
    by: Person,
    at: datetime,
    reason: str = "",
    ref: UUID | None = None,
) -> Correction:
    """A member says what a line should say instead."""
    held, minutes = hold(minutes)
    member = check_member(held, by)
    minutes.check_correcting(at)
    check_seen(minutes, edition)
    row = line_at(minutes.text.fields, field, line)
    words = _cleaned(words, row["words"])
    if words == row["words"]:
        raise Refusal("nothing_changed", _("바뀐 글이 없습니다."), status=422)
    correction = Correction(minutes=minutes, field=field, line=line, edition=minutes.edition, at=at)
    correction.asked_by, correction.seat_id, correction.name = by, member.seat_id, member.name
    correction.was, correction.words = row["words"], words
    correction.reason = _told(reason)
    correction.save(force_insert=True)
    publish(LEDGER, "correction.asked", correction, **ledger(minutes, by, at, ref))
    return correction


def _told(words: Any) -> str:
    """A reason or an answer; nothing where there is none."""
    empty = words is None or (isinstance(words, str) and not words.strip())
    return "" if empty else clean_words(words, LONGEST_REASON)


def check_seen(minutes: Minutes, edition: Any) -> None:
    """Refuse what was said or signed in front of an older edition."""
    if edition != minutes.edition:
        sentence = _("그사이 회의록이 바뀌었습니다. 새 판을 보고 다시 해 주세요.")
        raise Refusal("minutes_changed", sentence, status=409)


@transaction.atomic
def withdraw_correction(
    correction: Correction, *, by: Person, at: datetime, ref: UUID | None = None
) -> Correction:
    """Think better of it, while nobody has answered."""
    _held, minutes = hold(correction.minutes)
    correction = minutes.corrections.get(pk=correction.pk)
    if correction.asked_by_id != by.pk:
        raise Refusal("not_its_asker", _("정정을 요구한 위원만 거둘 수 있습니다."), status=403)
    correction.check_asked()
    _end(correction, State.WITHDRAWN, "", at)
    publish(LEDGER, "correction.withdrawn", correction, **ledger(minutes, by, at, ref))
    return correction


@transaction.atomic
def answer_correction(
    correction: Correction,
    *,
    taken: Any,
    by: Person,
    at: datetime,
    answer: str = "",
    ref: UUID | None = None,
) -> Correction:
    """Take it, and the minutes say so from the next edition on; or not, and say why."""
    held, minutes = hold(correction.minutes)
    check_keeps(held, by, day(at))
    minutes.check_not_published()
    correction = minutes.corrections.get(pk=correction.pk)
    correction.check_asked()
    told = _told(answer)
    if taken is not True and not told:
        raise Refusal("reason_needed", _("받아들이지 않는 까닭을 적어 주세요."), status=422)
    if taken is True:
        _take(minutes, correction, by=by, at=at)
    _end(correction, State.TAKEN if taken is True else State.DECLINED, told, at)
    publish(LEDGER, "correction.answered", correction, **ledger(minutes, by, at, ref))
    return correction


def _take(minutes: Minutes, correction: Correction, *, by: Person, at: datetime) -> None:
    """Write the member's words where the line stands now; one that was mended since is no longer it."""
    fields = deepcopy(minutes.text.fields)
    number = place_of(fields, correction)
    if number is None:
        sentence = _("그사이 그 줄이 바뀌었습니다. 새 판을 보고 직접 고치거나 답해 주세요.")
        raise Refusal("minutes_changed", sentence, status=409)
    fields[correction.field][number]["words"] = correction.words
    with translation.override(settings.LANGUAGE_CODE):  # kept with the edition, whoever presses
        reason = _("%(name)s 위원의 정정 요구") % {"name": correction.name}
    _new_edition(minutes, fields, reason=reason, by=by, at=at)


def place_of(fields: dict[str, Any], correction: Correction) -> int | None:
    """Where the line about which it is stands in a later edition; nowhere, once it says something else."""
    lines = fields[correction.field]
    same = [n for n, each in enumerate(lines) if each["words"] == correction.was and not each.get("head")]
    if correction.line in same:
        return correction.line
    return same[0] if len(same) == 1 else None


def _end(correction: Correction, state: str, answer: str, at: datetime) -> None:
    correction.state, correction.answer, correction.ended_at = state, answer, at
    correction.save(update_fields=["state", "answer", "ended_at"])


@transaction.atomic
def close_corrections(minutes: Minutes, *, by: Person, at: datetime, ref: UUID | None = None) -> Minutes:
    """End the time for corrections: all that was asked is answered, and it can be signed."""
    held, minutes = hold(minutes)
    check_keeps(held, by, day(at))
    minutes.check_not_published()
    if minutes.state != Minutes.State.CORRECTING:
        raise Refusal("corrections_over", _("회의록 정정 기간이 끝났습니다."), status=409)
    minutes.check_answered()
    minutes.state = Minutes.State.SIGNING
    minutes.save(update_fields=["state"])
    publish(LEDGER, "minutes.closed", minutes, **ledger(minutes, by, at, ref))
    return minutes


@transaction.atomic
def publish_minutes(minutes: Minutes, *, by: Person, at: datetime, ref: UUID | None = None) -> Minutes:
    """Let everybody read it: complete, and signed by both as it stands."""
    held, minutes = hold(minutes)
    check_keeps(held, by, day(at))
    minutes.check_not_published()
    text = minutes.text
    text.check_complete()
    text.check_signed()
    minutes.state, minutes.published_at = Minutes.State.PUBLISHED, at
    minutes.save(update_fields=["state", "published_at"])
    with translation.override(settings.LANGUAGE_CODE):
        file_minutes(minutes)
        _tell_followers(minutes, at)
    facts = {"edition": minutes.edition}
    publish(held.room, "minutes.published", minutes, by=by, at=at, ref=ref, facts=facts)
    return minutes


def ledger(minutes: Minutes, by: Person, at: datetime, ref: UUID | None) -> dict[str, Any]:
    """How the ledger names each of these acts: until it is published it is nobody's business but theirs."""
    facts = {"meeting": minutes.meeting_id, "edition": minutes.edition}
    return {"by": by, "at": at, "ref": ref, "office": office_of(by, at), "facts": facts}


def _tell_members(minutes: Minutes, at: datetime) -> None:
    held = minutes.meeting
    with translation.override(settings.LANGUAGE_CODE):
        title = _("%(meeting)s 회의록을 살펴 주세요") % {"meeting": held.title}
        until = official_time(minutes.corrections_until or at)
        words = _("다르게 적힌 곳이 있으면 %(until)s까지 정정을 요구하실 수 있습니다.") % {"until": until}
        tell(
            f"meeting/{held.pk}/minutes/laid",
            title=title,
            words=words,
            url=minutes.get_absolute_url(),
            people=[member.person_id for member in roster(held.bodies.all(), held.day)],
            at=at,
            bundle=False,
        )


def _tell_followers(minutes: Minutes, at: datetime) -> None:
    """Whoever follows the body, this meeting or one of its items; in a letter stands nothing of its words."""
    held = minutes.meeting
    title = _("%(meeting)s 회의록이 공개되었습니다") % {"meeting": held.title}
    topics = [held.round.convener.topic, held.topic, *(item.topic for item in held.items.standing())]
    about_it = f"meeting/{held.pk}/minutes/published"
    tell_followers(topics, about_it, title, "", url=minutes.get_absolute_url(), at=at)
