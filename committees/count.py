"""의사정족수. How many are there of those it takes, at one meeting, now."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from committees.models import Meeting
from committees.quorum import needed
from committees.roster import Member, roster
from district.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Quorum:
    """재적, 출석, 의사정족수, 의결정족수; nothing of it where a meeting was copied from a printed page."""

    sitting: int = 0
    present: int = 0
    needed: int = 0
    carries: int = 0
    counted: bool = False

    @property
    def met(self) -> bool:
        """Whether enough are there to begin."""
        return self.counted and self.present >= self.needed

    @property
    def sentence(self) -> str:
        """재적 10 · 출석 6 · 의사정족수 6 충족."""
        if not self.counted:
            return ""
        facts = {"sitting": self.sitting, "present": self.present, "needed": self.needed}
        if self.met:
            return _("재적 %(sitting)d · 출석 %(present)d · 의사정족수 %(needed)d 충족") % facts
        facts["missing"] = self.needed - self.present
        told = _("재적 %(sitting)d · 출석 %(present)d · 의사정족수 %(needed)d · %(missing)d명 모자람")
        return told % facts

    def check_met(self) -> None:
        """Refuse to begin, to go on or to decide without enough members."""
        if not self.met:
            missing = self.needed - self.present
            sentence = _("의사정족수에 %(missing)d명이 모자랍니다.") % {"missing": missing}
            raise Refusal("no_quorum", sentence, 409)


def quorum_of(meeting: Meeting, members: list[Member] | None = None) -> Quorum:
    """Counted from those who sit on the day and are there; as many queries for ten as for three hundred."""
    if meeting.source:
        return Quorum()
    members = roster(meeting.bodies.all(), meeting.day) if members is None else members
    there = set(meeting.attendances.filter(left_at=None).values_list("person", flat=True))
    present = sum(member.person_id in there for member in members)
    rule = meeting.rule
    return Quorum(
        sitting=len(members),
        present=present,
        needed=needed(rule.quorum, len(members)),
        carries=needed(rule.majority, present),
        counted=True,
    )
