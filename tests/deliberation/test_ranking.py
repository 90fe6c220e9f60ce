"""Orders that stand still for a minute: what is most agreed with, most answered, and held in common."""

from datetime import timedelta
from urllib.parse import unquote
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.actions import leave_house
from deliberation import actions, ranking
from deliberation.common_ground import are_apart, common_ground
from deliberation.models import Comment, Ranking, RankingPart, ReadMark, Thread
from deliberation.views.opening import page_shown
from district.refusals import Refusal
from tests.cast import NOON
from tests.deliberation.doors import comments_of, problem, send

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def say(thread, person, stance="", **more):
    at = thread.opens_at + timedelta(minutes=1)
    return actions.post_comment(thread, by=person, body="말", at=at, ref=uuid4(), stance=stance, **more)


def agree(comment, *people):
    for person in people:
        at = comment.posted_at + timedelta(seconds=1)
        actions.support_comment(comment, by=person, at=at, ref=uuid4())


def ids(page):
    return [comment.pk for comment in page.rows]


def read(thread, order, at=NOON, person=None, **params):
    return ranking.ranked_page(Thread.objects.get(pk=thread.pk), {"order": order, **params}, person, at)


@pytest.fixture
def small(monkeypatch):
    """Parts of three, so that pages end in the next one."""
    monkeypatch.setattr(ranking, "PART", 3)


def test_most_agreed_stands_first_and_of_equals_the_newer(thread, residents):
    people = residents(4)
    words = [say(thread, person) for person in people]
    agree(words[1], *people)
    agree(words[0], people[0])
    page = read(thread, "agreed")
    assert ids(page) == [words[n].pk for n in (1, 0, 3, 2)]
    assert (page.order, page.ranked_at) == ("agreed", NOON)


def test_most_answered_stands_first_and_answers_are_not_ranked(thread, residents):
    people = residents(3)
    words = [say(thread, person) for person in people]
    for n, many in ((0, 1), (2, 3)):
        for _ in range(many):
            say(thread, people[0], parent=words[n].pk)
    assert ids(read(thread, "answered")) == [words[n].pk for n in (2, 0, 1)]


# common ground


def test_a_large_camp_does_not_outvote_a_small_one():
    people = {"pro": 98, "con": 2, "curious": 0}
    loved_by_one = common_ground({"pro": 98}, people)
    liked_by_both = common_ground({"pro": 40, "con": 2}, people)
    assert liked_by_both > loved_by_one
    assert common_ground({"pro": 98, "con": 2}, people) > liked_by_both


def test_more_people_say_more_than_few():
    few, many = {"pro": 3, "con": 3}, {"pro": 30, "con": 30}
    assert common_ground(many, many) > common_ground(few, few)
    assert common_ground({}, few) == (1 / 5) ** 2


def test_there_is_common_ground_only_between_camps():
    assert are_apart({"pro": 1, "con": 1, "curious": 0})
    assert are_apart({"pro": 0, "con": 1, "curious": 1})
    assert not are_apart({"pro": 9, "con": 0, "curious": 0})
    assert not are_apart({})


def test_what_both_sides_agree_with_stands_above_what_one_side_loves(thread, residents):
    people = residents(9)
    words = [say(thread, person, "pro" if n < 6 else "con") for n, person in enumerate(people)]
    agree(words[0], *people[:6])
    agree(words[1], *people[:2], *people[6:8])
    page = read(thread, "common")
    assert ids(page)[:2] == [words[1].pk, words[0].pk]
    assert page.camps == 2
    assert ids(read(thread, "agreed"))[:2] == [words[0].pk, words[1].pk]


def test_where_all_stand_alike_the_page_says_so(asked, residents, visit):
    people = residents(3)
    words = [say(asked.thread, person, "pro") for person in people]
    agree(words[0], people[1])
    page = read(asked.thread, "common")
    assert (page.camps, ids(page)[0]) == (1, words[0].pk)
    told = visit().get(f"{comments_of(asked.thread)}?order=common").json()
    assert told["camps"] == 1


def test_agreement_that_was_taken_back_counts_for_nothing(thread, residents):
    people = residents(4)
    words = [say(thread, person, "pro" if n % 2 else "con") for n, person in enumerate(people)]
    agree(words[0], *people)
    agree(words[1], people[0], people[1])
    for person in people:
        actions.unsupport_comment(words[0], by=person, at=NOON)
    assert ids(read(thread, "common"))[0] == words[1].pk


# a minute


