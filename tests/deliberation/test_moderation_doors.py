"""Keeping order by API, by form, at the desk and on an open line: the same verbs, the same refusals."""

from datetime import timedelta
from uuid import uuid4

import pytest

from deliberation import actions
from deliberation.models import Block, Comment, Docket, HouseRule, Report
from deliberation.rooms import ThreadRoom
from district.models import AccessRecord
from district.refusals import Refusal
from realtime.kinds import Address, Context
from realtime.models import Event
from tests.deliberation.doors import problem, send
from tests.deliberation.order import again, colleague

pytestmark = pytest.mark.django_db
DESK = "/desk/moderation/"
LISTS = ("dockets", "appeals", "measures", "blankings", "blocks")


def api(comment, verb):
    return f"/api/v1/comments/{comment.pk}/{verb}/"


def press(client, comment, verb, **said):
    return client.post(f"{DESK}{comment.pk}/", {"verb": verb, "ref": str(uuid4()), **said})


@pytest.fixture
def reported(said, neighbour, now):
    actions.report_words(said, by=neighbour, rule="abuse", at=now, ref=uuid4())
    return said


@pytest.fixture
def hidden(said, moderator, now):
    return actions.hide_words(said, by=moderator, ground="abuse", at=now, ref=uuid4())


def test_a_resident_reports_by_api_once_and_a_repeated_request_is_the_same(
    visit, said, neighbour, unverified
):
    client, ref = visit(neighbour), uuid4()
    first = send(client, "post", api(said, "report"), ref=ref, rule="privacy", words="전화번호")
    again_ = send(client, "post", api(said, "report"), ref=ref, rule="privacy", words="전화번호")
    assert (first.status_code, first.json()) == (200, again_.json())
    assert first.json()["state"] == "standing"
    assert Report.objects.count() == 1
    assert problem(send(client, "post", api(said, "report"), rule="privacy")) == ("already_reported", 409)
    assert problem(send(visit(unverified), "post", api(said, "report"), rule="privacy")) == (
        "verification_needed", 403,
    )  # fmt: skip
    assert problem(send(visit(), "post", api(said, "report"), rule="privacy")) == ("sign_in_needed", 403)


@pytest.mark.parametrize(
    "wrong",
    [{}, {"rule": 7}, {"rule": ["abuse"]}, {"rule": "abuse", "words": 7}, {"rule": "abuse", "words": {}}],
)
def test_what_is_no_report_is_refused_and_breaks_nothing(visit, said, neighbour, wrong):
    answer = send(visit(neighbour), "post", api(said, "report"), **wrong)
    assert answer.status_code == 422
    assert not Report.objects.exists()


def test_the_rules_of_the_house_and_the_ground_of_a_hiding_are_public(visit, hidden):
    rules = visit().get("/api/v1/house-rules/").json()["results"]
    assert {"abuse", "privacy", "spam", "election", "off_topic", "measure"} <= {
        rule["code"] for rule in rules
    }
    told = visit().get(api(hidden, "ground")).json()
    assert (told["ground"], told["label"], told["state"]) == ("abuse", "욕설·비방", "hidden")
    assert hidden.body not in str(told)


@pytest.mark.parametrize("place", LISTS)
def test_the_lists_open_for_moderators_and_the_auditor_alone(
    visit, reported, moderator, auditor, neighbour, officer, administrator, place
):
    address = f"/api/v1/{place}/"
    for person in (moderator, auditor):
        answer = visit(person).get(address)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-store")
    for person in (None, neighbour, officer, administrator):
        assert problem(visit(person).get(address)) == ("not_on_watch", 403)


def test_the_queue_is_narrowed_and_says_how_many_wait(visit, reported, moderator):
    client = visit(moderator)
    told = client.get("/api/v1/dockets/").json()
    assert (told["waiting"], [row["comment"] for row in told["results"]]) == (1, [reported.pk])
    assert told["results"][0]["body"] == reported.body
    assert client.get("/api/v1/dockets/?rule=spam").json()["results"] == []
    assert client.get("/api/v1/dockets/?mine=true").json()["results"] == []
    send(client, "post", api(reported, "claim"))
    assert len(client.get("/api/v1/dockets/?mine=true&rule=abuse").json()["results"]) == 1
    assert client.get("/api/v1/dockets/?unclaimed=true").json()["results"] == []
    assert problem(client.get("/api/v1/dockets/?limit=0")) == ("invalid", 422)


