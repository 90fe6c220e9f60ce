"""Keeping order in the demo: what waits for a moderator, and what was decided before."""

from datetime import datetime, timedelta

from cms.demo.facts import facts
from deliberation.actions import hide_comment, post_comment
from deliberation.actions.moderation import keep_comment, report_comment
from deliberation.actions.remedies import appeal_hiding, request_measure
from deliberation.models import Comment, Docket, Question
from district.models import Person


def keep_order(at: datetime, neighbours: list[Person], moderator: Person) -> None:
    """Once: reports that wait, one that was decided either way, an objection, and a request to hide."""
    told = facts("order")
    thread = Question.objects.select_related("thread").get(slug=told["question"]).thread
    if Docket.objects.exists():
        return
    for n, row in enumerate(told["words"]):
        said_at = at - timedelta(hours=row["ago"])
        # Whoever has spoken there already: the number of people is what the question waits for.
        comment = post_comment(thread, by=neighbours[n], body=row["body"], at=said_at)
        for k, rule in enumerate(row["reported"]):
            report_comment(
                comment, by=neighbours[20 + n * 3 + k], rule=rule, at=said_at + timedelta(minutes=9 * k + 9)
            )
        decide(comment, row, said_at + timedelta(hours=1), neighbours, moderator)


def decide(
    comment: Comment, row: dict[str, str], at: datetime, neighbours: list[Person], moderator: Person
) -> None:
    """What the moderator did, and what was said to it."""
    match row.get("decision"):
        case "kept":
            keep_comment(comment, by=moderator, at=at)
        case "hidden":
            hide_comment(comment, by=moderator, ground=row["ground"], at=at)
    if words := row.get("appeal"):
        appeal_hiding(comment, words=words, by=comment.author, at=at + timedelta(minutes=40))
    if words := row.get("measure"):
        request_measure(comment, words=words, by=neighbours[60], at=at + timedelta(minutes=40))
