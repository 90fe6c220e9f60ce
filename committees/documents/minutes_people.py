"""회의록: what it was called, who was there from when to when, and what happened in which order."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _

from committees.documents.minutes_lines import Line, about, clock, line, named, openly
from committees.models import AgendaItem, Attendance, Meeting, Motion, Recusal, Resolution, SpeakingTurn, Vote
from committees.roster import Member, roster
from district.dates import day, official, official_time
from district.models import District
from realtime.models import Event

TURNS = {
    "meeting.called": "개의",
    "meeting.recessed": "정회",
    "meeting.resumed": "속개",
    "meeting.adjourned": "산회",
}
ITEMS = {"item.taken_up": "상정", "item.finished": "마침"}
MOTIONS = {
    "motion.moved": "제출",
    "motion.seconded": "재청",
    "motion.withdrawn": "철회",
    "motion.lapsed": "폐기",
}
OTHERS = (
    "turn.began", "recusal.recorded", "recusal.withdrawn", "vote.opened", "vote.closed", "vote.voided",
    "resolution.recorded", "meeting.led", "meeting.given_back",
)  # fmt: skip
WITH_ITEM = (AgendaItem, Motion, Recusal, Resolution, SpeakingTurn, Vote)


def name_of(meeting: Meeting) -> list[Line]:
    """2026년 협치회의 제2차 전체회의."""
    facts = {"year": meeting.round.year, "title": meeting.title}
    return [line(_("%(year)d년 %(title)s") % facts)]


def host_of(meeting: Meeting) -> list[Line]:
    """Who called it, whose papers it goes to, and which bodies met."""
    convener = meeting.round.convener
    department = convener.department
    district = District.current()
    # 서울특별시 관악구 협치회의, not 관악구 twice.
    host = f"{district.full_name} {convener.name.removeprefix(f'{district.name} ')}".strip()
    lines = [line(f"{host} ({department.name})" if department else host)]
    bodies = [body.called for body in meeting.bodies.all() if body.pk != convener.pk]
    if bodies:
        lines.append(line(_("모인 기구: %(bodies)s") % {"bodies": ", ".join(bodies)}))
    return lines


def when_of(meeting: Meeting) -> list[Line]:
    """The day with the clock of 개의, 정회, 속개 and 산회; where, and in which way."""
    if meeting.source:
        return [line(words) for words in (meeting.printed_when, meeting.place) if words]
    lines = [line(_held(meeting))]
    how = meeting.get_mode_display()
    lines.append(line(f"{meeting.place} ({how})" if meeting.place else how))
    return lines


def _held(meeting: Meeting) -> str:
    if meeting.is_written and meeting.closes_at:
        facts = {"start": official_time(meeting.starts_at), "end": official_time(meeting.closes_at)}
        return _("%(start)s부터 %(end)s까지 서면으로") % facts
    acts = [(each.at, TURNS[each.name]) for each in _events(meeting, tuple(TURNS))]
    if not acts:
        ends = [(meeting.called_at, "개의"), (meeting.adjourned_at, "산회")]
        acts = [(at, word) for at, word in ends if at is not None]
    if not acts:
        return _("%(at)s 예정") % {"at": official_time(meeting.starts_at)}
    return f"{official(day(acts[0][0]))} " + ", ".join(f"{_on(at, acts[0][0])} {word}" for at, word in acts)


def _on(at: datetime, first: datetime) -> str:
    """The clock; after midnight with its day."""
    return clock(at) if day(at) == day(first) else official_time(at)


def people_of(meeting: Meeting, items: list[AgendaItem]) -> list[Line]:
    """Members with their times, those who did not come, who else was asked to be there, who kept out."""
    members = roster(meeting.bodies.all(), meeting.day)
    known = {member.person_id: member for member in members}
    there = [each for each in meeting.attendances.order_by("arrived_at", "id") if each.person_id in known]
    lines = [line(_counted(members, there))] if there else []
    spells = _spells(there)
    lines += [line(_present(known[each.person_id], each, spells[each.pk])) for each in there]
    came = {each.person_id for each in there}
    absent = [called(member) for member in members if member.person_id not in came]
    if there and absent:
        lines.append(line(_("불참 %(n)d명: %(names)s") % {"n": len(absent), "names": ", ".join(absent)}))
    beside = list(meeting.observers.filter(left_out_at=None))
    if beside:
        names = ", ".join(" ".join(filter(None, [each.office, each.name])) for each in beside)
        lines.append(line(_("배석 %(n)d명: %(names)s") % {"n": len(beside), "names": names}))
    return [*lines, *_recused(items)]


def _counted(members: list[Member], there: list[Attendance]) -> str:
    """재적 10명 가운데 출석 6명 (대면 5명, 영상 1명)."""
    modes = Counter(str(each.get_mode_display()) for each in there)
    shares = ", ".join(_("%(mode)s %(n)d명") % {"mode": mode, "n": n} for mode, n in modes.items())
    facts = {"sitting": len(members), "present": len(there), "shares": shares}
    return _("재적 %(sitting)d명, 출석 %(present)d명 (%(shares)s)") % facts


def called(member: Member) -> str:
    """강하윤 위원장."""
    return " ".join([member.name, *member.offices])


def _present(member: Member, attendance: Attendance, spells: list[tuple[datetime, bool]]) -> str:
    times = ", ".join(
        (_("%(at)s 출석") if came else _("%(at)s 퇴장")) % {"at": clock(at)} for at, came in spells
    )
    return f"{called(member)}: {attendance.get_mode_display()}, {times}"


def _spells(there: list[Attendance]) -> dict[int, list[tuple[datetime, bool]]]:
    """Each coming and going; the row keeps the first coming and the last going alone."""
    found: dict[int, list[tuple[datetime, bool]]] = defaultdict(list)
    kind = ContentType.objects.get_for_model(Attendance)
    told = Event.objects.filter(row_type=kind, row_id__in=[str(each.pk) for each in there])
    for event in told.filter(name__in=("attendance.recorded", "attendance.ended")).order_by("seq"):
        found[int(event.row_id)].append((event.at, event.name == "attendance.recorded"))
    for each in there:
        if not found[each.pk]:
            left = [(each.left_at, False)] if each.left_at else []
            found[each.pk] = [(each.arrived_at, True), *left]
    return found


def _recused(items: list[AgendaItem]) -> Iterator[Line]:
    """제척·기피·회피: the name and the kind; why is never said."""
    by_item = {item.pk: item for item in items}
    for each in Recusal.objects.in_force().filter(item__in=items).order_by("item__order", "id"):
        item = by_item[each.item_id]
        words = f"{item.label} {each.get_kind_display()}: {each.name}"
        yield about(item, words, above=f"{item.label}: ")


def course_of(meeting: Meeting) -> list[Line]:
    """Each act with its clock, as the log of the room has it; of a closed item numbers alone."""
    events = list(_events(meeting, (*TURNS, *ITEMS, *MOTIONS, *OTHERS)))
    rows = _rows_of(events)
    lines = [_act(meeting, event, rows.get(event.row_key)) for event in events]
    return [each for each in lines if each is not None]


def _events(meeting: Meeting, names: tuple[str, ...]) -> Any:
    kind, key = meeting.room
    return Event.objects.filter(room__kind=kind, room__key=key, name__in=names).order_by("seq")


def _rows_of(events: list[Event]) -> dict[str, Any]:
    """The rows behind the acts, each noun read once."""
    found: dict[str, Any] = {}
    for model in WITH_ITEM:
        kind = ContentType.objects.get_for_model(model)
        numbers = [event.row_id for event in events if event.row_type_id == kind.pk]
        rows: Any = model._base_manager.filter(pk__in=numbers) if numbers else []
        if numbers and model is not AgendaItem:
            rows = rows.select_related("item")
        found |= {f"{kind.app_label}.{kind.model}/{row.pk}": row for row in rows}
    return found


def _act(meeting: Meeting, event: Event, row: Any) -> Line | None:
    at = _on(event.at, meeting.called_at or event.at)
    if event.name in TURNS:
        return line(f"{at} {TURNS[event.name]}")
    if event.name in {"meeting.led", "meeting.given_back"}:
        led = (
            _("위원장 직무대행을 정함") if event.name == "meeting.led" else _("위원장이 와서 직무대행을 마침")
        )
        return line(f"{at} {led}")
    if row is None:
        return None
    item: AgendaItem = row if isinstance(row, AgendaItem) else row.item
    return openly(item, f"{at} {_done(event.name, item, row)}")


def _done(name: str, item: AgendaItem, row: Any) -> str:
    match row:
        case AgendaItem():
            return (
                f"{named(item)} {ITEMS[name]}" if name == "item.taken_up" else f"{item.label} {ITEMS[name]}"
            )
        case Motion():
            mover = _who(item, row) if name == "motion.moved" else ""
            return " ".join(filter(None, [item.label, mover, row.label, MOTIONS[name]]))
        case SpeakingTurn():
            return " ".join(filter(None, [item.label, _who(item, row), str(row.get_kind_display())]))
        case Recusal():
            taken_back = _("거둠") if name == "recusal.withdrawn" else ""
            kind = str(row.get_kind_display())
            return " ".join(filter(None, [item.label, _who(item, row), kind, taken_back]))
        case Vote():
            return f"{item.label} {_vote_act(name, row)}"
    return f"{item.label} {row.label} {row.get_form_display()}"


def _who(item: AgendaItem, row: Any) -> str:
    """Under an open item alone a name is said."""
    return " ".join(filter(None, [row.name, getattr(row, "badge", "")])) if item.is_open else ""


def _vote_act(name: str, vote: Vote) -> str:
    facts = {"n": vote.number, "method": vote.get_method_display(), "result": vote.get_result_display()}
    if name == "vote.opened":
        return _("표결 %(n)d 시작 (%(method)s)") % facts
    if name == "vote.voided":
        return _("표결 %(n)d 무효") % facts
    return _("표결 %(n)d 마침: %(result)s") % facts
