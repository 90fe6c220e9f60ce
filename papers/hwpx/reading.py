"""What an HWPX says, read again from its own bytes."""

import io
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree as Tree

from papers.hwpx.markup import NAMESPACES

_HP = "{" + NAMESPACES["hp"] + "}"


def read(data: bytes) -> str:
    """The words in reading order: a line each paragraph and each row of a table, cells parted by a tab."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        sections = sorted(name for name in package.namelist() if name.startswith("Contents/section"))
        # Who hands in foreign bytes asks `check` first, which knows no entities.
        roots = [Tree.fromstring(package.read(name)) for name in sections]  # noqa: S314
    return "\n".join(line for root in roots for line in _paragraphs(root))


def _paragraphs(root: Tree.Element) -> Iterator[str]:
    for paragraph in root.findall(f"{_HP}p"):
        own = _own(paragraph)
        if own:
            yield own
        for table in paragraph.findall(f"{_HP}run/{_HP}tbl"):
            for row in table.findall(f"{_HP}tr"):
                yield "\t".join(_cell(cell) for cell in row.findall(f"{_HP}tc"))


def _cell(cell: Tree.Element) -> str:
    return "\n".join(_own(paragraph) for paragraph in cell.findall(f"{_HP}subList/{_HP}p"))


def _own(paragraph: Tree.Element) -> str:
    return "".join(_words(each) for each in paragraph.findall(f"{_HP}run/{_HP}t"))


def _words(told: Tree.Element) -> str:
    parts = [told.text or ""]
    for child in told:
        parts.append("\n" if child.tag == f"{_HP}lineBreak" else "")
        parts.append(child.tail or "")
    return "".join(parts)
