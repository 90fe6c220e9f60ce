"""공론장: who opens it, what its page may still change, and how members are known in it."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from committees.models import Membership
from deliberation import actions
from deliberation.models import Comment, Forum, Session, Thread
from district.models import Person, Posting
from district.refusals import Refusal
from realtime.models import Event
from search.find import find
from search.models import Entry
from tests.cast import NOON, seated

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


def refused(code, status, act):
    with pytest.raises(Refusal) as no:
        act()
    assert (no.value.code, no.value.status) == (code, status)


def say(session, by, body="가로등이 필요합니다.", at=NOON, **more):
    return actions.post_comment(session.thread, by=by, body=body, at=at, **more)


def names(thread):
    return list(Event.objects.filter(room__key=str(thread.pk)).order_by("seq").values_list("name", flat=True))


def amend(forum, evenings, **more):
    return actions.amend_forum(forum, sessions=evenings, by=None, at=NOON, **more)


# opening and closing


def test_no_clock_opens_a_session(session, resident, facilitator):
    actions.due(LATER)
    refused("thread_not_open", 409, lambda: say(session, resident, at=LATER))
    actions.open_session(session, by=facilitator, at=LATER)
    assert say(session, resident, at=LATER).body


def test_no_clock_closes_a_session(evening, resident, facilitator):
    late = NOON + timedelta(days=3)
    actions.due(late)
    assert say(evening, resident, at=late).body
    actions.close_session(evening, by=facilitator, at=late)
    refused("thread_closed", 409, lambda: say(evening, resident, at=late))
    # Closing takes the same lock: what arrives after it is refused whatever its time.
    refused("thread_closed", 409, lambda: say(evening, resident, at=NOON))


def test_only_its_facilitator_opens_closes_and_pins(session, resident, officer, administrator, facilitator):
    for person in (resident, officer, administrator):
        refused("not_facilitator", 403, lambda by=person: actions.open_session(session, by=by, at=NOON))
    actions.open_session(session, by=facilitator, at=NOON)
    comment = say(session, resident)
    for person in (resident, officer, administrator):
        refused("not_facilitator", 403, lambda by=person: actions.pin_comment(comment, by=by, at=NOON))
        refused(
            "not_facilitator", 403, lambda by=person: actions.unpin_comment(session.thread, by=by, at=NOON)
        )
        refused("not_facilitator", 403, lambda by=person: actions.close_session(session, by=by, at=NOON))
    assert actions.close_session(session, by=facilitator, at=NOON).status == "closed"


def test_the_office_opens_it_and_not_the_person(session, officer, facilitator):
    post = session.facilitator
    Posting.objects.filter(post=post).update(end=(NOON - timedelta(days=1)).date())
    Posting.objects.create(post=post, person=officer, start=NOON.date())
    before, after = Person.objects.get(pk=facilitator.pk), Person.objects.get(pk=officer.pk)
    refused("not_facilitator", 403, lambda: actions.open_session(session, by=before, at=NOON))
    assert actions.open_session(session, by=after, at=NOON).opened_at == NOON


def test_a_session_is_opened_once_and_closed_once(session, facilitator):
    refused("session_not_open", 409, lambda: actions.close_session(session, by=facilitator, at=NOON))
    actions.open_session(session, by=facilitator, at=NOON)
    refused("session_already_open", 409, lambda: actions.open_session(session, by=facilitator, at=NOON))
    actions.close_session(session, by=facilitator, at=LATER)
    for act in (actions.open_session, actions.close_session):
        refused("session_over", 409, lambda act=act: act(session, by=facilitator, at=LATER))
    session.refresh_from_db()
    assert (session.opened_at, session.closed_at, session.status) == (NOON, LATER, "closed")
    assert names(session.thread) == ["session.opened", "session.closed"]


def test_a_machine_whose_clock_is_behind_may_close_it(evening, facilitator):
    closed = actions.close_session(evening, by=facilitator, at=NOON - timedelta(seconds=1))
    assert closed.closed_at == closed.opened_at == NOON


def test_the_ledger_keeps_for_which_office_a_session_was_opened(evening):
    assert Event.objects.get(name="session.opened").office == evening.facilitator.label


# pinning


def test_one_word_stands_above_and_the_next_takes_its_place(evening, resident, neighbour, facilitator):
    first = say(evening, resident)
    reply = say(evening, neighbour, parent=first.pk)
    for comment in (first, reply, reply):
        actions.pin_comment(comment, by=facilitator, at=NOON)
    evening.refresh_from_db()
    assert evening.thread.pinned == reply
    assert names(evening.thread).count("comment.pinned") == 2
    actions.unpin_comment(evening.thread, by=facilitator, at=NOON, comment=first.pk)  # stands there no more
    evening.refresh_from_db()
    assert evening.thread.pinned == reply
    for _ in range(2):
        actions.unpin_comment(evening.thread, by=facilitator, at=NOON)
    evening.refresh_from_db()
    assert evening.thread.pinned is None
    assert names(evening.thread).count("comment.unpinned") == 1


def test_what_does_not_stand_is_not_pinned(evening, resident, facilitator):
    gone = say(evening, resident)
    actions.withdraw_comment(gone, by=resident, at=NOON)
    refused("not_pinnable", 409, lambda: actions.pin_comment(gone, by=facilitator, at=NOON))


def test_nothing_is_pinned_or_taken_down_after_the_end(evening, resident, facilitator):
    comment = actions.pin_comment(say(evening, resident), by=facilitator, at=NOON)
    other = say(evening, resident)
    actions.close_session(evening, by=facilitator, at=LATER)
    refused("session_over", 409, lambda: actions.pin_comment(other, by=facilitator, at=LATER))
    refused("session_over", 409, lambda: actions.unpin_comment(evening.thread, by=facilitator, at=LATER))
    evening.refresh_from_db()
    assert evening.thread.pinned == comment


@pytest.mark.parametrize("closed", [False, True], ids=["open", "closed"])
@pytest.mark.parametrize("how", ["withdrawn", "hidden"])
def test_a_pinned_word_that_goes_is_unpinned_in_the_same_act(
    evening, resident, facilitator, moderator, how, closed
):
    comment = actions.pin_comment(say(evening, resident), by=facilitator, at=NOON)
    if closed:
        actions.close_session(evening, by=facilitator, at=NOON)
    if how == "withdrawn":
        done = actions.withdraw_comment(comment, by=resident, at=NOON, ref=uuid4())
    else:
        done = actions.hide_words(comment, by=moderator, ground="spam", at=NOON, ref=uuid4())
    evening.refresh_from_db()
    assert evening.thread.pinned is None
    told = names(evening.thread)
    assert told[-2:] == ["comment.unpinned", f"comment.{how}"]
    assert done.seq == len(told)


def test_a_word_that_is_not_pinned_goes_without_a_word_of_the_wall(evening, resident, facilitator):
    actions.pin_comment(say(evening, resident), by=facilitator, at=NOON)
    actions.withdraw_comment(say(evening, resident), by=resident, at=NOON)
    assert "comment.unpinned" not in names(evening.thread)


# who speaks


def test_members_speak_with_their_badge_and_are_counted(evening, chair, member, resident, officer):
    spoken = [say(evening, person) for person in (chair, member, resident, officer)]
    office = officer.post_on(NOON.date()).label
    assert [one.badge for one in spoken] == ["협치회의 위원장", "협치회의 위원", None, office]
    assert [one.office for one in spoken] == [False, False, False, True]
    assert [one.counted for one in spoken] == [True, True, True, False]
    assert spoken[1].author_name == member.public_name
    evening.thread.refresh_from_db()
    assert (evening.thread.voices, evening.thread.recount()) == (3, {})


def test_a_badge_stays_what_it_was_when_they_spoke(evening, council, member, neighbour):
    before = say(evening, neighbour), say(evening, member)
    seated(council, [neighbour], start=NOON.date())
    Membership.objects.filter(person=member).update(end=NOON.date())
    tomorrow = NOON + timedelta(days=1)
    after = say(evening, neighbour, at=tomorrow), say(evening, member, at=tomorrow)
    kept = [Comment.objects.get(pk=comment.pk).badge for comment in (*before, *after)]
    assert kept == [None, "협치회의 위원", "협치회의 위원", None]


def test_a_member_has_no_badge_under_a_question_or_in_a_forum_of_nobody(
    question, forum, evenings, member, facilitator
):
    assert actions.post_comment(question.thread, by=member, body="말", at=NOON).badge is None
    amend(forum, evenings, body=None)
    session = forum.sessions.visible_to(None).get(ordinal=1)
    actions.open_session(session, by=facilitator, at=NOON)
    assert say(session, member).badge is None


def test_a_forum_calls_no_mayor(evening, residents, policy):
    policy.voices_needed = 1
    policy.save()
    say(evening, residents(1)[0])
    assert not Event.objects.filter(name="mayor.called").exists()


def test_words_in_a_session_may_be_mended_while_they_are_fresh(evening, resident):
    comment = say(evening, resident)
    fresh, stale = NOON + timedelta(minutes=30), NOON + timedelta(minutes=31)
    assert actions.edit_comment(comment, by=resident, body="고침", at=fresh).body == "고침"
    refused(
        "edit_window_over", 409, lambda: actions.edit_comment(comment, by=resident, body="늦음", at=stale)
    )


# the page and its record


def test_handing_over_the_same_words_again_changes_nothing(forum, evenings, council):
    before = Event.objects.count()
    same = {"title": forum.title, "slug": "talk", "body": council, "purpose": forum.purpose, "url": forum.url}
    amend(forum, evenings, **same)
    assert Event.objects.count() == before
    assert Session.objects.count() == Thread.objects.count() == 2


def test_another_address_is_copied_and_told_to_nobody(forum, evenings):
    before = Event.objects.count()
    assert amend(forum, evenings, url="/옮긴곳/").url == "/옮긴곳/"
    assert Event.objects.count() == before
    assert Entry.objects.of(forum).get().url == "/옮긴곳/"


def test_sessions_follow_the_page_by_their_keys(forum, evenings):
    rooms = {session.key: session.thread_id for session in forum.sessions.all()}
    first, second = evenings
    third = replace(first, key=uuid4(), ordinal=3, title="청년과 일자리")
    amend(forum, [replace(second, ordinal=1), replace(first, ordinal=2, title="골목과 밤길"), third])
    told = list(forum.sessions.order_by("ordinal").values_list("key", "title"))
    assert told == [(second.key, "돌봄과 이웃"), (first.key, "골목과 밤길"), (third.key, "청년과 일자리")]
    assert rooms.items() <= {session.key: session.thread_id for session in forum.sessions.all()}.items()
    assert names(Thread.objects.get(pk=rooms[first.key])) == ["session.amended"]
    assert Event.objects.filter(name="forum.amended").count() == 1
    amend(forum, [third])
    assert [session.key for session in forum.sessions.all()] == [third.key]
    assert Thread.objects.count() == 1


def test_a_session_that_moves_takes_its_hours_along(forum, evenings):
    later = replace(
        evenings[0], starts_at=NOON + timedelta(days=1), ends_at=NOON + timedelta(days=1, hours=1)
    )
    amend(forum, [later, evenings[1]])
    session = forum.sessions.get(key=later.key)
    assert (session.thread.opens_at, session.thread.closes_at) == (later.starts_at, later.ends_at)
    assert (session.thread.by_hand, session.thread.told) == (True, "upcoming")


def test_a_session_without_hours_waits_for_them(forum, evenings, facilitator):
    bare = replace(evenings[0], starts_at=None, ends_at=None)
    amend(forum, [bare, evenings[1]])
    session = forum.sessions.visible_to(None).get(key=bare.key)
    assert (session.status, session.thread) == ("upcoming", None)
    refused("session_without_hours", 409, lambda: actions.open_session(session, by=facilitator, at=NOON))
    amend(forum, evenings)
    session = forum.sessions.visible_to(None).get(key=bare.key)
    assert actions.open_session(session, by=facilitator, at=NOON).status == "open"


@pytest.mark.parametrize(
    "change",
    [
        {"title": "다른 이야기"}, {"ordinal": 5}, {"place": "다른 곳"}, {"facilitator": None},
        {"ends_at": NOON + timedelta(hours=5)}, None,
    ],
    ids=str,
)  # fmt: skip
def test_a_session_that_was_opened_is_not_changed_or_dropped(forum, evenings, evening, facilitator, change):
    asked = [replace(evenings[0], **change), evenings[1]] if change else [evenings[1]]
    for closing in (False, True):
        if closing:
            actions.close_session(evening, by=facilitator, at=NOON)
        refused("session_underway", 409, lambda: actions.check_sessions(forum, asked))
        refused("session_underway", 409, lambda: amend(forum, asked))
    amend(forum, evenings, purpose="다른 까닭")
    assert Forum.objects.get().purpose == "다른 까닭"


def test_a_number_is_given_once(forum, evenings):
    twice = [evenings[0], replace(evenings[1], ordinal=1)]
    refused("session_ordinal_taken", 409, lambda: amend(forum, twice))
    actions.record_past_session(forum, ordinal=3, title="지난 회차", by=None, at=NOON)
    refused(
        "session_ordinal_taken", 409, lambda: amend(forum, [evenings[0], replace(evenings[1], ordinal=3)])
    )


def test_hours_come_in_twos_and_in_order(forum, evenings):
    endless = [replace(evenings[0], ends_at=None)]
    refused("session_hours_incomplete", 422, lambda: actions.check_sessions(None, endless))
    wrong = replace(evenings[0], ends_at=evenings[0].starts_at)
    refused("closes_before_opening", 422, lambda: amend(forum, [wrong, evenings[1]]))


def test_a_forum_before_the_first_policy_is_refused(db, evenings):
    refused("no_policy", 409, lambda: actions.open_forum(title="공론장", sessions=evenings, by=None, at=NOON))


def test_a_session_held_on_paper_is_told_without_an_hour(forum, evenings, facilitator):
    told = {"ordinal": 7, "title": "1권역 공론장", "area": "1권역"}
    for _again in range(2):
        past = actions.record_past_session(forum, **told, by=None, at=NOON)
    assert Event.objects.filter(name="session.recorded").count() == 1
    assert (past.status, past.thread, past.starts_at, past.on_paper) == ("closed", None, None, True)
    refused("session_over", 409, past.check_has_talk)
    refused("not_facilitator", 403, lambda: actions.open_session(past, by=facilitator, at=NOON))
    refused(
        "session_ordinal_taken",
        409,
        lambda: actions.record_past_session(forum, **told | {"title": "다른 제목"}, by=None, at=NOON),
    )
    amend(forum, evenings)
    assert forum.sessions.filter(ordinal=7).exists()


def test_a_forum_of_which_only_is_told_is_over(policy):
    forum = actions.open_forum(title="지난 공론장", sessions=[], by=None, at=NOON)
    actions.record_past_session(forum, ordinal=1, title="1회", by=None, at=NOON)
    assert forum.status == "closed"


# finding


def test_a_forum_its_sessions_and_their_words_are_found(forum, evening, member):
    comment = say(evening, member, body="수유실이 필요합니다.")
    assert {entry.kind for entry in find("돌봄과 이웃", None)} == {"forum"}
    assert [entry.url for entry in find("협치 공론장", None)] == [forum.url]
    [found] = find("수유실", None)
    assert (found.kind, found.title, found.url) == ("comment", evening.title, f"/comments/{comment.pk}/")
    assert Entry.objects.of(evening).get().state == "open"


def test_a_dropped_session_is_found_no_more(forum, evenings):
    amend(forum, evenings[:1])
    assert [entry.url for entry in find("돌봄과 이웃", None)] == []
