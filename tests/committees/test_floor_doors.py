"""Whatever is said or moved comes in by three doors, and is the same act at each."""

from uuid import uuid4

import pytest
from django.utils import timezone

from committees.actions import meetings, motions, recusing, speaking
from committees.models import Gist, Motion, Observer, Recusal, SpeakingTurn
from committees.rooms import MeetingRoom
from committees.rooms.floor_commands import COMMANDS
from district.refusals import Refusal
from realtime.door import mark, once
from realtime.kinds import Context
from realtime.models import Event
from tests.committees.conftest import CLOSED_WORDS
from tests.committees.doors import act, api, presses, problem
from tests.committees.floor_cases import CASES, seat, undone, world_of

pytestmark = pytest.mark.django_db
doors = pytest.mark.parametrize("door", ["room", "api", "form"])


@pytest.fixture
def world(sitting, items, members, chair, secretary, now, settings, gu):
    settings.PACE_PERSON = settings.PACE_ADDRESS = "100000/60"
    item = meetings.take_up(items[1], by=secretary, at=now)
    return world_of(sitting, item, (chair, members[1], members[2], secretary), now)


class Doors:
    """Each gives what came of it: nothing, or the refusal's code (a form shows its sentence alone)."""

    def __init__(self, visit, world):
        self.world = world
        people = (None, world.chair, world.member, world.other, world.secretary)
        self.clients = {person: visit(person) for person in people}

    def visit(self, person):
        """A browser that was signed in before anything was tried."""
        return self.clients[person]

    def room(self, verb, person, frame, ref):
        address, at = self.world.held.room, timezone.now()
        sealed = mark(ref, verb, address, frame)
        command = MeetingRoom().commands[verb]
        try:
            once(person, sealed, lambda: command(address, person, frame, Context(at, sealed)))
        except Refusal as refusal:
            return refusal.code
        return None

    def api(self, verb, person, frame, ref):
        case, body = CASES[verb], self.rest(verb, frame)
        address = "/api/v1/" + case.api.format(**frame, held=self.world.held.pk)
        client = self.visit(person)
        call = getattr(client, case.method)
        answer = call(address, {"ref": str(ref), **body}, content_type="application/json")
        return None if answer.status_code in {200, 201} else answer.json()["code"]

    def form(self, verb, person, frame, ref):
        before = Event.objects.count()
        answer = self.pressed(verb, person, frame, ref=str(ref))
        if answer.status_code == 302 and Event.objects.count() == before:
            shown = self.visit(person).get(answer.url)
            return str(next(iter(shown.context["messages"])))
        return None if answer.status_code == 302 else str(answer.context["error"])

    def pressed(self, verb, person, frame, **more):
        body = self.rest(verb, frame)
        body |= {"closed": str(body["closed"]).lower()} if "closed" in body else {}
        address = f"/meetings/{self.world.held.pk}/" + CASES[verb].form.format(**frame)
        return presses(self.visit(person), address, **body, **more)

    def rest(self, verb, frame):
        case = CASES[verb]
        return {name: value for name, value in frame.items() if name not in case.in_address} | dict(case.more)


@pytest.fixture
def asked(visit, world):
    return Doors(visit, world)


def told(event):
    return Event.objects.filter(name=event).count()


def test_every_verb_of_the_room_is_tried():
    assert set(CASES) == set(COMMANDS)
    assert set(COMMANDS) <= set(MeetingRoom().commands)


@doors
def test_whoever_may_does_it_by_every_door_and_a_second_time_is_told_why_not(asked, world, door):
    def tried(verb, case):
        ask, frame, by = getattr(asked, door), case.frame(world), getattr(world, case.by)
        before = told(case.event)
        assert ask(verb, by, frame, uuid4()) is None, verb
        assert told(case.event) == before + 1, verb
        assert Event.objects.filter(name=case.event).latest("id").actor == by
        came = ask(verb, by, frame, uuid4())
        assert (came is None) == (case.again is None), verb
        assert door == "form" or came == case.again, verb
        assert told(case.event) == before + (1 if case.again else 2), verb

    for verb, case in CASES.items():
        undone(tried, verb, case)


def test_whoever_may_not_is_refused_by_every_door_and_nothing_is_written(asked, world):
    def tried(verb, case):
        frame, (wrong, code) = case.frame(world), case.wrong
        before, person = Event.objects.count(), getattr(world, wrong)
        assert asked.room(verb, person, frame, uuid4()) == code, verb
        assert asked.api(verb, person, frame, uuid4()) == code, verb
        assert asked.pressed(verb, person, frame).status_code == 403, verb
        answer = asked.pressed(verb, None, frame)
        assert (answer.status_code, answer.url.split("?")[0]) == (302, "/accounts/login/"), verb
        assert asked.api(verb, None, frame, uuid4()) == "sign_in_needed", verb
        assert asked.room(verb, None, frame, uuid4()) == "sign_in_needed", verb
        assert Event.objects.count() == before, verb

    for verb, case in CASES.items():
        undone(tried, verb, case)


