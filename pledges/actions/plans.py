"""계획을 적기. What a card promises, from what was said of it: every cell bounded, every list whole."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from committees.models import Body
from district.intake import clean_name, clean_words
from district.models import Administration, Department, Person, Post
from district.refusals import Refusal
from pledges import amounts, quarters
from pledges.models import (
    BudgetLine,
    Charge,
    Fund,
    Indicator,
    Measure,
    Milestone,
    Passage,
    Pledge,
    Target,
)

MOST_ROWS = 200
MOST_CELLS = 60
LONGEST_PASSAGE = 20_000
LONGEST_EVIDENCE = 300
YEARS = range(2000, 2100)
"""Steps of a plan may begin before an administration and go on after it; not in another century."""


def rows_of(said: Any) -> list[Any]:
    """A list, and no longer than any card."""
    if not isinstance(said, Sequence) or isinstance(said, str | bytes) or len(said) > MOST_ROWS:
        raise bad_plan()
    return list(said)


def cells(row: Any, *names: str) -> tuple[Any, ...]:
    """The cells of one row in the order of these names, however it was said."""
    if isinstance(row, Mapping):
        return tuple(row.get(name) for name in names)
    if isinstance(row, Sequence) and not isinstance(row, str | bytes) and len(row) <= len(names):
        return (*row, *[None] * (len(names) - len(row)))
    raise bad_plan()


def bad_plan() -> Refusal:
    """What came is no plan."""
    return Refusal(
        "bad_plan", _("계획의 줄과 칸을 다시 살펴 주세요. 같은 자리를 두 번 적을 수 없습니다."), 422
    )


def unknown_choice() -> Refusal:
    """What came is none of those that one may choose."""
    return Refusal("unknown_choice", _("고르신 것이 목록에 없습니다."), 422)


def known(said: Any, choices: Any) -> str:
    """One of those that one may choose."""
    if not isinstance(said, str) or said not in choices.values:
        raise unknown_choice()
    return str(said)


def is_left_out(words: Any) -> bool:
    """Nothing was said, or nothing but spaces."""
    return words is None or (isinstance(words, str) and not words.strip())


def optional(words: Any, limit: int) -> str:
    """Words that may be left out."""
    return "" if is_left_out(words) else clean_words(words, limit)


def line(words: Any, limit: int) -> str:
    """A line that may be left out."""
    return "" if is_left_out(words) else clean_name(words, limit)


def evidence_of(words: Any) -> str:
    """What shows it; no figure is kept without."""
    if is_left_out(words):
        raise Refusal("evidence_needed", _("수에는 그것을 보여 주는 증빙을 적어 주세요."), 422)
    return clean_name(words, LONGEST_EVIDENCE)


def header_of(said: Any) -> dict[str, Any]:
    """The head of the card: words, or several that were chosen, by the code of each cell."""
    if not isinstance(said, Mapping) or len(said) > MOST_CELLS:
        raise bad_plan()
    return {clean_name(code, 40): _cell(cell) for code, cell in said.items()}


def _cell(cell: Any) -> Any:
    if isinstance(cell, list | tuple):
        if len(cell) > MOST_CELLS:
            raise bad_plan()
        return [clean_name(each, 200) for each in cell]
    return optional(cell, 1_000)


def lay_indicators(pledge: Pledge, said: Any, *, by: Person | None, at: datetime) -> None:
    """확인지표: each with its targets, and on what it is counted."""
    seen: set[int] = set()
    for row in rows_of(said):
        no, name, metric, unit, weight, targets, measures = cells(
            row, "no", "name", "metric", "unit", "weight", "targets", "measures"
        )
        if type(no) is not int or not 1 <= no <= MOST_ROWS or no in seen:
            raise bad_plan()
        seen.add(no)
        indicator = Indicator(pledge=pledge, no=no, name=clean_name(name, 120), metric=line(metric, 120))
        indicator.unit = clean_name(unit, 20)
        indicator.weight = None if weight in (None, "") else amounts.share(weight)
        indicator.save(force_insert=True)
        lay_targets(indicator, targets or ())
        for measure in rows_of(measures or ()):
            lay_measure(indicator, measure, by=by, at=at)


def lay_targets(indicator: Indicator, said: Any) -> None:
    """목표: by years and quarters of the administration."""
    seen: set[tuple[int, int]] = set()
    rows = []
    for row in rows_of(said):
        year, quarter, value = cells(row, "year", "quarter", "value")
        place = place_of(indicator.pledge.administration, year, quarter, seen)
        rows.append(Target(indicator=indicator, year=place[0], quarter=place[1], value=amounts.target(value)))
    Target.objects.bulk_create(rows)


def place_of(
    administration: Administration, year: Any, quarter: Any, seen: set[tuple[int, int]]
) -> tuple[int, int]:
    """A year or a quarter of the administration, said once."""
    quarter = 0 if quarter is None else quarter
    quarters.within(administration, year, quarter)
    if (year, quarter) in seen:
        raise bad_plan()
    seen.add((year, quarter))
    return year, quarter


def lay_measure(indicator: Indicator, said: Any, *, by: Person | None, at: datetime) -> Measure:
    """실적을 세는 법: on the paper's total with what shows it, or on what happens in the house."""
    kind, body, opening, opening_on, evidence = cells(
        said, "kind", "body", "opening", "opening_on", "evidence"
    )
    if not isinstance(body, Body | None):
        raise unknown_choice()
    measure = Measure(indicator=indicator, kind=known(kind, Measure.Kind), body=body, entered_by=by)
    measure.entered_at = at
    measure.check_body()
    measure.evidence = line(evidence, LONGEST_EVIDENCE)
    if measure.kind == Measure.Kind.PAPER:
        measure.evidence = evidence_of(evidence)
        measure.opening = amounts.amount(opening)
        measure.opening_on = quarters.check_happened(indicator.pledge.administration, opening_on, at)
    elif opening not in (None, "") or opening_on not in (None, ""):
        raise bad_plan()
    measure.check_new()
    measure.save(force_insert=True)
    return measure


