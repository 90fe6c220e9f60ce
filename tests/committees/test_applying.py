"""지원: who may ask for a seat, how often, until when; by page and by API, each no beside its yes."""

from datetime import timedelta
from uuid import uuid4

import pytest

from cms.actions import leave_house
from committees.actions import applying, calls, choosing
from committees.models import Application, Body, BodyRule, MemberSheet
from district.dates import day
from district.models import Agreement, Consent
from district.refusals import Refusal
from letters.models import Dispatch
from letters.sealing import unseal
from realtime.models import Event
from tests.committees.applicants import MOTIVE, consent_to, form, open_call
from tests.committees.doors import act, problem

pytestmark = pytest.mark.django_db


@pytest.fixture
def consent(now):
    return consent_to(now)


@pytest.fixture
def parts(council):
    return [
        Body.objects.create(
            parent=council, kind_id="subcommittee", name=f"{name} 분과", slug=f"part-{n}", order=n,
            department=council.department,
        )
        for n, name in enumerate(["경제", "복지", "환경", "안전"])
    ]  # fmt: skip


@pytest.fixture
def call(council, parts, consent, now):
    return open_call(council, now)


def apply_page(call):
    return f"/calls/{call.pk}/apply/"


def apply_api(call):
    return f"/api/v1/calls/{call.pk}/apply/"


def applied(call, person, consent, now, **more):
    return applying.apply(call, by=person, at=now, motive=MOTIVE, consent=consent.pk, **more)


def code(deed, *said, **more):
    with pytest.raises(Refusal) as refused:
        deed(*said, **more)
    return refused.value.code


def test_a_resident_applies_by_page_with_wishes_and_reads_what_was_sent(
    visit, call, parts, resident, consent, dong
):
    sent = form(
        consent, career="통장 2년", affiliation="낙성대동 주민", birth_year="1990", phone="010-1234-5678",
        wish1=parts[2].pk, wish2=parts[0].pk,
    )  # fmt: skip
    answer = visit(resident).post(apply_page(call), sent)
    row = Application.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/applications/{row.key}/?sent")
    assert (row.state, row.origin, row.name, row.neighborhood) == ("applied", "open", "홍길동", dong)
    assert (row.birth_year, unseal(row.sealed_phone)) == (1990, "01012345678")
    assert [wish.body for wish in row.wishes.all()] == [parts[2], parts[0]]
    page = visit(resident).get(answer.url)
    assert "지원을 접수했습니다." in page.text
    assert MOTIVE in page.text
    assert "010-1234-5678" not in page.text
    assert "01012345678" not in page.text
    assert Agreement.objects.get(person=resident).consent == consent
    assert Dispatch.objects.get(about=f"application/{row.pk}/received").letters.filter(road="screen").exists()


def test_the_api_takes_the_same_and_gives_it_back_to_its_writer_alone(
    visit, call, parts, resident, neighbour, consent
):
    told = act(visit(resident), apply_api(call), motive=MOTIVE, consent=consent.pk, wishes=[parts[1].pk])
    assert (told.status_code, told.json()["state"]) == (201, "applied")
    assert told.json()["wishes"] == [{"id": parts[1].pk, "name": "복지 분과"}]
    mine = visit(resident).get("/api/v1/me/applications/").json()["results"]
    assert [row["key"] for row in mine] == [told.json()["key"]]
    assert visit(neighbour).get("/api/v1/me/applications/").json()["results"] == []
    assert problem(visit().get("/api/v1/me/applications/")) == ("sign_in_needed", 403)


def test_the_same_press_twice_is_one_application(visit, call, resident, consent):
    ref = uuid4()
    first = act(visit(resident), apply_api(call), ref, motive=MOTIVE, consent=consent.pk)
    again = act(visit(resident), apply_api(call), ref, motive=MOTIVE, consent=consent.pk)
    assert (again.status_code, again.json()) == (201, first.json())
    sent = form(consent) | {"ref": str(uuid4())}
    visitor = visit(resident)
    assert Application.objects.count() == 1
    assert visitor.post(apply_page(call), sent).status_code == 409


def test_nobody_applies_twice_to_one_call(visit, call, resident, consent):
    assert visit(resident).post(apply_page(call), form(consent)).status_code == 302
    refused = act(visit(resident), apply_api(call), motive=MOTIVE, consent=consent.pk)
    assert problem(refused) == ("already_applied", 409)
    again = visit(resident).post(apply_page(call), form(consent))
    assert again.status_code == 409
    assert "이미 지원하셨습니다." in again.text
    assert Application.objects.count() == 1


