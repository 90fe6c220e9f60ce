"""현황표. Further tables of the sheets of three districts, with what they print of sums and shares."""

from collections.abc import Mapping
from typing import Any

from pledges.exchange.tables import part, rows_of, words, year_of
from pledges.exchange.told import FigureTold, PledgeTold, TableTold

YEARLY = {"history_table": "history", "task_table": "tasks"}
CHANNELS = {"participation": "주민 참여(소통) 실적", "participation_plan": "주민참여 및 소통계획"}
SHARES = "반올림으로 합계가 다를 수 있음"


def take_tables(pledge: PledgeTold, row: Mapping[str, Any], paper: str) -> None:
    """The tables, figures and printed cells that a file of ours spells out."""
    evidence = f"{paper} {pledge.code}"
    places = {
        str(each["table"]): nth for nth, each in enumerate(rows_of(row.get("passages")), 1) if "table" in each
    }
    sections = {
        str(each["table"]): str(each.get("section", ""))
        for each in rows_of(row.get("passages"))
        if "table" in each
    }
    for nth, table in enumerate(rows_of(row.get("tables")), 1):
        code = str(table.get("code", ""))
        lines = [
            (str(line.get("label", "")), _cells(line.get("cells"))) for line in rows_of(table.get("rows"))
        ]
        columns = table.get("columns")
        pledge.tables.append(TableTold(
            code=code, title=str(table.get("title", "")), unit=str(table.get("unit", "")), rows=lines,
            columns=list(map(str, columns)) if isinstance(columns, list) else [],
            note=str(table.get("note", "")), evidence=str(table.get("evidence") or evidence),
            section=sections.get(code, ""), order=places.get(code, 100 + nth),
        ))  # fmt: skip
        _print_totals(pledge, code, table)
    for figure in rows_of(row.get("figures")):
        _take_figure(pledge, figure)
    for cell in rows_of(row.get("printed")):
        said = (str(cell.get(name) or "") for name in ("place", "text", "formula", "note"))
        pledge.print(*said)


def _print_totals(pledge: PledgeTold, code: str, table: Mapping[str, Any]) -> None:
    totals = table.get("totals")
    for nth, total in enumerate(totals if isinstance(totals, list) else (), 1):
        pledge.print(f"tables.{code}.{nth}.total", words(total))


def _take_figure(pledge: PledgeTold, row: Mapping[str, Any]) -> None:
    code, decimals = str(row.get("code", "")), row.get("decimals", 1)
    label, formula, unit, note = (str(row.get(name) or "") for name in ("label", "formula", "unit", "note"))
    shown = decimals if type(decimals) is int and 0 <= decimals <= 4 else 1
    pledge.figures.append(FigureTold(code, label, formula, unit, shown, note))
    printed = part(row, "printed")
    if printed:
        said = (str(printed.get(name) or "") for name in ("text", "formula", "note"))
        pledge.print(f"figures.{code}", *said)


def _cells(cells: Any) -> list[str | None]:
    return [None if cell is None else str(cell) for cell in cells] if isinstance(cells, list) else []


def take_sheets(pledge: PledgeTold, row: Mapping[str, Any], paper: str) -> None:
    """The same of a file that has them as the sheets print them."""
    evidence = f"{paper} {pledge.code}"
    for name, code in YEARLY.items():
        _take_yearly(pledge, part(row, name), code, evidence)
    for name, title in CHANNELS.items():
        _take_channels(pledge, part(row, name), title, evidence)
    _take_payouts(pledge, part(row, "event_payouts"), evidence)
    _take_casework(pledge, part(row, "casework"), evidence)


def _take_yearly(pledge: PledgeTold, table: Mapping[str, Any], code: str, evidence: str) -> None:
    """협치회의·공론장 연도표, 협치과제 건수·규모표: newest year first."""
    lines, years = (
        [],
        sorted({name for row in rows_of(table.get("rows")) for name in row if year_of(name)}, reverse=True),
    )
    for nth, row in enumerate(rows_of(table.get("rows")), 1):
        figures = [None if row.get(year) is None else str(row[year]) for year in years]
        lines.append((str(row.get("name", "")), [str(row.get("unit") or ""), *figures]))
        pledge.print(f"tables.{code}.{nth}.total", words(row.get("계")))
    if lines:
        title = str(table.get("basis") or " · ".join(label for label, _cells in lines))
        pledge.tables.append(TableTold(code, title, ["단위", *years], lines, evidence=evidence))


def _take_channels(pledge: PledgeTold, row: Mapping[str, Any], title: str, evidence: str) -> None:
    """주민 참여의 방법별 횟수."""
    unread = {"unit", "계", "text", "note"}
    columns = [name for name in row if name not in unread]
    if not columns:
        return
    line = (title, [None if row[name] is None else str(row[name]) for name in columns])
    unit = str(row.get("unit") or "회")
    pledge.tables.append(TableTold("channels", title, columns, [line], unit, evidence=evidence))
    if row.get("계") is not None:
        pledge.print("tables.channels.1.total", words(row["계"]))


def _take_payouts(pledge: PledgeTold, table: Mapping[str, Any], evidence: str) -> None:
    """이벤트 지급: winners of each month, and what was paid."""
    lines = []
    for nth, row in enumerate(rows_of(table.get("rows")), 1):
        period = str(row.get("period", ""))
        lines.append((period, [str(row.get("proposers") or 0), str(row.get("commenters") or 0)]))
        formula = f'row("payouts", "{period}") * {table.get("each", 0)}'
        pledge.figures.append(
            FigureTold(f"payout-{nth}", f"이벤트 지급액 {period}", formula, str(table.get("unit") or ""), 0)
        )
        pledge.print(f"figures.payout-{nth}", words(row.get("printed")))
    if lines:
        columns = ["최다 제안자", "최다 댓글 등록자"]
        pledge.tables.append(
            TableTold("payouts", "이벤트 지급 대상", columns, lines, "명", evidence=evidence)
        )


def _take_casework(pledge: PledgeTold, work: Mapping[str, Any], evidence: str) -> None:
    """분야별 유형과 유형별 처리결과: counts, and the percentages that are printed of them."""
    unit = str(work.get("unit") or "")
    for nth, channel in enumerate(rows_of(work.get("channels")), 1):
        name, kinds = str(channel.get("name", "")), part(channel, "by_category")
        line = (name, [str(n) for n in kinds.values()])
        pledge.tables.append(TableTold(f"kinds-{nth}", name, list(kinds), [line], unit, evidence=evidence))
        pledge.print(f"tables.kinds-{nth}.1.total", words(channel.get("total")))
        outcomes = rows_of(channel.get("outcomes"))
        if not outcomes:
            continue
        code, columns = f"outcomes-{nth}", [str(each.get("code", "")) for each in outcomes]
        line = (name, [str(each.get("n", "")) for each in outcomes])
        pledge.tables.append(TableTold(code, f"{name} 처리결과", columns, [line], unit, SHARES, evidence))
        pledge.print(f"tables.{code}.1.total", words(channel.get("total")))
        _take_shares(pledge, code, name, outcomes)


def _take_shares(pledge: PledgeTold, code: str, name: str, outcomes: list[dict[str, Any]]) -> None:
    for nth, each in enumerate(outcomes, 1):
        if "printed_pct" not in each:
            continue
        formula = f'cell("{code}", "{name}", "{each.get("code")}") / row("{code}", "{name}") * 100'
        figure = FigureTold(f"{code}-{nth}", f"{name} {each.get('code')} 비율", formula, "%")
        pledge.figures.append(figure)
        pledge.print(f"figures.{figure.code}", str(each["printed_pct"]))
