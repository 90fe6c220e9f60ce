"""The members' own page without a script: what can be pressed in each state, and what one's ballot says."""

import re
from datetime import timedelta

import pytest

from committees.actions import electing, meetings, motions, recusing, speaking, voting
from committees.models import BodyRule, Envelope, Meeting, Recusal, SecretBallot, SpeakingTurn, Vote
from tests.committees.acts import seat_of
from tests.committees.doors import presses
from tests.committees.shown import forms, words
from tests.committees.test_gallery_page import moved

pytestmark = pytest.mark.django_db
HEX = re.compile(r"\b[0-9a-f]{32}\b")


@pytest.fixture(autouse=True)
def house_of(gu):
    """Every page names the district."""


@pytest.fixture
def item(sitting, items, secretary, now):
    """The decision, on the floor."""
    return meetings.take_up(items[1], by=secretary, at=now)


@pytest.fixture
def floor(visit, gathering):
    """The page as that person has it."""
    return lambda person: visit(person).get(f"/meetings/{gathering.pk}/floor/").text


def can(told, *rest):
    """Whether such a form stands there to be sent."""
    return any(address.endswith("/".join(["", *map(str, rest), ""])) for address in forms(told))


def press(client, told, ending, **said):
    """Send the form whose address ends so, with all it carries and what is chosen."""
    [(address, fields)] = [each for each in forms(told).items() if each[0].endswith(ending)]
    kept = {name: fields[name][0] for name in ("ref", "next", "csrfmiddlewaretoken") if name in fields}
    return presses(client, address, **kept, **said)


def test_before_the_meeting_a_member_says_whether_they_come(floor, visit, gathering, members, now):
    told = floor(members[7])
    assert words(told, "#rsvp h2") == ["참석 회신"]
    press(visit(members[7]), told, "/rsvp/", answer="in_person", note="조금 늦습니다.")
    assert gathering.rsvps.get().answer == "in_person"
    assert words(floor(members[7]), "#speak, .ballot") == []


def test_a_member_asks_for_the_floor_waits_and_is_told_that_it_is_theirs(
    floor, visit, sitting, item, members, secretary, now
):
    speaking.ask_turn(item, by=members[1], at=now)
    told = floor(members[0])
    assert words(told, "#ask button") == ["발언 신청"]
    press(visit(members[0]), told, f"/items/{item.pk}/turn/", kind="speech")
    told = floor(members[0])
    assert words(told, "#speak .thumb-note")[0].startswith("앞에 1 명 있습니다.")
    assert words(told, "#queue .turn") == [members[1].memberships.get().name, "나의 차례 위원장"]
    assert words(told, "#queue .mine .turn-name") == ["나의 차례"]
    turn = item.turns.get(person=members[0])
    assert can(told, "turns", turn.pk, "withdraw")
    speaking.begin_turn(turn, by=secretary, at=now)
    told = floor(members[0])
    assert words(told, ".my-turn strong") == ["지금 발언하실 차례입니다."]
    assert words(told, "#ask, #unask") == []
    assert words(floor(members[1]), ".my-turn") == []


def test_a_member_takes_the_word_back(floor, visit, item, members, now):
    turn = speaking.ask_turn(item, by=members[0], at=now)
    press(visit(members[0]), floor(members[0]), f"/turns/{turn.pk}/withdraw/")
    turn.refresh_from_db()
    assert turn.state == SpeakingTurn.State.WITHDRAWN
    assert words(floor(members[0]), "#ask button") == ["발언 신청"]


def test_where_the_list_is_closed_a_point_of_order_can_still_be_asked(floor, item, members, secretary, now):
    speaking.close_list(item, by=secretary, at=now)
    told = floor(members[0])
    assert words(told, "#ask") == []
    assert words(told, "#order button") == ["의사진행 발언"]
    assert words(told, "#speak .thumb-note")[0].startswith("발언 신청을 마감했습니다.")


