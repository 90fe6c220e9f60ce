"""회의록: what was on the agenda, what was said about it, how it was put, and what was decided."""

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count
from django.utils.translation import gettext as _

from committees.documents.minutes_lines import Line, about, head, line, named
from committees.follow_up import PAST_ORDERS, line_of, past_orders
from committees.models import AgendaItem, Candidate, Gist, Meeting, Motion, Order, Receipt, Resolution, Vote
from committees.vote_rows import vote_rows
from district.dates import official
from papers.models import Attachment

SIDES = {"yes": "찬성", "no": "반대", "abstain": "기권", "": "불참"}


def agenda_of(items: list[AgendaItem]) -> list[Line]:
    """Each item with its kind, how open it is, where it came from, and its papers."""
    papers: dict[str, list[str]] = {}
    kind = ContentType.objects.get_for_model(AgendaItem)
    laid = Attachment.objects.filter(owner_type=kind, owner_id__in=[str(item.pk) for item in items])
    for paper in laid.filter(discarded=False).order_by("created_at", "pk"):
        papers.setdefault(paper.owner_id, []).append(paper.name)
    return [
        about(item, _laid(item, papers.get(str(item.pk), [])), above=f"{named(item)}: ") for item in items
    ]


def _laid(item: AgendaItem, papers: list[str]) -> str:
    parts = [f"{item.label} {item.title}", str(item.get_disclosure_display())]
    if item.source_label:
        parts.append(_("온 곳: %(source)s") % {"source": item.source_label})
    if papers:
        parts.append(_("자료: %(papers)s") % {"papers": ", ".join(papers)})
    if item.taken_up_at is None and not item.meeting.is_written:
        parts.append(_("상정하지 않음"))
    return " · ".join(parts)


def under_items(items: list[AgendaItem], tell: Callable[[AgendaItem], list[Line]]) -> list[Line]:
    """What is to be told of each, under its name; of which nothing is told stands nowhere."""
    lines: list[Line] = []
    for item in items:
        told = tell(item)
        lines += [head(item), *told] if told else []
    return lines


def gist_of(items: list[AgendaItem]) -> list[Line]:
    """발언 요지, as the secretary typed it; members' own written remarks stay among the members."""
    by_item: dict[int, list[Gist]] = {}
    for gist in Gist.objects.filter(item__in=items).order_by("id"):
        by_item.setdefault(gist.item_id, []).append(gist)
    return under_items(items, lambda item: [_spoken(item, gist) for gist in by_item.get(item.pk, [])])


def _spoken(item: AgendaItem, gist: Gist) -> Line:
    who = " ".join(filter(None, [gist.name, gist.badge]))
    return about(item, f"{who}: {gist.words}" if who else gist.words, gist=gist.pk)


def decisions_of(meeting: Meeting, items: list[AgendaItem]) -> list[Line]:
    """Resolutions with number, form and words, and what they ask of whom by when."""
    made = Resolution.objects.visible_to(None).filter(item__in=items)
    by_item = {each.item_id: each for each in made}
    elected = _chosen(items)

    def tell(item: AgendaItem) -> list[Line]:
        resolution = by_item.get(item.pk)
        told = [*elected.get(item.pk, []), *(_resolved(resolution) if resolution else [])]
        left = item.is_resolvable and item.taken_up_at is not None
        return [about(item, words) for words in told or ([_("의결하지 않음")] if left else [])]

    lines = under_items(items, tell)
    if not lines and meeting.is_over and items:
        lines = [line(_("의결한 안건 없음"))]
    return [*lines, *_followed_up(meeting)] if lines else []


def _chosen(items: list[AgendaItem]) -> dict[int, list[str]]:
    """선출: whom an election chose, and for what."""
    names: dict[tuple[int, str], list[str]] = {}
    chosen = Candidate.objects.filter(vote__item__in=items, vote__state=Vote.State.CLOSED, elected=True)
    for each in chosen.select_related("vote").order_by("vote_id", "-votes", "order"):
        names.setdefault((each.vote.item_id, each.vote.subject), []).append(each.name)
    found: dict[int, list[str]] = {}
    for (item, subject), who in names.items():
        words = _("선출: %(names)s (%(subject)s)") % {"names": ", ".join(who), "subject": subject}
        found.setdefault(item, []).append(words)
    return found


