"""정책제안: what members ask of the district, to whom it was handed, and what became of it."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext as _

from committees.actions.floors import LEDGER, office_of
from committees.actions.news import tell_recommended
from committees.filing import file_recommendation
from committees.models import AgendaItem, Body, Recommendation
from committees.rights import check_refers, check_sits
from committees.roster import badge_of
from district.dates import day
from district.intake import clean_name, clean_words
from district.models import Department, Person
from district.refusals import Refusal
from letters.actions import tell
from realtime.publish import publish
from referrals import actions as referrals
from referrals.actions.asking import LONGEST_ASKING
from search.models import Entry

LONGEST_RECOMMENDATION = 10_000
# What it calls itself in the index while a department has it, and when it was answered.
STATES = {"open": "referred", "answered": "answered", "started": "underway", "finished": "done"}


@transaction.atomic
def recommend(
    body: Body,
    *,
    title: str,
    text: str,
    by: Person,
    at: datetime,
    item: AgendaItem | None = None,
    ref: UUID | None = None,
) -> Recommendation:
    """A member asks something of the district; it is numbered through the year of the whole body."""
    whole = body.convener
    Body.objects.locked().get(pk=whole.pk)
    body.check_stands(day(at))
    member = check_sits(body, by, day(at))
    made = Recommendation(body=whole, part=body if body.parent_id else None, author=by, proposed_at=at)
    made.seat_id, made.name = member.seat_id, member.name
    with translation.override(settings.LANGUAGE_CODE):  # the badge is kept with what they ask
        made.badge = badge_of(by, whole, day(at))
    made.title, made.text = clean_name(title, 200), clean_words(text, LONGEST_RECOMMENDATION)
    made.item = _check_item(item, whole)
    made.year = day(at).year
    made.number = next_number(whole, made.year)
    made.save(force_insert=True)
    file_recommendation(made)
    tell_recommended(made, at)
    facts = {"body": whole.pk, "number": made.number}
    publish(LEDGER, "recommendation.made", made, by=by, at=at, ref=ref, office=office_of(by, at), facts=facts)
    return made


def next_number(body: Body, year: int) -> int:
    """The number after the last one of that year; ask under the lock of the body."""
    mine = Recommendation.objects.filter(body=body, year=year)
    return (mine.aggregate(last=Max("number"))["last"] or 0) + 1


def _check_item(item: AgendaItem | None, whole: Body) -> AgendaItem | None:
    if item is None:
        return None
    if item.meeting.round.convener_id != whole.pk or not item.is_open:
        raise Refusal("item_elsewhere", _("이 기구가 공개로 다룬 안건이 아닙니다."), status=422)
    return item


@transaction.atomic
def hand_over(
    recommendation: Recommendation,
    *,
    department: Department,
    by: Person | None,
    at: datetime,
    ref: UUID | None = None,
) -> Recommendation:
    """Hand it to the department that must say what becomes of it, and by when."""
    held = _held(recommendation)
    check_refers(held.body, by, day(at))
    held.check_unreferred()
    with translation.override(settings.LANGUAGE_CODE):
        held.referral = referrals.refer(
            kind="recommendation",
            label=_("정책제안"),
            title=held.title,
            url=held.get_absolute_url(),
            department=department,
            by=by,
            at=at,
            topic=held.topic,
            entry=Entry.objects.of(held).first(),
            entry_states=STATES,
            asked_by=held.author,
            words=held.text[:LONGEST_ASKING],
        )
    held.department = department
    held.save(update_fields=["referral", "department"])
    facts = {"body": held.body_id, "department": department.pk}
    publish(
        LEDGER, "recommendation.referred", held, by=by, at=at, ref=ref, office=office_of(by, at), facts=facts
    )
    return held


def _held(recommendation: Recommendation) -> Recommendation:
    return Recommendation.objects.locked().select_related("body").get(pk=recommendation.pk)


@transaction.atomic
def withdraw_recommendation(
    recommendation: Recommendation, *, by: Person, at: datetime, ref: UUID | None = None
) -> Recommendation:
    """Take back what no department has in hand yet; its number is not given again."""
    held = _held(recommendation)
    if held.author_id != by.pk:
        raise Refusal("not_recommender", _("제안한 위원만 취하할 수 있습니다."), status=403)
    held.check_unreferred()
    held.withdrawn_at = at
    held.save(update_fields=["withdrawn_at"])
    file_recommendation(held)
    facts = {"body": held.body_id}
    publish(
        LEDGER, "recommendation.withdrawn", held, by=by, at=at, ref=ref, office=office_of(by, at), facts=facts
    )
    return held


@transaction.atomic
def record_recommendation(
    body: Body,
    *,
    title: str,
    text: str,
    proposed_at: datetime,
    printed_when: str,
    result: str,
    source: str,
    by: Person | None,
    at: datetime,
    department: Department | None = None,
    ref: UUID | None = None,
) -> Recommendation:
    """One from before this house, with the result that its paper prints."""
    whole = body.convener
    Body.objects.locked().get(pk=whole.pk)
    check_refers(whole, by, day(at))
    made = Recommendation(body=whole, part=body if body.parent_id else None, proposed_at=proposed_at)
    made.title, made.text = clean_name(title, 200), clean_words(text, LONGEST_RECOMMENDATION)
    made.printed_when, made.department = printed_when[:40], department
    made.printed_result, made.source = clean_name(result, 200), clean_name(source, 200)
    made.year = day(proposed_at).year
    made.number = next_number(whole, made.year)
    made.save(force_insert=True)
    file_recommendation(made)
    facts = {"body": whole.pk, "number": made.number}
    publish(
        LEDGER, "recommendation.recorded", made, by=by, at=at, ref=ref, office=office_of(by, at), facts=facts
    )
    return made


def due(at: datetime) -> None:
    """Whoever asked hears once what a department answered, and so does whoever follows it."""
    answered = Recommendation.objects.filter(referral__answered_at__isnull=False, told_at=None)
    for recommendation in answered.select_related("referral__reply__outcome"):
        _tell_answered(recommendation, at)


@transaction.atomic
def _tell_answered(recommendation: Recommendation, at: datetime) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        tell(
            f"{recommendation.topic}/answered",
            title=_("정책제안의 처리결과가 나왔습니다: %(title)s") % {"title": recommendation.title},
            words=_("처리결과: %(result)s") % {"result": recommendation.result or _("답변")},
            url=recommendation.get_absolute_url(),
            people=[recommendation.author_id] if recommendation.author_id else [],
            topic=recommendation.topic,
            at=at,
        )
    Recommendation.objects.filter(pk=recommendation.pk).update(told_at=at)
