"""Votes by program, by form and by socket: one verb each, refused alike, and done once."""

from uuid import uuid4

import pytest

from committees.actions import meetings, motions
from committees.models import Ballot, Meeting, Resolution, Vote
from committees.rooms import MeetingRoom
from district.refusals import Refusal
from realtime.kinds import Address, Context
from tests.committees.doors import act, api, presses, problem

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(sitting, items, secretary, now):
    return meetings.take_up(items[1], by=secretary, at=now)


def put(visit, item, secretary, **said):
    answer = act(visit(secretary), api(item, "votes"), **{"method": "roll_call"} | said)
    assert answer.status_code == 201, answer.content
    return Vote.objects.get(pk=answer.json()["id"])


def heard(verb, meeting, by, now, **said):
    """The same asked in the room: the row, or the code of its refusal."""
    try:
        return MeetingRoom().commands[verb](Address("meeting", str(meeting.pk)), by, said, Context(now, None))
    except Refusal as refusal:
        return refusal.code, refusal.status


def test_a_roll_call_from_its_opening_to_its_resolution(visit, item, secretary, members):
    vote = put(visit, item, secretary, subject="실행계획을 확정할까요?")
    mine = act(visit(members[0]), api(vote, "ballots"), choice="yes")
    assert mine.status_code == 201
    told = mine.json()
    assert (told["vote"], told["choice_label"], told["seq"] > 0) == (vote.pk, "찬성", True)
    assert mine.headers["Cache-Control"] == "private, no-store"
    for person in members[1:4]:
        act(visit(person), api(vote, "ballots"), choice="yes")
    seat = vote.electors.get(person=members[4]).seat_id
    called = act(visit(secretary), api(vote, "roll"), seat=seat, choice="no")
    assert (called.status_code, called.json()["choice"]) == (200, "no")
    roll = visit().get(api(vote, "ballots")).json()
    assert roll["count"] == {"id": vote.pk, "cast": 5, "asked": 6, "yes": 4, "no": 1, "abstain": 0}
    assert [row["choice"] for row in roll["results"]] == ["yes"] * 4 + ["no", ""]
    ended = act(visit(secretary), api(vote, "close")).json()
    assert ended["line"] == "출석 6 · 찬성 4 · 반대 1 · 기권 0 · 불참 1 → 가결: 출석 과반수 4 필요"
    resolved = act(visit(secretary), api(vote, "resolution"), text="확정한다.")
    assert (resolved.status_code, resolved.json()["form"]) == (201, "adopted")
    row = visit().get(api(vote)).json()
    assert (row["resolution"], row["subject"]) == (Resolution.objects.get().pk, "실행계획을 확정할까요?")
    assert [each["id"] for each in visit().get(api(item, "votes")).json()["results"]] == [vote.pk]


def test_the_same_ref_is_one_ballot_and_another_choice_under_it_is_refused(visit, item, secretary, members):
    vote, ref, client = put(visit, item, secretary), uuid4(), visit(members[0])
    first = act(client, api(vote, "ballots"), ref, choice="yes")
    assert act(client, api(vote, "ballots"), ref, choice="yes").json() == first.json()
    assert problem(act(client, api(vote, "ballots"), ref, choice="no")) == ("ref_reused", 409)
    assert Ballot.objects.get().choice == "yes"


def test_what_is_refused_at_one_door_is_refused_at_the_others(visit, item, sitting, secretary, members, now):
    vote, resident = put(visit, item, secretary), members[7]
    for person, rest, verb, said, code in [
        (members[0], "ballots", "ballot.cast", {"choice": "maybe"}, ("unknown_choice", 422)),
        (members[0], "ballots", "ballot.cast", {"choice": {"a": 1}}, ("unknown_choice", 422)),
        (resident, "ballots", "ballot.cast", {"choice": "yes"}, ("not_an_elector", 403)),
        (members[1], "close", "vote.close", {}, ("not_running", 403)),
        (members[1], "void", "vote.void", {"reason": "까닭"}, ("not_running", 403)),
        (secretary, "void", "vote.void", {}, ("bad_text", 422)),
        (secretary, "void", "vote.void", {"reason": 5}, ("bad_text", 422)),
        (secretary, "roll", "ballot.call", {"seat": "x", "choice": "yes"}, ("not_an_elector", 403)),
        (secretary, "roll", "ballot.call", {}, ("not_an_elector", 403)),
        (secretary, "resolution", "vote.resolve", {"text": "말"}, ("vote_open", 409)),
        (secretary, "run-off", "vote.run_off", {}, ("vote_open", 409)),
    ]:  # fmt: skip
        assert problem(act(visit(person), api(vote, rest), **said)) == code, (rest, said)
        assert heard(verb, sitting, person, now, vote=vote.pk, **said) == code, (verb, said)
    assert problem(act(visit(), api(vote, "ballots"), choice="yes")) == ("sign_in_needed", 403)
    for nothing in (10**18, "x", None, {}):
        assert heard("ballot.cast", sitting, members[0], now, vote=nothing, choice="yes") == (
            "not_found",
            404,
        )
    vote.refresh_from_db()
    assert (vote.state, vote.cast, Ballot.objects.count()) == ("open", 0, 0)


