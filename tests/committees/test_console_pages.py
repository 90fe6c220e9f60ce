"""The console, the chair's desk and the wall without a script: each state whole, nothing told early."""

import re
from datetime import timedelta

import pytest

from committees.actions import electing, meetings, motions, observing, recusing, resolutions, speaking, voting
from committees.models import Phrase, SpeakingTurn, Vote
from tests.cast import AGENDA, laid
from tests.committees.acts import seat_of
from tests.committees.conftest import CLOSED_WORDS
from tests.committees.doors import presses

pytestmark = pytest.mark.django_db
SIDES = re.compile(r'data-field="(?:yes|no|abstain)">(\d*)<')


@pytest.fixture(autouse=True)
def house_of(gu):
    """Every page names the district."""


@pytest.fixture
def item(sitting, items, secretary, now):
    """The decision, on the floor."""
    return meetings.take_up(items[1], by=secretary, at=now)


def page(meeting, *rest):
    return "/".join(["", "meetings", str(meeting.pk), *map(str, rest), ""])


def step_of(answer):
    """Which of its buttons is the filled one."""
    return re.search(r'id="console" data-next="(\w*)"', answer.text)[1]


def moved(item, member, second, text="세 과제를 먼저 한다.", at=None, **facts):
    """A motion that may be put."""
    motion = motions.move(item, kind=facts.pop("kind", "main"), text=text, by=member, at=at, **facts)
    return motions.second(motion, by=second, at=at)


def test_the_desk_opens_to_chair_and_secretary_alone(visit, gathering, chair, secretary, member, resident):
    assert visit().get(page(gathering, "chair")).headers["Location"].startswith("/accounts/login/?next=")
    assert visit(resident).get(page(gathering, "chair")).status_code == 404
    assert visit(member).get(page(gathering, "chair")).status_code == 403
    for person in (chair, secretary):
        answer = visit(person).get(page(gathering, "chair"))
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-store")


@pytest.fixture
def step(visit, gathering, secretary):
    """Which step the page shows as the next one."""
    return lambda rest="console": step_of(visit(secretary).get(page(gathering, rest)))


def test_the_filled_button_leads_to_the_item_and_away_from_it(
    step, gathering, members, chair, secretary, items, now
):
    assert step() == step("chair") == "call"
    for person in members[:6]:
        meetings.check_in(gathering, by=person, at=now)
    meetings.call_to_order(gathering, by=secretary, at=now)
    assert step() == "take_up"
    meetings.take_up(items[0], by=secretary, at=now)
    assert step() == "take_up"
    meetings.recess(gathering, by=chair, at=now)
    assert step() == "resume"
    meetings.resume(gathering, by=chair, at=now)
    for item in items[1:]:
        meetings.take_up(item, by=secretary, at=now)
    meetings.finish(item, by=secretary, at=now)
    assert step() == "adjourn"
    meetings.adjourn(gathering, by=chair, at=now)
    assert step() == step("chair") == "over"


def test_the_filled_button_leads_from_the_word_to_the_resolution(
    step, item, members, member, chair, secretary, now
):
    assert step() == "ask"
    turn = speaking.ask_turn(item, kind="speech", by=member, at=now)
    assert step() == "give"
    speaking.begin_turn(turn, by=chair, at=now)
    assert step() == "end"
    speaking.end_turn(turn, by=chair, at=now)
    motion = motions.move(item, kind="main", text="세 과제를 먼저 한다.", by=member, at=now)
    assert step() == "second"
    motions.second(motion, by=members[2], at=now)
    assert step() == step("chair") == "put"
    vote = voting.open_vote(item, method="roll_call", motion=motion, by=chair, at=now)
    assert step() == "close"
    for person in members[:5]:
        voting.cast_ballot(vote, choice="yes", by=person, at=now)
    voting.close_vote(vote, by=chair, at=now)
    assert step() == "record"
    resolutions.resolve_vote(vote, text="세 과제를 먼저 한다.", by=secretary, at=now)
    assert step() == "take_up"