def test_a_motion_is_moved_seconded_and_mended_by_forms_alone(floor, visit, item, members):
    press(
        visit(members[0]), floor(members[0]), f"/items/{item.pk}/motion/", kind="main", text="원안대로 한다."
    )
    motion = item.motions.get()
    mine, theirs = floor(members[0]), floor(members[1])
    assert can(mine, "motions", motion.pk, "withdraw")
    assert not can(mine, "motions", motion.pk, "second")
    assert not can(theirs, "motions", motion.pk, "withdraw")
    press(visit(members[1]), theirs, f"/motions/{motion.pk}/second/")
    assert motion.seconds.get().person == members[1]
    told = floor(members[1])
    assert not can(told, "motions", motion.pk, "second")
    assert str(motion.pk) in forms(told)[f"/meetings/{item.meeting_id}/items/{item.pk}/motion/"][
        "amends"
    ] or (f'value="{motion.pk}"' in told)
    change = {"kind": "amendment", "amends": motion.pk, "text": "두 달 앞당긴다."}
    press(visit(members[1]), told, f"/items/{item.pk}/motion/", **change)
    assert item.motions.count() == 2


def test_words_of_a_motion_that_is_refused_are_not_lost(floor, visit, item, members, now):
    moved(item, members, now)
    answer = press(
        visit(members[2]),
        floor(members[2]),
        f"/items/{item.pk}/motion/",
        kind="main",
        text="다른 안으로 한다.",
    )
    assert answer.status_code == 409
    assert "다른 안으로 한다." in " ".join(words(answer.text, ".floor-fold[open] textarea"))
    assert words(answer.text, ".floor-fold[open] .error") != []


def test_a_member_keeps_out_with_a_reason_and_has_no_voice_on_that_item(
    floor, visit, item, members, secretary, now
):
    press(
        visit(members[0]),
        floor(members[0]),
        f"/items/{item.pk}/recusal/",
        kind="self",
        reason="제 가게입니다.",
    )
    assert Recusal.objects.get().state == "in_force"
    told = floor(members[0])
    assert words(told, "#speak .thumb-note")[0].startswith("이 안건에서 빠지셨습니다.")
    assert words(told, "#ask, #order") == []
    voting.open_vote(item, method="roll_call", subject="원안", by=secretary, at=now)
    assert words(floor(members[0]), ".ballot") == []
    assert words(floor(members[1]), ".ballot .cell") == ["찬성", "반대", "기권"]
    assert "제 가게입니다." not in visit().get(f"/meetings/{item.meeting_id}/").text


def test_a_named_ballot_says_what_it_is_and_may_be_corrected(floor, visit, item, members, secretary, now):
    vote = voting.open_vote(item, method="roll_call", subject="원안", by=secretary, at=now)
    told = floor(members[0])
    assert words(told, ".ballot-note") == [
        "위원장이 마칠 때까지 바꿀 수 있습니다. 이름과 표가 회의록에 남습니다."
    ]
    assert 'aria-pressed="true"' not in told
    assert words(told, "#speak") == []
    for choice, sentence in (("yes", "찬성으로 투표했습니다."), ("no", "반대로 투표했습니다.")):
        press(visit(members[0]), floor(members[0]), f"/votes/{vote.pk}/ballot/", choice=choice)
        told = floor(members[0])
        assert words(told, ".taken") == [sentence]
        assert re.fullmatch(
            r"\d\d:\d\d 에 받았습니다. 위원장이 마칠 때까지 바꿀 수 있습니다.",
            words(told, ".ballot-taken .meta")[0],
        )
        assert told.count('aria-pressed="true"') == 1
    assert words(told, "#vote-facts") == ["투표 1 / 6 통과 기준 4 찬성 나의 표 반대"]


def test_where_the_rule_forbids_it_a_named_ballot_is_chosen_then_cast_once(
    floor, visit, item, members, council, secretary, now
):
    BodyRule.objects.filter(body=council).update(ballots_changeable=False)
    item.meeting = Meeting.objects.get(pk=item.meeting_id)
    vote = voting.open_vote(item, method="roll_call", subject="원안", by=secretary, at=now)
    told = floor(members[0])
    assert words(told, ".ballot-note") == ["한 번 내면 바꿀 수 없습니다. 이름과 표가 회의록에 남습니다."]
    assert "checked" not in str(re.search(r'<fieldset class="cells">.*?</fieldset>', told, re.DOTALL)[0])
    press(visit(members[0]), told, f"/votes/{vote.pk}/ballot/", choice="abstain")
    told = floor(members[0])
    assert words(told, ".taken") == ["기권으로 투표했습니다."]
    assert not can(told, "votes", vote.pk, "ballot")


