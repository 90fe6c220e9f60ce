"""위촉 계획: what is to be filled, by when, who is asked to stay, and who comes by paper or by name."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from committees.actions.floors import LEDGER, hold, office_of
from committees.actions.sheets import checked_gender, checked_year
from committees.models import Application, Body, Call, Term, Wish
from committees.renewing import candidates
from district.dates import day, official, official_time
from district.intake import clean_name, clean_words
from district.models import Neighborhood, Person
from district.refusals import Refusal
from letters.actions import tell
from letters.sealing import number_of, seal
from realtime.publish import publish

LONGEST_WORDS, LONGEST_CAREER = 4_000, 4_000
MOST_PLACES, MOST_WISHES = 500, 3
Origin, State = Application.Origin, Application.State


@transaction.atomic
def plan_call(
    body: Body,
    *,
    title: str,
    places: int,
    opens_at: datetime,
    closes_at: datetime,
    starts_on: date,
    by: Person | None,
    at: datetime,
    words: str = "",
    term: Term | None = None,
    ref: UUID | None = None,
) -> Call:
    """Draw up how so many seats are to be filled from one day on; nobody is told yet."""
    body = hold(body)
    body.check_keeper(by, day(at))
    call = Call(body=body, made_at=at)
    _write(
        call, title=title, words=words, places=places, opens_at=opens_at, closes_at=closes_at,
        starts_on=starts_on, term=term,
    )  # fmt: skip
    call.save(force_insert=True)
    publish(
        LEDGER, "call.planned", call, by=by, at=at, ref=ref, office=office_of(by, at), facts=facts_of(call)
    )
    return call


@transaction.atomic
def change_call(
    call: Call,
    *,
    title: str,
    places: int,
    opens_at: datetime,
    closes_at: datetime,
    starts_on: date,
    by: Person | None,
    at: datetime,
    words: str = "",
    term: Term | None = None,
    ref: UUID | None = None,
) -> Call:
    """Mend a plan; what the public already reads is only ever made longer."""
    call = lock_call(call, by, at)
    call.check_undecided()
    if call.published_at is not None and (opens_at != call.opens_at or closes_at < call.closes_at):
        raise Refusal(
            "call_published",
            _("공고한 뒤에는 모집을 여는 때를 바꾸거나 마감을 앞당길 수 없습니다."),
            status=409,
        )
    _write(
        call, title=title, words=words, places=places, opens_at=opens_at, closes_at=closes_at,
        starts_on=starts_on, term=term,
    )  # fmt: skip
    call.save()
    publish(
        LEDGER, "call.changed", call, by=by, at=at, ref=ref, office=office_of(by, at), facts=facts_of(call)
    )
    return call


def lock_call(call: Call, by: Person | None, at: datetime) -> Call:
    """The call with nobody else at it: its whole body first, as whoever seats somebody does."""
    whole = Call.objects.filter(pk=call.pk).values_list("body__parent_id", "body_id").get()
    Body.objects.locked().get(pk=whole[0] or whole[1])
    call = Call.objects.locked().get(pk=call.pk)
    call.body.check_keeper(by, day(at))
    return call


def _write(
    call: Call,
    *,
    title: str,
    words: str,
    places: int,
    opens_at: datetime,
    closes_at: datetime,
    starts_on: date,
    term: Term | None,
) -> None:
    """Refuse a plan that cannot be kept: no place, a day before the last paper came, another body's term."""
    if type(places) is not int or not 1 <= places <= MOST_PLACES:
        raise Refusal("bad_places", _("위촉할 자리는 1에서 500까지 적어 주세요."), status=422)
    if closes_at <= opens_at:
        raise Refusal("call_closes_first", _("모집을 마감하는 때는 여는 때보다 뒤여야 합니다."), status=422)
    if starts_on <= day(opens_at):
        raise Refusal("call_starts_first", _("위촉일은 모집을 여는 날보다 뒤여야 합니다."), status=422)
    if term is not None and term.body_id not in {call.body_id, call.body.parent_id}:
        raise Refusal("not_its_term", _("이 기구의 기수만 고르실 수 있습니다."), status=422)
    call.body.check_stands(starts_on)
    call.body.rule_on(starts_on)
    call.title = clean_name(title, 200)
    call.words = clean_words(words, LONGEST_WORDS) if words.strip() else ""
    call.places, call.opens_at, call.closes_at = places, opens_at, closes_at
    call.starts_on, call.term = starts_on, term


@transaction.atomic
def publish_call(call: Call, *, by: Person | None, at: datetime, ref: UUID | None = None) -> Call:
    """Let everybody read of it; whoever follows the body hears of it."""
    call = lock_call(call, by, at)
    call.check_undecided()
    if call.published_at is not None:
        raise Refusal("call_published_already", _("이미 공고한 위촉 계획입니다."), status=409)
    if call.closes_at <= at:
        raise Refusal("call_over", _("모집 마감이 지났습니다. 마감하는 때를 먼저 고쳐 주세요."), status=409)
    call.published_at = at
    call.save(update_fields=["published_at"])
    _tell_published(call, at)
    publish(
        LEDGER, "call.published", call, by=by, at=at, ref=ref, office=office_of(by, at), facts=facts_of(call)
    )
    return call