def test_a_point_of_order_stands_on_top_and_alone_can_begin(
    visit, sitting, item, member, members, secretary, now
):
    waits = speaking.ask_turn(item, kind="speech", by=member, at=now)
    first = speaking.ask_turn(item, kind="point_of_order", by=members[2], at=now)
    told = visit(secretary).get(page(sitting, "console")).text
    assert told.index(f"turn-{first.pk}") < told.index(f"turn-{waits.pk}")
    assert f"/turns/{first.pk}/begin/" in told
    assert f"/turns/{waits.pk}/begin/" not in told
    presses(visit(secretary), page(sitting, "turns", first.pk, "begin"), next="console")
    assert SpeakingTurn.objects.get(pk=first.pk).state == "speaking"
    told = visit(secretary).get(page(sitting, "console")).text
    assert f'data-began="{first.began_at or ""}' in told
    assert re.search(r'data-turn-clock data-began="[^"]+" data-seconds="180"', told)


def test_the_secretary_keeps_the_floor_by_forms_alone(visit, sitting, item, member, members, secretary, now):
    browser, at = visit(secretary), f"{page(sitting, 'items', item.pk)}"
    Phrase.objects.create(words="자료를 설명함.")
    seat, other = seat_of(sitting, member), seat_of(sitting, members[2])
    presses(browser, f"{at}turn/", seat=seat, kind="speech", next="console")
    presses(browser, f"{at}turn/", name="박설명", badge="협치팀장", kind="answer", next="console")
    presses(browser, f"{at}list/", closed="true", next="console")
    presses(browser, f"{at}motion/", kind="main", text="세 과제를 먼저 한다.", seat=seat, next="console")
    presses(browser, f"{at}recusal/", kind="statutory", seat=other, reason="이해관계인", next="console")
    presses(browser, f"{at}gist/", words="예산을 물음.", turn="", name="나은서", next="console")
    presses(browser, page(sitting, "observers"), name="협치팀장", office="기획예산과", next="console")
    told = browser.get(page(sitting, "console")).text
    for words in (
        "박설명", "신청 마감", "세 과제를 먼저 한다.", "재청을 기다림", "이해관계인", "예산을 물음.",
        "협치팀장", "자료를 설명함.", "제척",
    ):  # fmt: skip
        assert words in told


def test_amendments_stand_in_the_order_in_which_they_are_put(
    visit, sitting, item, member, members, chair, now
):
    first, second = member, members[2]
    main = moved(item, first, second, at=now)
    for text in ("앞의 것", "뒤의 것"):
        moved(item, second, first, text=text, kind="amendment", amends=main, at=now)
    told = visit(chair).get(page(sitting, "chair")).text
    listed = told[told.index('id="motion-list"') :]
    assert listed.index("뒤의 것") < listed.index("앞의 것") < listed.index("세 과제를 먼저 한다.")
    assert listed.count("표결에 부치기") == 1
    newest = main.amendments.order_by("-number").first()
    assert f'name="motion" value="{newest.pk}"' in listed


def test_a_roll_call_shows_each_name_and_takes_the_next(visit, sitting, item, members, secretary, chair, now):
    vote = voting.open_vote(item, method="roll_call", subject="원안", by=secretary, at=now)
    voting.cast_ballot(vote, choice="no", by=members[0], at=now)
    browser = visit(secretary)
    told = browser.get(page(sitting, "console")).text
    called = re.search(r'name="seat" value="(\d+)" required checked', told)[1]
    assert called == str(seat_of(sitting, members[1]))
    assert SIDES.findall(told[told.index('id="voting"') :])[:3] == ["0", "1", "0"]
    presses(browser, page(sitting, "votes", vote.pk, "roll"), seat=called, choice="yes", next="console")
    told = browser.get(page(sitting, "console")).text
    assert SIDES.findall(told[told.index('id="voting"') :])[:3] == ["1", "1", "0"]
    at_desk = visit(chair).get(page(sitting, "chair")).text
    assert "/roll/" not in at_desk
    assert "call-tile no" in at_desk
    wall = visit().get(page(sitting, "screen")).text
    assert 'data-view="vote"' in wall
    assert wall.count("wall-name yes") == wall.count("wall-name no") == 1


