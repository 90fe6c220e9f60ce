"""Who somebody is to the district, and what they agreed to."""

import hmac
import unicodedata
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self
from uuid import uuid4

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from district.dates import day, official_time
from district.intake import clean_name, visible
from district.models.offices import Department, Post, Role
from district.models.places import Neighborhood
from district.names import masked
from district.refusals import Refusal

if TYPE_CHECKING:
    from district.identity import Identity
    from district.models.offices import Posting

RANKS = list(Role.values)
AGE_OF_CONSENT = 14
RESERVED = frozenset(
    {
        "구청장",
        "정책보좌관",
        "국장",
        "부서장",
        "담당",
        "운영",
        "감사",
        "관리",
        "탈퇴한주민",
        "이웃",
        "운영자",
        "관리자",
        "mayor",
        "neighbour",
        "former user",
        "administrator",
        "moderator",
    }
)


class Level(models.IntegerChoices):
    """How well the district knows who speaks; L0 is the reader without an account."""

    L1 = 1, _("로그인")
    L2 = 2, _("본인확인")
    L3 = 3, _("주민 또는 생활권")


class Basis(models.TextChoices):
    """What a level rests on."""

    IDENTITY = "identity", _("본인확인")
    RESIDENCE = "residence", _("거주")
    WORK = "work", _("직장")
    STUDY = "study", _("학교")


class People(BaseUserManager["Person"]):
    """Accounts are opened by e-mail address, and one address is one account however it is typed."""

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        return unicodedata.normalize("NFC", email or "").strip().lower()

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email=self.normalize_email(username))

    def create_user(self, email: str, password: str | None = None, **facts: Any) -> "Person":
        person = self.model(email=self.normalize_email(email), **facts)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **facts: Any) -> "Person":
        return self.create_user(email, password, is_superuser=True, **facts)


