"""The package of an HWPX: its parts in one order and with one date; the same paper is the same bytes."""

import io
import zipfile
from datetime import UTC
from xml.sax.saxutils import escape

from papers.document import Document, text
from papers.hwpx.markup import DECLARATION, EVERYWHERE, NAMESPACES, tag
from papers.hwpx.section import Section

MIMETYPE = "application/hwp+zip"
SEEN_BEFORE = 1000
"""How much of the text is told to whoever looks at the file without opening it."""
_EPOCH = (1980, 1, 1, 0, 0, 0)
_PARTS = {"header": "Contents/header.xml", "section0": "Contents/section0.xml", "settings": "settings.xml"}


def write(document: Document) -> bytes:
    """The paper as Hancom's editor opens it."""
    section = Section(document)
    # The section first: the header numbers the shapes that it asked for.
    body = section.xml()
    parts = {
        "mimetype": MIMETYPE,
        "version.xml": _version(),
        "Contents/header.xml": section.shapes.header(),
        "Contents/section0.xml": body,
        "Preview/PrvText.txt": text(document)[:SEEN_BEFORE].replace("\n", "\r\n"),
        "settings.xml": _settings(),
        "META-INF/container.rdf": _kinds(),
        "Contents/content.hpf": _contents(document),
        "META-INF/container.xml": _container(),
        "META-INF/manifest.xml": f'{DECLARATION}<odf:manifest xmlns:odf="{_OASIS}:manifest:1.0"/>',
    }
    return _folded(parts)


_OASIS = "urn:oasis:names:tc:opendocument:xmlns"


def _folded(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, part in parts.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            # Whoever asks what the file is reads this part without unfolding it.
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = 0, 0
            package.writestr(entry, part.encode())
    return out.getvalue()


def _version() -> str:
    facts = {"tagetApplication": "WORDPROCESSOR", "major": 5, "minor": 1, "micro": 1, "buildNumber": 0}
    facts |= {"os": 1, "xmlVersion": "1.5", "application": "Hancom Office Hangul"}
    facts |= {"appVersion": "13, 0, 0, 1408 WIN32LEWindows_10"}
    namespace = {"xmlns:hv": "http://www.hancom.co.kr/hwpml/2011/version"}
    return DECLARATION + tag("hv:HCFVersion", **namespace, **facts)


def _settings() -> str:
    namespaces = {"xmlns:ha": NAMESPACES["ha"], "xmlns:config": NAMESPACES["config"]}
    caret = tag("ha:CaretPosition", listIDRef=0, paraIDRef=0, pos=0)
    return DECLARATION + tag("ha:HWPApplicationSetting", caret, **namespaces)


def _container() -> str:
    files = {
        "Contents/content.hpf": "application/hwpml-package+xml",
        "Preview/PrvText.txt": "text/plain",
        "META-INF/container.rdf": "application/rdf+xml",
    }
    listed = [tag("ocf:rootfile", **{"full-path": name, "media-type": kind}) for name, kind in files.items()]
    namespaces = {"xmlns:ocf": f"{_OASIS}:container", "xmlns:hpf": NAMESPACES["hpf"]}
    return DECLARATION + tag("ocf:container", tag("ocf:rootfiles", "".join(listed)), **namespaces)


def _kinds() -> str:
    package = "http://www.hancom.co.kr/hwpml/2016/meta/pkg#"
    kinds = {"Contents/header.xml": "HeaderFile", "Contents/section0.xml": "SectionFile"}
    told = []
    for name, kind in kinds.items():
        part = tag("ns0:hasPart", **{"xmlns:ns0": package, "rdf:resource": name})
        told.append(tag("rdf:Description", part, **{"rdf:about": ""}))
        is_a = tag("rdf:type", **{"rdf:resource": package + kind})
        told.append(tag("rdf:Description", is_a, **{"rdf:about": name}))
    is_a = tag("rdf:type", **{"rdf:resource": f"{package}Document"})
    told.append(tag("rdf:Description", is_a, **{"rdf:about": ""}))
    namespace = {"xmlns:rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#"}
    return DECLARATION + tag("rdf:RDF", "".join(told), **namespace)


def _contents(document: Document) -> str:
    items = [
        tag("opf:item", id=name, href=href, **{"media-type": "application/xml"})
        for name, href in _PARTS.items()
    ]
    spine = [tag("opf:itemref", idref=name, linear="yes") for name in ("header", "section0")]
    inside = [
        tag("opf:metadata", "".join(_metadata(document))),
        tag("opf:manifest", "".join(items)),
        tag("opf:spine", "".join(spine)),
    ]
    head = f'<opf:package {EVERYWHERE} version="" unique-identifier="" id="">'
    return f"{DECLARATION}{head}{''.join(inside)}</opf:package>"


def _metadata(document: Document) -> list[str]:
    at = document.written_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if document.written_at else ""
    facts = {
        "creator": document.office,
        "subject": document.title,
        "description": "",
        "lastsaveby": document.office,
        "CreatedDate": at,
        "ModifiedDate": at,
        "keyword": document.kept_as,
    }
    told = [_telling("opf:title", document.title), tag("opf:language", escape(document.language))]
    return told + [_telling("opf:meta", value, name=name, content="text") for name, value in facts.items()]


def _telling(element: str, value: str, /, **facts: str) -> str:
    return tag(element, escape(" ".join(value.split())), **facts)
