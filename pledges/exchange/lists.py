"""목록. Pledges as one table, a line each: what districts keep in a spreadsheet. Only 공약명 is needed.

A line with the 관리번호 of the line above it is a further 확인지표 of the same pledge. Columns about people
are never read: what was promised is public, who was a candidate with what number stays with its source.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from district.refusals import Refusal
from pledges.exchange.cleaning import clean
from pledges.exchange.told import IndicatorTold, PledgeTold, Problem, Told, check_many

type Line = tuple[int, Mapping[str, str]]
"""Its number in the file, and its cells by the heads of their columns."""

HEADS: Mapping[str, tuple[str, ...]] = {
    "code": ("관리번호", "공약번호", "code"),
    "title": ("공약명", "공약", "공약 이름", "title", "pledge"),
    "department": ("부서", "담당부서", "주관부서", "department"),
    "status": ("추진상황", "이행단계", "status"),
    "form": ("서식", "form"),
    "parent": ("상위공약", "parent"),
    "share": ("몫", "share"),
    "summary": ("설명", "summary"),
    "tags": ("주제어", "tags"),
    "source": ("근거", "출처", "source"),
    "indicator": ("확인지표", "indicator"),
    "metric": ("지표", "metric"),
    "unit": ("단위", "unit"),
    "weight": ("비중", "weight"),
    "target": ("목표", "target"),
    "actual": ("실적", "actual"),
    "evidence": ("증빙", "evidence"),
}
PEOPLE = frozenset(
    {
        "이름", "성명", "후보", "후보자", "담당자", "작성자", "전화", "전화번호", "연락처",
        "휴대전화", "이메일", "생년월일",
        "name", "person_id", "candidacy_id", "person", "person_name", "phone", "email", "birth",
    }
)  # fmt: skip
YEAR = re.compile(r"(?:목표\s*)?(20[0-9]{2})년?(?:\s*목표)?")
NO_UNIT = "건"


def read_list(heads: Sequence[str], lines: Sequence[Line]) -> Told:
    """Every line with a name is a pledge; what cannot be read of it is said by its line."""
    told = Told()
    columns = {name: head for name, heads_of in HEADS.items() for head in heads_of if head in heads}
    columns = {name: next(head for head in HEADS[name] if head in heads) for name in columns}
    if "title" not in columns:
        raise Refusal("no_titles", _("공약명이라는 열이 있어야 합니다."), status=422)
    check_many(len(lines))
    years = {head: int(found[1]) for head in heads if (found := YEAR.fullmatch(head.strip()))}
    told.unread = [
        _("%s(사람에 관한 열은 읽지 않습니다)") % head if head in PEOPLE else head
        for head in heads
        if head and head not in years and head not in columns.values()
    ]
    for number, cells in lines:
        row = {name: cells.get(head, "").strip() for name, head in columns.items()}
        targets = {
            (year, 0): cells[head].strip() for head, year in years.items() if cells.get(head, "").strip()
        }
        if any(row.values()):
            _take(told, number, row, targets)
    return told


def _take(told: Told, line: int, row: Mapping[str, str], targets: dict[tuple[int, int], str]) -> None:
    row = clean(row, told, line, row.get("code", ""))
    above = told.pledges[-1] if told.pledges else None
    code, title = row.get("code", ""), row["title"]
    if above is not None and code and code == above.code and title in {"", above.title}:
        _take_indicator(told, above, line, row, targets)
        return
    if not title:
        told.problems.append(Problem(line, code, "empty_words", _("공약명이 비어 있습니다.")))
        return
    names = ("form", "status", "department", "parent", "summary", "source")
    said: dict[str, Any] = {name: row.get(name, "") for name in names}
    pledge = PledgeTold(line, code, title, share=row.get("share") or None, is_list=True, **said)
    pledge.tags = [tag.strip() for tag in row.get("tags", "").split(",") if tag.strip()]
    told.pledges.append(pledge)
    _take_indicator(told, pledge, line, row, targets)


def _take_indicator(
    told: Told,
    pledge: PledgeTold,
    line: int,
    row: Mapping[str, str],
    targets: dict[tuple[int, int], str],
) -> None:
    """A measure of it, where the line names one or says how much was promised or done."""
    if not (row.get("indicator") or row.get("target") or row.get("actual") or targets):
        return
    indicator = IndicatorTold(len(pledge.indicators) + 1, row.get("indicator") or pledge.title[:120], NO_UNIT)
    indicator.unit, indicator.metric = row.get("unit") or NO_UNIT, row.get("metric", "")
    indicator.weight, indicator.targets = row.get("weight") or None, dict(targets)
    if row.get("target") and not targets:
        told.unread.append(
            _("%d번째 줄의 목표: 해마다의 목표를 2026처럼 해를 이름으로 한 열에 적어 주세요.") % line
        )
    if row.get("actual"):
        paper = {"kind": "paper", "opening": row["actual"], "evidence": row.get("evidence", "")}
        indicator.measures.append(paper)
    pledge.indicators.append(indicator)