def test_who_took_it_back_may_apply_again_and_what_was_said_is_gone_at_once(
    visit, call, parts, resident, consent
):
    visit(resident).post(apply_page(call), form(consent, phone="010-1234-5678", wish1=parts[0].pk))
    first = Application.objects.get()
    assert visit(resident).post(f"/applications/{first.key}/withdraw/").status_code == 302
    first.refresh_from_db()
    assert (first.state, first.name, first.motive, first.sealed_phone) == ("withdrawn", "", "", "")
    assert first.purged_at is not None
    assert not first.wishes.exists()
    twice = act(visit(resident), f"/api/v1/applications/{first.key}/withdraw/")
    assert problem(twice) == ("application_withdrawn", 409)
    assert visit(resident).post(apply_page(call), form(consent)).status_code == 302
    assert sorted(call.applications.values_list("state", flat=True)) == ["applied", "withdrawn"]


def test_anothers_application_is_not_there(visit, call, resident, neighbour, consent, now):
    row = applied(call, resident, consent, now)
    key = f"/applications/{row.key}/"
    assert visit(neighbour).get(key).status_code == 404
    assert visit(neighbour).post(f"{key}withdraw/").status_code == 404
    assert visit(neighbour).post(f"{key}answer/", {"stays": "no"}).status_code == 404
    assert problem(act(visit(neighbour), f"/api/v1{key}withdraw/")) == ("not_found", 404)
    assert problem(act(visit(neighbour), f"/api/v1{key}answer/", stays=True)) == ("not_found", 404)
    assert visit().get(key).status_code == 302
    assert visit(resident).get(key).status_code == 200


def test_a_call_takes_nobody_before_it_opens_nor_after_it_has_closed(visit, council, consent, resident, now):
    week = timedelta(days=7)
    early = open_call(council, now, opens_at=now + week, closes_at=now + 2 * week)
    refused = act(visit(resident), apply_api(early), motive=MOTIVE, consent=consent.pk)
    assert problem(refused) == ("call_not_open", 409)
    late = open_call(council, now)
    assert code(applied, late, resident, consent, late.closes_at) == "call_closed"
    assert applied(late, resident, consent, late.closes_at - timedelta(seconds=1)).state == "applied"


def test_yesterdays_tab_is_told_that_the_call_has_closed_and_keeps_the_words(
    visit, call, resident, consent, now
):
    page = visit(resident).get(apply_page(call))
    assert page.status_code == 200
    type(call).objects.update(closes_at=now - timedelta(minutes=1))
    late = visit(resident).post(apply_page(call), form(consent))
    assert late.status_code == 409
    assert "모집이 마감되었습니다." in late.text
    assert not Application.objects.exists()


def test_a_call_that_is_still_drawn_up_is_not_there(visit, call, resident, consent):
    type(call).objects.update(published_at=None)
    for path in (call.get_absolute_url(), apply_page(call)):
        assert visit(resident).get(path).status_code == 404
    refused = act(visit(resident), apply_api(call), motive=MOTIVE, consent=consent.pk)
    assert problem(refused) == ("not_found", 404)
    assert call.title not in visit().get("/calls/").text


def test_only_who_is_known_and_not_blocked_applies(visit, call, unverified, resident, consent, now):
    refused = act(visit(unverified), apply_api(call), motive=MOTIVE, consent=consent.pk)
    assert problem(refused) == ("verification_needed", 403)
    assert "본인확인 하고 지원하기" in visit(unverified).get(call.get_absolute_url()).text
    type(resident).objects.filter(pk=resident.pk).update(blocked_until=now + timedelta(days=1))
    assert problem(act(visit(resident), apply_api(call), motive=MOTIVE, consent=consent.pk))[0] == "blocked"
    type(resident).objects.filter(pk=resident.pk).update(blocked_until=now)
    assert act(visit(resident), apply_api(call), motive=MOTIVE, consent=consent.pk).status_code == 201


def test_a_guest_signs_in_first_and_a_session_that_ended_loses_no_word(visit, call, consent):
    assert visit().get(apply_page(call)).url.startswith("/accounts/login/")
    gone = visit().post(apply_page(call), form(consent))
    assert gone.status_code == 403
    assert MOTIVE in gone.text
    refused = act(visit(), apply_api(call), motive=MOTIVE, consent=consent.pk)
    assert problem(refused) == ("sign_in_needed", 403)


