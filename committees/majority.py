"""의결정족수의 셈. What was needed, what came of it, and the sentence that shows how; no look at a table."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from committees.models import BodyRule, Vote
from committees.quorum import Base, needed

Result, Tie = Vote.Result, BodyRule.Tie
RUN_OFF_FOR_EACH = 2
"""How many go on to a run-off for each seat that is left."""


@dataclass(frozen=True, slots=True)
class Count:
    """찬성, 반대, 기권; of an election how many named each candidate, by the candidate's number."""

    yes: int = 0
    no: int = 0
    abstain: int = 0
    votes: Mapping[int, int] = field(default_factory=dict)
    cast: int = 0


@dataclass(frozen=True, slots=True)
class Choice:
    """Whom an election has chosen, most votes first, and how many seats it has left empty."""

    elected: tuple[int, ...]
    left: int


def needed_for(share: str, base: str, *, voting: int, present: int, sitting: int) -> int:
    """How many yes it takes: of those there, of those who took a side, or of all who sit."""
    return needed(share, {Base.PRESENT: present, Base.VOTING: voting, Base.ROSTER: sitting}[Base(base)])


def is_tie(yes: int, no: int, wanted: int) -> bool:
    """가부동수: as many on either side, and not enough; where nobody was for it, nothing is to be broken."""
    return yes == no and 0 < yes < wanted


def outcome(yes: int, no: int, wanted: int, *, tie: str = Tie.FAILS, casting: str = "") -> str:
    """가결 or 부결; a tie is no majority, unless the rules let the chair decide it."""
    if is_tie(yes, no, wanted) and tie == Tie.CHAIR:
        return Result.CARRIED if casting == "yes" else Result.REJECTED
    return Result.CARRIED if yes >= wanted else Result.REJECTED


def chosen(votes: Mapping[int, int], *, wanted: int, seats: int) -> Choice:
    """Whoever reached it, most votes first; those who are alike at the edge of the last seat wait."""
    reached = sorted(
        (order for order in votes if votes[order] >= max(1, wanted)), key=lambda o: (-votes[o], o)
    )
    if len(reached) > seats:
        edge = votes[reached[seats - 1]]
        alike = sum(votes[order] == edge for order in reached)
        above = sum(votes[order] > edge for order in reached)
        reached = reached[: above + alike if above + alike == seats else above]
    return Choice(tuple(reached), seats - len(reached))


def going_on(votes: Mapping[int, int], *, left: int) -> list[int]:
    """Who stands in the run-off: twice as many as seats are left, and whoever is alike with the last."""
    ranked = sorted(votes, key=lambda order: (-votes[order], order))
    most = RUN_OFF_FOR_EACH * left
    edge = votes[ranked[most - 1]] if len(ranked) >= most else 0
    return sorted(order for order in ranked if votes[order] >= edge)


def line_of(vote: Vote) -> str:
    """출석 19 · 찬성 9 · 반대 5 · 기권 5 → 부결: 출석 과반수 10 필요; nothing while it runs."""
    if vote.state != Vote.State.CLOSED:
        return ""
    counts = _elected_line(vote) if vote.kind == Vote.Kind.ELECTION else _question_line(vote)
    there = _("출석 %(n)d") % {"n": vote.present}
    if vote.majority_of == Base.ROSTER:
        there = _("재적 %(n)d") % {"n": vote.sitting} + f" · {there}"
    return f"{there} · {counts}"


def _question_line(vote: Vote) -> str:
    result = str(vote.get_result_display())
    if vote.yes is None or vote.no is None or vote.needed is None:
        return f"{vote.get_method_display()} → {result}"
    sides = [
        _("찬성 %(n)d") % {"n": vote.yes},
        _("반대 %(n)d") % {"n": vote.no},
        _("기권 %(n)d") % {"n": vote.abstain},
        *([_("불참 %(n)d") % {"n": vote.absent}] if vote.absent else []),
    ]
    steps = [" · ".join(sides)]
    if is_tie(vote.yes, vote.no, vote.needed):
        steps.append(_("가부동수"))
    if vote.casting:
        decided = _("위원장이 찬성으로 결정") if vote.casting == "yes" else _("위원장이 반대로 결정")
        return " → ".join([*steps, decided, result])
    return " → ".join([*steps, f"{result}: {wanted_of(vote)}"])


def _elected_line(vote: Vote) -> str:
    sides = [_("투표 %(n)d") % {"n": vote.cast}, _("기권 %(n)d") % {"n": vote.abstain or 0}]
    if vote.absent:
        sides.append(_("불참 %(n)d") % {"n": vote.absent})
    how = wanted_of(vote) if vote.needed is not None else _("많이 얻은 사람부터")
    return f"{' · '.join(sides)} → {vote.get_result_display()}: {how}"


def wanted_of(vote: Vote) -> str:
    """출석 과반수 10 필요."""
    bases = {Base.PRESENT: _("출석"), Base.VOTING: _("투표(기권 제외)"), Base.ROSTER: _("재적")}
    facts = {"base": bases[Base(vote.majority_of)], "share": vote.get_majority_display(), "n": vote.needed}
    return _("%(base)s %(share)s %(n)d 필요") % facts
