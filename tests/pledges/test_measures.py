"""실적 세기: each way of counting, within its administration and up to the day asked for."""

from datetime import date, datetime

import pytest
from django.utils import timezone

from committees.models import Assignment, Body, BodyRule, Meeting, Round
from deliberation.models import Forum, Session
from pledges import book
from pledges.evidence import evidence
from tests.cast import NOON
from tests.pledges import houses, sheets
from tests.pledges.sheets import AS_OF, measured, take

pytestmark = pytest.mark.django_db
LAID = {"weight": 100, "years": (10, 20)}


@pytest.fixture
def counting(pledge):
    """A pledge whose only indicator is counted so: counting("meetings", council)."""

    def laid(kind=None, body=None, **more):
        facts = LAID | {"kind": kind, "body": body} | more
        return pledge(f"7-{body.pk if body else 0}", indicators=[facts])

    return laid


def told(pledge, on=AS_OF):
    """What its indicator comes to, checked against what lies behind it."""
    [reading] = book.read([pledge], on)
    basis = reading.indicators[0].basis
    assert sum(piece.n for piece in evidence(basis.measure, on)) == basis.value
    return basis.value


def at(*moment):
    return timezone.make_aware(datetime(*moment))


def held(convener, bodies, ordinal, starts_at, state="adjourned", **facts):
    """Each group of bodies meets by itself in one round."""
    kind = facts.pop("kind", "subcommittee")
    called = Round.objects.get_or_create(convener=convener, kind=kind, year=starts_at.year, ordinal=ordinal)[
        0
    ]
    meeting = Meeting.objects.create(round=called, starts_at=starts_at, state=state, **facts)
    meeting.bodies.set(bodies)
    return meeting


@pytest.fixture
def parts(council):
    return [
        Body.objects.create(parent=council, kind_id="subcommittee", name=f"분과 {n}", slug=f"part-{n}")
        for n in range(1, 4)
    ]


class TestMeetings:
    """회의 개최, by the counting unit of the body."""

    def test_a_round_of_its_parts_is_one_by_rounds_and_three_by_meetings(self, council, parts, counting):
        for part in parts:
            held(council, [part], 1, at(2023, 5, 10))
        laid = counting("meetings", council)
        assert told(laid) == 1
        council.rules.update(counting_unit="meeting")
        assert told(laid) == 3

    def test_what_is_still_going_on_or_was_called_off_is_not_counted(self, council, counting):
        laid = counting("meetings", council)
        for ordinal, state in enumerate(("scheduled", "in_session", "recessed", "cancelled"), 1):
            held(council, [council], ordinal, at(2023, 5, 10), state, called_at=at(2023, 5, 10))
        assert told(laid) == 0
        Meeting.objects.filter(state="in_session").update(state="adjourned", adjourned_at=NOON)
        assert told(laid) == 1

    def test_the_first_and_the_last_day_of_the_administration_belong_to_it(self, council, counting):
        laid = counting("meetings", council)
        for ordinal, moment in enumerate(
            [at(2022, 6, 30, 23, 59), at(2022, 7, 1), at(2026, 6, 30, 23, 59), at(2026, 7, 1)], 1
        ):
            held(council, [council], ordinal, moment, kind="plenary")
        assert told(laid, date(2030, 1, 1)) == 2
        assert told(laid, date(2026, 6, 29)) == 1

    def test_a_meeting_counts_on_the_day_on_which_it_was_opened(self, council, counting):
        held(council, [council], 1, at(2023, 5, 10, 14), called_at=at(2023, 5, 11, 0, 1), kind="plenary")
        laid = counting("meetings", council)
        assert [told(laid, date(2023, 5, day)) for day in (10, 11)] == [0, 1]

    def test_a_round_over_two_days_counts_on_its_first(self, council, parts, counting):
        held(council, [parts[0]], 1, at(2023, 5, 10))
        held(council, [parts[1]], 1, at(2023, 6, 20))
        laid = counting("meetings", council)
        assert [told(laid, date(2023, month, 30)) for month in (4, 5, 6)] == [0, 1, 1]

    def test_a_new_rule_counts_from_its_year_on(self, council, parts, counting):
        BodyRule.objects.create(
            body=council, valid_from=date(2023, 1, 1), counting_unit="meeting", source="개정 조례"
        )
        for part in parts:
            held(council, [part], 1, at(2022, 9, 1))
            held(council, [part], 1, at(2023, 9, 1))
        laid = counting("meetings", council)
        assert [told(laid, date(year, 12, 31)) for year in (2022, 2023)] == [1, 4]

    def test_a_part_counts_what_it_came_to_by_the_rule_of_its_whole(self, council, parts, counting):
        held(council, [parts[0]], 1, at(2023, 5, 10))
        held(council, [parts[1]], 1, at(2023, 5, 10))
        held(council, parts, 1, at(2023, 7, 10), kind="joint")
        held(council, [parts[0]], 1, at(2023, 5, 11))
        laid = [counting("meetings", part) for part in parts]
        assert [told(each) for each in laid] == [2, 2, 1]
        council.rules.update(counting_unit="meeting")
        assert [told(each) for each in laid] == [3, 2, 1]

    def test_a_part_with_a_rule_of_its_own_counts_by_it(self, council, parts, counting):
        BodyRule.objects.create(
            body=parts[0], valid_from=date(2022, 7, 1), counting_unit="meeting", source="분과 운영세칙"
        )
        for _ in range(2):
            held(council, [parts[0]], 1, at(2023, 5, 10))
        assert [told(counting("meetings", body)) for body in (parts[0], council)] == [2, 1]