def test_who_sits_on_that_day_or_has_served_as_long_as_one_may_is_refused_at_the_door(
    call, council, members, resident, consent, now
):
    seat = council.seats.get(number=9)
    mine = members[0].memberships.get()
    type(mine).objects.filter(pk=mine.pk).update(end=call.starts_on)
    assert code(applied, call, members[0], consent, now) == "already_seated"
    BodyRule.objects.update(renewals_allowed=0, renewal_within_days=60)
    last = members[1].memberships.get()
    type(last).objects.filter(pk=last.pk).update(end=call.starts_on - timedelta(days=1))
    assert code(applied, call, members[1], consent, now) == "renewals_used"
    assert seat
    assert applied(call, resident, consent, now).state == "applied"


def test_one_agrees_to_the_words_in_force_and_to_no_others(visit, call, resident, consent, now):
    page = visit(resident).post(apply_page(call), {"motive": MOTIVE})
    assert page.status_code == 422
    assert 'id="id_consent_error"' in page.text
    assert code(applying.apply, call, by=resident, at=now, motive=MOTIVE, consent="") == "consent_needed"
    newer = Consent.objects.create(
        kind="application", version="2", title="새 글", in_force_from=day(now) - timedelta(days=1)
    )
    stale = visit(resident).post(apply_page(call), form(consent))
    assert stale.status_code == 409
    assert "동의문이 바뀌었습니다." in stale.text
    assert act(visit(resident), apply_api(call), motive=MOTIVE, consent=newer.pk).status_code == 201


def test_without_words_to_agree_to_nobody_applies(visit, call, resident, consent, now):
    consent.delete()
    assert code(applying.apply, call, by=resident, at=now, motive=MOTIVE, consent=1) == "no_consent"
    assert "동의하실 글이 아직 정해지지 않아" in visit(resident).get(apply_page(call)).text


def test_where_the_law_counts_both_sexes_one_says_which(visit, call, resident, neighbour, consent, now):
    assert 'name="gender"' not in visit(resident).get(apply_page(call)).text
    BodyRule.objects.update(gender_ceiling=60)
    page = visit(resident).post(apply_page(call), form(consent))
    assert page.status_code == 422
    assert 'id="id_gender_error"' in page.text
    refused = act(visit(resident), apply_api(call), motive=MOTIVE, consent=consent.pk)
    assert problem(refused) == ("gender_needed", 422)
    assert visit(resident).post(apply_page(call), form(consent, gender="m")).status_code == 302
    MemberSheet.objects.create(person=neighbour, gender="f", changed_at=now)
    assert visit(neighbour).post(apply_page(call), form(consent)).status_code == 302


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("motive", ""), ("motive", " ㅤ "), ("motive", "가" * 4001), ("motive", "\x00"), ("motive", "가\x07"),
        ("career", "가" * 4001), ("affiliation", "가" * 81), ("affiliation", "\u202e\x00"),
        ("birth_year", "1800"), ("birth_year", "2999"), ("birth_year", "스물"), ("birth_year", "9" * 30),
        ("phone", "1234"), ("phone", "x" * 500), ("wish1", "0"), ("wish1", "999999999999999999999"),
        ("wish2", "' OR 1=1"), ("consent", ""),
    ],
)  # fmt: skip
def test_what_cannot_stand_is_answered_beside_its_field_and_keeps_the_rest(
    visit, call, resident, consent, field, value
):
    page = visit(resident).post(apply_page(call), form(consent) | {field: value})
    assert page.status_code == 422
    assert f'id="id_{field}_error"' in page.text
    assert not Application.objects.exists()
    if field != "motive":
        assert MOTIVE in page.text


@pytest.mark.parametrize("consent_told", ["\x00", "9" * 40, "null", "<script>", "١"])
def test_an_agreement_to_nothing_is_none(visit, call, resident, consent, consent_told):
    page = visit(resident).post(apply_page(call), form(consent) | {"consent": consent_told})
    assert page.status_code == 409
    assert not Application.objects.exists()


def test_the_same_part_is_not_wished_twice_and_anothers_part_never(
    visit, call, parts, council, resident, consent, department
):
    twice = visit(resident).post(apply_page(call), form(consent, wish1=parts[0].pk, wish2=parts[0].pk))
    assert twice.status_code == 422
    assert "같은 분과를 두 번 고르셨습니다." in twice.text
    other = Body.objects.create(kind_id="council", name="다른 기구", slug="other")
    strange = Body.objects.create(parent=other, kind_id="subcommittee", name="남의 분과", slug="strange")
    refused = act(visit(resident), apply_api(call), motive=MOTIVE, consent=consent.pk, wishes=[strange.pk])
    assert problem(refused) == ("not_a_part", 422)


