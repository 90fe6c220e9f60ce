"""Forums at the doors: for programs, and for people without JavaScript."""

from datetime import timedelta
from uuid import uuid4

import pytest

from cms import actions as house
from deliberation import actions
from deliberation.models import Session
from district.models import Person
from realtime.models import Event
from tests.cast import NOON
from tests.deliberation.doors import problem, send

pytestmark = pytest.mark.django_db
FORUMS = "/api/v1/forums/"


def of(session, act=""):
    return f"/api/v1/sessions/{session.pk}/{act}"


def pin_of(comment):
    return f"/api/v1/comments/{comment.pk}/pin/"


@pytest.fixture
def word(evening, resident):
    return actions.post_comment(evening.thread, by=resident, body="가로등이 필요합니다.", at=NOON)


def test_forums_are_listed_with_their_sessions(visit, forum, council, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        [row] = visit().get(FORUMS).json()["results"]
    assert (row["title"], row["url"], row["status"]) == (forum.title, forum.url, "upcoming")
    assert row["body"] == {"id": council.pk, "name": council.name}
    assert [(one["ordinal"], one["status"], one["facilitator"]) for one in row["sessions"]] == [
        (1, "upcoming", "기획예산과"),
        (2, "upcoming", "기획예산과"),
    ]


def test_a_forum_is_read_with_its_words_and_what_was_printed_of_it(visit, policy):
    forum = actions.open_forum(
        title="지난 공론장", purpose="의제를 찾습니다.", printed_when="2023. 4. 17.~27.", printed_people=149,
        source="공약 6-2", sessions=[], by=None, at=NOON,
    )  # fmt: skip
    actions.record_past_session(forum, ordinal=1, title="1회", by=None, at=NOON)
    row = visit().get(f"{FORUMS}{forum.pk}/").json()
    assert (row["printed_people"], row["printed_when"], row["source"]) == (
        149,
        "2023. 4. 17.~27.",
        "공약 6-2",
    )
    assert (row["status"], row["body"], row["printed_issues"]) == ("closed", None, None)
    [past] = row["sessions"]
    assert (past["status"], past["starts_at"], past["thread"]) == ("closed", None, None)
    read = visit().get(f"/api/v1/sessions/{past['id']}/").json()
    assert (read["seq"], read["epoch"], read["pinned"]) == (0, "", None)
    assert problem(send(visit(), "post", f"/api/v1/sessions/{past['id']}/open/")) == ("session_over", 409)


@pytest.mark.parametrize("address", [FORUMS + "7/", FORUMS + "9" * 30 + "/", "/api/v1/sessions/7/"])
def test_what_is_not_there_is_not_found(visit, db, address):
    assert problem(visit().get(address)) == ("not_found", 404)


def test_the_facilitator_opens_and_closes_once_however_often_it_is_sent(visit, session, facilitator):
    client, ref = visit(facilitator), uuid4()
    first, again = (send(client, "post", of(session, "open/"), ref) for _ in range(2))
    assert (first.status_code, first.json()) == (200, again.json())
    assert (first.json()["status"], first.json()["seq"]) == ("open", 1)
    assert problem(send(client, "post", of(session, "open/"))) == ("session_already_open", 409)
    closed = send(client, "post", of(session, "close/"))
    assert (closed.json()["status"], closed.json()["seq"]) == ("closed", 2)
    assert visit().get(of(session)).json()["seq"] == 2


def test_nobody_else_keeps_an_evening(visit, session, word, resident, officer):
    for person, code in (
        (None, "sign_in_needed"),
        (resident, "not_facilitator"),
        (officer, "not_facilitator"),
    ):
        client = visit(person)
        for address in (of(session, "open/"), of(session, "close/"), pin_of(word)):
            assert problem(send(client, "post", address)) == (code, 403)
        assert problem(send(client, "delete", pin_of(word))) == (code, 403)


def test_a_comment_is_pinned_and_taken_down(visit, evening, word, facilitator, resident):
    client = visit(facilitator)
    pinned = send(client, "post", pin_of(word))
    assert (pinned.status_code, pinned.json()["id"], pinned.json()["seq"]) == (200, word.pk, 3)
    assert visit().get(of(evening)).json()["pinned"]["body"] == word.body
    other = actions.post_comment(evening.thread, by=resident, body="다른 말", at=NOON)
    assert send(client, "delete", pin_of(other)).status_code == 200  # it does not stand there: nothing moves
    assert visit().get(of(evening)).json()["pinned"]["id"] == word.pk
    ref = uuid4()
    down, again = (send(client, "delete", pin_of(word), ref) for _ in range(2))
    assert down.json() == again.json()
    assert visit().get(of(evening)).json()["pinned"] is None
    assert Event.objects.filter(name="comment.unpinned").count() == 1


def test_a_member_is_shown_with_a_badge_and_is_no_office(visit, evening, member):
    actions.post_comment(evening.thread, by=member, body="말", at=NOON)
    [row] = visit().get(f"/api/v1/threads/{evening.thread_id}/comments/").json()["results"]
    assert row["author"] == {"name": member.public_name, "badge": "협치회의 위원"}
    assert (row["office"], row["dong"]) == (False, "낙성대동")


def test_a_thread_says_whose_evening_it_is(visit, evening, asked):
    row = visit().get(f"/api/v1/threads/{evening.thread_id}/").json()
    assert (row["status"], row["session"]["id"], row["voices_needed"]) == ("open", evening.pk, None)
    assert visit().get(f"/api/v1/threads/{asked.thread_id}/").json()["session"] is None


# the site


def test_the_page_and_the_wall_are_public_and_private_to_their_reader(
    visit, home, evening, word, facilitator
):
    actions.pin_comment(word, by=facilitator, at=NOON)
    for address in (f"/sessions/{evening.pk}/", f"/sessions/{evening.pk}/wall/"):
        answer = visit().get(address)
        assert answer.status_code == 200
        assert word.body in answer.content.decode()
        assert "private" in answer["Cache-Control"]
        context = answer.context
        assert (context["status"], context["pinned"], context["may_facilitate"]) == ("open", word, False)
        assert context["join_url"] == f"http://testserver/sessions/{evening.pk}/"
        assert context["live"]["room"] == f"thread/{evening.thread_id}"
    assert visit(facilitator).get(address).context["may_facilitate"]
    assert visit().get("/sessions/99999/").status_code == 404


def test_an_evening_on_paper_has_a_page_without_a_talk(visit, home, forum):
    past = actions.record_past_session(forum, ordinal=9, title="지난 회차", by=None, at=NOON)
    answer = visit().get(f"/sessions/{past.pk}/")
    assert answer.status_code == 200
    assert (answer.context["thread"], answer.context["status"]) == (None, "closed")
    assert visit().get(f"/sessions/{past.pk}/wall/").status_code == 200


def test_the_buttons_work_without_a_script(visit, home, session, facilitator, resident):
    client, page = visit(facilitator), f"/sessions/{session.pk}/"
    assert client.post(f"{page}open/").url == page
    session.refresh_from_db()
    assert session.status == "open"
    word = actions.post_comment(session.thread, by=resident, body="말", at=NOON)
    assert client.post(f"/comments/{word.pk}/pin/", {"next": "wall"}).url == f"{page}wall/"
    assert Session.objects.get(pk=session.pk).thread.pinned == word
    client.post(f"/threads/{session.thread_id}/unpin/")
    assert Session.objects.get(pk=session.pk).thread.pinned is None
    client.post(f"{page}close/")
    assert Session.objects.get(pk=session.pk).status == "closed"
    again = client.post(f"{page}open/", follow=True)
    assert "이미 마친 회차입니다." in again.content.decode()


def test_a_button_pressed_by_somebody_else_does_nothing(visit, home, session, resident):
    page = f"/sessions/{session.pk}/"
    assert visit().post(f"{page}open/").url.startswith("/accounts/login/")
    assert visit(resident).post(f"{page}open/").status_code == 403
    assert visit(resident).get(f"{page}open/").status_code == 405
    session.refresh_from_db()
    assert session.status == "upcoming"


def test_a_word_of_an_evening_is_found_on_its_page(visit, home, word, evening):
    answer = visit().get(f"/comments/{word.pk}/")
    assert answer.url == f"/sessions/{evening.pk}/?around={word.pk}#comment-{word.pk}"


def test_whoever_speaks_by_the_form_comes_back_to_the_evening(visit, home, evening, resident):
    answer = visit(resident).post(f"/threads/{evening.thread_id}/comments/", {"body": "말"})
    assert answer.url.startswith(f"/sessions/{evening.pk}/?around=")


def test_a_word_of_an_evening_has_its_forms_and_its_place_among_my_words(
    visit, home, word, evening, resident, neighbour, moderator
):
    actions.post_comment(evening.thread, by=neighbour, body="저도요.", at=NOON, parent=word.pk)
    page = f"/comments/{word.pk}/"
    told = visit(resident).get(f"{page}replies/").content.decode()
    assert "저도요." in told
    assert evening.title in told
    form = visit(moderator).get(f"{page}hide/")
    assert (form.status_code, evening.title in form.content.decode()) == (200, True)
    assert evening.title in visit(resident).get("/me/").content.decode()
    assert visit(resident).get("/me/export/").json()["comments"][0]["subject"] == evening.title


def test_who_left_is_still_counted_while_the_evening_goes_on(evening, word, resident, facilitator):
    resident.leave(NOON)
    late = NOON + timedelta(days=1)
    house.due(late)
    assert Person.objects.get(pk=resident.pk).ci_hash
    actions.close_session(evening, by=facilitator, at=late)
    house.due(late)
    assert Person.objects.get(pk=resident.pk).ci_hash is None


def test_the_feed_tells_the_questions_with_addresses_that_stay(visit, home, asked):
    answer = visit().get("/feeds/questions.atom")
    assert answer["Content-Type"].startswith("application/atom+xml")
    told = answer.content.decode()
    assert asked.title in told
    assert f"http://testserver/questions/{asked.pk}/" in told


def test_forums_and_sessions_are_read_and_not_written_at_the_desk(
    visit, home, evening, administrator, auditor, officer
):
    rows = {"forum": evening.forum_id, "session": evening.pk}
    for person in (administrator, auditor):
        for name, pk in rows.items():
            assert visit(person).get(f"/desk/{name}/").status_code == 200
            assert visit(person).get(f"/desk/{name}/inspect/{pk}/").status_code == 200
            assert visit(person).get(f"/desk/{name}/edit/{pk}/").status_code != 200
            assert visit(person).get(f"/desk/{name}/new/").status_code != 200
    assert visit(officer).get("/desk/forum/").status_code != 200
