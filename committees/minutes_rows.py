"""How minutes look: their lines as this reader may have them, and what members want them to say instead."""

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any

from committees.documents.minutes import numbered, shown
from committees.models import Correction, Minutes, MinutesText, Signature
from district.dates import moment

PIECES = re.compile(r"\s+|\S+")
SAME, GONE, NEW = "same", "gone", "new"


def minutes_row(text: MinutesText, *, inside: bool) -> dict[str, Any]:
    """One edition for programs; a draft has no number yet, for it is kept nowhere."""
    minutes, meeting = text.minutes, text.minutes.meeting
    return {
        "id": minutes.pk,
        "meeting": {"id": meeting.pk, "name": meeting.title},
        "state": minutes.state,
        "state_label": minutes.get_state_display(),
        "edition": text.edition,
        "at": moment(text.at),
        "sha256": text.sha256,
        "corrections_until": moment(minutes.corrections_until),
        "published_at": moment(minutes.published_at),
        "inside": inside,
        "fields": [field_row(text, field, inside=inside) for field in Minutes.Field],
        "empty": [field.value for field in text.empty_fields],
        "signatures": [signature_row(each) for each in text.standing],
        "url": minutes.get_absolute_url(),
    }


def field_row(text: MinutesText, field: Minutes.Field, *, inside: bool) -> dict[str, Any]:
    """One of the nine; for those inside a line's number is the one by which it is corrected."""
    lines = list(shown(text.fields.get(field, []), inside=inside))
    closed = [each["closed"] for each in text.fields.get(field, [])] if inside else []
    return {
        "name": field.value,
        "label": str(field.label),
        "title": numbered(field),
        "lines": [
            {"line": n, **each, "closed": closed[n] if inside else False} for n, each in enumerate(lines)
        ],
    }


def signature_row(signature: Signature) -> dict[str, Any]:
    """Who stands for it, as what, since when."""
    return {
        "office": signature.office,
        "label": signature.label,
        "name": signature.name,
        "sha256": signature.sha256,
        "factor": signature.factor,
        "at": moment(signature.at),
        "voided_at": moment(signature.voided_at),
    }


def correction_row(correction: Correction) -> dict[str, Any]:
    """What a member wants a line to say, and what became of it; for those inside."""
    return {
        "id": correction.pk,
        "minutes": correction.minutes_id,
        "field": correction.field,
        "field_label": correction.get_field_display(),
        "line": correction.line,
        "edition": correction.edition,
        "name": correction.name,
        "was": correction.was,
        "words": correction.words,
        "reason": correction.reason,
        "state": correction.state,
        "state_label": correction.get_state_display(),
        "answer": correction.answer,
        "at": moment(correction.at),
        "ended_at": moment(correction.ended_at),
    }


def pieces(was: str, becomes: str) -> list[tuple[str, str]]:
    """What goes and what comes, word by word, as tracked changes show it."""
    old, new = PIECES.findall(was), PIECES.findall(becomes)
    found: list[tuple[str, str]] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append((SAME, "".join(old[a:b])))
            continue
        if b > a:
            found.append((GONE, "".join(old[a:b])))
        if d > c:
            found.append((NEW, "".join(new[c:d])))
    return found


def working_fields(text: MinutesText, corrections: Iterable[Correction]) -> list[dict[str, Any]]:
    """The edition line by line, each wish beside the line it is about; what found none stands at the foot."""
    wishes = [each for each in corrections if each.state != Correction.State.WITHDRAWN]
    drawn = []
    for field in Minutes.Field:
        row = field_row(text, field, inside=True)
        stray = [each for each in wishes if each.field == field]
        for line in row["lines"]:
            line["nth"] = sum(not each["head"] for each in row["lines"][: line["line"] + 1])
            own = [each for each in stray if not line["head"] and is_about(each, line)]
            line["place"] = f"{field.value}.{line['line']}"
            line["corrections"] = [shown_correction(each) for each in own]
            stray = [each for each in stray if each not in own]
        drawn.append({**row, "stray": [shown_correction(each) for each in stray]})
    return drawn


def is_about(correction: Correction, line: dict[str, Any]) -> bool:
    """By its words as they were asked about, or as they were taken."""
    taken = correction.state == Correction.State.TAKEN
    return bool(line["words"] == (correction.words if taken else correction.was))


def shown_correction(correction: Correction) -> dict[str, Any]:
    """The same for the page, with what goes and what comes."""
    return {
        **correction_row(correction),
        "pieces": pieces(correction.was, correction.words),
        "asked_by": correction.asked_by_id,
        "at": correction.at,
    }


def history_of(minutes: Minutes) -> list[dict[str, Any]]:
    """The editions, newest first, each with what it says otherwise than the one before."""
    texts = list(minutes.texts.order_by("edition"))
    changed = [list(_changed(before, after)) for before, after in pairwise(texts)]
    told = zip(texts, [[], *changed], strict=True)
    return [
        {"edition": text.edition, "at": text.at, "reason": text.reason, "changes": changes}
        for text, changes in reversed(list(told))
    ]


def _changed(before: MinutesText, after: MinutesText) -> Iterator[dict[str, Any]]:
    for field in Minutes.Field:
        old, new = ([each["words"] for each in text.fields[field]] for text in (before, after))
        for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if kind != "equal":
                gone, came = "\n".join(old[a:b]), "\n".join(new[c:d])
                yield {"label": str(field.label), "pieces": pieces(gone, came)}
