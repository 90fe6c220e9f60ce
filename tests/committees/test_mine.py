"""나의 위원회 and the public page of a member: what is one's own, what everybody reads, and never why."""

import json
from datetime import timedelta

import pytest

from committees.actions import applying, certifying, meetings, recommending, seating
from committees.models import MemberSheet, Membership, Office
from district.dates import day
from letters.models import Follow
from letters.sealing import seal
from tests.committees.applicants import MOTIVE, consent_to, open_call
from tests.committees.doors import problem

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def mine(member):
    return member.memberships.select_related("seat__body").get(seat__body__parent=None)


def seats_of(visit, person):
    return visit(person).get("/api/v1/me/seats/").json()


def test_the_old_address_leads_to_the_one_place(visit, member):
    assert visit(member).get("/me/duties/").url == "/me/seats/"
    assert visit().get("/me/seats/").url.startswith("/accounts/login/")
    assert problem(visit().get("/api/v1/me/seats/")) == ("sign_in_needed", 403)


def test_a_member_reads_how_long_the_seat_is_held_and_how_often_they_came(
    visit, sitting, members, member, mine, secretary, now
):
    Membership.objects.filter(pk=mine.pk).update(end=day(now) + 10 * DAY)
    [row] = seats_of(visit, member)["seats"]
    assert (row["days_left"], row["meetings"], row["attended"]) == (10, 0, 0)
    meetings.adjourn(sitting, by=secretary, at=now + timedelta(minutes=5))
    [row] = seats_of(visit, member)["seats"]
    assert (row["body"]["name"], row["meetings"], row["attended"]) == ("관악구 협치회의", 1, 1)
    [absent] = seats_of(visit, members[8])["seats"]
    assert (absent["meetings"], absent["attended"]) == (1, 0)
    page = visit(member).get("/me/seats/").text
    assert "1회 중 1회" in page
    assert "10일 남음" in page


def test_an_official_holds_the_seat_as_long_as_the_post(visit, council, officer, now):
    seat = council.seats.get(number=10)
    seat.basis, seat.post = "ex_officio", officer.postings.get().post
    seat.save()
    [row] = seats_of(visit, officer)["seats"]
    assert (row["until"], row["days_left"], row["membership"]) == (None, None, None)
    assert "직위를 맡은 동안" in visit(officer).get("/me/seats/").text


@pytest.mark.parametrize("kind", ["pdf", "hwpx"])
def test_ones_own_certificate_is_handed_out_and_anothers_is_not_there(
    visit, members, member, mine, now, kind
):
    [paper] = certifying.certify([mine], by=None, at=now, issuer="관악구청장")
    path = f"/me/certificates/{paper.pk}.{kind}"
    answer = visit(member).get(path)
    assert answer.status_code == 200
    assert answer.content[:2] in {b"%P", b"PK"}
    assert "no-store" in answer.headers["Cache-Control"]
    assert visit(members[2]).get(path).status_code == 404
    assert visit().get(path).status_code == 302
    assert visit(member).get(f"/me/certificates/{paper.pk}.exe").status_code == 422
    assert seats_of(visit, member)["seats"][0]["certificate"] == paper.label


def test_recommendations_offices_and_tasks_stand_beside_the_seats(visit, council, member, members, mine, now):
    Office.objects.create(body=council, kind="chair", membership=mine, start=mine.start)
    recommending.recommend(council, title="골목 조명", text="밝게", by=member, at=now)
    told = seats_of(visit, member)
    assert [row["label"] for row in told["offices"]] == ["위원장"]
    assert [row["title"] for row in told["recommendations"]] == ["골목 조명"]
    assert told["tasks"] == []
    assert seats_of(visit, members[2])["recommendations"] == []


def test_everybody_reads_a_member_by_consent_and_nobody_reads_what_the_desk_knows(
    visit, council, part, member, mine, now
):
    Membership.objects.filter(pk=mine.pk).update(affiliation="낙성대동 주민자치회")
    MemberSheet.objects.create(
        person=member, gender="f", birth_year=1977, sealed_phone=seal("01012345678"), changed_at=now
    )
    recommending.recommend(council, title="골목 조명", text="밝게", by=member, at=now)
    page = visit().get(f"/members/{mine.pk}/").text
    for said in (
        "김도연",
        "낙성대동 주민자치회",
        "관악구 협치회의",
        "골목 조명",
        "행정경제 분과",
        "소식 받기",
    ):
        assert said in page
    for kept in ("1977", "010", member.email, "female"):
        assert kept not in page
    inside = Membership.objects.get(person=member, seat__body=part)
    assert visit().get(f"/members/{inside.pk}/").url == f"/members/{mine.pk}/"
    assert visit().get("/members/999999/").status_code == 404
    assert visit().get("/members/99999999999999999999/").status_code == 404


def test_after_the_end_the_page_says_that_it_is_over_and_never_why(visit, mine, now):
    seating.end_membership(mine, on=day(now) - DAY, reason="resigned", note="병환으로", by=None, at=now)
    page = visit().get(f"/members/{mine.pk}/").text
    assert "지금은 위원이 아닙니다" in page
    for kept in ("사임", "병환", "해촉", "소식 받기"):
        assert kept not in page


def test_a_resident_follows_a_member_by_the_button_of_the_page(visit, mine, resident):
    page = visit(resident).get(f"/members/{mine.pk}/")
    offer = page.text.split('name="offer" value="')[1].split('"')[0]
    action = page.text.split('class="follow" method="post" action="')[1].split('"')[0]
    visit(resident).post(action, {"offer": offer, "next": "/"})
    assert Follow.objects.get(person=resident).topic == f"member/{mine.pk}"


def test_the_page_costs_the_same_however_long_somebody_sat(
    visit, council, member, mine, django_assert_max_num_queries
):
    path = f"/members/{mine.pk}/"
    visit().get(path)
    with django_assert_max_num_queries(40) as first:
        visit().get(path)
    one = len(first)
    for n in range(1, 6):
        start = mine.start.replace(year=mine.start.year - 2 * n)
        Membership.objects.create(
            seat=mine.seat, person=member, name="김도연", start=start,
            end=start.replace(year=start.year + 2) - DAY,
        )  # fmt: skip
    with django_assert_max_num_queries(40) as second:
        visit().get(path)
    assert len(second) <= one + 1


def test_the_export_gives_ones_applications_sheet_and_memberships(visit, council, resident, member, now):
    call, consent = open_call(council, now), consent_to(now)
    applying.apply(call, by=resident, at=now, motive=MOTIVE, consent=consent.pk)
    MemberSheet.objects.create(
        person=resident, gender="m", birth_year=1980, sealed_phone=seal("01012345678"), changed_at=now
    )
    told = json.loads(visit(resident).get("/me/export/").content)
    assert [row["motive"] for row in told["seat_applications"]] == [MOTIVE]
    assert told["member_sheet"] == {"gender": "m", "birth_year": 1980, "phone": "01012345678"}
    assert told["memberships"] == []
    other = json.loads(visit(member).get("/me/export/").content)
    assert other["seat_applications"] == []
    assert [row["body"] for row in other["memberships"]] == ["관악구 협치회의"]


def test_a_list_of_calls_shows_what_is_open_first_and_each_its_rule(visit, council, now):
    consent_to(now)
    call = open_call(council, now)
    page = visit().get("/calls/").text
    assert call.title in page
    one = visit().get(f"/calls/{call.pk}/").text
    for said in ("모집 중", "명을 위촉합니다", "2년", "관악구 협치 조례", "지원하기"):
        assert said in one