def test_a_vote_is_of_the_meeting_in_whose_room_it_is_pressed(visit, item, council, secretary, members, now):
    vote = put(visit, item, secretary)
    other = Meeting(pk=item.meeting_id + 1)
    assert heard("ballot.cast", other, members[0], now, vote=vote.pk, choice="yes") == ("not_found", 404)
    elsewhere = f"/meetings/{item.meeting_id + 1}/votes/{vote.pk}/ballot/"
    assert presses(visit(members[0]), elsewhere, choice="yes").status_code == 404


def test_a_question_names_motions_and_challenges_of_its_own_item(visit, item, items, secretary, members, now):
    motion = motions.move(item, kind="main", text="그대로 한다.", by=members[0], at=now)
    motion = motions.second(motion, by=members[1], at=now)
    for wrong in ({"motion": motion.pk + 1}, {"recusal": 1}, {"motion": "x"}, {"motion": [1]}):
        asked = act(visit(secretary), api(item, "votes"), method="consent", **wrong)
        assert problem(asked) == ("not_found", 404), wrong
    other = act(visit(secretary), api(items[2], "votes"), method="consent", motion=motion.pk)
    assert problem(other) == ("not_found", 404)
    assert put(visit, item, secretary, method="consent", motion=motion.pk).motion == motion


def test_the_socket_puts_answers_closes_and_resolves(item, sitting, secretary, members, now):
    vote = heard("vote.open", sitting, secretary, now, item=item.pk, method="roll_call")
    for person in members[:4]:
        assert heard("ballot.cast", sitting, person, now, vote=vote.pk, choice="yes").choice == "yes"
    seat = vote.electors.get(person=members[4]).seat_id
    assert heard("ballot.call", sitting, secretary, now, vote=vote.pk, seat=seat, choice="no").way == "called"
    assert heard("vote.close", sitting, secretary, now, vote=vote.pk).result == "carried"
    assert heard("vote.resolve", sitting, secretary, now, vote=vote.pk, text="한다.").form == "adopted"


def test_a_secret_ballot_is_not_taken_through_the_socket(visit, item, sitting, secretary, members, now):
    vote = put(visit, item, secretary, method="secret")
    said = {"vote": vote.pk, "choice": "yes"}
    assert heard("ballot.cast", sitting, members[0], now, **said) == ("secret_by_form", 409)
    assert act(visit(members[0]), api(vote, "ballots"), choice="yes").status_code == 201


def test_an_election_by_program_and_by_form(visit, item, sitting, secretary, members):
    seats = {each.person_id: each.seat_id for each in sitting.attendances.all()}
    standing = [{"seat": seats[members[0].pk]}, {"name": "바깥사람"}]
    said = {"subject": "위원장 선거", "candidates": standing}
    told = act(visit(secretary), api(item, "elections"), **said).json()
    assert [each["name"] for each in told["candidates"]] == [members[0].name, "바깥사람"]
    vote = Vote.objects.get(pk=told["id"])
    taken = act(visit(members[0]), api(vote, "ballots"), choices=[2]).json()
    assert (set(taken), len(taken["receipt"])) == ({"vote", "receipt", "seq"}, 32)
    assert act(visit(secretary), api(vote, "close")).json()["result"] == "run_off"
    again = act(visit(secretary), api(vote, "run-off"))
    assert (again.status_code, again.json()["runs_off"]) == (201, vote.pk)
    second = Vote.objects.get(pk=again.json()["id"])
    act(visit(secretary), api(second, "void"), reason="다시 합니다.")
    place = f"/meetings/{item.meeting_id}/items/{item.pk}/election/"
    answer = presses(
        visit(secretary), place, subject="부위원장 선거", seats="2", next="console",
        seat=[seats[members[0].pk], seats[members[1].pk]], names="가\n\n 나 \n",
    )  # fmt: skip
    assert (answer.status_code, answer.url) == (302, f"/meetings/{item.meeting_id}/console/")
    vote = Vote.objects.running().get()
    names = list(vote.candidates.values_list("name", flat=True))
    assert (vote.seats, names) == (2, [members[0].name, members[1].name, "가", "나"])


