"""지난 의결사항 처리결과: what is still owed, and what was reported since the body last met."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from committees.actions.introducing import introduce_past_orders
from committees.actions.meetings import adjourn, call_to_order, take_up
from committees.actions.resolutions import place_order, record_resolution, report_order
from committees.follow_up import past_order_rows, past_orders, report_lines
from committees.models import Order
from tests.cast import NOON, Draft, laid
from tests.committees.acts import code_of_refusal, gather, items_of
from tests.committees.doors import act, api, presses, problem

pytestmark = pytest.mark.django_db
BEFORE = NOON - timedelta(days=40)


def held(council, secretary, members, on, ordinal, titles=(), closed=()):
    """A meeting of that day in which each of these was decided; over."""
    items = [Draft(key=uuid4(), kind="decide", title=title) for title in titles]
    items += [
        Draft(key=uuid4(), kind="decide", title=title, disclosure="closed", ground="협상") for title in closed
    ]
    items = items or [Draft(key=uuid4(), kind="report", title="보고")]
    meeting = laid(council, items=items, ordinal=ordinal, starts_at=on, at=on - timedelta(days=8))
    gather(meeting, members[:6], at=on)
    call_to_order(meeting, by=secretary, at=on)
    made = []
    for item in items_of(meeting) if titles or closed else []:
        take_up(item, by=secretary, at=on)
        said = {"form": "adopted", "method": "unanimous", "text": "그대로 한다.", "at": on}
        made.append(record_resolution(item, by=secretary, **said))
    adjourn(meeting, by=secretary, at=on)
    return made


@pytest.fixture
def asked(council, secretary, members, department):
    """Two months ago one thing was asked for openly and one under a closed item."""
    made = held(council, secretary, members, BEFORE, 1, ["골목길 조명"], ["비밀 부지 매입"])
    return [
        place_order(each, what=what, department=department, due=None, by=secretary, at=BEFORE)
        for each, what in zip(made, ("등을 바꿉니다", "비밀 계약을 맺습니다"), strict=True)
    ]


def test_what_is_still_owed_is_read_before_the_next_meeting(asked, meeting):
    rows = past_order_rows(meeting)
    assert [(row["what"], row["resolution"]["title"], row["state"]) for row in rows] == [
        ("등을 바꿉니다", "골목길 조명", "open"),
        ("", "비공개 안건", "open"),
    ]
    assert rows[0]["resolution"]["label"] == "제2026-1호"
    assert [row["what"] for row in past_order_rows(meeting, inside=True)][1] == "비밀 계약을 맺습니다"


def test_what_was_reported_is_news_once(asked, council, secretary, members, officer):
    report_order(asked[0], report="열두 곳을 바꾸었습니다.", by=officer, at=BEFORE + timedelta(days=3))
    second = laid(council, starts_at=NOON - timedelta(days=20), ordinal=2)
    assert past_orders(second) == asked
    held(council, secretary, members, NOON - timedelta(days=10), 3)
    third = laid(council, starts_at=NOON, ordinal=4)
    assert past_orders(third) == asked[1:]


def test_another_body_and_what_this_meeting_itself_decides_are_not_in_it(asked, council, secretary, members):
    other = type(council).objects.create(kind_id="council", name="다른 위원회", slug="other")
    type(council.rules.get()).objects.create(body=other, valid_from=BEFORE.date(), source="조례")
    assert past_orders(laid(other)) == []
    earlier = laid(council, starts_at=BEFORE - timedelta(days=1), ordinal=9)
    assert past_orders(earlier) == []


def test_one_press_makes_it_an_item_to_be_heard(asked, meeting, secretary, member, officer):
    report_order(asked[0], report="열두 곳을\n바꾸었습니다.", by=officer, at=NOON - timedelta(days=5))
    press = {"reason": "처리 결과를 보고함", "at": NOON - timedelta(days=3)}
    assert code_of_refusal(introduce_past_orders, meeting, by=member, **press) == ("not_introducing", 403)
    assert code_of_refusal(introduce_past_orders, meeting, by=secretary, **press | {"reason": ""}) == (
        "reason_needed", 422,
    )  # fmt: skip
    item = introduce_past_orders(meeting, by=secretary, **press)
    assert (item.title, item.label) == ("지난 의결사항 처리결과", "보고 2항")
    assert item.text.splitlines() == [
        "제2026-1호 등을 바꿉니다 · 기획예산과 · 처리함: 열두 곳을 바꾸었습니다.",
        "제2026-2호 비공개 안건 · 기획예산과 · 처리 중",
    ]
    assert "비밀" not in item.text
    assert code_of_refusal(introduce_past_orders, meeting, by=secretary, **press) == (
        "already_introduced", 409,
    )  # fmt: skip


def test_without_anything_to_report_there_is_no_item(meeting, secretary):
    refused = code_of_refusal(introduce_past_orders, meeting, by=secretary, reason="보고", at=NOON)
    assert refused == ("no_past_orders", 409)


def test_a_text_holds_as_many_lines_as_an_item_does_and_counts_the_rest(asked, department):
    Order.objects.bulk_create(
        Order(resolution=asked[0].resolution, department=department, what=f"{n}번 일 " + "가" * 280)
        for n in range(60)
    )
    orders = list(Order.objects.select_related("department", "resolution__item__meeting").order_by("pk"))
    lines = report_lines(orders, 10_000)
    assert len("\n".join(lines)) <= 10_000
    shown = len(lines) - 1
    assert lines[-1] == f"그 밖에 {len(orders) - shown}건"


# the doors


@pytest.fixture
def told(gathering, members, secretary, department):
    """The gathering that is about to begin, and what an earlier one asked for."""
    council, now = gathering.round.convener, timezone.now()
    [made] = held(council, secretary, members, now - timedelta(days=30), 7, ["골목길 조명"])
    place_order(made, what="등을 바꿉니다", department=department, due=None, by=secretary, at=now)
    return gathering


def test_everybody_reads_it_and_the_secretary_puts_it_on_the_agenda(visit, told, secretary, member):
    address, ref = api(told, "past-orders"), uuid4()
    [row] = visit().get(address).json()["results"]
    assert (row["what"], row["resolution"]["title"]) == ("등을 바꿉니다", "골목길 조명")
    assert problem(act(visit(member), address, reason="보고")) == ("not_introducing", 403)
    first = act(visit(secretary), address, ref, reason="보고")
    assert (first.status_code, first.json()["title"]) == (201, "지난 의결사항 처리결과")
    assert act(visit(secretary), address, ref, reason="보고").json() == first.json()


def test_the_form_does_the_same(visit, told, secretary, member):
    address = f"/meetings/{told.pk}/past-orders/"
    assert presses(visit(member), address, reason="보고").status_code == 403
    assert presses(visit(secretary), address, reason="보고").status_code == 302
    assert told.items.standing().last().title == "지난 의결사항 처리결과"
    assert UUID(str(told.items.standing().last().key))
