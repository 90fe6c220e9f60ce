"""활동. What one person has done in meetings, for them alone; of a secret vote only that they voted."""

from typing import Any

from django.db.models import Q

from committees.models import (
    Attendance,
    Ballot,
    Correction,
    Envelope,
    Motion,
    Recusal,
    Remark,
    Second,
    Signature,
    SpeakingTurn,
)
from district.dates import moment
from district.models import Person


def deeds_of(person: Person) -> dict[str, list[dict[str, Any]]]:
    """All of it, noun by noun, with the meeting and the item in which it was done."""
    return {
        "attendances": [
            _attendance(each) for each in Attendance.objects.filter(person=person).order_by("pk")
        ],
        "remarks": [_at(each, each.at, body=each.body) for each in _on_items(Remark).filter(author=person)],
        "speaking_turns": [
            _at(each, each.asked_at, kind=each.kind, state=each.state)
            for each in _on_items(SpeakingTurn).filter(person=person)
        ],
        "motions": [
            _at(each, each.moved_at, label=each.label, text=each.text, state=each.state)
            for each in _on_items(Motion).filter(mover=person)
        ],
        "seconds": [
            _at(each.motion, each.at, label=each.motion.label)
            for each in Second.objects.filter(person=person).select_related("motion__item").order_by("pk")
        ],
        "recusals": [
            _at(each, each.asked_at, kind=each.kind, name=each.name, reason=each.reason, state=each.state)
            for each in _on_items(Recusal).filter(Q(person=person) | Q(asked_by=person))
        ],
        "ballots": [_ballot(each) for each in _cast(Ballot).filter(elector__person=person).order_by("pk")],
        # By the number of the vote: the row itself has no order that could say when.
        "secret_votes": [
            {"vote": each.vote_id, "meeting": each.vote.item.meeting_id, "item": each.vote.item_id}
            for each in _cast(Envelope).filter(voter=person).order_by("vote")
        ],
        "corrections": [_correction(each) for each in _corrections(person)],
        "signatures": [
            {"meeting": each.text.minutes.meeting_id, "office": each.label, "sha256": each.sha256}
            | {"at": moment(each.at), "voided_at": moment(each.voided_at)}
            for each in Signature.objects.filter(person=person).select_related("text__minutes").order_by("pk")
        ],
    }


def _on_items(model: Any) -> Any:
    return model.objects.select_related("item").order_by("pk")


def _cast(model: Any) -> Any:
    return model.objects.select_related("vote__item")


def _corrections(person: Person) -> Any:
    return Correction.objects.filter(asked_by=person).select_related("minutes").order_by("pk")


def _at(row: Any, at: Any, **facts: Any) -> dict[str, Any]:
    return {"meeting": row.item.meeting_id, "item": row.item_id, **facts, "at": moment(at)}


def _attendance(each: Attendance) -> dict[str, Any]:
    times = {"arrived_at": moment(each.arrived_at), "left_at": moment(each.left_at)}
    return {"meeting": each.meeting_id, "mode": each.mode, **times}


def _ballot(each: Ballot) -> dict[str, Any]:
    facts = {"vote": each.vote_id, "choice": each.choice, "way": each.way}
    return _at(each.vote, each.changed_at or each.cast_at, **facts)


def _correction(each: Correction) -> dict[str, Any]:
    facts = {"field": each.field, "was": each.was, "words": each.words, "reason": each.reason}
    told = {"state": each.state, "answer": each.answer, "at": moment(each.at)}
    return {"meeting": each.minutes.meeting_id, **facts, **told}
