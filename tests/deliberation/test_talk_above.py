"""A talk about something that is neither asked nor proposed, as a pledge: it is whole in every place."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import RequestFactory

from cms.actions import due, leave_house
from cms.mydata import gather
from cms.showing import live
from deliberation import actions
from deliberation.actions.clock import tell_doors
from deliberation.models import Ranking, Thread, Voice
from deliberation.rooms import ThreadRoom
from deliberation.views.opening import opening
from district.models import Department
from district.refusals import Refusal
from letters.models import Letter
from realtime.kinds import Context
from realtime.models import Event
from search.models import Entry
from tests.cast import in_office
from tests.deliberation.doors import comments_of, problem, send
from tests.deliberation.order import again, hide, numbers, refused, report

pytestmark = pytest.mark.django_db
HEADING, ADDRESS = "6-2 소통과 신뢰의 협치", "/pledges/1/6-2/"
ROOM = ThreadRoom()


@pytest.fixture
def talk(policy, department, now):
    """What residents say of a promise of the department, for as long as it is to be kept."""
    return actions.open_talk(
        heading=HEADING, address=ADDRESS, keeper=department, opens_at=now - timedelta(days=100),
        closes_at=now + timedelta(days=1000), at=now - timedelta(days=100),
    )  # fmt: skip


@pytest.fixture
def asked_there(talk, resident, now):
    return say(talk, resident, "면담은 몇 번 하셨습니까?", now)


@pytest.fixture
def stranger(db):
    """An officer of another department."""
    return in_office(
        "stranger", "officer", "교통팀 주무관", Department.objects.create(code="B9", name="교통과")
    )


def say(talk, by, body, at, **more):
    return actions.post_comment(talk, by=by, body=body, at=at, ref=uuid4(), **more)


def test_a_resident_asks_and_the_department_answers_as_an_office(talk, asked_there, officer, now):
    answer = say(talk, officer, "65번 하였습니다.", now, parent=asked_there.pk)
    assert (answer.office, answer.author_name, answer.counted) == (True, "기획예산과", False)
    assert numbers(talk) == (1, 2)


def test_it_takes_no_stances_calls_no_mayor_and_needs_no_voices(talk, asked_there, resident, now, client):
    with pytest.raises(Refusal) as no:
        say(talk, resident, "찬성합니다.", now, stance="pro")
    assert no.value.code == "no_stance_here"
    assert (talk.voices_needed, talk.subject, talk.forum_session) == (None, None, None)
    assert not Event.objects.filter(name="mayor.called").exists()
    told = client.get(f"/api/v1/threads/{talk.pk}/").json()
    assert told["above"] == {"title": HEADING, "url": ADDRESS}
    assert (told["question"], told["proposal"], told["voices_needed"], told["mayor_called_at"]) == (None,) * 4
    assert (told["status"], told["comments"]) == ("open", 1)


def test_its_door_opens_and_closes_by_the_clock_alone(talk, resident, department, now):
    tell_doors(now)
    assert not Event.objects.exists(), "nobody waited before a door that was made open"
    later = talk.closes_at
    assert refused(say, talk, resident, "늦었습니다.", later) == ("thread_closed", 409)
    tell_doors(later)
    talk.refresh_from_db()
    assert talk.told == Thread.Told.CLOSED
    assert [event.name for event in Event.objects.all()] == ["thread.closed"]
    early = talk.opens_at - timedelta(days=1)
    assert refused(say, talk, resident, "이릅니다.", early) == ("thread_not_open", 409)
    with pytest.raises(Refusal) as no:
        actions.open_talk(
            heading=HEADING, address=ADDRESS, keeper=department, opens_at=now, closes_at=now, at=now
        )
    assert no.value.code == "closes_before_opening"


def test_words_are_mended_while_they_are_fresh_by_the_policy_of_its_first_day(asked_there, resident, now):
    actions.edit_comment(asked_there, by=resident, body="면담은 몇 번입니까?", at=now + timedelta(minutes=29))
    assert refused(
        actions.edit_comment, asked_there, by=resident, body="늦었다", at=now + timedelta(minutes=31)
    ) == ("edit_window_over", 409)


def test_its_department_and_the_moderators_keep_it_and_nobody_else(
    talk, asked_there, officer, moderator, stranger, resident, now
):
    for nobody in (stranger, resident):
        assert refused(actions.pin_comment, asked_there, by=nobody, at=now) == ("not_talk_keeper", 403)
        assert refused(actions.slow_thread, talk, seconds=30, by=nobody, at=now) == ("not_talk_keeper", 403)
    actions.pin_comment(asked_there, by=officer, at=now)
    actions.slow_thread(talk, seconds=30, by=moderator, at=now)
    talk.refresh_from_db()
    assert (talk.pinned, talk.slow_seconds) == (asked_there, 30)
    assert not Thread(heading=HEADING, keeper=None).may_keep(officer, now)
    assert not Thread().may_keep(moderator, now), "a talk about nothing is kept by nobody"


def test_its_words_are_reported_judged_and_hidden_like_any(
    visit, home, talk, asked_there, neighbour, moderator, resident, now
):
    report(asked_there, neighbour, at=now)
    desk = visit(moderator)
    for address in ("/desk/moderation/", f"/desk/moderation/{asked_there.pk}/"):
        assert asked_there.body in desk.get(address).content.decode()
    queued = desk.get("/api/v1/dockets/").json()["results"]
    assert [(row["comment"], row["title"]) for row in queued] == [(asked_there.pk, HEADING)]
    assert refused(report, asked_there, resident, at=now) == ("own_words", 409)
    hide(asked_there, moderator, at=now)
    assert asked_there.body not in str(ROOM.snapshot(str(talk.pk)))
    assert (
        asked_there.body not in visit(resident).get(f"/comments/{asked_there.pk}/replies/").content.decode()
    )
    assert numbers(talk) == (0, 0)


def test_its_words_are_found_under_what_they_are_about_and_no_more_once_hidden(
    client, talk, asked_there, moderator, now
):
    entry = Entry.objects.of(asked_there).get()
    assert (entry.title, entry.title_tokens, entry.url) == (HEADING, "", f"/comments/{asked_there.pk}/")
    assert HEADING in client.get("/search/", {"q": "면담"}).content.decode()
    hide(asked_there, moderator, at=now)
    assert asked_there.body not in client.get("/search/", {"q": "면담"}).content.decode()
    assert Entry.objects.of(asked_there).get().title == ""


def test_whoever_is_called_by_name_is_told_where(talk, asked_there, resident, neighbour, officer, now):
    say(talk, officer, f"@{resident.nickname} 님, 65번입니다.", now, parent=asked_there.pk)
    letter = Letter.objects.filter(person=resident).first()
    assert HEADING in letter.dispatch.title
    assert letter.dispatch.url.startswith("/comments/")
    assert not Letter.objects.filter(person=neighbour).exists()


def test_every_address_of_a_word_leads_to_where_the_talk_stands(visit, talk, asked_there, resident, now):
    home = visit(resident)
    place = f"{ADDRESS}?around={asked_there.pk}#comment-{asked_there.pk}"
    assert home.get(f"/comments/{asked_there.pk}/").headers["Location"] == place
    for mode in ("edit", "replies"):
        shown = home.get(f"/comments/{asked_there.pk}/{mode}/").content.decode()
        assert f'<a href="{ADDRESS}">{HEADING}</a>' in shown
    sent = home.post(f"/threads/{talk.pk}/comments/", {"body": "또 여쭙니다.", "ref": str(uuid4())})
    assert sent.headers["Location"].startswith(ADDRESS)
    assert home.get(f"/threads/{talk.pk}/comments/").headers["Location"] == ADDRESS
    empty = home.post(f"/threads/{talk.pk}/comments/", {"body": " ", "ref": str(uuid4())})
    assert empty.status_code == 422
    assert HEADING in empty.content.decode()
    agreed = home.post(f"/comments/{asked_there.pk}/reaction/", {"ref": str(uuid4())})
    assert agreed.headers["Location"].startswith(ADDRESS)


def test_programs_speak_there_by_the_same_rules(visit, talk, resident, unverified, now):
    done = send(visit(resident), "post", comments_of(talk), body="여쭙니다.")
    assert (done.status_code, done.json()["office"]) == (201, False)
    assert problem(send(visit(unverified), "post", comments_of(talk), body="저도요")) == (
        "verification_needed", 403,
    )  # fmt: skip
    for order in ("newest", *Ranking.Order.values):
        answer = visit(resident).get(comments_of(talk), {"order": order})
        assert [row["body"] for row in answer.json()["results"]] == ["여쭙니다."]
    assert problem(send(visit(resident), "post", comments_of(talk), body="찬성", stance="pro")) == (
        "no_stance_here", 422,
    )  # fmt: skip


def test_the_room_tells_of_it_what_the_snapshot_says(talk, asked_there, officer, moderator, now):
    context = Context(now, None)
    said = ROOM.post(talk.room, officer, {"body": "답변드립니다.", "parent": asked_there.pk}, context)
    ROOM.pin(talk.room, officer, {"comment": asked_there.pk}, context)
    ROOM.slow(talk.room, moderator, {"seconds": 10}, context)
    hide(asked_there, moderator, at=now)
    events = list(Event.objects.filter(room__kind="thread", room__key=str(talk.pk)).order_by("seq"))
    frames = dict(zip((e.name for e in events), ROOM.render(str(talk.pk), events), strict=True))
    seen = ROOM.snapshot(str(talk.pk))
    assert frames["thread.slowed"] == seen["thread"]
    assert (seen["thread"]["above"], seen["subject"]) == ({"title": HEADING, "url": ADDRESS}, None)
    assert seen["comments"][0]["id"] == said.pk
    assert frames["comment.hidden"] == {"id": asked_there.pk, "hidden": True, "ground": "abuse"}
    with pytest.raises(Refusal) as no:
        ROOM.open(talk.room, officer, {}, context)
    assert no.value.code == "not_found"


def test_my_page_and_my_data_name_it(visit, asked_there, resident, now):
    assert HEADING in visit(resident).get("/me/").content.decode()
    assert [row["subject"] for row in gather(resident, now)["comments"]] == [HEADING]


def test_the_desk_that_watches_the_rooms_leads_to_it(talk):
    assert live.fullest({"one": {"fullest": [[f"thread/{talk.pk}", 3]]}}) == [(HEADING, ADDRESS, "3명")]


def test_what_was_said_of_a_promise_keeps_nobody_known_for_years(asked_there, question, resident, now):
    assert Voice.objects.filter(person=resident).count() == 1
    leave_house(again(resident), at=now)
    due(now + timedelta(minutes=1))
    assert again(resident).ci_hash is None


def test_a_page_that_opens_with_it_has_all_that_a_script_needs(talk, asked_there, officer, resident, now):
    request = RequestFactory().get(ADDRESS)
    for person, keeps in ((officer, True), (resident, False)):
        request.user, request.session = person, {}
        told = opening(talk, request, now)
        assert (told["may_pin"], told["stances"], told["thread_open"]) == (keeps, [], True)
        assert told["live"]["room"] == f"thread/{talk.pk}"
        assert "common" not in {order["code"] for order in told["orders"]}
