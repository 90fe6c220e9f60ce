"""A whole turnover by its actions: 36 seats, from the plan to the certificates, and what is refused."""

from collections import Counter
from datetime import date, timedelta
from uuid import uuid4

import pytest

from committees.actions import appointing, calls, certifying, choosing, seating
from committees.actions.sheets import grant_exemption
from committees.balance import gauge
from committees.models import Application, Certificate, MemberSheet, Membership
from committees.renewing import candidates
from committees.roster import head_counts, roster
from district.models import Department, Person
from district.refusals import Refusal
from letters.models import Dispatch, Letter
from letters.sealing import unseal
from realtime.models import Event
from tests.cast import NOON, in_office
from tests.committees.turnover import (
    BEFORE,
    LAST,
    START,
    big_council,
    papers,
    planned,
    seated_before,
    selected,
)  # fmt: skip

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def body(department):
    return big_council(department)


@pytest.fixture
def call(body):
    return planned(body)


@pytest.fixture
def refused():
    def call(code, act, *args, **more):
        with pytest.raises(Refusal) as refusal:
            act(*args, **more)
        assert refusal.value.code == code
        return refusal.value

    return call


def decided(call, men=16, women=11, by=None):
    rows = selected(call, men, women, by=by)
    return choosing.decide_call(call, by=by, at=NOON), rows


def written():
    """Everything that an appointment writes."""
    return (
        Membership.objects.count(), MemberSheet.objects.count(), Person.objects.count(),
        Event.objects.count(), Letter.objects.count(), Dispatch.objects.count(),
        sorted(Application.objects.values_list("pk", "state", "membership", "person")),
    )  # fmt: skip


class TestWhole:
    def test_thirty_six_seats_are_filled_in_one_press(self, body, call, officer):
        calls.publish_call(call, by=officer, at=BEFORE)
        call, _rows = decided(call, by=officer)
        choosing.assign_parts(call, by=officer, at=NOON)
        call = appointing.appoint_all(call, by=officer, at=NOON, ref=uuid4())
        counts = head_counts([body], START)[body.pk]
        assert (counts.seats, counts.ex_officio, counts.appointed, counts.vacant, counts.sitting) == (
            36, 9, 27, 0, 36,
        )  # fmt: skip
        told = gauge(body, START)
        assert (told.male, told.female, str(told.share), told.limit, told.over) == (16, 11, "59.3", 16, False)
        sizes = [len(roster([part], START)) for part in body.parts.all()]
        assert sorted(sizes) == [6, 7, 7, 7]
        mine = Membership.objects.filter(seat__body=body)
        assert set(mine.values_list("start", "end", "term__number")) == {(START, LAST, 3)}
        assert call.stage(NOON) == "appointed"

    def test_the_seats_are_given_in_order_of_the_names(self, body, call):
        call, _rows = decided(call)
        appointing.appoint_all(call, by=None, at=NOON)
        names = (
            Membership.objects.filter(seat__body=body).order_by("seat__number").values_list("name", flat=True)
        )
        assert list(names) == sorted(names)

    def test_whoever_has_no_account_gets_one_and_a_sheet(self, call):
        call, rows = decided(call, men=1, women=1)
        appointing.appoint_all(call, by=None, at=NOON)
        row = Application.objects.select_related("person__member_sheet").get(pk=rows[0].pk)
        sheet = row.person.member_sheet
        assert (row.state, row.person.email, row.person.name) == ("appointed", None, row.name)
        assert (sheet.gender, sheet.birth_year, unseal(sheet.sealed_phone)) == ("m", 1960, "01012340000")

    def test_whoever_has_an_account_is_told_from_when_until_when(self, call, resident, neighbour):
        row = papers(call, 0, 1, person=resident)[0]
        other = papers(call, 1, 0, person=neighbour)[0]
        choosing.choose(row, "selected", by=None, at=NOON)
        choosing.choose(other, "reserve", by=None, at=NOON)
        choosing.decide_call(call, by=None, at=NOON)
        told = {
            each.about.rsplit("/", 1)[1]: each for each in Dispatch.objects.filter(about__startswith="call/")
        }
        assert set(told) == {"selected", "reserve"}
        assert set(told["reserve"].letters.values_list("person", flat=True)) == {neighbour.pk}
        appointing.appoint_all(call, by=None, at=NOON)
        letter = Dispatch.objects.get(about__endswith="/appointed")
        assert "2026. 12. 25.(금)부터 2028. 12. 24.(일)까지" in letter.words
        assert set(letter.letters.values_list("person", flat=True)) == {resident.pk}

    def test_whoever_nobody_chose_is_declined_and_hears_of_it_kindly(self, call, resident):
        papers(call, 1, 0, person=resident)
        chosen = papers(call, 0, 1)[0]
        choosing.choose(chosen, "selected", by=None, at=NOON)
        choosing.decide_call(call, by=None, at=NOON)
        assert call.applications.get(person=resident).state == "declined"
        assert "고맙습니다" in Dispatch.objects.get(about=f"call/{call.pk}/declined").words

    def test_every_step_stands_in_the_ledger(self, call, officer):
        calls.publish_call(call, by=officer, at=BEFORE)
        call, _rows = decided(call, men=2, women=2, by=officer)
        appointing.appoint_all(call, by=officer, at=NOON)
        names = Counter(Event.objects.filter(room__key="committees").values_list("name", flat=True))
        assert names["member.appointed"] == 4
        assert names["call.published"] == names["call.chosen"] == 1
        assert names["call.decided"] == names["call.appointed"] == 1
        facts = Event.objects.get(name="call.decided").facts
        assert facts == {"body": call.body_id, "selected": 4, "reserve": 0, "declined": 0}


