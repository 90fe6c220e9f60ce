"""What the district prints of its bodies: every figure is counted again here, from the bare rows."""

from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from committees.documents.paper import Asked
from committees.documents.reports import REPORTS
from committees.models import AgendaItem, Body, MemberSheet, Membership, Recommendation, Resolution, Seat
from district.models import Person, Post, Posting
from papers.document import Table, text
from tests.cast import BEGINNING, NOON, account
from tests.committees.bodies_made import END, ON, SEOUL, START, bodies_of, chair_of, met, sitting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def house_of(gu):
    """Every paper names the district."""


@pytest.fixture
def bodies(department, dong):
    """Three bodies of five."""
    return bodies_of(3, department, dong)


def drawn(name, bodies, on=ON, at=NOON):
    return REPORTS[name].document(Asked(list(bodies), on, at))


def test_two_days_beside_each_other_do_not_tell_whose_sex_came_between(bodies):
    assert total(drawn("composition", bodies))[8:10] != ["-", "-"]
    assert total(drawn("composition", bodies, on=ON - timedelta(days=1)))[8:10] == ["-", "-"]


def tables(document):
    return [block for block in document.blocks if isinstance(block, Table)]


def rows(document, table=0):
    """Each row by the label of its column."""
    found = tables(document)[table]
    labels = [column.label for column in found.columns]
    return [dict(zip(labels, (cell.words for cell in row), strict=True)) for row in found.rows]


def total(document):
    """계, as one list of words: what spans stands once."""
    (found, *_rest) = tables(document)
    return [word for cell in found.total for word in [cell.words, *[""] * (cell.columns - 1)]]


def rate(part, whole):
    return str((Decimal(100 * part) / whole).quantize(Decimal("0.1"), ROUND_HALF_UP))


def sexes_by_hand(body, on=ON):
    """How many of each sat there, told from their sheets one by one."""
    said = [row.person.member_sheet.gender for row in sitting(body, on)]
    return str(said.count("m")), str(said.count("f"))


class TestComposition:
    def test_every_figure_is_what_the_rows_say(self, bodies):
        first = bodies[0]
        post = Post.objects.create(role="director", title="기획재정국장")
        Posting.objects.create(post=post, person=account("director2"), start=BEGINNING)
        Seat.objects.create(body=first, number=6, basis="ex_officio", post=post, opened_on=BEGINNING)
        Membership.objects.filter(seat__body=bodies[1], seat__number=5).update(
            ended_on=ON - timedelta(days=1), end_reason="resigned"
        )
        chair_of(first)
        bodies[2].rules.update(seats_at_most=9)
        Body.objects.filter(pk=bodies[2].pk).update(sunset_on=END)
        document = drawn("composition", Body.objects.order_by("pk"))
        told = rows(document)
        for body, row in zip(bodies, told, strict=True):
            by_hand = len(sitting(body, ON))
            official = 1 if body == first else 0
            assert row["계"] == str(by_hand + official)
            assert (row["당연직"], row["위촉직"]) == (str(official), str(by_hand))
            assert row["설치 근거"] == f"관악구 위원회 조례\n{body.legal_article}"
            assert row["기수와 임기"] == "제4기\n2025. 3. 20.~\n2027. 3. 19."
        assert (told[0]["위원장"], told[1]["위원장"]) == ("위원0", "-")
        assert [row["정원"] for row in told] == ["6", "5", "9"]
        assert [row["존속기한"] for row in told] == ["-", "-", "2027. 3. 19."]
        assert (told[0]["남"], told[0]["여"]) == sexes_by_hand(first)
        assert total(document)[4:] == ["20", "15", "1", "14", "6", "4", "", "", ""]

    def test_of_four_nobody_learns_the_sexes_and_the_sum_does_not_tell_them(self, bodies):
        Membership.objects.filter(seat__body=bodies[1], seat__number=5).update(end=ON - timedelta(days=1))
        document = drawn("composition", bodies)
        told = rows(document)
        assert [(row["남"], row["여"]) for row in told] == [("3", "2"), ("-", "-"), ("3", "2")]
        assert total(document)[8:10] == ["6", "4"]
        MemberSheet.objects.filter(person__memberships__seat__body__in=bodies).update(gender="")
        assert total(drawn("composition", bodies))[8:10] == ["-", "-"]

    def test_a_part_stands_below_its_whole_and_adds_nothing(self, bodies):
        whole = bodies[0]
        part = Body.objects.create(kind_id="subcommittee", parent=whole, name="행정 분과", slug="made-part")
        seat = Seat.objects.create(body=part, number=1, opened_on=BEGINNING)
        person = Membership.objects.filter(seat__body=whole).first().person
        Membership.objects.create(seat=seat, person=person, name="위원0", start=START, end=END)
        document = drawn("composition", [whole, part, bodies[1]])
        told = rows(document)
        assert (told[1]["위원회"], told[1]["계"], told[1]["담당 부서"]) == ("└ 행정 분과", "1", "기획예산과")
        assert total(document)[5] == "10"

    def test_a_chair_who_left_the_house_is_not_named(self, bodies):
        led = chair_of(bodies[0])
        person = led.membership.person
        Membership.objects.filter(pk=led.membership_id).update(ended_on=ON, end_reason="resigned")
        person.leave(datetime(2026, 12, 1, tzinfo=SEOUL))
        assert led.membership.name not in text(drawn("composition", bodies[:1])).split("\t")
        assert rows(drawn("composition", bodies[:1]))[0]["위원장"] == "탈퇴한 주민"