def budget_of(pledge: Pledge, said: Any) -> Iterator[BudgetLine]:
    """투자계획: by fund and year, or before and after the administration; an empty cell is no row."""
    seen: set[tuple[str, str, int]] = set()
    for row in rows_of(said):
        fund, span, year, amount = cells(row, "fund", "span", "year", "amount")
        fund, span = known(fund, Fund), known(span or BudgetLine.Span.YEAR, BudgetLine.Span)
        year = year or 0
        if span == BudgetLine.Span.YEAR:
            quarters.check_year(pledge.administration, year)
        elif year != 0:
            raise bad_plan()
        if (fund, span, year) in seen:
            raise bad_plan()
        seen.add((fund, span, year))
        if amount not in (None, ""):
            yield BudgetLine(pledge=pledge, fund=fund, span=span, year=year, amount=amounts.amount(amount))


def milestones_of(pledge: Pledge, said: Any) -> Iterator[Milestone]:
    """추진일정: the steps in their order, with their quarters where they can be read."""
    for order, row in enumerate(rows_of(said), 1):
        title, starts_on, ends_on, done_on = cells(row, "title", "starts_on", "ends_on", "done_on")
        step = Milestone(pledge=pledge, order=order, title=clean_name(title, 200))
        step.starts_on, step.ends_on, step.done_on = _day(starts_on), _day(ends_on), _day(done_on)
        if (step.starts_on is None) != (step.ends_on is None):
            raise bad_plan()
        if step.starts_on is not None and step.ends_on is not None and step.ends_on < step.starts_on:
            raise bad_plan()
        yield step


def _day(said: Any) -> date | None:
    if said in (None, ""):
        return None
    on = quarters.day_told(said)
    if on.year not in YEARS:
        raise bad_plan()
    return on


def charges_of(pledge: Pledge, said: Any) -> Iterator[Charge]:
    """사업담당: offices, never names."""
    for order, row in enumerate(rows_of(said), 1):
        label, department, post = cells(row, "label", "department", "post")
        if not isinstance(department, Department | None) or not isinstance(post, Post | None):
            raise unknown_choice()
        yield Charge(
            pledge=pledge, order=order, label=clean_name(label, 60), department=department, post=post
        )


def passages_of(pledge: Pledge, said: Any) -> Iterator[Passage]:
    """관리카드의 글. The order is one sequence with the tables of the card, and may be said."""
    seen: set[int] = set()
    for nth, row in enumerate(rows_of(said), 1):
        section, title, text, order = cells(row, "section", "title", "text", "order")
        order = nth if order is None else order
        if type(order) is not int or not 0 < order <= MOST_ROWS or order in seen:
            raise bad_plan()
        seen.add(order)
        passage = Passage(pledge=pledge, order=order, section=clean_name(section, 20))
        passage.title, passage.text = line(title, 120), clean_words(text, LONGEST_PASSAGE)
        yield passage
