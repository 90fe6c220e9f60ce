"""임기만료 예정과 위촉 이력. Whose term ends, and who sat where before."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from committees.balance import ending, rules_on
from committees.documents.paper import Asked, numbered, paper, printed
from committees.models import BodyRule, Membership, Office, Seat
from committees.tenure import Tenure, going_on
from papers.document import Block, Column, Document, Heading, Note, Paragraph, Table

ENDING_DAYS = 90


def expiring(asked: Asked) -> Document:
    """임기만료 예정자. Whose term ends within ninety days, and whether one more may follow."""
    held = list(ending(asked.bodies, asked.on, ENDING_DAYS).select_related("person"))
    rules = rules_on(asked.bodies, asked.on)
    ahead = going_on(held, rules)
    rows = [
        [
            each.seat.body.name, each.seat.number, who(each), affiliation(each), printed(each.start),
            printed(each.last_day), (each.last_day - asked.on).days,
            renewal(each, rules.get(each.seat.body_id), ahead.get(each.pk)),
        ]
        for each in held
    ]  # fmt: skip
    last = printed(asked.on + timedelta(days=ENDING_DAYS))
    note = Note(_("%(last)s까지 임기가 끝나고 아직 다시 위촉하지 않은 위원입니다.") % {"last": last})
    body: Block = Table(expiring_columns(), numbered(rows), unit=_("(단위: 일)")) if rows else nobody()
    return paper(_("임기만료 예정 위원"), asked, [body, note])


def expiring_columns() -> list[Column]:
    """연번 to 연임."""
    return [
        Column(_("연번"), 0.6), Column(_("위원회"), 2.8, "left"), Column(_("자리"), 0.6, "right"),
        Column(_("성명"), 1.2, head=True), Column(_("소속"), 2.2, "left"), Column(_("위촉일"), 1.3),
        Column(_("만료일"), 1.3), Column(_("남은 날"), 0.8, "right"), Column(_("연임"), 1.4),
    ]  # fmt: skip


def nobody() -> Paragraph:
    """Instead of an empty table."""
    return Paragraph(_("해당하는 위원이 없습니다."), align="center", before=8, after=8)


def renewal(held: Membership, rule: BodyRule | None, ahead: Tenure | None) -> str:
    """Whether the ordinance lets this person go on, and for the how-manieth time."""
    if held.ended_on is not None:
        return _("임기 중 종료")
    if rule is None or rule.renewals_allowed is None or ahead is None:
        return _("제한 없음")
    if ahead.renewal_no > rule.renewals_allowed:
        return _("연임 불가")
    return _("%(n)d차 연임 가능") % {"n": ahead.renewal_no} if ahead.renewal_no else _("위촉 가능")


def history(asked: Asked) -> Document:
    """위촉 이력. Seat by seat who sat there, from when to when; and who led."""
    held = Membership.objects.filter(seat__body__in=asked.bodies, start__lte=asked.on)
    seated: dict[int, list[Membership]] = defaultdict(list)
    for each in held.select_related("seat", "person", "term").order_by("seat__number", "start"):
        seated[each.seat.body_id].append(each)
    led: dict[int, list[Office]] = defaultdict(list)
    offices = Office.objects.filter(body__in=asked.bodies, start__lte=asked.on)
    for office in offices.select_related("membership__person", "post").order_by("start", "id"):
        led[office.body_id].append(office)
    hands = by_post(asked)
    blocks: list[Block] = []
    for body in asked.bodies:
        named = [Heading(body.name, 2)] if len(asked.bodies) > 1 else []
        kept = [*posts_held(hands[body.pk]), *offices_held(led[body.pk])]
        blocks += [*named, appointments(seated[body.pk]), *kept]
    title = _("%(body)s 위촉 이력") % {"body": asked.bodies[0].name} if asked.bodies else _("위촉 이력")
    return paper(title, asked, blocks)


def by_post(asked: Asked) -> dict[int, list[list[Any]]]:
    """당연직: the hands a post went through while its seat stood; an official is named by the post alone."""
    rows: dict[int, list[list[Any]]] = defaultdict(list)
    seats = Seat.objects.filter(body__in=asked.bodies, opened_on__lte=asked.on).exclude(post=None)
    for seat in seats.select_related("post").prefetch_related("post__postings").order_by("number"):
        postings = seat.post.postings.all() if seat.post else []
        for each in sorted(postings, key=lambda posting: (posting.start, posting.pk)):
            if each.start <= asked.on and (each.end is None or each.end >= seat.opened_on):
                days = [printed(max(each.start, seat.opened_on)), printed(each.end)]
                rows[seat.body_id].append([seat.number, str(seat.post), *days, each.order_no or None])
    return rows


def posts_held(rows: list[list[Any]]) -> list[Block]:
    """당연직, by seat and day."""
    columns = [
        Column(_("자리"), 0.6, "right"), Column(_("직위"), 2.4, head=True), Column(_("맡은 날"), 1.5),
        Column(_("마지막 날"), 1.5), Column(_("발령 번호"), 2),
    ]  # fmt: skip
    return [Table(columns, rows, caption=_("당연직"))] if rows else []


def appointments(held: Iterable[Membership]) -> Block:
    """위촉, by seat and day."""
    rows = [
        [
            each.seat.number, who(each), affiliation(each), nth_term(each), printed(each.start),
            printed(each.last_day), nth(each), ended(each),
        ]
        for each in held
    ]  # fmt: skip
    columns = [
        Column(_("자리"), 0.6, "right"), Column(_("성명"), 1.2, head=True), Column(_("소속"), 2.4, "left"),
        Column(_("기수"), 0.8), Column(_("위촉일"), 1.3), Column(_("마지막 날"), 1.3), Column(_("연임"), 1),
        Column(_("비고"), 1.3),
    ]  # fmt: skip
    return Table(columns, rows, caption=_("위촉")) if rows else Paragraph(_("위촉한 적이 없습니다."))


def offices_held(offices: Iterable[Office]) -> list[Block]:
    """임원, by day; a member's office ends at the latest with the membership."""
    rows: list[list[Any]] = []
    for office in offices:
        membership = office.membership
        ends = [end for end in (office.end, membership.last_day if membership else None) if end]
        name = who(membership) if membership else office.name
        rows.append([office.label, name, printed(office.start), printed(min(ends, default=None))])
    columns = [
        Column(_("직"), 2), Column(_("성명"), 2, head=True), Column(_("맡은 날"), 1.5),
        Column(_("마지막 날"), 1.5),
    ]  # fmt: skip
    return [Table(columns, rows, caption=_("임원"))] if rows else []


def who(held: Membership) -> str:
    """The name agreed to; of somebody who has left the house none."""
    return held.public_name


def affiliation(held: Membership) -> str | None:
    """As it was told then, likewise."""
    return held.public_affiliation or None


def nth_term(held: Membership) -> str | None:
    """제4기."""
    return _("제%(n)d기") % {"n": held.term.number} if held.term else None


def nth(held: Membership) -> str:
    """The how-manieth renewal it was."""
    return _("%(n)d차 연임") % {"n": held.renewal_no} if held.renewal_no else _("신규")


def ended(held: Membership) -> str | None:
    """That a term broke off, and that somebody took up the rest of one; why is nobody's business."""
    said = [_("보궐") if held.predecessor_id else "", _("임기 중 종료") if held.ended_on else ""]
    return ", ".join(filter(None, said)) or None
