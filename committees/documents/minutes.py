"""회의록: the nine fields as the rows tell them, and the paper that page, HWPX and PDF all print."""

import json
import re
import secrets
from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from committees.documents import minutes_matter as matter
from committees.documents import minutes_people as people
from committees.documents.minutes_lines import Line
from committees.models import Meeting, Minutes, MinutesText, Signature
from district.dates import official_time
from district.models import District
from papers.document import Block, Column, Document, Fields, Heading, Note, Paragraph, Spacer, Table
from papers.document import Signature as SignedBlock

Field = Minutes.Field
SALT = "salt"
"""Beside the nine: what makes the fingerprint say nothing of closed words to whoever would guess them."""
ABOVE = (Field.NAME, Field.HOST, Field.WHEN)
CLOCK = re.compile(r"(\d\d:\d\d) (.+)", re.DOTALL)


def compose(meeting: Meeting) -> dict[str, list[Line]]:
    """What the minutes of this meeting say as of now, in the district's own language."""
    with translation.override(settings.LANGUAGE_CODE):
        items = list(meeting.items.standing())
        return {
            Field.NAME.value: people.name_of(meeting),
            Field.HOST.value: people.host_of(meeting),
            Field.WHEN.value: people.when_of(meeting),
            Field.PEOPLE.value: people.people_of(meeting, items),
            Field.COURSE.value: people.course_of(meeting),
            Field.AGENDA.value: matter.agenda_of(items),
            Field.GIST.value: matter.gist_of(items),
            Field.DECISIONS.value: matter.decisions_of(meeting, items),
            Field.VOTES.value: matter.votes_of(meeting, items),
        }


def drafted(meeting: Meeting, at: datetime) -> MinutesText:
    """The minutes while nobody has laid them: always as the rows are now, and kept nowhere."""
    return MinutesText(minutes=Minutes(meeting=meeting), edition=0, fields=compose(meeting), at=at)


def frozen(minutes: Minutes, edition: int, fields: dict[str, Any], **facts: Any) -> MinutesText:
    """The same as an edition that can be signed: its words, and the fingerprint of exactly these."""
    nine = {field.value: fields[field] for field in Field}
    text = MinutesText(minutes=minutes, edition=edition, fields=nine | {SALT: secrets.token_hex(16)}, **facts)
    text.sha256 = fingerprint(text)
    return text


def canonical(text: MinutesText) -> bytes:
    """The words that a signature stands for, byte by byte the same on every machine: JSON, keys in order."""
    told = {"meeting": text.minutes.meeting_id, "edition": text.edition, "fields": text.fields}
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def fingerprint(text: MinutesText) -> str:
    """Its SHA-256."""
    return sha256(canonical(text)).hexdigest()


def shown(lines: Iterable[Line], *, inside: bool) -> Iterator[Line]:
    """The lines as this reader may have them; of what is closed one word that it is, however much it was."""
    last = None
    for each in lines:
        if inside or not each["closed"]:
            last = None
            yield {"words": each["words"], "item": each["item"], "head": bool(each.get("head"))}
        elif (each["item"], each["shown"]) != last:
            last = each["item"], each["shown"]
            yield {"words": each["shown"], "item": each["item"], "head": False}


def document_of(text: MinutesText, *, inside: bool) -> Document:
    """The paper: all of it for those inside, for everybody else without the words that are closed."""
    with translation.override(settings.LANGUAGE_CODE):
        told = {field: list(shown(text.fields.get(field, []), inside=inside)) for field in Field}
        title = _("%(name)s 회의록") % {"name": _joined(told[Field.NAME]) or text.minutes.meeting.title}
        pairs = [(numbered(field), _joined(told[field])) for field in ABOVE]
        blocks: list[Block] = [Heading(title), _stand(text), Fields(pairs, label_share=0.24)]
        for field in Field:
            if field not in ABOVE:
                blocks += [Heading(numbered(field), 2), *_said(field, told[field])]
        return Document(
            title,
            (*blocks, *_signed(text)),
            office=District.current().full_name,
            written_at=text.at,
            kept_as=f"minutes/{text.minutes_id}/{text.edition}" if text.pk else "",
        )


def numbered(field: Minutes.Field) -> str:
    """4. 참석자 및 배석자 명단."""
    return f"{list(Field).index(field) + 1}. {field.label}"


def _joined(lines: list[Line]) -> str:
    return "\n".join(each["words"] for each in lines)


def _stand(text: MinutesText) -> Paragraph:
    """Which edition it is, and since when."""
    words = _("작성 중인 초안")
    if text.edition:
        words = _("제%(n)d판 · %(at)s") % {"n": text.edition, "at": official_time(text.at)}
    return Paragraph(words, align="right", size=10, after=3)


def _said(field: Minutes.Field, lines: list[Line]) -> Iterator[Block]:
    if not lines:
        yield Paragraph(_("(빈 항목)"), size=10.5, indent=2)
    elif field == Field.COURSE:
        # Without a head: it would come again on every page, and say what nobody reads in it.
        clocked = [_clocked(each["words"]) for each in lines]
        yield Table([Column("", 0.12, head=True), Column("", 0.88, "left")], clocked, headed=False)
    else:
        for each in lines:
            yield Heading(each["words"], 3) if each["head"] else _written(each["words"])


def _written(words: str) -> Paragraph:
    return Paragraph(words, align="left", size=10.5, indent=2, after=1.2)


def _clocked(words: str) -> list[str]:
    """The time in a column of its own; a line that somebody wrote without one stands beside it."""
    found = CLOCK.fullmatch(words)
    return [found[1], found[2]] if found else ["", words]


def _signed(text: MinutesText) -> Iterator[Block]:
    """Who stands for these words, since when, and by which fingerprint."""
    signatures = text.standing
    yield Spacer(6)
    for each in signatures:
        yield SignedBlock(each.label, each.name, "(서명)")
    if signatures:
        yield Note("\n".join(_sealed(each) for each in signatures))
        yield Note(_("서명한 글의 지문(SHA-256): %(sha256)s") % {"sha256": text.sha256})
    elif text.edition:
        yield Note(_("아직 서명하지 않은 회의록입니다."))


def _sealed(signature: Signature) -> str:
    facts = {
        "label": signature.label,
        "at": official_time(signature.at),
        "factor": factor_name(signature.factor),
    }
    return _("%(label)s 서명 %(at)s (두 번째 확인: %(factor)s)") % facts


def factor_name(factor: str) -> str:
    """인증 앱, 패스키; in a demonstration nobody shows anything."""
    return {"totp": _("인증 앱"), "webauthn": _("패스키")}.get(factor, _("시연"))
