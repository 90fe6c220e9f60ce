"""Everything that awaits an answer, by due day, and only in the hands whose work it is."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from district.models import Department, Holiday
from referrals import inbox
from referrals.actions import approve, claim, end, pause, reroute, submit, write_reply
from referrals.models import Referral
from referrals.models.referral import Standing
from tests.cast import NOON, in_office
from tests.referrals.acts import afresh, later, refuses
from tests.referrals.conftest import ANSWER

pytestmark = pytest.mark.django_db


def lines(person, at=NOON, **asked):
    return inbox.lines_of(inbox.waiting(person, inbox.Asked(**asked), at), at)


def titles(person, at=NOON, **asked):
    return [line.referral.title for line in lines(person, at, **asked)]


@pytest.fixture
def several(ask, officer, head):
    """One of each state, in an order that is not that of their days."""
    made = {state: ask(title=state, at=later(n)) for n, state in enumerate(["claimed", "waiting", "paused"])}
    claim(made["claimed"], by=officer, at=later(3))
    pause(made["paused"], kind="supplement", reason="위치를 적어 주세요.", by=officer, at=later(3))
    made["mayor"] = ask(title="mayor", kind="mayor", level="mayor", at=NOON)
    made["drafting"] = ask(title="drafting", at=later(3))
    write_reply(made["drafting"], by=officer, at=later(3), **ANSWER)
    made["in_approval"] = ask(title="in_approval", at=later(4))
    submit(write_reply(made["in_approval"], by=officer, at=later(4), **ANSWER), by=officer, at=later(4))
    return made


def test_a_head_sees_all_that_awaits_an_answer_by_due_day(several, head):
    shown = lines(head, later(5))
    assert [line.referral.title for line in shown] == [
        "mayor", "claimed", "waiting", "drafting", "in_approval", "paused"
    ]  # fmt: skip
    days = [line.due for line in shown]
    assert days[:5] == sorted(days[:5])
    assert days[5] is None


def test_what_python_says_of_a_state_the_database_says_too(several, answer, ask, officer):
    answer(ask(title="answered"))
    end(ask(title="ended"), ground="withdrawn", by=officer, at=NOON)
    for state in Standing:
        found = {referral.pk for referral in Referral.objects.in_state(state)}
        assert found == {each.pk for each in Referral.objects.with_file() if each.state == state}, state
        assert found, state


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("officer", True),
        ("head", True),
        ("director", True),
        ("auditor", True),
        ("administrator", True),
        ("stranger", False),
        ("mayor", False),
        ("adviser", False),
        ("moderator", False),
        ("resident", False),
    ],
)
def test_the_inbox_of_a_department_is_its_own(referral, request, who, seen):
    assert bool(titles(request.getfixturevalue(who))) is seen


@pytest.mark.parametrize("who", ["mayor", "adviser", "officer", "head", "director"])
def test_what_the_mayor_owes_is_in_the_mayors_inbox_too(ask, request, who):
    ask(kind="mayor", level="mayor")
    assert titles(request.getfixturevalue(who)) == ["골목길 조명 바꾸기"]


def test_it_goes_with_the_department(referral, elsewhere, officer, stranger):
    reroute(referral, to=elsewhere, reason="치수과 일입니다.", by=officer, at=NOON)
    assert (titles(officer), titles(stranger)) == ([], ["골목길 조명 바꾸기"])


def test_a_director_reads_the_inboxes_of_the_departments_below(ask):
    bureau = Department.objects.create(name="안전건설국")
    leads = in_office("leads", "director", "안전건설국장", bureau)
    ask(title="아래 부서", department=Department.objects.create(name="도로과", parent=bureau))
    ask(title="다른 부서")
    assert titles(leads) == ["아래 부서"]


def test_it_is_narrowed_by_department_state_kind_due_title_and_turn(
    several, ask, elsewhere, auditor, officer, head
):
    ask(title="하천 산책로", department=elsewhere, at=later(1))
    assert titles(auditor, department=elsewhere.pk) == ["하천 산책로"]
    assert titles(head, state="in_approval") == ["in_approval"]
    assert titles(head, kind="mayor") == ["mayor"]
    assert titles(auditor, q="산책") == ["하천 산책로"]
    assert titles(head, hands="mine") == ["in_approval"]
    assert titles(officer, hands="mine", at=later(5)) == ["claimed", "drafting"]
    # The mayor's is due on 12. 15., the first of the others on 12. 24.
    on = NOON.replace(month=12, day=18)
    assert titles(head, due="late", at=on) == ["mayor"]
    assert titles(head, due="soon", at=NOON.replace(month=12, day=21)) == ["claimed"]


def test_a_new_day_off_moves_the_order_at_once(ask, head):
    ask(title="업무일", kind="question", at=NOON)
    ask(title="한 달", at=NOON - timedelta(days=9))
    assert titles(head) == ["업무일", "한 달"]  # 12. 15. and 12. 15.: the older number first
    Holiday.objects.create(date=date(2026, 12, 1), name="임시공휴일")
    assert titles(head) == ["한 달", "업무일"]


def test_days_left_are_working_days_and_late_ones_are_counted_backwards(referral, head):
    def left(on):
        [line] = lines(head, on)
        return line.days_left, line.is_soon, line.is_late

    assert left(NOON.replace(month=12, day=18)) == (4, False, False)
    assert left(NOON.replace(month=12, day=21)) == (3, True, False)
    assert left(NOON.replace(month=12, day=24)) == (0, True, False)
    assert left(NOON.replace(month=12, day=25)) == (0, True, False) or left(NOON.replace(month=12, day=25))[2]
    assert left(NOON.replace(month=12, day=28)) == (-1, False, True)


def test_pages_go_on_where_they_ended_though_lines_were_answered_meanwhile(
    ask, answer, head, officer, director
):
    made = [ask(title=str(n), at=NOON - timedelta(days=9 - n)) for n in range(7)]

    def named(part):
        return [line.referral.title for line in inbox.lines_of(part.places, NOON)]

    first = inbox.slice_of(inbox.waiting(head, inbox.Asked(), NOON), None, size=3)
    assert (named(first), first.previous) == (["0", "1", "2"], None)
    answer(made[1])
    left = inbox.waiting(head, inbox.Asked(), NOON)
    second = inbox.slice_of(left, first.next, size=3)
    assert named(second) == ["3", "4", "5"]
    back = inbox.slice_of(left, second.previous, size=3)
    assert named(back) == ["0", "2"]
    assert inbox.slice_of(left, second.next, size=3).next is None
    for foreign in ("o2026-01-01:1", "", "x.y"):
        with refuses("bad_cursor", 422):
            inbox.slice_of(left, foreign)


def test_a_hundred_lines_cost_no_more_questions_than_one(ask, head, officer, django_assert_max_num_queries):
    for n in range(30):
        claim(ask(title=str(n)), by=officer, at=NOON)
    assert head.offices_held
    with django_assert_max_num_queries(16):
        assert len(lines(head)) == 30


def test_after_the_heads_hand_it_is_the_directors_turn(ask, officer, head, director):
    referral = ask()
    draft = write_reply(referral, by=officer, at=NOON, **ANSWER)
    submit(draft, by=officer, at=NOON)
    approve(draft, by=head, at=NOON)
    assert (titles(head, hands="mine"), titles(director, hands="mine")) == ([], [referral.title])
    assert afresh(referral).holder_role == "director"


def test_five_hundred_lines_cost_no_more_statements_than_six(ask, head, officer, department):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            inbox.lines_of(inbox.waiting(head, inbox.Asked(), NOON)[: inbox.PAGE], NOON)
        return len(asked)

    for n in range(5):
        ask(at=NOON - timedelta(days=n))
    pause(ask(), kind="inquiry", reason="의견을 묻습니다.", by=officer, at=NOON)
    assert head.offices_held  # read once for each request, and not by the list
    few = cost()
    one = Referral.objects.with_file().first()
    Referral.objects.bulk_create(
        Referral(
            kind=one.kind, label="제안", title=str(n), department=department, clock=one.clock,
            chain=one.chain, asked_at=NOON - timedelta(days=n % 40),
        )
        for n in range(500)
    )  # fmt: skip
    assert cost() == few
    assert len(inbox.waiting(head, inbox.Asked(), NOON)) == 506


def test_of_what_came_since_the_list_was_read_the_desk_is_told(
    ask, visit, department, elsewhere, officer, stranger, resident, monkeypatch
):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    ask()
    read = inbox.newest(officer, NOON)

    def news(**asked):
        return visit(officer).get("/desk/inbox/news/", {"after": read, **asked}).json()["count"]

    assert news() == 0
    ask(title="새 일")
    moved = ask(department=elsewhere)
    assert news() == 1
    reroute(moved, to=department, reason="기획예산과 일입니다.", by=stranger, at=NOON)
    assert (news(), news(q="새 일"), news(state="claimed")) == (2, 1, 0)
    for foreign in ("", "1:2", read + "x"):
        assert visit(officer).get("/desk/inbox/news/", {"after": foreign}).status_code == 422
    assert visit(resident).get("/desk/inbox/news/", {"after": read}).status_code in {302, 403}


def test_the_inbox_says_at_which_doors_it_stands(visit, home, referral, officer, auditor, department):
    assert f'data-bells="desk/{department.pk}"' in visit(officer).get("/desk/inbox/").content.decode()
    assert 'data-bells="none"' in visit(auditor).get("/desk/inbox/").content.decode()
    assert "data-bells" not in visit(officer).get("/desk/inbox/?state=answered").content.decode()
