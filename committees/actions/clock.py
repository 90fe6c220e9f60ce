"""때가 된 일. What nobody need ask for: old applications and sheets go, and ends of terms are told."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, Max, Min, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import translation
from django.utils.translation import gettext as _

from committees.actions import assignments, recommending, secret, voting
from committees.actions.applying import empty
from committees.actions.calls import lock_call
from committees.actions.floors import LEDGER
from committees.actions.news import tell_ended
from committees.models import Application, Body, BodyRule, Call, MemberSheet, Membership, Vote
from district.dates import day, official
from district.models import Posting
from district.models.offices import Role
from district.refusals import Refusal
from letters.actions import tell
from letters.models import Dispatch, Follow
from realtime.publish import publish

WARNED = (90, 30)
"""Days before the end of a term on which the member and the department hear of it."""
NEWS_DAYS = 7


def due(at: datetime) -> None:
    """All of it, every minute, and each thing once."""
    assignments.due(at)
    recommending.due(at)
    close_written(at)
    secret.due(at)
    purge_applications(at)
    purge_sheets(at)
    tell_ends(at)
    tell_over(at)


def close_written(at: datetime) -> None:
    """서면: count what came in by the day that was set; a tie that the chair decides waits for the chair."""
    over = Vote.objects.running().filter(item__meeting__closes_at__lte=at).exclude(tie=BodyRule.Tie.CHAIR)
    for vote in over.select_related("item").order_by("pk"):
        with suppress(Refusal):  # somebody was quicker, or the key cannot be read now: in a minute again
            voting.close_vote(vote, by=None, at=at)


def purge_applications(at: datetime) -> None:
    """Call by call, whatever was kept for as long as the rule of its body says."""
    kept = Q(applications__purged_at=None, applications__isnull=False)
    named = Q(applications__membership=None, applications__person__isnull=False)
    for call in Call.objects.filter(kept | named, closes_at__lt=at).distinct().select_related("body__parent"):
        if any(_is_over(call, each, at) for each in _kept(call)):
            _purge_call(call, at)


def _kept(call: Call) -> Iterable[Application]:
    """Those that still say something of somebody."""
    named = Q(membership=None, person__isnull=False)
    return call.applications.filter(Q(purged_at=None) | named).order_by("pk")


def _is_over(call: Call, application: Application, at: datetime) -> bool:
    """Counted from the decision; where none was ever taken, from the last day of the call."""
    since = application.decided_at or call.decided_at or call.closes_at
    days = call.body.rule_on(call.starts_on).applications_kept_days
    return day(at) >= day(since) + timedelta(days=days)


@transaction.atomic
def _purge_call(call: Call, at: datetime) -> None:
    call = lock_call(call, None, at)
    over = [each for each in _kept(call) if _is_over(call, each, at)]
    for each in over:
        if each.membership_id is None:
            each.person = None
        empty(each, at)
    if over:
        facts = {"body": call.body_id, "people": len(over)}
        publish(LEDGER, "applications.purged", call, by=None, at=at, facts=facts)


def purge_sheets(at: datetime) -> None:
    """Those of whom no term has run for as long as the rules of their bodies say."""
    today = day(at)
    days = [BodyRule.objects.aggregate(n=Min("sheets_kept_days"))["n"], _default("applications_kept_days")]
    first = today - timedelta(days=min(each for each in days if each is not None))
    last = Max(Coalesce("person__memberships__ended_on", "person__memberships__end"))
    applied = Application.objects.filter(person=OuterRef("person"), purged_at=None)
    old = MemberSheet.objects.filter(~Exists(applied), purged_at=None).annotate(last=last)
    candidates = old.filter(Q(last=None, changed_at__date__lte=first) | Q(last__lte=first))
    over = [sheet.pk for sheet in candidates if today >= _kept_until(sheet)]
    if over:
        _purge_sheets(over, at)


def _kept_until(sheet: MemberSheet) -> date:
    """The latest day that any of their bodies asks for; who never sat is kept like an applicant."""
    served = sheet.person.memberships.select_related("seat__body__parent")
    days = [each.last_day + timedelta(days=_sheets_days(each)) for each in served]
    never_sat = day(sheet.changed_at) + timedelta(days=_default("applications_kept_days"))
    return max(days, default=never_sat)


def _sheets_days(membership: Membership) -> int:
    try:
        return membership.seat.body.rule_on(membership.last_day).sheets_kept_days
    except Refusal:  # a body of before this house, of which only the roster came
        return _default("sheets_kept_days")


def _default(field: str) -> int:
    return int(getattr(BodyRule(), field))


@transaction.atomic
def _purge_sheets(sheets: list[int], at: datetime) -> None:
    held = list(MemberSheet.objects.select_for_update().filter(pk__in=sheets, purged_at=None).order_by("pk"))
    for sheet in held:
        sheet.empty(at)
    if held:
        publish(LEDGER, "sheets.purged", held[0], by=None, at=at, facts={"people": len(held)})


def tell_ends(at: datetime) -> None:
    """90 and 30 days before: each member of their own term, the department of all that end on one day."""
    today = day(at)
    ending = (
        Membership.objects.sitting(today)
        .filter(ended_on=None, seat__body__parent=None, end__lte=today + timedelta(days=max(WARNED)))
        .filter(~Exists(_follows_on()))
        .select_related("seat__body__department")
    )
    rows = list(ending.order_by("seat__body", "end", "pk"))
    told = [(each, before) for each in rows for before in _warned(each, today)]
    heard = _heard(f"membership/{each.pk}/ends/{before}" for each, before in told)
    for each, before in told:
        if f"membership/{each.pk}/ends/{before}" not in heard:
            _tell_member(each, before, at)
    ends: dict[tuple[Body, date, int], int] = {}
    for each, before in told:
        key = (each.seat.body, each.end, before)
        ends[key] = ends.get(key, 0) + 1
    heard = _heard(_about(*key) for key in ends)
    for key, people in ends.items():
        if _about(*key) not in heard:
            _tell_department(*key, people=people, at=at)


def _follows_on() -> QuerySet[Membership]:
    """A later term of the same person in the same body: nobody need be reminded."""
    return Membership.objects.filter(
        person=OuterRef("person"), seat__body=OuterRef("seat__body"), start__gt=OuterRef("end")
    )


def _warned(membership: Membership, today: date) -> Iterator[int]:
    """The nearer of the two days that has come, if the term had begun by then."""
    left = (membership.end - today).days
    before = min(each for each in WARNED if left <= each)
    if membership.start <= membership.end - timedelta(days=before):
        yield before


def _heard(abouts: Iterable[str]) -> set[str]:
    return set(Dispatch.objects.filter(about__in=list(abouts)).values_list("about", flat=True))


def _about(body: Body, end: date, before: int) -> str:
    return f"body/{body.pk}/ends/{end}/{before}"


def _tell_member(membership: Membership, before: int, at: datetime) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        tell(
            f"membership/{membership.pk}/ends/{before}",
            title=_("%(body)s 위원 임기가 %(day)s에 끝납니다")
            % {"body": membership.seat.body.called, "day": official(membership.end)},
            words=_("%(n)d일 남았습니다. 이어서 맡으실지는 맡은 부서에서 따로 여쭙니다.")
            % {"n": (membership.end - day(at)).days},
            url="/me/seats/",
            people=[membership.person_id],
            at=at,
        )


def _tell_department(body: Body, end: date, before: int, *, people: int, at: datetime) -> None:
    keepers = Posting.objects.on(day(at)).filter(
        post__department=body.department_id, post__role__in=[Role.OFFICER, Role.HEAD], person__is_active=True
    )
    with translation.override(settings.LANGUAGE_CODE):
        tell(
            _about(body, end, before),
            title=_("%(body)s 위원 %(people)d명의 임기가 %(day)s에 끝납니다")
            % {"body": body.called, "people": people, "day": official(end)},
            words=_("%(n)d일 남았습니다. 위촉 계획을 세워 주세요.") % {"n": (end - day(at)).days},
            url="/desk/turnover/",
            people=set(keepers.values_list("person", flat=True)) if body.department_id else set(),
            at=at,
        )


def tell_over(at: datetime) -> None:
    """Whoever follows a member hears in the week after it that the term is over."""
    topics = Follow.objects.standing().filter(topic__startswith="member/").values_list("topic", flat=True)
    firsts = [int(topic.removeprefix("member/")) for topic in topics.distinct()]
    if not firsts:
        return
    today = day(at)
    first = Membership.objects.filter(
        pk__in=firsts, person=OuterRef("person"), seat__body=OuterRef("seat__body")
    )
    past = Membership.objects.annotate(last=Coalesce("ended_on", F("end"))).filter(
        Exists(first), ~Exists(_follows_on()), last__lt=today, last__gte=today - timedelta(days=NEWS_DAYS)
    )
    rows = list(past.select_related("seat__body__parent"))
    heard = _heard(f"membership/{each.pk}/over" for each in rows)
    for each in rows:
        if f"membership/{each.pk}/over" not in heard:
            tell_ended(each, each.last_day, at)
