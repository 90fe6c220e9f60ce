"""Seats, offices, terms and orders by API and at the desk: the same acts, the same refusals."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from committees.actions import seating
from committees.models import (
    Body,
    BodyKind,
    EndGround,
    GenderExemption,
    MemberSheet,
    Membership,
    Office,
    Seat,
    Term,
)  # fmt: skip
from district.models import AccessRecord, Department, Posting
from realtime.models import Event
from tests.cast import in_office, seated
from tests.committees.doors import act, problem

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def town(gu, council):
    """A district with one body; doors look at the clock, so terms are set around today."""
    council.terms.update(start=TODAY - 100 * DAY, end=TODAY + 629 * DAY)


@pytest.fixture
def sitting(council, residents):
    """Three who sit today."""
    start = TODAY - timedelta(days=100)
    return seated(council, residents(3), start=start, end=Membership.end_of(start, 2))


@pytest.fixture
def stranger():
    other = Department.objects.create(name="복지정책과", code="C01")
    return in_office("elsewhere", "officer", "복지팀 주무관", other)


def api(row, *rest):
    name = {"body": "bodies"}.get(row._meta.model_name, f"{row._meta.model_name}s")
    return "/".join(["/api/v1", name, str(row.pk), *rest, ""])


def written():
    models = (Membership, Office, Term, GenderExemption, MemberSheet, Posting, Event)
    return [model.objects.count() for model in models]


def said_of(council, **more):
    seat = council.seats.get(number=9)
    return {"seat": seat.pk, "name": "남궁솔", "start": TODAY.isoformat()} | more


class TestAppointing:
    def test_by_the_api_an_account_or_somebody_without_one(self, visit, officer, council, resident):
        address = api(council, "memberships")
        ref = uuid4()
        first = act(visit(officer), address, ref, **said_of(council, email=resident.email))
        assert (first.status_code, first.json()["name"], first.json()["renewal_no"]) == (201, "남궁솔", 0)
        again = act(visit(officer), address, ref, **said_of(council, email=resident.email))
        assert (again.status_code, again.json()) == (201, first.json())
        assert Membership.objects.count() == 1
        other = said_of(council, seat=council.seats.get(number=8).pk, gender="f", birth_year=1990)
        told = act(visit(officer), address, **other).json()
        assert Membership.objects.get(pk=told["id"]).person.email is None
        assert MemberSheet.objects.get().gender == "f"

    def test_each_refusal_has_its_code_and_writes_nothing(
        self, visit, officer, stranger, mayor, resident, council, sitting
    ):
        address, before = api(council, "memberships"), written()
        taken = council.seats.get(number=1).pk
        for who, said, refusal in [
            (None, {}, ("sign_in_needed", 403)),
            (resident, {}, ("not_keeper", 403)),
            (stranger, {}, ("not_keeper", 403)),
            (mayor, {}, ("not_keeper", 403)),
            (officer, {"seat": taken}, ("seat_taken", 409)),
            (officer, {"email": "nobody@gwanak.example"}, ("no_such_account", 422)),
            (officer, {"email": sitting[0].person.email}, ("already_seated", 409)),
            (officer, {"start": "2020-01-01"}, ("seat_not_open", 409)),
            (officer, {"start": "2026-02-30"}, ("invalid", 422)),
            (officer, {"seat": 10**18}, ("invalid", 422)),
            (officer, {"name": " "}, ("invalid", 422)),
            (officer, {"predecessor": sitting[0].pk}, ("wrong_predecessor", 422)),
            (officer, {"birth_year": 1901}, ("bad_birth_year", 422)),
        ]:
            answer = act(visit(who), address, **said_of(council, **said))
            assert problem(answer) == refusal, (who, said)
        other = Body.objects.create(kind_id="panel", name="정책자문단", slug="panel")
        assert problem(act(visit(officer), api(other, "memberships"), **said_of(council)))[1] == 404
        assert written() == before

    def test_the_list_says_who_sat_on_a_day_and_nothing_of_why_they_went(self, visit, council, sitting):
        seating.end_membership(
            sitting[0], on=TODAY - DAY, reason="neglect", note="불참", by=None, at=timezone.now()
        )
        address = api(council, "memberships")
        told = visit().get(address, {"on": TODAY.isoformat()}).json()["results"]
        assert {row["id"] for row in told} == {row.pk for row in sitting[1:]}
        told = visit().get(address).json()["results"]
        assert len(told) == 3
        assert set(told[0]) == {
            "id", "body", "seat", "number", "name", "affiliation", "term", "start", "end", "last_day",
            "renewal_no", "predecessor",
        }  # fmt: skip
        assert problem(visit().get(address, {"on": "어제"})) == ("invalid", 422)

    def test_at_the_desk_somebody_without_an_account_with_what_they_declared(self, visit, officer, council):
        council.rules.update(gender_ceiling=60)
        row = {
            "seat": council.seats.get(number=9).pk, "email": "", "name": "남궁솔", "start": TODAY,
            "renewal_no": 0, "gender": "", "birth_year": "", "phone": "",
        }  # fmt: skip
        before = written()
        refused = visit(officer).post("/desk/membership/new/", row).content.decode()
        assert "성별을 먼저 적어 주세요" in refused
        assert written() == before
        visit(officer).post("/desk/membership/new/", row | {"gender": "f", "birth_year": 1990})
        assert Membership.objects.get().person.member_sheet.birth_year == 1990


class TestEnding:
    def test_by_both_doors_on_a_ground_and_with_words_where_it_asks_for_them(
        self, visit, officer, stranger, sitting
    ):
        address, desk = api(sitting[0], "end"), f"/desk/membership/edit/{sitting[1].pk}/"
        said, before = {"on": TODAY.isoformat(), "reason": "neglect"}, written()
        assert problem(act(visit(), address, **said)) == ("sign_in_needed", 403)
        assert problem(act(visit(stranger), address, **said)) == ("not_keeper", 403)
        assert problem(act(visit(officer), address, **said)) == ("note_needed", 422)
        assert problem(act(visit(officer), address, **said | {"reason": "x"})) == ("unknown_reason", 422)
        assert problem(act(visit(officer), address, on="2019-01-01", reason="moved")) == (
            "ends_before_start", 422,
        )  # fmt: skip
        assert "경위를 적어 주세요" in visit(officer).post(desk, said).content.decode()
        assert written() == before
        done = act(visit(officer), address, **said, note="세 번 불참")
        assert (done.status_code, done.json()["last_day"]) == (200, TODAY.isoformat())
        visit(officer).post(desk, said | {"note": "세 번 불참"})
        assert Membership.objects.filter(end_reason="neglect", end_note="세 번 불참").count() == 2
        assert problem(act(visit(officer), address, **said, note="또")) == ("membership_over", 409)


class TestLeading:
    def test_by_both_doors_and_refused_by_both(self, visit, officer, stranger, council, sitting):
        address = api(council, "offices")
        said = {"kind": "chair", "membership": sitting[0].pk, "start": TODAY.isoformat()}
        before = written()
        assert problem(act(visit(stranger), address, **said)) == ("not_keeper", 403)
        assert problem(act(visit(officer), address, **said | {"kind": "king"})) == ("unknown_office", 422)
        assert problem(act(visit(officer), address, **said | {"kind": "vice_chair"})) == (
            "chair_first", 409,
        )  # fmt: skip
        assert problem(act(visit(officer), address, **said | {"method": "consent"})) == (
            "meeting_needed", 422,
        )  # fmt: skip
        assert written() == before
        told = act(visit(officer), address, **said)
        assert (told.status_code, told.json()["label"]) == (201, "위원장")
        row = said | {"membership": sitting[1].pk, "body": council.pk, "title": "", "post": ""}
        assert "위원장은 1명까지" in visit(officer).post("/desk/office/new/", row).content.decode()
        assert visit().get(address).json()["results"][0]["id"] == told.json()["id"]
        ended = act(visit(officer), f"/api/v1/offices/{told.json()['id']}/end/", on=TODAY.isoformat())
        assert ended.json()["end"] == TODAY.isoformat()
        again = act(visit(officer), f"/api/v1/offices/{told.json()['id']}/end/", on=TODAY.isoformat())
        assert problem(again) == ("office_over", 409)

    def test_a_chosen_chair_is_of_a_meeting_and_by_hands(self, visit, officer, council, sitting_meeting):
        meeting, people = sitting_meeting
        seat = people[0].memberships.get()
        said = {"kind": "chair", "membership": seat.pk, "start": TODAY.isoformat(), "meeting": meeting.pk}
        hands = {"method": "hands", "yes": 3, "no": 3, "abstain": 0}
        address = api(council, "offices")
        assert problem(act(visit(officer), address, **said, **hands)) == ("not_carried", 409)
        told = act(visit(officer), address, **said, **hands | {"yes": 4, "no": 2}).json()
        assert (told["method"], told["yes"], told["meeting"]) == ("hands", 4, meeting.pk)

    def test_the_secretary_lets_somebody_lead_for_want_of_a_chair(
        self, visit, secretary, member, sitting_meeting
    ):
        meeting, people = sitting_meeting
        address = api(meeting, "acting-chair")
        said = {"seat": people[2].memberships.get().seat_id, "reason": "위원장 불참"}
        assert problem(act(visit(member), address, **said)) == ("not_secretary", 403)
        assert problem(act(visit(secretary), address, **said)) == ("agreement_needed", 422)
        told = act(visit(secretary), address, **said, agreed=True)
        assert (told.status_code, told.json()["id"]) == (200, meeting.pk)
        meeting.refresh_from_db()
        assert (meeting.acting_chair, told.json()["acting_chair"]) == (people[2], "나은서")
        other = {"seat": people[3].memberships.get().seat_id, "reason": "위원장 불참"}
        press = f"/meetings/{meeting.pk}/acting-chair/"
        shown = visit(secretary).post(press, other, follow=True).content.decode()
        assert "출석한 위원들이 뜻을 모아" in shown
        visit(secretary).post(press, other | {"agreed": "1"})
        meeting.refresh_from_db()
        assert meeting.acting_chair == people[3]
        console = visit(secretary).get(f"/meetings/{meeting.pk}/console/").content.decode()
        assert "위원장 불참" in console


@pytest.fixture
def sitting_meeting(sitting_without_chair, members):
    return sitting_without_chair, members


@pytest.fixture
def sitting_without_chair(council, members, secretary, drafts, now):
    """Six are there, and nobody chairs."""
    from committees.actions import meetings
    from committees.actions.agenda import lay_agenda

    Membership.objects.update(start=TODAY - 50 * DAY, end=TODAY + 365 * DAY)
    meeting = lay_agenda(
        None, convener=council, kind="plenary", ordinal=1, bodies=[council], place="대강당",
        starts_at=now + timedelta(minutes=10), mode="hybrid", items=drafts, url="/회의/1/", by=None,
        at=now - timedelta(days=7),
    )  # fmt: skip
    for person in members[:6]:
        meetings.check_in(meeting, by=person, at=now)
    return meetings.call_to_order(meeting, by=secretary, at=now)


class TestTerms:
    def test_by_both_doors(self, visit, officer, stranger, council):
        address, before = api(council, "terms"), written()
        next_day = (TODAY + 630 * DAY).isoformat()
        assert problem(act(visit(stranger), address, number=5, start=next_day)) == ("not_keeper", 403)
        for said, refusal in [
            ({"number": 5, "start": TODAY.isoformat()}, ("term_overlaps", 409)),
            ({"number": 6, "start": next_day}, ("term_number", 409)),
            ({"number": 5, "start": (TODAY + 700 * DAY).isoformat()}, ("term_gap", 409)),
            ({"number": 5, "start": next_day, "end": TODAY.isoformat()}, ("ends_before_start", 422)),
            ({"number": 0, "start": next_day}, ("invalid", 422)),
        ]:
            assert problem(act(visit(officer), address, **said)) == refusal
        row = {"body": council.pk, "number": 6, "start": next_day, "end": "", "printed": ""}
        assert "제4기 다음은 제5기입니다" in visit(officer).post("/desk/term/new/", row).content.decode()
        assert written() == before
        visit(officer).post("/desk/term/new/", row | {"number": 5})
        term = council.terms.get(number=5)
        assert visit().get(address).json()["results"][0]["number"] == 5
        visit(officer).post(f"/desk/term/edit/{term.pk}/", row | {"number": 5, "printed": "2028년~"})
        term.refresh_from_db()
        assert term.printed == "2028년~"
        visit(officer).post(f"/desk/term/edit/{term.pk}/", row | {"number": 7})
        term.refresh_from_db()
        assert term.number == 5


class TestBalance:
    def test_everybody_reads_the_figures_and_the_department_the_rest(
        self, visit, council, sitting, officer, auditor, stranger
    ):
        council.rules.update(gender_ceiling=60)
        MemberSheet.objects.create(
            person=sitting[0].person, gender="f", birth_year=TODAY.year - 30, changed_at=timezone.now()
        )
        address = api(council, "balance")
        for who in (None, stranger):
            told = visit(who).get(address).json()
            assert told["kept"] is None
            # Of one who said so everybody would know whose sex it is.
            assert told["gauge"] is None
        for who in (officer, auditor):
            answer = visit(who).get(address)
            assert answer.headers["Cache-Control"] == "private, no-store"
            assert answer.json()["kept"]["spread"]["youth"] == 1
        assert visit(officer).get(address, {"on": "2020-01-01"}).json()["gauge"]["female"] == 0

    def test_no_two_days_tell_the_public_whose_sex_came_between_them(
        self, visit, council, residents, officer
    ):
        people = residents(7)
        seats = council.seats.order_by("-number")
        for n, (seat, person) in enumerate(zip(seats, people, strict=False)):
            seat.memberships.create(person=person, name="위원", start=TODAY - n * DAY, end=TODAY + DAY)
            MemberSheet.objects.create(person=person, gender="f", changed_at=timezone.now())
        address = api(council, "balance")
        told = [visit().get(address, {"on": f"{TODAY - n * DAY}"}).json() for n in (0, 1)]
        assert [(each["on"], each["gauge"]["female"]) for each in told] == [(TODAY.isoformat(), 7)] * 2
        kept = visit(officer).get(address, {"on": f"{TODAY - DAY}"}).json()
        assert (kept["on"], kept["gauge"]["female"]) == ((TODAY - DAY).isoformat(), 6)

    def test_an_exemption_is_written_at_both_doors(self, visit, council, officer, stranger):
        said = {
            "valid_from": TODAY.isoformat(), "decided_by": "서울특별시 양성평등위원회",
            "decided_on": TODAY.isoformat(), "reason": "전문가가 한 성별뿐임",
        }  # fmt: skip
        address = api(council, "exemptions")
        assert problem(act(visit(stranger), address, **said)) == ("not_keeper", 403)
        early = said | {"valid_until": (TODAY - DAY).isoformat()}
        assert problem(act(visit(officer), address, **early)) == ("ends_before_start", 422)
        assert not GenderExemption.objects.exists()
        assert act(visit(officer), address, **said).status_code == 201
        visit(officer).post("/desk/genderexemption/new/", {"body": council.pk, **said})
        assert GenderExemption.objects.count() == 2


class TestSheets:
    def test_read_with_a_line_and_written_at_both_doors(self, visit, officer, auditor, stranger, sitting):
        address, desk = api(sitting[0], "sheet"), f"/desk/members/{sitting[0].pk}/sheet/"
        said = {"gender": "f", "birth_year": 1990, "phone": "010-1234-5678"}
        assert problem(act(visit(stranger), address, **said)) == ("not_keeper", 403)
        assert problem(act(visit(auditor), address, **said)) == ("not_keeper", 403)
        assert problem(act(visit(officer), address, gender="x")) == ("unknown_gender", 422)
        assert not MemberSheet.objects.exists()
        assert act(visit(officer), address, **said).status_code == 200
        assert problem(visit(stranger).get(address)) == ("not_found", 404)
        assert problem(visit().get(address)) == ("sign_in_needed", 403)
        assert not AccessRecord.objects.exists()
        assert visit(officer).get(address).json()["phone"] == "01012345678"
        assert "1990" in visit(auditor).get(desk).content.decode()
        assert AccessRecord.objects.count() == 2
        assert visit(stranger).get(desk).status_code == 404
        visit(officer).post(desk, {"gender": "", "birth_year": "1991", "phone": ""})
        sheet = MemberSheet.objects.get()
        assert (sheet.gender, sheet.birth_year) == ("f", 1991)
        refused = visit(officer).post(desk, {"gender": "", "birth_year": "1901", "phone": ""})
        assert refused.status_code == 422

    def test_what_a_sheet_says_leaves_by_no_public_door(self, visit, officer, council, sitting):
        act(visit(officer), api(sitting[0], "sheet"), gender="f", birth_year=1987, phone="010-9876-5432")
        for address in ("members", "memberships", "balance"):
            shown = visit().get(api(council, address)).content.decode()
            assert "1987" not in shown
            assert "9876" not in shown


class TestWhatIsKept:
    def test_kinds_and_grounds_are_rows_of_the_district(self, visit, administrator, council):
        kinds = visit().get("/api/v1/body-kinds/").json()["results"]
        assert {"code", "label", "is_part", "source"} == set(kinds[0])
        browser = visit(administrator)
        browser.post(
            "/desk/bodykind/new/",
            {"code": "youth", "label": "청년네트워크", "order": 20, "source": "청년 조례"},
        )
        assert BodyKind.objects.get(code="youth").label == "청년네트워크"
        row = {
            "code": "absent", "label": "3회 연속 불참", "dismisses": "on", "words_needed": "on",
            "valid_from": TODAY, "order": 20, "source": "개정 조례 제7조",
        }  # fmt: skip
        browser.post("/desk/endground/new/", row)
        assert EndGround.objects.get(code="absent").dismisses
        told = visit().get("/api/v1/end-grounds/").json()["results"]
        assert "absent" in {each["code"] for each in told}

    def test_a_rule_with_all_that_an_ordinance_says(self, visit, administrator, council):
        row = {
            "body": council.pk, "valid_from": TODAY, "quorum": "majority", "majority": "two_thirds",
            "majority_of": "voting", "run_off_by": "majority", "seconds_needed": 2, "speaking_seconds": 120,
            "corrections_days": 5, "seats_at_most": 10, "term_years": 2, "renewals_allowed": 1,
            "renewal_within_days": 1,
            "gender_ceiling": 60, "youth_until": 34, "many_bodies": 3, "chairs": 2, "tie": "chair",
            "counting_unit": "round", "notice_days": 7, "doors_open_minutes": 60,
            "applications_kept_days": 180, "sheets_kept_days": 1095, "source": "개정 조례",
        }  # fmt: skip
        visit(administrator).post("/desk/bodyrule/new/", row)
        rule = council.rules.get(valid_from=TODAY)
        assert (rule.gender_ceiling, rule.chairs, rule.tie, rule.vacancy_counts) == (60, 2, "chair", False)
        assert (rule.majority_of, rule.seconds_needed, rule.ballots_changeable) == ("voting", 2, False)

    def test_no_more_seats_than_the_rule_says_and_none_taken_from_under_somebody(
        self, visit, administrator, council, sitting
    ):
        council.rules.update(seats_at_most=10)
        row = {"body": council.pk, "number": 11, "basis": "appointed", "post": "", "opened_on": TODAY}
        browser = visit(administrator)
        assert "정원은 10석까지" in browser.post("/desk/seat/new/", row).content.decode()
        assert Seat.objects.count() == 10
        address = f"/desk/seat/edit/{sitting[0].seat_id}/"
        refused = browser.post(address, {"closed_on": TODAY}).content.decode()
        assert "위촉을 먼저 끝내 주세요" in refused
        browser.post(address, {"closed_on": sitting[0].end + DAY})
        assert Seat.objects.get(pk=sitting[0].seat_id).closed_on == sitting[0].end + DAY