class TestOperation:
    def test_attendance_is_counted_by_the_roster_of_each_meeting_s_own_day(self, bodies):
        first, second, _third = bodies
        people = [row.person for row in Membership.objects.filter(seat__body=first).order_by("seat__number")]
        left = ON - timedelta(days=20)
        Membership.objects.filter(person=people[4]).update(ended_on=left, end_reason="resigned")
        held = [met(first, people[:4]), met(first, people[:2], on=ON - timedelta(days=3))]
        met(second, [sitting(second, ON)[0].person])
        document = drawn("operation", bodies)
        told = rows(document)
        could = sum(len(sitting(first, meeting.day)) for meeting in held)
        assert could == 5 + 4
        assert (told[0]["재적"], told[0]["출석"]) == (str(could), "6")
        assert told[0]["참석률"] == rate(6, could) == "66.7"
        assert (told[1]["참석률"], told[2]["참석률"]) == ("20.0", "-")
        assert [row["회의"] for row in told] == ["2", "1", "0"]
        assert total(document)[9:12] == ["14", "7", rate(7, 14)]
        assert document.title == "2026년 위원회 운영현황"

    def test_a_round_of_two_parts_is_one_meeting_or_two_as_the_rule_counts(self, bodies):
        whole = bodies[0]
        parts = [
            Body.objects.create(kind_id="subcommittee", parent=whole, name=f"{n} 분과", slug=f"made-part-{n}")
            for n in (1, 2)
        ]
        members = [row.person for row in Membership.objects.filter(seat__body=whole).order_by("seat__number")]
        for part, person in zip(parts, members, strict=False):
            seat = Seat.objects.create(body=part, number=1, opened_on=BEGINNING)
            Membership.objects.create(seat=seat, person=person, name=person.name, start=START, end=END)
        one = met(whole, members[:1], bodies=parts[:1], kind="subcommittee")
        met(whole, members[1:2], bodies=parts[1:], round=one.round)
        asked = [whole, *parts]
        told = rows(drawn("operation", asked))
        assert (told[0]["회의"], told[0]["개별회의"]) == ("1", "2")
        assert [(row["회의"], row["재적"], row["참석률"]) for row in told[1:]] == [("1", "1", "100.0")] * 2
        whole.rules.update(counting_unit="meeting")
        assert rows(drawn("operation", asked))[0]["회의"] == "2"
        assert total(drawn("operation", asked)) == []

    def test_what_came_later_and_what_kept_no_roll_is_left_out(self, bodies):
        first = bodies[0]
        people = [row.person for row in Membership.objects.filter(seat__body=first)]
        met(first, people, on=ON)
        met(first, [], on=ON - timedelta(days=1), source="협치회의 회의록")
        told = rows(drawn("operation", bodies[:1]))[0]
        assert (told["회의"], told["재적"]) == ("2", "5")
        before = rows(drawn("operation", bodies[:1], on=ON - timedelta(days=1)))[0]
        assert (before["회의"], before["재적"], before["참석률"]) == ("1", "-", "-")

    def test_resolutions_and_what_became_of_recommendations(self, bodies, now):
        first = bodies[0]
        meeting = met(first, [])
        item = AgendaItem.objects.create(
            meeting=meeting, order=1, number=1, kind="decide", title="계획(안)", state="done"
        )
        facts = {
            "body": first,
            "year": 2026,
            "form": "adopted",
            "text": "원안대로",
            "decided_at": meeting.starts_at,
        }
        Resolution.objects.create(item=item, number=1, **facts)
        asked = {"body": first, "year": 2026, "text": "-", "proposed_at": meeting.starts_at}
        for n, result in enumerate(["수용", "수용", "추후 검토", ""], 1):
            source = "정책제안 목록" if result else ""
            Recommendation.objects.create(
                number=n, title=f"제안 {n}", printed_result=result, source=source, **asked
            )
        Recommendation.objects.create(number=5, title="거둠", withdrawn_at=now, **asked)
        document = drawn("operation", bodies)
        told = rows(document)[0]
        assert [told[label] for label in ("의결", "접수", "회신", "검토 중")] == ["1", "4", "3", "1"]
        ends = [(row["결과"], row["건수"], row["비율(%)"]) for row in rows(document, table=1)]
        assert ends == [("수용", "2", "50.0"), ("추후 검토", "1", "25.0"), ("검토 중", "1", "25.0")]


