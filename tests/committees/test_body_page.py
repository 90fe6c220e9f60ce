"""The page of a body: by what law, by what rules, who sat there on any day, and how its seats are shared."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.desks.bodies import panel
from cms.showing.committees import by_kind
from committees.models import Body, BodyRule, Call, GenderExemption, MemberSheet, Membership, Seat
from committees.rule_words import rule_words
from district.models import Neighborhood
from tests.cast import BEGINNING
from tests.committees.bodies_made import bodies_of, chair_of, sits

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def house_of(gu):
    """Every page names the district."""


@pytest.fixture
def body(department, dong):
    """One of ten, four women and six men."""
    (made,) = bodies_of(1, department, dong, each=10)
    Membership.objects.update(start=TODAY - 100 * DAY, end=TODAY + 300 * DAY)
    MemberSheet.objects.update(gender="m")
    women = Membership.objects.filter(seat__number__lte=4).values("person")
    MemberSheet.objects.filter(person__in=women).update(gender="f")
    return made


def shown(visit, body, person=None, **asked):
    return visit(person).get(f"/bodies/{body.pk}/", asked)


def test_its_rules_are_said_in_plain_words_with_their_source(visit, body):
    body.rules.update(
        seats_at_most=40, quorum="two_thirds", term_years=2, renewals_allowed=1, tie="chair", notice_days=7
    )
    BodyRule.objects.create(body=body, valid_from=date(2020, 1, 1), source="옛 조례", renewals_allowed=0)
    said = {each.label: (each.words, each.note) for each in shown(visit, body).context["rule_words"]}
    assert said["정원"] == ("40명까지", "")
    assert said["의사정족수"] == ("재적의 3분의 2 이상", "재적 10명이면 7명")
    assert said["의결정족수"][0] == "출석의 과반수"
    assert said["가부동수"][0] == "위원장이 결정함"
    assert (said["임기"][0], said["연임"][0]) == ("2년", "1번까지 할 수 있습니다")
    assert said["성별 한도"][0] == "위촉직의 한 성별 60%까지"
    assert said["소집 통지"][0] == "회의 7일 전까지"
    text = shown(visit, body).text
    assert "근거 관악구 위원회 조례" in text
    assert "앞선 운영 기준 1개" in text
    assert "연임할 수 없습니다" in text
    assert {each.label for each in rule_words(body.rules.get(source="옛 조례"))}.isdisjoint(
        {"정원", "성별 한도"}
    )


def test_a_part_goes_by_the_rules_of_its_whole(visit, body):
    part = Body.objects.create(parent=body, kind_id="subcommittee", name="행정 분과", slug="made-part")
    context = shown(visit, part).context
    assert context["rule"].body_id == body.pk
    assert context["balance"] is None


def test_its_ground_its_sunset_and_its_officers_with_their_days(visit, body):
    Body.objects.filter(pk=body.pk).update(sunset_on=TODAY + 180 * DAY)
    led = chair_of(body)
    answer = shown(visit, body)
    assert "관악구 위원회 조례 제1조" in answer.text
    assert "180일 남음" in answer.text
    (officer,) = answer.context["led"]
    assert (officer.name, officer.until) == (led.membership.name, TODAY + 300 * DAY)
    Body.objects.filter(pk=body.pk).update(sunset_on=TODAY + 181 * DAY)
    assert "181일 남음" not in shown(visit, body).text


def test_who_sat_there_on_any_day(visit, body):
    gone, later = Membership.objects.filter(seat__number__in=[1, 2]).order_by("seat__number")
    Membership.objects.filter(pk=gone.pk).update(ended_on=TODAY - 5 * DAY, end_reason="resigned")
    Membership.objects.filter(pk=later.pk).update(start=TODAY - 3 * DAY)
    for ahead in (-200, -50, -5, -4, -3, 0, 300, 301):
        on = TODAY + ahead * DAY
        answer = shown(visit, body, tab="members", on=on.isoformat())
        by_hand = sorted(row.name for row in Membership.objects.select_related("seat") if sits(row, on))
        assert sorted(member.name for member in answer.context["members"]) == by_hand, ahead
    assert "그날 앉아 있던 위원이 없습니다." in answer.text
    assert f'href="/members/{later.pk}/"' in shown(visit, body, tab="members").text


def test_whoever_left_the_house_since_is_not_named_on_an_earlier_day(visit, body):
    gone = Membership.objects.get(seat__number=1)
    Membership.objects.filter(pk=gone.pk).update(
        ended_on=TODAY - 5 * DAY, end_reason="resigned", affiliation="골목모임"
    )
    gone.person.leave(timezone.now())
    text = shown(visit, body, tab="members", on=(TODAY - 10 * DAY).isoformat()).text
    assert "탈퇴한 주민" in text
    assert "골목모임" not in text
    assert f">{gone.name}<" not in text


def test_a_day_that_no_calendar_has_is_refused_with_a_sentence(visit, body):
    for wrong in ("2026-02-30", "내일", "9999-99-99", "0001-01-01"):
        answer = shown(visit, body, tab="members", on=wrong)
        assert answer.status_code == 422
        assert "기준일은 2026-11-24처럼 적어 주세요." in answer.text


def test_each_term_leads_to_who_sat_on_its_first_day_and_its_last(visit, body):
    (term,) = body.terms.all()
    text = shown(visit, body, tab="terms").text
    for on in (term.start, term.end):
        assert f"?tab=members&amp;on={on.isoformat()}" in text


def test_the_bar_of_the_sexes_stands_from_five_on(visit, body):
    gauge = shown(visit, body).context["balance"]["gauge"]
    assert (gauge.female, gauge.male, gauge.limit, gauge.over) == (4, 6, 6, False)
    assert "여 4명 · 남 6명(60.0%)" in shown(visit, body).text
    MemberSheet.objects.filter(person__memberships__seat__number__gt=4).update(gender="")
    assert shown(visit, body).context["balance"] is None
    assert "여 4명" not in shown(visit, body).text


def test_an_open_call_stands_on_the_page_and_a_draft_does_not(visit, body, now):
    facts = {"body": body, "places": 3, "opens_at": now - DAY, "closes_at": now + DAY, "made_at": now}
    facts |= {"starts_on": TODAY + 30 * DAY}
    Call.objects.create(title="초안", **facts)
    Body.objects.create(parent=body, kind_id="subcommittee", name="행정 분과", slug="made-part")
    told = Call.objects.create(title="제5기 위원 모집", published_at=now - DAY, **facts)
    Call.objects.create(title="지난 모집", published_at=now - DAY, **facts | {"closes_at": now - DAY / 2})
    text = shown(visit, body).text
    assert f'href="/calls/{told.pk}/"' in text
    assert "초안" not in text
    assert "지난 모집" not in text


def test_the_reports_of_the_body_are_linked(visit, body, officer):
    for person in (None, officer):
        text = shown(visit, body, person).text
        assert f"/bodies/reports/history/?body={body.pk}" in text
        assert "/bodies/reports/sexes/" not in text
    assert "소식 받기" in text


@pytest.mark.parametrize("tab", ["about", "members", "tasks", "terms"])
def test_a_tab_costs_the_same_however_many_sit(visit, body, residents, tab):
    def cost():
        browser = visit()
        browser.get(f"/bodies/{body.pk}/", {"tab": tab})
        with CaptureQueriesContext(connection) as read:
            browser.get(f"/bodies/{body.pk}/", {"tab": tab})
        return len(read)

    few = cost()
    Seat.objects.bulk_create(Seat(body=body, number=20 + n, opened_on=BEGINNING) for n in range(20))
    Membership.objects.bulk_create(
        Membership(seat=seat, person=person, name=person.nickname, start=TODAY - DAY, end=TODAY + DAY)
        for seat, person in zip(body.seats.filter(number__gte=20), residents(20), strict=True)
    )
    assert cost() == few


def test_the_list_stands_under_its_kinds_and_where_each_has_its_dong_by_that(department):
    def row(kind, name, dong=None):
        body = Body.objects.create(
            kind_id=kind,
            name=name,
            slug=f"listed-{Body.objects.count()}",
            department=department,
            neighborhood=dong,
        )
        return {"body": body}

    dongs = [
        Neighborhood.objects.create(code=f"11620{n}", name=name)
        for n, name in enumerate(("청룡동", "난곡동"))
    ]
    rows = [row("resident", f"{dong} 주민자치회", dong) for dong in dongs]
    rows += [row("committee", "인사위원회"), row("council", "협치회의", dongs[0])]
    groups = {group["kind"].pk: group for group in by_kind(rows)}
    assert groups["resident"]["by_dong"]
    assert [each["body"].neighborhood.name for each in groups["resident"]["rows"]] == ["난곡동", "청룡동"]
    assert not groups["committee"]["by_dong"]
    assert not groups["council"]["by_dong"]
    orders = [group["kind"].order for group in by_kind(rows)]
    assert orders == sorted(orders)


class TestDesk:
    def test_terms_that_end_in_ninety_days_and_in_thirty(self, body):
        for number, ahead in ((1, 30), (2, 31), (3, 90), (4, 91), (5, -1)):
            Membership.objects.filter(seat__number=number).update(end=TODAY + ahead * DAY)
        (row,) = panel([body], TODAY)["ending"]
        assert (row["short"], row["long"], row["first"]) == (1, 3, TODAY + 30 * DAY)

    def test_a_sunset_within_half_a_year_or_passed(self, department, dong):
        made = bodies_of(4, department, dong, each=1)
        for body, ahead in zip(made, (181, 180, -1, None), strict=True):
            body.sunset_on = None if ahead is None else TODAY + ahead * DAY
        assert [(row["body"], row["left"]) for row in panel(made, TODAY)["sunsets"]] == [
            (made[2], -1),
            (made[1], 180),
        ]

    def test_a_balance_that_is_lost_unless_it_was_let_pass(self, body, officer):
        assert panel([body], TODAY)["unbalanced"] == []
        MemberSheet.objects.filter(person__memberships__seat__number=4).update(gender="m")
        (row,) = panel([body], TODAY)["unbalanced"]
        assert (row["gauge"].male, row["gauge"].limit) == (7, 6)
        GenderExemption.objects.create(
            body=body, valid_from=TODAY, decided_by="양성평등위원회", decided_on=TODAY, reason="전문가",
            recorded_by=officer, recorded_at=timezone.now(),
        )  # fmt: skip
        assert panel([body], TODAY)["unbalanced"] == []

    def test_somebody_in_three_bodies(self, department, dong):
        made = bodies_of(3, department, dong, each=2)
        Membership.objects.update(start=TODAY - DAY, end=TODAY + 300 * DAY)
        first = Membership.objects.first()
        Seat.objects.bulk_create(Seat(body=each, number=9, opened_on=BEGINNING) for each in made[1:])
        for seat in Seat.objects.filter(number=9):
            Membership.objects.create(
                seat=seat, person=first.person, name=first.name, start=TODAY - DAY, end=TODAY + 300 * DAY
            )
        (many,) = panel(made, TODAY)["many"]
        assert (many.name, len(many.bodies)) == (first.name, 3)

    def test_it_costs_the_same_for_two_bodies_and_for_twenty(self, department, dong):
        def cost(bodies):
            with CaptureQueriesContext(connection) as read:
                panel(bodies, TODAY)
            return len(read)

        made = bodies_of(2, department, dong)
        Membership.objects.update(end=TODAY + 30 * DAY)
        few = cost(made)
        more = bodies_of(18, department, dong, first=3)
        Membership.objects.update(end=TODAY + 30 * DAY)
        assert cost([*made, *more]) == few

    def test_it_stands_at_the_desk_of_those_who_keep_bodies(self, visit, body, officer, moderator, home):
        Membership.objects.filter(seat__number=1).update(end=TODAY + 10 * DAY)
        assert "가장 이른 마지막 날" in visit(officer).get("/desk/").text
        assert "가장 이른 마지막 날" not in visit(moderator).get("/desk/").text