class TestRefused:
    def test_sixteen_of_twenty_seven_pass_and_seventeen_do_not(self, call, refused):
        rows = selected(call, 17, 10)
        before = written()
        told = refused("gender_ceiling", choosing.decide_call, call, by=None, at=NOON)
        assert (told.facts["limit"], told.facts["count"]) == (16, 17)
        assert written() == before
        choosing.choose(rows[0], "declined", by=None, at=NOON)
        assert choosing.decide_call(call, by=None, at=NOON).decided_at == NOON

    def test_nor_at_the_appointment_where_the_list_changed_since(self, call, refused):
        call, _rows = decided(call)
        call.applications.filter(state="selected", gender="f").first()
        woman = call.applications.filter(state="selected", gender="f").order_by("pk")[0]
        Application.objects.filter(pk=woman.pk).update(gender="m")
        before = written()
        refused("gender_ceiling", appointing.appoint_all, call, by=None, at=NOON)
        assert written() == before

    def test_an_exemption_lets_the_seventeenth_pass(self, body, call):
        selected(call, 17, 10)
        grant_exemption(
            body, valid_from=START, decided_by="서울특별시 양성평등위원회", decided_on=NOON.date(),
            reason="여성 지원자가 10명이었습니다.", by=None, at=NOON,
        )  # fmt: skip
        call = choosing.decide_call(call, by=None, at=NOON)
        appointing.appoint_all(call, by=None, at=NOON)
        assert gauge(body, START).male == 17

    def test_whoever_has_said_no_gender_is_not_decided_on(self, call, refused):
        row = papers(call, 1, 0)[0]
        Application.objects.filter(pk=row.pk).update(gender="")
        choosing.choose(row, "selected", by=None, at=NOON)
        refused("gender_needed", choosing.decide_call, call, by=None, at=NOON)

    def test_more_than_the_places_are_not_decided_on(self, call, refused):
        selected(call, 14, 14)
        refused("too_many_selected", choosing.decide_call, call, by=None, at=NOON)

    def test_nor_more_than_the_seats_that_are_free(self, body, call, resident, refused):
        MemberSheet.objects.create(person=resident, gender="f", changed_at=NOON)
        seat = body.seats.get(number=36)
        seating.appoint(seat, person=resident, name="먼저", start=START + DAY, by=None, at=NOON)
        selected(call, 14, 13)
        refused("too_many_selected", choosing.decide_call, call, by=None, at=NOON)

    def test_nobody_is_no_list(self, call, refused):
        refused("nobody_selected", choosing.decide_call, call, by=None, at=NOON)

    def test_what_breaks_at_the_twentieth_leaves_nothing(self, call, monkeypatch):
        call, _rows = decided(call)
        choosing.assign_parts(call, by=None, at=NOON)
        before, calls_made = written(), []
        whole = seating.appoint

        def breaking(*args, **more):
            calls_made.append(1)
            if len(calls_made) == 20:
                raise RuntimeError("the machine was switched off")
            return whole(*args, **more)

        monkeypatch.setattr(seating, "appoint", breaking)
        with pytest.raises(RuntimeError):
            appointing.appoint_all(call, by=None, at=NOON)
        assert len(calls_made) == 20
        assert written() == before
        monkeypatch.setattr(seating, "appoint", whole)
        assert appointing.appoint_all(call, by=None, at=NOON).appointed_at == NOON

    def test_each_step_is_done_once(self, call, refused):
        refused("call_not_decided", appointing.appoint_all, call, by=None, at=NOON)
        call, rows = decided(call, men=1, women=1)
        refused("call_decided", choosing.decide_call, call, by=None, at=NOON)
        refused("call_decided", choosing.choose, rows[0], "declined", by=None, at=NOON)
        refused("call_decided", calls.publish_call, call, by=None, at=NOON)
        appointing.appoint_all(call, by=None, at=NOON)
        refused("call_appointed", appointing.appoint_all, call, by=None, at=NOON)
        refused("call_appointed", choosing.assign_parts, call, by=None, at=NOON)

    @pytest.mark.parametrize("who", ["resident", "elsewhere", "director", "mayor", "auditor"])
    def test_another_department_does_nothing(self, body, call, who, request, refused):
        away = Department.objects.create(name="복지정책과", code="C01")
        by = (
            in_office("away", "officer", "주무관", away)
            if who == "elsewhere"
            else request.getfixturevalue(who)
        )
        rows = selected(call, 1, 1)
        acts = [
            lambda: planned(body, by=by),
            lambda: calls.publish_call(call, by=by, at=NOON),
            lambda: calls.ask_renewals(call, by=by, at=NOON),
            lambda: papers(call, 1, 0, by=by),
            lambda: choosing.choose(rows[0], "declined", by=by, at=NOON),
            lambda: choosing.choose_many(call, [rows[0].pk], "declined", by=by, at=NOON),
            lambda: choosing.assign_parts(call, by=by, at=NOON),
            lambda: choosing.give_part(rows[0], None, by=by, at=NOON),
            lambda: choosing.decide_call(call, by=by, at=NOON),
            lambda: appointing.appoint_all(call, by=by, at=NOON),
        ]
        before = written()
        for act in acts:
            refused("not_keeper", act)
        assert written() == before


