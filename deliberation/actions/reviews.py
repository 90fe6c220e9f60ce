"""부서검토: what a department owes a question once nothing more is said in it."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from deliberation.actions.calls import department_of, suppress_unset
from deliberation.models import Question, Thread
from referrals import actions as referrals
from referrals.models import Referral
from search.models import Entry

# What the question calls itself in the index while this waits, and when it is answered.
STATES = {"open": Question.Status.REVIEW.value, "answered": Question.Status.REVIEW.value}


# A question that was closed longer ago is not taken up because its department is known now.
FRESH = timedelta(days=90)


def refer_to_department(question: Question, *, at: datetime, quiet: bool = False) -> Referral | None:
    """Once, and by whoever holds the lock of its thread; a question of no department waits for one."""
    department = department_of(question)
    if question.referral_id is not None or department is None:
        return None
    with translation.override(settings.LANGUAGE_CODE), suppress_unset(question):
        question.referral = referrals.refer(
            kind="question",
            label=_("질문"),
            title=question.title,
            url=question.get_absolute_url(),
            department=department,
            by=None,
            at=at,
            room=question.thread.room,
            topic=question.letter_topic,
            entry=Entry.objects.of(question).first(),
            entry_states=STATES,
            quiet=quiet,
        )
        question.save(update_fields=["referral"])
    return question.referral


def due(at: datetime) -> None:
    """Hand over what was closed before there was a department, a clock or a chain for it."""
    closed = Thread.objects.filter(told=Thread.Told.CLOSED, closes_at__range=(at - FRESH, at))
    # What was only written down after it had ended was never open here.
    waiting = closed.filter(question__referral=None, question__result_at=None).filter(
        question__published_at__lt=F("closes_at")
    )
    for pk in waiting.values_list("pk", flat=True):
        hand_over(pk, at)


@transaction.atomic
def hand_over(pk: int, at: datetime) -> None:
    """With the last word the department's time begins."""
    thread = Thread.objects.locked().get(pk=pk)
    # Anew, under the thread's lock: an editor may have amended it while this waited.
    questions = Question.objects.select_related("department", "policy__department")
    question = questions.filter(thread=thread).first()
    if question is not None and thread.told == Thread.Told.CLOSED:
        question.thread = thread
        refer_to_department(question, at=at)


def rename_referrals(question: Question) -> None:
    """Whoever has to answer finds it by its new name."""
    for referral in (question.referral, question.mayor_referral):
        if referral is not None and referral.title != question.title:
            referrals.rename(referral, title=question.title, url=question.get_absolute_url())
