"""정족수. How many it takes, as an ordinance says it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Share(models.TextChoices):
    """A part of those who sit, or of those who are present."""

    MAJORITY = "majority", _("과반수")
    HALF = "half", _("2분의 1 이상")
    TWO_THIRDS = "two_thirds", _("3분의 2 이상")
    THIRD = "third", _("3분의 1 이상")


class Base(models.TextChoices):
    """Of which number a share is taken: whoever abstains weighs as a no, or does not weigh."""

    PRESENT = "present", _("출석")
    VOTING = "voting", _("투표(기권 제외)")
    ROSTER = "roster", _("재적")


def needed(share: str, of: int) -> int:
    """The fewest that are such a share of so many; a majority is more than a half: 36 → 19, 127 → 64."""
    if share == Share.MAJORITY:
        return of // 2 + 1
    parts, whole = {Share.HALF: (1, 2), Share.TWO_THIRDS: (2, 3), Share.THIRD: (1, 3)}[Share(share)]
    return max(1, -(-of * parts // whole))
