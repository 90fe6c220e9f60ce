"""Where residents speak, and how the district counts them."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import connection, models
from django.db.models import Count, Exists, F, Q, Subquery
from django.utils.translation import gettext_lazy as _

from deliberation.models.policy import ParticipationPolicy
from district.calendar import day
from district.models import Neighborhood, Person, Post, Posting
from district.models.offices import Role
from district.refusals import Refusal
from realtime.kinds import Address

if TYPE_CHECKING:
    from deliberation.models.forum import Session
    from deliberation.models.question import Question

SPEAKING = [role for role in Role.values if Post(role=role).speaks]


class ThreadQuerySet(models.QuerySet["Thread"]):
    def visible_to(self, person: Person | None) -> Self:
        """Every thread is public: what a district asks, everybody may read."""
        return self.all()

    def with_subject(self) -> Self:
        """With what is being talked about, and the thresholds."""
        return self.select_related("question__policy", "session__forum__body")

    def locked(self) -> Self:
        """Held until the action is over, with its subject and the thresholds beside it."""
        # What stands beside it was read before the wait for the lock: only what never changes may be trusted.
        held = self.select_for_update(of=("self",), no_key=True)
        return held.select_related("question__policy", "question__department", "session__forum__body")

    def heard_from(self, person: Person, on: date) -> Self:
        """Say in the same statement where this person lives and whether an office speaks."""
        offices = Posting.objects.on(on).filter(person=person, post__role__in=SPEAKING)
        home = Neighborhood.objects.filter(people=person).values("name")[:1]
        return self.annotate(office_speaks=Exists(offices), speaker_dong=Subquery(home))

    def to_tell(self, at: datetime) -> Self:
        """Those whose door has opened or closed and whose room has not heard of it."""
        opened = Q(told=Thread.Told.UPCOMING, opens_at__lte=at)
        by_clock = self.filter(by_hand=False).exclude(told=Thread.Told.CLOSED)
        return by_clock.filter(opened | Q(closes_at__lte=at))


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

    objects = ThreadQuerySet.as_manager()

    office_speaks: bool
    speaker_dong: str | None

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
    def subject(self) -> "Question | None":
        """What is being talked about."""
        return getattr(self, "question", None)

    @property
    def forum_session(self) -> "Session | None":
        """The session of a forum whose talk this is."""
        return getattr(self, "session", None) if self.by_hand else None

    @property
    def title(self) -> str:
        """What is being talked about, in a line."""
        about = self.subject or self.forum_session
        return about.title if about else ""

    @property
    def policy(self) -> ParticipationPolicy | None:
        """The thresholds of the publication day."""
        about = self.subject or (self.forum_session and self.forum_session.forum)
        return about.policy if about else None

    @property
    def voices_needed(self) -> int | None:
        """How many people call the mayor; a forum calls nobody."""
        return self.subject.policy.voices_needed if self.subject else None

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

    def may_speak(self, by: Person, at: datetime) -> bool:
        """Whether the district knows who this is; an office speaks as the office."""
        return by.is_verified or by.post_on(day(at)) is not None

    def check_may_speak(self, by: Person, at: datetime) -> None:
        """Refuse the words of somebody the district cannot tell from anybody."""
        if not self.may_speak(by, at):
            by.check_verified()

    def hear(self, person: Person) -> None:
        """Count those who spoke, not what was said: the plan asks for 100명, not 100건."""
        table = connection.ops.quote_name(Voice._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} (thread_id, person_id, standing) VALUES (%s, %s, 1)"  # noqa: S608
                f" ON CONFLICT (thread_id, person_id) DO UPDATE SET standing = {table}.standing + 1"
                " RETURNING standing",
                [self.pk, person.pk],
            )
            [(standing,)] = cursor.fetchall()  # all: SQLite finishes a RETURNING only when it is read out
        self.voices += standing == 1

    def unhear(self, person: Person) -> None:
        """A voice falls silent with its last standing comment; what it has brought about stays."""
        voice = self.voices_heard.get(person=person)
        voice.standing -= 1
        voice.save(update_fields=["standing"])
        self.voices -= voice.standing == 0

    def recount(self) -> dict[str, tuple[int, int]]:
        """What the counters say beside what the rows say, where they disagree; a check, never the way."""
        standing = self.comments.filter(state="standing")
        speakers = standing.filter(counted=True).values_list("author").annotate(spoken=Count("pk"))
        heard = self.voices_heard.filter(standing__gt=0).values_list("person", "standing")
        agreed = Count("supports", filter=Q(supports__withdrawn_at=None))
        miscounted = self.comments.annotate(agreed=agreed).exclude(reaction_count=F("agreed"))
        told = {
            "standing_comments": (self.standing_comments, standing.count()),
            "voices": (self.voices, len(speakers)),
            "voices misheard": (len(set(heard) ^ set(speakers)), 0),
            "reactions miscounted": (miscounted.count(), 0),
        }
        return {name: pair for name, pair in told.items() if pair[0] != pair[1]}


class Voice(models.Model):
    """목소리. One person in one thread, however often they wrote: a verified resident, not an office."""

    thread = models.ForeignKey(
        Thread, models.PROTECT, related_name="voices_heard", verbose_name=_("댓글 마당")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="voices", verbose_name=_("사람")
    )
    standing = models.PositiveIntegerField(_("서 있는 댓글"), default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("목소리")
        constraints = [models.UniqueConstraint(fields=["thread", "person"], name="voice_once_per_thread")]

    def __str__(self) -> str:
        return f"{self.thread_id}/{self.person_id}: {self.standing}"