def _tell_published(call: Call, at: datetime) -> None:
    # In the language of the house, whichever the clerk reads.
    with translation.override(settings.LANGUAGE_CODE):
        tell(
            f"call/{call.pk}/published",
            title=_("%(body)s 위원을 모집합니다") % {"body": call.body.called},
            words=_("%(title)s\n자리 %(places)s · %(opens)s부터 %(closes)s까지")
            % {
                "title": call.title,
                "places": call.places,
                "opens": official_time(call.opens_at),
                "closes": official_time(call.closes_at),
            },
            url=call.get_absolute_url(),
            topic=call.body.topic,
            at=at,
        )


@transaction.atomic
def ask_renewals(call: Call, *, by: Person | None, at: datetime, ref: UUID | None = None) -> Call:
    """Ask whoever may stay whether they would; who was asked before is not asked again."""
    call = lock_call(call, by, at)
    call.check_undecided()
    asked = [
        _ask(call, each.membership, at) for each in candidates(call) if each.may and not each.application
    ]
    if not asked:
        raise Refusal("nobody_to_ask", _("연임 의사를 물을 위원이 없습니다."), status=409)
    call.renewals_asked_at = call.renewals_asked_at or at
    call.save(update_fields=["renewals_asked_at"])
    facts = {**facts_of(call), "asked": len(asked)}
    publish(LEDGER, "renewals.asked", call, by=by, at=at, ref=ref, office=office_of(by, at), facts=facts)
    return call


def _ask(call: Call, membership: Any, at: datetime) -> Application:
    application = Application.objects.create(
        call=call,
        origin=Origin.RENEWAL,
        state=State.ASKED,
        person=membership.person,
        renews=membership,
        name=membership.name,
        affiliation=membership.affiliation,
    )
    with translation.override(settings.LANGUAGE_CODE):
        tell(
            f"application/{application.pk}/asked",
            title=_("%(body)s 위원으로 더 함께하시겠습니까?") % {"body": call.body.called},
            words=_(
                "임기는 %(end)s에 끝납니다. 새 임기는 %(start)s부터입니다. %(closes)s까지 뜻을 알려 주세요."
            )
            % {
                "end": official(membership.end),
                "start": official(call.starts_on),
                "closes": official_time(call.closes_at),
            },
            url="/me/seats/",
            people=[membership.person_id],
            at=at,
            bundle=False,
        )
    return application


@transaction.atomic
def add_application(
    call: Call,
    *,
    name: str,
    by: Person | None,
    at: datetime,
    origin: str = "paper",
    person: Person | None = None,
    gender: str = "",
    birth_year: int | None = None,
    neighborhood: Neighborhood | None = None,
    affiliation: str = "",
    phone: str = "",
    career: str = "",
    motive: str = "",
    named_by: str = "",
    wishes: Iterable[Body] = (),
    ref: UUID | None = None,
) -> Application:
    """Take in what came on paper, or whom somebody named."""
    call = lock_call(call, by, at)
    call.check_undecided()
    if origin not in {Origin.PAPER, Origin.NAMED}:
        raise Refusal("unknown_origin", _("서면 접수와 추천 가운데 하나를 골라 주세요."), status=422)
    check_once(call, person)
    application = Application(
        call=call, origin=origin, person=person, neighborhood=neighborhood, consented_at=at, submitted_at=at
    )
    application.gender = checked_gender(gender) if gender else ""
    application.birth_year = None if birth_year is None else checked_year(birth_year, at)
    application.name = clean_name(name, 40)
    application.affiliation = _line(affiliation, 80)
    application.named_by = _line(named_by, 120)
    application.career = clean_words(career, LONGEST_CAREER) if career.strip() else ""
    application.motive = clean_words(motive, LONGEST_CAREER) if motive.strip() else ""
    application.sealed_phone = seal(number_of(phone)) if phone.strip() else ""
    application.save(force_insert=True)
    write_wishes(application, wishes)
    publish(
        LEDGER, "application.added", application, by=by, at=at, ref=ref, office=office_of(by, at),
        facts={"call": call.pk, "origin": origin},
    )  # fmt: skip
    return application


def _line(words: str, limit: int) -> str:
    return clean_name(words, limit) if words.strip() else ""


def check_once(call: Call, person: Person | None) -> None:
    """Refuse a second application of the same account."""
    if person is None:
        return
    if call.applications.filter(person=person).exclude(state=State.WITHDRAWN).exists():
        raise Refusal("already_applied", _("이미 지원하셨습니다."), status=409)


def write_wishes(application: Application, wishes: Iterable[Body]) -> None:
    """The parts somebody would like, the dearest first; only parts of this very body."""
    wished = list(dict.fromkeys(wishes))
    if len(wished) > MOST_WISHES:
        raise Refusal("too_many_wishes", _("희망 분과는 셋까지 고르실 수 있습니다."), status=422)
    if any(part.parent_id != application.call.body_id for part in wished):
        raise Refusal("not_a_part", _("이 기구의 분과만 고르실 수 있습니다."), status=422)
    application.wishes.all().delete()
    Wish.objects.bulk_create(
        Wish(application=application, body=part, rank=rank) for rank, part in enumerate(wished, start=1)
    )


def facts_of(call: Call) -> dict[str, Any]:
    """What the ledger keeps of a call beside its row."""
    return {"body": call.body_id}
