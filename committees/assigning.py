"""분과 배정. Who goes into which part: even parts, then wishes, then both sexes everywhere."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

COST = (0, 1, 3)
"""What the first, the second and the third wish cost; a part that nobody asked for costs more than all."""
UNWISHED = 6


@dataclass(frozen=True, slots=True)
class Wisher:
    """Somebody to be given a part: the parts they wish for, the dearest first, and the sex if it is known."""

    key: Any
    wishes: tuple[Any, ...] = ()
    sex: str = ""

    def cost(self, part: Any) -> int:
        """How far from the first wish that part is; whoever wishes for nothing is content everywhere."""
        if not self.wishes:
            return 0
        if part not in self.wishes:
            return UNWISHED
        return COST[min(self.wishes.index(part), len(COST) - 1)]


@dataclass(slots=True)
class Pipe:
    """An edge of the network: room for so many more, at that cost each."""

    to: int
    room: int
    cost: int
    back: int


def assign(
    people: Iterable[Wisher],
    parts: Sequence[Any],
    *,
    sizes: Mapping[Any, int] | None = None,
    sitting: Iterable[tuple[Any, str]] = (),
) -> dict[Any, Any]:
    """Give everybody a part, the same whoever came first; `sitting`: part and sex of those who stay.

    Of all ways the one whose sizes differ least; of those the one that honours wishes best; of those the one
    that spreads the sexes best. Each is a sum of convex costs, so the cheapest flow is exactly that.
    """
    people, parts = sorted(people, key=lambda each: each.key), list(parts)
    if not people:
        return {}
    if not parts or (sizes is not None and sum(sizes.values()) < len(people)):
        raise ValueError("more people than places")
    network = _Network(people, parts, sizes, list(sitting))
    for _each in people:
        network.push()
    return network.given()


class _Network:
    """Source → people → part and sex → part → sink."""

    def __init__(
        self,
        people: list[Wisher],
        parts: list[Any],
        sizes: Mapping[Any, int] | None,
        sitting: list[tuple[Any, str]],
    ) -> None:
        self.people, self.parts = people, parts
        whole = len(people) + len(sitting)
        # One step of wishes outweighs every spread of the sexes, one step of sizes every wish.
        self.wish = 4 * whole * whole + 1
        self.size = self.wish * (UNWISHED * len(people) + 1)
        self.source, self.sink = 0, 1
        self.first = 2 + len(people)
        self.pipes: list[list[Pipe]] = [[] for _node in range(self.first + 4 * len(parts))]
        taken: dict[Any, int] = defaultdict(int)
        for part, sex in sitting:
            taken[part] += 1
            taken[part, sex] += 1
        for number, part in enumerate(parts):
            self._lay_part(number, part, taken, len(people) if sizes is None else sizes.get(part, 0))
        for number, person in enumerate(people):
            self._lay(self.source, 2 + number, 1, 0)
            for place, part in enumerate(parts):
                door = self._door(place, person.sex)
                self._lay(2 + number, door, 1, person.cost(part) * self.wish)

    def _door(self, place: int, sex: str) -> int:
        return self.first + 4 * place + {"f": 1, "m": 2}.get(sex, 3)

    def _lay_part(self, number: int, part: Any, taken: Mapping[Any, int], room: int) -> None:
        hall = self.first + 4 * number
        for each in range(room):
            self._lay(hall, self.sink, 1, (2 * (taken[part] + each) + 1) * self.size)
        for sex in ("f", "m"):
            for each in range(len(self.people)):
                self._lay(self._door(number, sex), hall, 1, 2 * (taken[part, sex] + each) + 1)
        self._lay(self._door(number, ""), hall, len(self.people), 0)

    def _lay(self, a: int, b: int, room: int, cost: int) -> None:
        self.pipes[a].append(Pipe(b, room, cost, len(self.pipes[b])))
        self.pipes[b].append(Pipe(a, 0, -cost, len(self.pipes[a]) - 1))

    def push(self) -> None:
        """One more person by the cheapest way, moving others where that is cheaper."""
        cost: dict[int, int] = {self.source: 0}
        came: dict[int, Pipe] = {}
        waiting = [self.source]
        while waiting:
            later: dict[int, None] = {}
            for node in waiting:
                for pipe in self.pipes[node]:
                    if pipe.room and cost[node] + pipe.cost < cost.get(pipe.to, cost[node] + pipe.cost + 1):
                        cost[pipe.to] = cost[node] + pipe.cost
                        came[pipe.to] = pipe
                        later[pipe.to] = None
            waiting = list(later)
        node = self.sink
        while node != self.source:
            pipe = came[node]
            pipe.room -= 1
            back = self.pipes[node][pipe.back]
            back.room += 1
            node = back.to

    def given(self) -> dict[Any, Any]:
        """What the flow says of each person."""
        told = {}
        for number, person in enumerate(self.people):
            door = next(pipe.to for pipe in self.pipes[2 + number] if pipe.to >= self.first and not pipe.room)
            told[person.key] = self.parts[(door - self.first) // 4]
        return told
