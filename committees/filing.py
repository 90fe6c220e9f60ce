"""Letting meetings and resolutions be found, by what everybody may read of them."""

from committees.documents.minutes import document_of
from committees.models import Meeting, Minutes, Recommendation, Resolution
from district.dates import day
from papers.document import text
from search import entries


def file_meeting(meeting: Meeting) -> None:
    """Found by its title and the words of its open items."""
    items = [item for item in meeting.items.standing() if item.is_open]
    department = meeting.round.convener.department
    entries.file(
        meeting,
        kind="meeting",
        title=meeting.title,
        words="\n".join(f"{item.title}\n{item.text}" for item in items),
        url=meeting.address,
        on=day(meeting.starts_at),
        state=meeting.state,
        department=department.name if department else "",
    )


def file_resolution(resolution: Resolution) -> None:
    """Found by its words, if everybody may read them."""
    item = resolution.item
    if not item.is_open:
        return
    department = item.meeting.round.convener.department
    entries.file(
        resolution,
        kind="resolution",
        title=f"{resolution.label} {item.title}",
        words=resolution.text,
        url=resolution.get_absolute_url(),
        on=day(resolution.decided_at),
        state=resolution.form,
        department=department.name if department else "",
    )


def file_minutes(minutes: Minutes) -> None:
    """Found by what everybody may read of them."""
    meeting = minutes.meeting
    paper = document_of(minutes.text, inside=False)
    department = meeting.round.convener.department
    entries.file(
        minutes,
        kind="minutes",
        title=paper.title,
        words=text(paper),
        url=minutes.get_absolute_url(),
        on=day(meeting.starts_at),
        state=minutes.state,
        department=department.name if department else "",
    )


def file_recommendation(recommendation: Recommendation) -> None:
    """Found by its words, with the state in which its department has it; once taken back, no more."""
    if recommendation.withdrawn_at is not None:
        entries.withdraw(recommendation)
        return
    department = recommendation.department
    entries.file(
        recommendation,
        kind="recommendation",
        title=f"{recommendation.label} {recommendation.title}",
        words=recommendation.text,
        url=recommendation.get_absolute_url(),
        on=day(recommendation.proposed_at),
        state=recommendation.state,
        department=department.name if department else "",
    )
