"""의사정족수. How many are there of those it takes, at one meeting, now."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from committees.models import AgendaItem, Meeting, Recusal
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
    recused: int = 0
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
            told = _("재적 %(sitting)d · 출석 %(present)d · 의사정족수 %(needed)d 충족") % facts
        else:
            facts["missing"] = self.needed - self.present
            told = _("재적 %(sitting)d · 출석 %(present)d · 의사정족수 %(needed)d · %(missing)d명 모자람")
            told %= facts
        recused = _("제척·기피·회피 %(recused)d") % {"recused": self.recused} if self.recused else ""
        return " · ".join(filter(None, [told, recused]))

    def check_met(self) -> None:
        """Refuse to begin, to go on or to decide without enough members."""
        if not self.met:
            missing = self.needed - self.present
            sentence = _("의사정족수에 %(missing)d명이 모자랍니다.") % {"missing": missing}
            raise Refusal("no_quorum", sentence, 409)


def quorum_of(
    meeting: Meeting, members: list[Member] | None = None, item: AgendaItem | None = None
) -> Quorum:
    """For the item on the floor, or for another: as many queries for ten members as for three hundred."""
    if meeting.source:
        return Quorum()
    members = roster(meeting.bodies.all(), meeting.day) if members is None else members
    rule, out = meeting.rule, recused_from(meeting, item) & {member.person_id for member in members}
    # 제척·기피·회피: whether they count in what they keep out of is for the body's rule to say.
    asked = [member.person_id for member in members if rule.recusals_counted or member.person_id not in out]
    there = set(asked) if meeting.is_written else _present(meeting)
    present = sum(person in there for person in asked)
    return Quorum(
        sitting=len(asked),
        present=present,
        needed=needed(rule.quorum, len(asked)),
        carries=needed(rule.majority, present),
        recused=len(out),
        counted=True,
    )


def _present(meeting: Meeting) -> set[int]:
    return set(meeting.attendances.filter(left_at=None).values_list("person", flat=True))


def recused_from(meeting: Meeting, item: AgendaItem | None = None) -> set[int]:
    """Who keeps out of this item, or of the one on the floor; of a meeting that does not sit nobody."""
    out = Recusal.objects.in_force()
    if item is not None:
        out = out.filter(item=item)
    elif meeting.state in Meeting.RUNNING:
        out = out.filter(item__meeting=meeting, item__state=AgendaItem.State.ON_FLOOR)
    else:
        return set()
    return set(out.values_list("person", flat=True))
