"""Asking: what a question's page says becomes its record."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from deliberation.models import ParticipationPolicy, Question, Thread
from district.calendar import day
from district.models import Person
from realtime.publish import publish
from search import entries

WRITTEN = frozenset(
    {"title", "slug", "kind", "topic", "purpose", "background", "result", "department", "url"}
)


@transaction.atomic
def open_question(
    *,
    title: str,
    opens_at: datetime,
    closes_at: datetime,
    by: Person | None,
    at: datetime,
    ref: UUID | None = None,
    tags: list[str] | None = None,
    **written: Any,
) -> Question:
    """Ask the residents; the thresholds of this day hold for this question for good."""
    thread = Thread(opens_at=opens_at, closes_at=closes_at)
    question = Question(title=title, published_at=at, thread=thread)
    question.policy = ParticipationPolicy.objects.on(day(at))
    _write(question, written, at)
    thread.check_order()
    thread.told = thread.status(at)
    thread.save()
    question.thread = thread
    question.save()
    question.tags.set(tags or [])
    _file_question(question, at)
    publish(thread.room, "question.opened", question, by=by, at=at, ref=ref)
    return question


@transaction.atomic
def amend_question(
    question: Question,
    *,
    by: Person | None,
    at: datetime,
    ref: UUID | None = None,
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
    tags: list[str] | None = None,
    **written: Any,
) -> Question:
    """Say it anew; handing over the same words again changes nothing and tells nobody."""
    thread = Thread.objects.locked().get(pk=question.thread_id)
    question = Question.objects.select_related("policy", "department").get(pk=question.pk)
    question.thread = thread
    changed = _write(question, written, at)
    if thread.reschedule(opens_at or thread.opens_at, closes_at or thread.closes_at, at):
        changed.add("thread")
    if tags is not None and set(tags) != set(question.tags.names()):
        question.tags.set(tags)
        changed.add("tags")
    if changed:
        thread.save(update_fields=["opens_at", "closes_at", "told"])
        question.save()
        _file_question(question, at)
    if changed - {"url"}:
        publish(thread.room, "question.amended", question, by=by, at=at, ref=ref)
    return question


def _write(question: Question, written: dict[str, Any], at: datetime) -> set[str]:
    """Take over what the page says, and tell what is new in it."""
    if unknown := written.keys() - WRITTEN:
        raise TypeError(f"a question has no {', '.join(sorted(unknown))}")
    new = {name for name, value in written.items() if getattr(question, name) != value}
    for name in new:
        setattr(question, name, written[name])
    if "result" in new:
        question.conclude(at)
    return new


def _file_question(question: Question, at: datetime) -> None:
    """Let the question be found."""
    entries.file(
        question,
        kind="question",
        title=question.title,
        words="\n".join([question.purpose, question.background, question.result]),
        url=question.url,
        on=day(question.published_at),
        state=question.status(at),
        department=question.department.name if question.department else "",
        tags=sorted(question.tags.names()),
    )
