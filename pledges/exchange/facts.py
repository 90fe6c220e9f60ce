"""사실 파일. Cards as JSON: as seed_tables.json has them, or with the further words of our own files."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from district.refusals import Refusal
from pledges.exchange.cleaning import clean, corrected, corrections, office
from pledges.exchange.further import take_sheets, take_tables
from pledges.exchange.logs import take_logs
from pledges.exchange.tables import (
    amount,
    part,
    rows_of,
    take_cost,
    take_execution,
    take_investment,
    take_performance,
    take_quarters,
    take_targets,
    whole,
    words,
    year_of,
)
from pledges.exchange.told import EntryTold, IndicatorTold, PledgeTold, Told, check_many

PAPER = "공약 관리카드"
READ = {
    "pledges", "ocr_issues", "meta", "source", "as_of", "paper", "administration", "district",
    "administrations", "departments", "posts",
}  # fmt: skip
READ_OF_A_PLEDGE = {
    "code", "title", "parent", "municipality", "seed_file", "header", "staff_roles", "total_cost", "schedule",
    "investment", "indicators", "performance", "execution", "execution_log", "participation_log", "form",
    "status", "department", "share", "summary", "tags", "charges", "passages", "tables", "figures", "printed",
    "note", "source", "history_table", "task_table", "event_payouts", "casework", "participation",
    "participation_plan", "municipality_note",
}  # fmt: skip
NOT_IN_THE_HEAD = {"관리번호", "추진상황", "이행단계", "총사업비", "사업담당", "주관부서", "note"}
OPTIONS = " 선택지"


def read_facts(file: Mapping[str, Any]) -> Told:
    """All the cards of a file; what it has and this house has no place for is listed."""
    if not isinstance(file.get("pledges"), list):
        raise Refusal(
            "not_pledges", _("공약의 자료가 아닙니다. pledges라는 목록이 있어야 합니다."), status=422
        )
    told = Told(as_of=_day(file.get("as_of")), unread=sorted(set(file) - READ))
    misread, ours = corrections(file.get("ocr_issues")), "source" in file
    paper = str(file.get("paper") or PAPER)
    check_many(len(file["pledges"]))
    for line, row in enumerate(rows_of(file["pledges"]), 1):
        code = str(row.get("code", ""))
        right = clean(corrected(row, misread.get(code, ())), told, line, code)
        told.pledges.append(_pledge(right, line, paper, told, ours=ours))
    return told


def _day(said: Any) -> date | None:
    try:
        return date.fromisoformat(said) if isinstance(said, str) else None
    except ValueError:
        return None


def _pledge(row: Mapping[str, Any], line: int, paper: str, told: Told, *, ours: bool) -> PledgeTold:
    code = str(row.get("code", ""))
    pledge = PledgeTold(line, code, str(row.get("title", "")), source=f"{paper} {code}")
    if ours and row.get("note"):
        pledge.source = f"{pledge.source}. {row['note']}"
    told.unread.extend(f"{code}: {name}" for name in sorted(set(row) - READ_OF_A_PLEDGE))
    _take_head(pledge, row, told)
    _take_words(pledge, row, told)
    take_cost(pledge, part(row, "total_cost"))
    take_investment(pledge, part(row, "investment"))
    _take_indicators(pledge, row, paper)
    take_execution(pledge, part(row, "execution"))
    take_logs(pledge, row, paper, ours=ours)
    _take_actuals(pledge, row, paper)
    _take_measures(pledge, row, paper)
    take_tables(pledge, row, paper)
    if "tables" not in row:
        take_sheets(pledge, row, paper)
    return pledge


def _take_head(pledge: PledgeTold, row: Mapping[str, Any], told: Told) -> None:
    head = part(row, "header")
    performance = part(row, "performance")
    pledge.form = str(row.get("form") or "")
    pledge.status = str(row.get("status") or head.get("추진상황") or "")
    options = head.get(f"이행단계{OPTIONS}")
    pledge.statuses = [str(each) for each in options] if isinstance(options, list) else []
    pledge.parent = str(row.get("parent") or "")
    pledge.share = row.get("share", performance.get("share_of_pledge"))
    pledge.header = {
        name: cell
        for name, cell in head.items()
        if name not in NOT_IN_THE_HEAD and not name.endswith(OPTIONS)
    }
    roles = row.get("staff_roles")
    for each in rows_of(row.get("charges")):
        pledge.charges.append((office(str(each.get("label", "")), told), str(each.get("department") or "")))
    for role in roles if isinstance(roles, list) else ():
        pledge.charges.append((office(str(role), told), ""))
    pledge.department = str(row.get("department") or (pledge.charges[0][0] if pledge.charges else ""))


def _take_words(pledge: PledgeTold, row: Mapping[str, Any], told: Told) -> None:
    pledge.summary = str(row.get("summary") or "")
    tags = row.get("tags")
    pledge.tags = [str(tag) for tag in tags] if isinstance(tags, list) else []
    for order, each in enumerate(rows_of(row.get("passages")), 1):
        if "table" not in each:
            said = {name: str(each.get(name) or "") for name in ("section", "title", "text")}
            pledge.passages.append(said | {"order": order})
    rows = part(row, "schedule").get("rows")
    pledge.milestones = (
        [str(each).strip() for each in rows if str(each).strip()] if isinstance(rows, list) else []
    )


def _take_indicators(pledge: PledgeTold, row: Mapping[str, Any], paper: str) -> None:
    for nth, each in enumerate(rows_of(row.get("indicators")), 1):
        no = whole(each.get("no"), nth) or nth
        names = ("name", "unit", "metric", "basis")
        said: dict[str, Any] = {name: str(each.get(name) or "") for name in names}
        indicator = IndicatorTold(no, weight=each.get("weight"), **said)
        pledge.indicators.append(indicator)
        take_targets(pledge, indicator, each)
        take_quarters(pledge, indicator, each)
        if each.get("printed_rate") is not None:
            pledge.print(f"performance.{no}.rate", words(each["printed_rate"]))
    done = take_performance(pledge, part(row, "performance"))
    for indicator in pledge.indicators:
        if indicator.no in done:
            evidence = f"{paper} {pledge.code} 추진실적 총괄"
            indicator.measures.append({"kind": "paper", "opening": done[indicator.no], "evidence": evidence})


def _take_actuals(pledge: PledgeTold, row: Mapping[str, Any], paper: str) -> None:
    """실적 by the year, where a sheet has no log: one line a year."""
    for nth, each in enumerate(rows_of(row.get("indicators")), 1):
        no = whole(each.get("no"), nth) or nth
        for name, cell in part(each, "actuals_by_year").items():
            year = year_of(name)
            if year is None or cell is None:
                continue
            pledge.print(f"actuals.{no}.{year}", words(cell))
            entry = EntryTold("progress", len(pledge.entries) + 1, f"{year}.", str(each.get("name") or ""))
            entry.indicator, entry.count = no, amount(cell)
            entry.text = f"{year}년 실적 {words(cell)}"
            entry.evidence = f"{paper} {pledge.code} 공약달성 확인지표 및 실적"
            pledge.entries.append(entry)


def _take_measures(pledge: PledgeTold, row: Mapping[str, Any], paper: str) -> None:
    """On what each is counted: as said, else on the paper's total with the log beside it."""
    counted = {entry.indicator for entry in pledge.entries if entry.count is not None}
    rows = enumerate(rows_of(row.get("indicators")), 1)
    said = {whole(each.get("no"), nth): rows_of(each.get("measures")) for nth, each in rows}
    for indicator in pledge.indicators:
        paper_total = {each["kind"]: each for each in indicator.measures}
        wanted = said.get(indicator.no) or [
            *indicator.measures,
            *([{"kind": "log"}] if indicator.no in counted else []),
        ]
        indicator.measures = [paper_total.get(str(each.get("kind")), {}) | each for each in wanted]
