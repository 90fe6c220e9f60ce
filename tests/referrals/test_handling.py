"""Whose it is inside the district, and when its clock stands still."""

import json
from datetime import date

import pytest

from district.models import Department, Posting
from letters.models import Dispatch, Letter
from papers.contents import Paper
from papers.models import Attachment
from referrals.actions import claim, pause, release, reroute, resume, submit, supply, write_reply
from referrals.rows import inside_row, referral_row
from tests.cast import BEGINNING, NOON, in_office
from tests.referrals.acts import afresh, later, names, refuses
from tests.referrals.conftest import ANSWER

pytestmark = pytest.mark.django_db


def test_an_officer_takes_it_on_once(referral, officer):
    assert claim(referral, by=officer, at=NOON).holder == officer
    claim(referral, by=officer, at=later(1))
    assert afresh(referral).claimed_at == NOON
    assert names(referral) == ["referral.made", "referral.claimed"]


@pytest.mark.parametrize(
    "who", ["stranger", "head", "director", "mayor", "adviser", "auditor", "administrator", "resident"]
)
def test_nobody_else_takes_it_on(referral, request, who):
    with refuses("not_drafting", 403):
        claim(referral, by=request.getfixturevalue(who), at=NOON)


def test_a_colleague_takes_it_only_when_it_was_laid_back(referral, officer, colleague):
    claim(referral, by=officer, at=NOON)
    with refuses("held_by_other"):
        claim(referral, by=colleague, at=NOON)
    with refuses("held_by_other"):
        write_reply(referral, by=colleague, at=NOON, words="제가 쓰겠습니다.")
    with refuses("held_by_other"):
        release(referral, by=colleague, at=NOON)
    release(referral, by=officer, at=later(1))
    assert claim(referral, by=colleague, at=later(1)).holder == colleague


def test_the_head_lays_it_back_for_an_officer_who_is_away(referral, officer, head, stranger):
    with refuses("not_held"):
        release(referral, by=head, at=NOON)
    claim(referral, by=officer, at=NOON)
    with refuses("not_its_office", 403):
        release(referral, by=stranger, at=NOON)
    assert release(referral, by=head, at=NOON).state == "waiting"


def test_what_somebody_left_behind_is_taken_on_by_another(referral, officer, colleague):
    claim(referral, by=officer, at=NOON)
    Posting.objects.filter(person=officer).update(end=NOON.date())
    assert claim(referral, by=colleague, at=later(1)).holder == colleague


def test_another_department_gets_it_and_the_clock_goes_on(referral, elsewhere, officer, head, stranger):
    claim(referral, by=officer, at=NOON)
    moved = reroute(referral, to=elsewhere, reason="하천 조명은 치수과 일입니다.", by=head, at=later(3))
    row = referral_row(afresh(moved))
    assert (row["department"]["name"], row["state"], row["due"]) == ("치수과", "waiting", "2026-12-24")
    assert [(leg["office"], leg["to"] is None) for leg in row["timeline"]] == [
        ("기획예산과", False),
        ("치수과", True),
    ]
    with refuses("not_drafting", 403):
        claim(referral, by=officer, at=later(3))
    assert claim(referral, by=stranger, at=later(3)).holder == stranger
    told = Letter.objects.on_screen().filter(person=stranger)
    assert [letter.dispatch.title for letter in told] == ["답변할 일이 왔습니다: 골목길 조명 바꾸기"]


def test_a_department_that_gets_it_back_is_told_anew(referral, department, elsewhere, officer, stranger):
    reroute(referral, to=elsewhere, reason="치수과 일입니다.", by=officer, at=later(1))
    reroute(referral, to=department, reason="조명은 저희 일이 아닙니다.", by=stranger, at=later(2))
    assert Dispatch.objects.filter(about__startswith=f"referral/{referral.pk}/asked").count() == 3


@pytest.mark.parametrize("who", ["officer", "head", "director"])
def test_whoever_works_on_it_or_leads_the_department_hands_it_over(referral, elsewhere, request, who):
    by = request.getfixturevalue(who)
    assert reroute(referral, to=elsewhere, reason="치수과 일입니다.", by=by, at=NOON).department == elsewhere


