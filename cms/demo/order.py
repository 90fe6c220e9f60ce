"""Keeping order in the demo: what waits for a moderator, and what was decided before."""

from datetime import datetime, timedelta
from typing import Any

from cms.demo.facts import facts
from deliberation.actions import hide_words, post_comment
from deliberation.actions.moderation import keep_words, report_words
from deliberation.actions.remedies import appeal_hiding, decide_appeal, request_measure, take_measure
from deliberation.models import Comment, Docket, Proposal, Question
from district.models import Person


def keep_order(at: datetime, neighbours: list[Person], moderators: tuple[Person, Person]) -> None:
    """Once: reports that wait, one that was decided either way, objections, and a request to hide."""
    told = facts("order")
    thread = Question.objects.select_related("thread").get(slug=told["question"]).thread
    if Docket.objects.exclude(comment=None).exists():
        return
    for n, row in enumerate(told["words"]):
        said_at = at - timedelta(hours=row["ago"])
        # Whoever has spoken there already: the number of people is what the question waits for.
        comment = post_comment(thread, by=neighbours[n], body=row["body"], at=said_at)
        for k, rule in enumerate(row["reported"]):
            report_words(
                comment, by=neighbours[20 + n * 3 + k], rule=rule, at=said_at + timedelta(minutes=9 * k + 9)
            )
        decide(comment, row, said_at + timedelta(hours=1), neighbours, moderators)


def decide(
    comment: Comment,
    row: dict[str, Any],
    at: datetime,
    neighbours: list[Person],
    moderators: tuple[Person, Person],
) -> None:
    """What a moderator did, what was said to it, and what the other found who looked again."""
    # Who hid it may not look again: what waits for the first to decide was hidden by the second.
    moderator, other = moderators[::-1] if row.get("second") else moderators
    match row.get("decision"):
        case "kept":
            keep_words(comment, by=moderator, at=at)
        case "hidden":
            hide_words(comment, by=moderator, ground=row["ground"], at=at)
    if words := row.get("appeal"):
        appeal_hiding(comment, words=words, by=comment.author, at=at + timedelta(minutes=40))
    if outcome := row.get("outcome"):
        said = row["answer"]
        decide_appeal(comment, by=other, outcome=outcome, answer=said, at=at + timedelta(hours=2))
    if words := row.get("measure"):
        request_measure(comment, words=words, by=neighbours[60], at=at + timedelta(minutes=40))


def keep_order_of_proposals(at: datetime, neighbours: list[Person], moderator: Person) -> None:
    """Once: a proposal that was reported and waits, and one hidden because somebody is harmed by it."""
    if Docket.objects.exclude(proposal=None).exists():
        return
    for n, row in enumerate(facts("order")["proposals"]):
        proposal = Proposal.objects.filter(title=row["title"]).first()
        if proposal is None:
            continue
        told_at = at - timedelta(hours=row["ago"])
        for k, rule in enumerate(row["reported"]):
            report_words(proposal, by=neighbours[40 + n * 3 + k], rule=rule, at=told_at)
        if words := row.get("measure"):
            request_measure(proposal, words=words, by=neighbours[60], at=told_at)
            take_measure(proposal, by=moderator, at=told_at + timedelta(hours=2))
