"""회의록 as files: the paper by itself, and all of it sealed together for the record system."""

import io
import json
import zipfile
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from committees.documents.minutes import canonical, document_of, drafted
from committees.minutes_rows import correction_row, minutes_row, signature_row
from committees.models import Meeting, Minutes, MinutesText, Office, Signature
from committees.models.meeting import AUDIT
from committees.rights import enter, rights_of
from district import access
from district.dates import day, moment
from district.models import Person
from district.refusals import Refusal, not_found
from district.visitors import kept_from_others, speaker
from papers.contents import clean_name
from papers.handing import WRITERS, hand_out
from realtime.door import address_of, pace

FORMS = ("hwpx", "pdf")
PUBLIC = "public"


def check_there(minutes: Minutes, person: Person | None, at: datetime) -> None:
    """What is not published yet is not there for anybody outside."""
    if minutes.published_at is None and not rights_of(minutes.meeting, person, at).entitled:
        raise not_found()


def read_by(
    meeting: Meeting, person: Person | None, at: datetime, *, asked: str = ""
) -> tuple[MinutesText, bool]:
    """The edition that this reader may have, and whether all of it; an auditor's reading is written down."""
    minutes = Minutes.objects.filter(meeting=meeting).first()
    entitled = rights_of(meeting, person, at).entitled
    if not entitled and (minutes is None or minutes.published_at is None):
        raise not_found()
    if entitled:
        enter(meeting, person, purpose="minutes", at=at)
    if minutes is None:
        return drafted(meeting, at), asked != PUBLIC
    minutes.meeting = meeting
    text = minutes.text
    text.minutes = minutes
    return text, entitled and asked != PUBLIC


def paper(
    request: HttpRequest, meeting: Meeting, person: Person | None, form: str, at: datetime
) -> HttpResponse:
    """HWPX or PDF, in the very words of the page."""
    if form not in FORMS:
        raise not_found()
    text, inside = read_by(meeting, person, at, asked=request.GET.get("as", ""))
    # Laying out pages is work: nobody orders a hundred of them at once.
    pace(person, address_of(request))
    return hand_out(document_of(text, inside=inside), form)


def export(minutes: Minutes, person: Person | None, at: datetime) -> HttpResponse:
    """For the record system: all of it with its signatures, for chair, secretary and the audit."""
    meeting = minutes.meeting
    rights = rights_of(meeting, person, at)
    if not rights.entitled:
        raise not_found()
    check_exports(meeting, speaker(person), rights.ways, at)
    if AUDIT in rights.ways:
        access.read(speaker(person), minutes, purpose="minutes_export", at=at)
    document = document_of(minutes.text, inside=True)
    response = HttpResponse(packed(minutes), content_type="application/zip")
    name = clean_name(f"{document.title.replace('/', ' ')}.zip")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    response["X-Content-Type-Options"] = "nosniff"
    return kept_from_others(response)


def check_exports(meeting: Meeting, person: Person, ways: frozenset[str], at: datetime) -> None:
    """Members read it; the package for the archive is handed to those who answer for it."""
    offices = meeting.offices_of(person) | meeting.offices_of(person, day(at))
    if not offices & {Office.Kind.CHAIR, Office.Kind.SECRETARY} and AUDIT not in ways:
        sentence = _("회의록 묶음은 이 회의의 위원장과 간사, 감사 담당만 받을 수 있습니다.")
        raise Refusal("not_exporting", sentence, status=403)


def packed(minutes: Minutes) -> bytes:
    """The package; the same edition is the same bytes, and `text.json` is what the signatures are of."""
    text = minutes.text
    text.minutes = minutes
    document = document_of(text, inside=True)
    parts = {form: WRITERS[form](document) for form in FORMS}
    files = {f"minutes.{form}": data for form, data in parts.items()}
    files["text.json"] = canonical(text)
    files["minutes.json"] = _json(told(minutes, text))
    manifest = {
        "title": document.title,
        "minutes": minutes.pk,
        "edition": text.edition,
        "signed_sha256": text.sha256,
        "files": {
            name: {"sha256": sha256(data).hexdigest(), "size": len(data)} for name, data in files.items()
        },
    }
    files["manifest.json"] = _json(manifest)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in sorted(files.items()):
            package.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def told(minutes: Minutes, text: MinutesText) -> dict[str, Any]:
    """The nine fields, who signed, and how it came to be what it is."""
    signed = Signature.objects.filter(text__minutes=minutes).select_related("text").order_by("id")
    return {
        **minutes_row(text, inside=True),
        "all_signatures": [signature_row(each) | {"edition": each.text.edition} for each in signed],
        "editions": [
            {"edition": each.edition, "at": moment(each.at), "sha256": each.sha256, "reason": each.reason}
            for each in minutes.texts.order_by("edition")
        ],
        "corrections": [correction_row(each) for each in minutes.corrections.order_by("id")],
    }


def _json(told: dict[str, Any]) -> bytes:
    return json.dumps(told, ensure_ascii=False, indent=1, default=str).encode()