class Person(AbstractBaseUser, PermissionsMixin):
    """주민 또는 직원. Whoever has an account; never deleted, for their words stand in the record."""

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    email = models.EmailField(_("이메일"), unique=True, null=True)
    name = models.CharField(_("이름"), max_length=80, blank=True, editable=False)
    nickname = models.CharField(_("별명"), max_length=20, blank=True)
    level = models.PositiveSmallIntegerField(_("확인 단계"), choices=Level, default=Level.L1)
    level_basis = models.CharField(_("확인 근거"), max_length=10, choices=Basis, blank=True)
    verified_at = models.DateTimeField(_("확인한 때"), null=True, blank=True)
    ci_hash = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)
    neighborhood = models.ForeignKey(
        Neighborhood, models.PROTECT, null=True, blank=True, related_name="people", verbose_name=_("동")
    )
    is_active = models.BooleanField(_("쓰는 계정"), default=True)
    created_at = models.DateTimeField(_("만든 때"), default=timezone.now, editable=False)
    left_at = models.DateTimeField(_("탈퇴한 때"), null=True, blank=True, editable=False)
    # Set by whoever keeps order: read with the person, it costs no word a look at another table.
    blocked_until = models.DateTimeField(_("참여 제한이 끝나는 때"), null=True, blank=True, editable=False)

    objects = People()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    # What guardians said for this person, and this person for children; what the steps above keep of one.
    guardian_consents: Any
    children_consented: Any
    survey_responses: Any

    # Ways in that other apps keep; leaving closes them all.
    usersession_set: Any
    emailaddress_set: Any
    socialaccount_set: Any
    authenticator_set: Any
    api_tokens: Any

    class Meta:
        verbose_name = verbose_name_plural = _("사람")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(level__in=Level.values), name="person_level_known"),
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(email=None, name="", nickname="", is_active=False),
                name="person_left_nothing_behind",
            ),
        ]

    def __str__(self) -> str:
        return self.public_name

    def get_full_name(self) -> str:
        """What the desk calls a person; the real name is nobody's business there."""
        return self.public_name

    get_short_name = get_full_name

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        """Forget the offices too."""
        self.__dict__.pop("offices_held", None)
        super().refresh_from_db(*args, **kwargs)

    @property
    def public_name(self) -> str:
        """What neighbours read beside the words: the nickname, else 홍*동."""
        if self.left_at:
            return str(_("탈퇴한 주민"))
        return self.nickname or masked(self.name) or str(_("이웃"))

    @property
    def masked_name(self) -> str:
        """What is read where somebody stands by their name, as a proposer: 홍*동, never the nickname."""
        if self.left_at:
            return str(_("탈퇴한 주민"))
        return masked(self.name) or str(_("이웃"))

    @property
    def is_verified(self) -> bool:
        """Whether the district knows that this is one real person."""
        return self.is_active and self.level >= Level.L2

    @cached_property
    def offices_held(self) -> list["Posting"]:
        """Every office ever held, the highest first; read once, since a page asks again and again."""
        held = self.postings.select_related("post__department").order_by("start", "id")
        return sorted(held, key=lambda posting: RANKS.index(posting.post.role))

    def offices_on(self, day: date) -> list["Post"]:
        """The offices held on that day, the highest first, then the longest held."""
        return [posting.post for posting in self.offices_held if posting.runs_on(day)]

    def post_on(self, day: date) -> "Post | None":
        """The office this person speaks for on that day."""
        return next((post for post in self.offices_on(day) if post.speaks), None)

    def holds(self, role: str, day: date) -> bool:
        """Whether this person does that work for the district on that day."""
        return self.is_active and any(post.role == role for post in self.offices_on(day))

    @staticmethod
    def clean_nickname(nickname: str) -> str:
        """Refuse a name that would pass for an office: a badge may not be imitated by a word."""
        if not nickname.strip():
            return ""
        wanted = clean_name(nickname, 20)
        bare = visible(wanted)
        departments = Department.objects.filter(name__in=[wanted, bare])
        posts = Post.objects.filter(title__in=[wanted, bare])
        if {bare.casefold(), wanted.casefold()} & RESERVED or departments.exists() or posts.exists():
            raise Refusal(
                "nickname_reserved", _("직위나 부서의 이름은 별명으로 쓰실 수 없습니다."), status=422
            )
        return wanted

    def rename(self, nickname: str) -> None:
        """Be called something else from now on, also beside what was said before."""
        self.nickname = self.clean_nickname(nickname)
        self.save(update_fields=["nickname"])

    def check_unverified(self) -> None:
        """Refuse to ask for a word that is not needed any more."""
        if self.is_verified:
            raise Refusal("already_verified", _("이미 본인확인을 마치셨습니다."), status=409)

    def check_verified(self) -> None:
        """Refuse words of somebody the district cannot tell from anybody: a public board must know."""
        if not self.is_verified:
            raise Refusal(
                "verification_needed",
                _("의견을 쓰시려면 본인확인이 필요합니다. 쓰신 글은 남아 있습니다."),
                status=403,
            )

    def is_blocked(self, at: datetime) -> bool:
        """Whether this person's right to speak rests."""
        return self.blocked_until is not None and at < self.blocked_until

    def check_not_blocked(self, at: datetime) -> None:
        """Refuse words, proposals and agreement while the right to them rests, and say until when."""
        if self.blocked_until is not None and self.is_blocked(at):
            sentence = _("%(until)s까지 글쓰기와 공감이 제한되어 있습니다. 읽기는 하실 수 있습니다.") % {
                "until": official_time(self.blocked_until)
            }
            raise Refusal("blocked", sentence, status=403, until=self.blocked_until.isoformat())

    def verify(self, identity: "Identity", at: datetime) -> None:
        """Know this person from now on; one human being has one account."""
        if identity.is_below(AGE_OF_CONSENT, at):
            self._check_guarded(identity)
        else:
            self.guardian_consents.end(at)
        self._claim(identity.ci_hash)
        self.name = identity.name
        self.level_basis = identity.basis
        self.level = Level.L2 if identity.basis == Basis.IDENTITY else Level.L3
        self.neighborhood = identity.neighborhood
        self.verified_at = at
        self.save(update_fields=["name", "level", "level_basis", "neighborhood", "verified_at"])

    def _check_guarded(self, identity: "Identity") -> None:
        """Refuse a child whose guardian nobody has asked: the law wants that word below fourteen."""
        given = self.guardian_consents.standing().first()
        if given is None:
            raise Refusal(
                "guardian_needed", _("만 14세 미만은 보호자의 동의가 있어야 참여하실 수 있습니다."), 403
            )
        if not hmac.compare_digest(given.child_mark, identity.child_mark):
            raise Refusal("guardian_other_child", _("보호자께서 동의하신 이름이나 생년월일과 다릅니다."), 403)

    def forget_identity(self) -> None:
        """Back to the first level: whoever agreed for this person does so no longer."""
        self.name = self.level_basis = ""
        self.level, self.neighborhood, self.verified_at = Level.L1, None, None
        # The CI hash stays: a voice raised with it still counts, and is not raised twice.
        self.save(update_fields=["name", "level", "level_basis", "neighborhood", "verified_at"])

    def _claim(self, ci_hash: str) -> None:
        # The constraint decides, not a look beforehand: two accounts may ask in the same moment.
        unclaimed = Q(ci_hash=None) | Q(ci_hash=ci_hash)
        mine = type(self).objects.filter(unclaimed, pk=self.pk, is_active=True)
        try:
            with transaction.atomic():
                claimed = mine.update(ci_hash=ci_hash)
        except IntegrityError:
            raise Refusal(
                "identity_taken", _("이미 다른 계정에서 본인확인을 하셨습니다. 그 계정으로 로그인해 주세요.")
            ) from None
        if not claimed:
            raise Refusal("identity_changed", _("이 계정은 다른 분으로 확인되어 있습니다."))
        self.ci_hash = ci_hash

    def check_may_leave(self, at: datetime) -> None:
        """Refuse to lose an officer without a word: an office is handed over first."""
        if self.offices_on(day(at)):
            raise Refusal("still_in_office", _("직위에 계시는 동안에는 탈퇴하실 수 없습니다."))

    @transaction.atomic
    def leave(self, at: datetime) -> None:
        """Empty everything that says who this was; the words and the counts stay."""
        self.check_may_leave(at)
        for session in self.usersession_set.all():
            session.end()
        doors = (self.emailaddress_set, self.socialaccount_set, self.authenticator_set, self.api_tokens)
        for ways_in in doors:
            ways_in.all().delete()
        self.groups.clear()
        self.user_permissions.clear()
        self.agreements.filter(withdrawn_at=None).update(withdrawn_at=at)
        self.guardian_consents.end(at)
        self.email = None
        self.name = self.nickname = self.level_basis = ""
        self.level, self.neighborhood = Level.L1, None
        self.is_active = self.is_superuser = False
        self.left_at = at
        # The CI hash stays as a tombstone: a voice raised with it still counts, and is not raised twice.
        self.set_unusable_password()
        self.save()