def test_the_same_number_is_one_act_by_whichever_doors_it_comes(asked, world):
    """The browser sent it by the socket, lost the line, and the form was pressed: that is one act."""

    def tried(verb, case):
        frame, by, ref = case.frame(world), getattr(world, case.by), uuid4()
        before = told(case.event)
        assert asked.room(verb, by, frame, ref) is None, verb
        assert asked.api(verb, by, frame, ref) is None, verb
        assert asked.pressed(verb, by, frame, ref=str(ref)).status_code == 302, verb
        assert told(case.event) == before + 1, verb
        other = "turn.ask" if verb != "turn.ask" else "list.close"
        count, said = Event.objects.count(), {"item": world.item.pk, "kind": "speech"}
        assert asked.room(other, by, said, ref) == "ref_reused", verb
        assert Event.objects.count() == count, verb

    for verb, case in CASES.items():
        undone(tried, verb, case)


@doors
def test_what_was_on_the_floor_a_moment_ago_is_not_any_more(asked, world, items, door):
    def tried(verb):
        case = CASES[verb]
        frame, by = case.frame(world), getattr(world, case.by)
        meetings.take_up(items[0], by=world.secretary, at=timezone.now())
        before, came = Event.objects.count(), getattr(asked, door)(verb, by, frame, uuid4())
        assert came == ("지금 다루고 있는 안건이 아닙니다." if door == "form" else "item_not_on_floor"), verb
        assert Event.objects.count() == before, verb

    for verb in ("turn.ask", "motion.move", "motion.second", "turn.begin", "list.close"):
        undone(tried, verb)


def test_a_seat_and_an_amendment_go_through_every_door(asked, world):
    first = {"item": world.item.pk, "kind": "main", "text": "원안", "seat": seat(world, "other")}
    assert asked.api("motion.move", world.secretary, first, uuid4()) is None
    main = Motion.objects.get()
    frame = {"item": world.item.pk, "kind": "amendment", "text": "고침", "amends": main.pk}
    for door, by in (("room", world.member), ("api", world.chair), ("form", world.other)):
        assert getattr(asked, door)("motion.move", by, frame, uuid4()) is None
    assert [each.name for each in Motion.objects.filter(amends=main)] == ["김도연", "강하윤", "나은서"]
    for door, name in (("room", "chair"), ("form", "member")):
        said = {"motion": main.pk, "seat": seat(world, name)}
        assert getattr(asked, door)("motion.second", world.secretary, said, uuid4()) is None
    assert sorted(main.seconds.values_list("name", flat=True)) == ["강하윤", "김도연"]
    turn = {"item": world.item.pk, "seat": seat(world, "other"), "kind": "speech"}
    assert asked.form("turn.add", world.secretary, turn, uuid4()) is None
    assert SpeakingTurn.objects.get().person == world.other
    running = speaking.begin_turn(SpeakingTurn.objects.get(), by=world.chair, at=timezone.now())
    for door in ("room", "api", "form"):
        said = {"item": world.item.pk, "turn": running.pk, "words": f"{door} 말"}
        assert getattr(asked, door)("gist.type", world.secretary, said, uuid4()) is None
    assert [gist.name for gist in Gist.objects.filter(turn=running)] == ["나은서"] * 3
    challenge = {"item": world.item.pk, "kind": "challenge", "reason": "친족", "seat": seat(world, "chair")}
    assert asked.form("recusal.record", world.member, challenge, uuid4()) is None
    assert Recusal.objects.get().state == "pending"


def test_what_belongs_to_another_item_or_meeting_is_not_found(asked, world, items):
    turn, motion = CASES["turn.begin"].frame(world), CASES["motion.second"].frame(world)
    meetings.take_up(items[2], by=world.secretary, at=timezone.now())
    frame = {"item": items[2].pk, "kind": "amendment", "text": "고침", "amends": motion["motion"]}
    gist = {"item": items[2].pk, "words": "말", "turn": turn["turn"]}
    for door in ("room", "api"):
        ask = getattr(asked, door)
        assert ask("motion.move", world.member, frame, uuid4()) == "not_found"
        assert ask("gist.type", world.secretary, gist, uuid4()) == "not_found"
    client = asked.visit(world.chair)
    assert presses(client, f"/meetings/{world.held.pk + 1}/turns/{turn['turn']}/begin/").status_code == 404
    for key in (0, 10**30, "x", None, [], True):
        assert asked.room("turn.begin", world.chair, {"turn": key}, uuid4()) == "not_found"