def _followed_up(meeting: Meeting) -> Iterator[Line]:
    """지난 의결사항 처리결과, as the meeting knew it: what was reported after it is the next one's."""
    orders = past_orders(meeting)
    if orders:
        yield {**line(str(PAST_ORDERS)), "head": True}
    for order in orders:
        if order.reported_at and meeting.adjourned_at and order.reported_at > meeting.adjourned_at:
            order.state, order.report, order.reported_at = Order.State.OPEN, "", None
        yield line(line_of(order))


def _resolved(resolution: Resolution) -> Iterator[str]:
    yield f"{resolution.label} {resolution.get_form_display()}: {resolution.text}"
    for order in resolution.orders.all():
        facts = {"what": order.what, "department": order.department.name}
        words = _("처리할 일: %(what)s (%(department)s)") % facts
        if order.due:
            facts["due"] = official(order.due)
            words = _("처리할 일: %(what)s (%(department)s, %(due)s까지)") % facts
        yield words


def votes_of(meeting: Meeting, items: list[AgendaItem]) -> list[Line]:
    """Motions and how each was put: by which method and rule, how many, and where names were called who."""
    motions: dict[int, list[Motion]] = {}
    for motion in Motion.objects.filter(item__in=items).prefetch_related("seconds").order_by("number"):
        motions.setdefault(motion.item_id, []).append(motion)
    votes: dict[int, list[dict[str, Any]]] = {}
    for row in vote_rows(Vote.objects.filter(item__in=items).order_by("id"), inside=True):
        votes.setdefault(row["item"], []).append(row)
    counted = Receipt.objects.filter(vote__item__in=items).values_list("vote").annotate(n=Count("pk"))
    receipts = dict(counted)
    unvoted = Resolution.objects.filter(item__in=items, vote=None).exclude(method=None)
    by_hand = {each.item_id: each for each in unvoted}

    def tell(item: AgendaItem) -> list[Line]:
        moved = [_moved(motion) for motion in motions.get(item.pk, [])]
        put = [words for row in votes.get(item.pk, []) for words in _put(row, receipts.get(row["id"], 0))]
        if item.pk in by_hand:
            put.append(_by_hand(by_hand[item.pk]))
        return [about(item, words) for words in (*moved, *put)]

    lines = under_items(items, tell)
    return lines or ([line(_("표결한 안건 없음"))] if meeting.is_over and items else [])


def _moved(motion: Motion) -> str:
    """동의 1: who moved and seconded which words, and what became of it."""
    seconds = ", ".join(each.name for each in motion.seconds.all())
    hands = [_("제출 %(name)s") % {"name": motion.name}]
    if seconds:
        hands.append(_("재청 %(names)s") % {"names": seconds})
    return f"{motion.label} ({', '.join(hands)}): {motion.text} → {motion.get_state_display()}"


def _put(row: dict[str, Any], receipts: int) -> Iterator[str]:
    facts = {"n": row["number"], "method": row["method_label"], "subject": row["subject"]}
    asked = _("표결 %(n)d (%(method)s) %(subject)s") % facts
    if row["state"] == Vote.State.OPEN:
        yield f"{asked}: {row['state_label']}"
        return
    if row["state"] == Vote.State.VOID:
        yield f"{asked}: " + _("무효 (%(reason)s)") % {"reason": row["void_reason"]}
        return
    yield f"{asked}\n{row['line'] or row['result_label']}"
    yield from _elected(row)
    yield from _roll(row)
    if row["method"] == Vote.Method.SECRET:
        cast = {"cast": row["cast"], "receipts": receipts}
        yield _("무기명 투표 %(cast)d명, 투표 확인 번호의 지문 %(receipts)d개를 공개함") % cast


def _elected(row: dict[str, Any]) -> Iterator[str]:
    """기호 1 강하윤 12표 당선."""
    told = [
        " ".join(filter(None, [_("기호 %(n)d %(name)s %(votes)s표") % {
            "n": each["order"], "name": each["name"], "votes": each["votes"] or 0,
        }, _("당선") if each["elected"] else ""]))
        for each in row["candidates"]
    ]  # fmt: skip
    if told:
        yield ", ".join(told)


def _roll(row: dict[str, Any]) -> Iterator[str]:
    """Who answered how, side by side, and who did not."""
    for choice, side in SIDES.items():
        names = [each["name"] for each in row["roll"] if each["choice"] == choice]
        if names:
            yield _("%(side)s %(n)d명: %(names)s") % {
                "side": side,
                "n": len(names),
                "names": ", ".join(names),
            }


def _by_hand(resolution: Resolution) -> str:
    """A resolution that was written down without a vote of its own."""
    return f"{resolution.get_method_display()}: {resolution.line}"
