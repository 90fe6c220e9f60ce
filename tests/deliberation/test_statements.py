"""What a comment costs the database: the same at the first and at the ten thousandth."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deliberation.actions import hide_words, post_comment, slow_thread, support_comment, withdraw_comment
from deliberation.models import Comment, Voice
from deliberation.rooms import ThreadRoom
from district.models import Person
from realtime.models import Event
from tests.cast import NOON

pytestmark = pytest.mark.django_db(transaction=True)
MOST = 8
BRACKETS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")


def statements(act):
    """How many statements an act takes, drawn frame included, without the brackets around them."""
    with CaptureQueriesContext(
        connection,
    ) as seen:
        act()
    told = [query["sql"] for query in seen if not query["sql"].upper().startswith(BRACKETS)]
    return len(told), "\n".join(told)


def cost_of_posting(thread, person, **said):
    # Afresh, as a request finds them: nothing about the person is known beforehand.
    by = Person.objects.get(pk=person.pk)
    bare = type(thread).objects.get(pk=thread.pk)
    count, told = statements(
        lambda: post_comment(bare, by=by, body="가로등이 필요합니다", at=NOON, ref=uuid4(), **said)
    )
    assert count <= MOST, told
    return count


def fill(thread, people, count):
    """A long talk at once, counted as it would have been one by one."""
    Comment.objects.bulk_create(
        [
            Comment(thread=thread, author=people[n % len(people)], body="말", posted_at=NOON, counted=True)
            for n in range(count)
        ]
    )
    for person in people:
        standing = thread.comments.filter(author=person).count()
        Voice.objects.update_or_create(thread=thread, person=person, defaults={"standing": standing})
    thread.standing_comments, thread.voices = count, len(people)
    thread.save()


@pytest.fixture
def warm(thread, resident, moderator):
    """Content types are read once in a process's life."""
    hide_words(
        post_comment(thread, by=resident, body="처음", at=NOON, ref=uuid4()),
        by=moderator,
        ground="spam",
        at=NOON,
    )


@pytest.mark.slow
def test_a_comment_takes_eight_statements_however_many_there_are(
    warm, thread, resident, neighbour, residents
):
    first = cost_of_posting(thread, resident)
    fill(thread, residents(50), 10_000)
    assert cost_of_posting(thread, neighbour) == first <= MOST


def test_a_reply_and_an_office_take_no_more(warm, thread, resident, officer, comment):
    assert cost_of_posting(thread, resident, parent=comment.pk) <= MOST
    assert cost_of_posting(thread, officer) <= MOST
    assert cost_of_posting(thread, officer, parent=comment.pk) <= MOST


def test_a_stance_and_a_quote_take_no_more_the_first_time_or_the_last(
    warm, thread, resident, officer, comment
):
    plain = cost_of_posting(thread, resident)
    for stance in ("pro", "pro", "con", "curious"):
        assert cost_of_posting(thread, resident, stance=stance) == plain
    assert cost_of_posting(thread, resident, stance="pro", quote=comment.pk) <= MOST
    assert cost_of_posting(thread, resident, parent=comment.pk, quote=comment.pk) <= MOST
    assert cost_of_posting(thread, officer, parent=comment.pk, quote=comment.pk) <= MOST


def test_a_slow_talk_costs_nothing_more(warm, thread, resident, neighbour, officer, moderator, comment):
    plain = cost_of_posting(thread, neighbour)
    slow_thread(thread, seconds=60, by=moderator, at=NOON)
    thread.voices_heard.update(spoken_at=NOON - timedelta(hours=1))
    assert cost_of_posting(thread, neighbour) == plain
    for person in (neighbour, officer):
        thread.voices_heard.update(spoken_at=NOON - timedelta(hours=1))
        assert cost_of_posting(thread, person) <= MOST
    # An office that answers and quotes: the most that one word can cost.
    thread.comments.filter(author=officer).update(posted_at=NOON - timedelta(hours=1))
    assert cost_of_posting(thread, officer, parent=comment.pk, quote=comment.pk) <= MOST


def test_the_drawn_frame_asks_nothing_of_the_database(warm, thread, resident, officer):
    for person in (resident, officer):
        by = Person.objects.get(pk=person.pk)
        above = post_comment(thread, by=by, body="말", at=NOON, ref=uuid4())
        comment = post_comment(thread, by=by, body="말", at=NOON, ref=uuid4(), quote=above.pk)
        event = Event.objects.select_related("row_type").order_by("id").last()
        at_hand = {event.row_key: comment}
        count, told = statements(
            lambda event=event, at_hand=at_hand: ThreadRoom().render("1", [event], at_hand)
        )
        assert count == 0, told


def test_other_acts_cost_the_same_in_a_long_thread(warm, thread, resident, neighbour, residents, moderator):
    def costs():
        comment = post_comment(thread, by=resident, body="말", at=NOON, ref=uuid4())
        acts = [
            lambda: support_comment(comment, by=neighbour, at=NOON, ref=uuid4()),
            lambda: withdraw_comment(comment, by=resident, at=NOON + timedelta(minutes=1), ref=uuid4()),
        ]
        return [statements(act)[0] for act in acts]

    few = costs()
    fill(thread, residents(50), 2_000)
    assert costs() == few


@pytest.mark.parametrize("count", [100, 2_000])
def test_a_page_of_a_thread_takes_the_same_queries_anywhere_in_it(warm, thread, residents, neighbour, count):
    people = residents(20)
    fill(thread, people, count)
    some = list(thread.comments.filter(parent=None, state="standing").order_by("id"))
    for parent in (some[0], some[len(some) // 2], some[-1]):
        for person in people[:5]:
            post_comment(thread, by=person, body="답글", at=NOON, parent=parent.pk)
    costs = {}
    for place, params in {
        "first": {},
        "middle": {"around": str(some[len(some) // 2].pk)},
        "last": {"from": "end"},
    }.items():
        costs[place], told = statements(lambda params=params: draw(thread, params, neighbour))
        assert costs[place] <= 4, told
    assert costs["first"] == costs["last"] == 2
    assert costs["middle"] == 3


def draw(thread, params, person):
    """All that a page shows of its rows."""
    page = Comment.objects.for_page(thread, params, person)
    assert len(page.rows) == 20
    for comment in page.rows:
        for row in (comment, *comment.latest_replies):
            assert row.author_name
            assert row.badge is None
            assert (row.mine, row.supported_by_me, row.dong) == (False, False, "낙성대동")


def test_a_comment_carries_its_last_three_replies_in_order_and_their_number(thread, resident, neighbour):
    comment = post_comment(thread, by=resident, body="처음", at=NOON)
    for n in range(5):
        post_comment(thread, by=neighbour, body=f"답글 {n}", at=NOON, parent=comment.pk)
    support_comment(comment, by=neighbour, at=NOON)
    [row] = Comment.objects.for_page(thread, {}, neighbour).rows
    assert [reply.body for reply in row.latest_replies] == ["답글 2", "답글 3", "답글 4"]
    assert (row.reply_count, row.mine, row.supported_by_me) == (5, False, True)
    assert all(reply.mine for reply in row.latest_replies)
