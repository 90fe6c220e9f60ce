"""The public page of a vote: the rule, the sum, the names, and the receipts of a secret one."""

import pytest

from committees.actions import meetings, voting
from tests.committees.doors import presses
from tests.committees.shown import words
from tests.committees.test_gallery_page import moved

pytestmark = pytest.mark.django_db
SECRET = "비밀후보지"


@pytest.fixture(autouse=True)
def house_of(gu):
    """Every page names the district."""


@pytest.fixture
def item(sitting, items, secretary, now):
    """The decision, on the floor."""
    return meetings.take_up(items[1], by=secretary, at=now)


def page(vote):
    return f"/votes/{vote.pk}/"


def test_the_rule_and_the_sum_stand_beside_the_result(visit, item, members, secretary, now):
    vote = voting.open_vote(item, method="roll_call", motion=moved(item, members, now), by=secretary, at=now)
    for person, choice in zip(members, ["yes", "yes", "no", "abstain"], strict=False):
        voting.cast(vote, choice=choice, by=person, at=now)
    told = visit().get(page(vote)).text
    assert words(told, ".vote-cast") == ["4 / 6명"]
    assert words(told, ".outcome, .sides") == []
    voting.close_vote(vote, by=secretary, at=now)
    told = visit().get(page(vote)).text
    assert words(told, ".outcome") == ["부결"]
    assert words(told, ".tally-line") == [
        "출석 6 · 찬성 2 · 반대 1 · 기권 1 · 불참 2 → 부결: 출석 과반수 4 필요"
    ]
    assert words(told, ".facts dd")[0] == "출석 과반수 · 찬성 4 필요"
    assert len(words(told, ".called")) == 6
    assert words(told, ".motion-text") == ["원안대로 의결한다."]
    assert words(told, ".receipts") == []


def test_a_kept_receipt_is_found_and_an_invented_one_is_not(visit, item, members, secretary, now):
    vote = voting.open_vote(item, method="secret", subject="원안", by=secretary, at=now)
    kept = [
        voting.cast(vote, choice=choice, by=person, at=now).receipt
        for person, choice in zip(members[:5], ["yes", "no", "yes", "yes", "abstain"], strict=True)
    ]
    assert words(visit().get(page(vote)).text, ".receipt-list, form[action^='/votes/']") == []
    voting.close_vote(vote, by=secretary, at=now)
    told = visit().get(page(vote)).text
    assert len(words(told, ".receipt-list li")) == 5
    assert words(told, ".called") == []
    for receipt, sentence in (
        (kept[1], "이 번호의 표를 세었습니다."),
        ("0" * 32, "이 번호의 표는 이 표결에 없습니다. 번호를 다시 살펴 주세요."),
        ("열쇠", "투표 확인 번호 서른두 글자를 그대로 적어 주세요."),
    ):
        answer = presses(visit(), page(vote), receipt=receipt)
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert sentence in " ".join(words(answer.text, ".vote-page"))
        assert receipt not in answer.text


def test_few_voters_are_warned_of(visit, item, members, secretary, now):
    vote = voting.open_vote(item, method="secret", subject="원안", by=secretary, at=now)
    for person in members[:2]:
        voting.cast(vote, choice="yes", by=person, at=now)
    voting.close_vote(vote, by=secretary, at=now)
    [warning] = words(visit().get(page(vote)).text, ".vote-warning")
    assert warning == "투표한 위원이 적어 누가 어떻게 투표했는지 짐작할 수 있습니다."


def test_of_a_closed_items_vote_the_public_reads_that_it_was_and_how_it_ended(
    visit, sitting, items, members, member, secretary, resident, now
):
    closed = meetings.take_up(items[2], by=secretary, at=now)
    motion = moved(closed, members, now, text=f"{SECRET}를 산다.")
    vote = voting.open_vote(closed, method="roll_call", motion=motion, by=secretary, at=now)
    for person in members[:5]:
        voting.cast(vote, choice="yes", by=person, at=now)
    voting.close_vote(vote, by=secretary, at=now)
    for person in (None, resident):
        told = visit(person).get(page(vote)).text
        assert SECRET not in told
        assert words(told, ".outcome") == ["가결"]
        assert words(told, ".called, .sides, .tally-line") == []
    inside = visit(member).get(page(vote))
    assert inside.headers["Cache-Control"] == "private, no-store"
    assert SECRET in inside.text
    assert len(words(inside.text, ".called")) == 6


def test_a_vote_that_is_void_says_why(visit, item, secretary, now):
    vote = voting.open_vote(item, method="secret", subject="원안", by=secretary, at=now)
    voting.void_vote(vote, reason="명단이 달랐습니다.", by=secretary, at=now)
    told = visit().get(page(vote)).text
    assert words(told, ".outcome") == ["무효"]
    assert "명단이 달랐습니다." in " ".join(words(told, ".vote-outcome"))
    assert words(told, "form[action^='/votes/']") == []
