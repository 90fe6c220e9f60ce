"""The door for programs: what everybody may read of committees, and what only those who sit in it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from committees.actions import meetings
from committees.models import Meeting, Membership, Round, Seat
from district.models import AccessRecord
from letters.models import Follow
from tests.cast import APPOINTED, BEGINNING, verified
from tests.committees.conftest import CLOSED_WORDS
from tests.committees.doors import act, api, problem

pytestmark = pytest.mark.django_db


def test_a_body_is_told_with_its_seats_and_what_its_quorum_comes_to(visit, council, chair, part):
    told = visit().get(api(council)).json()
    assert (told["counts"]["seats"], told["counts"]["sitting"], told["quorum_needed"]) == (10, 10, 6)
    assert told["officers"] == [{"kind": "chair", "label": "위원장", "name": "강하윤"}]
    assert told["parts"] == [{"id": part.pk, "name": "행정경제 분과"}]
    assert visit().get(api(part)).json()["parent"] == council.pk


def test_whoever_reads_of_a_body_is_offered_to_hear_of_it(visit, council, part, resident):
    offers = {visit().get(api(body)).json()["follow"] for body in (council, part)}
    assert len(offers) == 1
    for offer in offers:
        assert act(visit(resident), "/api/v1/follows/", offer=offer).status_code in {200, 201}
    assert Follow.objects.get().topic == council.topic


def test_members_are_named_as_they_agreed_and_in_no_other_way(visit, council, members, chair):
    told = visit().get(api(council, "members")).json()["results"]
    assert [row["name"] for row in told][:2] == ["강하윤", "김도연"]
    assert told[0]["offices"] == ["위원장"]
    assert {name for row in told for name in row} == {"seat", "name", "basis", "affiliation", "offices"}


def test_a_body_without_a_rule_is_told_without_a_quorum(visit, council):
    council.rules.all().delete()
    told = visit().get(api(council)).json()
    assert (told["rule"], told["quorum_needed"]) == (None, None)


def test_a_meeting_is_told_with_its_agenda_and_how_far_its_room_has_come(visit, gathering, items):
    told = visit().get(api(gathering)).json()
    assert told["title"] == "협치회의 제1차 전체회의"
    assert [item["label"] for item in told["items"]] == ["보고 1항", "의결 1항", "의결 2항"]
    assert told["tally"]["sentence"] == "재적 10 · 출석 0 · 의사정족수 6 · 6명 모자람"
    assert told["seq"] == 4


def test_everybody_gets_the_same_answer_and_hears_when_it_has_not_changed(
    visit, gathering, member, secretary, now
):
    body = api(gathering.round.convener)
    for address in (api(gathering), "/api/v1/meetings/", api(gathering, "attendances"), body):
        first, again = visit().get(address), visit(secretary).get(address)
        assert first.content == again.content, address
        tag = first.headers["ETag"]
        assert visit(member).get(address, headers={"If-None-Match": tag}).status_code == 304
    before = visit().get(api(gathering)).headers["ETag"]
    meetings.check_in(gathering, by=member, at=now)
    assert visit().get(api(gathering)).headers["ETag"] != before


def test_of_a_closed_item_the_public_learns_its_number_alone(visit, gathering, items, council):
    for address in (api(gathering), "/api/v1/meetings/", "/api/v1/resolutions/", api(council)):
        assert CLOSED_WORDS not in visit().get(address).content.decode()
    told = visit().get(api(gathering)).json()["items"][2]
    assert (told["title"], told["text"], told["ground"], told["papers"]) == ("비공개 안건", "", "", [])


def test_the_inside_is_for_those_who_sit_in_it_and_no_cache_keeps_it(
    visit, gathering, member, secretary, chair, resident
):
    assert problem(visit().get(api(gathering, "inside"))) == ("sign_in_needed", 403)
    assert problem(visit(resident).get(api(gathering, "inside"))) == ("not_found", 404)
    for person in (member, secretary, chair):
        answer = visit(person).get(api(gathering, "inside"))
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert [item["title"] for item in answer.json()["items"]] == [f"{CLOSED_WORDS} 위촉"]
    assert not AccessRecord.objects.exists()


def test_an_auditor_reads_the_inside_and_every_reading_is_written_down(visit, gathering, auditor):
    assert visit(auditor).get(api(gathering, "inside")).status_code == 200
    assert visit(auditor).get(api(gathering, "inside")).status_code == 200
    records = AccessRecord.objects.all()
    assert [(each.person, each.row, each.office) for each in records] == [
        (auditor, gathering, "감사담당관")
    ] * 2


def test_a_member_whose_term_has_ended_is_outside(visit, gathering, member, now):
    Membership.objects.filter(person=member).update(end=APPOINTED)
    assert problem(visit(member).get(api(gathering, "inside"))) == ("not_found", 404)


def test_a_list_is_narrowed_by_body_year_and_state(visit, gathering, part, council):
    def found(**asked):
        return [row["id"] for row in visit().get("/api/v1/meetings/", asked).json()["results"]]

    assert found() == found(body=council.pk) == found(state="scheduled") == [gathering.pk]
    assert found(year=gathering.round.year) == [gathering.pk]
    assert found(body=part.pk) == found(state="adjourned") == found(year=1999) == []


@pytest.mark.parametrize(
    "asked", ["body=0", "body=x", "year=금년", "state=gone", "limit=0", "cursor=x", "year=99999"]
)
def test_what_cannot_be_narrowed_by_is_refused(visit, gathering, asked):
    assert visit().get(f"/api/v1/meetings/?{asked}").status_code == 422


def test_who_came_is_public_by_the_name_they_agreed_to(visit, sitting):
    told = visit().get(api(sitting, "attendances")).json()
    assert len(told["results"]) == told["tally"]["present"] == 6
    assert {row["name"] for row in told["results"]} >= {"강하윤", "김도연"}
    assert told["tally"]["met"] is True


def test_lists_cost_the_same_however_long(visit, council, members, gathering, dong, now):
    def queries(address):
        visit().get(address)  # what is read once a process is read
        with CaptureQueriesContext(
            connection,
        ) as read:
            assert visit().get(address).status_code == 200
        return len(read)

    addresses = [api(council), api(council, "members"), "/api/v1/meetings/?limit=100", api(gathering)]
    few = [queries(address) for address in addresses]
    grow(council, dong, gathering)
    assert [queries(address) for address in addresses] == few


def grow(body, dong, like):
    """Sixty members and twenty meetings."""
    people = [verified(f"more{n}", dong, name="가나다") for n in range(3)]
    seats = Seat.objects.bulk_create(Seat(body=body, number=n, opened_on=BEGINNING) for n in range(11, 61))
    membership = Membership.objects.filter(seat__body=body).first()
    Membership.objects.bulk_create(
        Membership(
            seat=seat, person=people[seat.number % 3], name="가나다", start=APPOINTED, end=membership.end
        )
        for seat in seats
    )
    rounds = Round.objects.bulk_create(
        Round(convener=body, kind="plenary", year=like.round.year, ordinal=n) for n in range(2, 22)
    )
    held = Meeting.objects.bulk_create(Meeting(round=each, starts_at=like.starts_at) for each in rounds)
    together = Meeting.bodies.through
    together.objects.bulk_create(together(meeting=meeting, body=body) for meeting in held)
