"""정책제안 by API, on the site and at the desk: the same acts, the same refusals, whatever is sent."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from committees.actions import recommending
from committees.models import Recommendation
from district.models import Department
from referrals.actions import approve, submit, write_reply
from tests.cast import in_office
from tests.committees.doors import act, problem
from tests.referrals.conftest import ANSWER

pytestmark = pytest.mark.django_db
WORDS = {"title": "골목길 조명 바꾸기", "text": "어두운 골목부터 등을 바꿔 주세요."}
DESK = reverse("desk-recommendations")


def code_of(answer):
    return problem(answer)[0]


@pytest.fixture(autouse=True)
def town(gu, settings):
    settings.PACE_PERSON = settings.PACE_ADDRESS = "100000/60"


@pytest.fixture
def stranger():
    other = Department.objects.create(name="복지정책과", code="C01")
    return in_office("elsewhere", "officer", "복지팀 주무관", other)


def made(body, person, **said):
    return recommending.recommend(body, **{**WORDS, **said}, by=person, at=timezone.now())


def write(body):
    return reverse("recommend", args=[body.pk])


def test_a_member_proposes_a_clerk_hands_it_over_by_api(visit, council, member, officer, department):
    done = act(visit(member), f"/api/v1/bodies/{council.pk}/recommendations/", **WORDS)
    assert (done.status_code, done.json()["label"]) == (201, "제2026-1호")
    address = f"/api/v1/recommendations/{done.json()['id']}/"
    assert visit().get(address).json()["author"] == {"name": "김도연", "badge": "협치회의 위원"}
    assert code_of(act(visit(member), f"{address}refer/", department=department.pk)) == "not_referring"
    handed = act(visit(officer), f"{address}refer/", department=department.pk)
    assert (handed.json()["state"], handed.json()["department"]) == ("referred", "기획예산과")
    assert code_of(act(visit(member), f"{address}withdraw/")) == "already_referred"
    assert visit().get(address).json()["referral"]["state"] == "waiting"


def test_one_press_twice_proposes_once(visit, council, member):
    ref, client = uuid4(), visit(member)
    for _press in range(2):
        client.post(write(council), {**WORDS, "ref": str(ref)})
    assert Recommendation.objects.count() == 1


def test_both_doors_refuse_alike(visit, council, members, resident):
    for said, code in (({"title": "가" * 201}, "too_long"), ({"text": "\u3164"}, "empty_words")):
        page = visit(members[0]).post(write(council), {**WORDS, **said})
        answered = act(
            visit(members[0]), f"/api/v1/bodies/{council.pk}/recommendations/", **{**WORDS, **said}
        )
        assert (page.status_code, code_of(answered)) == (422, code)
        assert answered.json()["detail"] in page.content.decode()
    page = visit(resident).post(write(council), WORDS)
    answered = act(visit(resident), f"/api/v1/bodies/{council.pk}/recommendations/", **WORDS)
    assert (page.status_code, code_of(answered)) == (403, "not_a_member_here")
    assert "어두운 골목부터 등을 바꿔 주세요." in page.content.decode()
    assert visit(resident).get(write(council)).status_code == 403
    assert visit().get(write(council)).status_code == 302
    assert visit().post(write(council), WORDS).status_code == 403
    assert not Recommendation.objects.exists()


def test_a_member_writes_it_on_the_site_and_reads_it_there(visit, council, meeting, member):
    client = visit(member)
    item = meeting.items.filter(disclosure="open").first()
    page = client.get(write(council)).content.decode()
    assert 'data-keep="recommend:' in page
    assert "후보지 매입 협의" not in page
    sent = client.post(write(council), {**WORDS, "item": item.pk})
    row = Recommendation.objects.get()
    assert sent.headers["Location"] == f"/recommendations/{row.pk}/?made"
    read = visit().get(row.get_absolute_url()).content.decode()
    for words in ("골목길 조명 바꾸기", "김도연", "협치회의 위원", "처리 과정", item.meeting.title):
        assert words in read
    assert "정책제안 취하하기" not in read
    assert "정책제안 취하하기" in client.get(row.get_absolute_url()).content.decode()
    client.post(reverse("recommendation-withdraw", args=[row.pk]))
    assert visit().get(row.get_absolute_url()).status_code == 404
    assert "취하하신 정책제안입니다" in client.get(row.get_absolute_url()).content.decode()


def test_nobody_takes_back_what_somebody_else_asked(visit, council, members):
    row = made(council, members[1])
    address = reverse("recommendation-withdraw", args=[row.pk])
    assert visit(members[2]).post(address).status_code == 403
    assert visit().post(address).status_code == 302
    assert code_of(act(visit(members[2]), f"/api/v1/recommendations/{row.pk}/withdraw/")) == (
        "not_recommender"
    )
    assert Recommendation.objects.get().withdrawn_at is None


def test_the_list_counts_and_is_narrowed(visit, council, part, members, officer, department):
    rows = [made(council, person) for person in members[:3]]
    recommending.hand_over(rows[0], department=department, by=officer, at=timezone.now())
    assert "정책제안 3건" in visit().get("/recommendations/").content.decode()
    for asked, many in (
        (f"body={council.pk}", 3), (f"body={part.pk}", 0), ("state=referred", 1), ("year=2020", 0),
        ("state=odd&year=x&body=-1", 3),
    ):  # fmt: skip
        assert f"정책제안 {many}건" in visit().get(f"/recommendations/?{asked}").content.decode(), asked
    for asked, many in ((f"body={council.pk}", 3), ("state=referred", 1), ("year=2020", 0)):
        assert len(visit().get(f"/api/v1/recommendations/?{asked}").json()["results"]) == many
    assert visit().get("/api/v1/recommendations/?state=odd").status_code == 422


def test_the_answer_stands_on_its_page(visit, council, member, officer, head, director, department):
    row = made(council, member)
    recommending.hand_over(row, department=department, by=officer, at=timezone.now())
    referral = Recommendation.objects.get().referral
    now = timezone.now()
    reply = write_reply(referral, by=officer, at=now, **ANSWER)
    submit(reply, by=officer, at=now)
    approve(reply, by=head, at=now)
    approve(reply, by=director, at=now)
    page = visit().get(row.get_absolute_url()).content.decode()
    assert ANSWER["words"] in page
    assert Recommendation.objects.get().result in page
    assert visit().get(f"/api/v1/recommendations/{row.pk}/").json()["referral"]["reply"]["words"]


def test_a_clerk_hands_it_over_at_the_desk(visit, council, member, officer, department, auditor, stranger):
    row = made(council, member)
    client = visit(officer)
    assert "부서에 맡길 정책제안" in client.get(DESK).content.decode()
    assert client.post(DESK, {"recommendation": row.pk, "department": ""}).status_code == 422
    for word in ("x", "-1", str(2**70), "\x00", "٣"):
        assert client.post(DESK, {"recommendation": row.pk, "department": word}).status_code < 500
        assert client.post(DESK, {"recommendation": word, "department": department.pk}).status_code == 404
    assert Recommendation.objects.get().state == "proposed"
    client.post(DESK, {"recommendation": row.pk, "department": department.pk})
    assert Recommendation.objects.get().state == "referred"
    assert "부서검토" in client.get(DESK).content.decode()
    assert visit(stranger).get(DESK).status_code == 404
    other = made(council, member)
    assert visit(auditor).get(DESK).status_code == 200
    assert (
        visit(auditor).post(DESK, {"recommendation": other.pk, "department": department.pk}).status_code
        == 403
    )


def test_the_feed_tells_what_was_asked_and_nothing_that_was_taken_back(visit, council, members):
    made(council, members[0])
    gone = made(council, members[1], title="거둘 제안")
    recommending.withdraw_recommendation(gone, by=members[1], at=timezone.now())
    feed = visit().get("/feeds/recommendations.atom").content.decode()
    assert "제2026-1호 골목길 조명 바꾸기 (접수)" in feed
    assert "거둘 제안" not in feed


VALUES = [None, True, -1, 2**63, 1.5, "", "x" * 50_000, "\x00", [], {"a": 1}]


def test_no_value_in_any_field_breaks_a_door(visit, council, member, officer, department):
    row = made(council, member)
    doors = [
        (member, f"/api/v1/bodies/{council.pk}/recommendations/", {**WORDS, "item": None}),
        (officer, f"/api/v1/recommendations/{row.pk}/refer/", {"department": department.pk}),
    ]
    for person, address, body in doors:
        client = visit(person)
        for field in body:
            for value in VALUES:
                assert act(client, address, **body | {field: value}).status_code < 500, (field, value)
    for field in ("title", "text", "item"):
        for word in ("-1", str(2**64), "x" * 50_000, "\x00", "٣", ""):
            assert visit(member).post(write(council), {**WORDS, field: word}).status_code < 500
