"""표의 모양. The grids of a card as seed_tables.json writes them: money, targets, what was done of them."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pledges.exchange.told import IndicatorTold, PledgeTold, SpendingTold
from pledges.rates import NOTHING

FUNDS = {
    "국비": "national",
    "시비": "city",
    "구비": "district",
    "기타": "other",
    "총계": "total",
    "계": "total",
}
YEAR = re.compile(r"[0-9]{4}")
COLUMNS = {"계": "all", "소계": "subtotal", "기투자": "before", "임기 후": "after"}
QUARTERS = {"계": "total", "1/4": "1", "2/4": "2", "3/4": "3", "4/4": "4"}


def rows_of(told: Any) -> list[dict[str, Any]]:
    """A list of rows; anything else is none."""
    return [row for row in told if isinstance(row, dict)] if isinstance(told, list) else []


def part(told: Mapping[str, Any], name: str) -> dict[str, Any]:
    """A part that has parts."""
    inner = told.get(name)
    return inner if isinstance(inner, dict) else {}


def whole(told: Any, otherwise: int | None = None) -> int | None:
    """The number of an indicator or of a line."""
    return told if type(told) is int else otherwise


def words(told: Any) -> str:
    """As a sheet prints it; `-` where a cell is empty."""
    if told is None:
        return NOTHING
    if isinstance(told, int | float) and not isinstance(told, bool):
        return f"{told:,}"
    return str(told)


def year_of(name: str) -> int | None:
    """2026, 2026년(상)."""
    found = YEAR.match(name)
    return int(found[0]) if found and len(name) < 12 else None


def amount(told: Any) -> Any:
    """100% is a hundred of it."""
    return told.removesuffix("%") if isinstance(told, str) else told


def take_cost(pledge: PledgeTold, cost: Mapping[str, Any]) -> None:
    """총사업비: printed once more in the head of the card."""
    for name, fund in FUNDS.items():
        if name in cost and name != "총계":
            pledge.print(f"header.cost.{fund}", words(cost[name]))


def take_investment(pledge: PledgeTold, grid: Mapping[str, Any]) -> None:
    """투자계획: what is planned of each fund, and the sums as they are printed."""
    for fund, column, cell in _cells(pledge, "investment", grid):
        if fund == "total" or cell is None or column in {"all", "subtotal"}:
            continue
        year = year_of(column)
        pledge.budget.append((fund, "year" if year else column, year or 0, cell))


def take_execution(pledge: PledgeTold, grid: Mapping[str, Any]) -> None:
    """예산 집행액."""
    for fund, column, cell in _cells(pledge, "execution", grid):
        year = year_of(column)
        if fund != "total" and cell is not None and year:
            pledge.spendings.append(SpendingTold(fund, year, cell))


def _cells(pledge: PledgeTold, place: str, grid: Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    for row in rows_of(grid.get("rows")):
        fund = FUNDS.get(str(row.get("source", "")).replace(" ", ""))
        for name, cell in row.items():
            column = COLUMNS.get(name) or (name[:4] if year_of(name) else None)
            if fund and column:
                pledge.print(f"{place}.{fund}.{column}", words(cell))
                yield fund, column, cell


def take_targets(pledge: PledgeTold, indicator: IndicatorTold, row: Mapping[str, Any]) -> None:
    """목표: by years as printed, unless fewer cells are printed than there are years."""
    years = part(row, "targets_by_year") or part(row, "targets_by_period")
    printed = row.get("printed_year_cells")
    here = f"targets.{indicator.no}"
    if "target_total" in row:
        pledge.print(f"{here}.total", words(row["target_total"]))
    if isinstance(printed, list):
        pledge.print(f"{here}.years", " · ".join(map(words, printed)))
    for name, cell in years.items():
        year = year_of(str(name))
        if year is None:
            continue
        indicator.targets[year, 0] = amount(cell)
        if not isinstance(printed, list):
            pledge.print(f"{here}.{year}", words(cell))


def take_quarters(pledge: PledgeTold, indicator: IndicatorTold, row: Mapping[str, Any]) -> None:
    """분기별 목표 of each year for which the card has them: quarterly_targets_2023."""
    for name, cells in row.items():
        year = year_of(name.removeprefix("quarterly_targets_"))
        if not name.startswith("quarterly_targets_") or year is None or not isinstance(cells, dict):
            continue
        for title, column in QUARTERS.items():
            if title not in cells:
                continue
            pledge.print(f"quarters.{year}.{indicator.no}.{column}", words(cells[title]))
            if column != "total" and cells[title] is not None:
                indicator.targets[year, int(column)] = amount(cells[title])


def take_performance(pledge: PledgeTold, told: Mapping[str, Any]) -> dict[int, Any]:
    """추진실적 총괄: weights and the prints; answers what it says was done of each indicator."""
    done: dict[int, Any] = {}
    of: dict[int | None, IndicatorTold] = {each.no: each for each in pledge.indicators}
    printed = {"weight_pct": "weight", "target": "target", "actual": "actual", "printed_rate": "rate"}
    for row in rows_of(told.get("rows")):
        indicator = of.get(whole(row.get("no"), 0))
        if indicator is None:
            continue
        indicator.weight = row.get("weight_pct", indicator.weight)
        for name, column in printed.items():
            if name in row:
                pledge.print(f"performance.{indicator.no}.{column}", words(row[name]))
        if row.get("actual") is not None:
            done[indicator.no] = row["actual"]
    for name, place in (("printed_subtotal", "subtotal"), ("printed_total_rate", "total")):
        if told.get(name) is not None:
            pledge.print(f"performance.{place}", words(told[name]))
    return done
