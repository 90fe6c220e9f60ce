"""What comes onto an agenda by a press: after the page's own items, with a reason, and told to everybody."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from committees.actions.agenda import cancel_meeting, lay_paper
from committees.actions.introducing import introduce, withdraw_item
from committees.actions.meetings import call_to_order, take_up
from committees.models import AgendaItem
from committees.rooms import MeetingRoom
from letters.models import Dispatch
from papers.models import Attachment
from realtime.models import Event
from search.find import find
from tests.cast import AGENDA, NOON
from tests.committees.acts import code_of_refusal, drawn, gather
from tests.committees.doors import act, api, presses, problem
from tests.committees.test_agenda import LATER, OTHER, REPORT, again, events
from tests.papers.made import pdf

pytestmark = pytest.mark.django_db
SAID = {"title": "골목길 조명", "kind": "decide", "reason": "주민이 제안함"}


def put(meeting, by, **said):
    return introduce(meeting, **SAID | said, by=by, at=LATER)


def labels(meeting):
    return [f"{item.label} {item.title}" for item in meeting.items.standing()]


def test_an_introduced_item_comes_last_and_its_members_are_told_why(meeting, secretary):
    source = {"source_label": "주민 제안 7번", "source_url": "/proposals/7/"}
    item = put(meeting, secretary, text="어두운 골목 열두 곳", **source)
    assert (item.label, item.order, item.introduced_at, item.state) == ("의결 2항", 4, LATER, "pending")
    assert events(meeting)[4:] == ["item.laid", "agenda.changed"]
    told = Dispatch.objects.get(about=f"meeting/{meeting.pk}/notice/2")
    assert told.title == "협치회의 제2차 전체회의 통지가 바뀌었습니다"
    assert "바뀐 까닭: 주민이 제안함" in told.words
    assert "의결 2항 골목길 조명" in told.words
    assert told.needs_receipt
    assert [found.title for found in find("골목길", None)] == [meeting.title]
    row = drawn(MeetingRoom(), meeting.room)[-2][1]["item"]
    assert (row["title"], row["source"]) == (
        "골목길 조명", {"label": "주민 제안 7번", "url": "/proposals/7/"},
    )  # fmt: skip


def test_after_the_notice_a_reason_is_owed_and_nothing_is_written_without(meeting, secretary):
    before = labels(meeting), events(meeting)
    for reason in ("", "  ", None, 7):
        refused = code_of_refusal(put, meeting, secretary, reason=reason)
        assert refused == ("reason_needed", 422)
    assert (labels(meeting), events(meeting), Dispatch.objects.count()) == (*before, 1)


def test_the_secretary_and_the_department_of_the_body_introduce_and_nobody_else(
    meeting, secretary, officer, administrator, member, chair, resident
):
    for n, by in enumerate((secretary, officer, administrator, None), start=4):
        assert put(meeting, by).order == n
    for by in (member, chair, resident):
        assert code_of_refusal(put, meeting, by) == ("not_introducing", 403)
    # The step above has asked its own right to publish the page.
    assert introduce(meeting, **SAID, by=resident, at=LATER, publishes=True).order == 8


def test_a_new_edition_of_the_page_leaves_introduced_items_alone_and_comes_before_them(meeting, secretary):
    item = put(meeting, secretary)
    seen = item.key
    again(meeting, items=[*AGENDA, OTHER])
    assert labels(meeting)[-2:] == ["의결 2항 새로 올린 안건", "의결 3항 골목길 조명"]
    again(meeting, items=[REPORT])
    assert labels(meeting) == ["보고 1항 지난 의결사항 처리결과", "의결 1항 골목길 조명"]
    item.refresh_from_db()
    assert (item.order, item.key, item.withdrawn_at) == (2, seen, None)
    told = events(meeting)
    again(meeting, items=[REPORT], reason="")
    assert events(meeting) == told


def test_a_number_by_which_an_item_was_called_stays_its_own(meeting, secretary, members):
    item = put(meeting, secretary)
    gather(meeting, members[:6])
    call_to_order(meeting, by=secretary, at=NOON)
    take_up(item, by=secretary, at=NOON)
    again(meeting, items=[*AGENDA, OTHER])
    assert labels(meeting)[-2:] == ["의결 3항 새로 올린 안건", "의결 2항 골목길 조명"]


def test_once_the_meeting_is_called_or_over_nothing_is_introduced_or_taken_off(meeting, secretary, members):
    item = put(meeting, secretary)
    gather(meeting, members[:6])
    call_to_order(meeting, by=secretary, at=NOON)
    off = {"reason": "뺌", "by": secretary, "at": NOON}
    assert code_of_refusal(put, meeting, secretary) == ("agenda_fixed", 409)
    assert code_of_refusal(withdraw_item, item, **off) == ("agenda_fixed", 409)


def test_a_cancelled_meeting_takes_no_item(meeting, secretary):
    cancel_meeting(meeting, reason="태풍", by=secretary, at=LATER)
    assert code_of_refusal(put, meeting, secretary) == ("meeting_over", 409)


def test_what_was_introduced_is_taken_off_with_a_reason_and_the_rest_moves_up(meeting, secretary, member):
    first, second = put(meeting, secretary), put(meeting, secretary, title="안심 귀갓길")
    lay_paper(first, SimpleUploadedFile("자료.pdf", pdf()), by=secretary, at=LATER)
    off = {"by": secretary, "at": LATER}
    assert code_of_refusal(withdraw_item, first, reason=" ", **off) == ("reason_needed", 422)
    assert code_of_refusal(withdraw_item, first, reason="뺌", by=member, at=LATER) == ("not_introducing", 403)
    withdraw_item(first, reason="다른 회의에서 다룸", **off)
    assert labels(meeting)[-1] == "의결 2항 안심 귀갓길"
    assert code_of_refusal(withdraw_item, first, reason="또", **off) == ("item_withdrawn", 409)
    assert Attachment.objects.get().audience == "private"
    assert "바뀐 까닭: 다른 회의에서 다룸" in Dispatch.objects.get(about__endswith="notice/4").words
    assert events(meeting)[-2:] == ["item.withdrawn", "agenda.changed"]
    _, frame = drawn(MeetingRoom(), meeting.room)[-2]
    assert {row["id"]: row["label"] for row in frame["items"]} == {
        first.pk: "의결 2항", second.pk: "의결 2항",
    }  # fmt: skip
    page_item = meeting.items.standing().first()
    assert code_of_refusal(withdraw_item, page_item, reason="뺌", **off) == ("item_of_page", 409)


def test_a_source_comes_before_one_meeting_once(meeting, secretary):
    item = put(meeting, secretary, source_url="/proposals/7/")
    assert code_of_refusal(put, meeting, secretary, source_url="/proposals/7/") == (
        "already_introduced", 409,
    )  # fmt: skip
    withdraw_item(item, reason="뺌", by=secretary, at=LATER)
    assert put(meeting, secretary, source_url="/proposals/7/").label == "의결 2항"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"kind": "party"}, "unknown_choice"),
        ({"kind": None}, "unknown_choice"),
        ({"kind": ["decide"]}, "unknown_choice"),
        ({"disclosure": "secret"}, "unknown_choice"),
        ({"disclosure": "closed"}, "closed_ground_needed"),
        ({"title": " "}, "empty_words"),
        ({"title": 5}, "bad_text"),
        ({"text": {"a": 1}}, "bad_text"),
        ({"source_url": "javascript:alert(1)"}, "bad_address"),
        ({"title": "가" * 201}, "too_long"),
    ],
)
def test_what_no_item_can_be_is_refused(meeting, secretary, said, code):
    assert code_of_refusal(put, meeting, secretary, **said) == (code, 422)
    assert AgendaItem.objects.count() == 3


def test_of_a_closed_item_that_is_introduced_letters_and_room_say_its_number(meeting, secretary):
    put(meeting, secretary, title="비밀 매입", disclosure="closed", ground="협상 중")
    told = Dispatch.objects.get(about__endswith="notice/2").words
    assert "의결 2항 비공개 안건" in told
    assert "비밀 매입" not in told + str(drawn(MeetingRoom(), meeting.room))


# the doors


def test_the_secretary_introduces_by_the_api_once_however_often_it_is_sent(visit, gathering, secretary):
    ref, client = uuid4(), visit(secretary)
    first = act(client, api(gathering, "items"), ref, **SAID, text="열두 곳")
    assert (first.status_code, first.json()["label"], first.json()["title"]) == (
        201, "의결 3항", "골목길 조명",
    )  # fmt: skip
    assert act(client, api(gathering, "items"), ref, **SAID, text="열두 곳").json() == first.json()
    other = act(client, api(gathering, "items"), ref, **SAID, text="다른 글")
    assert problem(other) == ("ref_reused", 409)
    assert gathering.items.count() == 4
    gone = act(client, f"/api/v1/agenda-items/{first.json()['id']}/withdraw/", reason="뺌")
    assert (gone.status_code, gone.json()["withdrawn"]) == (200, True)


def test_a_member_introduces_at_no_door(visit, gathering, member, now):
    assert problem(act(visit(member), api(gathering, "items"), **SAID)) == ("not_introducing", 403)
    assert presses(visit(member), f"/meetings/{gathering.pk}/items/", **SAID).status_code == 403
    assert problem(act(visit(), api(gathering, "items"), **SAID)) == ("sign_in_needed", 403)
    assert gathering.items.count() == 3


def test_the_console_introduces_and_takes_off_and_keeps_words_that_were_refused(visit, gathering, secretary):
    client, address = visit(secretary), f"/meetings/{gathering.pk}/items/"
    refused = presses(client, address, title="골목길 조명", kind="decide", reason="")
    assert refused.status_code == 422
    assert refused.context["said"]["title"] == "골목길 조명"
    done = presses(client, address, **SAID)
    assert (done.status_code, done.url) == (302, f"/meetings/{gathering.pk}/console/")
    item = gathering.items.standing().last()
    assert item.title == "골목길 조명"
    presses(client, f"{address}{item.pk}/withdraw/", reason="뺌")
    item.refresh_from_db()
    assert item.withdrawn_at is not None


def test_the_room_introduces_with_the_same_number_as_the_api(gathering, secretary, visit, now):
    from realtime.door import mark
    from realtime.kinds import Context

    ref = uuid4()
    sealed = mark(ref, "item.introduce", gathering.room, SAID)
    command = MeetingRoom().commands["item.introduce"]
    item = command(gathering.room, secretary, dict(SAID), Context(now, sealed))
    told = act(visit(secretary), api(gathering, "items"), ref, **SAID)
    assert (told.status_code, told.json()["id"]) == (201, item.pk)
    gone = MeetingRoom().commands["item.withdraw"](
        gathering.room, secretary, {"item": item.pk, "reason": "뺌"}, Context(now, None)
    )
    assert gone.withdrawn_at == now
    assert Event.objects.filter(name="item.withdrawn").count() == 1


def test_two_who_introduce_the_same_words_are_two_matters(meeting, secretary):
    assert replace(AGENDA[0]).title in labels(meeting)[0]
    numbers = [put(meeting, secretary).number for _ in range(2)]
    assert numbers == [2, 3]
    assert meeting.starts_at - LATER == timedelta(days=3)