def test_a_secret_ballot_shows_its_receipt_once_and_never_the_choice(
    floor, visit, item, members, secretary, now
):
    vote = voting.open_vote(item, method="secret", subject="원안", by=secretary, at=now)
    told, browser = floor(members[0]), visit(members[0])
    fields = forms(told)[f"/meetings/{item.meeting_id}/votes/{vote.pk}/ballot/"]
    answer = press(browser, told, f"/votes/{vote.pk}/ballot/", choice="no")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-store")
    [receipt] = words(answer.text, ".receipt-number")
    assert HEX.fullmatch(receipt)
    assert "반대" not in " ".join(words(answer.text, "main"))
    again = presses(
        browser, f"/meetings/{item.meeting_id}/votes/{vote.pk}/ballot/", choice="no", ref=fields["ref"][0]
    )
    assert HEX.search(" ".join(words(again.text, "main"))) is None
    told = floor(members[0])
    assert words(told, ".taken") == ["투표했습니다."]
    assert words(told, "#vote-facts") == ["투표 1 / 6 통과 기준 4 찬성 나의 표 냈습니다"]
    assert receipt not in told
    assert not can(told, "votes", vote.pk, "ballot")
    assert Envelope.objects.get().voter == members[0]


def test_an_election_offers_its_candidates_and_to_abstain(floor, visit, item, members, secretary, now):
    seats = [{"seat": seat_of(item.meeting, person)} for person in members[:3]]
    vote = electing.open_election(item, subject="간사 선출", candidates=seats, seats=2, by=secretary, at=now)
    told = floor(members[0])
    assert words(told, ".choose-item") == [
        f"{n} {person.memberships.get().name}" for n, person in enumerate(members[:3], start=1)
    ]
    assert words(told, ".ballot-candidates legend") == ["2 명까지 고르실 수 있습니다."]
    address = f"/meetings/{item.meeting_id}/votes/{vote.pk}/ballot/"
    assert presses(visit(members[0]), address, choices=["1", "3"]).status_code == 200
    assert presses(visit(members[1]), address, choice="abstain").status_code == 200
    voting.close_vote(vote, by=secretary, at=now)
    assert sorted(SecretBallot.objects.values_list("choice", flat=True)) == ["1,3", "abstain"]


def test_a_ballot_that_comes_late_is_not_counted_and_its_voter_is_told(
    floor, visit, item, members, secretary, now
):
    vote = voting.open_vote(item, method="roll_call", subject="원안", by=secretary, at=now)
    told, browser = floor(members[0]), visit(members[0])
    voting.close_vote(vote, by=secretary, at=now)
    answer = press(browser, told, f"/votes/{vote.pk}/ballot/", choice="yes")
    assert answer.headers["Location"] == f"/meetings/{item.meeting_id}/floor/"
    assert words(browser.get(answer.headers["Location"]).text, ".messages li") == [
        "표결을 마쳤습니다. 이 표는 세지 않았습니다."
    ]
    assert Vote.objects.get().cast == 0


def test_whoever_came_after_the_opening_is_not_asked(floor, sitting, item, members, secretary, now):
    voting.open_vote(item, method="roll_call", subject="원안", by=secretary, at=now)
    meetings.check_in(sitting, by=members[8], at=now + timedelta(seconds=1))
    assert words(floor(members[8]), ".ballot") == []
    assert words(floor(members[8]), "#vote-facts") == ["투표 0 / 6 통과 기준 4 찬성"]


def test_members_read_the_words_of_a_closed_item(floor, sitting, items, members, secretary, now):
    closed = meetings.take_up(items[2], by=secretary, at=now)
    moved(closed, members, now, text="비밀로 산다.")
    turn = speaking.ask_turn(closed, by=members[0], at=now)
    told = floor(members[3])
    assert words(told, "#motions .motion-text") == ["비밀로 산다."]
    assert words(told, "#queue .turn-name") == [turn.name]


def test_whoever_only_keeps_the_papers_has_no_voice(floor, item, secretary, now):
    told = floor(secretary)
    assert words(told, "#speak, .ballot, #me") == []
    assert words(told, ".thumb-note")[0].startswith("위원석이 없어")


def test_after_the_adjournment_nothing_can_be_pressed(floor, sitting, item, members, secretary, now):
    motions.move(item, kind="main", text="원안대로 한다.", by=members[0], at=now)
    recusing.record(item, kind="self", reason="이해관계", by=members[3], at=now)
    meetings.adjourn(sitting, by=secretary, at=now)
    told = floor(members[0])
    assert [
        each for each in forms(told) if "/items/" in each or "/motions/" in each or "/turns/" in each
    ] == []
