"""위원회 at the staff desk: what is kept, what is enacted, what is only read, and by whom."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from committees.models import Body, BodyRule, Meeting, Membership, Office, Round, Seat
from district.models import Department
from realtime.models import Event
from tests.cast import APPOINTED, BEGINNING, in_office, seated

pytestmark = pytest.mark.django_db
KEPT = ["body", "bodyrule", "seat", "bodykind", "endground"]
ENACTED = ["membership", "office", "term", "genderexemption"]
READ = ["round", "meeting", "resolution"]
TODAY = timezone.localdate()


@pytest.fixture(autouse=True)
def town(gu, council):
    """A district with one body; the desk asks what day it is, so terms are set around today."""


@pytest.fixture
def sitting(council, residents):
    """Two who sit today."""
    start = TODAY - timedelta(days=100)
    return seated(council, residents(2), start=start, end=Membership.end_of(start, 2))


@pytest.fixture
def stranger():
    other = Department.objects.create(name="복지정책과", code="C01")
    return in_office("elsewhere", "officer", "복지팀 주무관", other)


def opens(browser, name, address=""):
    return browser.get(f"/desk/{name}/{address}").status_code == 200


@pytest.mark.parametrize("name", KEPT)
def test_the_administrator_keeps_bodies_and_the_auditor_reads_them(
    visit, administrator, auditor, officer, name
):
    assert opens(visit(administrator), name)
    assert opens(visit(administrator), name, "new/")
    assert opens(visit(auditor), name)
    assert not opens(visit(auditor), name, "new/")
    assert not opens(visit(officer), name)


@pytest.mark.parametrize("name", ENACTED)
def test_the_department_of_a_body_appoints_and_elects(visit, officer, head, administrator, name):
    for person in (officer, head, administrator):
        assert opens(visit(person), name)
        assert opens(visit(person), name, "new/")


@pytest.mark.parametrize("name", ENACTED)
def test_the_auditor_only_reads_and_other_offices_do_not_see_it(visit, auditor, stranger, director, name):
    assert opens(visit(auditor), name)
    assert not opens(visit(auditor), name, "new/")
    for person in (stranger, director):
        assert not opens(visit(person), name)
        assert not opens(visit(person), name, "new/")


@pytest.mark.parametrize("name", READ)
def test_proceedings_are_read_and_written_nowhere(visit, officer, auditor, administrator, stranger, name):
    for person in (officer, auditor, administrator):
        assert opens(visit(person), name)
        assert not opens(visit(person), name, "new/")
    assert not opens(visit(stranger), name)


def test_somebody_is_appointed_by_address(visit, officer, council, resident):
    row = {
        "seat": council.seats.first().pk, "email": resident.email, "name": "홍길동",
        "affiliation": "낙성대동", "start": TODAY, "renewal_no": 0, "predecessor": "",
    }  # fmt: skip
    browser = visit(officer)
    browser.post("/desk/membership/new/", row)
    membership = Membership.objects.get()
    assert (membership.person, membership.name, membership.affiliation) == (resident, "홍길동", "낙성대동")
    assert Event.objects.get(name="member.appointed").actor == officer
    refused = browser.post("/desk/membership/new/", row).content.decode()
    assert "이미 위촉된 분이 있는 위원석" in refused
    unknown = browser.post("/desk/membership/new/", row | {"email": "nobody@gwanak.example"})
    assert "이 이메일로 만든 계정이 없습니다" in unknown.content.decode()
    assert Membership.objects.count() == 1


def test_a_department_does_not_appoint_to_anothers_body(visit, officer, resident):
    other = Body.objects.create(kind_id="panel", name="복지 자문단", slug="care")
    BodyRule.objects.create(body=other, valid_from=BEGINNING, source="조례")
    seat = Seat.objects.create(body=other, number=1, opened_on=BEGINNING)
    row = {"seat": seat.pk, "email": resident.email, "name": "홍길동", "start": TODAY, "renewal_no": 0}
    visit(officer).post("/desk/membership/new/", row)
    assert not Membership.objects.exists()


def test_a_membership_is_ended_with_its_reason(visit, officer, stranger, auditor, sitting):
    membership = sitting[0]
    address = f"/desk/membership/edit/{membership.pk}/"
    for person in (stranger, auditor):
        visit(person).post(address, {"on": TODAY, "reason": "moved"})
    membership.refresh_from_db()
    assert membership.ended_on is None
    browser = visit(officer)
    assert membership.name in browser.get(address).content.decode()
    assert browser.post(address, {"on": TODAY, "reason": ""}).status_code == 200
    browser.post(address, {"on": TODAY, "reason": "moved"})
    membership.refresh_from_db()
    assert (membership.ended_on, membership.end_reason_id) == (TODAY, "moved")
    again = browser.post(address, {"on": TODAY, "reason": "moved"}).content.decode()
    assert "이미 임기가 끝난 위촉입니다" in again


def test_an_office_is_taken_and_ended(visit, officer, council, sitting):
    row = {"body": council.pk, "kind": "chair", "title": "민간공동의장", "membership": sitting[0].pk,
           "post": "", "start": TODAY}  # fmt: skip
    browser = visit(officer)
    browser.post("/desk/office/new/", row)
    office = Office.objects.get()
    assert office.label == "민간공동의장"
    assert "이미 그 임원직" in browser.post("/desk/office/new/", row).content.decode()
    browser.post(f"/desk/office/edit/{office.pk}/", {"on": TODAY})
    office.refresh_from_db()
    assert office.end == TODAY


@pytest.mark.parametrize(("name", "model"), [("membership", Membership), ("office", Office)])
def test_nobody_deletes_who_sat_or_led(visit, administrator, council, sitting, name, model):
    Office.objects.create(body=council, kind="chair", membership=sitting[0], start=TODAY)
    kept = model.objects.count()
    visit(administrator).post(f"/desk/{name}/delete/{model.objects.first().pk}/")
    assert model.objects.count() == kept


def test_the_address_of_a_member_is_not_shown(visit, officer, sitting):
    browser = visit(officer)
    for page in ("", f"inspect/{sitting[0].pk}/", f"edit/{sitting[0].pk}/"):
        assert sitting[0].person.email not in browser.get(f"/desk/membership/{page}").content.decode()


def meeting_on(council, on, state):
    year, ordinal = on.year, Round.objects.count() + 1
    held = Round.objects.create(convener=council, year=year, ordinal=ordinal)
    starts = timezone.make_aware(datetime(on.year, on.month, on.day, 14))
    meeting = Meeting.objects.create(round=held, starts_at=starts, state=state)
    meeting.bodies.add(council)
    return meeting


def test_rules_are_mended_until_a_meeting_is_held_under_them(visit, administrator, council):
    browser, rule = visit(administrator), council.rules.get()
    address = f"/desk/bodyrule/edit/{rule.pk}/"
    meeting = meeting_on(council, APPOINTED, "scheduled")
    assert browser.get(address).status_code == 200
    Meeting.objects.filter(pk=meeting.pk).update(state="cancelled")
    assert browser.get(address).status_code == 200
    Meeting.objects.filter(pk=meeting.pk).update(state="adjourned")
    assert browser.get(address).status_code == 302
    browser.post(address, {"quorum": "third"})
    rule.refresh_from_db()
    assert rule.quorum == "majority"


def test_a_later_rule_is_free_while_meetings_stand_under_the_earlier(council, part):
    later = BodyRule.objects.create(body=council, valid_from=TODAY, source="개정 조례")
    meeting = meeting_on(council, APPOINTED, "adjourned")
    meeting.bodies.set([part])
    assert council.rules.get(valid_from=BEGINNING).is_kept
    assert not later.is_kept


def test_a_place_once_made_is_only_taken_away(visit, administrator, council, officer):
    seat, post = council.seats.first(), officer.postings.get().post
    row = {
        "body": council.pk,
        "number": 77,
        "basis": "ex_officio",
        "post": post.pk,
        "closed_on": "2026-12-31",
    }
    visit(administrator).post(f"/desk/seat/edit/{seat.pk}/", row)
    seat.refresh_from_db()
    assert (seat.number, seat.basis, str(seat.closed_on)) == (1, "appointed", "2026-12-31")
    visit(administrator).post("/desk/seat/new/", row | {"opened_on": "2026-01-01"})
    assert Seat.objects.get(number=77).post == post
