"""What a file says of pledges, before a row of ours is written."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from district.refusals import Refusal

MOST_PLEDGES = 2_000
type Place = tuple[str, int]
"""Of which log, and under which number."""


def check_many(many: int) -> None:
    """Refuse more than come in at once: a file that was cut would look as if all of it were here."""
    if many > MOST_PLEDGES:
        raise Refusal("too_many_rows", _("한 번에 %d줄까지 넣을 수 있습니다.") % MOST_PLEDGES, status=422)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why something cannot come in: on which line of a table, or of which pledge."""

    line: int
    pledge: str
    code: str
    sentence: str


@dataclass(slots=True)
class EntryTold:
    """추진실적의 한 줄."""

    kind: str
    no: int
    when: str
    title: str
    printed_when: str = ""
    text: str = ""
    channel: str = ""
    indicator: int | None = None
    count: Any = None
    evidence: str = ""
    note: str = ""
    same_as: Place | None = None

    @property
    def place(self) -> Place:
        """Where another line finds it."""
        return self.kind, self.no


@dataclass(frozen=True, slots=True)
class SpendingTold:
    """집행액의 한 칸."""

    fund: str
    year: int
    amount: Any


@dataclass(frozen=True, slots=True)
class TableTold:
    """현황표."""

    code: str
    title: str
    columns: list[str]
    rows: Sequence[tuple[str, Sequence[str | None]]]
    unit: str = ""
    note: str = ""
    evidence: str = ""
    section: str = ""
    order: int = 0


@dataclass(frozen=True, slots=True)
class FigureTold:
    """계산값."""

    code: str
    label: str
    formula: str
    unit: str = ""
    decimals: int = 1
    note: str = ""


@dataclass(frozen=True, slots=True)
class PrintedTold:
    """인쇄본의 칸."""

    place: str
    text: str
    formula: str = ""
    note: str = ""


@dataclass(slots=True)
class IndicatorTold:
    """확인지표."""

    no: int
    name: str
    unit: str
    metric: str = ""
    weight: Any = None
    targets: dict[tuple[int, int], Any] = field(default_factory=dict)
    measures: list[dict[str, Any]] = field(default_factory=list)
    basis: str = ""
    """On which kind of measure the sheet says that it stands."""


@dataclass(slots=True)
class PledgeTold:
    """공약. Its card as the file has it; forms, departments and parents by their names."""

    line: int
    code: str
    title: str
    form: str = ""
    status: str = ""
    """By its code or its name."""
    statuses: list[str] = field(default_factory=list)
    """All that the sheet could have ticked: they tell whose form it is."""
    department: str = ""
    parent: str = ""
    share: Any = None
    header: dict[str, Any] = field(default_factory=dict)
    """By the code of each cell, or by the name that stands beside it."""
    summary: str = ""
    source: str = ""
    tags: list[str] = field(default_factory=list)
    charges: list[tuple[str, str]] = field(default_factory=list)
    passages: list[dict[str, Any]] = field(default_factory=list)
    milestones: list[str] = field(default_factory=list)
    budget: list[tuple[str, str, int, Any]] = field(default_factory=list)
    indicators: list[IndicatorTold] = field(default_factory=list)
    entries: list[EntryTold] = field(default_factory=list)
    spendings: list[SpendingTold] = field(default_factory=list)
    tables: list[TableTold] = field(default_factory=list)
    figures: list[FigureTold] = field(default_factory=list)
    printed: dict[str, PrintedTold] = field(default_factory=dict)
    is_list: bool = False
    """A line of a list says little of a card; what it leaves out stays as it is."""

    @property
    def tells_doings(self) -> bool:
        """Whether it says more than a plan: only a published pledge can hold that."""
        return bool(self.entries or self.spendings)

    def print(self, place: str, text: str, formula: str = "", note: str = "") -> None:
        """Remember a printed cell; what is said of it later says more of it."""
        self.printed[place] = PrintedTold(place, text, formula, note)


@dataclass(slots=True)
class Told:
    """All that a file says."""

    pledges: list[PledgeTold] = field(default_factory=list)
    as_of: date | None = None
    problems: list[Problem] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    """Parts of the file that have no place here."""
    withheld: int = 0
    """How many names and telephone numbers were left out."""