class ConsentQuerySet(models.QuerySet["Consent"]):
    def in_force_on(self, day: date) -> Self:
        """The text of each kind that applies on that day."""
        newest = (
            self.model.objects.filter(kind=models.OuterRef("kind"), in_force_from__lte=day)
            .order_by("-in_force_from", "-id")
            .values("id")[:1]
        )
        return self.filter(id=models.Subquery(newest))

    def for_everybody(self) -> Self:
        """Those one agrees to by joining; the others are laid before whoever does what they are about."""
        return self.filter(kind__in=[Consent.Kind.TERMS, Consent.Kind.PRIVACY])


class Consent(models.Model):
    """동의문. One version of a text that people agree to; a new wording is a new row."""

    kept_by_admin = ("view",)

    class Kind(models.TextChoices):
        TERMS = "terms", _("이용약관")
        PRIVACY = "privacy", _("개인정보 수집·이용")
        PROPOSAL = "proposal", _("제안에 관한 개인정보 수집·이용·제공")
        GUARDIAN = "guardian", _("만 14세 미만 아동의 법정대리인 동의")
        APPLICATION = "application", _("위원 지원에 관한 개인정보 수집·이용")

    kind = models.CharField(_("갈래"), max_length=20, choices=Kind)
    version = models.CharField(_("판"), max_length=40)
    title = models.CharField(_("제목"), max_length=120)
    url = models.CharField(_("주소"), max_length=300, blank=True)
    in_force_from = models.DateField(_("시행일"))
    sha256 = models.CharField(_("글의 지문"), max_length=64, blank=True)
    required = models.BooleanField(_("꼭 필요한 동의"), default=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("동의문")
        ordering = ["kind", "-in_force_from", "-id"]
        constraints = [models.UniqueConstraint(fields=["kind", "version"], name="consent_version_once")]

    def __str__(self) -> str:
        return f"{self.title} ({self.version})"

    def check_unchanged(self, sha256: str) -> None:
        """Refuse to put other words under an agreement that somebody has already given."""
        if self.sha256 not in {"", sha256} and self.agreements.exists():
            raise Refusal(
                "consent_agreed",
                _("이미 동의한 분이 있는 판은 고칠 수 없습니다. 새 판을 만들어 주세요."),
                status=409,
            )


class Agreement(models.Model):
    """동의. That a person agreed to one version of a text, and until when."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="agreements", verbose_name=_("사람"))
    consent = models.ForeignKey(Consent, models.PROTECT, related_name="agreements", verbose_name=_("동의문"))
    at = models.DateTimeField(_("동의한 때"))
    withdrawn_at = models.DateTimeField(_("거둔 때"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("동의")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "consent"], condition=Q(withdrawn_at=None), name="agreed_once"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("at")), name="withdrawn_after_agreed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.consent}"
