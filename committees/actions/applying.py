"""지원: a resident asks for a seat, takes it back, or says whether they stay on."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from committees.actions.calls import LONGEST_CAREER, check_once, lock_call, write_wishes
from committees.actions.floors import LEDGER, office_of
from committees.actions.sheets import checked_gender, checked_year
from committees.models import Application, Body, Call, Membership
from committees.models.sheet import sheet_of
from committees.tenure import tenures
from district.dates import day, official
from district.intake import clean_name, clean_words
from district.models import Agreement, Consent, Person
from district.refusals import Refusal, not_found
from letters.actions import tell
from letters.sealing import number_of, seal
from papers.retention import blank
from realtime.publish import publish

Origin, State = Application.Origin, Application.State
LONGEST_AFFILIATION = 80
WORDS = ("name", "gender", "affiliation", "sealed_phone", "career", "motive", "named_by")
"""What an application says of somebody; with the year, the 동 and the wishes it is what a purge empties."""


@transaction.atomic
def apply(
    call: Call,
    *,
    motive: str,
    consent: object,
    by: Person,
    at: datetime,
    career: str = "",
    affiliation: str = "",
    gender: str = "",
    birth_year: int | None = None,
    phone: str = "",
    wishes: Iterable[Body] = (),
    ref: UUID | None = None,
) -> Application:
    """Ask for a seat: once a call, by the name the district knows, with words for its department alone."""
    call = lock_call(call, None, at)
    person = Person.objects.select_for_update(no_key=True).get(pk=by.pk)
    check_may_apply(call, person, at)
    agreed = check_consent(consent, at)
    application = Application(
        call=call, person=person, neighborhood=person.neighborhood, consented_at=at, submitted_at=at
    )
    application.name = clean_name(person.name, 40)
    application.motive = clean_words(motive, LONGEST_CAREER)
    application.career = clean_words(career, LONGEST_CAREER) if career.strip() else ""
    application.affiliation = clean_name(affiliation, LONGEST_AFFILIATION) if affiliation.strip() else ""
    application.gender = _gender(call, person, gender)
    application.birth_year = None if birth_year is None else checked_year(birth_year, at)
    application.sealed_phone = seal(number_of(phone)) if phone.strip() else ""
    application.save(force_insert=True)
    write_wishes(application, wishes)
    Agreement.objects.get_or_create(person=person, consent=agreed, withdrawn_at=None, defaults={"at": at})
    _tell_received(application, at)
    publish(
        LEDGER, "application.submitted", application, by=by, at=at, ref=ref,
        facts={"call": call.pk, "consent": agreed.version},
    )  # fmt: skip
    return application


def check_may_apply(call: Call, person: Person, at: datetime) -> None:
    """Refuse whoever is too late, unknown, blocked, here already, or has served as long as one may."""
    call.check_open(at)
    if not person.is_active:
        raise Refusal("person_left", _("탈퇴했거나 닫힌 계정은 위촉할 수 없습니다."))
    person.check_verified()
    person.check_not_blocked(at)
    if call.body.is_kept_by(person, day(at)):
        raise Refusal("keeper_applies", _("위촉을 맡은 부서에서는 지원하실 수 없습니다."), status=403)
    check_once(call, person)
    seated = Membership.objects.sitting(call.starts_on).filter(person=person, seat__body=call.body)
    if seated.exists():
        raise Refusal("already_seated", _("그 기간에 이 기구에 이미 위촉된 분입니다."))
    served = tenures(call.body, [person], call.starts_on)
    if person.pk in served:
        served[person.pk].check(call.body.rule_on(call.starts_on))


def consent_on(at: datetime) -> Consent:
    """The wording to which whoever applies agrees on that day."""
    texts = Consent.objects.in_force_on(day(at))
    consent = texts.filter(kind=Consent.Kind.APPLICATION).first()
    if consent is None:
        raise Refusal("no_consent", _("그날의 지원 동의문이 정해져 있지 않습니다."), status=409)
    return consent


def check_consent(told: object, at: datetime) -> Consent:
    """Refuse an agreement that was not given, or given to yesterday's words."""
    consent = consent_on(at)
    if told is None or told == "":
        raise Refusal("consent_needed", _("개인정보 수집과 이용에 동의해 주세요."), status=422)
    if str(told) != str(consent.pk):
        raise Refusal(
            "consent_changed", _("동의문이 바뀌었습니다. 새 글을 읽고 다시 동의해 주세요."), status=409
        )
    return consent


def asks_gender(call: Call) -> bool:
    """Whether the law counts both sexes in this body, so that nobody can be chosen without saying it."""
    return call.body.rule_on(call.starts_on).gender_ceiling is not None


def _gender(call: Call, person: Person, said: str) -> str:
    if said:
        return checked_gender(said)
    sheet = sheet_of(person)
    if asks_gender(call) and not (sheet and sheet.gender):
        raise Refusal(
            "gender_needed",
            _("한 성별의 한도를 정한 기구입니다. 성별을 골라 주세요."),
            status=422,
        )
    return ""


