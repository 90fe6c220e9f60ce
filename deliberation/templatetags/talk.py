"""The words of a talk as its pages show them, and the empty one from which the browser draws new ones."""

import re
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django import template
from django.template.base import Template
from django.template.context import Context
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from deliberation.links import linked
from deliberation.models import Comment, HouseRule, Thread
from deliberation.models.comment import LONGEST_COMMENT
from deliberation.models.thread import CAMPS
from district import dates

register = template.Library()
NUMBER = "__id__"
"""Where the number of a comment goes, here and in thread.js."""
BAR, GAP = 600, 3
MARK = re.compile(r"__([a-z]+)__")
WORDS = {
    "id": NUMBER,
    "author_name": "__name__",
    "seat_label": "__seat__",
    "dong": "__dong__",
    "moment": "__moment__",
    "official_time": "__time__",
    "ago": "__ago__",
    "body": "__body__",
    "reactions": "__reactions__",
    "reply_count": "__replies__",
    "quote_id": "__quoteid__",
    "quote_name": "__quotename__",
    "quote_body": "__quotebody__",
    "latest_replies": "__answers__",
}
"""Where the words of a comment go, under the names that `_comment.html` has for them."""


class Shape(NamedTuple):
    """Which parts of a comment are shown, and with which buttons: within one shape only the words differ."""

    ground: str | None = None
    ground_label: str = ""
    office: bool = False
    seat_label: bool = False
    dong: bool = False
    stance: str = ""
    quote: str = ""
    edited_at: bool = False
    mine: bool = False
    supported_by_me: bool = False
    reply_count: bool = False
    latest_replies: bool = False
    more_replies: bool = False
    reply: bool = False
    open: bool = False
    may_pin: bool = False
    may_moderate: bool = False
    blank: bool = False


class Pen(NamedTuple):
    """How one page draws comments: by which template, in which language, for whom, and when."""

    shown: Template
    language: str
    rights: tuple[bool, bool, bool]
    csrf: str
    now: datetime

    def draw(self, comments: Iterable[Comment], reply: bool) -> SafeString:
        """Comments one after another, those that were answered with their answers."""
        drawn = "".join(self._one(comment, reply) for comment in comments)
        return mark_safe(drawn)  # noqa: S308 (the template's own markup, filled with escaped words)

    def _one(self, comment: Comment, reply: bool) -> str:
        words = words_of(comment, self.now)
        words["answers"] = "" if reply else self.draw(comment.latest_replies, True)
        return self.fill(shape_of(comment, reply, self.rights), words)

    def fill(self, shape: Shape, words: dict[str, str]) -> str:
        """A comment of that shape with these words, put in all at once: a mark among them is just a word."""
        pieces = stencil(self.shown, self.language, shape).copy()
        words["csrf"] = self.csrf
        pieces[1::2] = [words[mark] for mark in pieces[1::2]]
        return "".join(pieces)


@register.simple_tag(takes_context=True)
def said(context: Context, comments: Iterable[Comment], reply: bool = False) -> SafeString:
    """Comments as `_comment.html` draws them for this reader."""
    return pen_of(context).draw(comments, reply)


@register.simple_tag(takes_context=True)
def unsaid(context: Context, reply: bool = False) -> SafeString:
    """The comment with every part and no words, from which thread.js draws those that come."""
    pen = pen_of(context)
    words = {mark.strip("_"): "" for mark in WORDS.values()}
    words |= {"id": NUMBER, "thread": str(context["thread"].pk), "reactions": "0"}
    _open, pins, moderates = pen.rights
    # What a forum opens into: its keeper waits for it with the button already drawn.
    pins = pins or bool(context.get("may_pin"))
    shape = Shape(reply=reply, open=True, may_pin=pins, may_moderate=moderates, blank=True)
    return mark_safe(pen.fill(shape, words))  # noqa: S308 (the template's own markup)


