"""How a meeting and what was decided look to the public: the one shape for API, snapshot and frames."""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType

from committees.count import quorum_of
from committees.floor_rows import floor_of, observer_row, recusals_of
from committees.models import AgendaItem, Attendance, Meeting, Order, Remark, Resolution, Vote
from committees.roster import Member, member_at, roster
from committees.vote_rows import count_row, votes_of
from district.dates import moment
from papers.models import Attachment

NEWEST = 100
INSIDE = ("items", "resolutions", "turns", "gists", "motions", "recusals", "votes")


def meeting_row(meeting: Meeting) -> dict[str, Any]:
    """What stands above the agenda."""
    held, convener = meeting.round, meeting.round.convener
    floor = on_floor(meeting)
    return {
        "id": meeting.pk,
        "title": meeting.title,
        "body": {"id": convener.pk, "name": convener.called, "slug": convener.slug},
        "round": {
            "kind": held.kind,
            "kind_label": held.get_kind_display(),
            "year": held.year,
            "ordinal": held.ordinal,
        },
        "state": meeting.state,
        "state_label": meeting.get_state_display(),
        "starts_at": moment(meeting.starts_at),
        "printed_when": meeting.printed_when,
        "called_at": moment(meeting.called_at),
        "adjourned_at": moment(meeting.adjourned_at),
        "place": meeting.place,
        "mode": meeting.mode,
        "closes_at": moment(meeting.closes_at),
        "written_reason": meeting.written_reason,
        "acting_chair": acting_name(meeting),
        "item": floor.pk if floor else None,
        "closed": floor is not None and floor.disclosure == AgendaItem.Disclosure.CLOSED,
        "url": meeting.address,
        "edition": meeting.edition,
    }


def acting_name(meeting: Meeting) -> str:
    """Who leads in the chair's stead, by the name at the seat; only a meeting that is not over is asked."""
    if meeting.acting_chair_id is None or meeting.is_over:
        return ""
    member = member_at(meeting.bodies.all(), meeting.acting_chair, meeting.day)
    return member.name if member else ""


def on_floor(meeting: Meeting) -> AgendaItem | None:
    """What the members are dealing with now; only a meeting that sits is asked."""
    if meeting.state not in Meeting.RUNNING:
        return None
    return next((item for item in meeting.items.all() if item.state == AgendaItem.State.ON_FLOOR), None)


def item_rows(items: Iterable[AgendaItem], *, inside: bool = False) -> list[dict[str, Any]]:
    """Items with their papers, in as many queries for one as for thirty."""
    items = list(items)
    papers = Attachment.objects.filter(
        owner_type=ContentType.objects.get_for_model(AgendaItem),
        owner_id__in=[str(item.pk) for item in items],
        discarded=False,
    ).order_by("created_at", "pk")
    resolved = Resolution.objects.filter(item__in=items).values_list("item", "pk")
    by_item: dict[str, list[Attachment]] = {}
    for paper in papers if inside else papers.public():
        by_item.setdefault(paper.owner_id, []).append(paper)
    numbers = dict(resolved)
    draw = _inside_row if inside else _public_row
    return [draw(item, by_item.get(str(item.pk), []), numbers.get(item.pk)) for item in items]


def item_row(item: AgendaItem) -> dict[str, Any]:
    """One item as everybody may see it."""
    return item_rows([item])[0]


def _public_row(item: AgendaItem, papers: list[Attachment], resolution: int | None) -> dict[str, Any]:
    """Of a closed item its number alone; of a partly open one its title, too."""
    source = {"label": item.source_label, "url": item.source_url}
    partly = item.disclosure == AgendaItem.Disclosure.PARTIAL and item.withdrawn_at is None
    return {
        "id": item.pk,
        "order": item.order,
        "label": item.label,
        "kind": item.kind,
        "kind_label": item.get_kind_display(),
        "resolvable": item.is_resolvable,
        "title": item.shown_title,
        "text": item.text if item.is_open else "",
        "disclosure": item.disclosure,
        "disclosure_label": item.get_disclosure_display(),
        "ground": item.closed_ground if partly else "",
        "state": item.state,
        "withdrawn": item.withdrawn_at is not None,
        "taken_up_at": moment(item.taken_up_at),
        "finished_at": moment(item.finished_at),
        "list_closed": item.list_closed_at is not None,
        "papers": [paper_row(paper) for paper in papers] if item.is_open else [],
        "resolution": resolution,
        "source": source if item.is_open and item.source_label else None,
    }


def _inside_row(item: AgendaItem, papers: list[Attachment], resolution: int | None) -> dict[str, Any]:
    """The same for those whose business it is: nothing kept back."""
    source = {"label": item.source_label, "url": item.source_url} if item.source_label else None
    return {
        **_public_row(item, [], resolution),
        "title": item.title,
        "text": item.text,
        "ground": item.closed_ground,
        "papers": [paper_row(paper) for paper in papers],
        "source": source,
    }


def paper_row(paper: Attachment) -> dict[str, Any]:
    """A paper that may be fetched."""
    return {"name": paper.name, "url": paper.url, "kind": paper.kind, "size": paper.size}