def test_the_order_stands_still_for_its_minute_and_while_nothing_happens(thread, residents):
    people = residents(3)
    words = [say(thread, person) for person in people]
    first = read(thread, "agreed")
    agree(words[0], *people)
    assert ids(read(thread, "agreed", NOON + timedelta(seconds=59))) == ids(first)
    later = read(thread, "agreed", NOON + MINUTE)
    assert (ids(later)[0], later.ranked_at) == (words[0].pk, NOON + MINUTE)
    assert read(thread, "agreed", NOON + 5 * MINUTE).ranked_at == NOON + MINUTE
    assert Ranking.objects.filter(thread=thread).count() == 2


def test_one_builds_and_the_others_read_what_stands(thread, resident, monkeypatch):
    say(thread, resident)
    read(thread, "agreed")
    say(thread, resident)
    cache.add(f"ranking:{thread.pk}:agreed:{ranking._minute(NOON + MINUTE)}", 1)  # somebody is at it
    assert read(thread, "agreed", NOON + MINUTE).ranked_at == NOON


def test_the_last_two_stay_and_a_reader_of_an_older_one_is_told(asked, resident, visit):
    thread = asked.thread
    for _ in range(30):
        say(thread, resident)
    cursors = []
    for n in range(3):
        cursors.append(read(thread, "agreed", NOON + n * MINUTE).next)
        say(thread, resident)
    assert Ranking.objects.filter(thread=thread).count() == 2
    assert RankingPart.objects.count() == 2
    address = f"{comments_of(thread)}?order=agreed&cursor="
    assert problem(visit().get(address + cursors[0])) == ("ranking_gone", 409)
    for cursor in cursors[1:]:
        assert visit().get(address + cursor).status_code == 200


def test_a_page_whose_order_is_gone_begins_anew_and_says_so(asked, resident):
    for _ in range(25):
        say(asked.thread, resident)
    cursor = read(asked.thread, "agreed").next
    Ranking.objects.all().delete()
    page, restarted = page_shown(asked.thread, {"order": "agreed", "cursor": cursor}, None, NOON)
    assert restarted
    assert len(page.rows) == 20
    assert all(comment.latest_replies == [] for comment in page.rows)


# pages


@pytest.mark.parametrize("order", ["agreed", "answered", "common"])
def test_pages_follow_one_another_without_gap_or_double(small, thread, resident, order):
    words = {say(thread, resident).pk for _ in range(11)}
    seen, params = [], {"limit": "4"}
    while params:
        page = read(thread, order, **params)
        seen.append(ids(page))
        params = {"limit": "4", "cursor": page.next} if page.next else None
    assert [len(each) for each in seen] == [4, 4, 3]
    assert {pk for each in seen for pk in each} == words
    back = read(thread, order, limit="4", cursor=page.previous)
    assert ids(back) == seen[1]
    assert ids(read(thread, order, limit="4", **{"from": "end"})) == [*seen[1][3:], *seen[2]]


def test_hidden_words_keep_their_place(thread, residents, moderator):
    people = residents(3)
    words = [say(thread, person) for person in people]
    agree(words[0], *people)
    before = read(thread, "agreed")
    actions.hide_words(words[0], by=moderator, ground="spam", at=NOON)
    after = read(thread, "agreed")
    assert ids(after) == ids(before)
    assert after.rows[0].is_hidden
    assert ids(read(thread, "agreed", NOON + MINUTE)) == ids(before)


@pytest.mark.parametrize(
    "query",
    [
        "order=best", "order=agreed&cursor=x", "order=agreed&cursor=1-0", "order=agreed&around=1",
        "order=agreed&from=start", "order=agreed&limit=0", "order=agreed&limit=101", "order=agreed&parent=1",
        "order=", "order=newest&cursor=1-0",
    ],
)  # fmt: skip
def test_no_invented_place_is_found(asked, said, visit, query):
    answer = visit().get(f"{comments_of(asked.thread)}?{query}")
    assert answer.status_code == (200 if query == "order=" else 422)


def test_a_place_in_one_talk_is_none_in_another(asked, thread, resident):
    for each in (asked.thread, thread):
        for _ in range(3):
            say(each, resident)
    cursor = read(asked.thread, "agreed", limit="2").next
    for other, order in ((thread, "agreed"), (asked.thread, "answered")):
        with pytest.raises(Refusal) as no:
            read(other, order, cursor=cursor)
        assert no.value.code == "ranking_gone"


def cost(act):
    with CaptureQueriesContext(connection) as seen:
        act()
    return len(seen)


@pytest.mark.parametrize("order", ["agreed", "answered", "common"])
def test_every_page_asks_the_database_as_often(small, asked, visit, resident, order):
    for _ in range(50):
        say(asked.thread, resident)
    client, address = visit(), f"{comments_of(asked.thread)}?order={order}&limit=5"
    client.get(address)
    cursor = client.get(address).json()["next"]
    costs = [
        cost(lambda where=where: client.get(where)) for where in (address, cursor, f"{address}&from=end")
    ]
    assert (
        max(costs) - min(costs) <= 1
    )  # a first page asks which order is the newest, and how far the room is
    assert max(costs) <= 7