def pen_of(context: Context) -> Pen:
    """For this page and its reader."""
    opened = bool(context.get("open"))
    # A forum is kept while it is open; under a question an answer is put above when all is said.
    pins = bool(context.get("may_pin")) and (opened or not context.get("session"))
    return Pen(
        context.template.engine.get_template("deliberation/_comment.html"),  # type: ignore[union-attr]
        str(get_language()),
        (opened, pins, bool(context.get("may_moderate"))),
        escape(context.get("csrf_token") or ""),
        timezone.now(),
    )


def shape_of(comment: Comment, reply: bool, rights: tuple[bool, bool, bool]) -> Shape:
    """What this comment has in common with others."""
    answers, count = (0, 0) if reply else (len(comment.latest_replies), comment.reply_count)
    return Shape(
        comment.ground,
        comment.ground_label,
        comment.office,
        bool(comment.seat_label),
        bool(comment.dong),
        "" if comment.is_hidden else comment.stance,
        "" if comment.is_hidden else quoted(comment),
        comment.edited_at is not None,
        bool(comment.mine),
        bool(comment.supported_by_me),
        bool(count),
        bool(answers),
        count > answers,
        reply,
        *rights,
    )


def quoted(comment: Comment) -> str:
    """Whether it quotes others, and whether those words still stand."""
    if comment.quote_of_id is None or comment.quote_of is None:
        return ""
    return "gone" if comment.quote_of.is_hidden else "standing"


@lru_cache(maxsize=2048)
def stencil(shown: Template, _language: str, shape: Shape) -> list[str]:
    """A comment of that shape, cut where its words go: to draw each anew was half of the page's cost."""
    parts = shape._asdict()
    row = parts | {name: mark for name, mark in WORDS.items() if parts.get(name, True)}
    row |= {"is_hidden": bool(shape.ground), "stance_label": dict(Comment.Stance.choices).get(shape.stance)}
    page = {"thread": {"id": "__thread__"}, "csrf_token": "__csrf__", "limit": LONGEST_COMMENT}
    return MARK.split(shown.render(Context({"comment": row, **parts, **page})))


def words_of(comment: Comment, now: datetime) -> dict[str, str]:
    """What goes where the marks are, fit for a page; of hidden words there is none."""
    above = comment.quote_of if comment.quote_of_id else None
    return {
        "id": str(comment.pk),
        "thread": str(comment.thread_id),
        "name": escape(comment.author_name),
        "seat": escape(comment.seat_label),
        "dong": escape(comment.dong or ""),
        "moment": str(dates.moment(comment.posted_at)),
        "time": escape(dates.official_time(comment.posted_at)),
        "ago": escape(dates.ago(comment.posted_at, now)),
        "body": linked(comment.shown_body),
        "reactions": str(comment.reactions),
        "replies": str(getattr(comment, "reply_count", 0)),
        "quoteid": str(above.pk) if above else "",
        "quotename": escape(above.author_name) if above else "",
        "quotebody": escape(above.excerpt) if above else "",
    }


@register.simple_tag
def balance(thread: Thread) -> SafeString:
    """People for, against and curious, side by side; gauge.js moves the parts the same way."""
    people = {stance: getattr(thread, counter) for stance, counter in CAMPS.items()}
    shown = [stance for stance, many in people.items() if many]
    room = BAR - GAP * max(len(shown) - 1, 0)
    parts, left = [], 0.0
    for stance, many in people.items():
        width = room * many / max(sum(people.values()), 1)
        parts.append(f'<rect class="{stance}" x="{left:.1f}" y="0" width="{width:.1f}" height="12"/>')
        left += width + (GAP if many else 0)
    svg = f'<svg class="balance-bar" viewBox="0 0 {BAR} 12" preserveAspectRatio="none" aria-hidden="true">'
    return mark_safe(f"{svg}{''.join(parts)}</svg>")  # noqa: S308 (numbers of our own)


@register.filter("linked")
def linked_words(words: str) -> SafeString:
    """Plain words with their addresses to press on."""
    return linked(words or "")


@register.simple_tag
def blank_comment() -> dict[str, Any]:
    """A row with every part and no words; thread.js puts the number where it stands."""
    return {"id": NUMBER, "reactions": 0}


@register.simple_tag
def grounds() -> list[tuple[str, str]]:
    """Why words may be hidden, for the browser to say as the server does."""
    return HouseRule.objects.labels()
