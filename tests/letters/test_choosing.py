"""How one is told: by which roads and how often, for all and for each; and what a day or a week brought."""

from datetime import datetime, time, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from district.refusals import Refusal
from letters import actions, digests
from letters.models import Digest, Follow, Habit, Hours, Letter, Rest
from tests.cast import NOON
from tests.deliberation.doors import problem, send

pytestmark = pytest.mark.django_db
WAYS, FOLLOWS = "/api/v1/letters/ways/", "/api/v1/follows/"
MORNING = NOON.replace(hour=8) + timedelta(days=1)
# The 24th of November 2026 is a Tuesday.
MONDAY = MORNING + timedelta(days=5)


def tell(about="소식", **more):
    return actions.tell(about, **{"title": about, "url": "/", "at": NOON, "topic": "body/3"} | more)


def roads_of(person):
    return sorted(Letter.objects.filter(person=person).values_list("road", flat=True))


@pytest.fixture
def tick(worker):
    """A minute of the clock and the worker's round after it."""

    def go(at):
        actions.due(at)
        worker(at)
        return len(mail.outbox)

    return go


def test_who_chose_nothing_is_told_on_the_screen_and_by_mail_at_once(resident, gu, wish, worker):
    wish(resident)
    tell()
    worker()
    assert roads_of(resident) == ["email", "screen"]
    assert not Habit.objects.exists()


def test_a_habit_holds_for_every_wish_that_says_nothing_else(resident, gu, wish, worker):
    wish(resident)
    own = wish(resident, topic="body/4")
    actions.choose(own, roads=["email"], pace="", at=NOON)
    actions.prefer(resident, roads=["screen"], pace="immediate", at=NOON)
    tell()
    tell("둘째", topic="body/4")
    worker()
    told = Letter.objects.filter(person=resident).values_list("dispatch__topic", "road")
    assert set(told) == {("body/3", "screen"), ("body/4", "email")}


def test_a_duty_comes_on_the_screen_and_by_mail_at_once_whatever_was_chosen(resident, gu, worker):
    actions.prefer(resident, roads=["screen"], pace="weekly", at=NOON)
    tell(people=[resident], topic="", bundle=False)
    worker()
    assert roads_of(resident) == ["email", "screen"]
    assert len(mail.outbox) == 1


def test_a_road_that_leads_nowhere_is_not_taken(resident, gu, wish, worker):
    wish(resident)
    actions.prefer(resident, roads=["screen", "push", "talk"], pace="immediate", at=NOON)
    tell()
    worker()
    assert roads_of(resident) == ["screen"]


@pytest.mark.parametrize(
    ("roads", "pace", "code"),
    [([], "daily", "no_road"), (["pigeon"], "daily", "unknown_road"), (["email"], "hourly", "unknown_pace")],
)
def test_what_cannot_be_chosen_is_refused(resident, wish, gu, roads, pace, code):
    follow = wish(resident)
    for act in (
        lambda: actions.prefer(resident, roads=roads, pace=pace, at=NOON),
        lambda: actions.choose(follow, roads=roads, pace=pace, at=NOON),
    ):
        with pytest.raises(Refusal) as refused:
            act()
        assert refused.value.code == code
    assert not Habit.objects.exists()


def test_the_day_is_listed_at_eight_in_seoul_once_however_often_the_clock_calls(resident, gu, wish, tick):
    wish(resident)
    actions.prefer(resident, roads=["screen", "email"], pace="daily", at=NOON)
    for n in range(12):
        tell(f"댓글 {n}", noun="댓글", at=NOON + timedelta(minutes=n))
    tell("결과", at=MORNING - timedelta(seconds=1))
    assert tick(MORNING - timedelta(seconds=1)) == 0
    assert tick(MORNING) == 1
    assert tick(MORNING) == 1
    assert tick(MORNING + timedelta(minutes=1)) == 1
    [sent] = mail.outbox
    assert sent.subject == "[관악구] 하루 소식 13건"
    assert sent.body.count("협치회의 · 댓글 12개") == 1
    assert "결과" in sent.body
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    digest = Digest.objects.get()
    assert (digest.on, digest.road, digest.letters.count()) == (MORNING.date(), "email", 13)


def test_what_comes_at_the_very_hour_stands_on_the_next_list(resident, gu, wish, tick):
    wish(resident)
    actions.prefer(resident, roads=["email"], pace="daily", at=NOON)
    tell("그 시각", at=MORNING)
    assert tick(MORNING) == 0
    assert tick(MORNING + timedelta(days=1)) == 1


