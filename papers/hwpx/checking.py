"""Whether an HWPX is sound: its build, its parts, and every number that one part asks of another."""

import io
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree as Tree

from district.refusals import Refusal
from papers import packages
from papers.hwpx.markup import NAMESPACES
from papers.hwpx.package import MIMETYPE

NEEDED = (
    "version.xml",
    "settings.xml",
    "META-INF/container.xml",
    "META-INF/manifest.xml",
    "Contents/content.hpf",
    "Contents/header.xml",
    "Contents/section0.xml",
    "Preview/PrvText.txt",
)
_HP, _HH, _OPF = (f"{{{NAMESPACES[prefix]}}}" for prefix in ("hp", "hh", "opf"))
_DEFINED = {
    "borderFillIDRef": f"{_HH}borderFill",
    "charPrIDRef": f"{_HH}charPr",
    "paraPrIDRef": f"{_HH}paraPr",
    "styleIDRef": f"{_HH}style",
    "nextStyleIDRef": f"{_HH}style",
    "tabPrIDRef": f"{_HH}tabPr",
}
_UNSET = "4294967295"


def check(data: bytes) -> list[str]:
    """What is wrong with it; nothing, if nothing is."""
    try:
        packages.check("hwpx", data)
    except Refusal as refusal:
        return [refusal.code]
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        faults = [
            *_mimetype(package),
            *[f"missing: {name}" for name in NEEDED if name not in package.NameToInfo],
        ]
        trees, broken = _trees(package)
    faults += broken
    if not faults:
        names = {entry.filename for entry in package.infolist()}
        faults += [*_manifest(names, trees), *_references(trees), *_counts(trees)]
        faults += [fault for name in _sections(trees) for fault in _tables(name, trees[name])]
    return faults


def _mimetype(package: zipfile.ZipFile) -> Iterator[str]:
    first = package.infolist()[0]
    if first.filename != "mimetype" or first.compress_type != zipfile.ZIP_STORED:
        yield "mimetype is not the first part, stored as it is"
    elif package.read(first) != MIMETYPE.encode():
        yield "mimetype says something else"


def _trees(package: zipfile.ZipFile) -> tuple[dict[str, Tree.Element], list[str]]:
    trees, broken = {}, []
    for name in package.namelist():
        if name.endswith((".xml", ".hpf", ".rdf")):
            try:
                # Entities and document types have been refused before.
                trees[name] = Tree.fromstring(package.read(name))  # noqa: S314
            except Tree.ParseError as error:
                broken.append(f"{name}: {error}")
    return trees, broken


def _sections(trees: dict[str, Tree.Element]) -> list[str]:
    return sorted(name for name in trees if name.startswith("Contents/section"))


def _manifest(names: set[str], trees: dict[str, Tree.Element]) -> Iterator[str]:
    contents = trees["Contents/content.hpf"]
    items = {item.get("id"): item.get("href") for item in contents.iter(f"{_OPF}item")}
    yield from (
        f"the manifest names what is not there: {href}" for href in items.values() if href not in names
    )
    listed = set(items.values())
    for name in names:
        if name.startswith(("Contents/", "BinData/")) and name not in listed | {"Contents/content.hpf"}:
            yield f"not in the manifest: {name}"
    spine = [item.get("idref") for item in contents.iter(f"{_OPF}itemref")]
    yield from (f"the spine names no part: {ref}" for ref in spine if ref not in items)
    said = trees["Contents/header.xml"].get("secCnt")
    if said != str(len(_sections(trees))):
        yield f"the header counts {said} sections"


def _references(trees: dict[str, Tree.Element]) -> Iterator[str]:
    header = trees["Contents/header.xml"]
    defined = {name: {each.get("id") for each in header.iter(element)} for name, element in _DEFINED.items()}
    for part in ("Contents/header.xml", *_sections(trees)):
        for element in trees[part].iter():
            for name, known in defined.items():
                asked = element.get(name)
                if asked is not None and asked != _UNSET and asked not in known:
                    yield f"{part}: {name} {asked} is nowhere defined"
    yield from _fonts(header)


def _fonts(header: Tree.Element) -> Iterator[str]:
    faces = {
        (face.get("lang") or "").lower(): {font.get("id") for font in face.iter(f"{_HH}font")}
        for face in header.iter(f"{_HH}fontface")
    }
    for asked in header.iter(f"{_HH}fontRef"):
        for script, number in asked.attrib.items():
            if number not in faces.get(script, set()):
                yield f"Contents/header.xml: font {number} of {script} is nowhere defined"


def _counts(trees: dict[str, Tree.Element]) -> Iterator[str]:
    """Lists that say how many they hold, and numbers that are given once."""
    for listed in trees["Contents/header.xml"].iter():
        said, held = listed.get("itemCnt"), [child.get("id") for child in listed]
        if said is not None and said != str(len(held)):
            yield f"{listed.tag} says {said} and holds {len(held)}"
        if said is not None and len(set(held)) < len(held) and None not in held:
            yield f"{listed.tag} gives a number twice"


def _tables(part: str, root: Tree.Element) -> Iterator[str]:
    for table in root.iter(f"{_HP}tbl"):
        rows, columns = int(table.get("rowCnt") or 0), int(table.get("colCnt") or 0)
        places = [place for cell in table.findall(f"{_HP}tr/{_HP}tc") for place in _places(cell)]
        whole = {(row, column) for row in range(rows) for column in range(columns)}
        if len(places) != len(whole) or set(places) != whole:
            yield f"{part}: the cells of table {table.get('id')} do not fill it"


def _places(cell: Tree.Element) -> Iterator[tuple[int, int]]:
    address, span = cell.find(f"{_HP}cellAddr"), cell.find(f"{_HP}cellSpan")
    if address is None or span is None:
        return
    row, column = int(address.get("rowAddr") or 0), int(address.get("colAddr") or 0)
    for down in range(int(span.get("rowSpan") or 1)):
        for right in range(int(span.get("colSpan") or 1)):
            yield row + down, column + right