def test_a_running_secret_vote_tells_how_many_and_nothing_else(
    visit, sitting, item, members, secretary, chair, now, settings, tmp_path
):
    settings.BALLOT_KEYS = tmp_path
    vote = voting.open_vote(item, method="secret", subject="원안", by=secretary, at=now)
    for person, choice in zip(members[:5], ("yes", "yes", "no", "yes", "abstain"), strict=True):
        voting.cast(vote, choice=choice, by=person, at=now)
    for person, rest in ((secretary, "console"), (chair, "chair"), (None, "screen")):
        told = visit(person).get(page(sitting, rest)).text
        shown = told[: told.index('id="meeting-data"')]
        assert re.search(r'data-field="cast">5<.{0,20} / <span data-field="asked">6<', shown, re.DOTALL)
        assert "call-tile" not in shown
        assert 'class="wall-name yes"' not in shown
        assert not any(SIDES.findall(shown))
        data = told[told.index('id="meeting-data"') :]
        assert not re.search(r'"(?:yes|no|abstain)": ?\d', data)
    voting.close_vote(vote, by=chair, at=now)
    for person, rest in ((secretary, "console"), (None, "screen")):
        told = visit(person).get(page(sitting, rest)).text
        assert Vote.objects.get(pk=vote.pk).yes == 3
        assert "부결" in told


def test_the_arithmetic_stands_beside_the_verdict_on_the_wall(
    visit, sitting, item, members, member, secretary, now
):
    motion = moved(item, member, members[2], at=now)
    said = {"method": "hands", "motion": motion, "yes": 4, "no": 1, "abstain": 1}
    vote = voting.open_vote(item, by=secretary, at=now, **said)
    wall = visit().get(page(sitting, "screen")).text
    line = next(row["line"] for row in visit().get(page(sitting, "screen")).context["snapshot"]["votes"])
    assert line
    assert line in wall[wall.index('id="tally"') :]
    assert re.search(r'id="verdict">가결<', wall)
    told = visit(secretary).get(page(sitting, "console")).text
    assert f"/votes/{vote.pk}/resolution/" in told
    assert re.search(r'id="record-text"[^>]*>세 과제를 먼저 한다\.<', told)
    turn = speaking.ask_turn(item, kind="speech", by=member, at=vote.closed_at)
    speaking.begin_turn(turn, by=secretary, at=now.replace(year=now.year + 1))
    assert 'data-view="speaker"' in visit().get(page(sitting, "screen")).text


def test_a_tie_that_the_chair_decides_offers_both_words(
    visit, sitting, item, members, council, secretary, now
):
    council.rules.update(tie="chair")
    vote = voting.open_vote(item, method="roll_call", subject="원안", by=secretary, at=now)
    for n, person in enumerate(members[:6]):
        voting.cast_ballot(vote, choice="yes" if n % 2 else "no", by=person, at=now)
    browser = visit(secretary)
    told = browser.get(page(sitting, "console")).text
    assert re.search(rf'id="casting-{vote.pk}" open', told)
    presses(browser, page(sitting, "votes", vote.pk, "close"), casting="yes", next="console")
    assert Vote.objects.get(pk=vote.pk).result == "carried"


def test_an_election_stands_with_its_names_and_offers_the_run_off(
    visit, sitting, item, members, secretary, now, settings, tmp_path
):
    settings.BALLOT_KEYS = tmp_path
    named = [{"seat": seat_of(sitting, person)} for person in members[:3]]
    vote = electing.open_election(
        item, subject="부위원장 선출", candidates=named, by=secretary, at=now, seats=1
    )
    told = visit(secretary).get(page(sitting, "console")).text
    assert all(person.name in told[told.index('id="voting"') :] for person in members[:3])
    for person, choice in zip(members[:6], ([1], [1], [2], [2], [3], [3]), strict=True):
        voting.cast(vote, choice=None, choices=choice, by=person, at=now)
    voting.close_vote(vote, by=secretary, at=now)
    answer = visit(secretary).get(page(sitting, "console"))
    assert step_of(answer) == "run_off"
    assert f"/votes/{vote.pk}/run-off/" in answer.text


def test_of_a_closed_item_the_wall_says_only_that_it_is_closed(
    visit, sitting, items, members, member, secretary, chair, now
):
    item = meetings.take_up(items[2], by=secretary, at=now)
    turn = speaking.ask_turn(item, kind="speech", by=member, at=now)
    speaking.begin_turn(turn, by=chair, at=now)
    speaking.type_gist(item, words="비밀요지", by=secretary, at=now)
    moved(item, member, members[2], text="비밀동의", at=now)
    for person, rest, inside in (
        (None, "screen", False),
        (secretary, "console", True),
        (chair, "chair", True),
    ):
        told = visit(person).get(page(sitting, rest)).text
        assert ("비밀동의" in told) is inside
        assert (CLOSED_WORDS in told) is inside
    wall = visit().get(page(sitting, "screen")).text
    assert "비공개 안건을 다루고 있습니다." in wall
    assert 'data-view="state"' in wall
    assert "비밀요지" in visit(secretary).get(page(sitting, "console")).text


