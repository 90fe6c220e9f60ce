"""연인원. Who sat where on any of many days, read once: a year of meetings costs what one does."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from committees.models import Body, Membership, Seat
from district.models import Posting

type Spell = tuple[date, date | None, int]


class Benches:
    """Every seat of these bodies with everybody who ever held it."""

    def __init__(self, bodies: Iterable[Body]) -> None:
        bodies = list(bodies)
        self.seats: dict[int, list[tuple[date, date | None, list[Spell]]]] = defaultdict(list)
        appointed, posted = self._appointed(bodies), self._posted(bodies)
        for seat in Seat.objects.filter(body__in=bodies):
            spells = posted[seat.post_id] if seat.post_id else appointed[seat.pk]
            self.seats[seat.body_id].append((seat.opened_on, seat.closed_on, spells))

    @staticmethod
    def _appointed(bodies: list[Body]) -> dict[int, list[Spell]]:
        found: dict[int, list[Spell]] = defaultdict(list)
        held = Membership.objects.filter(seat__body__in=bodies)
        for seat, person, start, end, ended in held.values_list("seat", "person", "start", "end", "ended_on"):
            found[seat].append((start, ended or end, person))
        return found

    @staticmethod
    def _posted(bodies: list[Body]) -> dict[int, list[Spell]]:
        found: dict[int, list[Spell]] = defaultdict(list)
        held = Posting.objects.filter(post__seats__body__in=bodies).distinct().order_by("-start", "-id")
        for post, person, start, end in held.values_list("post", "person", "start", "end"):
            found[post].append((start, end, person))
        return found

    def sitting(self, bodies: Iterable[int], on: date) -> set[int]:
        """Those in office there on that day, each once."""
        found: set[int] = set()
        for body in bodies:
            for opened, closed, spells in self.seats[body]:
                if opened <= on and (closed is None or on < closed):
                    found.update(_holder(spells, on))
        return found


def _holder(spells: list[Spell], on: date) -> Iterable[int]:
    """Of a post the newest hand alone; of an appointed seat there is only one."""
    held = (person for start, end, person in spells if start <= on and (end is None or on <= end))
    return [person for person in [next(held, None)] if person is not None]
