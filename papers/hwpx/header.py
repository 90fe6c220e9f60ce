"""The header of an HWPX: fonts, borders, shapes of letters and paragraphs, numbered as they are used."""

from typing import NamedTuple

from papers.hwpx.markup import DECLARATION, EVERYWHERE, for_each_script, points, tag, units

FACE = "함초롬돋움"
INK, GREY = "#000000", "#595959"
STYLES = (
    ("바탕글", "Normal"),
    ("제목 1", "Title 1"),
    ("제목 2", "Title 2"),
    ("제목 3", "Title 3"),
    ("비고", "Note"),
)
_FONT_KINDS = ("HANGUL", "LATIN", "HANJA", "JAPANESE", "OTHER", "SYMBOL", "USER")
_ALIGN = {"left": "LEFT", "center": "CENTER", "right": "RIGHT", "justify": "JUSTIFY"}


class Letters(NamedTuple):
    """글자 모양."""

    size: float = 11
    bold: bool = False
    tracking: int = 0
    colour: str = INK


class Lie(NamedTuple):
    """문단 모양. Distances in millimetres, the line in per cent of a letter."""

    align: str = "justify"
    before: float = 0
    after: float = 0
    left: float = 0
    line: int = 160
    with_next: bool = False


class Edge(NamedTuple):
    """A line at one side of a cell or a page."""

    kind: str = "NONE"
    width: str = "0.1 mm"
    colour: str = INK


class Border(NamedTuple):
    """테두리. The four sides, and what lies behind the words."""

    left: Edge = Edge()
    right: Edge = Edge()
    top: Edge = Edge()
    bottom: Edge = Edge()
    fill: str = ""

    @classmethod
    def all_round(cls, edge: Edge) -> "Border":
        """The same line at every side."""
        return cls(edge, edge, edge, edge)


PLAIN = Border()
UPRIGHT, BY_ITSELF = Letters(), Lie()
BODY, TITLE_1, TITLE_2, TITLE_3, NOTE = range(len(STYLES))
STYLE_SHAPES = (
    (Lie(), Letters()),
    (Lie("center", 0, 8, line=140), Letters(20, bold=True)),
    (Lie("left", 5, 2, line=140, with_next=True), Letters(14, bold=True)),
    (Lie("left", 3, 1.5, line=140, with_next=True), Letters(12, bold=True)),
    (Lie("left", 1, 1, line=140), Letters(9, colour=GREY)),
)


class Shapes:
    """Every shape of one paper, once, by the number under which the section asks for it."""

    def __init__(self) -> None:
        self._letters: dict[Letters, int] = {}
        self._lies: dict[Lie, int] = {}
        # Number one is the page without a line; Hancom begins to count borders there.
        self._borders: dict[Border, int] = {PLAIN: 1}
        for lie, letters in STYLE_SHAPES:
            self.letters(letters), self.lie(lie)

    def letters(self, shape: Letters) -> int:
        """The number of a shape of letters."""
        return self._letters.setdefault(shape, len(self._letters))

    def lie(self, shape: Lie) -> int:
        """The number of a shape of paragraphs."""
        return self._lies.setdefault(shape, len(self._lies))

    def border(self, shape: Border) -> int:
        """The number of a border."""
        return self._borders.setdefault(shape, len(self._borders) + 1)

    def header(self) -> str:
        """Contents/header.xml."""
        parts = [
            _fonts(),
            _counted("hh:borderFills", [_border(n, each) for each, n in self._borders.items()]),
            _counted("hh:charProperties", [_letters(n, each) for each, n in self._letters.items()]),
            _counted("hh:tabProperties", [tag("hh:tabPr", id=0, autoTabLeft=0, autoTabRight=0)]),
            _counted("hh:numberings", [_numbering()]),
            _counted("hh:paraProperties", [_lie(n, each) for each, n in self._lies.items()]),
            _counted("hh:styles", [self._style(n) for n in range(len(STYLES))]),
        ]
        begin = tag("hh:beginNum", page=1, footnote=1, endnote=1, pic=1, tbl=1, equation=1)
        inside = begin + tag("hh:refList", "".join(parts)) + _options()
        return f'{DECLARATION}<hh:head {EVERYWHERE} version="1.5" secCnt="1">{inside}</hh:head>'

    def _style(self, number: int) -> str:
        (name, english), (lie, letters) = STYLES[number], STYLE_SHAPES[number]
        shapes = {"paraPrIDRef": self.lie(lie), "charPrIDRef": self.letters(letters)}
        following = {"nextStyleIDRef": number if number in {BODY, NOTE} else BODY}
        names = {"type": "PARA", "name": name, "engName": english}
        return tag("hh:style", id=number, **names, **shapes, **following, langID=1042, lockForm=0)


def _counted(name: str, parts: list[str]) -> str:
    return tag(name, "".join(parts), itemCnt=len(parts))


