"""Speaking: nothing that was said, agreed with or hidden changes in any other way."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import translation

from committees.roster import badge_of
from deliberation.actions.calls import call_mayor, mayor_due
from deliberation.actions.mentions import call_by_name
from deliberation.models import Comment, Reaction, Thread
from deliberation.models.thread import COUNTED
from district.calendar import day
from district.models import Person
from realtime.models import Room
from realtime.publish import publish
from search import entries


@transaction.atomic
def post_comment(
    thread: Thread,
    *,
    by: Person,
    body: str,
    at: datetime,
    ref: UUID | None = None,
    parent: int | None = None,
    stance: str = "",
    quote: int | None = None,
) -> Comment:
    """Speak in a thread. The hundredth voice obliges the mayor to answer."""
    # Locked, or two neighbours could each be the ninety-ninth and nobody the hundredth.
    thread = Thread.objects.locked().heard_from(by, day(at)).get(pk=thread.pk)
    office = by.post_on(day(at)) if thread.office_speaks else None
    thread.check_may_speak(by, at)
    thread.check_open(at)
    comment = Comment(thread=thread, author=by, spoken_for=office, parent_id=parent, posted_at=at)
    comment.body = comment.check_words(body)
    comment.counted = office is None and thread.counts(by)
    comment.stance = comment.check_stance(stance)
    # Whose words are a voice rests by that voice; of others the last word itself says when it was.
    rests = by if thread.slow_seconds and not comment.counted else None
    comment.quote_of, last = thread.comments.check_answered(parent, quote, rests=rests)
    thread.check_rested(last, at)
    comment.dong = None if office else thread.speaker_dong
    comment.seat_label = "" if office else _seat_label(thread, by, at)
    comment.save(force_insert=True)
    if comment.counted:
        thread.hear(by, comment.stance, at)
    thread.standing_comments += 1
    thread.save(update_fields=COUNTED)
    called = mayor_due(thread, at)
    file_comment(comment)
    call_by_name(comment)
    # Last: publishing locks the room, and every action locks thread, subject, room in this order.
    publish(thread.room, "comment.posted", comment, by=by, at=at, ref=ref, office=comment.office_label)
    if called:
        call_mayor(called, thread, by=by, at=at)
    return comment


def _seat_label(thread: Thread, by: Person, at: datetime) -> str:
    """As whose member somebody speaks in the forum of a body; kept, so in the district's own language."""
    session = thread.forum_session
    if session is None or session.forum.body is None:
        return ""
    with translation.override(settings.LANGUAGE_CODE):
        return badge_of(by, session.forum.body, day(at))


def file_comment(comment: Comment) -> None:
    """Let the words be found under what they are about."""
    entries.file(
        comment,
        kind="comment",
        title=comment.thread.title,
        words=comment.body,
        url=comment.get_absolute_url(),
        on=day(comment.posted_at),
        dong=comment.dong or "",
        # Else one word of the question would bring up all that was said under it.
        found_by_title=False,
    )


def lock_comment(comment: Comment) -> Comment:
    """The comment as it stands once nobody else can touch its thread."""
    thread = Thread.objects.locked().get(pk=comment.thread_id)
    comment = Comment.objects.with_faces().get(pk=comment.pk)
    while comment.thread_id != thread.pk:
        # Carried over to an earlier talk while we waited: it is counted there now.
        thread = Thread.objects.locked().get(pk=comment.thread_id)
        comment.refresh_from_db(fields=["thread"])
    comment.thread = thread
    return comment


@transaction.atomic
def edit_comment(
    comment: Comment, *, by: Person, body: str, at: datetime, ref: UUID | None = None
) -> Comment:
    """Mend one's words while they are fresh; what stood there is kept."""
    comment = lock_comment(comment)
    comment.check_may_edit(by, at)
    comment.thread.check_open(at)
    words = comment.check_words(body)
    comment.versions.create(body=comment.body, replaced_at=at)
    comment.body, comment.edited_at = words, at
    comment.save(update_fields=["body", "edited_at"])
    entries.refile(comment, words=words)
    publish(
        comment.thread.room, "comment.edited", comment, by=by, at=at, ref=ref, office=comment.office_label
    )
    return comment


@transaction.atomic
def withdraw_comment(comment: Comment, *, by: Person, at: datetime, ref: UUID | None = None) -> Comment:
    """Take one's words back: the place stays, and so does what they brought about."""
    comment = lock_comment(comment)
    comment.check_may_withdraw(by)
    comment.state = Comment.State.WITHDRAWN
    comment.save(update_fields=["state"])
    silence(comment, by=by, at=at, office=comment.office_label)
    publish(
        comment.thread.room, "comment.withdrawn", comment, by=by, at=at, ref=ref, office=comment.office_label
    )
    return comment


def silence(comment: Comment, *, by: Person, at: datetime, office: str) -> None:
    """Count what no longer stands out of the thread, let it be found no more, and take it from the wall."""
    thread = comment.thread
    if comment.counted:
        thread.unhear(comment.author, comment.stance)
    thread.standing_comments -= 1
    stood = thread.let_go(comment)
    thread.save(update_fields=COUNTED)
    entries.withdraw(comment)
    # Before the event of the act itself, which is the one that its client is answered with.
    if stood:
        publish(thread.room, "comment.unpinned", comment, by=by, at=at, office=office)


def revive(comment: Comment) -> None:
    """Count what stands again back into the thread; no latch moves, for nobody has spoken anew."""
    thread = comment.thread
    if comment.counted:
        thread.hear(comment.author, thread.last_stance_of(comment.author))
    thread.standing_comments += 1
    thread.save(update_fields=COUNTED)
    file_comment(comment)


@transaction.atomic
def support_comment(comment: Comment, *, by: Person, at: datetime, ref: UUID | None = None) -> Comment:
    """Agree with a neighbour; agreeing twice is agreeing once."""
    comment = lock_comment(comment)
    comment.thread.check_may_speak(by, at)
    comment.thread.check_open(at)
    comment.check_standing()
    reaction, new = Reaction.objects.get_or_create(comment=comment, person=by)
    if not new and reaction.withdrawn_at is None:
        return unmoved(comment)
    Reaction.objects.filter(pk=reaction.pk).update(withdrawn_at=None)
    # The thread's lock keeps two neighbours from counting on from the same number.
    comment.reaction_count += 1
    comment.save(update_fields=["reaction_count"])
    publish(comment.thread.room, "comment.supported", comment, by=by, at=at, ref=ref)
    return comment


@transaction.atomic
def unsupport_comment(comment: Comment, *, by: Person, at: datetime, ref: UUID | None = None) -> Comment:
    """Agree no longer."""
    comment = lock_comment(comment)
    comment.thread.check_may_speak(by, at)
    comment.thread.check_open(at)
    comment.check_standing()
    mine = Reaction.objects.filter(comment=comment, person=by, withdrawn_at=None)
    if not mine.update(withdrawn_at=at):
        return unmoved(comment)
    comment.reaction_count -= 1
    comment.save(update_fields=["reaction_count"])
    publish(comment.thread.room, "comment.unsupported", comment, by=by, at=at, ref=ref)
    return comment


def unmoved(comment: Comment) -> Comment:
    """What was already so leaves no event; its number is the room's present one."""
    comment.seq = Room.objects.seq_of(*comment.thread.room).seq
    return comment