def test_forms_put_answer_close_and_resolve(visit, item, secretary, members):
    place = f"/meetings/{item.meeting_id}"
    desk = visit(secretary)
    to_console = f"{place}/console/"
    assert presses(desk, f"{place}/items/{item.pk}/vote/", method="roll_call").url == to_console
    vote = Vote.objects.get()
    for person in members[:5]:
        answer = presses(visit(person), f"{place}/votes/{vote.pk}/ballot/", choice="yes")
        assert (answer.status_code, answer.url) == (302, f"{place}/floor/")
    seat = vote.electors.get(person=members[5]).seat_id
    assert presses(desk, f"{place}/votes/{vote.pk}/roll/", seat=seat, choice="abstain").url == to_console
    assert presses(desk, f"{place}/votes/{vote.pk}/close/").url == to_console
    kept = presses(desk, f"{place}/votes/{vote.pk}/resolution/", text="", form="adopted")
    assert kept.status_code == 422
    assert presses(desk, f"{place}/votes/{vote.pk}/resolution/", text="한다.").url == to_console
    vote.refresh_from_db()
    assert (vote.yes, vote.abstain, vote.resolution.form) == (5, 1, "adopted")
    assert presses(visit(members[1]), f"{place}/votes/{vote.pk}/close/").status_code == 403
    assert visit(secretary).get(f"{place}/votes/{vote.pk}/close/").status_code == 405


def test_hands_come_by_form_as_numbers(visit, item, secretary):
    place = f"/meetings/{item.meeting_id}/items/{item.pk}/vote/"
    refused = presses(visit(secretary), place, method="hands", yes="다섯", no="1", abstain="")
    assert refused.status_code == 422
    presses(visit(secretary), place, method="hands", yes="4", no="1", abstain="1")
    assert Vote.objects.get().result == "carried"


@pytest.mark.parametrize("seat", ["", "x", "٣", "9" * 5_000])
def test_a_seat_that_is_none_is_refused_by_the_form_of_an_election(visit, item, secretary, seat):
    place = f"/meetings/{item.meeting_id}/items/{item.pk}/election/"
    answer = presses(visit(secretary), place, subject="위원장 선거", seat=[seat], names="가", next="console")
    assert answer.status_code == 422
    assert not Vote.objects.exists()


def test_why_a_vote_on_a_closed_item_is_void_stays_inside(visit, items, sitting, secretary, members, now):
    closed = meetings.take_up(items[2], by=secretary, at=now)
    vote = put(visit, closed, secretary)
    act(visit(secretary), api(vote, "void"), reason="비밀매수가 잘못 읽혔습니다.")
    vote.refresh_from_db()
    assert vote.state == "void"
    for address in (api(vote), api(closed, "votes"), api(sitting), f"/votes/{vote.pk}/"):
        assert "비밀매수" not in visit(members[9] if "api" in address else None).get(address).text, address
    assert "비밀매수" in visit(members[1]).get(api(sitting, "inside")).text


def test_open_data_tells_counts_and_names_of_a_roll_call_and_of_a_closed_item_nothing(
    visit, item, items, sitting, secretary, members, now
):
    motion = motions.move(item, kind="main", text="그대로 한다.", by=members[0], at=now)
    motions.second(motion, by=members[1], at=now)
    vote = put(visit, item, secretary, motion=motion.pk)
    for person in members[:5]:
        act(visit(person), api(vote, "ballots"), choice="yes")
    act(visit(secretary), api(vote, "close"))
    meetings.take_up(items[2], by=secretary, at=now)
    shut = put(visit, items[2], secretary, subject="비밀 물음")
    act(visit(members[0]), api(shut, "ballots"), choice="no")
    act(visit(secretary), api(shut, "close"))
    put(visit, items[2], secretary, method="secret")
    data = visit().get("/data/popolo.json").json()
    events, questions = ({row["id"]: row for row in data[noun]} for noun in ("vote_events", "motions"))
    assert set(events) == {f"vote/{vote.pk}", f"vote/{shut.pk}"}  # what still runs is not told
    told, hidden = events[f"vote/{vote.pk}"], events[f"vote/{shut.pk}"]
    assert (told["motion_id"], told["result"]) == (f"motion/{motion.pk}", "pass")
    assert {each["option"]: each["value"] for each in told["counts"]} == {
        "yes": 5, "no": 0, "abstain": 0, "absent": 1,
    }  # fmt: skip
    assert [each["option"] for each in told["votes"]] == ["yes"] * 5 + ["absent"]
    assert told["votes"][0]["voter"] == members[0].name
    assert (hidden["counts"], hidden["votes"], hidden["result"]) == ([], [], "fail")
    assert questions[f"motion/{motion.pk}"]["text"] == "그대로 한다."
    assert "text" not in questions[f"question/{shut.pk}"]
    name = members[0].name
    members[0].leave(now)
    assert name not in str(visit().get("/data/popolo.json").json()["vote_events"])
