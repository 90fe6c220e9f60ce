"""A question in every state, with a word in it that was said five minutes ago."""

from datetime import timedelta
from functools import partial

from deliberation import actions
from deliberation.actions import clock
from deliberation.models import ParticipationPolicy, Question, Thread
from deliberation.speakers import thread_at
from district.visitors import speaker
from referrals import actions as referrals
from tests.cast import NOON
from tests.deliberation.comment_stands import own
from tests.states import Deed

WEEK, MINUTE = timedelta(days=7), timedelta(minutes=1)
RESULT = {"result": "골목부터 밝힙니다."}
WORDS = {"body": "가로등이 필요합니다."}


class Stands:
    """The district asks, the author speaks, the clock closes, the department and the mayor answer."""

    def __init__(self, cast, department, policy):
        self.cast, self.department, self.policy = cast, department, policy

    def states(self):
        names = ("upcoming", "open", "closed", "review", "concluded", "answered")
        return {name: partial(self.stand, name) for name in names}

    def stand(self, name):
        question = getattr(self, name)()
        question = Question.objects.visible_to(None).get(pk=question.pk)
        assert question.status(NOON) == name
        return question

    def asked(self, closes_at=NOON - MINUTE, department=None):
        told = {"title": "무엇이 먼저입니까?", "slug": "first", "kind": "general", "purpose": "여쭙니다."}
        hours = {"opens_at": NOON - WEEK, "closes_at": closes_at, "at": NOON - WEEK}
        question = actions.open_question(**told, **hours, department=department or self.department, by=None)
        actions.post_comment(question.thread, by=self.cast["author"], at=NOON - 5 * MINUTE, **WORDS)
        return question

    def upcoming(self):
        question = self.asked(NOON + WEEK)
        # No word is said before a question opens: this one has to stand there for the acts that ask for one.
        Thread.objects.filter(pk=question.thread_id).update(opens_at=NOON + MINUTE, told="upcoming")
        return question

    def open(self):
        return self.asked(NOON + WEEK)

    def closed(self):
        return self.asked()

    def review(self):
        question = self.asked()
        clock.due(NOON)
        return question

    def concluded(self):
        return actions.amend_question(self.review(), by=self.cast["editor"], at=NOON, **RESULT)

    def answered(self):
        ParticipationPolicy.objects.update(voices_needed=1)
        question = self.review()
        referral = Question.objects.get(pk=question.pk).mayor_referral
        draft = referrals.write_reply(referral, words="하겠습니다.", by=self.cast["officer"], at=NOON)
        referrals.submit(draft, by=self.cast["officer"], at=NOON)
        for hand in ("head", "director", "mayor"):
            referrals.approve(draft, by=self.cast[hand], at=NOON)
        return question

    def deeds(self):
        return {
            "speak": Deed(
                speak,
                lambda question: ("post", f"/api/v1/threads/{question.thread_id}/comments/", WORDS),
                lambda question: ("thread", str(question.thread_id), "comment.post", WORDS),
                lambda question: (f"/threads/{question.thread_id}/comments/", WORDS),
            ),
            "agree": on_word(own("support", actions.support_comment, "put", "reaction/", form=None)),
            "mend": on_word(own("edit", actions.edit_comment, "patch", "", WORDS)),
            "take back": on_word(own("withdraw", actions.withdraw_comment, "post", "withdraw/")),
            "pin": on_word(own("pin", actions.pin_comment, "post", "pin/")),
            "slow": Deed(
                slow,
                lambda question: ("put", f"/api/v1/threads/{question.thread_id}/slow/", {"seconds": 30}),
                lambda question: ("thread", str(question.thread_id), "thread.slow", {"seconds": 30}),
                lambda question: (f"/threads/{question.thread_id}/slow/", {"seconds": 30}),
            ),
            "prolong": Deed(lambda question, person: amended(question, person, closes_at=NOON + 2 * WEEK)),
            "conclude": Deed(lambda question, person: amended(question, person, result="모두 밝힙니다.")),
        }


def speak(question, person):
    actions.post_comment(thread_at(question.thread_id, person), by=speaker(person), at=NOON, **WORDS)


def slow(question, person):
    actions.slow_thread(thread_at(question.thread_id, person), seconds=30, by=speaker(person), at=NOON)


def amended(question, person, **said):
    actions.amend_question(question, by=person, at=NOON, **said)


def on_word(deed):
    """The same act, about the word that was said under the question."""

    def about(ask):
        return ask and (lambda question: ask(question.thread.comments.get()))

    def act(question, person):
        deed.act(question.thread.comments.get(), person)

    return Deed(act, about(deed.api), about(deed.room), about(deed.form))
