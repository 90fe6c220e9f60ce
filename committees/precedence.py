"""표결의 순서. Which of the pending motions of one item must be put before all others."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from committees.models import Motion
from district.refusals import Refusal

PROCEDURAL, DEEPER, AMENDING, MAIN = range(4)
"""How to go on, then what mends an amendment, then what mends the motion, then the motion."""


def in_order(motions: Iterable[Motion]) -> list[Motion]:
    """The pending ones as they must be put; of the same rank what was moved last comes first."""
    motions = list(motions)
    by_number = {motion.pk: motion for motion in motions}
    pending = [motion for motion in motions if motion.state in Motion.PENDING]

    def placed(motion: Motion) -> tuple[int, int]:
        amended = by_number.get(motion.amends_id or 0)
        return place_of(motion.kind, motion.number, amended.kind if amended else "")

    return sorted(pending, key=placed)


def place_of(kind: str, number: int, amended: str) -> tuple[int, int]:
    """Where a motion of that kind and number stands; `amended` is the kind of what it amends."""
    if kind != Motion.Kind.AMENDMENT:
        return PROCEDURAL if kind == Motion.Kind.PROCEDURAL else MAIN, -number
    return DEEPER if amended == Motion.Kind.AMENDMENT else AMENDING, -number


def to_be_put(motions: Iterable[Motion]) -> Motion | None:
    """What must be dealt with before all others, also while it still waits for a second."""
    return next(iter(in_order(motions)), None)


def check_put(motion: Motion | None, motions: Iterable[Motion]) -> None:
    """Refuse to put a motion, or a question without one, while another has to be decided before it."""
    first = to_be_put(motions)
    if motion is not None:
        motion.check_pending()
        motion.check_seconded()
    if first is not None and (motion is None or first.pk != motion.pk):
        words = {"label": first.label}
        raise Refusal("other_motion_first", _("%(label)s부터 처리해야 합니다.") % words, 409, motion=first.pk)
