"""Who is asked, what is promised to the one who asks, and how it ends without an answer."""

from datetime import date

import pytest

from district.models import Post, Posting
from letters.models import Dispatch, Letter
from realtime.models import Room
from realtime.publish import Address
from referrals.actions import ask_again, claim, end, refer, rename, report_progress, write_reply
from referrals.models import Clock, Referral
from referrals.rows import referral_row
from search import entries
from search.models import Entry
from tests.cast import BEGINNING, NOON
from tests.referrals.acts import afresh, later, names, refuses
from tests.referrals.conftest import REFUSAL

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(department):
    """What a subject above has filed of itself; a department stands for it here."""
    entries.file(
        department, kind="proposal", title="골목길 조명", words="밝게", url="/proposals/12/", on=NOON.date()
    )
    return Entry.objects.of(department).get()


def test_what_is_asked_has_a_day_a_line_and_an_office(ask, entry):
    states = {"open": "review", "answered": "reviewed"}
    referral = ask(entry=entry, entry_states=states, topic="proposal/12", room=Address("thread", "12"))
    row = referral_row(afresh(referral))
    assert (row["state"], row["due"], row["holder_office"]) == ("waiting", "2026-12-24", "기획예산과 담당")
    assert [leg["step"] for leg in row["timeline"]] == ["review"]
    assert Room.objects.get(kind="thread", key="12").seq == 1
    entry.refresh_from_db()
    assert (entry.state, entry.department) == ("review", "기획예산과")


def test_the_office_that_is_asked_hears_of_it_and_no_other(
    ask, officer, head, director, stranger, mayor, adviser
):
    ask()
    told = Letter.objects.on_screen().values_list("person__email", flat=True)
    assert sorted(told) == [head.email, officer.email]
    dispatch = Dispatch.objects.get()
    assert dispatch.title == "답변할 일이 왔습니다: 골목길 조명 바꾸기"
    assert "2026. 12. 24.(목)" in dispatch.words


def test_of_what_the_mayor_owes_the_adviser_hears_too(ask, officer, head, adviser, mayor):
    ask(kind="mayor", level="mayor")
    told = Letter.objects.on_screen().values_list("person__email", flat=True)
    assert sorted(told) == [adviser.email, head.email, officer.email]


def test_facts_of_old_papers_are_written_down_in_silence(ask, officer):
    ask(quiet=True)
    assert not Dispatch.objects.exists()


def test_a_rule_that_comes_later_moves_no_promise(ask):
    referral = ask()
    Clock.objects.create(
        code="proposal", valid_from=date(2026, 11, 25), amount=3, unit="day", source="새 조례"
    )
    assert afresh(referral).due() == date(2026, 12, 24)
    assert afresh(ask(at=later(1))).due() == date(2026, 11, 30)


@pytest.mark.parametrize("facts", [{"kind": "nothing"}, {"at": NOON.replace(year=2001)}])
def test_without_a_rule_nobody_is_asked(ask, facts):
    with refuses("no_clock"):
        ask(**facts)
    assert not Referral.objects.exists()


def test_what_went_another_way_awaits_no_answer(referral, entry, officer):
    Referral.objects.update(entry=entry)
    ended = end(referral, ground="transferred", by=officer, at=later(1))
    assert (ended.state, afresh(referral).ended_ground) == ("ended", "transferred")
    entry.refresh_from_db()
    assert entry.state == "ended"
    with refuses("referral_ended"):
        end(referral, ground="withdrawn", by=officer, at=later(2))
    with refuses("referral_ended"):
        claim(referral, by=officer, at=later(2))
    with refuses("referral_ended"):
        write_reply(referral, by=officer, at=later(2), words="늦었습니다.")
    assert names(referral) == ["referral.made", "referral.ended"]


def test_nothing_ends_without_a_ground_or_after_an_answer(referral, answer, officer):
    with refuses("unknown_choice", 422):
        end(referral, ground="bored", by=officer, at=NOON)
    answer(referral)
    with refuses("already_answered"):
        end(referral, ground="withdrawn", by=officer, at=later(1))


