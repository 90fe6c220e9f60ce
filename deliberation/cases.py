"""Words as those who keep order see them: what was said against them, and what was done."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext_lazy as _

from deliberation.models import Appeal, Blanking, Block, Docket, HouseRule, Measure, Proposal, Report
from deliberation.models.about import Target, key_of
from deliberation.models.kept import words_of
from district.dates import moment
from realtime.models import Event

DEEDS = {
    "comment.posted": _("등록함"),
    "comment.edited": _("고침"),
    "comment.withdrawn": _("쓴 사람이 거둠"),
    "comment.reported": _("신고함"),
    "proposal.published": _("게시함"),
    "proposal.reported": _("신고함"),
    "proposal.hidden": _("가림"),
    "proposal.restored": _("되돌림"),
    "proposal.blanked": _("내용을 지움"),
    "docket.claimed": _("맡음"),
    "docket.released": _("내려놓음"),
    "docket.kept": _("그대로 두기로 함"),
    "comment.hidden": _("가림"),
    "comment.restored": _("되돌림"),
    "blanking.asked": _("지우기를 청함"),
    "blanking.dropped": _("지우지 않기로 함"),
    "comment.blanked": _("내용을 지움"),
    "appeal.made": _("이의 신청"),
    "appeal.upheld": _("이의를 받아들이지 않음"),
    "measure.requested": _("임시조치 신청"),
    "measure.refused": _("임시조치를 받아들이지 않음"),
    "measure.objected": _("임시조치에 이의"),
    "author.revealed": _("신원을 봄"),
}


def queued_row(docket: Docket) -> dict[str, Any]:
    """What waits, in a line of the queue."""
    return words_row(docket.target) | docket_row(docket)


def words_row(target: Target) -> dict[str, Any]:
    """The words and where they stand, whoever may read them in public."""
    return {
        **key_of(target),
        "url": target.get_absolute_url(),
        "thread": target.thread_id,
        **said_in(target),
        "state": target.state,
        "ground": target.hidden_ground or None,
        "hidden_at": moment(target.hidden_at),
    }


def said_in(target: Target) -> dict[str, Any]:
    """What was said, by whom and when; of a hidden proposal from where its words are kept."""
    if not isinstance(target, Proposal):
        return {
            "title": target.thread.title,
            "author": {"name": target.author_name, "badge": target.badge},
            "body": target.body,
            "posted_at": moment(target.posted_at),
        }
    words = words_of(target)
    tags = " ".join(f"#{tag}" for tag in words["tags"])
    more = (words["body"], words["place"], tags, words["transferred_to"], words["end_reason"])
    return {
        "title": words["title"],
        "author": {"name": target.author.masked_name, "badge": None},
        "body": "\n".join(filter(None, more)),
        "posted_at": moment(target.published_at),
    }


def words_in(target: Target) -> str:
    """All that a scorer looks at: of a comment its body, of a proposal its title, too."""
    said = said_in(target)
    return "\n".join([said["title"], said["body"]] if isinstance(target, Proposal) else [said["body"]])


def docket_row(docket: Docket) -> dict[str, Any]:
    """How it stands in the queue."""
    return {
        "docket": docket.pk,
        "opened_at": moment(docket.opened_at),
        "reported": docket.reported,
        "score": round(docket.score, 3),
        "claimed_by": docket.claimed_title,
        "claimed_at": moment(docket.claimed_at),
        "decision": docket.decision or None,
        "decided_at": moment(docket.decided_at),
    }


def case_row(target: Target) -> dict[str, Any]:
    """All of it: what the moderators decide on, and what they have decided."""
    return words_row(target) | {
        "reports": [report_row(each) for each in target.reports.select_related("rule")],
        "dockets": [docket_row(each) for each in target.dockets.with_holder().order_by("-id")],
        "blankings": [blanking_row(each) for each in target.blankings.select_related("rule")],
        "appeals": [appeal_row(each) for each in target.appeals.all()],
        "measures": [measure_row(each) for each in target.measures.all()],
        "trail": [trail_row(event) for event in trail_of(target)],
    }


def report_row(report: Report) -> dict[str, Any]:
    """What a resident said against it; not who."""
    return {"rule": report.rule.code, "words": report.words, "at": moment(report.at)}


def blanking_row(blanking: Blanking) -> dict[str, Any]:
    """Who asked and who confirmed is in the trail."""
    return {
        "comment": blanking.comment_id,
        "proposal": blanking.proposal_id,
        "rule": blanking.rule.code,
        "reason": blanking.reason,
        "asked_at": moment(blanking.asked_at),
        "confirmed_at": moment(blanking.confirmed_at),
        "dropped_at": moment(blanking.dropped_at),
    }


def appeal_row(appeal: Appeal) -> dict[str, Any]:
    """What the author objects, and what came of it."""
    return {
        "comment": appeal.comment_id,
        "proposal": appeal.proposal_id,
        "words": appeal.words,
        "at": moment(appeal.at),
        "outcome": appeal.outcome or None,
        "answer": appeal.answer,
        "decided_at": moment(appeal.decided_at),
    }


def measure_row(measure: Measure) -> dict[str, Any]:
    """What somebody asked for, what the author objects, and what came of it."""
    return {
        "comment": measure.comment_id,
        "proposal": measure.proposal_id,
        "words": measure.words,
        "at": moment(measure.at),
        "hidden_at": moment(measure.hidden_at),
        "until": moment(measure.until),
        "objection": measure.objection,
        "objected_at": moment(measure.objected_at),
        "outcome": measure.outcome or None,
        "answer": measure.answer,
        "decided_at": moment(measure.decided_at),
    }


def block_row(block: Block) -> dict[str, Any]:
    """Whose right to speak rests, by the name neighbours read."""
    return {
        "id": block.pk,
        "name": block.person.public_name,
        "rule": block.rule.code,
        "reason": block.reason,
        "since": moment(block.since),
        "until": moment(block.until),
        "lifted_at": moment(block.lifted_at),
    }


def rule_row(rule: HouseRule) -> dict[str, Any]:
    """A rule of the house as everybody may read it."""
    names = ("code", "label", "explanation", "may_be_reported", "may_be_blanked", "source")
    return {name: getattr(rule, name) for name in names} | {"valid_from": rule.valid_from.isoformat()}


def ground_row(target: Target) -> dict[str, Any]:
    """Why words are not shown, as everybody may know it."""
    rule = HouseRule.objects.filter(code=target.hidden_ground).first() if target.hidden_ground else None
    measure = target.measures.filter(decided_at=None).exclude(hidden_at=None).first()
    appeal = target.appeals.first()
    return {
        **key_of(target),
        "state": target.state,
        "ground": target.ground,
        "label": target.ground_label,
        "explanation": rule.explanation if rule else "",
        "source": rule.source if rule else "",
        "hidden_at": moment(target.hidden_at),
        "until": moment(measure.until) if measure else None,
        "appealed_at": moment(appeal.at) if appeal else None,
        "appeal_outcome": (appeal.outcome or None) if appeal else None,
    }


def trail_of(target: Target) -> list[Event]:
    """Every act that touched it, oldest first, in whatever room; agreeing with it is nobody's business."""
    kind = ContentType.objects.get_for_model(target)
    acts = Event.objects.filter(row_type=kind, row_id=str(target.pk), name__in=DEEDS)
    return list(acts.select_related("actor").order_by("at", "id"))


def trail_row(event: Event) -> dict[str, Any]:
    """One act; a resident's name is shown as neighbours read it."""
    return {
        "name": event.name,
        "at": moment(event.at),
        "office": event.office,
        "ground": event.facts.get("ground"),
    }
