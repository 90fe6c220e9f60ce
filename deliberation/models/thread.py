"""Where residents speak, and how the district counts them."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Count, F, Max, Q
from django.utils.translation import gettext_lazy as _

from deliberation.models.policy import ParticipationPolicy
from deliberation.models.threads import ThreadQuerySet
from deliberation.models.voice import Voice, check_rested
from district.calendar import day
from district.models import Department, Person
from district.models.offices import Role
from district.refusals import Refusal
from realtime.kinds import Address

if TYPE_CHECKING:
    from deliberation.models.comment import Comment
    from deliberation.models.forum import Session
    from deliberation.models.proposal import Proposal
    from deliberation.models.question import Question

LONGEST_PAUSE = 3_600
COUNTED = ["voices", "standing_comments", "pros", "cons", "curious", "pinned"]
"""What a word may move when it is said or taken down."""
CAMPS = {"pro": "pros", "con": "cons", "curious": "curious"}
"""Which counter of a thread counts the people of which stance."""


class Thread(models.Model):
    """댓글. The words under one question or in one session; as many as like, but one voice a person."""

    class Told(models.TextChoices):
        """What those in the room were last told about the door: by the clock, or by the facilitator."""

        UPCOMING = "upcoming", _("열기 전")
        OPEN = "open", _("진행 중")
        CLOSED = "closed", _("마감")

    opens_at = models.DateTimeField(_("여는 때"))
    closes_at = models.DateTimeField(_("마감하는 때"))
    voices = models.PositiveIntegerField(_("의견을 낸 사람"), default=0, editable=False)
    standing_comments = models.PositiveIntegerField(_("서 있는 댓글"), default=0, editable=False)
    # A facilitator opens and closes it, not the clock.
    by_hand = models.BooleanField(_("여닫는 사람이 있음"), default=False, editable=False)
    told = models.CharField(max_length=10, choices=Told, default=Told.UPCOMING, editable=False)
    # One word a person in so many seconds; none where nobody has asked for calm.
    slow_seconds = models.PositiveIntegerField(_("한 사람이 쉬는 시간(초)"), default=0)
    pinned = models.ForeignKey(
        "deliberation.Comment",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("위에 둔 의견"),
    )
    # Of a talk about something above this step, as a pledge: what it is, where it stands, who keeps it.
    heading = models.CharField(_("이야깃거리"), max_length=200, blank=True, editable=False)
    address = models.CharField(_("주소"), max_length=500, blank=True, editable=False)
    keeper = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="threads",
        verbose_name=_("맡은 부서"),
    )
    # Whether the words of its subject are hidden: what is joined to this row may be of before a wait for it.
    covered = models.BooleanField(_("글을 가림"), default=False, editable=False)
    # People by the stance of their last standing word that takes one.
    pros = models.PositiveIntegerField(_("찬성하는 사람"), default=0, editable=False)
    cons = models.PositiveIntegerField(_("반대하는 사람"), default=0, editable=False)
    curious = models.PositiveIntegerField(_("궁금한 사람"), default=0, editable=False)

    objects = ThreadQuerySet.as_manager()

    office_speaks: bool
    speaker_dong: str | None
    speaker_proposes: bool
    # As it was before the wait for the lock: `hear` asks again where it has changed since.
    speaker_stance: str | None = None
    seq: int

    class Meta:
        verbose_name = verbose_name_plural = _("댓글 마당")
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="thread_closes_after_opening"
            )
        ]
        indexes = [
            models.Index(fields=["closes_at"], name="thread_to_tell", condition=~Q(told="closed")),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def subject(self) -> "Question | Proposal | None":
        """What is being talked about; a forum is no subject, for nobody must answer it."""
        return getattr(self, "question", None) or getattr(self, "proposal", None)

    @property
    def forum_session(self) -> "Session | None":
        """The session of a forum whose talk this is."""
        return getattr(self, "session", None) if self.by_hand else None

    @property
    def title(self) -> str:
        """What is being talked about, in a line."""
        about = self.subject or self.forum_session
        if about is not None and self.covered != getattr(about, "is_hidden", False):
            # Hidden, or shown again, while somebody waited for the lock.
            about.refresh_from_db(fields=["title", "state"])
        return about.title if about else self.heading

    @property
    def url(self) -> str:
        """Where it is read."""
        if self.forum_session is not None:
            return self.forum_session.get_absolute_url()
        subject = self.subject
        return (subject.url or subject.get_absolute_url()) if subject else self.address

    @property
    def policy(self) -> ParticipationPolicy | None:
        """The thresholds of the publication day; of a talk about something above, of the day it opened."""
        about = self.subject or (self.forum_session and self.forum_session.forum)
        if about is None and self.heading:
            return ParticipationPolicy.objects.filter(valid_from__lte=day(self.opens_at)).first()
        return about.policy if about else None

    @property
    def voices_needed(self) -> int | None:
        """How many people call the mayor; a forum calls nobody."""
        policy = self.subject.policy if self.subject else None
        return policy.voices_needed if policy else None

    @property
    def room(self) -> Address:
        """Where those present hear it."""
        return Address("thread", str(self.pk))

    def status(self, at: datetime) -> str:
        """Whether words are taken at that moment: the facilitator says it, else the clock."""
        if self.by_hand:
            return self.told
        if at < self.opens_at:
            return self.Told.UPCOMING.value
        return (self.Told.OPEN if at < self.closes_at else self.Told.CLOSED).value

    def check_order(self) -> None:
        """Refuse a door that closes before it opens."""
        if self.closes_at <= self.opens_at:
            raise Refusal("closes_before_opening", _("마감은 여는 때보다 뒤여야 합니다."), status=422)

    def check_may_reschedule(self, opens_at: datetime, closes_at: datetime, at: datetime) -> None:
        """Refuse to move the door under those who have come through it; it may only stay open longer."""
        if (opens_at, closes_at) == (self.opens_at, self.closes_at):
            return
        narrowed = opens_at != self.opens_at or closes_at < self.closes_at or at >= self.closes_at
        if narrowed and self.comments.exists():
            raise Refusal(
                "question_underway",
                _("의견이 있는 질문은 마감 전에 마감을 늦추는 것만 할 수 있습니다."),
                status=409,
            )

    def reschedule(self, opens_at: datetime, closes_at: datetime, at: datetime) -> bool:
        """Move the door, and say whether it moved."""
        if (opens_at, closes_at) == (self.opens_at, self.closes_at):
            return False
        self.check_may_reschedule(opens_at, closes_at, at)
        self.opens_at, self.closes_at = opens_at, closes_at
        self.check_order()
        self.told = self.status(at)
        return True

    def check_open(self, at: datetime) -> None:
        """Refuse words that come before the beginning or after the deadline."""
        status = self.status(at)
        if status == self.Told.UPCOMING:
            raise Refusal("thread_not_open", _("아직 토론이 열리지 않았습니다."), status=409)
        if status == self.Told.CLOSED:
            raise Refusal(
                "thread_closed",
                _("토론이 마감되었습니다. 읽기와 공감 기록은 그대로 남습니다."),
                status=409,
            )

    def rights_of(self, person: Person | None, at: datetime) -> frozenset[str]:
        """Everybody may read; whether a word is taken is for the action to say."""
        speaks = person is not None and self.may_speak(person, at)
        keeps = self.forum_session is not None and self.forum_session.may_facilitate(person, at)
        return frozenset({"read"} | ({"speak"} if speaks else set()) | ({"facilitate"} if keeps else set()))

    def may_keep(self, person: Person | None, at: datetime) -> bool:
        """Whether this person keeps the talk: a session's facilitator, else its department or a moderator."""
        if self.forum_session is not None:
            return self.forum_session.may_facilitate(person, at)
        if person is None or not person.is_active or not (self.heading or self.subject):
            return False
        offices = person.offices_on(day(at))
        if any(post.role == Role.MODERATOR for post in offices):
            return True
        ours = {post.department_id for post in offices if post.speaks} - {None}
        return bool(ours) and self._department() in ours

    def _department(self) -> int | None:
        """Whose business the subject is: of a proposal who has it now, else the department of its field."""
        if self.keeper_id is not None:
            return self.keeper_id
        if (question := getattr(self, "question", None)) is not None:
            return question.department_id
        proposal = getattr(self, "proposal", None)
        if proposal is None:
            return None
        if proposal.referral is not None:
            return proposal.referral.department_id
        return proposal.category.department_id if proposal.category else None

    def check_may_keep(self, by: Person, at: datetime) -> None:
        """Refuse to anybody else what only its keepers may do."""
        if self.forum_session is not None:
            self.forum_session.check_may_facilitate(by, at)
        elif not self.may_keep(by, at):
            raise Refusal(
                "not_talk_keeper", _("이 토론을 맡은 부서와 운영 담당만 하실 수 있습니다."), status=403
            )

    def check_may_slow(self, by: Person, at: datetime) -> None:
        """Calm is asked for by who keeps the talk, and by moderators everywhere."""
        if not by.holds(Role.MODERATOR, day(at)):
            self.check_may_keep(by, at)

    @staticmethod
    def check_pause(seconds: object) -> int:
        """Refuse a pause that is none, or that would silence everybody for an evening."""
        if type(seconds) is not int or not 0 <= seconds <= LONGEST_PAUSE:
            raise Refusal("bad_pause", _("0초에서 3,600초까지 정할 수 있습니다."), status=422)
        return seconds

    @property
    def takes_stances(self) -> bool:
        """Whether one may be for or against: of a forum there is nothing to be for."""
        return self.subject is not None

    def check_pinnable(self, comment: "Comment") -> None:
        """Only words that stand in this talk are put above it."""
        self.check_still_kept()
        if comment.thread_id != self.pk or comment.is_hidden:
            raise not_pinnable()

    def check_still_kept(self) -> None:
        """A forum is kept while it is open; under a question an answer may be put above when all is said."""
        if self.forum_session is not None:
            self.forum_session.check_open()

    def let_go(self, comment: "Comment") -> bool:
        """Take this comment from its place above, if that is where it stands."""
        stood = self.pinned_id == comment.pk
        if stood:
            self.pinned = None
        return stood

    def may_speak(self, by: Person, at: datetime) -> bool:
        """Whether the district knows who this is; an office speaks as the office."""
        return not by.is_blocked(at) and (by.is_verified or by.post_on(day(at)) is not None)

    def check_may_speak(self, by: Person, at: datetime) -> None:
        """Refuse the words of somebody the district cannot tell from anybody."""
        if not self.may_speak(by, at):
            by.check_not_blocked(at)
            by.check_verified()

    def counts(self, person: Person) -> bool:
        """Whether their words are a voice: who proposed it was heard with the proposal."""
        proposal = getattr(self, "proposal", None)
        return proposal is None or not (self.speaker_proposes or proposal.author_id == person.pk)

    def hear(self, person: Person, stance: str = "", at: datetime | None = None) -> None:
        """Count those who spoke, and where they stand: the plan asks for 100명, not 100건."""
        raise_voice = partial(Voice.objects.raised, self.pk, person, at=at, pause=self.slow_seconds)
        was = self.speaker_stance or ""
        standing = raise_voice(was=was, stance=stance)
        if standing is None:
            # Too soon, or they spoke elsewhere while we waited for the lock; what is read under it holds.
            voice = Voice.objects.of(self.pk, person).get()
            check_rested(voice.spoken_at, at, self.slow_seconds)
            was = voice.stance
            standing = raise_voice(was=was, stance=stance)
        self.voices += standing == 1
        self.shift(was, stance or was)

    def check_rested(self, last: "Comment | None", at: datetime) -> None:
        """Calm binds an office and those who propose as well: they are no voice, and rest like anybody."""
        check_rested(last.posted_at if last else None, at, self.slow_seconds)

    def unhear(self, person: Person, stance: str = "") -> None:
        """A voice falls silent with its last standing comment; what it has brought about stays."""
        voice = self.voices_heard.get(person=person)
        voice.standing -= 1
        self.voices -= voice.standing == 0
        if stance and stance == voice.stance:
            voice.stance = self.last_stance_of(person)
            self.shift(stance, voice.stance)
        voice.save(update_fields=["standing", "stance"])

    def last_stance_of(self, person: Person) -> str:
        """Where somebody stands by the newest of their standing words."""
        return self.last_stances_of([person.pk]).get(person.pk, "")

    def last_stances_of(self, people: Iterable[int]) -> dict[int, str]:
        """The same for each of these people, in one query."""
        stood = self._stances_said().filter(author__in=list(people)).order_by()
        newest = stood.values("author").annotate(newest=Max("id")).values("newest")
        return dict(self.comments.filter(pk__in=newest).values_list("author", "stance"))

    def shift(self, was: str, now: str) -> None:
        """Somebody stands elsewhere now."""
        if was == now:
            return
        for stance, more in ((was, -1), (now, 1)):
            if stance:
                setattr(self, CAMPS[stance], getattr(self, CAMPS[stance]) + more)

    def recount_stances(self) -> None:
        """Count the people of each stance anew from their voices, as after two talks became one."""
        heard = self.voices_heard.filter(standing__gt=0).values_list("stance").annotate(people=Count("pk"))
        people = dict(heard)
        for stance, counter in CAMPS.items():
            setattr(self, counter, people.get(stance, 0))

    def recount(self) -> dict[str, tuple[int, int]]:
        """What the counters say beside what the rows say, where they disagree; a check, never the way."""
        standing = self.comments.filter(state="standing")
        speakers = standing.filter(counted=True).values_list("author").annotate(spoken=Count("pk"))
        heard = self.voices_heard.filter(standing__gt=0).values_list("person", "standing")
        agreed = Count("supports", filter=Q(supports__withdrawn_at=None))
        miscounted = self.comments.annotate(agreed=agreed).exclude(reaction_count=F("agreed"))
        stood = dict(self._stances_said())
        taken = self.voices_heard.exclude(stance="").values_list("person", "stance")
        camps = Counter(stood.values())
        told = {
            "standing_comments": (self.standing_comments, standing.count()),
            "voices": (self.voices, len(speakers)),
            "voices misheard": (len(set(heard) ^ set(speakers)), 0),
            "reactions miscounted": (miscounted.count(), 0),
            "stances mistaken": (len(set(taken) ^ set(stood.items())), 0),
            **{counter: (getattr(self, counter), camps[stance]) for stance, counter in CAMPS.items()},
        }
        return {name: pair for name, pair in told.items() if pair[0] != pair[1]}

    def _stances_said(self) -> "models.QuerySet[Any, Any]":
        """Each person with the stance of their words, oldest first: of many the last one counts."""
        said = self.comments.filter(state="standing", counted=True).exclude(stance="")
        return said.order_by("id").values_list("author", "stance")


def not_pinnable() -> Refusal:
    """Words of another talk, or such as no longer stand."""
    return Refusal("not_pinnable", _("위에 둘 수 없는 의견입니다."), status=409)