def test_nobody_reads_in_their_own_page_that_they_are_chosen_before_all_are_told(
    visit, call, resident, consent, now
):
    row = applied(call, resident, consent, now)
    choosing.choose(row, "selected", by=None, at=now)
    page = visit(resident).get(f"/applications/{row.key}/")
    assert "접수했습니다" in page.text
    assert "선정되셨습니다" not in page.text
    assert visit(resident).get("/api/v1/me/applications/").json()["results"][0]["state"] == "applied"
    choosing.decide_call(call, by=None, at=call.closes_at)
    assert "선정되셨습니다" in visit(resident).get(f"/applications/{row.key}/").text


def test_a_result_is_not_taken_back_but_a_choice_may_be_declined(call, resident, neighbour, consent, now):
    chosen, left = applied(call, resident, consent, now), applied(call, neighbour, consent, now)
    choosing.choose(chosen, "selected", by=None, at=now)
    choosing.decide_call(call, by=None, at=call.closes_at)
    settled = code(applying.withdraw_application, left, by=neighbour, at=call.closes_at)
    assert settled == "application_settled"
    assert applying.withdraw_application(chosen, by=resident, at=call.closes_at).state == "withdrawn"


def test_a_member_says_whether_they_stay_and_may_say_otherwise_until_it_closes(
    visit, council, parts, members, consent, now
):
    BodyRule.objects.update(renewals_allowed=1)
    member = members[1]
    type(member.memberships.get()).objects.update(end=day(now) + timedelta(days=29))
    call = calls.ask_renewals(open_call(council, now), by=None, at=now)
    row = call.applications.get(person=member)
    assert "이어서 맡으시겠습니까?" in visit(member).get("/me/seats/").text
    assert [each["key"] for each in visit(member).get("/api/v1/me/seats/").json()["asked"]] == [str(row.key)]
    path = f"/applications/{row.key}/answer/"
    assert visit(member).post(path, {}).status_code == 422
    assert visit(member).post(path, {"stays": "yes", "wish1": parts[3].pk}).status_code == 302
    row.refresh_from_db()
    assert (row.state, [wish.body for wish in row.wishes.all()]) == ("applied", [parts[3]])
    no = act(visit(member), f"/api/v1{path}", stays=False)
    assert (no.status_code, no.json()["state"]) == (200, "withdrawn")
    yes = act(visit(member), f"/api/v1{path}", stays=True)
    assert (yes.json()["state"], Application.objects.get(pk=row.pk).name) == ("applied", "김도연")
    assert code(applying.answer_renewal, row, False, by=member, at=call.closes_at) == "call_closed"


def test_the_department_writes_down_what_it_heard_by_telephone_and_nobody_else_does(
    council, members, officer, resident, consent, now
):
    BodyRule.objects.update(renewals_allowed=1)
    type(members[1].memberships.get()).objects.update(end=day(now) + timedelta(days=29))
    call = calls.ask_renewals(open_call(council, now), by=None, at=now)
    row = call.applications.get(person=members[1])
    assert code(applying.answer_renewal, row, True, by=resident, at=now) == "not_found"
    heard = applying.answer_renewal(row, True, by=officer, at=call.closes_at)
    assert heard.state == "applied"
    assert Event.objects.filter(name="renewal.answered").latest("seq").actor == officer
    with pytest.raises(Refusal, match="연임 의사를 여쭌"):
        applying.answer_renewal(applied(call, resident, consent, now), True, by=resident, at=now)


def test_leaving_the_house_takes_back_what_stands_and_empties_the_rest(call, resident, consent, now):
    row = applied(call, resident, consent, now, phone="010-1234-5678", gender="m")
    MemberSheet.objects.create(person=resident, gender="m", birth_year=1980, changed_at=now)
    leave_house(resident, at=now)
    row.refresh_from_db()
    assert (row.state, row.name, row.motive, row.gender, row.sealed_phone) == ("withdrawn", "", "", "", "")
    sheet = MemberSheet.objects.get()
    assert (sheet.gender, sheet.birth_year) == ("", None)
    assert Event.objects.filter(name="application.withdrawn").count() == 1
