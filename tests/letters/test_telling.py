"""Who is told what, by which road, and how often."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import mail
from django.tasks import task_backends

from cms.actions import leave_house
from letters import actions, delivery, tasks
from letters.models import Dispatch, Follow, Letter
from realtime.models import Event
from tests.cast import NOON

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(seconds=settings.LETTER_BUNDLE_SECONDS)


def tell(about, **more):
    return actions.tell(about, **{"title": about, "url": "/", "at": NOON} | more)


def test_what_must_be_told_lies_on_the_screen_at_once_and_goes_by_mail(notice, resident, worker, screen_of):
    assert screen_of(resident).dispatch == notice
    assert mail.outbox == []
    worker()
    assert sorted(to for each in mail.outbox for to in each.to) == [
        "neighbour@gwanak.example",
        "resident@gwanak.example",
    ]


def test_the_same_thing_is_told_once_whatever_is_said_the_second_time(notice, resident, unverified, worker):
    again = tell(notice.about, title="다른 제목", people=[resident, unverified])
    assert again == notice
    assert again.title == notice.title
    worker()
    worker()
    assert len(mail.outbox) == 2
    assert not Letter.objects.filter(person=unverified).exists()


def test_a_follower_is_told_by_the_worker_and_not_in_the_act_itself(notice, unverified, wish, worker):
    wish(unverified)
    assert not Letter.objects.filter(person=unverified).exists()
    worker()
    assert Letter.objects.filter(person=unverified, follow__isnull=False).count() == 2
    notice.refresh_from_db()
    assert notice.spread_at == NOON


def test_who_is_told_by_duty_and_follows_too_is_told_once(notice, resident, wish, worker):
    wish(resident)
    worker()
    assert Letter.objects.filter(person=resident, road="email").count() == 1
    assert Letter.objects.get(person=resident, road="email").follow is None


def test_who_began_to_follow_afterwards_or_stopped_before_hears_nothing(wish, unverified, officer, worker):
    actions.unfollow(wish(officer, at=NOON - timedelta(days=1)), at=NOON)
    tell("body/3/news", topic="body/3")
    wish(unverified, at=NOON + timedelta(seconds=1))
    worker(NOON + timedelta(hours=1))
    assert not Letter.objects.exists()


def test_following_twice_is_following_once_and_again_after_stopping_is_a_new_wish(resident, wish):
    first = wish(resident)
    assert wish(resident) == first
    actions.unfollow(first, at=NOON)
    assert wish(resident) != first
    assert list(Event.objects.order_by("id").values_list("name", flat=True)) == [
        "follow.began",
        "follow.ended",
        "follow.began",
    ]


def test_what_can_wait_goes_with_the_next_as_one_mail(gu, resident, worker):
    tell("첫째", people=[resident])
    worker()
    assert mail.outbox == []
    tell("둘째", people=[resident], at=NOON + timedelta(minutes=9))
    worker(LATER)
    [sent] = mail.outbox
    assert sent.subject == "[관악구] 첫째 외 1건"
    assert "첫째" in sent.body
    assert "둘째" in sent.body
    worker(LATER + timedelta(hours=1))
    assert len(mail.outbox) == 1


def test_what_waits_goes_along_with_what_cannot_wait(gu, resident, worker):
    tell("천천히", people=[resident])
    tell("곧", people=[resident], bundle=False)
    worker()
    assert [each.subject for each in mail.outbox] == ["[관악구] 천천히 외 1건"]


def test_who_stops_following_is_not_sent_even_what_was_written_already(
    gu, unverified, wish, worker, mails_of
):
    follow = wish(unverified)
    tell("소식", topic="body/3")
    worker()
    actions.unfollow(follow, at=NOON)
    worker(LATER)
    assert mail.outbox == []
    assert [each.state for each in mails_of(unverified)] == ["dropped"]


def test_who_leaves_is_sent_nothing_and_follows_nothing(gu, resident, unverified, wish, worker, mails_of):
    wish(resident)
    tell("소식", people=[resident, unverified])
    leave_house(resident, at=NOON)
    assert not Follow.objects.standing().exists()
    worker(LATER)
    assert [each.to for each in mail.outbox] == [["unverified@gwanak.example"]]
    assert [each.state for each in mails_of(resident)] == ["dropped"]
    tell("그 뒤", people=[resident], topic="body/3", bundle=False)
    worker()
    assert not Letter.objects.filter(person=resident, dispatch__about="그 뒤").exists()


def test_who_left_between_writing_and_sending_is_sent_nothing(gu, resident, worker, mails_of):
    tell("소식", people=[resident], bundle=False)
    resident.leave(NOON)
    worker()
    assert mail.outbox == []
    assert [each.state for each in mails_of(resident)] == ["dropped"]


def test_an_address_that_nobody_confirmed_gets_its_duties_but_no_news(gu, resident, wish, worker, visit):
    EmailAddress.objects.create(user=resident, email=resident.email, primary=True, verified=False)
    wish(resident)
    tell("소식", topic="body/3", bundle=False)
    tell("할 일", people=[resident], bundle=False)
    worker()
    assert [each.subject for each in mail.outbox] == ["[관악구] 할 일"]
    assert "이메일 주소를 확인하시면" in visit(resident).get("/me/letters/").content.decode()
    EmailAddress.objects.update(verified=True)
    tell("그 뒤 소식", topic="body/3", bundle=False)
    worker()
    assert mail.outbox[-1].subject == "[관악구] 그 뒤 소식"


def test_nothing_is_sent_and_nobody_is_called_before_the_act_is_certain(
    gu, resident, django_capture_on_commit_callbacks
):
    queue = task_backends["default"]
    queue.clear()
    with django_capture_on_commit_callbacks(execute=True):
        tell("소식", people=[resident], bundle=False)
        assert queue.results == []
    assert [each.task.module_path for each in queue.results] == [tasks.deliver.module_path]
    assert mail.outbox == []


def test_a_worker_that_was_never_called_is_called_by_the_clock(
    gu, resident, django_capture_on_commit_callbacks
):
    queue = task_backends["default"]
    queue.clear()
    tell("소식", people=[resident])
    with django_capture_on_commit_callbacks(execute=True):
        actions.due(NOON)
    assert queue.results == []
    with django_capture_on_commit_callbacks(execute=True):
        actions.due(LATER)
    assert len(queue.results) == 1


def test_the_worker_sends_what_is_due_by_the_clock(gu, resident, now):
    tell("소식", people=[resident], bundle=False, at=now)
    tasks.deliver.call()
    assert len(mail.outbox) == 1


def test_a_long_round_gives_others_their_turn_and_calls_again(gu, residents, now, settings):
    settings.LETTER_ROUND = 3
    queue = task_backends["default"]
    tell("소식", people=residents(5), bundle=False, at=now)
    queue.clear()
    tasks.deliver.call()
    assert (len(mail.outbox), len(queue.results)) == (3, 1)
    tasks.deliver.call()
    assert (len(mail.outbox), len(queue.results)) == (5, 1)


def test_many_followers_are_told_by_the_hundred_and_a_round_begun_anew_doubles_nothing(
    gu, residents, monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr(delivery, "LOT", 100)
    people = residents(300)
    Follow.objects.bulk_create(
        Follow(person=person, topic="body/3", title="협치회의", url="/", since=NOON) for person in people
    )
    with django_assert_max_num_queries(8):
        news = tell("소식", topic="body/3")
    # Four a hundred: read them, write to them, and the borders of the transaction.
    with django_assert_max_num_queries(4 * 3 + 2):
        delivery.spread(news, NOON)
    assert Letter.objects.count() == 600
    delivery.spread(news, NOON)
    assert Letter.objects.count() == 600
    assert Dispatch.objects.get().spread_at == NOON


def test_the_secretary_sees_who_confirmed_the_newest_notice(
    notice, resident, neighbour, unverified, wish, worker
):
    wish(unverified)
    worker()
    mine = Letter.objects.get(person=resident, road="screen")
    actions.confirm(mine, by=resident, at=NOON + timedelta(hours=1))
    assert actions.receipts("meeting/12/notice/") == {
        resident.pk: NOON + timedelta(hours=1),
        neighbour.pk: None,
    }
    tell("meeting/12/notice/2", people=[resident], needs_receipt=True, at=NOON + timedelta(hours=2))
    assert actions.receipts("meeting/12/notice/")[resident.pk] is None
    assert actions.receipts("meeting/1/") == {}
