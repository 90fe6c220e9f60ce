"""길. The roads on which letters leave the house; each says what came of it in the same words."""

from datetime import datetime
from typing import Any, Protocol

from letters.models import Letter, Road
from letters.roads.mail import MailCarrier
from letters.roads.outcomes import Gone, NoLine, SaidNo, Unfit
from letters.roads.push import PushCarrier
from letters.roads.talk import TalkCarrier
from letters.ways import built

__all__ = ["Carrier", "Gone", "NoLine", "SaidNo", "Unfit", "carriers"]


class Carrier(Protocol):
    """Carries what one person is told; whatever it raises beside the outcomes is a doubt."""

    def open(self) -> None: ...

    def hang_up(self) -> None: ...

    def send(self, person: Any, letters: list[Letter], at: datetime) -> dict[str, object]: ...


def carriers() -> dict[Road, Carrier]:
    """One for each road that this house has."""
    every: dict[Road, type[Carrier]] = {
        Road.EMAIL: MailCarrier,
        Road.PUSH: PushCarrier,
        Road.TALK: TalkCarrier,
    }
    return {road: every[road]() for road in built() if road in every}