class TestPlan:
    @pytest.mark.parametrize(
        ("change", "code"),
        [
            ({"places": 0}, "bad_places"),
            ({"closes_at": BEFORE - DAY}, "call_closes_first"),
            ({"starts_on": (NOON - 20 * DAY).date()}, "call_starts_first"),
            ({"title": " "}, "empty_words"),
        ],
    )
    def test_a_plan_that_cannot_be_kept_is_no_plan(self, body, change, code, refused):
        refused(code, planned, body, **change)

    def test_what_the_public_reads_is_only_made_longer(self, call, refused):
        said = {
            name: getattr(call, name) for name in ("title", "places", "opens_at", "closes_at", "starts_on")
        }
        calls.publish_call(call, by=None, at=BEFORE)
        shorter = said | {"closes_at": call.closes_at - DAY}
        refused("call_published", calls.change_call, call, **shorter, by=None, at=BEFORE)
        longer = said | {"closes_at": call.closes_at + DAY}
        assert calls.change_call(call, **longer, by=None, at=BEFORE).closes_at == call.closes_at + DAY
        refused("call_published_already", calls.publish_call, call, by=None, at=BEFORE)

    def test_nobody_is_called_after_the_call_has_closed(self, call, refused):
        refused("call_over", calls.publish_call, call, by=None, at=NOON)

    def test_one_account_applies_once(self, call, resident, refused):
        papers(call, 1, 0, person=resident)
        refused("already_applied", papers, call, 1, 0, person=resident)

    def test_a_wish_is_for_a_part_of_this_body(self, call, council, part, refused):
        said = {"name": "홍길동", "by": None, "at": NOON}
        refused("not_a_part", calls.add_application, call, wishes=[part], **said)
        refused("unknown_gender", calls.add_application, call, gender="x", **said)
        refused("bad_birth_year", calls.add_application, call, birth_year=2027, **said)
        refused("unknown_origin", calls.add_application, call, origin="open", **said)
        assert not call.applications.exists()


