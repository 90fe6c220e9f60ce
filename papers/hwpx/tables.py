"""The tables of an HWPX: cells at their places, heads that return on every page, the box for a seal."""

import unicodedata
from itertools import pairwise
from math import ceil
from typing import NamedTuple, Protocol

from papers.document import Placed, Seal, Table
from papers.hwpx.header import GREY, PLAIN, Border, Edge, Letters, Lie, Shapes
from papers.hwpx.markup import points, tag, units, words

SIZE, LONGEST_ROW = 10, 150
THIN, THICK, DASHED = Edge("SOLID", "0.12 mm"), Edge("SOLID", "0.4 mm"), Edge("DASH", "0.2 mm", "#7F7F7F")
HEAD_FILL, TOTAL_FILL = "#EEEEEE", "#F7F7F7"
SMALL = 8
_INNER = {"left": 510, "right": 510, "top": 283, "bottom": 283}
_CLOSE = _INNER | {"left": 57, "right": 57}


class Desk(Protocol):
    """What a table needs of the section it stands in."""

    shapes: Shapes
    width: int

    def number(self) -> int:
        """The next number."""


class Square(NamedTuple):
    """One cell as it is drawn: words and their look, lines round it, measures, column and row, reach."""

    words: str
    lie: Lie
    letters: Letters
    border: Border
    size: tuple[int, int]
    place: tuple[int, int] = (0, 0)
    span: tuple[int, int] = (1, 1)
    head: bool = False
    close: bool = False


def table(drawn: Table, desk: Desk) -> str:
    """A table as wide as the text; it flows over pages, row by row."""
    columns, heights = _widths(drawn.shares, desk.width), _heights(drawn, desk.width)
    rows = [
        tag("hp:tr", "".join(_cell(drawn, placed, columns, heights, desk) for placed in row))
        for row in drawn.laid
    ]
    measures = {"width": desk.width, "height": sum(heights)}
    # TABLE divides between rows and never within one, and would lose what is longer than a page.
    divided = "CELL" if max(heights) > units(LONGEST_ROW) else "TABLE"
    # As a letter of a line it would not flow on to the next page.
    return _frame(rows, len(columns), measures, desk, divided=divided, as_letter=False)


def seal(place: Seal, desk: Desk) -> str:
    """The title of an office and the dashed box beside it, as one letter of a centred line."""
    box = units(place.box)
    # Beside a longer name than a line holds, the box keeps its place and the name is folded.
    title = min(round(_length(place.beside) * points(place.size)) + 2 * units(4), desk.width - box)
    middle, small = Lie("center", line=130), Letters(9, colour=GREY)
    squares = [
        Square(place.beside, middle, Letters(place.size, bold=True), PLAIN, (title, box)),
        Square(place.words, middle, small, Border.all_round(DASHED), (box, box), (1, 0)),
    ]
    row = tag("hp:tr", "".join(_filled(square, desk) for square in squares))
    return _frame([row], 2, {"width": title + box, "height": box}, desk, divided="NONE", as_letter=True)


def _frame(
    rows: list[str], columns: int, measures: dict[str, int], desk: Desk, *, divided: str, as_letter: bool
) -> str:
    facts = {"zOrder": 0, "numberingType": "TABLE", "textWrap": "TOP_AND_BOTTOM", "textFlow": "BOTH_SIDES"}
    facts |= {"lock": 0, "dropcapstyle": "None", "pageBreak": divided, "repeatHeader": 1}
    facts |= {"rowCnt": len(rows), "colCnt": columns, "cellSpacing": 0}
    facts |= {"borderFillIDRef": desk.shapes.border(PLAIN), "noAdjust": 0}
    size = tag("hp:sz", **_absolute(measures), protect=0)
    position = tag(
        "hp:pos", treatAsChar=int(as_letter), affectLSpacing=0, flowWithText=1, allowOverlap=0,
        holdAnchorAndSO=0, vertRelTo="PARA", horzRelTo="COLUMN", vertAlign="TOP", horzAlign="LEFT",
        vertOffset=0, horzOffset=0,
    )  # fmt: skip
    outer = tag("hp:outMargin", left=0, right=0, top=0, bottom=0)
    inside = size + position + outer + tag("hp:inMargin", **_INNER) + "".join(rows)
    return tag("hp:tbl", inside, id=desk.number(), **facts)


