"""Files of others as a bundle: Popolo, and tables with Korean or English heads."""

import csv
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from io import StringIO
from typing import Any

from django.utils.translation import gettext as _

from committees.exchange.told import DAY, MOST_ROWS, Aside, BodyTold, Bundle, PersonTold, Stay, told_apart
from district.refusals import Refusal
from papers.sheet import unstill

LONGEST_FILE = 20 * 2**20
# As the tables of the world head their columns; the first that a file has is meant.
HEADS = {
    "body_id": ("body_id", "committee_id", "기구번호", "organization_id"),
    "body": ("body", "committee", "기구", "위원회"),
    "parent": ("parent_id", "parent", "상위기구번호"),
    "kind": ("kind", "classification", "갈래"),
    "body_name": ("name", "body", "committee", "기구", "위원회"),
    "person_id": ("person_id", "사람번호"),
    "person": ("person_name", "person", "이름", "성명"),
    "role": ("role", "title", "직위", "직"),
    "affiliation": ("affiliation", "party", "소속"),
    "start": ("start", "start_date", "observed_start", "위촉일"),
    "end": ("end", "end_date", "observed_end", "마지막날", "해촉일"),
    "basis": ("basis", "자격"),
}
# A table made from daily looks at a roster closes a line on the first day without it.
EXCLUSIVE = "observed_end"
# 2023-07-04, 2023. 7. 4., 2023/7/4
DATE = re.compile(r"([0-9]{4})[-./]\s?([0-9]{1,2})[-./]\s?([0-9]{1,2})\.?")
NOUNS = ("persons", "organizations", "areas", "posts", "memberships", "events")


def read(files: Sequence[tuple[str, bytes]]) -> Bundle:
    """All files of one source; refused with a code where a file is none that this house can read."""
    bundle = Bundle()
    for name, data in files:
        if len(data) > LONGEST_FILE:
            raise Refusal("file_too_large", _("%s: 파일이 너무 큽니다.") % name, status=413)
        text = decoded(name, data)
        if name.lower().endswith(".json"):
            _popolo(bundle, name, text)
        else:
            _table(bundle, name, text)
    if len(bundle.stays) > MOST_ROWS:
        raise Refusal("too_many_rows", _("한 번에 %d줄까지 넣을 수 있습니다.") % MOST_ROWS, status=422)
    return bundle


