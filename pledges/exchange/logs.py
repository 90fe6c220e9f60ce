"""일지. What was done, as a card logs it: in order of time, and in order of those who took part."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from district.refusals import Refusal
from pledges.exchange.tables import rows_of, whole
from pledges.exchange.told import EntryTold, PledgeTold
from pledges.when import When, parse

LOGS = {"execution_log": "progress", "participation_log": "participation"}
TITLES = {"progress": "일정별 추진실적", "participation": "주민 참여(소통) 실적"}
LONGEST_TITLE = 200


def take_logs(pledge: PledgeTold, row: Mapping[str, Any], paper: str, *, ours: bool) -> None:
    """Both logs; a line counts toward the indicator that is said, or whose name stands in it."""
    for name, kind in LOGS.items():
        for nth, line in enumerate(rows_of(row.get(name)), 1):
            pledge.entries.append(_entry(line, nth, kind, paper, pledge.code, ours=ours))
    if not ours:
        _count_by_name(pledge)
    _mark_whole(pledge)


def _entry(line: Mapping[str, Any], nth: int, kind: str, paper: str, code: str, *, ours: bool) -> EntryTold:
    no = line["no"] if type(line.get("no")) is int else nth
    title, text = str(line.get("kind") or ""), str(line.get("text") or "")
    if not title:
        title, text = text[:LONGEST_TITLE], "" if len(text) <= LONGEST_TITLE else text
    printed = str(line.get("date") or "")
    entry = EntryTold(
        kind=kind, no=no, when=str(line.get("read_as") or printed), printed_when=printed, title=title,
        text=text, channel=str(line.get("channel") or ""), evidence=f"{paper} {code} {TITLES[kind]} {no}번",
        note=str(line.get("note") or "") if ours else "",
    )  # fmt: skip
    counts = line.get("counts_toward")
    if isinstance(counts, dict):
        entry.indicator, entry.count = whole(counts.get("indicator")), counts.get("count")
    elif "count" in line:
        entry.count = line["count"]
    entry.same_as = _twin(line)
    return entry


def _twin(line: Mapping[str, Any]) -> tuple[str, int] | None:
    """The same event told before, in this log or in the other."""
    told = line.get("same_as")
    if isinstance(told, dict) and type(told.get("no")) is int:
        return LOGS.get(f"{told.get('log')}_log", "progress"), told["no"]
    no = line.get("same_event_as_log_no")
    return ("progress", no) if type(no) is int else None


def _count_by_name(pledge: PledgeTold) -> None:
    """A line of residents' log is headed by the name of what it counts toward; an echo does not count."""
    named = {indicator.name: indicator.no for indicator in pledge.indicators}
    for entry in pledge.entries:
        if entry.kind != "participation" or entry.indicator is not None:
            continue
        entry.indicator = named.get(entry.title)
        if entry.indicator is None or entry.same_as is not None:
            entry.indicator, entry.count = None, None
        elif entry.count is None:
            entry.count = 1


def _mark_whole(pledge: PledgeTold) -> None:
    """One line that says in all what the residents' log says by the quarter is the same told again."""
    days = {entry.place: when for entry, when in _dated(pledge.entries)}
    for entry in pledge.entries:
        parts = [
            part
            for part in pledge.entries
            if part.kind != entry.kind and part.indicator == entry.indicator and _within(days, part, entry)
        ]
        if entry.same_as or entry.count is None or len(parts) < 2 or entry.kind != "progress":
            continue
        if sum(map(_digits, parts), Decimal(0)) == _digits(entry):
            entry.same_as = parts[0].place


def _dated(entries: list[EntryTold]) -> list[tuple[EntryTold, When]]:
    """Those whose day can be read; a blank cell is as the cell above it."""
    above: dict[str, When] = {}
    told = []
    for entry in entries:
        try:
            above[entry.kind] = parse(entry.when, above.get(entry.kind))
        except Refusal:
            continue
        told.append((entry, above[entry.kind]))
    return told


def _within(days: Mapping[tuple[str, int], When], part: EntryTold, whole: EntryTold) -> bool:
    inner, outer = days.get(part.place), days.get(whole.place)
    return inner is not None and outer is not None and inner.ends_on <= outer.ends_on


def _digits(entry: EntryTold) -> Decimal:
    try:
        return Decimal(str(entry.count or 0))
    except InvalidOperation:
        return Decimal(0)