@transaction.atomic
def withdraw_application(
    application: Application, *, by: Person, at: datetime, ref: UUID | None = None
) -> Application:
    """Take it back before the appointment; what it said is emptied in the same moment."""
    call, application = _held(application, by, at)
    if application.state == State.WITHDRAWN:
        raise Refusal("application_withdrawn", _("이미 취하한 지원입니다."), status=409)
    settled = application.state == State.DECLINED and call.decided_at is not None
    if settled or application.state == State.APPOINTED:
        raise Refusal("application_settled", _("결과가 정해진 지원은 취하할 수 없습니다."), status=409)
    _take_back(application, at)
    publish(
        LEDGER, "application.withdrawn", application, by=by, at=at, ref=ref,
        office=_office(application, by, at), facts={"call": call.pk},
    )  # fmt: skip
    return application


@transaction.atomic
def answer_renewal(
    application: Application,
    stays: bool,
    *,
    by: Person,
    at: datetime,
    wishes: Iterable[Body] | None = None,
    ref: UUID | None = None,
) -> Application:
    """A member says whether they stay; by telephone the department writes it down, until it decides."""
    call, application = _held(application, by, at)
    call.check_undecided()
    if application.person_id == by.pk and at >= call.closes_at:
        raise Refusal("call_closed", _("모집이 마감되었습니다."), status=409)
    answerable = {State.ASKED, State.APPLIED, State.WITHDRAWN}
    if application.renews is None or application.state not in answerable:
        raise Refusal("not_asked", _("연임 의사를 여쭌 지원이 아닙니다."), status=409)
    if stays:
        _stay(application, application.renews, at, wishes)
    else:
        _take_back(application, at)
    publish(
        LEDGER, "renewal.answered", application, by=by, at=at, ref=ref,
        office=_office(application, by, at), facts={"call": call.pk, "stays": stays},
    )  # fmt: skip
    return application


def _stay(application: Application, renews: Membership, at: datetime, wishes: Iterable[Body] | None) -> None:
    """From now on one of those who would sit; who had said no and changed their mind is written anew."""
    if application.state == State.WITHDRAWN:
        check_once(application.call, application.person)
    application.state, application.purged_at = State.APPLIED, None
    application.name, application.affiliation = renews.name, renews.affiliation
    application.submitted_at = application.consented_at = at
    application.save()
    if wishes is not None:
        write_wishes(application, wishes)


def _held(application: Application, by: Person, at: datetime) -> tuple[Call, Application]:
    """The call and the application with nobody else at them; only one's own, or one's department's."""
    call = lock_call(application.call, None, at)
    # Not with its person beside it: a row whose key changed meanwhile would be joined to nobody.
    application = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    application.call = call
    if application.person_id != by.pk and not call.body.is_kept_by(by, day(at)):
        raise not_found()
    return call, application


def _office(application: Application, by: Person, at: datetime) -> str:
    return "" if application.person_id == by.pk else office_of(by, at)


def _take_back(application: Application, at: datetime) -> None:
    application.state = State.WITHDRAWN
    application.part = None
    empty(application, at)


def empty(application: Application, at: datetime) -> None:
    """What it said of somebody is gone; that there was one, and what became of it, stays."""
    blank("application", application.pk)
    for field in WORDS:
        setattr(application, field, "")
    application.birth_year = application.neighborhood = None
    application.purged_at = at
    application.save()


@transaction.atomic
def forget_applications(person: Person, *, at: datetime) -> None:
    """Somebody leaves the house: what stands is taken back, and none of them says any more who it was."""
    mine = Application.objects.filter(person=person, purged_at=None).order_by("call__body", "call", "pk")
    # All bodies are held before the first row is read: what was chosen meanwhile stands in the rows of now.
    for each in mine.select_related("call"):
        lock_call(each.call, None, at)
    # The person before the ledger, as whoever appoints them elsewhere: or each would wait for the other.
    Person.objects.select_for_update().get(pk=person.pk)
    withdrawn = [each for each in mine.select_related("call") if _forget(each, at)]
    sheet = sheet_of(person)
    if sheet is not None:
        sheet.empty(at)
    for each in withdrawn:
        publish(LEDGER, "application.withdrawn", each, by=person, at=at, facts={"call": each.call_id})


def _forget(application: Application, at: datetime) -> bool:
    """Whether it stood until now."""
    standing = {State.ASKED, State.APPLIED, State.SELECTED, State.RESERVE}
    stands = application.call.appointed_at is None and application.state in standing
    if stands:
        application.state, application.part = State.WITHDRAWN, None
    empty(application, at)
    return stands


def _tell_received(application: Application, at: datetime) -> None:
    call = application.call
    with translation.override(settings.LANGUAGE_CODE):
        tell(
            f"application/{application.pk}/received",
            title=_("%(body)s 위원 지원을 접수했습니다") % {"body": call.body.called},
            words=_("%(day)s까지 지원을 받은 뒤 심사합니다. 결과는 알림과 이메일로 알려 드립니다.")
            % {"day": official(day(call.closes_at))},
            url="/me/seats/",
            people=[application.person_id] if application.person_id else [],
            at=at,
        )
