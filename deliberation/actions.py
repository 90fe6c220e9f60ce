"""The verbs of deliberation; nothing that was asked, said or hidden changes in any other way."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from deliberation.models import Comment, ParticipationPolicy, Question, Reaction, Thread
from district.calendar import day
from district.models import Person
from realtime.models import Room
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


@transaction.atomic
def post_comment(
    thread: Thread,
    *,
    by: Person,
    body: str,
    at: datetime,
    ref: UUID | None = None,
    parent: int | None = None,
) -> Comment:
    """Speak in a thread. The hundredth voice obliges the mayor to answer."""
    # Locked, or two neighbours could each be the ninety-ninth and nobody the hundredth.
    thread = Thread.objects.locked().heard_from(by, day(at)).get(pk=thread.pk)
    office = by.post_on(day(at)) if thread.office_speaks else None
    thread.check_may_speak(by, at)
    thread.check_open(at)
    comment = Comment(thread=thread, author=by, spoken_for=office, parent_id=parent, posted_at=at)
    comment.body = comment.check_words(body)
    if parent is not None:
        thread.comments.check_takes_reply(parent)
    comment.counted = office is None
    comment.dong = thread.speaker_dong if comment.counted else None
    comment.save(force_insert=True)
    if comment.counted:
        thread.hear(by)
    thread.standing_comments += 1
    thread.save(update_fields=["voices", "standing_comments"])
    subject = thread.subject
    called = subject if subject and subject.call_mayor_if_due(thread.voices, at) else None
    _file_comment(comment, subject)
    # Last: publishing locks the room, and every action locks thread, subject, room in this order.
    publish(thread.room, "comment.posted", comment, by=by, at=at, ref=ref, office=comment.badge or "")
    if called:
        facts = {"voices": thread.voices, "policy": called.policy_id}
        publish(thread.room, "mayor.called", called, by=by, at=at, facts=facts)
    return comment


def _file_comment(comment: Comment, subject: Question | None) -> None:
    """Let the words be found under what they are about."""
    entries.file(
        comment,
        kind="comment",
        title=subject.title if subject else "",
        words=comment.body,
        url=comment.get_absolute_url(),
        on=day(comment.posted_at),
        dong=comment.dong or "",
        # Else one word of the question would bring up all that was said under it.
        found_by_title=False,
    )


def _lock_comment(comment: Comment) -> Comment:
    """The comment as it stands once nobody else can touch its thread."""
    thread = Thread.objects.locked().get(pk=comment.thread_id)
    comment = Comment.objects.with_faces().get(pk=comment.pk)
    comment.thread = thread
    return comment


@transaction.atomic
def edit_comment(
    comment: Comment, *, by: Person, body: str, at: datetime, ref: UUID | None = None
) -> Comment:
    """Mend one's words while they are fresh; what stood there is kept."""
    comment = _lock_comment(comment)
    comment.check_may_edit(by, at)
    comment.thread.check_open(at)
    words = comment.check_words(body)
    comment.versions.create(body=comment.body, replaced_at=at)
    comment.body, comment.edited_at = words, at
    comment.save(update_fields=["body", "edited_at"])
    entries.refile(comment, words=words)
    publish(comment.thread.room, "comment.edited", comment, by=by, at=at, ref=ref, office=comment.badge or "")
    return comment


@transaction.atomic
def withdraw_comment(comment: Comment, *, by: Person, at: datetime, ref: UUID | None = None) -> Comment:
    """Take one's words back: the place stays, and so does what they brought about."""
    comment = _lock_comment(comment)
    comment.check_may_withdraw(by)
    comment.state = Comment.State.WITHDRAWN
    comment.save(update_fields=["state"])
    _silence(comment)
    publish(
        comment.thread.room, "comment.withdrawn", comment, by=by, at=at, ref=ref, office=comment.badge or ""
    )
    return comment


@transaction.atomic
def hide_comment(
    comment: Comment, *, by: Person, ground: str, at: datetime, ref: UUID | None = None
) -> Comment:
    """Take down what the rules of the house do not bear, and say why."""
    office = comment.check_may_hide(by, at)
    comment = _lock_comment(comment)
    comment.check_standing()
    comment.hidden_ground = comment.check_ground(ground)
    comment.state, comment.hidden_at, comment.hidden_by = Comment.State.HIDDEN, at, by
    comment.save(update_fields=["state", "hidden_ground", "hidden_at", "hidden_by"])
    _silence(comment)
    facts = {"ground": comment.hidden_ground}
    publish(
        comment.thread.room,
        "comment.hidden",
        comment,
        by=by,
        at=at,
        ref=ref,
        office=office.label,
        facts=facts,
    )
    return comment


def _silence(comment: Comment) -> None:
    """Count what no longer stands out of the thread, and let it be found no more."""
    thread = comment.thread
    if comment.counted:
        thread.unhear(comment.author)
    thread.standing_comments -= 1
    thread.save(update_fields=["voices", "standing_comments"])
    entries.withdraw(comment)


@transaction.atomic
def support_comment(comment: Comment, *, by: Person, at: datetime, ref: UUID | None = None) -> Comment:
    """Agree with a neighbour; agreeing twice is agreeing once."""
    comment = _lock_comment(comment)
    comment.thread.check_may_speak(by, at)
    comment.thread.check_open(at)
    comment.check_standing()
    reaction, new = Reaction.objects.get_or_create(comment=comment, person=by)
    if not new and reaction.withdrawn_at is None:
        return _unmoved(comment)
    Reaction.objects.filter(pk=reaction.pk).update(withdrawn_at=None)
    # The thread's lock keeps two neighbours from counting on from the same number.
    comment.reaction_count += 1
    comment.save(update_fields=["reaction_count"])
    publish(comment.thread.room, "comment.supported", comment, by=by, at=at, ref=ref)
    return comment


@transaction.atomic
def unsupport_comment(comment: Comment, *, by: Person, at: datetime, ref: UUID | None = None) -> Comment:
    """Agree no longer."""
    comment = _lock_comment(comment)
    comment.thread.check_may_speak(by, at)
    comment.thread.check_open(at)
    comment.check_standing()
    mine = Reaction.objects.filter(comment=comment, person=by, withdrawn_at=None)
    if not mine.update(withdrawn_at=at):
        return _unmoved(comment)
    comment.reaction_count -= 1
    comment.save(update_fields=["reaction_count"])
    publish(comment.thread.room, "comment.unsupported", comment, by=by, at=at, ref=ref)
    return comment


def _unmoved(comment: Comment) -> Comment:
    """What was already so leaves no event; its number is the room's present one."""
    comment.seq = Room.objects.seq_of(*comment.thread.room).seq
    return comment


def due(at: datetime) -> None:
    """Tell each room once that its door has opened or closed."""
    for pk in Thread.objects.to_tell(at).values_list("pk", flat=True):
        _tell_door(pk, at)


@transaction.atomic
def _tell_door(pk: int, at: datetime) -> None:
    """Whoever waits in the room need not watch the clock."""
    thread = Thread.objects.locked().get(pk=pk)
    before, thread.told = thread.told, thread.status(at)
    if thread.told == before:
        return
    thread.save(update_fields=["told"])
    if thread.subject is not None:
        entries.refile(thread.subject, state=thread.subject.status(at))
    if before == Thread.Told.UPCOMING:
        publish(thread.room, "thread.opened", thread, by=None, at=at)
    if thread.told == Thread.Told.CLOSED:
        publish(thread.room, "thread.closed", thread, by=None, at=at)