def test_the_case_tells_moderators_everything_but_who_reported(
    visit, reported, moderator, auditor, neighbour
):
    for person in (moderator, auditor):
        told = visit(person).get(api(reported, "case")).json()
        assert told["body"] == reported.body
        assert [row["rule"] for row in told["reports"]] == ["abuse"]
        assert [act["name"] for act in told["trail"]] == ["comment.posted", "comment.reported"]
        assert neighbour.public_name not in str(told)
    assert problem(visit(neighbour).get(api(reported, "case"))) == ("not_on_watch", 403)


def test_a_moderator_goes_through_all_of_it_by_api(visit, reported, resident, moderator):
    client, other, mine = visit(moderator), visit(colleague()), visit(resident)
    assert send(client, "post", api(reported, "claim")).status_code == 200
    assert problem(send(other, "post", api(reported, "keep"))) == ("claimed_by_other", 409)
    assert send(client, "post", api(reported, "release")).status_code == 200
    assert send(other, "post", api(reported, "hide"), ground="abuse").status_code == 200
    assert send(mine, "post", api(reported, "appeal"), words="욕이 아닙니다").json()["appeal_outcome"] is None
    assert problem(send(other, "post", f"{api(reported, 'appeal')}decide/", outcome="restored")) == (
        "own_decision", 403,
    )  # fmt: skip
    told = send(
        client, "post", f"{api(reported, 'appeal')}decide/", outcome="restored", answer="그렇습니다"
    ).json()
    assert (told["state"], told["appeals"][0]["outcome"]) == ("standing", "restored")
    assert (
        send(client, "post", api(reported, "blanking"), rule="privacy", reason="번호").json()["state"]
        == "hidden"
    )
    assert problem(send(client, "post", f"{api(reported, 'blanking')}confirm/")) == (
        "second_person_needed",
        403,
    )
    told = send(other, "post", f"{api(reported, 'blanking')}confirm/").json()
    assert (told["state"], told["body"]) == ("blanked", "")
    assert [act["name"] for act in told["trail"]][-1] == "comment.blanked"
    assert visit().get(f"/api/v1/comments/{reported.pk}/").json()["hidden"] is True


def test_a_measure_goes_its_way_by_api(visit, said, resident, neighbour, moderator):
    address = api(said, "measure")
    assert send(visit(neighbour), "post", address, words="제 이름입니다").status_code == 200
    assert problem(send(visit(neighbour), "post", f"{address}take/")) == ("not_moderator", 403)
    told = send(visit(moderator), "post", f"{address}take/").json()
    assert (told["state"], told["ground"]) == ("hidden", "measure")
    until = visit().get(api(said, "ground")).json()["until"]
    assert until == told["measures"][0]["until"]
    assert send(visit(resident), "post", f"{address}object/", words="사실입니다").status_code == 200
    decided = send(visit(moderator), "post", f"{address}decide/", outcome="restored")
    assert problem(decided) == ("own_decision", 403)
    told = send(visit(colleague()), "post", f"{address}decide/", outcome="restored").json()
    assert told["state"] == "standing"
    assert len(visit(moderator).get("/api/v1/measures/").json()["results"]) == 1
    assert visit(moderator).get("/api/v1/measures/?open=true").json()["results"] == []


@pytest.mark.parametrize(
    "wrong",
    [{"until": "gestern"}, {"until": 7}, {"outcome": 7}, {"outcome": ["restored"]}, {"outcome": None}],
)
def test_what_is_no_decision_breaks_nothing(visit, said, neighbour, moderator, wrong):
    send(visit(neighbour), "post", api(said, "measure"), words="제 이름입니다")
    verb = "take" if "until" in wrong else "decide"
    assert send(visit(moderator), "post", f"{api(said, 'measure')}{verb}/", **wrong).status_code == 422
    assert not Comment.objects.get().is_hidden


