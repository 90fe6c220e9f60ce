"""PDF. A paper for whoever only reads it: tagged, its letters inside, the same bytes each time."""

import hashlib
import logging
from collections.abc import Iterator
from datetime import UTC
from functools import cache
from html import escape
from pathlib import Path
from types import ModuleType
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from district.refusals import Refusal
from papers.document import Block, Document, Paragraph, Seal, Signature, Spacer, text
from papers.drawing import sheets

FONTS = {"regular": "PretendardGOV-Regular.ttf", "bold": "PretendardGOV-Bold.ttf"}
SCHEME = "paper-font:"
UNNAMED = "문서"
LOOK = Path(__file__).with_name("pdf.css")
log = logging.getLogger(__name__)


def write(document: Document) -> bytes:
    """The paper as PDF/UA; without the libraries that draw letters, a refusal and no broken file."""
    weasyprint = _drawer()
    if weasyprint is None:
        sentence = _("이 서버에는 PDF를 만드는 프로그램(Pango)이 없습니다. HWPX로 받아 주세요.")
        raise Refusal("pdf_unavailable", sentence, 503)
    fetch = _only_our_fonts(weasyprint)
    fonts = weasyprint.text.fonts.FontConfiguration()
    look = weasyprint.CSS(string=_look(document), url_fetcher=fetch, font_config=fonts)
    page = weasyprint.HTML(string=_html(document), url_fetcher=fetch)
    written: bytes = page.write_pdf(
        stylesheets=[look],
        font_config=fonts,
        pdf_variant="pdf/ua-1",
        pdf_identifier=_identifier(document),
        # Widths of columns stand in the marks, for a page of the site may carry no styles.
        presentational_hints=True,
    )
    return written


@cache
def _drawer() -> ModuleType | None:
    """WeasyPrint, looked for when the first PDF is asked for: a district without it still opens its doors."""
    try:
        import weasyprint
        import weasyprint.text.fonts
    # No library of letters is an OSError; a house that left the package out has an ImportError.
    except (OSError, ImportError) as error:
        log.warning("no PDF: install libpango-1.0-0, libpangoft2-1.0-0, libharfbuzz-subset0 (%s)", error)
        return None
    # A paper has no addresses to follow; what is not drawn is our own mistake, and found by tests.
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    return weasyprint


def _only_our_fonts(weasyprint: ModuleType) -> Any:
    """Hand out the letters of the house, and nothing else from disk or network."""

    class Fetcher(weasyprint.urls.URLFetcher):  # type: ignore[name-defined, misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            font = FONTS.get(url.removeprefix(SCHEME))
            if not url.startswith(SCHEME) or font is None:
                raise weasyprint.urls.FatalURLFetchingError(f"a paper fetches nothing: {url[:80]}")
            return weasyprint.urls.URLFetcherResponse(url, body=_font(font))

    return Fetcher(allowed_protocols=())


@cache
def _font(name: str) -> bytes:
    return (Path(settings.BASE_DIR) / "static" / "vendor" / "pretendard-gov" / name).read_bytes()


def _identifier(document: Document) -> bytes:
    """By what the paper says and when: a number made by chance would make each copy another file."""
    told = f"{document.title}\0{text(document)}\0{document.written_at}\0{document.kept_as}"
    return hashlib.sha256(told.encode()).digest()[:16]


def _html(document: Document) -> str:
    body = render_to_string("papers/_document.html", {"document": document, "sheets": sheets(document)})
    facts = {"author": document.office, "keywords": document.kept_as, "generator": "Cheong"}
    if document.written_at:
        at = document.written_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        facts |= {"dcterms.created": at, "dcterms.modified": at}
    told = "".join(f'<meta name="{name}" content="{escape(fact)}">' for name, fact in facts.items() if fact)
    # A file that a screen reader announces needs some name.
    title = escape(" ".join(document.title.split()) or UNNAMED)
    head = f'<meta charset="utf-8"><title>{title}</title>{told}'
    page = f'<html lang="{escape(document.language)}"><head>{head}</head><body>{body}</body></html>'
    return f"<!doctype html>{page}"


def _look(document: Document) -> str:
    rules = [LOOK.read_text(encoding="utf-8"), f"@page {{ size: A4 {document.orientation}; }}"]
    if document.office:
        rules.append(f"@page {{ @bottom-left {{ content: {_quoted(document.office)}; }} }}")
    if document.numbered:
        rules.append('@page { @bottom-center { content: "- " counter(page) " -"; } }')
    if document.framed:
        rules.append("@page { margin: 12mm; border: 2.5pt double #000; padding: 18mm 16mm 10mm; }")
    for number, block in enumerate(document.blocks):
        rules += (f".doc-{number}{rule}" for rule in _measures(block))
    return "\n".join(rules)


def _measures(block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            # The last letter has its distance too; without this, a wide title would stand left of its middle.
            if block.align == "center":
                yield f" {{ padding-left: {block.tracking / 100:g}em; }}"
            yield (
                f" {{ font-size: {block.size:g}pt; letter-spacing: {block.tracking / 100:g}em;"
                f" margin: {block.before:g}mm 0 {block.after:g}mm {block.indent:g}mm; }}"
            )
        case Spacer():
            yield f" {{ height: {block.height:g}mm; }}"
        case Signature():
            yield f" {{ font-size: {block.size:g}pt; }}"
        case Seal():
            yield f" {{ font-size: {block.size:g}pt; }}"
            yield f" .doc-box {{ width: {block.box:g}mm; line-height: {block.box:g}mm; }}"


def _quoted(words: str) -> str:
    """Words as a string of a style sheet, every letter spelt out: none of them can end it."""
    return '"' + "".join(f"\\{ord(letter):06x}" for letter in " ".join(words.split())) + '"'
