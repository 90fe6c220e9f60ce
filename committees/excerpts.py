"""The sentence under a title in the search; of what is closed, none."""

from typing import Any

from committees.documents.minutes import shown
from committees.models import AgendaItem, Body, Meeting, Minutes, MinutesText, Recommendation, Resolution


def of_bodies(bodies: list[Body]) -> dict[Any, str]:
    """What it is there for."""
    return {body.pk: body.purpose for body in bodies}


def of_meetings(meetings: list[Meeting]) -> dict[Any, str]:
    """What its open items are about."""
    words: dict[Any, list[str]] = {meeting.pk: [] for meeting in meetings}
    for item in AgendaItem.objects.filter(meeting__in=meetings).standing():
        if item.is_open:
            words[item.meeting_id] += [item.title, item.text]
    return {pk: "\n".join(told) for pk, told in words.items()}


def of_resolutions(resolutions: list[Resolution]) -> dict[Any, str]:
    """What was decided, where everybody may read it."""
    items = AgendaItem.objects.in_bulk([resolution.item_id for resolution in resolutions])
    return {each.pk: each.text if items[each.item_id].is_open else "" for each in resolutions}


def of_recommendations(recommendations: list[Recommendation]) -> dict[Any, str]:
    """What is asked; of what was taken back, nothing."""
    return {each.pk: "" if each.withdrawn_at else each.text for each in recommendations}


def of_minutes(minutes: list[Minutes]) -> dict[Any, str]:
    """What was said and decided, as everybody may read it."""
    editions = {each.pk: each.edition for each in minutes if each.published_at is not None}
    texts = MinutesText.objects.filter(minutes__in=editions)
    return {
        text.minutes_id: "\n".join(
            line["words"]
            for field in (Minutes.Field.DECISIONS, Minutes.Field.GIST)
            for line in shown(text.fields[field], inside=False)
        )
        for text in texts
        if text.edition == editions[text.minutes_id]
    }
