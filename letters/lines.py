"""한 줄씩. What came as it is listed: each for itself, and many of one kind as one line, 댓글 12개."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from letters.models import Letter


@dataclass(frozen=True)
class Line:
    """One thing, or several of one kind about one topic; the newest of them stands for all."""

    newest: Letter
    letters: list[Letter]

    @property
    def count(self) -> int:
        """How many it stands for."""
        return len(self.letters)

    @property
    def title(self) -> str:
        """What happened, or how often."""
        if self.count == 1:
            return self.newest.dispatch.title
        about = self.newest.follow.title if self.newest.follow else self.newest.dispatch.title
        counted = {"title": about, "noun": self.newest.dispatch.noun, "n": self.count}
        return _("%(title)s · %(noun)s %(n)d개") % counted

    @property
    def words(self) -> str:
        """The words of one; of many each is read where it stands."""
        return self.newest.dispatch.words if self.count == 1 else ""

    @property
    def at(self) -> datetime:
        """When the newest was told."""
        return self.newest.dispatch.at

    @property
    def unread(self) -> bool:
        """Whether any of them was not opened."""
        return any(letter.read_at is None for letter in self.letters)


def lines_of(letters: Iterable[Letter]) -> list[Line]:
    """In the order in which they came, each kind at the place of its first."""
    kinds: dict[tuple[str, ...], list[Letter]] = {}
    for letter in letters:
        told = letter.dispatch
        alone = not (told.noun and told.topic) or letter.asks_receipt
        kinds.setdefault((str(letter.pk),) if alone else (told.topic, told.noun), []).append(letter)
    return [Line(max(alike, key=lambda each: each.dispatch.at), alike) for alike in kinds.values()]