def test_a_block_is_set_and_lifted_by_api(visit, said, resident, moderator, now):
    client = visit(moderator)
    until = (now + timedelta(days=3)).isoformat()
    told = {"comment": said.pk, "rule": "abuse", "reason": "되풀이한 욕설", "until": until}
    made = send(client, "post", "/api/v1/blocks/", **told)
    assert made.status_code == 201
    assert made.json()["name"] == resident.public_name
    speaking = f"/api/v1/threads/{said.thread_id}/comments/"
    answer = send(visit(again(resident)), "post", speaking, body="말")
    assert problem(answer) == ("blocked", 403)
    assert answer.json()["until"]
    assert problem(send(visit(resident), "post", "/api/v1/blocks/", **told)) == ("not_moderator", 403)
    assert problem(send(client, "post", "/api/v1/blocks/", **told | {"until": "nie"})) == ("invalid", 422)
    assert send(client, "post", f"/api/v1/blocks/{made.json()['id']}/lift/").status_code == 200
    assert send(visit(again(resident)), "post", speaking, body="말").status_code == 201
    assert problem(send(client, "post", "/api/v1/blocks/999/lift/")) == ("not_found", 404)


def test_an_open_line_refuses_whoever_is_blocked_and_gives_no_right_to_speak(said, resident, moderator, now):
    room, until = ThreadRoom(), now + timedelta(days=1)
    assert "speak" in room.enter(str(said.thread_id), resident, now)
    actions.block_person(resident, by=moderator, rule="abuse", reason="욕설", until=until, at=now)
    person = again(resident)
    assert "speak" not in room.enter(str(said.thread_id), person, now)
    for command, told in (("comment.post", {"body": "말"}), ("comment.support", {"comment": said.pk})):
        with pytest.raises(Refusal) as no:
            room.commands[command](Address("thread", str(said.thread_id)), person, told, Context(now, None))
        assert (no.value.code, no.value.status) == ("blocked", 403)


def test_many_are_decided_at_once_and_one_refusal_stops_nothing(visit, asked, residents, moderator, now):
    people = residents(4)
    said = [actions.post_comment(asked.thread, by=people[n], body=f"말 {n}", at=now) for n in range(3)]
    for each in said:
        actions.report_words(each, by=people[3], rule="spam", at=now)
    actions.withdraw_comment(said[1], by=people[1], at=now)
    ref, address = uuid4(), "/api/v1/dockets/decide/"
    told = {"comments": [each.pk for each in said] + [999], "decision": "hidden", "ground": "spam"}
    answer = send(visit(moderator), "post", address, ref=ref, **told)
    codes = [row["code"] for row in answer.json()["results"]]
    assert codes == ["", "comment_gone", "", "not_found"]
    assert send(visit(moderator), "post", address, ref=ref, **told).json() == answer.json()
    assert Event.objects.filter(name="comment.hidden").count() == 2
    assert problem(send(visit(moderator), "post", address, comments=[], decision="kept")) == ("invalid", 422)
    refused = send(visit(people[0]), "post", address, comments=[said[0].pk], decision="kept").json()
    assert [row["code"] for row in refused["results"]] == ["not_moderator"]


def test_an_identity_is_shown_on_a_ground_and_written_down_first(visit, said, resident, moderator, auditor):
    assert problem(send(visit(moderator), "post", api(said, "identity"))) == ("ground_needed", 422)
    told = send(visit(moderator), "post", api(said, "identity"), rule="abuse").json()
    assert (told["name"], told["email"]) == (resident.name, resident.email)
    assert send(visit(auditor), "post", api(said, "identity")).json()["name"] == resident.name
    assert problem(send(visit(resident), "post", api(said, "identity"), rule="abuse")) == (
        "not_revealed",
        403,
    )
    assert {record.person for record in AccessRecord.objects.all()} == {moderator, auditor}