def test_a_subject_that_is_renamed_is_renamed_here(referral):
    rename(referral, title="골목 조명을 더 밝게", url="/proposals/13/")
    assert referral_row(afresh(referral))["title"] == "골목 조명을 더 밝게"


def test_whoever_was_refused_may_ask_again_within_fifteen_days(ask, answer, resident):
    told = NOON.replace(month=12, day=1)
    first = answer(ask(at=NOON), at=told, **REFUSAL)
    assert referral_row(first)["again_until"] == "2026-12-16"
    again = ask_again(first, by=resident, words="골목마다 사정이 다릅니다.", at=told.replace(day=16, hour=23))
    row = referral_row(afresh(again))
    assert (row["label"], row["kind"], row["again_of"]) == ("제안 재심사", "reconsideration", str(first.key))
    assert (again.words, again.asked_by, row["due"]) == ("골목마다 사정이 다릅니다.", resident, "2027-01-18")
    assert referral_row(afresh(first))["again_until"] is None
    assert referral_row(afresh(first))["again"] == str(again.key)
    with refuses("asked_again"):
        ask_again(afresh(first), by=resident, words="한 번 더 묻습니다.", at=told.replace(day=16))


def test_on_the_sixteenth_day_it_is_too_late(ask, answer, resident):
    first = answer(ask(), at=NOON.replace(month=12, day=1), **REFUSAL)
    with refuses("window_over"):
        ask_again(
            first, by=resident, words="골목마다 사정이 다릅니다.", at=NOON.replace(month=12, day=17, hour=0)
        )


def test_if_it_is_done_after_all_within_two_years_it_may_be_asked_again(ask, answer, officer, resident):
    first = answer(ask(), at=NOON.replace(month=12, day=1), **REFUSAL)
    after = NOON.replace(year=2027, month=6)
    report_progress(first, kind="started", on=after.date(), by=officer, at=after)
    assert referral_row(afresh(first))["again_until"] == "2028-12-01"
    assert ask_again(first, by=resident, words="같은 내용을 하고 있습니다.", at=after)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"words": "행정에 참고합니다.", "outcome": "reference"}, "not_reviewable"),
        ({"words": "하겠습니다.", "outcome": "accepted", "planned_on": date(2027, 3, 1)}, "not_reviewable"),
    ],
)
def test_only_what_was_refused_is_asked_again(ask, answer, resident, said, code):
    first = answer(ask(), **said)
    assert referral_row(first)["again_until"] is None
    with refuses(code):
        ask_again(first, by=resident, words="다시 보아 주세요.", at=later(1))


def test_a_second_refusal_is_final_and_nothing_is_asked_again_before_an_answer(ask, answer, resident):
    first = ask()
    with refuses("not_answered"):
        ask_again(first, by=resident, words="다시 보아 주세요.", at=later(1))
    again = ask_again(answer(first, **REFUSAL), by=resident, words="다시 보아 주세요.", at=later(1))
    second = answer(again, at=later(2), **REFUSAL)
    assert referral_row(second)["again_until"] is None
    with refuses("asked_again"):
        ask_again(second, by=resident, words="또 보아 주세요.", at=later(3))


def test_whoever_asks_again_says_why(ask, answer, resident):
    first = answer(ask(), **REFUSAL)
    with refuses("empty_words", 422):
        ask_again(first, by=resident, words="  ", at=later(1))


def test_a_referral_needs_no_subject(department, officer):
    """A step below everything that asks: its own ledger, no topic, no line in the index."""
    referral = refer(
        kind="complaint_suggestion",
        label="민원",
        title="보도블록",
        url="",
        department=department,
        by=None,
        at=NOON,
    )
    assert str(referral.room) == "ledger/referrals"
    assert claim(referral, by=officer, at=NOON).state == "claimed"


def test_whoever_no_longer_holds_the_office_is_told_nothing(ask, officer, head):
    Posting.objects.filter(person=officer).update(end=BEGINNING)
    ask()
    assert [letter.person for letter in Letter.objects.on_screen()] == [head]
    assert Post.objects.count() == 2
