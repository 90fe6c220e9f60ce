"""표결권. Who is asked when a question is put, and of how many: as it is in the moment of the opening."""

from dataclasses import dataclass

from django.conf import settings
from django.utils import translation

from committees.count import Quorum, quorum_of, recused_from
from committees.models import AgendaItem, Elector, Meeting, Vote
from committees.roster import Member, roster
from committees.taking_part import badge


@dataclass(frozen=True, slots=True)
class Franchise:
    """재적, 출석, and those who may answer, in the order in which they are called."""

    quorum: Quorum
    asked: list[Member]
    written: bool

    @property
    def present(self) -> int:
        """Who is there; where nobody comes together, all who are asked count as there."""
        return len(self.asked) if self.written else self.quorum.present

    def check_quorum(self) -> None:
        """Refuse to put anything to too few; a written answer needs nobody in the hall."""
        if not self.written:
            self.quorum.check_met()

    def electors_of(self, vote: Vote) -> list[Elector]:
        """Their names as the public knows them today: an office may pass on, the roll stays."""
        return [
            Elector(
                vote=vote,
                person_id=member.person_id,
                seat_id=member.seat_id,
                name=member.name,
                badge=badge(member),
                order=order,
            )
            for order, member in enumerate(self.asked, 1)
        ]


def franchise_of(held: Meeting, item: AgendaItem, *, without: int | None = None) -> Franchise:
    """Those who are there and do not keep out; `without` the member about whom they decide."""
    with translation.override(settings.LANGUAGE_CODE):  # the badge is kept with the roll
        members = roster(held.bodies.all(), held.day)
    counts_all = held.rule.recusals_counted
    counted = [member for member in members if counts_all or member.person_id != without]
    out = {*recused_from(held, item), without}
    there = set(held.attendances.filter(left_at=None).values_list("person", flat=True))
    asked = [
        member
        for member in members
        if member.person_id not in out and (held.is_written or member.person_id in there)
    ]
    return Franchise(quorum_of(held, counted, item), asked, held.is_written)