class TestGivenAskedAndHeld:
    """지정과제, 질문, 공론장."""

    def task(self, body, given_at):
        return Assignment.objects.create(
            body=body,
            title="축제 의견",
            starts_on=date(2023, 1, 1),
            due_on=date(2030, 1, 1),
            given_at=given_at,
        )

    def test_a_task_counts_once_it_was_given_to_the_body_or_a_part_of_it(self, council, parts, counting):
        self.task(council, at(2023, 3, 2, 9))
        self.task(parts[0], at(2023, 4, 2, 9))
        self.task(council, None)
        laid = counting("assignments", council)
        assert [told(laid, date(2023, 3, 1)), told(laid, date(2023, 3, 2)), told(laid)] == [0, 1, 2]
        assert told(counting("assignments", parts[0])) == 1

    def test_a_question_counts_on_the_day_on_which_it_opens(self, policy, counting):
        houses.ask("밤길", date(2023, 5, 10))
        houses.ask("산책길", date(2022, 7, 1))
        laid = counting("questions")
        assert [told(laid, date(2023, 5, day)) for day in (9, 10)] == [1, 2]

    def test_an_evening_counts_on_the_day_on_which_it_was_opened(self, forum, session, counting):
        laid = counting("forums")
        assert told(laid) == 0
        thread = sheets.talk(laid.administration, "forum")
        Session.objects.filter(pk=session.pk).update(opened_at=at(2023, 4, 17, 19), thread=thread)
        assert [told(laid, date(2023, 4, day)) for day in (16, 17)] == [0, 1]

    def test_evenings_on_paper_count_once_their_printed_days_are_over(self, policy, council, counting):
        houses.on_paper(council, 6, printed_when="2023. 4. 17.~4. 27.", source="공약 6-2")
        laid = counting("forums")
        assert [told(laid, date(2023, 4, day)) for day in (26, 27)] == [0, 6]

    def test_an_evening_of_no_known_day_is_listed_and_not_counted(self, policy, council, counting):
        forum = houses.on_paper(council, 1, printed_when="봄", source="공약 6-2")
        laid = counting("forums")
        assert told(laid) == 0
        [piece] = evidence(laid.indicators.get().measures.get(), AS_OF)
        assert (piece.on, piece.n, piece.note) == (None, 0, "열린 날을 알 수 없어 세지 않습니다.")
        Forum.objects.filter(pk=forum.pk).update(printed_when="2023. 봄")
        assert told(laid) == 0


