"""The body of an HWPX: blocks as paragraphs and tables of one section, on A4."""

from papers.document import (
    Block,
    Document,
    Fields,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    Seal,
    Signature,
    Spacer,
    Table,
)
from papers.hwpx import tables
from papers.hwpx.header import (
    BODY,
    BY_ITSELF,
    GREY,
    NOTE,
    STYLE_SHAPES,
    TITLE_1,
    TITLE_2,
    TITLE_3,
    UPRIGHT,
    Letters,
    Lie,
    Shapes,
)
from papers.hwpx.markup import DECLARATION, EVERYWHERE, tag, words
from papers.hwpx.page import page, text_width

_TITLES = {1: TITLE_1, 2: TITLE_2, 3: TITLE_3}
_HOST = Letters(4)
_HOST_LIE = Lie("left", line=100)


class Section:
    """One section in the making: it numbers its paragraphs and tables, and asks for shapes as it goes."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.shapes = Shapes()
        self.width = text_width(document)
        self._paragraphs: list[str] = []
        self._opening = page(document, self.shapes)
        self._breaks = False
        self._count = 0

    def xml(self) -> str:
        """Contents/section0.xml."""
        for block in self.document.blocks:
            self._add(block)
        if self._opening:
            # Even a paper without a word has its page.
            self.paragraph("")
        return f"{DECLARATION}<hs:sec {EVERYWHERE}>{''.join(self._paragraphs)}</hs:sec>"

    def number(self) -> int:
        """The next number of a paragraph or a table."""
        self._count += 1
        return self._count

    def paragraph(
        self, inside: str, lie: Lie = BY_ITSELF, letters: Letters = UPRIGHT, style: int = BODY
    ) -> None:
        """Put down one paragraph; the first one carries the page with it."""
        shape = self.shapes.letters(letters)
        run = self._opening + tag("hp:run", inside or tag("hp:t"), charPrIDRef=shape)
        facts = {"paraPrIDRef": self.shapes.lie(lie), "styleIDRef": style, "pageBreak": int(self._breaks)}
        facts |= {"columnBreak": 0, "merged": 0}
        self._paragraphs.append(tag("hp:p", run, id=self.number(), **facts))
        self._opening, self._breaks = "", False

    def _add(self, block: Block) -> None:
        match block:
            case Heading():
                self._styled(block.text, _TITLES[block.level])
            case Paragraph():
                lie = Lie(block.align, block.before, block.after, block.indent, line=170)
                self.paragraph(words(block.text), lie, Letters(block.size, block.bold, block.tracking))
            case Note():
                self._styled(block.text, NOTE)
            case Signature():
                self.paragraph(words(block.text), Lie(block.align, 2, 2), Letters(block.size))
            case Table() | Fields():
                self._table(block)
            case Seal() | Spacer() | PageBreak():
                self._place(block)

    def _styled(self, text: str, style: int) -> None:
        lie, letters = STYLE_SHAPES[style]
        self.paragraph(words(text), lie, letters, style)

    def _table(self, block: Table | Fields) -> None:
        table = block.table if isinstance(block, Fields) else block
        if table is None:
            return
        if table.caption:
            self.paragraph(
                words(table.caption), Lie("left", 2, 1, line=130, with_next=True), Letters(11, True)
            )
        if table.unit:
            self.paragraph(
                words(table.unit), Lie("right", 0, 0.5, line=120, with_next=True), Letters(9, colour=GREY)
            )
        self.paragraph(tables.table(table, self), _HOST_LIE, _HOST)

    def _place(self, block: Seal | Spacer | PageBreak) -> None:
        match block:
            case Seal():
                self.paragraph(tables.seal(block, self), Lie("center", line=100), Letters(block.size))
            case Spacer():
                # Room before a letter of one point, which is as good as none.
                self.paragraph("", Lie("left", before=block.height, line=100), Letters(1))
            case PageBreak():
                self._breaks = True
