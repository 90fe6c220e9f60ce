"""Out again: a source as it came in, with what has happened here since; and our own rosters as one table."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from committees.models import Membership, Office, Origin, Seat
from papers.sheet import Column, Row

PLURALS = {"person": "persons", "organization": "organizations", "stay": "memberships"}
ROSTER = (
    Column("body_id", _("기구번호"), _("주소에 쓰는 이름")),
    Column("body", _("기구"), _("기구의 이름")),
    Column("parent_id", _("상위기구번호"), _("분과이면 본 기구의 주소 이름")),
    Column("kind", _("갈래"), _("갈래의 코드")),
    Column("seat", _("위원석"), _("그 기구 안의 자리 번호")),
    Column("basis", _("자격"), _("appointed 위촉직, ex_officio 당연직")),
    Column("person_id", _("사람번호"), _("위촉마다 다른 번호입니다.")),
    Column("person", _("이름"), _("본인이 공개에 동의한 이름, 당연직은 직위")),
    Column("affiliation", _("소속"), _("위촉할 때 적은 소속")),
    Column("role", _("직"), _("그 기구에서 마지막으로 맡은 임원직")),
    Column("start", _("위촉일"), _("당연직은 자리를 둔 날")),
    Column("end", _("마지막날"), _("임기가 끝나는 날, 먼저 끝났으면 그날")),
)


def popolo_of(source: str) -> dict[str, Any]:
    """All that a Popolo file said, as our rows have it now; nothing of it is lost on the way."""
    written: dict[str, Any] = {}
    rows = Origin.objects.filter(source=source).select_related("body", "person", "membership")
    for row in rows.order_by("order", "pk"):
        if row.noun == "meta":
            written |= row.told
            continue
        written.setdefault(PLURALS.get(row.noun, row.noun), []).append(_since(row))
    return written


def table_of(source: str) -> tuple[list[str], Iterator[list[str]]]:
    """The heads and lines of the roster that a table brought in, closed where we have closed them."""
    stays = Origin.objects.filter(source=source, noun="stay").order_by("order")
    first = stays.first()
    heads = list(first.told) if first else []
    return heads, ([str(row.told.get(head, "")) for head in heads] for row in stays.iterator())


def _since(row: Origin) -> dict[str, Any]:
    """What its source said, and what we know better by now."""
    told = dict(row.told)
    if row.noun == "person" and row.person is not None:
        return _named(told, row.person.public_name if row.person.left_at else row.person.name)
    if row.noun == "organization" and row.body is not None:
        return _named(told, row.body.name)
    if row.membership is not None and row.membership.ended_on is not None:
        told["end_date"] = row.membership.ended_on.isoformat()
    return told


def _named(told: dict[str, Any], name: str) -> dict[str, Any]:
    """The name as it is now, in the language in which it was told."""
    names = told.get("name")
    if isinstance(names, dict):
        language = "lang:ko" if "lang:ko" in names or not names else next(iter(names))
        if " ".join(str(names.get(language, "")).split()) != name:
            return told | {"name": names | {language: name}}
    elif " ".join(str(names or "").split()) != name:
        return told | {"name": name}
    return told


def roster_rows() -> Iterator[Row]:
    """Every appointment there ever was, and every seat that goes with a post; two lines are two persons."""
    leads = _leads()
    memberships = Membership.objects.select_related("seat__body__parent", "person")
    for held in memberships.order_by("seat__body", "id").iterator(chunk_size=2_000):
        gone = held.person.left_at is not None
        name = held.person.public_name if gone else held.name
        affiliation = "" if gone else held.affiliation
        role = leads.get(held.pk, "")
        yield [*_place(held.seat), f"member/{held.pk}", name, affiliation, role, held.start, held.last_day]
    by_post = Seat.objects.exclude(post=None).select_related("body__parent", "post")
    for seat in by_post.order_by("body", "number"):
        post = [f"post/{seat.post_id}", str(seat.post), "", ""]
        yield [*_place(seat), *post, seat.opened_on, seat.closed_on]


def _place(seat: Seat) -> list[Any]:
    body = seat.body
    parent = body.parent.slug if body.parent else ""
    return [body.slug, body.name, parent, body.kind_id, seat.number, seat.basis]


def _leads() -> dict[int, str]:
    held = Office.objects.exclude(membership=None).order_by("start", "id")
    return {office.membership_id: office.label for office in held if office.membership_id}
