"""Who reads, runs and writes down a meeting: computed from who sits and who leads on its day."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from committees.models import Body, Meeting, Office
from committees.models.meeting import AUDIT, SEAT
from committees.roster import Member, member_at
from district import access
from district.models import Person
from district.refusals import Refusal, not_found

# 고문 and the like are honoured, and have no gavel.
RUNNING = frozenset({Office.Kind.CHAIR, Office.Kind.VICE_CHAIR, Office.Kind.SECRETARY})


@dataclass(frozen=True, slots=True)
class Rights:
    """What one person is at one meeting; whoever audits reads, and each reading is written down."""

    member: Member | None = None
    ways: frozenset[str] = frozenset()

    @property
    def entitled(self) -> bool:
        """Whether closed items and papers may be read."""
        return bool(self.ways)

    @property
    def only_audits(self) -> bool:
        """Whether nothing but the audit opens the door."""
        return self.ways == {AUDIT}

    @property
    def runs(self) -> bool:
        """Whether the gavel is in these hands."""
        return bool(self.ways & RUNNING)

    @property
    def keeps(self) -> bool:
        """Whether the roll, the papers and the record are."""
        return Office.Kind.SECRETARY in self.ways

    @property
    def in_meeting(self) -> frozenset[str]:
        """What its room says of this person; everybody may listen."""
        held = {"attend": self.member is not None, "run": self.runs, "roll": self.keeps}
        return frozenset({"read", *(name for name, has in held.items() if has)})

    def on_floor(self, meeting: Meeting) -> frozenset[str]:
        """What the room of its members says; nobody speaks after the adjournment."""
        speaks = self.member is not None and not meeting.is_over
        return frozenset({"read", "speak"} if speaks else {"read"})


def rights_of(meeting: Meeting, person: Person | None, at: datetime) -> Rights:
    """All of it by the one rule that opens its papers; no look at the database without a name."""
    ways = meeting.ways_in(person, at)
    member = member_at(meeting.bodies.all(), person, meeting.day) if SEAT in ways else None
    return Rights(member, ways)


def enter(meeting: Meeting, person: Person | None, *, purpose: str, at: datetime) -> Rights:
    """Let in those whose it is, and an auditor, of whose reading a line stays; for others it is not there."""
    rights = rights_of(meeting, person, at)
    if person is None or not rights.entitled:
        raise not_found()
    if rights.only_audits:
        access.read(person, meeting, purpose=purpose, at=at)
    return rights


def check_member(meeting: Meeting, by: Person | None) -> Member:
    """Refuse whoever has no seat at this meeting."""
    member = None
    if by is not None and by.is_active:
        with translation.override(settings.LANGUAGE_CODE):  # the badge is kept with what they say
            member = member_at(meeting.bodies.all(), by, meeting.day)
    if member is None:
        raise Refusal("not_a_member", _("이 회의의 위원만 할 수 있습니다."), 403)
    return member


def check_runs(meeting: Meeting, by: Person | None) -> None:
    """Opening, closing and going from item to item is the chair's and the secretary's."""
    if not meeting.offices_of(by) & RUNNING:
        raise Refusal("not_running", _("이 회의의 위원장과 간사만 할 수 있습니다."), 403)


def check_keeps(meeting: Meeting, by: Person | None, on: date | None = None) -> None:
    """The roll, the papers and the record are the secretary's; of the meeting's day, or of another."""
    if Office.Kind.SECRETARY not in meeting.offices_of(by, on):
        raise Refusal("not_secretary", _("이 회의의 간사만 할 수 있습니다."), 403)


def introducible_by(person: Person, on: date) -> QuerySet[Meeting]:
    """The meetings onto whose agenda somebody may put a matter: as secretary, or for the department."""
    if not person.is_active:
        return Meeting.objects.none()
    kept = Body.objects.kept_by(person, on).values("pk")
    papers = Office.objects.occupied(on).held_by(person).filter(kind=Office.Kind.SECRETARY).values("body")
    theirs = Q(round__convener__in=kept) | Q(round__convener__in=papers) | Q(bodies__in=papers)
    return Meeting.objects.visible_to(person).filter(theirs).distinct()


def introduces(meeting: Meeting, by: Person, on: date) -> bool:
    """Whether it is one of those."""
    return introducible_by(by, on).filter(pk=meeting.pk).exists()


def check_introduces(meeting: Meeting, by: Person | None, on: date) -> None:
    """Refuse an item from anybody else; nobody at all is the house itself."""
    if by is not None and not introduces(meeting, by, on):
        raise Refusal("not_introducing", _("이 회의의 간사와 맡은 부서만 안건을 올릴 수 있습니다."), 403)


def check_sits(body: Body, by: Person | None, on: date) -> Member:
    """Refuse whoever has no seat there on that day."""
    member = member_at([body], by, on) if by is not None and by.is_active else None
    if member is None:
        raise Refusal("not_a_member_here", _("이 기구의 위원만 할 수 있습니다."), 403)
    return member


def tasked_by(person: Person, on: date) -> QuerySet[Body]:
    """The bodies to which this person may give a task: of one's department, or whose papers one keeps."""
    keeps = Office.objects.occupied(on).held_by(person).filter(kind=Office.Kind.SECRETARY).values("body")
    kept = Body.objects.kept_by(person, on).values("pk")
    return Body.objects.filter(Q(pk__in=kept) | Q(pk__in=keeps) | Q(parent__in=keeps))


def gives_tasks(body: Body, by: Person, on: date) -> bool:
    """Whether this person may give its members a task."""
    return tasked_by(by, on).filter(pk=body.pk).exists()


def check_gives_tasks(body: Body, by: Person | None, on: date) -> None:
    """Refuse a task from anybody else; nobody at all is the house itself."""
    if by is not None and not gives_tasks(body, by, on):
        raise Refusal("not_tasking", _("이 기구를 맡은 부서와 간사만 과제를 드릴 수 있습니다."), 403)


def check_refers(body: Body, by: Person | None, on: date) -> None:
    """Refuse to hand a recommendation over by anybody but the department of its body."""
    if by is not None and not body.is_kept_by(by, on):
        raise Refusal("not_referring", _("이 기구를 맡은 부서만 정책제안을 부서에 맡길 수 있습니다."), 403)