def test_a_resident_reports_by_form(visit, said, neighbour, unverified):
    address = f"/comments/{said.pk}/report/"
    assert visit().get(address).headers["Location"].startswith("/accounts/login/")
    page = visit(neighbour).get(address).content.decode()
    assert "욕설·비방" in page
    assert "임시조치를 신청" in page
    assert 'value="measure"' not in page
    none = visit(neighbour).post(address, {})
    assert (none.status_code, "까닭을 골라 주세요." in none.content.decode()) == (422, True)
    assert visit(unverified).post(address, {"rule": "abuse"}).headers["Location"].startswith("/me/verify/")
    done = visit(neighbour).post(address, {"rule": "abuse", "words": "심합니다"}, follow=True)
    assert "신고를 받았습니다." in done.content.decode()
    assert Report.objects.get().words == "심합니다"


def test_an_author_reads_why_and_objects_by_form(visit, home, hidden, resident, neighbour):
    address = f"/comments/{hidden.pk}/ground/"
    for person in (None, neighbour):
        page = visit(person).get(address).content.decode()
        assert "욕설·비방" in page
        assert hidden.body not in page
        assert "<textarea" not in page
    page = visit(resident).get(address).content.decode()
    assert hidden.body in page
    assert "<textarea" in page
    assert visit(neighbour).post(address, {"words": "말"}).status_code == 403
    done = visit(resident).post(address, {"words": "욕설이 아닙니다"}, follow=True).content.decode()
    assert "살펴보는 중" in done
    assert "<textarea" not in done


def test_whoever_is_harmed_asks_for_a_measure_by_form_and_the_author_objects(
    visit, home, said, resident, neighbour, moderator, now
):
    address = f"/comments/{said.pk}/measure/"
    assert "30일까지" in visit(neighbour).get(address).content.decode()
    assert visit(neighbour).post(address, {"words": " "}).status_code == 422
    assert (
        "신청을 받았습니다."
        in visit(neighbour).post(address, {"words": "제 이름"}, follow=True).content.decode()
    )
    actions.take_measure(said, by=moderator, at=now)
    ground = f"/comments/{said.pk}/ground/"
    assert "임시조치에 대한 이의" in visit(resident).get(ground).content.decode()
    assert (
        "이의를 받았습니다." in visit(resident).post(ground, {"words": "사실"}, follow=True).content.decode()
    )


def test_words_that_stand_have_no_page_of_grounds(visit, said):
    assert visit().get(f"/comments/{said.pk}/ground/").status_code == 302


def test_the_desk_shows_the_queue_to_moderators_and_the_auditor(
    visit, home, reported, moderator, auditor, officer, administrator
):
    for person in (moderator, auditor):
        assert reported.body in visit(person).get(DESK).content.decode()
        assert reported.body in visit(person).get(f"{DESK}{reported.pk}/").content.decode()
    assert "그대로 두기" not in visit(auditor).get(DESK).content.decode()
    for person in (officer, administrator):
        assert visit(person).get(DESK).status_code == 403
        assert visit(person).get(f"{DESK}{reported.pk}/").status_code == 403
    assert visit(moderator).get(f"{DESK}999/").status_code == 404


@pytest.mark.parametrize("tab", ["queue", "appeals", "measures", "blankings", "blocks", "decided", "nothing"])
def test_every_list_of_the_desk_opens(visit, home, reported, resident, neighbour, moderator, tab, now):
    actions.request_measure(reported, by=neighbour, words="제 이름", at=now)
    actions.ask_blanking(reported, by=moderator, rule="privacy", reason="번호", at=now)
    actions.block_person(
        neighbour, by=moderator, rule="spam", reason="도배", until=now + timedelta(days=1), at=now
    )
    assert visit(moderator).get(f"{DESK}?tab={tab}").status_code == 200


def test_a_moderator_decides_by_one_press_at_the_desk(visit, home, reported, moderator):
    client = visit(moderator)
    assert press(client, reported, "claim").status_code == 302
    assert press(client, reported, "hide", ground="abuse", back="queue").headers["Location"] == DESK
    reported.refresh_from_db()
    assert (reported.state, reported.ground) == ("hidden", "abuse")
    press(client, reported, "restore")
    reported.refresh_from_db()
    assert reported.state == "standing"
    before = Event.objects.count()
    press(client, reported, "destroy")
    assert Event.objects.count() == before