@pytest.mark.parametrize("who", ["mayor", "adviser"])
def test_the_mayors_office_hands_over_what_the_mayor_must_answer(ask, elsewhere, request, who):
    by, owed = request.getfixturevalue(who), ask(kind="mayor", level="mayor")
    assert reroute(owed, to=elsewhere, reason="치수과 일입니다.", by=by, at=NOON).department == elsewhere


@pytest.mark.parametrize(
    "who", ["mayor", "adviser", "stranger", "auditor", "administrator", "moderator", "resident"]
)
def test_nobody_else_does(referral, elsewhere, request, who):
    with refuses("not_its_office", 403):
        reroute(referral, to=elsewhere, reason="치수과 일입니다.", by=request.getfixturevalue(who), at=NOON)


def test_it_is_handed_over_with_a_reason_to_another_and_not_out_of_the_approvers_hands(
    referral, department, elsewhere, officer, head
):
    with refuses("same_department"):
        reroute(referral, to=department, reason="저희 일입니다.", by=officer, at=NOON)
    with refuses("empty_words", 422):
        reroute(referral, to=elsewhere, reason=" ", by=officer, at=NOON)
    submit(write_reply(referral, by=officer, at=NOON, **ANSWER), by=officer, at=NOON)
    with refuses("in_approval"):
        reroute(referral, to=elsewhere, reason="치수과 일입니다.", by=officer, at=NOON)


def test_a_director_leads_the_departments_below_the_bureau(ask, head, db):
    bureau = Department.objects.create(name="안전건설국")
    below = Department.objects.create(name="도로과", parent=bureau)
    leads = in_office("leads", "director", "안전건설국장", bureau)
    other = in_office("other", "director", "복지국장", Department.objects.create(name="복지국"))
    referral = ask(department=below)
    elsewhere = Department.objects.get(name="복지국")
    with refuses("not_its_office", 403):
        reroute(referral, to=elsewhere, reason="복지국 일입니다.", by=other, at=NOON)
    assert (
        reroute(referral, to=elsewhere, reason="복지국 일입니다.", by=leads, at=NOON).department == elsewhere
    )


def test_a_supplement_stops_the_clock_until_it_comes(referral, officer):
    stopped = pause(referral, kind="supplement", reason="위치를 적어 주세요.", by=officer, at=later(1))
    row = referral_row(afresh(stopped))
    assert (row["state"], row["paused"], row["due"]) == ("paused", "supplement", None)
    assert row["timeline"][-1]["reason"] == "위치를 적어 주세요."
    assert not afresh(referral).is_late(date(2027, 12, 1))
    again = resume(referral, by=officer, at=later(8))
    # A month from 11. 24. is 12. 24.; seven days stood still: 12. 31.
    assert afresh(again).due() == date(2026, 12, 31)
    assert names(referral)[1:] == ["referral.paused", "referral.resumed"]


def test_what_was_asked_of_the_proposer_comes_and_the_clock_runs_again(referral, officer, head, resident):
    brought = {"by": resident, "at": later(2), "words": "낙성대역 3번 출구 앞입니다."}
    with refuses("nothing_asked"):
        supply(referral, **brought)
    pause(referral, kind="supplement", reason="위치를 적어 주세요.", by=officer, at=later(1))
    with refuses("not_its_office", 403):
        resume(referral, by=resident, at=later(2))
    with refuses("empty_words", 422):
        supply(referral, **brought | {"words": " "})
    paper = Paper("위치.txt", "txt", b"here")
    assert supply(referral, **brought, papers=[paper]).pause is None
    told = Letter.objects.on_screen().filter(dispatch__title__startswith="보완한 내용이 왔습니다")
    assert {letter.person for letter in told} == {officer, head}
    [came] = inside_row(afresh(referral), officer, NOON)["supplements"]
    assert (came["asked"], came["words"]) == ("위치를 적어 주세요.", "낙성대역 3번 출구 앞입니다.")
    with refuses("nothing_asked"):
        supply(referral, **brought)


