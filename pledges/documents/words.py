"""글과 현황표. What a card says in words, and the tables that stand between them, in one order."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from papers.document import Block, Cell, Column, Heading, Note, Paragraph, Table
from pledges.cells import figure
from pledges.documents.sheet import Sheet
from pledges.models import FactTable, Passage
from pledges.passages import named, said
from pledges.rates import number, shown, split, split_note

DEEPER, DEEPEST = 4, 3
"""Millimetres by which an inner line stands further in, and how often."""
BULLETS = ("-", "·", "▶", "※", "○", "◦", "*", "◆", "▲")
LETTERS, WIDEST = 8, 5
"""Letters for which a column of words takes the width of one of figures; and how many widths at most."""


def passages(sheet: Sheet, section: Mapping[str, Any]) -> Iterator[Block]:
    """The words of a section and its tables, and below them what the paper has otherwise."""
    here = section["section"]
    words = [each for each in sheet.passages if each.section == here]
    taken = {each.get("code") for each in sheet.layout["sections"]}
    tables = [each for each in sheet.tables if each.section == here and each.code not in taken]
    parts: list[Passage | FactTable] = sorted([*words, *tables], key=lambda each: each.order)
    for part in parts:
        if isinstance(part, Passage):
            yield from _passage(sheet, part, section.get("mark", ""))
        else:
            yield from facts(sheet, part)
    if not parts and section.get("empty"):
        yield Paragraph(section["empty"], align="left")
    yield from sheet.notes(*(f"figures.{code}" for code in named(each.text for each in words)))


def table(sheet: Sheet, section: Mapping[str, Any]) -> Iterator[Block]:
    """One 현황표 where the form wants it."""
    for each in sheet.tables:
        if each.code == section["code"]:
            yield from facts(sheet, each, section.get("title", ""))


def facts(sheet: Sheet, told: FactTable, title: str = "") -> Iterator[Block]:
    """A 현황표: its sums and shares are ours, its figures are as entered."""
    options = sheet.layout.get("tables", {}).get(told.code, {})
    shape = _Shape(sheet, told, options)
    caption = title or ("" if options.get("untitled") else told.title)
    unit = _("(단위: %(unit)s)") % {"unit": told.unit} if told.unit else ""
    rows = [shape.row(row.label, list(row.cells)) for row in told.rows.all()]
    if rows:
        yield Table(shape.columns, rows, heads=shape.heads, caption=caption, unit=unit)
    if told.note:
        yield Note(f"※ {told.note}")
    elif options.get("shares"):
        yield Note(f"※ {split_note()}")
    reckoned = (each.figure for each in sheet.figures if f'"{told.code}"' in each.figure.formula)
    yield from sheet.notes(f"tables.{told.code}", *(f"figures.{figure.code}" for figure in reckoned))


class _Shape:
    """How a 현황표 is drawn: with the name of its rows or without, with a sum, with shares and groups."""

    def __init__(self, sheet: Sheet, told: FactTable, options: Mapping[str, Any]) -> None:
        self.nothing = sheet.layout.get("nothing", "-")
        self.options, self.names = options, [str(name) for name in told.columns]
        self.rows = [list(row.cells) for row in told.rows.all()]
        before = options.get("before")
        self.sum_at = self.names.index(before) if before in self.names else 0

    @property
    def columns(self) -> list[Column]:
        """As wide as what they hold."""
        wide = [Column(name, self._width(n)) for n, name in enumerate(self.names)]
        self._with_sum(wide, Column(self.options.get("total", "")))
        return wide if self.flat else [Column(self.options.get("head", _("구분")), 1.6), *wide]

    @property
    def heads(self) -> list[list[Cell]]:
        """The titles, and above some of them that of their group."""
        groups = {name: group for group in self.options.get("groups", ()) for name in group["columns"]}
        deep = 2 if any(name in groups for name in self.names) else 1
        above: list[Cell] = []
        below: list[Cell] = []
        for name in self.names:
            group = groups.get(name)
            if group is None:
                above.append(Cell(self._titled(name), rows=deep))
                continue
            if name == group["columns"][0]:
                above.append(Cell(self._group_title(group), columns=len(group["columns"])))
            below.append(Cell(self._titled(name)))
        self._with_sum(above, Cell(self.options.get("total", ""), rows=deep))
        first = [] if self.flat else [Cell(self.options.get("head", _("구분")), rows=deep)]
        return [[*first, *above], below] if below else [[*first, *above]]

    @property
    def flat(self) -> bool:
        """Whether its one row goes without a name."""
        return bool(self.options.get("flat"))

    def row(self, label: str, cells: list[Any]) -> list[Cell]:
        """A row with its sum, each figure with its share where the form wants one."""
        figures = [_figure(cells, n) for n in range(len(self.names))]
        shares = split([each or Decimal(0) for each in figures]) if self.options.get("shares") else ()
        told = [self._said(cells, n) for n in range(len(self.names))]
        for n, share in enumerate(shares):
            told[n] += f"\n({shown(share)}%)" if figures[n] is not None else ""
        drawn = [
            Cell(each, align="left" if _is_text(each, figure) else None)
            for each, figure in zip(told, figures, strict=True)
        ]
        self._with_sum(drawn, Cell(self._sum(figures)))
        return drawn if self.flat else [Cell(label, head=True), *drawn]

    def _width(self, n: int) -> float:
        """A column of words takes more room the longer its lines are."""
        lines = [line for row in self.rows for line in self._said(row, n).splitlines()]
        return min(max(1.0, max(map(len, lines), default=0) / LETTERS), WIDEST)

    def _titled(self, name: str) -> str:
        """As the form writes the title of a column, which may fold it."""
        titles: Mapping[str, str] = self.options.get("titles", {})
        return titles.get(name, name)

    def _with_sum(self, cells: list[Any], cell: Any) -> None:
        if "total" in self.options:
            cells.insert(self.sum_at, cell)

    def _sum(self, figures: list[Decimal | None]) -> str:
        known = [each for each in figures if each is not None]
        return number(sum(known, Decimal(0))) if known else self.nothing

    def _said(self, cells: list[Any], n: int) -> str:
        figure = _figure(cells, n)
        if figure is not None:
            return number(figure)
        return str(cells[n]) if n < len(cells) and cells[n] else self.nothing

    def _group_title(self, group: Mapping[str, Any]) -> str:
        """처리완료(59.3%): from the counts, and not from the rounded shares of its parts."""
        title: str = group["label"]
        if not self.options.get("shares") or len(self.rows) != 1:
            return title
        row = self.rows[0]
        inside = [n for n, name in enumerate(self.names) if name in group["columns"]]
        told = [_figure(row, n) or Decimal(0) for n in range(len(self.names))]
        within = sum((told[n] for n in inside), Decimal(0))
        share, _others = split([within, sum(told, Decimal(0)) - within])
        return f"{title}({shown(share)}%)"


def _figure(cells: list[Any], n: int) -> Decimal | None:
    return figure(cells[n]) if n < len(cells) else None


def _is_text(words: str, figure: Decimal | None) -> bool:
    """Whether a cell says several things below each other, or more than a few words."""
    return figure is None and len(words) > LETTERS * (2 if "\n" in words else 3)


def _passage(sheet: Sheet, passage: Passage, mark: str) -> Iterator[Block]:
    title, text = (said(words, sheet.shown) for words in (passage.title, passage.text))
    if title:
        own = "" if title.startswith(("【", "<")) else mark
        # □ 총 사업비: 24백만 원(구비), and no line below it.
        alone = "\n" not in text and not text.startswith(BULLETS)
        words = f"{own}{title}: {text}" if text and alone else own + title
        yield (
            Paragraph(words, "left", bold=True, before=1, after=0.5) if text and alone else Heading(words, 3)
        )
        text = "" if alone else text
    for line in text.splitlines():
        if words := line.strip():
            deep = len(line) - len(line.lstrip()) + bool(title)
            yield Paragraph(words, align="left", indent=DEEPER * min(deep, DEEPEST), after=0.5)