def test_a_form_that_is_sent_twice_is_done_once_at_the_desk(visit, home, reported, moderator):
    ref = str(uuid4())
    for _ in range(2):
        visit(moderator).post(f"{DESK}{reported.pk}/", {"verb": "hide", "ground": "spam", "ref": ref})
    assert Event.objects.filter(name="comment.hidden").count() == 1


def test_the_auditor_presses_nothing_at_the_desk(visit, home, reported, auditor):
    for verb, told in (("claim", {}), ("hide", {"ground": "abuse"}), ("keep", {})):
        page = (
            visit(auditor).post(f"{DESK}{reported.pk}/", {"verb": verb, **told}, follow=True).content.decode()
        )
        assert "운영 담당만 글을 가릴 수 있습니다." in page
    visit(auditor).post(DESK, {"comments": [reported.pk]})
    assert Docket.objects.get().decided_at is None
    assert not Comment.objects.get().is_hidden


def test_many_are_decided_at_the_desk(visit, home, reported, moderator):
    page = visit(moderator).post(DESK, {"comments": [reported.pk], "ref": str(uuid4())}, follow=True)
    assert "1건을 결정했습니다." in page.content.decode()
    assert Docket.objects.get().decision == "kept"


@pytest.mark.parametrize("told", [{"ref": "x"}, {"comments": ["x"]}, {"comments": ["9" * 30]}])
def test_the_desk_refuses_what_is_no_number(visit, home, reported, moderator, told):
    asked = {"comments": [reported.pk], "ref": str(uuid4()), **told}
    assert visit(moderator).post(DESK, asked, follow=True).status_code < 500
    assert Docket.objects.get().decision == ""


def test_the_desk_blocks_nobody_without_a_ground(visit, home, said, moderator):
    page = visit(moderator).post(f"{DESK}{said.pk}/", {"verb": "block", "days": "7"}, follow=True)
    assert "까닭을 골라 주세요." in page.content.decode()
    assert not Block.objects.exists()


def test_the_desk_blocks_for_days_and_lifts(visit, home, said, resident, moderator):
    client = visit(moderator)
    told = {"rule": "abuse", "reason": "되풀이", "days": "7"}
    assert (
        "끝나는 때는"
        in client.post(
            f"{DESK}{said.pk}/", {"verb": "block", **told, "days": "5000"}, follow=True
        ).content.decode()
    )
    press(client, said, "block", **told)
    block = Block.objects.get()
    assert again(resident).blocked_until == block.until
    press(client, said, "unblock", block=block.pk)
    assert again(resident).blocked_until is None


def test_the_desk_shows_an_identity_and_leaves_a_trace(visit, home, said, resident, moderator):
    assert resident.name not in visit(moderator).get(f"{DESK}{said.pk}/").content.decode()
    assert resident.name in press(visit(moderator), said, "reveal", rule="abuse").content.decode()
    assert AccessRecord.objects.get().person == moderator


def test_the_second_moderator_confirms_at_the_desk(visit, home, said, moderator):
    press(visit(moderator), said, "ask_blanking", rule="privacy", reason="번호")
    page = (
        visit(moderator).post(f"{DESK}{said.pk}/", {"verb": "confirm_blanking"}, follow=True).content.decode()
    )
    assert "다른 운영 담당이 확인합니다." in page
    assert Comment.objects.get().body
    press(visit(colleague()), said, "confirm_blanking")
    assert Comment.objects.get().body == ""


def test_the_administrator_keeps_the_rules_and_the_words_to_look_at(visit, home, administrator, moderator):
    for kind in ("houserule", "watchword"):
        assert visit(administrator).get(f"/desk/{kind}/").status_code == 200
        assert visit(moderator).get(f"/desk/{kind}/").status_code != 200
    assert HouseRule.objects.get(code="measure").may_be_reported is False