class TestEntered:
    """일지와 인쇄본의 누계."""

    def did(self, pledge, text, count, **facts):
        return sheets.did(pledge, text, count, pledge.indicators.get(), **facts)

    def test_the_log_counts_both_kinds_of_entries_and_no_echo(self, counting):
        laid = counting()
        whole = self.did(laid, "2022. 7. 12. ~ 2023. 12. 31.", 60)
        for quarter, count in enumerate((12, 9), 3):
            self.did(laid, f"2022. {quarter}분기", count, kind="participation", same_as=whole)
        self.did(laid, "2023. 1.", 3, kind="participation")
        assert told(laid) == 63

    def test_an_echo_counts_where_what_it_echoes_was_taken_back(self, counting):
        laid = counting()
        first = self.did(laid, "2023. 5.", 2)
        self.did(laid, "2023. 5.", 2, same_as=first)
        assert told(laid) == 2
        first.withdrawn_at, first.withdrawn_reason = NOON, "잘못 적음"
        first.save()
        assert told(laid) == 2

    def test_what_was_taken_back_and_words_without_a_figure_count_nowhere(self, counting):
        laid = counting()
        self.did(laid, "2023. 5.", 2, withdrawn_at=NOON, withdrawn_reason="두 번 적음")
        sheets.did(laid, "2023. 6.")
        assert told(laid) == 0
        assert evidence(laid.indicators.get().measures.get(), AS_OF) == []

    def test_an_entry_counts_once_its_last_day_is_there(self, counting):
        laid = counting()
        self.did(laid, "2023. 6.~9.", 5)
        assert [told(laid, on) for on in (date(2023, 9, 29), date(2023, 9, 30))] == [0, 5]

    def test_the_printed_total_goes_on_with_what_is_entered_after_its_day(self, counting):
        laid = counting(printed=64)
        self.did(laid, "2023. 12. 31.", 9)
        self.did(laid, "2024. 1. 2.", 1)
        assert [told(laid), told(laid, date(2024, 1, 2))] == [64, 65]
        opening, inside, after = evidence(laid.indicators.get().measures.get(), date(2024, 1, 2))
        assert (opening.title, opening.n, opening.source) == ("인쇄된 누계 64", 64, sheets.SHEET)
        assert (inside.n, inside.note) == (0, "인쇄된 누계에 들어 있어 더하지 않습니다.")
        assert (after.n, after.when, after.source) == (1, "2024. 1. 2.", sheets.SHEET)

    def test_a_log_that_tells_the_printed_total_is_counted_in_its_place(self, counting):
        laid = counting(printed=9)
        self.did(laid, "2023. 12. 31.", 9)
        assert told(laid) == 9
        opening, entry = evidence(laid.indicators.get().measures.get(), AS_OF)
        assert (opening.n, opening.note) == (0, "추진실적 일지를 더하면 이 누계와 같아, 일지로 셉니다.")
        assert entry.url == f"{laid.get_absolute_url()}entries/#entry-{laid.entries.get().pk}"

    def test_two_indicators_of_a_pledge_do_not_count_each_others_entries(self, pledge):
        laid = pledge(indicators=[LAID | {"weight": 50}, LAID | {"weight": 50}])
        sheets.did(laid, "2023. 5.", 2, laid.indicators.get(no=2))
        [reading] = book.read([laid], AS_OF)
        assert [each.actual for each in reading.indicators] == [0, 2]


class TestBasis:
    """실적의 근거: on which count an indicator stands."""

    def standing(self, pledge, on=AS_OF):
        [reading] = book.read([pledge], on)
        return [(count.measure.kind, count.taken) for count in reading.indicators[0].counts]

    def test_it_stands_on_its_first_until_another_is_taken(self, counting):
        laid = counting(printed=16)
        second = measured(laid.indicators.get())
        assert self.standing(laid) == [("paper", True), ("log", False)]
        take(second, date(2024, 1, 5))
        assert self.standing(laid, date(2024, 1, 4)) == [("paper", True), ("log", False)]
        assert self.standing(laid, date(2024, 1, 5)) == [("log", True), ("paper", False)]

    def test_it_may_be_taken_back_and_the_later_act_of_a_day_holds(self, counting):
        laid = counting(printed=16)
        first, second = laid.indicators.get().measures.get(), measured(laid.indicators.get())
        take(second, date(2024, 1, 5))
        take(first, date(2024, 1, 5))
        take(second, date(2024, 2, 5))
        assert self.standing(laid, date(2024, 1, 5))[0] == ("paper", True)
        assert self.standing(laid, date(2024, 2, 5))[0] == ("log", True)

    def test_each_count_knows_where_its_evidence_is(self, counting):
        laid = counting(printed=16)
        [reading] = book.read([laid], AS_OF)
        [count] = reading.indicators[0].counts
        assert count.evidence_url == f"/pledges/{laid.administration_id}/7-0/measures/{count.measure.pk}/"
        assert count.pieces == 1

    def test_an_indicator_that_nobody_counts_has_done_nothing(self, counting):
        laid = counting()
        laid.indicators.get().measures.all().delete()
        [reading] = book.read([laid], AS_OF)
        [indicator] = reading.indicators
        assert (indicator.actual, indicator.counts, indicator.basis) == (0, (), None)
        assert [span.actual for span in indicator.years] == [None] * 5