def test_what_is_spread_too_late_for_todays_list_stands_on_tomorrows(resident, gu, wish, tick, worker):
    wish(resident)
    actions.prefer(resident, roads=["email"], pace="daily", at=NOON)
    tell("첫째")
    worker()
    assert tick(MORNING) == 1
    tell("늦은", at=MORNING - timedelta(seconds=1))
    worker(MORNING + timedelta(minutes=1))
    assert tick(MORNING + timedelta(minutes=2)) == 1
    assert tick(MORNING + timedelta(days=1)) == 2
    assert list(Digest.objects.order_by("on").values_list("on", flat=True)) == [
        MORNING.date(),
        MORNING.date() + timedelta(days=1),
    ]


def test_the_week_is_listed_on_monday(resident, gu, wish, tick):
    wish(resident)
    actions.prefer(resident, roads=["email"], pace="weekly", at=NOON)
    tell("화요일")
    tell("일요일", at=MONDAY - timedelta(minutes=1))
    assert tick(MONDAY - timedelta(minutes=1)) == 0
    assert tick(MONDAY) == 1
    assert mail.outbox[0].subject == "[관악구] 한 주 소식 2건"
    tell("월요일", at=MONDAY)
    assert tick(MONDAY + timedelta(days=6)) == 1
    assert tick(MONDAY + timedelta(days=7)) == 2


@pytest.mark.parametrize(
    ("pace", "at", "when"),
    [
        ("daily", "2026-11-24T07:59:59+09:00", "2026-11-24T08:00:00+09:00"),
        ("daily", "2026-11-24T08:00:00+09:00", "2026-11-25T08:00:00+09:00"),
        ("daily", "2026-12-31T23:59:59+09:00", "2027-01-01T08:00:00+09:00"),
        # Half past ten in the evening of London is the next morning here.
        ("daily", "2026-11-24T22:30:00+00:00", "2026-11-25T08:00:00+09:00"),
        ("daily", "2026-11-24T23:30:00+00:00", "2026-11-26T08:00:00+09:00"),
        ("weekly", "2026-11-24T12:00:00+09:00", "2026-11-30T08:00:00+09:00"),
        ("weekly", "2026-11-30T07:59:59+09:00", "2026-11-30T08:00:00+09:00"),
        ("weekly", "2026-11-30T08:00:00+09:00", "2026-12-07T08:00:00+09:00"),
        ("weekly", "2026-11-29T23:00:00+00:00", "2026-12-07T08:00:00+09:00"),
        ("weekly", "2026-12-29T12:00:00+09:00", "2027-01-04T08:00:00+09:00"),
    ],
)
def test_lists_end_by_the_clock_of_the_district(pace, at, when):
    assert Hours().next_list(pace, datetime.fromisoformat(at)) == datetime.fromisoformat(when)


@pytest.mark.parametrize(
    ("at", "night"),
    [
        ("2026-11-24T20:59:59+09:00", False),
        ("2026-11-24T21:00:00+09:00", True),
        ("2026-11-25T00:00:00+09:00", True),
        ("2026-11-25T07:59:59+09:00", True),
        ("2026-11-25T08:00:00+09:00", False),
        ("2026-11-24T12:00:00+00:00", True),
        ("2026-11-24T23:00:00+00:00", False),
    ],
)
def test_the_night_is_from_nine_to_eight_in_seoul(at, night):
    when = datetime.fromisoformat(at)
    assert Hours().is_night(when) is night
    assert Hours().is_night(Hours().after_night(when)) is False


def test_the_hours_are_those_of_the_day_and_the_house_comes_with_some(db):
    standing = Hours.objects.on(NOON.date())
    assert (standing.night_from, standing.night_until, standing.list_weekday) == (time(21), time(8), 0)
    assert "제50조" in standing.source
    Hours.objects.create(
        valid_from=NOON.date() + timedelta(days=1), night_from=time(0), night_until=time(6), source="조례"
    )
    assert Hours.objects.on(NOON.date()) == standing
    assert not Hours.objects.on(NOON.date() + timedelta(days=1)).is_night(NOON.replace(hour=22))


