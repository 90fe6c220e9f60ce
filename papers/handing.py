"""The form in which a paper is asked for, and the answer that hands it out as a download."""

from collections.abc import Callable

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from district.refusals import Refusal
from papers import hwpx, pdf, workbook
from papers.contents import MEDIA_TYPES, clean_name
from papers.document import Document

WRITERS: dict[str, Callable[[Document], bytes]] = {
    "hwpx": hwpx.write,
    "pdf": pdf.write,
    "xlsx": workbook.write,
}


def hand_out(document: Document, form: str) -> HttpResponse:
    """The paper as a file under its own title; kept by nobody on the way, for it may name people."""
    if form not in WRITERS:
        raise Refusal("unknown_print", _("파일은 hwpx, pdf, xlsx 가운데에서 골라 주세요."), 422)
    response = HttpResponse(WRITERS[form](document), content_type=MEDIA_TYPES[form])
    # Without a slash it is one file and no folder; `clean_name` would take the last part alone.
    name = clean_name(f"{document.title.replace('/', ' ')}.{form}")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    response["X-Content-Type-Options"], response["Cache-Control"] = "nosniff", "private, no-store"
    return response