def test_everybody_reads_what_was_said_and_moved_of_an_open_item(visit, world):
    waiting = speaking.ask_turn(world.item, by=world.member, at=world.now)
    turn = speaking.begin_turn(waiting, by=world.chair, at=world.now)
    speaking.type_gist(world.item, words="조명부터", turn=turn, by=world.secretary, at=world.now)
    motion = motions.move(world.item, kind="main", text="원안", by=world.member, at=world.now)
    recusing.record(world.item, kind="self", reason="친족", by=world.other, at=world.now)
    rows = {name: visit().get(api(world.item, name)) for name in ("turns", "gists", "motions", "recusals")}
    assert {answer.status_code for answer in rows.values()} == {200}
    read = {name: answer.json()["results"][0] for name, answer in rows.items()}
    assert (read["turns"]["name"], read["turns"]["seconds"]) == ("김도연", 180)
    assert (read["gists"]["words"], read["gists"]["turn"]) == ("조명부터", turn.pk)
    assert (read["motions"]["id"], read["motions"]["next"]) == (motion.pk, True)
    assert (read["recusals"]["name"], read["recusals"]["reason"]) == ("나은서", "")
    again = visit().get(api(world.item, "motions"), headers={"If-None-Match": rows["motions"]["ETag"]})
    assert again.status_code == 304
    first = visit().get(api(world.item, "motions"), {"limit": 1}).json()
    motions.move(world.item, kind="procedural", text="정회하자", by=world.member, at=world.now)
    second = visit().get(api(world.item, "motions"), {"limit": 1}).json()
    assert (first["results"][0]["next"], first["next"]) == (True, None)
    assert (second["results"][0]["kind"], second["results"][0]["next"]) == ("procedural", True)
    [older] = visit().get(second["next"]).json()["results"]
    assert (older["id"], older["next"]) == (motion.pk, False)


def test_of_a_closed_item_no_door_tells_a_word(visit, world, items):
    closed = meetings.take_up(items[2], by=world.secretary, at=world.now)
    client = visit(world.member)
    answers = [
        act(client, api(closed, "turns"), kind="speech"),
        act(client, api(closed, "motions"), kind="main", text=f"{CLOSED_WORDS}를 위촉한다"),
        act(visit(world.other), api(closed, "recusals"), kind="self", reason=f"{CLOSED_WORDS}의 친족"),
        act(visit(world.secretary), api(closed, "gists"), words=f"{CLOSED_WORDS}에 대하여 말함"),
    ]
    assert [answer.status_code for answer in answers] == [201] * 4
    reads = [visit().get(api(closed, name)) for name in ("turns", "gists", "motions", "recusals")]
    for answer in [*answers, *reads, visit().get(api(world.held))]:
        assert (CLOSED_WORDS in answer.text, "김도연" in answer.text, "나은서" in answer.text) == (False,) * 3
    inside = visit(world.chair).get(api(world.held, "inside")).json()
    assert inside["motions"][0]["text"] == f"{CLOSED_WORDS}를 위촉한다"
    assert problem(visit(None).get(api(world.held, "inside"))) == ("sign_in_needed", 403)


def test_a_form_that_is_refused_keeps_what_was_written(visit, world):
    client = visit(world.member)
    motions.move(world.item, kind="main", text="먼저 낸 동의", by=world.chair, at=world.now)
    address = f"/meetings/{world.held.pk}/items/{world.item.pk}/motion/"
    answer = presses(client, address, kind="main", text="골목길 조명을 모두 바꾼다.", next="floor")
    assert answer.status_code == 409
    assert answer.context["said"]["text"] == "골목길 조명을 모두 바꾼다."
    assert str(answer.context["error"]) == "이 안건에는 아직 끝나지 않은 동의가 있습니다."


def test_observers_are_read_and_written_at_the_meeting(visit, world):
    address = api(world.held, "observers")
    told = act(visit(world.secretary), address, name="교통과장", office="교통과").json()
    assert (told["name"], told["office"], told["gone"]) == ("교통과장", "교통과", False)
    gone = act(visit(world.secretary), f"/api/v1/observers/{told['id']}/remove/").json()
    assert gone["gone"] is True
    assert [row["gone"] for row in visit().get(address).json()["results"]] == [True]
    assert Observer.objects.get().left_out_at is not None
