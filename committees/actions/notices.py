"""통지. What members of a meeting are told by duty, and whoever follows it or one of its items by wish."""

from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from committees.models import AgendaItem, Meeting, Resolution
from committees.roster import roster
from district.dates import official_time
from letters.actions import tell
from letters.models import Follow

LONGEST_REASON = 300
CANCELLED = "cancelled"


def notify(
    held: Meeting, reason: str, at: datetime, *, first: bool, instead_of: datetime | None = None
) -> None:
    """A letter with receipt to whoever sits on the day, and to those who follow the body or the meeting."""
    held.edition += 1
    held.noticed_at = held.noticed_at or at
    held.save(update_fields=["edition", "noticed_at"])
    told, lines = _("%(meeting)s 소집 통지"), []
    if instead_of is not None:
        told = _("%(meeting)s 연기")
        lines.append(_("연기한 까닭: %(reason)s") % {"reason": reason})
        lines.append(_("처음 알린 때: %(when)s") % {"when": official_time(instead_of)})
    elif not first:
        told = _("%(meeting)s 통지가 바뀌었습니다")
        lines.append(_("바뀐 까닭: %(reason)s") % {"reason": reason})
    lines += [*when_and_where(held), *agenda_lines(held)]
    write_letters(held, f"notice/{held.edition}", told, lines, at, needs_receipt=True)


def when_and_where(held: Meeting) -> list[str]:
    """The hour and the hall; of what is answered in writing until when, and why so."""
    lines = [" · ".join(filter(None, [official_time(held.starts_at), held.place]))]
    if held.is_written and held.closes_at is not None:
        lines.append(_("서면심의 · 답하실 때까지: %(when)s") % {"when": official_time(held.closes_at)})
        lines.append(_("서면으로 하는 까닭: %(reason)s") % {"reason": held.written_reason})
    return lines


def agenda_lines(held: Meeting) -> list[str]:
    """One item a line, as everybody may read it."""
    return [f"{item.label} {item.shown_title}" for item in held.items.standing()]


def write_letters(
    held: Meeting, about: str, title: str, lines: list[str], at: datetime, *, needs_receipt: bool
) -> None:
    """The one place from which a meeting's letters go out; in them a closed item is its number alone."""
    about, title, words = f"meeting/{held.pk}/{about}", title % {"meeting": held.title}, "\n".join(lines)
    tell(
        about,
        title=title,
        words=words,
        url=held.address,
        people=[member.person_id for member in roster(held.bodies.all(), held.day)],
        topic=held.round.convener.topic,
        at=at,
        needs_receipt=needs_receipt,
        bundle=False,
    )
    tell_followers([held.topic], f"{about}/meeting", title, words, url=held.address, at=at)


def tell_followers(topics: list[str], about: str, title: str, words: str, *, url: str, at: datetime) -> None:
    """News for those who asked for it, once each; where nobody did, no line is left."""
    wanted = set(Follow.objects.standing().filter(topic__in=topics).values_list("topic", flat=True))
    for topic in [each for each in topics if each in wanted]:
        tell(about, title=title, words=words, url=url, topic=topic, at=at)
        about = f"{about}/also"  # below the other: whoever has that letter gets no second


def tell_taken_up(item: AgendaItem, at: datetime) -> None:
    """An item that somebody follows is on the floor now."""
    with translation.override(settings.LANGUAGE_CODE):
        title = _("%(item)s 상정") % {"item": f"{item.label} {item.shown_title}"}
        # An item that was left undecided may come back, and then it is news again.
        about = f"item/{item.pk}/taken_up/{at.timestamp():.0f}"
        held = item.meeting
        tell_followers([item.topic], about, title, held.title, url=held.address, at=at)


def tell_resolved(resolution: Resolution, at: datetime) -> None:
    """What was decided about an item, for those who follow it or its meeting."""
    item = resolution.item
    with translation.override(settings.LANGUAGE_CODE):
        told = f"{item.label} {item.shown_title}"
        title = f"{told}: {resolution.get_form_display()}"
        words = "\n".join(filter(None, [item.meeting.title, resolution.line if item.is_open else ""]))
        topics = [item.topic, item.meeting.topic]
        about, url = f"item/{item.pk}/resolved", resolution.get_absolute_url()
        tell_followers(topics, about, title, words, url=url, at=at)


def tell_withdrawn(item: AgendaItem, held: Meeting, at: datetime) -> None:
    """An item that somebody follows is not dealt with after all; the notice of this edition says why."""
    about = f"meeting/{held.pk}/notice/{held.edition}/item-{item.pk}"
    with translation.override(settings.LANGUAGE_CODE):
        told = {"meeting": held.title, "item": item.label}
        title = _("%(meeting)s: %(item)s을 의사일정에서 뺐습니다") % told
        tell_followers([item.topic], about, title, "", url=held.address, at=at)