def test_the_chair_has_words_to_say_at_every_step(visit, sitting, item, member, members, chair, now):
    browser = visit(chair)

    def said():
        told = browser.get(page(sitting, "chair")).text
        return " ".join(re.search(r'class="script-line">(.*?)</p>', told, re.DOTALL)[1].split())

    assert said().endswith("이의 있으십니까?")
    turn = speaking.ask_turn(item, kind="speech", by=member, at=now)
    assert said() == f"{member.name} 위원 발언해 주시기 바랍니다."
    speaking.withdraw_turn(turn, by=member, at=now)
    motions.move(item, kind="main", text="세 과제를 먼저 한다.", by=member, at=now)
    assert said() == f"{member.name} 위원의 동의가 있습니다. 재청하실 위원 계십니까?"


def test_a_challenge_is_put_to_the_body(visit, sitting, item, member, members, secretary, now):
    seat = seat_of(sitting, members[2])
    recusal = recusing.record(item, kind="challenge", reason="사업 당사자", seat=seat, by=member, at=now)
    answer = visit(secretary).get(page(sitting, "console"))
    assert step_of(answer) == "challenge"
    assert f'name="recusal" value="{recusal.pk}"' in answer.text


def test_the_record_names_who_spoke_moved_and_came_along(
    visit, sitting, item, member, members, secretary, now
):
    turn = speaking.ask_turn(item, kind="speech", by=member, at=now)
    speaking.begin_turn(turn, by=secretary, at=now)
    moved(item, member, members[2], at=now)
    observing.record(sitting, name="협치팀장", office="", by=secretary, at=now)
    told = visit(secretary).get(page(sitting, "console")).text
    log = told[told.index('id="log"') :]
    for line in (f"{member.name} 발언", f"{member.name} 동의를 내다", "동의 1에 재청하다", "협치팀장 배석"):
        assert f"<span>{line}</span>" in log


def test_a_written_procedure_puts_its_questions_side_by_side(visit, council, members, secretary, chair, now):
    council.rules.update(written_allowed=True)
    meeting = laid(
        council, items=AGENDA[1:2], mode="written", closes_at=now + timedelta(days=3), place="",
        written_reason="급히 정할 일이 있음", starts_at=now, at=now - timedelta(days=5),
    )  # fmt: skip
    meetings.call_to_order(meeting, by=secretary, at=now)
    item, browser = meeting.items.get(), visit(secretary)
    assert f"/items/{item.pk}/vote/" in browser.get(page(meeting, "console")).text
    presses(browser, page(meeting, "items", item.pk, "vote"), method="roll_call", next="console")
    vote = Vote.objects.get()
    seat = seat_of(meeting, members[4])
    presses(browser, page(meeting, "votes", vote.pk, "roll"), seat=seat, choice="yes", next="console")
    told = browser.get(page(meeting, "console")).text
    assert "<strong>1</strong> / 10" in told
    assert 'class="rail-act"' not in told
    assert re.search(r'id="take-next"[^>]* hidden', told)
    assert f"/votes/{vote.pk}/close/" in visit(chair).get(page(meeting, "chair")).text


def test_the_agenda_grows_by_a_form_until_the_meeting_begins(visit, gathering, secretary, members, now):
    browser = visit(secretary)
    refused = presses(browser, page(gathering, "items"), kind="report", title="급한 보고", next="console")
    assert refused.status_code == 422
    assert re.search(r'id="introduce" open', refused.text)
    assert 'value="급한 보고"' in refused.text
    asked = {"kind": "report", "title": "급한 보고", "reason": "비가 많이 왔음", "next": "console"}
    presses(browser, page(gathering, "items"), **asked)
    assert "급한 보고" in browser.get(page(gathering, "console")).text
    for person in members[:6]:
        meetings.check_in(gathering, by=person, at=now)
    meetings.call_to_order(gathering, by=secretary, at=now)
    assert 'id="introduce"' not in browser.get(page(gathering, "console")).text
