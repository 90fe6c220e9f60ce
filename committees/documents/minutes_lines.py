"""A line of the minutes: its words, the item it is about, and what stands there if it is closed."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from committees.models import AgendaItem
from district.dates import local, official

type Line = dict[str, Any]


def line(words: str) -> Line:
    """What everybody may read, of the meeting as a whole."""
    return {"words": words, "item": None, "closed": False}


def about(item: AgendaItem, words: str, *, above: str = "", **more: Any) -> Line:
    """What was said or done about an item: of one that is not open, those inside alone read it."""
    told: Line = {"words": words, "item": item.pk, "closed": not item.is_open, **more}
    if told["closed"]:
        told["shown"] = f"{above}{withheld(item)}"
    return told


def openly(item: AgendaItem, words: str) -> Line:
    """What everybody may know, of a closed item, too: that there was one, and when."""
    return {"words": words, "item": item.pk, "closed": False}


def head(item: AgendaItem) -> Line:
    """Under which item the next lines stand; a closed one by its number alone."""
    return {**openly(item, named(item)), "head": True}


def named(item: AgendaItem) -> str:
    """의결 1항 협치과제 실행계획, as everybody may read it."""
    return f"{item.label} {item.shown_title}".strip()


def withheld(item: AgendaItem) -> str:
    """비공개 (근거: 정보공개법 제9조제1항제5호, 다시 볼 날: 2027. 1. 4.(월))."""
    facts = [_("근거: %(ground)s") % {"ground": item.closed_ground}]
    if item.closed_until:
        facts.append(_("다시 볼 날: %(day)s") % {"day": official(item.closed_until)})
    return _("비공개 (%(facts)s)") % {"facts": ", ".join(facts)}


def clock(at: datetime) -> str:
    """19:42."""
    return f"{local(at):%H:%M}"