def test_what_was_brought_is_for_the_office_and_whoever_brought_it(
    referral, officer, head, auditor, resident, neighbour, stranger
):
    pause(referral, kind="supplement", reason="위치를 적어 주세요.", by=officer, at=NOON)
    paper = Paper("위치.txt", "txt", b"here")
    supply(referral, words="여기입니다.", papers=[paper], by=resident, at=NOON)
    laid = Attachment.objects.get()
    seen = {who: laid.may_be_had_by(who, NOON) for who in (officer, head, auditor, resident)}
    assert all(seen.values())
    assert not any(laid.may_be_had_by(who, NOON) for who in (None, neighbour, stranger))
    assert "여기입니다." not in json.dumps(referral_row(afresh(referral)), ensure_ascii=False)


def test_an_inquiry_is_not_the_proposers_to_answer(referral, officer, resident):
    pause(referral, kind="inquiry", reason="의견을 묻습니다.", by=officer, at=NOON)
    with refuses("nothing_asked"):
        supply(referral, words="제가 답합니다.", by=resident, at=NOON)


def test_a_supplement_is_asked_for_within_seven_days(referral, officer):
    with refuses("supplement_late"):
        pause(referral, kind="supplement", reason="위치를 적어 주세요.", by=officer, at=later(8))
    assert pause(referral, kind="supplement", reason="위치를 적어 주세요.", by=officer, at=later(7))


def test_an_inquiry_stands_still_for_three_weeks_and_no_longer(referral, officer):
    pause(referral, kind="inquiry", reason="시 도로과의 의견을 묻습니다.", by=officer, at=NOON)
    stop = afresh(referral).pause
    assert stop.limit_on == date(2026, 12, 15)
    # 12. 24. and 21 days, though nobody has answered: 1. 14.
    assert afresh(referral).due() == date(2027, 1, 14)
    assert afresh(referral).is_late(date(2027, 1, 15))
    resume(referral, by=officer, at=later(60))
    assert afresh(referral).due() == date(2027, 1, 14)


def test_an_inquiry_that_is_answered_early_gives_back_the_rest(referral, officer):
    pause(referral, kind="inquiry", reason="시 도로과의 의견을 묻습니다.", by=officer, at=NOON)
    resume(referral, by=officer, at=later(5))
    assert afresh(referral).due() == date(2026, 12, 29)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"kind": "inquiry", "limit_on": date(2026, 12, 16)}, "limit_too_far"),
        ({"kind": "inquiry", "limit_on": date(2026, 11, 23)}, "date_past"),
        ({"kind": "supplement", "limit_on": date(9999, 12, 31)}, "date_too_far"),
        ({"kind": "supplement", "limit_on": date(1, 1, 1)}, "date_past"),
        ({"kind": "holiday"}, "unknown_choice"),
        ({"kind": "supplement", "reason": " "}, "empty_words"),
    ],
)
def test_a_pause_that_asks_for_too_much_is_refused(referral, officer, said, code):
    with refuses(code, 422):
        pause(referral, by=officer, at=NOON, **{"reason": "의견을 묻습니다."} | said)


def test_one_pause_at_a_time_and_none_out_of_the_approvers_hands(referral, officer, stranger):
    asked = {"kind": "inquiry", "reason": "의견을 묻습니다.", "at": NOON}
    with refuses("not_paused"):
        resume(referral, by=officer, at=NOON)
    with refuses("not_its_office", 403):
        pause(referral, by=stranger, **asked)
    pause(referral, by=officer, **asked)
    with refuses("already_paused"):
        pause(referral, by=officer, **asked)
    draft = write_reply(referral, by=officer, at=NOON, **ANSWER)
    with refuses("already_paused"):
        submit(draft, by=officer, at=NOON)
    resume(referral, by=officer, at=NOON)
    submit(draft, by=officer, at=NOON)
    with refuses("in_approval"):
        pause(referral, by=officer, **asked)


def test_a_pause_on_a_day_after_the_last_one_rescues_nothing(referral, officer):
    pause(referral, kind="inquiry", reason="의견을 묻습니다.", by=officer, at=later(40))
    assert afresh(referral).due() == date(2026, 12, 24)
    assert afresh(referral).is_late(date(2027, 1, 5))


def test_an_office_of_another_day_opens_nothing(referral, officer):
    Posting.objects.filter(person=officer).update(end=BEGINNING)
    with refuses("not_drafting", 403):
        claim(referral, by=officer, at=NOON)
