"""How a referral looks: to the public one shape for API, snapshot and frames; inside, with its drafts."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType

from district.dates import day, moment
from district.models import Person
from papers.models import Attachment
from referrals import rights
from referrals.actions.asking import again_until
from referrals.clocks import Calendar, calendar_of
from referrals.models import Pause, Progress, Referral, Reply
from referrals.offices import Offices
from referrals.timeline import office_now, timeline


def referral_row(referral: Referral) -> dict[str, Any]:
    """Where it stands, as everybody may know it."""
    return referral_rows([referral])[0]


def referral_rows(referrals: Iterable[Referral]) -> list[dict[str, Any]]:
    """Several of them, with the papers and the calendar of all read once."""
    referrals = list(referrals)
    if not referrals:
        return []
    papers = papers_of([each.reply for each in referrals if each.reply is not None])
    works = calendar_of(day(each.asked_at) for each in referrals)
    return [_row(each, papers, works) for each in referrals]


def _row(referral: Referral, papers: dict[str, list[Attachment]], works: Calendar) -> dict[str, Any]:
    reply = referral.reply
    return {
        "id": str(referral.key),
        "kind": referral.kind,
        "level": referral.level,
        "level_label": referral.get_level_display(),
        "label": referral.label,
        "title": referral.title,
        "url": referral.url,
        "department": {"id": referral.department_id, "name": referral.department.name},
        "holder_office": office_now(referral) if referral.is_standing else "",
        "state": referral.state.value,
        "state_label": str(referral.state.label),
        "asked_at": moment(referral.asked_at),
        "due": _iso(referral.due(works=works)),
        "paused": referral.pause.kind if referral.is_standing and referral.pause else None,
        "answered_at": moment(referral.answered_at),
        "ended_at": moment(referral.ended_at),
        "ended_ground": referral.ended_ground,
        "outcome": _choice(reply.outcome) if reply else None,
        "ground": _choice(reply.ground) if reply else None,
        "reason": reply.reason if reply else "",
        "planned_on": _iso(planned_on(referral)),
        "reply": reply_row(reply, papers.get(str(reply.pk), [])) if reply else None,
        "again_of": str(referral.again_of.key) if referral.again_of else None,
        "again": str(referral.again.key) if hasattr(referral, "again") else None,
        "again_until": _iso(again_until(referral, works)),
        "timeline": [leg.row() for leg in timeline(referral, works)],
        "progress": [progress_row(step) for step in referral.progress.all()],
    }


def planned_on(referral: Referral) -> date | None:
    """The day that holds: the one last told."""
    moved = [step.planned_on for step in referral.progress.all() if step.kind == Progress.Kind.DELAYED]
    return moved[-1] if moved else referral.reply.planned_on if referral.reply else None


def papers_of(replies: list[Reply]) -> dict[str, list[Attachment]]:
    """The papers that lie with these answers."""
    if not replies:
        return {}
    laid = Attachment.objects.filter(
        owner_type=ContentType.objects.get_for_model(Reply),
        owner_id__in=[str(reply.pk) for reply in replies],
        discarded=False,
    ).order_by("created_at", "pk")
    found: dict[str, list[Attachment]] = {}
    for paper in laid:
        found.setdefault(paper.owner_id, []).append(paper)
    return found


def reply_row(reply: Reply, papers: list[Attachment]) -> dict[str, Any]:
    """What the district answers."""
    return {
        "words": reply.words,
        "video_url": reply.video_url,
        "documents": [paper_row(paper) for paper in papers],
        "office": reply.office_label,
        "published_at": moment(reply.published_at),
    }


def paper_row(paper: Attachment) -> dict[str, Any]:
    """A paper that may be fetched."""
    return {"name": paper.name, "url": paper.url, "kind": paper.kind, "size": paper.size}


def progress_row(step: Progress) -> dict[str, Any]:
    """One step on the way from the promise to the deed."""
    return {
        "kind": step.kind,
        "label": step.get_kind_display(),
        "on": step.on.isoformat(),
        "planned_on": _iso(step.planned_on),
        "words": step.words,
        "at": moment(step.at),
    }


def inside_row(referral: Referral, person: Person, at: datetime) -> dict[str, Any]:
    """The file, for those whose work it is: what was asked, every draft with its hands and their notes."""
    replies = list(referral.replies.all())
    papers = papers_of(replies)
    return {
        "referral": inbox_rows([referral], at)[0],
        "words": referral.words,
        "versions": [version_row(reply, papers.get(str(reply.pk), [])) for reply in replies],
        "supplements": [supplement_row(pause) for pause in supplements_of(referral)],
        "handovers": [
            {
                "from": moved.from_department.name,
                "to": moved.to_department.name,
                "reason": moved.reason,
                "at": moment(moved.at),
            }
            for moved in referral.handovers.all()
        ],
        "rights": sorted(acts_of(referral, person, at)),
    }


def version_row(reply: Reply, papers: list[Attachment]) -> dict[str, Any]:
    """One version, whether it was published or not."""
    return {
        **reply_row(reply, papers),
        "version": reply.version,
        "outcome": _choice(reply.outcome),
        "ground": _choice(reply.ground),
        "reason": reply.reason,
        "planned_on": _iso(reply.planned_on),
        "written_at": moment(reply.written_at),
        "submitted_at": moment(reply.submitted_at),
        "returned_at": moment(reply.returned_at),
        "recalled": reply.was_recalled,
        "steps": [
            {
                "role": step.role,
                "label": step.get_role_display(),
                "office": step.office,
                "verdict": step.verdict,
                "decided_at": moment(step.decided_at),
                "note": step.note,
            }
            for step in reply.steps.all()
        ],
    }


def supplements_of(referral: Referral) -> list[Pause]:
    """What was asked of the proposer and has come, with its papers."""
    came = [pause for pause in referral.pauses.all() if pause.words]
    for pause in came:
        pause.papers = list(Attachment.objects.of(pause))
    return came


def supplement_row(pause: Pause) -> dict[str, Any]:
    """What was asked, and what came."""
    return {
        "asked": pause.reason,
        "words": pause.words,
        "at": moment(pause.ended_at),
        "documents": [paper_row(paper) for paper in pause.papers],
    }


def inbox_rows(referrals: Iterable[Referral], at: datetime) -> list[dict[str, Any]]:
    """The same rows for the desk: who holds it, the days that are left, and the empty office it waits for."""
    referrals, today = list(referrals), day(at)
    works = calendar_of([today, *(day(each.asked_at) for each in referrals)])
    offices = Offices(today)
    return [
        row
        | {
            "holder": each.holder.public_name if each.holder else "",
            "days_left": each.days_left(today, works),
            "vacant": offices.vacant(each),
        }
        for each, row in zip(referrals, referral_rows(referrals), strict=True)
    ]


def acts_of(referral: Referral, person: Person, at: datetime) -> set[str]:
    """What this person may do with it now; the action decides once more."""
    if referral.ended_at is not None:
        return set()
    works = rights.may_work(referral, person, at)
    if referral.answered_at is not None:
        over = any(step.kind == Progress.Kind.FINISHED for step in referral.progress.all())
        return {"progress"} if works and not over else set()
    draft = referral.draft
    if draft is not None and draft.submitted_at is not None:
        return _in_approval(referral, draft, person, at)
    acts = {"reroute"} if rights.may_reroute(referral, person, at) else set()
    if works:
        acts.add("resume" if referral.pause else "pause")
    if rights.may_draft(referral, person, at):
        acts |= _writing(referral, person, at)
    elif works and referral.holder_id is not None:
        acts.add("release")
    return acts


def _in_approval(referral: Referral, draft: Reply, person: Person, at: datetime) -> set[str]:
    acts = {"approve", "return"} if rights.may_approve(draft, person, at) else set()
    if rights.may_recall(referral, person, at):
        acts.add("recall")
    if rights.may_reroute(referral, person, at) and Offices(day(at)).vacant_step(referral):
        acts.add("reroute")
    return acts


def _writing(referral: Referral, person: Person, at: datetime) -> set[str]:
    if rights.is_held_by_other(referral, person, at):
        return set()
    acts = {"reply"} | ({"release"} if referral.holder is not None else {"claim"})
    return acts | ({"submit"} if referral.draft and referral.pause is None else set())


def _choice(row: Any) -> dict[str, str] | None:
    return {"code": row.code, "label": row.label} if row else None


def _iso(on: date | None) -> str | None:
    return on.isoformat() if on else None
