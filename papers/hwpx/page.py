"""The page of an HWPX: A4, its margins, its number, its foot, and the line round a certificate."""

from papers.document import Document
from papers.hwpx.header import GREY, PLAIN, Border, Edge, Letters, Lie, Shapes
from papers.hwpx.markup import tag, units, words

# Millimetres, as official papers leave them; the foot stands within the lower one.
WIDTH, HEIGHT = 210, 297
SIDE, TOP, BOTTOM, HEAD, FOOT = 20, 10, 10, 10, 10
# Within its frame, a certificate keeps its distance from the line.
FRAMED_SIDE, FRAMED_TOP = 28, 20
_FRAME = Border.all_round(Edge("DOUBLE_SLIM", "0.7 mm"))
_KINDS = ("BOTH", "EVEN", "ODD")


def text_width(document: Document) -> int:
    """How wide a line of the paper is."""
    return units((HEIGHT if document.orientation == "landscape" else WIDTH) - 2 * _side(document))


def _side(document: Document) -> int:
    return FRAMED_SIDE if document.framed else SIDE


def page(document: Document, shapes: Shapes) -> str:
    """What the first paragraph of a paper says of all its pages."""
    run = tag("hp:run", _properties(document, shapes) + _columns(), charPrIDRef=0)
    marks = [_number()] if document.numbered else []
    marks += [_foot(document.office, shapes, text_width(document))] if document.office else []
    return run + "".join(tag("hp:run", tag("hp:ctrl", mark), charPrIDRef=0) for mark in marks)


def _properties(document: Document, shapes: Shapes) -> str:
    facts = {"textDirection": "HORIZONTAL", "spaceColumns": 1134, "tabStop": 8000, "tabStopVal": 4000}
    facts |= {"tabStopUnit": "HWPUNIT", "outlineShapeIDRef": 1, "memoShapeIDRef": 0}
    facts |= {"textVerticalWidthHead": 0, "masterPageCnt": 0}
    inside = [
        tag("hp:grid", lineGrid=0, charGrid=0, wonggojiFormat=0),
        tag("hp:startNum", pageStartsOn="BOTH", page=0, pic=0, tbl=0, equation=0),
        _visibility(),
        tag("hp:lineNumberShape", restartType=0, countBy=0, distance=0, startNumber=0),
        _paper(document),
        _notes("hp:footNotePr", -1, (283, 567, 850), "EACH_COLUMN"),
        _notes("hp:endNotePr", 14692344, (0, 567, 850), "END_OF_DOCUMENT"),
        *[_frame(document, shapes, kind) for kind in _KINDS],
    ]
    return tag("hp:secPr", "".join(inside), id="", **facts)


def _visibility() -> str:
    hidden = dict.fromkeys(("hideFirstHeader", "hideFirstFooter", "hideFirstMasterPage"), 0)
    shown = {"border": "SHOW_ALL", "fill": "SHOW_ALL", "hideFirstPageNum": 0, "hideFirstEmptyLine": 0}
    return tag("hp:visibility", **hidden, **shown, showLineNumber=0)


def _paper(document: Document) -> str:
    side, top = units(_side(document)), units(FRAMED_TOP if document.framed else TOP)
    margin = tag(
        "hp:margin", header=units(HEAD), footer=units(FOOT), gutter=0, left=side, right=side, top=top,
        bottom=units(BOTTOM),
    )  # fmt: skip
    # The sheet keeps its measures; NARROWLY is how the format says that it is turned.
    turned = "NARROWLY" if document.orientation == "landscape" else "WIDELY"
    facts = {"landscape": turned, "width": units(WIDTH), "height": units(HEIGHT), "gutterType": "LEFT_ONLY"}
    return tag("hp:pagePr", margin, **facts)


def _notes(name: str, length: int, between: tuple[int, int, int], place: str) -> str:
    inside = [
        tag("hp:autoNumFormat", type="DIGIT", userChar="", prefixChar="", suffixChar=")", supscript=0),
        tag("hp:noteLine", length=length, type="SOLID", width="0.12 mm", color="#000000"),
        tag("hp:noteSpacing", betweenNotes=between[0], belowLine=between[1], aboveLine=between[2]),
        tag("hp:numbering", type="CONTINUOUS", newNum=1),
        tag("hp:placement", place=place, beneathText=0),
    ]
    return tag(name, "".join(inside))


def _frame(document: Document, shapes: Shapes, kind: str) -> str:
    number = shapes.border(_FRAME if document.framed else PLAIN)
    away = units(12)
    offset = tag("hp:offset", left=away, right=away, top=away, bottom=away)
    facts = {"textBorder": "PAPER", "headerInside": 0, "footerInside": 0, "fillArea": "PAPER"}
    return tag("hp:pageBorderFill", offset, type=kind, borderFillIDRef=number, **facts)


def _columns() -> str:
    shape = tag("hp:colPr", id="", type="NEWSPAPER", layout="LEFT", colCount=1, sameSz=1, sameGap=0)
    return tag("hp:ctrl", shape)


def _number() -> str:
    return tag("hp:pageNum", pos="BOTTOM_CENTER", formatType="DIGIT", sideChar="-")


def _foot(office: str, shapes: Shapes, width: int) -> str:
    run = tag("hp:run", words(office), charPrIDRef=shapes.letters(Letters(9, colour=GREY)))
    facts = {"styleIDRef": 0, "pageBreak": 0, "columnBreak": 0, "merged": 0}
    line = tag("hp:p", run, id=0, paraPrIDRef=shapes.lie(Lie("left", line=100)), **facts)
    kept = {"textDirection": "HORIZONTAL", "lineWrap": "BREAK", "vertAlign": "BOTTOM", "linkListIDRef": 0}
    kept |= {"linkListNextIDRef": 0, "textWidth": width, "textHeight": units(FOOT)}
    listed = tag("hp:subList", line, id="", **kept, hasTextRef=0, hasNumRef=0)
    return tag("hp:footer", listed, id=1, applyPageType="BOTH")
