"""인적사항: who writes and reads it, what is left of the reading, and somebody without an account."""

from datetime import date

import pytest

from committees.actions import seating, sheets
from committees.models import MemberSheet, Membership
from district.models import AccessRecord, Department, Level, Person
from realtime.models import Event
from tests.cast import NOON, in_office
from tests.committees.acts import code_of_refusal

pytestmark = pytest.mark.django_db
START = date(2026, 12, 1)


def write(person, body, by=None, **said):
    return sheets.write_sheet(person, body=body, by=by, at=NOON, **said)


def read(person, body, by):
    return sheets.read_sheet(person, body=body, by=by, at=NOON, purpose="시험")


@pytest.fixture
def stranger():
    other = Department.objects.create(name="복지정책과", code="C01")
    return in_office("elsewhere", "officer", "복지팀 주무관", other)


def test_the_department_writes_and_reads_and_the_reading_leaves_a_line(council, member, officer, auditor):
    write(member, council, by=officer, gender="f", birth_year=1990, phone="010-1234-5678")
    event = Event.objects.get(name="sheet.written")
    assert (event.actor, event.facts) == (officer, {"body": council.pk})
    sealed = MemberSheet.objects.get().sealed_phone
    assert "1234" not in sealed
    for reader in (officer, auditor):
        assert read(member, council, reader) == sheets.Facts("f", 1990, "01012345678")
        assert AccessRecord.objects.filter(person=reader, purpose="시험").count() == 1


def test_what_is_left_out_stays(council, member):
    write(member, council, gender="f", birth_year=1990, phone="010-1234-5678")
    write(member, council, birth_year=1991)
    sheet = MemberSheet.objects.get()
    assert (sheet.gender, sheet.birth_year, bool(sheet.sealed_phone)) == ("f", 1991, True)


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"gender": "x"}, ("unknown_gender", 422)),
        ({"birth_year": 1890}, ("bad_birth_year", 422)),
        ({"birth_year": 2027}, ("bad_birth_year", 422)),
        ({"birth_year": "1990"}, ("bad_birth_year", 422)),
        ({"phone": "112"}, ("bad_number", 422)),
    ],
)
def test_what_cannot_be_is_not_written(council, member, said, refusal):
    assert code_of_refusal(write, member, council, **said) == refusal
    assert not MemberSheet.objects.exists()
    assert not Event.objects.filter(name="sheet.written").exists()


def test_nobody_else_writes_it_and_for_nobody_else_is_it_there(council, member, mayor, stranger, chair):
    write(member, council, gender="f")
    for person in (mayor, stranger, chair, member):
        assert code_of_refusal(write, member, council, by=person, gender="m") == ("not_keeper", 403)
        assert code_of_refusal(read, member, council, person) == ("not_found", 404)
    assert not AccessRecord.objects.exists()


def test_a_department_reads_no_sheet_of_somebody_who_is_not_its_member(council, members, officer, resident):
    write(resident, council, gender="f")
    assert code_of_refusal(read, resident, council, officer) == ("not_found", 404)
    assert read(members[0], council, officer) == sheets.Facts()


def test_somebody_without_an_account_is_appointed_and_cannot_sign_in(council, officer):
    person = sheets.enroll(council, "남궁솔", by=officer, at=NOON)
    assert (person.email, person.level, person.has_usable_password()) == (None, Level.L1, False)
    seat = council.seats.first()
    membership = seating.appoint(seat, person=person, name="남궁솔", start=START, by=officer, at=NOON)
    assert membership.person == person
    assert Event.objects.get(name="person.enrolled").facts == {"body": council.pk}


def test_the_name_alone_is_enough_for_an_appointment(council, officer):
    seat = council.seats.first()
    membership = seating.appoint_somebody(
        seat, email="", name="남궁솔", start=START, gender="f", birth_year=1990, by=officer, at=NOON
    )
    assert membership.person.member_sheet.gender == "f"
    assert (membership.person.name, membership.person.email) == ("남궁솔", None)


def test_a_refused_appointment_leaves_nobody_behind(council, members, officer):
    before = Person.objects.count(), Membership.objects.count(), Event.objects.count()
    said = {"name": "남궁솔", "start": START, "gender": "f", "by": officer, "at": NOON}
    taken = council.seats.first()
    assert code_of_refusal(seating.appoint_somebody, taken, email="", **said) == ("seat_taken", 409)
    unknown = code_of_refusal(seating.appoint_somebody, taken, email="nobody@gwanak.example", **said)
    assert unknown == ("no_such_account", 422)
    assert (Person.objects.count(), Membership.objects.count(), Event.objects.count()) == before


def test_only_the_department_enrolls(council, mayor):
    assert code_of_refusal(sheets.enroll, council, "남궁솔", by=mayor, at=NOON) == ("not_keeper", 403)
