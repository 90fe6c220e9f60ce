"""A resident follows one meeting, or one item of it, and hears what becomes of it; of the closed a number."""

from dataclasses import replace
from datetime import timedelta

import pytest

from committees.actions.agenda import cancel_meeting
from committees.actions.introducing import introduce, withdraw_item
from committees.actions.meetings import take_up
from committees.actions.resolutions import record_resolution
from letters import delivery
from letters.actions import follow
from letters.models import Dispatch, Letter
from tests.cast import AGENDA, NOON
from tests.committees.acts import begin, items_of
from tests.committees.doors import act
from tests.committees.test_agenda import LATER, again

pytestmark = pytest.mark.django_db
LONG_AGO = NOON - timedelta(days=9)


def follows(person, *rows):
    for row in rows:
        title = getattr(row, "title", "") or str(row)
        follow(person, topic=row.topic, title=title, url="/", at=LONG_AGO)


def inbox(person):
    """What lies in somebody's list, the oldest first, once the worker has been round."""
    delivery.spread_all(NOON)
    letters = Letter.objects.filter(person=person, road="screen").order_by("dispatch_id")
    return list(letters.values_list("dispatch__title", flat=True))


def test_who_follows_a_meeting_hears_of_a_change_and_of_the_end(meeting, resident, secretary):
    follows(resident, meeting)
    again(meeting, place="옆방")
    again(meeting, starts_at=NOON + timedelta(days=1), reason="강당 공사", place="옆방")
    cancel_meeting(meeting, reason="태풍", by=secretary, at=LATER)
    called = "협치회의 제2차 전체회의"
    assert inbox(resident) == [f"{called} 통지가 바뀌었습니다", f"{called} 연기", f"{called} 취소"]
    words = Dispatch.objects.get(about=f"meeting/{meeting.pk}/cancelled/meeting").words
    assert "취소한 까닭: 태풍" in words


def test_nobody_gets_the_same_news_twice(meeting, council, resident, member):
    follows(resident, meeting, council)
    follows(member, meeting, council)
    again(meeting, place="옆방")
    assert inbox(resident) == ["협치회의 제2차 전체회의 통지가 바뀌었습니다"]
    assert inbox(member)[1:] == ["협치회의 제2차 전체회의 통지가 바뀌었습니다"]


def test_who_follows_an_item_hears_when_it_is_taken_up_and_decided(
    meeting, resident, neighbour, secretary, members
):
    _, decide, closed = items_of(meeting)
    follows(resident, decide, meeting)
    follows(neighbour, closed)
    begin(meeting, secretary, members[:6])
    for item in (decide, closed):
        take_up(item, by=secretary, at=NOON)
        said = {"form": "adopted", "method": "unanimous", "text": "비밀 문장", "at": NOON}
        record_resolution(item, by=secretary, **said)
    assert inbox(resident) == [
        "의결 1항 협치과제 실행계획 상정",
        "의결 1항 협치과제 실행계획: 원안가결",
        "심의 1항 비공개 안건: 원안가결",
    ]
    assert inbox(neighbour) == ["심의 1항 비공개 안건 상정", "심의 1항 비공개 안건: 원안가결"]
    told = "".join(f"{each.title}{each.words}" for each in Dispatch.objects.all())
    assert "비밀 문장" not in told
    assert "후보지 매입" not in told


def test_who_follows_an_item_hears_that_it_is_off_the_agenda(meeting, resident, neighbour, secretary):
    follows(resident, items_of(meeting)[1])
    again(meeting, items=[AGENDA[0], AGENDA[2]])
    off = "협치회의 제2차 전체회의: 의결 1항을 의사일정에서 뺐습니다"
    assert inbox(resident) == [off]
    item = introduce(meeting, title="새 안건", kind="decide", reason="급함", by=secretary, at=LATER)
    follows(neighbour, item)
    withdraw_item(item, reason="뺌", by=secretary, at=LATER)
    assert inbox(neighbour) == [off]


def test_what_is_closed_later_is_unsaid_in_the_letters_of_followers_too(meeting, resident, neighbour):
    follows(resident, meeting)
    again(meeting, place="옆방")
    shut = replace(AGENDA[1], disclosure="closed", ground="협상 중")
    again(meeting, items=[AGENDA[0], shut, AGENDA[2]], place="옆방")
    told = "".join(Dispatch.objects.filter(about__contains="/notice/").values_list("words", flat=True))
    assert "협치과제 실행계획" not in told


def test_where_nobody_follows_no_line_is_left(meeting, secretary, members):
    before = Dispatch.objects.count()
    begin(meeting, secretary, members[:6])
    take_up(items_of(meeting)[1], by=secretary, at=NOON)
    assert Dispatch.objects.count() == before


# the doors


def test_the_page_and_the_api_offer_both_to_be_followed(visit, gathering, items, resident):
    told = visit().get(f"/api/v1/meetings/{gathering.pk}/").json()
    offers = {each["item"]: each["offer"] for each in told["item_follows"]}
    assert set(offers) == {item.pk for item in items}
    client = visit(resident)
    for offer in (told["follow"], offers[items[1].pk]):
        answer = act(client, "/api/v1/follows/", offer=offer)
        assert answer.status_code == 201, answer.content
    topics = set(resident.follows.values_list("topic", flat=True))
    assert topics == {gathering.topic, items[1].topic}
    closed = resident.follows.filter(topic=items[2].topic)
    assert not closed.exists()
