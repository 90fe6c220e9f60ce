"""항. Which number each item of an agenda bears among those of its kind."""

from collections import Counter
from collections.abc import Iterable

from committees.models import AgendaItem


class Numbers:
    """Given out one after the other; what the members have dealt with keeps the number it was called by."""

    def __init__(self, kept: Iterable[AgendaItem] = ()) -> None:
        dealt_with = [item for item in kept if item.state != AgendaItem.State.PENDING]
        self.taken = {(item.kind, item.number) for item in dealt_with}
        self.last: Counter[str] = Counter()

    def next(self, kind: str) -> int:
        """The number of one more item of that kind."""
        self.last[kind] += 1
        while (kind, self.last[kind]) in self.taken:
            self.last[kind] += 1
        return self.last[kind]

    def of(self, item: AgendaItem) -> int:
        """The number of an item that was introduced, now that those before it have theirs."""
        return self.next(item.kind) if item.state == AgendaItem.State.PENDING else item.number