class TestRenewals:
    def test_whoever_may_stay_is_asked_once(self, body, call, dong, refused):
        seated_before(body, dong, 5)
        calls.ask_renewals(call, by=None, at=NOON)
        assert call.applications.filter(origin="renewal", state="asked").count() == 5
        assert Letter.objects.filter(dispatch__about__endswith="/asked", road="screen").count() == 5
        refused("nobody_to_ask", calls.ask_renewals, call, by=None, at=NOON)

    def test_whoever_has_served_twice_is_shown_with_both_terms(self, body, call, dong, refused):
        first = seated_before(body, dong, 1, start=START.replace(year=2022))[0]
        Membership.objects.filter(pk=first.pk).update(end=START.replace(year=2024) - DAY)
        Membership.objects.create(
            seat=first.seat, person=first.person, name="위원0", start=START.replace(year=2024),
            end=START - DAY, renewal_no=1,
        )  # fmt: skip
        told = candidates(call)[0]
        assert (told.may, told.code) == (False, "renewals_used")
        assert [each.start.year for each in told.earlier] == [2022, 2024]
        refused("nobody_to_ask", calls.ask_renewals, call, by=None, at=NOON)
        row = papers(call, 1, 0, person=first.person)[0]
        choosing.choose(row, "selected", by=None, at=NOON)
        refused("renewals_used", choosing.decide_call, call, by=None, at=NOON)

    def test_whoever_stays_keeps_the_seat_and_the_count_goes_on(self, body, call, dong):
        kept = seated_before(body, dong, 3)[2]
        calls.ask_renewals(call, by=None, at=NOON)
        row = call.applications.get(renews=kept)
        Application.objects.filter(pk=row.pk).update(state="applied", submitted_at=NOON)
        choosing.choose(row, "selected", by=None, at=NOON)
        choosing.decide_call(call, by=None, at=NOON)
        appointing.appoint_all(call, by=None, at=NOON)
        membership = Membership.objects.get(person=kept.person, start=START)
        assert (membership.seat, membership.renewal_no) == (kept.seat, 1)


class TestReserve:
    def test_one_in_reserve_comes_forward_after_the_decision(self, call, refused):
        rows = selected(call, 2, 1)
        choosing.choose(rows[0], "reserve", by=None, at=NOON)
        refused("call_not_decided", choosing.call_up, rows[0], by=None, at=NOON)
        choosing.decide_call(call, by=None, at=NOON)
        refused("not_in_reserve", choosing.call_up, rows[1], by=None, at=NOON)
        assert choosing.call_up(rows[0], by=None, at=NOON).state == "selected"

    def test_but_not_past_the_ceiling(self, call, refused):
        rows = selected(call, 17, 10)
        choosing.choose(rows[0], "reserve", by=None, at=NOON)
        choosing.decide_call(call, by=None, at=NOON)
        refused("gender_ceiling", choosing.call_up, rows[0], by=None, at=NOON)


class TestParts:
    def test_a_part_is_changed_by_hand_and_only_to_one_of_this_body(self, call, part, refused):
        call, rows = decided(call, men=2, women=2)
        choosing.assign_parts(call, by=None, at=NOON)
        other = call.body.parts.last()
        assert choosing.give_part(rows[0], other, by=None, at=NOON).part == other
        refused("not_a_part", choosing.give_part, rows[0], part, by=None, at=NOON)

    def test_whoever_is_not_selected_has_no_part(self, call, refused):
        row = papers(call, 1, 0)[0]
        refused("not_selected", choosing.give_part, row, None, by=None, at=NOON)

    def test_a_body_without_parts_has_none_to_give(self, council, refused):
        call = planned(council, places=1)
        refused("no_parts", choosing.assign_parts, call, by=None, at=NOON)


class TestCertificates:
    @pytest.fixture
    def memberships(self, call):
        call, _rows = decided(call)
        appointing.appoint_all(call, by=None, at=NOON)
        return list(Membership.objects.filter(application__call=call))

    def test_numbers_go_up_without_a_gap_by_seat_and_never_change(self, memberships, body):
        rows = certifying.certify(memberships, by=None, at=NOON)
        assert [row.number for row in rows] == list(range(1, 28))
        assert [row.membership.seat.number for row in rows] == list(range(10, 37))
        assert rows[0].label == "제2026-1호"
        again = certifying.certify(reversed(memberships), by=None, at=NOON + DAY)
        assert [row.pk for row in again] == [row.pk for row in rows]
        assert Certificate.objects.filter(body=body).count() == 27

    def test_a_new_year_begins_with_one(self, memberships):
        certifying.certify(memberships[:3], by=None, at=NOON)
        later = Membership.objects.filter(pk__in=[each.pk for each in memberships[3:5]])
        later.update(start=date(2027, 1, 4))
        rows = certifying.certify(memberships[3:6], by=None, at=NOON + 60 * DAY)
        # The year of the day that stands on the paper, not of the press.
        assert [row.label for row in rows] == ["제2027-1호", "제2027-2호", "제2026-4호"]

    def test_nobody_is_not_certified(self, memberships, refused, resident):
        refused("nobody_to_certify", certifying.certify, [], by=None, at=NOON)
        refused("not_keeper", certifying.certify, memberships, by=resident, at=NOON)