def attendance_rows(
    meeting: Meeting, attendances: Iterable[Attendance], members: list[Member] | None = None
) -> list[dict[str, Any]]:
    """Who is there, by the name the public knows them by; one reading of the roster for all."""
    members = roster(meeting.bodies.all(), meeting.day) if members is None else members
    known = {member.person_id: member for member in members}
    return [_attendance_row(each, known.get(each.person_id)) for each in attendances]


def attendance_row(attendance: Attendance) -> dict[str, Any]:
    """One of them."""
    return attendance_rows(attendance.meeting, [attendance])[0]


def _attendance_row(attendance: Attendance, member: Member | None) -> dict[str, Any]:
    return {
        "id": attendance.pk,
        "seat": attendance.seat_id,
        "name": member.name if member else "",
        "badge": " · ".join(member.offices) if member else "",
        "mode": attendance.mode,
        "mode_label": attendance.get_mode_display(),
        "present": attendance.left_at is None,
        "arrived_at": moment(attendance.arrived_at),
        "left_at": moment(attendance.left_at),
    }


def resolution_row(resolution: Resolution, *, inside: bool = False) -> dict[str, Any]:
    """What was decided; the words of a closed item's resolution stay inside."""
    item = resolution.item
    told = inside or item.is_open
    return {
        "id": resolution.pk,
        "label": resolution.label,
        "meeting": item.meeting_id,
        "item": item.pk,
        "item_label": item.label,
        "title": item.title if told else item.shown_title,
        "text": resolution.text if told else "",
        "form": resolution.form,
        "form_label": resolution.get_form_display(),
        "method": resolution.method,
        "method_label": resolution.get_method_display() or "",
        # How a closed item was argued is as closed as its words: the public learns that it ended, and how.
        "yes": resolution.yes if told else None,
        "no": resolution.no if told else None,
        "abstain": resolution.abstain if told else None,
        "sitting": resolution.sitting,
        "present": resolution.present,
        "needed": resolution.needed,
        "decided_at": moment(resolution.decided_at),
        "line": resolution.line if told else "",
        "orders": [order_row(order, told=told) for order in resolution.orders.all()],
    }


def order_row(order: Order, *, told: bool = True) -> dict[str, Any]:
    """Who was asked to do what, by when; under a closed item only that somebody was."""
    return {
        "id": order.pk,
        "what": order.what if told else "",
        "department": order.department.name,
        "due": order.due.isoformat() if order.due else None,
        "state": order.state,
        "state_label": order.get_state_display(),
        "report": order.report if told else "",
        "reported_at": moment(order.reported_at),
        "url": order.url if told else "",
    }


def quorum_row(meeting: Meeting, members: list[Member] | None = None) -> dict[str, Any]:
    """The running numbers: who sits, who is there, and whether that is enough."""
    quorum = quorum_of(meeting, members)
    return {
        "sitting": quorum.sitting,
        "present": quorum.present,
        "needed": quorum.needed,
        "met": quorum.met,
        "carries": quorum.carries,
        "recused": quorum.recused,
        "sentence": quorum.sentence,
    }


def tally_of(meeting: Meeting, members: list[Member] | None = None) -> dict[str, Any]:
    """The quorum of the item on the floor, and how far each running vote is."""
    running = Vote.objects.running().filter(item__meeting=meeting).select_related("item").order_by("id")
    return {**quorum_row(meeting, members), "votes": [count_row(vote) for vote in running]}


def remark_row(remark: Remark) -> dict[str, Any]:
    """A member's word on an item, for the members."""
    return {
        "id": remark.pk,
        "item": remark.item_id,
        "author": {"name": remark.name, "badge": remark.badge or None},
        "body": remark.body,
        "at": moment(remark.at),
    }


def snapshot_of(meeting: Meeting, members: list[Member] | None = None) -> dict[str, Any]:
    """The whole meeting as everybody may see it."""
    members = roster(meeting.bodies.all(), meeting.day) if members is None else members
    resolutions = Resolution.objects.visible_to(None).filter(item__meeting=meeting).order_by("id")
    return {
        "meeting": meeting_row(meeting),
        "items": item_rows(meeting.items.standing()),
        "attendances": attendance_rows(meeting, meeting.attendances.order_by("id"), members),
        "resolutions": [resolution_row(each) for each in resolutions],
        **floor_of(meeting),
        "votes": votes_of(meeting),
        "observers": [observer_row(each) for each in meeting.observers.all()],
        "tally": tally_of(meeting, members),
    }


def inside_of(meeting: Meeting) -> dict[str, Any]:
    """What the public does not see of it: the words and papers of items that are not open."""
    items = list(meeting.items.standing().exclude(disclosure=AgendaItem.Disclosure.OPEN))
    if not items:
        nothing: dict[str, Any] = {name: [] for name in INSIDE}
        return nothing | {"recusals": recusals_of(meeting, inside=True)}
    resolutions = Resolution.objects.visible_to(None).filter(item__in=items).order_by("id")
    return {
        "items": item_rows(items, inside=True),
        "resolutions": [resolution_row(each, inside=True) for each in resolutions],
        **floor_of(meeting, inside=True),
        "votes": votes_of(meeting, inside=True),
    }


def remarks_of(meeting: Meeting) -> list[dict[str, Any]]:
    """The newest hundred remarks, oldest first, for whoever was let in by `rights.enter`."""
    newest = Remark.objects.filter(item__meeting=meeting).order_by("-id")[:NEWEST]
    return [remark_row(remark) for remark in reversed(newest)]
