"""정책제안: a member asks, a department answers, and whoever asked is told what became of it."""

import pytest

from committees.actions import recommending
from committees.course import course
from committees.models import Body, BodyRule, Membership, Recommendation
from committees.work_rows import file_of
from letters.models import Dispatch
from realtime.models import Event
from referrals.actions import approve, report_progress, submit, write_reply
from referrals.models import Referral
from search.find import find
from tests.cast import BEGINNING, NOON, laid
from tests.committees.tasks import DAY, TODAY
from tests.referrals.acts import refuses
from tests.referrals.conftest import ANSWER

pytestmark = pytest.mark.django_db
WORDS = {"title": "골목길 조명 바꾸기", "text": "어두운 골목부터 등을 바꿔 주세요."}


def made(body, person, **said):
    return recommending.recommend(body, **{**WORDS, **said}, by=person, at=NOON)


def handed(recommendation, department, by):
    return recommending.hand_over(recommendation, department=department, by=by, at=NOON)


def afresh(recommendation):
    return Recommendation.objects.visible_to(recommendation.author).get(pk=recommendation.pk)


def answered(recommendation, officer, head, director, at=NOON):
    referral = Referral.objects.get(pk=recommendation.referral_id)
    reply = write_reply(referral, by=officer, at=at, **ANSWER)
    submit(reply, by=officer, at=at)
    approve(reply, by=head, at=at)
    approve(reply, by=director, at=at)


def titles(person):
    heard = Dispatch.objects.filter(letters__person=person).order_by("pk").distinct()
    return [each.title for each in heard]


def test_a_members_word_is_kept_with_name_office_and_number(council, chair, members):
    first, second = made(council, chair), made(council, members[1])
    assert (first.label, second.label) == ("제2026-1호", "제2026-2호")
    assert (first.name, first.badge) == ("강하윤", "협치회의 위원장")
    assert (second.badge, second.state) == ("협치회의 위원", "proposed")
    Membership.objects.filter(person=chair).update(name="다른 이름")
    assert afresh(first).name == "강하윤"


def test_a_part_asks_under_the_numbers_of_the_whole(council, part, members):
    made(council, members[0])
    inside = made(part, members[1])
    assert (inside.body, inside.part, inside.number) == (council, part, 2)
    with refuses("not_a_member_here", 403):
        made(part, members[0])


def test_numbers_begin_anew_each_year_and_are_not_given_twice(council, member):
    first = made(council, member)
    recommending.withdraw_recommendation(first, by=member, at=NOON)
    assert made(council, member).number == 2
    later = recommending.recommend(council, **WORDS, by=member, at=NOON + 60 * DAY)
    assert (later.year, later.number) == (2027, 1)


@pytest.mark.parametrize("who", ["resident", "officer", "mayor", "administrator", "unverified", "auditor"])
def test_nobody_who_does_not_sit_there_proposes(council, members, request, who):
    with refuses("not_a_member_here", 403):
        made(council, request.getfixturevalue(who))
    assert not Recommendation.objects.exists()


def test_who_sat_until_yesterday_proposes_no_more(council, member):
    member.memberships.update(ended_on=TODAY - DAY, end_reason="resigned")
    with refuses("not_a_member_here", 403):
        made(council, member)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"title": " "}, "empty_words"),
        ({"text": "\u3164"}, "empty_words"),
        ({"title": "가" * 201}, "too_long"),
        ({"text": "가" * 10_001}, "too_long"),
        ({"text": "영\x00"}, "bad_text"),
    ],
)
def test_words_that_nobody_can_read_are_refused(council, member, said, code):
    with refuses(code, 422):
        made(council, member, **said)
    assert not Recommendation.objects.exists()


def test_it_may_stand_on_an_open_item_of_the_same_body_and_on_no_other(council, meeting, member):
    opened, closed = meeting.items.filter(disclosure="open").first(), meeting.items.get(disclosure="closed")
    assert made(council, member, item=opened).item == opened
    with refuses("item_elsewhere", 422):
        made(council, member, item=closed)
    other = Body.objects.create(kind_id="council", name="다른 회의", slug="other-council")
    BodyRule.objects.create(body=other, valid_from=BEGINNING, source="조례")
    opened = laid(other).items.filter(disclosure="open").first()
    with refuses("item_elsewhere", 422):
        made(council, member, item=opened)


def test_its_department_hands_it_over_once_and_an_office_owes_an_answer(council, member, officer, department):
    recommendation = handed(made(council, member), department, officer)
    referral = recommendation.referral
    assert (referral.kind, referral.department, referral.asked_by) == ("recommendation", department, member)
    assert referral.due() > TODAY
    assert afresh(recommendation).state == "referred"
    with refuses("already_referred"):
        handed(recommendation, department, officer)
    with refuses("already_referred"):
        recommending.withdraw_recommendation(recommendation, by=member, at=NOON)
    names = Event.objects.filter(name__startswith="recommendation.").order_by("pk")
    assert list(names.values_list("name", flat=True)) == ["recommendation.made", "recommendation.referred"]


