"""길과 주기. By which roads somebody may be told, and how often."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.refusals import Refusal


class Road(models.TextChoices):
    """How a letter reaches its reader."""

    SCREEN = "screen", gettext_lazy("누리집")
    EMAIL = "email", gettext_lazy("이메일")
    PUSH = "push", gettext_lazy("브라우저 알림")
    TALK = "talk", gettext_lazy("알림톡")


class Pace(models.TextChoices):
    """How often: each for itself, or what came as one list."""

    IMMEDIATE = "immediate", gettext_lazy("바로")
    DAILY = "daily", gettext_lazy("하루에 한 번")
    WEEKLY = "weekly", gettext_lazy("한 주에 한 번")


ALWAYS = (Road.SCREEN, Road.EMAIL)
"""Who has a duty is told by these, whatever they chose."""
QUIET = (Road.PUSH, Road.TALK)
"""These ring in a pocket: they wait for the morning."""
LATER = (Pace.DAILY, Pace.WEEKLY)


def checked_roads(roads: Iterable[str]) -> list[str]:
    """The roads in one order; a wish by no road at all is the end of it, and that has a button of its own."""
    asked = set(roads)
    if asked - set(Road.values):
        raise Refusal("unknown_road", _("그런 방법으로는 알려 드릴 수 없습니다."), 422)
    if not asked:
        raise Refusal("no_road", _("받으실 방법을 하나 이상 골라 주세요."), 422)
    return [road for road in Road.values if road in asked]


def checked_pace(pace: str) -> str:
    """A pace that there is."""
    if pace not in Pace.values:
        raise Refusal("unknown_pace", _("얼마나 자주 받으실지 다시 골라 주세요."), 422)
    return pace
