"""제안 처리현황: how many were proposed in each year, and what became of them, counted from the records."""

from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from django.db.models import Count, Q
from django.db.models.functions import ExtractYear

from deliberation.models import Proposal

ANSWERED = ("accepted", "reference", "rejected", "other")
WAYS = (Q(referral__again__reply__outcome__isnull=False), Q(referral__again__reply__outcome=None))


class Year(NamedTuple):
    """One line of the table; none of the year stands for the sum."""

    year: int | None
    proposed: int
    accepted: int
    reference: int
    rejected: int
    other: int
    in_hand: int
    rest: int

    @property
    def rate(self) -> Fraction | None:
        """채택률: accepted of all that were proposed, in percent; of none there is no rate."""
        return Fraction(100 * self.accepted, self.proposed) if self.proposed else None


def years(*, until: date | None = None) -> list[Year]:
    """The newest year first, then the sum of them; `until` ends the book on a day that is still counted."""
    proposals = Proposal.objects.published().order_by()
    if until is not None:
        proposals = proposals.filter(published_at__date__lte=until)
    rows = proposals.annotate(year=ExtractYear("published_at")).values("year").annotate(**_counts())
    lines = [_line(row["year"], row) for row in rows.order_by("-year")]
    return [*lines, _sum(lines)] if lines else []


def _counts() -> dict[str, Any]:
    """What became of each, by the last word of the department: a reconsideration's stands for the first."""
    again, first = WAYS
    told = {
        code: Count(
            "pk",
            filter=again & Q(referral__again__reply__outcome__code=code)
            | first & Q(referral__reply__outcome__code=code),
        )
        for code in ANSWERED
    }
    waiting = Q(referral__isnull=False, referral__reply=None, referral__ended_at=None, end="")
    return {"proposed": Count("pk"), **told, "in_hand": Count("pk", filter=waiting)}


def _line(year: int | None, row: Any) -> Year:
    counted = {name: row[name] for name in ("proposed", *ANSWERED, "in_hand")}
    rest = counted["proposed"] - sum(counted[name] for name in (*ANSWERED, "in_hand"))
    return Year(year=year, **counted, rest=rest)


def _sum(lines: list[Year]) -> Year:
    return Year(None, *(sum(column) for column in zip(*(line[1:] for line in lines), strict=True)))