def test_what_waits_follows_the_choice_that_was_made_meanwhile(resident, gu, wish, tick, worker, mails_of):
    follow = wish(resident)
    tell("첫째")
    worker()
    actions.choose(follow, roads=["screen", "email"], pace="daily", at=NOON)
    assert [(each.pace, each.due_at) for each in mails_of(resident)] == [("daily", MORNING)]
    actions.choose(follow, roads=["screen"], pace="daily", at=NOON)
    assert [each.state for each in mails_of(resident)] == ["dropped"]
    assert tick(MORNING) == 0
    actions.choose(follow, roads=["email"], pace="weekly", at=MORNING)
    tell("둘째", at=MORNING)
    worker(MORNING)
    actions.choose(follow, pace="immediate", roads=None, at=MORNING)
    assert tick(MORNING + timedelta(hours=1)) == 1


def test_a_list_that_is_made_up_leaves_out_what_was_taken_leave_of(resident, gu, wish, worker):
    follow = wish(resident)
    wish(resident, topic="body/4")
    actions.prefer(resident, roads=["email"], pace="daily", at=NOON)
    tell("하나")
    tell("둘", topic="body/4")
    worker()
    actions.due(MORNING)
    actions.unfollow(follow, at=MORNING)
    worker(MORNING)
    [sent] = mail.outbox
    assert "둘" in sent.body
    assert "하나" not in sent.body


def test_a_list_that_breaks_keeps_no_other_waiting(residents, gu, wish, worker, monkeypatch):
    people = residents(3)
    for person in people:
        wish(person)
        actions.prefer(person, roads=["email"], pace="daily", at=NOON)
    tell()
    worker()
    real = digests.make_one

    def breaks(person, *more):
        if person == people[0].pk:
            raise RuntimeError
        return real(person, *more)

    monkeypatch.setattr(digests, "make_one", breaks)
    actions.due(MORNING)
    worker(MORNING)
    assert len(mail.outbox) == 2
    monkeypatch.undo()
    actions.due(MORNING + timedelta(minutes=1))
    worker(MORNING + timedelta(minutes=1))
    assert len(mail.outbox) == 3


def test_who_spoke_is_told_until_they_say_that_it_is_enough(
    resident, neighbour, gu, worker, visit, screen_of
):
    why = {"people": [resident, neighbour], "because": "의견을 쓰신 질문", "bundle": False}
    tell("답변", **why)
    worker()
    assert screen_of(resident).reason == "의견을 쓰신 질문"
    sent = next(each for each in mail.outbox if each.to == [resident.email])
    assert "참여하신 일의 소식이어서" in sent.body
    stop = sent.extra_headers["List-Unsubscribe"].strip("<>").removeprefix("http://127.0.0.1:8000")
    assert "의견을 쓰신 질문" in visit().get(stop).content.decode()
    assert visit(enforce_csrf_checks=True).post(stop).status_code == 200
    assert Rest.objects.get().person == resident
    tell("둘째 답변", **why)
    worker()
    assert len(mail.outbox) == 3
    tell("회의", people=[resident], bundle=False)
    worker()
    assert mail.outbox[-1].subject == "[관악구] 회의"
    actions.follow(resident, topic="body/3", title="협치회의", url="/", at=NOON)
    assert not Rest.objects.exists()


def test_who_spoke_and_follows_too_is_told_once_and_as_they_chose_for_this_topic(resident, gu, wish, worker):
    follow = wish(resident)
    actions.choose(follow, roads=["email"], pace="weekly", at=NOON)
    tell("답변", people=[resident], because="의견을 쓰신 질문", bundle=False)
    worker()
    [letter] = Letter.objects.filter(person=resident)
    assert (letter.road, letter.pace, letter.follow) == ("email", "weekly", follow)
    assert mail.outbox == []


def test_news_of_where_one_spoke_follows_the_habit_that_was_chosen_meanwhile(resident, gu, mails_of):
    tell("답변", people=[resident], because="의견을 쓰신 질문")
    actions.prefer(resident, roads=["screen", "email"], pace="daily", at=NOON)
    assert [(each.pace, each.due_at) for each in mails_of(resident)] == [("daily", MORNING)]
    actions.prefer(resident, roads=["screen"], pace="daily", at=NOON)
    assert [each.state for each in mails_of(resident)] == ["dropped"]


def test_who_takes_leave_of_a_topic_hears_no_more_of_it_for_having_spoken(resident, gu, wish, worker):
    follow = wish(resident)
    tell("답변", people=[resident], because="의견을 쓰신 질문")
    actions.unfollow(follow, at=NOON)
    tell("둘째 답변", people=[resident], because="의견을 쓰신 질문")
    worker(NOON + timedelta(hours=1))
    assert mail.outbox == []
    assert not Letter.objects.filter(dispatch__about="둘째 답변").exists()