def decoded(name: str, data: bytes) -> str:
    """As spreadsheets of this country save it."""
    for encoding in ("utf-8-sig", "cp949"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Refusal("bad_file", _("%s: 글자를 읽을 수 없는 파일입니다.") % name, status=422)


def _popolo(bundle: Bundle, name: str, text: str) -> None:
    told = _object(name, text)
    homes = {str(row.get("organization_id", "")) for row in _rows(told, "memberships")}
    for noun in NOUNS:
        for line, row in enumerate(_rows(told, noun), 1):
            _take_in(bundle, noun, row, line, homes)
    rest = {key: value for key, value in told.items() if key not in NOUNS}
    if rest:
        bundle.asides.append(Aside("meta", "", rest))


def _object(name: str, text: str) -> dict[str, Any]:
    try:
        told = json.loads(text)
        # What is kept whole must go out again: no NaN, no half of a character, no NUL.
        kept = json.dumps(told, allow_nan=False, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise Refusal("not_json", _("%s: 올바른 JSON이 아닙니다.") % name, status=422) from error
    if b"\\u0000" in kept:
        raise Refusal("bad_file", _("%s: 글자를 읽을 수 없는 파일입니다.") % name, status=422)
    if not isinstance(told, dict) or not isinstance(told.get("memberships"), list):
        raise Refusal("not_popolo", _("%s: Popolo 파일이 아닙니다.") % name, status=422)
    return told


def _rows(told: Mapping[str, Any], noun: str) -> list[dict[str, Any]]:
    rows = told.get(noun, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise Refusal("not_popolo", _("%s: 목록이 아닙니다.") % noun, status=422)
    return rows


def _take_in(bundle: Bundle, noun: str, row: dict[str, Any], line: int, homes: set[str]) -> None:
    id_ = str(row.get("id", line))
    if noun == "persons":
        bundle.people[id_] = PersonTold(id_, _words(row.get("name")), row, line)
    elif noun == "organizations" and id_ in homes:
        parent, kind = str(row.get("parent_id") or ""), str(row.get("classification") or "")
        bundle.bodies[id_] = BodyTold(id_, _words(row.get("name")), parent, kind, row, line)
    elif noun == "memberships":
        bundle.stays.append(_stay_of(row, id_, line))
    else:
        # A party, a constituency: whose list somebody stood on is no body of this house.
        bundle.asides.append(Aside(noun, id_, row, line))


def _stay_of(row: dict[str, Any], id_: str, line: int) -> Stay:
    return Stay(
        id=id_,
        body=str(row.get("organization_id", "")),
        person=str(row.get("person_id", "")),
        role=_words(row.get("role")),
        start=_day(row.get("start_date"), line),
        last_day=_day(row.get("end_date"), line),
        told=row,
        line=line,
    )


def _words(told: Any) -> str:
    """The Korean of a name in several languages, else the first."""
    if isinstance(told, dict):
        told = told.get("lang:ko") or next(iter(told.values()), "")
    return " ".join(str(told or "").split())


def _day(told: Any, line: int) -> date | None:
    if not told:
        return None
    written = DATE.fullmatch(str(told).strip())
    try:
        return date(*map(int, written.groups())) if written else _no_day(told, line)
    except ValueError:
        return _no_day(told, line)


def _no_day(told: Any, line: int) -> date:
    sentence = _("%(line)d번째 줄: 날짜가 아닙니다: %(told)s") % {"line": line, "told": str(told)[:20]}
    raise Refusal("bad_date", sentence, status=422)


def _table(bundle: Bundle, name: str, text: str) -> None:
    rows = list(_lines(name, text))
    heads = set(rows[0][1]) if rows else set()
    if not heads & set(HEADS["body_id"] + HEADS["body"]):
        raise Refusal("unknown_table", _("%s: 기구와 위원의 표가 아닙니다.") % name, status=422)
    if heads & set(HEADS["person"]):
        _take_roster(bundle, rows)
    else:
        _take_bodies(bundle, rows)


def _lines(name: str, text: str) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        reader = csv.DictReader(StringIO(text, newline=""), strict=True)
        for row in reader:
            if None in row or None in row.values():
                sentence = _("%(name)s %(line)d번째 줄: 칸 수가 맞지 않습니다.")
                raise Refusal("bad_table", sentence % {"name": name, "line": reader.line_num}, status=422)
            yield reader.line_num, {head: unstill(cell) for head, cell in row.items()}
    except csv.Error as error:
        raise Refusal("bad_table", _("%s: 표를 읽을 수 없습니다.") % name, status=422) from error


def _take_bodies(bundle: Bundle, rows: Sequence[tuple[int, dict[str, str]]]) -> None:
    for line, row in rows:
        id_ = _cell(row, "body_id") or _cell(row, "body")
        parent, kind = _cell(row, "parent"), _cell(row, "kind")
        bundle.bodies[id_] = BodyTold(id_, _cell(row, "body_name"), parent, kind, row, line)


def _take_roster(bundle: Bundle, rows: Sequence[tuple[int, dict[str, str]]]) -> None:
    # Whoever sits by a post comes with the post of the district itself.
    stays = [_stay_in(row, line) for line, row in rows if _cell(row, "basis") != "ex_officio"]
    apart = stays if rows and any(head in rows[0][1] for head in HEADS["person_id"]) else told_apart(stays)
    for stay in apart:
        row = stay.told
        name = _cell(row, "body") or stay.body
        bundle.bodies.setdefault(stay.body, BodyTold(stay.body, name, _cell(row, "parent"), line=stay.line))
        person = PersonTold(stay.person, _cell(row, "person"), line=stay.line)
        bundle.people.setdefault(stay.person, person)
    bundle.stays.extend(apart)


def _stay_in(row: dict[str, str], line: int) -> Stay:
    end = _day(_cell(row, "end"), line)
    return Stay(
        id=str(line),
        body=_cell(row, "body_id") or _cell(row, "body"),
        person=_cell(row, "person_id") or _cell(row, "person"),
        role=_cell(row, "role"),
        affiliation=_cell(row, "affiliation"),
        start=_day(_cell(row, "start"), line),
        last_day=end - DAY if end and end > date.min and EXCLUSIVE in row else end,
        told=row,
        line=line,
    )


def _cell(row: Mapping[str, str], meant: str) -> str:
    """The first of the heads that may stand over it."""
    return next((" ".join(row[head].split()) for head in HEADS[meant] if row.get(head)), "")