def _fonts() -> str:
    info = tag(
        "hh:typeInfo", familyType="FCAT_GOTHIC", weight=6, proportion=4, contrast=0, strokeVariation=1,
        armStyle=1, letterform=1, midline=1, xHeight=1,
    )  # fmt: skip
    font = tag("hh:font", info, id=0, face=FACE, type="TTF", isEmbedded=0)
    return _counted("hh:fontfaces", [tag("hh:fontface", font, lang=kind, fontCnt=1) for kind in _FONT_KINDS])


def _border(number: int, shape: Border) -> str:
    sides = (("left", shape.left), ("right", shape.right), ("top", shape.top), ("bottom", shape.bottom))
    drawn = [tag(f"hh:{name}", type="NONE", Crooked=0, isCounter=0) for name in ("slash", "backSlash")]
    drawn += [tag(f"hh:{side}Border", type=e.kind, width=e.width, color=e.colour) for side, e in sides]
    drawn.append(tag("hh:diagonal", type="SOLID", width="0.1 mm", color=INK))
    if shape.fill:
        brush = tag("hc:winBrush", faceColor=shape.fill, hatchColor="#999999", alpha=0)
        drawn.append(tag("hc:fillBrush", brush))
    facts = {"threeD": 0, "shadow": 0, "centerLine": "NONE", "breakCellSeparateLine": 0}
    return tag("hh:borderFill", "".join(drawn), id=number, **facts)


def _letters(number: int, shape: Letters) -> str:
    inside = [
        for_each_script("hh:fontRef", 0),
        for_each_script("hh:ratio", 100),
        for_each_script("hh:spacing", shape.tracking),
        for_each_script("hh:relSz", 100),
        for_each_script("hh:offset", 0),
        tag("hh:bold") if shape.bold else "",
        tag("hh:underline", type="NONE", shape="SOLID", color=INK),
        tag("hh:strikeout", shape="NONE", color=INK),
        tag("hh:outline", type="NONE"),
        tag("hh:shadow", type="NONE", color="#C0C0C0", offsetX=10, offsetY=10),
    ]
    facts = {
        "shadeColor": "none",
        "useFontSpace": 0,
        "useKerning": 0,
        "symMark": "NONE",
        "borderFillIDRef": 1,
    }
    return tag(
        "hh:charPr", "".join(inside), id=number, height=points(shape.size), textColor=shape.colour, **facts
    )


def _lie(number: int, shape: Lie) -> str:
    breaks = tag(
        "hh:breakSetting", breakLatinWord="KEEP_WORD", breakNonLatinWord="KEEP_WORD", widowOrphan=1,
        keepWithNext=int(shape.with_next), keepLines=0, pageBreakBefore=0, lineWrap="BREAK",
    )  # fmt: skip
    inside = [
        tag("hh:align", horizontal=_ALIGN[shape.align], vertical="BASELINE"),
        tag("hh:heading", type="NONE", idRef=0, level=0),
        breaks,
        tag("hh:autoSpacing", eAsianEng=0, eAsianNum=0),
        _distances(shape),
        tag(
            "hh:border", borderFillIDRef=1, offsetLeft=0, offsetRight=0, offsetTop=0, offsetBottom=0,
            connect=0, ignoreMargin=0,
        ),
    ]  # fmt: skip
    facts = {"condense": 0, "fontLineHeight": 0, "snapToGrid": 1, "suppressLineNumbers": 0, "checked": 0}
    return tag("hh:paraPr", "".join(inside), id=number, tabPrIDRef=0, **facts, textDir="LTR")


def _distances(shape: Lie) -> str:
    """Distances twice: older editions of the editor count them in halves."""
    namespace = "http://www.hancom.co.kr/hwpml/2016/HwpUnitChar"
    once = tag("hp:case", _margin(shape, 1), **{"hp:required-namespace": namespace})
    return tag("hp:switch", once + tag("hp:default", _margin(shape, 2)))


def _margin(shape: Lie, factor: int) -> str:
    sides = {"intent": 0, "left": shape.left, "right": 0, "prev": shape.before, "next": shape.after}
    told = [tag(f"hc:{side}", value=units(size) * factor, unit="HWPUNIT") for side, size in sides.items()]
    line = tag("hh:lineSpacing", type="PERCENT", value=shape.line, unit="HWPUNIT")
    return tag("hh:margin", "".join(told)) + line


def _numbering() -> str:
    heads = [
        tag(
            "hh:paraHead", f"^{level}.", start=1, level=level, align="LEFT", useInstWidth=1, autoIndent=1,
            widthAdjust=0, textOffsetType="PERCENT", textOffset=50, numFormat="DIGIT",
            charPrIDRef=4294967295, checkable=0,
        )
        for level in range(1, 8)
    ]  # fmt: skip
    return tag("hh:numbering", "".join(heads), id=1, start=0)


def _options() -> str:
    compatible = tag("hh:compatibleDocument", tag("hh:layoutCompatibility"), targetProgram="HWP201X")
    link = tag("hh:linkinfo", path="", pageInherit=0, footnoteInherit=0)
    return compatible + tag("hh:docOption", link) + tag("hh:trackchageConfig", flags=56)