def test_twelve_of_a_kind_are_one_line_in_my_list_and_opened_in_one_press(resident, gu, wish, worker, visit):
    wish(resident)
    for n in range(12):
        tell(f"댓글 {n}", noun="댓글")
    tell("결과")
    worker()
    page = visit(resident).get("/me/letters/").content.decode()
    assert page.count("협치회의 · 댓글 12개") == 1
    assert "댓글 3" not in page
    newest = Letter.objects.get(person=resident, road="screen", dispatch__about="댓글 11")
    visit(resident).get(newest.get_absolute_url())
    assert Letter.objects.on_screen().unread().count() == 1


def test_the_choices_by_the_page_without_a_script(resident, gu, wish, visit):
    follow = wish(resident)
    client = visit(resident)
    page = client.get("/me/letters/").content.decode()
    assert "기본대로 받기" in page
    client.post("/me/letters/ways/", {"roads": ["screen"], "pace": "daily"})
    habit = Habit.objects.get()
    assert (habit.roads, habit.pace) == (["screen"], "daily")
    own = {"own": "1", "roads": ["email", "screen"], "pace": "weekly"}
    assert client.post(f"/follows/{follow.key}/choose/", own).url == "/me/letters/#ways"
    follow.refresh_from_db()
    assert (follow.roads, follow.pace) == (["screen", "email"], "weekly")
    assert "따로 골라 받기" in client.get("/me/letters/").content.decode()
    client.post(f"/follows/{follow.key}/choose/", {"own": "", "roads": ["email"], "pace": "weekly"})
    follow.refresh_from_db()
    assert (follow.roads, follow.pace) == (None, "")
    shown = client.post("/me/letters/ways/", {"pace": "daily"}, follow=True).content.decode()
    assert "받으실 방법을 하나 이상" in shown


def test_the_choices_by_the_api(resident, neighbour, gu, wish, visit):
    follow = wish(resident)
    told = visit(resident).get(WAYS).json()
    assert (told["roads"], told["pace"], told["number"]) == (["screen", "email"], "immediate", None)
    changed = send(visit(resident), "patch", WAYS, roads=["email"], pace="weekly")
    assert (changed.json()["roads"], changed.json()["pace"]) == (["email"], "weekly")
    assert changed.json()["seq"] > 0
    assert send(visit(resident), "patch", WAYS, roads=["email"], pace="weekly").json()["seq"] == 0
    address = f"{FOLLOWS}{follow.key}/"
    chosen = send(visit(resident), "patch", address, roads=["screen"], pace="daily").json()
    assert (chosen["roads"], chosen["pace"]) == (["screen"], "daily")
    usual = send(visit(resident), "patch", address, roads=None, pace="").json()
    assert (usual["roads"], usual["pace"]) == (None, "")
    assert problem(send(visit(neighbour), "patch", address, roads=["screen"])) == ("not_found", 404)
    assert problem(visit().get(WAYS)) == ("sign_in_needed", 403)
    assert problem(send(visit(resident), "patch", WAYS, roads=["pigeon"], pace="daily")) == ("invalid", 422)
    assert problem(send(visit(resident), "patch", WAYS, roads=[], pace="daily")) == ("no_road", 422)


def test_the_clock_calls_the_worker_for_a_list(
    resident, gu, wish, worker, django_capture_on_commit_callbacks
):
    wish(resident)
    actions.prefer(resident, roads=["email"], pace="daily", at=NOON)
    tell()
    worker()
    for at, calls in ((MORNING - timedelta(seconds=1), 0), (MORNING, 1)):
        with django_capture_on_commit_callbacks() as called:
            actions.due(at)
        assert len(called) == calls


def test_the_desk_counts_letters_by_road_and_state_and_keeps_the_words(
    home, notice, worker, visit, administrator, auditor, editor
):
    worker()
    Letter.objects.filter(road="email").update(state="failed", fault="doubt")
    Letter.objects.update(sent_at=timezone.now())
    type(notice).objects.update(at=timezone.now())
    for person in (administrator, auditor):
        shown = visit(person).get("/desk/letters/").content.decode()
        assert "<strong>2</strong>" in shown
    assert visit(editor).get("/desk/letters/").status_code != 200
    words = {"code": "answer", "label": "답변", "words": "#{제목}", "valid_from": "2026-11-24", "source": "x"}
    assert visit(auditor).post("/desk/talk_templates/new/", words).status_code != 200
    visit(administrator).post("/desk/talk_templates/new/", words)
    assert "답변" in visit(auditor).get("/desk/talk_templates/").content.decode()
    assert Follow.objects.count() == 0