def test_the_api_says_in_which_order_and_since_when(asked, said, visit):
    newest = visit().get(comments_of(asked.thread)).json()
    assert (newest["order"], newest["ranked_at"], newest["camps"]) == ("newest", None, None)
    agreed = visit().get(f"{comments_of(asked.thread)}?order=agreed").json()
    assert (agreed["order"], agreed["camps"]) == ("agreed", None)
    assert agreed["ranked_at"]
    assert [row["id"] for row in agreed["results"]] == [said.pk]


# permalinks


def test_a_permalink_opens_an_old_reply_in_its_place(asked, said, visit, residents):
    people = residents(8)
    answers = [say(asked.thread, person, parent=said.pk) for person in people]
    for _ in range(25):
        say(asked.thread, people[0])
    there = unquote(visit().get(f"/comments/{answers[0].pk}/").url)
    assert there == f"{asked.url}?around={said.pk}&reply={answers[0].pk}#comment-{answers[0].pk}"
    page = Comment.objects.for_page(asked.thread, {"around": str(said.pk), "reply": str(answers[0].pk)}, None)
    [row] = [comment for comment in page.rows if comment.pk == said.pk]
    assert [each.pk for each in row.latest_replies] == [answers[n].pk for n in (0, 5, 6, 7)]
    assert row.reply_count == 8


@pytest.mark.parametrize("wrong", ["x", "-1", "9" * 30, "１", "0"])
def test_a_reply_that_is_none_opens_the_page_as_it_is(asked, said, wrong):
    page = Comment.objects.for_page(asked.thread, {"around": str(said.pk), "reply": wrong}, None)
    assert page.rows == [said]


def test_another_talks_reply_is_not_drawn_into_this_page(asked, said, evening, resident):
    above = say(evening.thread, resident)
    other = say(evening.thread, resident, parent=above.pk)
    page = Comment.objects.for_page(asked.thread, {"around": str(said.pk), "reply": str(other.pk)}, None)
    assert page.rows[0].latest_replies == []


# how far one has read


def test_how_far_one_has_read_is_kept_for_oneself_and_never_goes_back(asked, visit, resident, neighbour):
    words = [say(asked.thread, resident) for _ in range(5)]
    address = f"/api/v1/threads/{asked.thread_id}/read/"
    client = visit(neighbour)
    assert client.get(address).json() == {"comment": None, "at": None, "fresh": 0}
    for read_upto, kept, fresh in ((words[2], words[2], 2), (words[1], words[2], 2), (words[4], words[4], 0)):
        told = send(client, "put", address, comment=read_upto.pk).json()
        assert (told["comment"], told["fresh"]) == (kept.pk, fresh)
    say(asked.thread, resident)
    say(asked.thread, resident, parent=words[0].pk)  # a reply is no new word of the page
    assert client.get(address).json()["fresh"] == 1
    assert visit(resident).get(address).json()["comment"] is None
    assert "private" in client.get(address).headers["Cache-Control"]


def test_a_guest_has_no_mark_in_the_house(asked, said, visit):
    address = f"/api/v1/threads/{asked.thread_id}/read/"
    assert problem(visit().get(address)) == ("sign_in_needed", 403)
    assert problem(send(visit(), "put", address, comment=said.pk)) == ("sign_in_needed", 403)


@pytest.mark.parametrize("wrong", [None, "1", True, 0, -1, 10**18, [1], {}])
def test_a_mark_names_a_comment_of_this_talk(asked, said, evening, resident, visit, wrong):
    address = f"/api/v1/threads/{asked.thread_id}/read/"
    client, other = visit(resident), say(evening.thread, resident)
    for named in (wrong, other.pk):
        assert problem(send(client, "put", address, comment=named)) == ("not_found", 404)
    assert not ReadMark.objects.exists()


def test_who_mended_their_words_reads_what_stood_there(asked, visit, resident, neighbour, moderator, now):
    comment = actions.post_comment(asked.thread, by=resident, body="먼저 쓴 글", at=now)
    actions.edit_comment(comment, by=resident, body="고친 글", at=now + MINUTE)
    address = f"/comments/{comment.pk}/versions/"
    for person in (resident, moderator):
        page = visit(person).get(address)
        assert "먼저 쓴 글" in page.content.decode()
        assert "no-store" in page.headers["Cache-Control"]
    assert visit(neighbour).get(address).status_code == 403
    assert "login" in visit().get(address).url


def test_who_leaves_takes_the_mark_along(asked, said, neighbour, now):
    actions.mark_read(asked.thread, by=neighbour, comment=said.pk, at=now)
    leave_house(neighbour, at=now)
    assert not ReadMark.objects.exists()