class TestSexes:
    def test_share_limit_and_what_is_to_be_said(self, department, dong):
        (body,) = bodies_of(1, department, dong, each=27)
        MemberSheet.objects.update(gender="f")
        for men, said in ((16, "준수"), (17, "한도 초과")):
            ids = Membership.objects.filter(seat__number__lte=men).values("person")
            MemberSheet.objects.filter(person__in=ids).update(gender="m")
            (told,) = rows(drawn("sexes", [body]))
            assert (told["남"], told["여"]) == sexes_by_hand(body) == (str(men), str(27 - men))
            assert told["많은 성별 비율(%)"] == rate(men, 27)
            assert (told["한 성별 한도"], told["비고"]) == ("16", said)
            young = [row for row in sitting(body, ON) if ON.year - row.person.member_sheet.birth_year <= 39]
            assert told["청년"] == str(len(young))

    def test_of_four_nothing_is_told_that_could_tell_one(self, department, dong):
        (body,) = bodies_of(1, department, dong, each=4)
        (told,) = rows(drawn("sexes", [body]))
        silent = ("남", "여", "미기재", "많은 성별 비율(%)", "청년", "비고")
        assert {told[label] for label in silent} == {"-"}
        assert told["현원"] == "4"


class TestExpiring:
    def test_those_whose_last_day_comes_within_ninety_days_and_who_may_go_on(self, bodies):
        first = bodies[0]
        days = {1: 90, 2: 91, 3: 0, 4: -1, 5: 30}
        for number, ahead in days.items():
            Membership.objects.filter(seat__body=first, seat__number=number).update(
                end=ON + timedelta(days=ahead)
            )
        Membership.objects.filter(seat__body=first, seat__number=3).update(renewal_no=1)
        told = rows(drawn("expiring", bodies))
        assert [(row["자리"], row["남은 날"]) for row in told] == [("3", "0"), ("5", "30"), ("1", "90")]
        assert [row["연임"] for row in told] == ["연임 불가", "1차 연임 가능", "1차 연임 가능"]
        first.rules.update(renewals_allowed=None)
        assert {row["연임"] for row in rows(drawn("expiring", bodies))} == {"제한 없음"}
        assert tables(drawn("expiring", bodies[1:])) == []

    def test_whoever_was_appointed_anew_is_not_about_to_go(self, bodies):
        held = Membership.objects.filter(seat__body=bodies[0], seat__number=1)
        held.update(end=ON + timedelta(days=10))
        (old,) = held
        Membership.objects.create(
            seat=old.seat, person=old.person, name=old.name, start=ON + timedelta(days=11),
            end=ON + timedelta(days=700), renewal_no=1,
        )  # fmt: skip
        assert tables(drawn("expiring", bodies)) == []