@pytest.mark.parametrize("who", ["member", "resident", "mayor", "auditor", "moderator"])
def test_nobody_else_hands_it_over(council, members, department, request, who):
    recommendation = made(council, members[2])
    with refuses("not_referring", 403):
        handed(recommendation, department, request.getfixturevalue(who))


def test_its_author_takes_it_back_before_a_department_has_it_and_nobody_else(council, members, department):
    recommendation = made(council, members[1])
    with refuses("not_recommender", 403):
        recommending.withdraw_recommendation(recommendation, by=members[2], at=NOON)
    recommending.withdraw_recommendation(recommendation, by=members[1], at=NOON)
    assert not Recommendation.objects.visible_to(None).exists()
    assert afresh(recommendation).state == "withdrawn"
    assert not find("골목길", None, kind="recommendation").exists()
    for again in (
        lambda: recommending.withdraw_recommendation(recommendation, by=members[1], at=NOON),
        lambda: handed(recommendation, department, None),
    ):
        with refuses("recommendation_withdrawn"):
            again()


def test_it_is_found_by_its_words_with_the_state_in_which_it_is(council, member, officer, department):
    recommendation = made(council, member)
    [entry] = find("골목길", None, kind="recommendation")
    assert (entry.state, entry.title) == ("proposed", "제2026-1호 골목길 조명 바꾸기")
    handed(recommendation, department, officer)
    [entry] = find("골목길", None, kind="recommendation")
    assert (entry.state, entry.department) == ("referred", "기획예산과")


def test_whoever_asked_hears_the_result_once_under_the_topic_that_others_follow(
    council, member, officer, head, director, department
):
    recommendation = handed(made(council, member), department, officer)
    recommending.due(NOON)
    assert titles(member) == []
    answered(recommendation, officer, head, director)
    for _minute in range(2):
        recommending.due(NOON)
    told = "정책제안의 처리결과가 나왔습니다: 골목길 조명 바꾸기"
    assert titles(member) == [told]
    assert Dispatch.objects.get(title=told).topic == recommendation.topic
    assert Dispatch.objects.get(title=told).words == f"처리결과: {afresh(recommendation).result}"
    [entry] = find("골목길", None, kind="recommendation")
    assert entry.state == afresh(recommendation).state == "answered"


def test_its_course_says_who_has_it_until_when(council, member, officer, head, director, department):
    recommendation = made(council, member)

    def names(now=recommendation):
        fresh = afresh(now)
        return [(step.name, step.state) for step in course(fresh, file_of(fresh), NOON)]

    assert names() == [("제안", "done"), ("부서에 맡기기", "now"), ("처리결과", "later")]
    recommendation = handed(recommendation, department, officer)
    assert names() == [("제안", "done"), ("부서검토", "now"), ("처리결과", "later")]
    answered(recommendation, officer, head, director)
    told = names()
    assert (told[0], told[1]) == (("제안", "done"), ("부서검토", "done"))
    assert [state for _name, state in told].count("later") <= 1


def test_every_state_is_found_by_its_name_and_each_stands_in_one(
    council, members, officer, head, director, department
):
    rows = [made(council, person) for person in members[:6]]
    for row in rows[1:5]:
        handed(row, department, officer)
    for row in rows[2:5]:
        answered(Recommendation.objects.get(pk=row.pk), officer, head, director)
    for row, kinds in ((rows[3], ["started"]), (rows[4], ["started", "finished"])):
        for kind in kinds:
            referral = Recommendation.objects.get(pk=row.pk).referral
            report_progress(referral, kind=kind, on=TODAY, by=officer, at=NOON)
    recommending.withdraw_recommendation(rows[5], by=members[5], at=NOON)
    states = [Recommendation.objects.get(pk=row.pk).state for row in rows]
    assert states == ["proposed", "referred", "answered", "underway", "done", "withdrawn"]
    for row, state in zip(rows, states, strict=True):
        assert [each.pk for each in Recommendation.objects.in_state(state)] == [row.pk]


def test_one_from_before_this_house_keeps_its_printed_result(council, department):
    said = {"title": "도서관 늘리기", "text": "동마다 하나씩.", "printed_when": "2023. 9.", "result": "수용"}
    old = recommending.record_recommendation(
        council, **said, proposed_at=NOON - 1000 * DAY, source="위원회 결과보고", by=None, at=NOON
    )
    assert (old.label, old.state, old.result) == ("제2024-1호", "answered", "수용")
    with refuses("already_referred"):
        handed(old, department, None)
    assert [step.note for step in course(old, None, NOON)] == ["", "수용"]