def _absolute(measures: dict[str, int]) -> dict[str, object]:
    told: dict[str, object] = {}
    for name, size in measures.items():
        told |= {name: size, f"{name}RelTo": "ABSOLUTE"}
    return told


def _cell(drawn: Table, placed: Placed, columns: list[int], heights: list[int], desk: Desk) -> str:
    cell = placed.cell
    size = (
        sum(columns[placed.column : placed.column + cell.columns]),
        sum(heights[placed.row : placed.row + cell.rows]),
    )
    square = Square(
        cell.words,
        Lie(placed.align, line=130),
        Letters(SMALL if drawn.dense else SIZE, placed.shaded or cell.bold or _in_total(drawn, placed)),
        _border(drawn, placed),
        size,
        (placed.column, placed.row),
        (cell.columns, cell.rows),
        head=placed.row < drawn.head_rows,
        close=drawn.dense,
    )
    return _filled(square, desk)


def _filled(square: Square, desk: Desk) -> str:
    shapes = desk.shapes
    run = tag("hp:run", words(square.words), charPrIDRef=shapes.letters(square.letters))
    line_facts = {"styleIDRef": 0, "pageBreak": 0, "columnBreak": 0, "merged": 0}
    line = tag("hp:p", run, id=desk.number(), paraPrIDRef=shapes.lie(square.lie), **line_facts)
    kept = {"textDirection": "HORIZONTAL", "lineWrap": "BREAK", "vertAlign": "CENTER", "linkListIDRef": 0}
    kept |= {"linkListNextIDRef": 0, "textWidth": 0, "textHeight": 0, "hasTextRef": 0, "hasNumRef": 0}
    parts = [
        tag("hp:subList", line, id="", **kept),
        tag("hp:cellAddr", colAddr=square.place[0], rowAddr=square.place[1]),
        tag("hp:cellSpan", colSpan=square.span[0], rowSpan=square.span[1]),
        tag("hp:cellSz", width=square.size[0], height=square.size[1]),
        tag("hp:cellMargin", **(_CLOSE if square.close else _INNER)),
    ]
    facts = {"header": int(square.head), "hasMargin": int(square.close), "protect": 0}
    facts |= {"editable": 0, "dirty": 0}
    return tag("hp:tc", "".join(parts), name="", **facts, borderFillIDRef=shapes.border(square.border))


def _in_total(drawn: Table, placed: Placed) -> bool:
    return bool(drawn.total) and placed.row == len(drawn.laid) - 1


def _border(drawn: Table, placed: Placed) -> Border:
    """Official forms: heavy above and below, the outer sides open, names on grey."""
    cell = placed.cell
    last_column, last_row = placed.column + cell.columns, placed.row + cell.rows
    fill = HEAD_FILL if placed.shaded else TOTAL_FILL if _in_total(drawn, placed) else ""
    return Border(
        left=THIN if placed.column else Edge(),
        right=THIN if last_column < len(drawn.columns) else Edge(),
        top=THIN if placed.row else THICK,
        bottom=THIN if last_row < len(drawn.laid) else THICK,
        fill=fill,
    )


def _widths(shares: tuple[float, ...], whole: int) -> list[int]:
    """Widths that together are exactly the whole."""
    edges = [round(whole * sum(shares[:n])) for n in range(len(shares) + 1)]
    return [right - left for left, right in pairwise(edges)]


def _heights(drawn: Table, whole: int) -> list[int]:
    """Row by row what the words will need; the editor grows a row that needs more."""
    columns = _widths(drawn.shares, whole)
    heights = []
    for row in drawn.laid:
        needed = [_lines(placed, columns, drawn) for placed in row if placed.cell.rows == 1]
        heights.append(round(max(needed, default=1) * points(SIZE) * 1.3) + _INNER["top"] + _INNER["bottom"])
    return heights


def _lines(placed: Placed, columns: list[int], drawn: Table) -> int:
    width = sum(columns[placed.column : placed.column + placed.cell.columns])
    inner, size = (_CLOSE, points(SMALL)) if drawn.dense else (_INNER, points(SIZE))
    room = max(width - inner["left"] - inner["right"], size) / size
    return sum(max(1, ceil(_length(line) / room)) for line in placed.cell.words.split("\n"))


def _length(text: str) -> float:
    """How long words are, in letters of full width."""
    return sum(1 if unicodedata.east_asian_width(letter) in "WFA" else 0.55 for letter in text)