class TestHistory:
    def test_every_appointment_stands_at_its_seat_in_the_order_of_its_days(self, bodies):
        first = bodies[0]
        (old,) = Membership.objects.filter(seat__body=first, seat__number=2)
        Membership.objects.filter(pk=old.pk).update(ended_on=ON - timedelta(days=100), end_reason="illness")
        heir = Person.objects.get(memberships__seat__body=bodies[1], memberships__seat__number=1)
        Membership.objects.create(
            seat=old.seat, person=heir, name="후임", affiliation="주민",
            start=ON - timedelta(days=99), end=END, predecessor=old,
        )  # fmt: skip
        chair_of(first)
        document = drawn("history", [first])
        told = rows(document)
        days = Membership.objects.filter(seat__body=first).order_by("seat__number", "start")
        assert [(row["자리"], row["성명"]) for row in told] == [(str(m.seat.number), m.name) for m in days]
        assert [row["비고"] for row in told] == ["-", "임기 중 종료", "보궐", "-", "-", "-"]
        assert (told[2]["소속"], told[2]["기수"], told[0]["기수"]) == ("주민", "-", "제4기")
        assert [(row["직"], row["마지막 날"]) for row in rows(document, table=1)] == [
            ("위원장", "2027. 3. 19.")
        ]
        assert "illness" not in text(document)
        assert "질병" not in text(document)

    def test_the_hands_of_a_post_stand_there_and_nobody_s_name(self, bodies, department):
        post = Post.objects.create(role="director", title="복지가족국장", department=department)
        seat = Seat.objects.create(body=bodies[0], number=90, basis="ex_officio", post=post, opened_on=START)
        for n, (start, end) in enumerate([(BEGINNING, ON - timedelta(days=1)), (ON, None)]):
            Posting.objects.create(
                post=post, person=account(f"hand{n}"), start=start, end=end, order_no=f"{n}호"
            )
        table = next(each for each in tables(drawn("history", bodies[:1])) if each.caption == "당연직")
        told = [[cell.words for cell in row] for row in table.rows]
        assert [row[:2] for row in told] == [[str(seat.number), "복지가족국장"]] * 2
        assert [row[4] for row in told] == ["0호", "1호"]
        assert told[1][3] == "-"

    def test_what_came_after_the_day_is_not_yet_known_to_it(self, bodies):
        assert "위촉한 적이 없습니다." in text(drawn("history", bodies[:1], on=START - timedelta(days=1)))

    def test_whoever_left_the_house_stands_there_without_a_name(self, bodies):
        (old,) = Membership.objects.filter(seat__body=bodies[0], seat__number=1)
        Membership.objects.filter(pk=old.pk).update(end=ON - timedelta(days=10), affiliation="골목모임")
        chair_of(bodies[0])
        old.person.leave(NOON)
        said = text(drawn("history", bodies[:1]))
        assert old.name not in said.split("\t")
        assert "골목모임" not in said
        assert said.count("탈퇴한 주민") == 2


@pytest.mark.slow
def test_a_report_costs_the_same_for_three_bodies_and_for_fifty_seven(department, dong):
    def cost(bodies):
        for body in bodies:
            chair_of(body)
            met(body, [row.person for row in Membership.objects.filter(seat__body=body)[:2]])
        Membership.objects.update(end=ON + timedelta(days=40))
        asked, costs, lines = list(Body.objects.visible_to(None)), {}, {}
        for name in REPORTS:
            with CaptureQueriesContext(connection) as read:
                document = drawn(name, asked)
            costs[name] = len(read)
            lines[name] = sum(len(table.rows) for table in tables(document))
        return costs, lines

    few, _lines = cost(bodies_of(3, department, dong))
    many, lines = cost(bodies_of(54, department, dong, each=48, first=4))
    assert Membership.objects.count() == 2_607
    assert lines == {
        "composition": 57,
        "operation": 57,
        "expiring": 2_607,
        "history": 2_607 + 57,
        "sexes": 57,
    }
    assert many == few
    assert max(many.values()) <= 17
