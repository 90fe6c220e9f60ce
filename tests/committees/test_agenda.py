"""An agenda is laid once, changed only with a reason, and never says what is closed."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from committees.actions.agenda import (
    Draft,
    cancel_meeting,
    check_agenda,
    lay_paper,
    next_ordinal,
    record_past,
)
from committees.actions.meetings import adjourn, call_to_order, take_up
from committees.models import AgendaItem, Body, Meeting, Round
from committees.rows import meeting_row, quorum_row, snapshot_of
from district.refusals import Refusal
from letters.models import Dispatch, Letter
from papers.models import Attachment
from realtime.models import Event
from search.models import Entry
from tests.cast import AGENDA, NOON, laid
from tests.committees.acts import code_of_refusal, gather, items_of
from tests.papers.made import pdf

pytestmark = pytest.mark.django_db
REPORT, DECIDE, CLOSED = AGENDA
LATER = NOON - timedelta(days=3)
OTHER = Draft(key=UUID(int=9), kind="decide", title="새로 올린 안건")


def again(meeting, items=tuple(AGENDA), **facts):
    return laid(
        meeting.round.convener, items=items, meeting=meeting, **{"at": LATER, "reason": "장소가 바뀜"} | facts
    )


def events(meeting):
    rows = Event.objects.filter(room__kind="meeting", room__key=str(meeting.pk)).order_by("seq")
    return list(rows.values_list("name", flat=True))


def test_the_first_laying_gives_notice_once(meeting, members):
    assert (meeting.edition, meeting.noticed_at, meeting.state) == (1, NOON - timedelta(days=10), "scheduled")
    assert events(meeting) == ["agenda.laid", "item.laid", "item.laid", "item.laid"]
    assert meeting.title == "협치회의 제2차 전체회의"
    [told] = Dispatch.objects.all()
    assert (told.about, told.title) == (f"meeting/{meeting.pk}/notice/1", "협치회의 제2차 전체회의 소집 통지")
    assert (told.topic, told.url, told.needs_receipt) == (
        f"body/{meeting.round.convener_id}",
        f"/meetings/{meeting.pk}/",
        True,
    )
    people = Letter.objects.filter(road="screen").values_list("person", flat=True)
    assert set(people) == {member.pk for member in members}


def test_what_is_kept_is_in_the_language_of_the_district(council, members, secretary):
    with translation.override("en"):
        held = laid(council, items=[REPORT])
        again(held, items=[replace(REPORT, disclosure="closed", ground="협상")])
        cancel_meeting(held, reason="태풍", by=secretary, at=LATER)
    called = "협치회의 제2차 전체회의"
    assert list(Dispatch.objects.order_by("pk").values_list("title", flat=True)) == [
        f"{called} 소집 통지", f"{called} 통지가 바뀌었습니다", f"{called} 취소",
    ]  # fmt: skip
    assert Entry.objects.of(held).get().title == called
    assert not Dispatch.objects.filter(words__regex="[A-Za-z]").exists()


def test_a_place_is_one_clean_line(council, members):
    assert laid(council, place=" 구청\n 대강당 ").place == "구청 대강당"
    assert laid(council, ordinal=3, place="\x0b ").place == ""
    assert code_of_refusal(laid, council, ordinal=4, place="3\x0b층") == ("bad_text", 422)
    assert code_of_refusal(laid, council, ordinal=4, place="가" * 121) == ("too_long", 422)


def test_the_same_words_again_change_nothing_and_tell_nobody(meeting):
    again(meeting, reason="", at=NOON - timedelta(days=10))
    meeting.refresh_from_db()
    assert meeting.edition == 1
    assert len(events(meeting)) == 4
    assert Dispatch.objects.count() == 1


@pytest.mark.parametrize(
    ("facts", "names"),
    [
        ({"place": "구의회 회의실"}, ["agenda.changed"]),
        ({"starts_at": NOON - timedelta(hours=1)}, ["agenda.changed"]),
        ({"mode": "in_person"}, ["agenda.changed"]),
        ({"ordinal": 3}, ["agenda.changed"]),
        ({"items": [REPORT, replace(DECIDE, text="다른 내용"), CLOSED]}, ["agenda.changed", "item.changed"]),
        ({"items": [*AGENDA, OTHER]}, ["agenda.changed", "item.laid"]),
        ({"items": [REPORT, CLOSED]}, ["agenda.changed", "item.changed", "item.withdrawn"]),
    ],
)
def test_a_change_after_the_notice_needs_a_reason_that_members_are_told(meeting, facts, names):
    before = meeting.edition, events(meeting)
    assert code_of_refusal(again, meeting, reason=" ", **facts) == ("reason_needed", 422)
    meeting.refresh_from_db()
    assert (meeting.edition, events(meeting)) == before
    again(meeting, **facts)
    meeting.refresh_from_db()
    assert meeting.edition == 2
    assert events(meeting)[4:] == names
    told = Dispatch.objects.get(about=f"meeting/{meeting.pk}/notice/2")
    assert "바뀐 까닭: 장소가 바뀜" in told.words
    assert Letter.objects.filter(dispatch=told, road="screen").count() == 10


def test_a_meeting_that_begins_later_than_was_told_is_put_off(meeting):
    assert code_of_refusal(again, meeting, reason="", starts_at=NOON + timedelta(days=1)) == (
        "reason_needed", 422,
    )  # fmt: skip
    again(meeting, reason="강당 공사", starts_at=NOON + timedelta(days=1))
    assert events(meeting)[4:] == ["agenda.changed", "meeting.postponed"]
    told = Dispatch.objects.get(about=f"meeting/{meeting.pk}/notice/2")
    assert told.title == "협치회의 제2차 전체회의 연기"
    assert told.words.splitlines()[:3] == [
        "연기한 까닭: 강당 공사",
        "처음 알린 때: 2026. 11. 24.(화) 12:00",
        "2026. 11. 25.(수) 12:00 · 구청 대강당",
    ]
    assert told.needs_receipt
    again(meeting, reason="앞당김", starts_at=NOON)
    assert events(meeting)[6:] == ["agenda.changed"]


def test_another_address_tells_nobody_and_follows_a_meeting_that_is_over(meeting, secretary, members):
    again(meeting, url="/협치/2차/", reason="")
    assert (events(meeting), Dispatch.objects.count()) == (events(meeting)[:4], 1)
    gather(meeting, members[:6])
    call_to_order(meeting, by=secretary, at=NOON)
    adjourn(meeting, by=secretary, at=NOON)
    again(meeting, url="/협치/2차로/", reason="")
    meeting.refresh_from_db()
    assert meeting.address == Entry.objects.of(meeting).get().url == "/협치/2차로/"
    assert code_of_refusal(again, meeting, url="/새주소/", place="다른 곳") == ("meeting_over", 409)


def test_one_ordinal_belongs_to_one_meeting_of_a_body(meeting, council, part):
    assert code_of_refusal(laid, council) == ("ordinal_taken", 409)
    assert code_of_refusal(laid, council, bodies=[council, part]) == ("ordinal_taken", 409)
    assert laid(council, ordinal=3).title.endswith("제3차 전체회의")
    assert laid(council, starts_at=NOON + timedelta(days=60)).round.year == 2027
    assert Round.objects.count() == 3


def test_parts_meet_each_by_itself_in_one_round(council, part):
    other = Body.objects.create(parent=council, kind_id="subcommittee", name="복지보건 분과", slug="welfare")
    rounds = {laid(council, kind="subcommittee", ordinal=1, bodies=[body]).round_id for body in (part, other)}
    assert len(rounds) == 1
    assert code_of_refusal(laid, council, kind="subcommittee", ordinal=1, bodies=[part]) == (
        "ordinal_taken",
        409,
    )
    assert [
        next_ordinal(council, kind, 2026, bodies)
        for kind, bodies in [("subcommittee", [part]), ("plenary", [council]), ("joint", [part, other])]
    ] == [2, 1, 1]


def test_the_secretary_calls_a_meeting_off_and_its_ordinal_is_free_again(
    meeting, council, secretary, chair, member
):
    called_off = {"by": secretary, "at": LATER}
    for other in (chair, member, None):
        assert code_of_refusal(cancel_meeting, meeting, reason="태풍", by=other, at=LATER) == (
            "not_secretary", 403,
        )  # fmt: skip
    assert next_ordinal(council, "plenary", 2026, [council]) == 3
    assert code_of_refusal(cancel_meeting, meeting, reason="", **called_off) == ("empty_words", 422)
    cancel_meeting(meeting, reason="태풍 예보", **called_off)
    assert "취소한 까닭: 태풍 예보" in Dispatch.objects.get(about=f"meeting/{meeting.pk}/cancelled").words
    assert next_ordinal(council, "plenary", 2026, [council]) == 1
    assert laid(council).pk != meeting.pk
    assert code_of_refusal(cancel_meeting, meeting, reason="또", **called_off) == ("meeting_over", 409)
    assert code_of_refusal(again, meeting, place="다른 곳") == ("meeting_over", 409)
    assert code_of_refusal(again, meeting, url="/x/") is None


def test_items_are_numbered_within_their_kind_among_those_that_stand(meeting):
    again(meeting, items=[OTHER, REPORT, DECIDE, CLOSED])
    assert [item.label for item in meeting.items.standing()] == [
        "의결 1항",
        "보고 1항",
        "의결 2항",
        "심의 1항",
    ]
    again(meeting, items=[REPORT, DECIDE, CLOSED])
    assert [item.label for item in meeting.items.standing()] == ["보고 1항", "의결 1항", "심의 1항"]
    assert meeting.items.count() == 4
    again(meeting, items=[*AGENDA, OTHER])
    assert [item.label for item in meeting.items.standing()][-1] == "의결 2항"
    assert events(meeting)[-2:] == ["agenda.changed", "item.laid"]


def test_what_is_on_the_floor_is_not_changed_under_those_who_talk_about_it(meeting, secretary, members):
    report, decide, _ = items_of(meeting)
    gather(meeting, members[:6])
    call_to_order(meeting, by=secretary, at=NOON)
    take_up(report, by=secretary, at=NOON)
    for items in ([DECIDE, CLOSED], [replace(REPORT, title="고침"), DECIDE, CLOSED]):
        assert code_of_refusal(again, meeting, items=items) == ("item_underway", 409)
    assert code_of_refusal(again, meeting, starts_at=NOON + timedelta(days=1)) == ("meeting_underway", 409)
    again(meeting, items=[REPORT, replace(DECIDE, text="고침"), CLOSED], place="옆방")
    decide.refresh_from_db()
    assert decide.text == "고침"


def test_what_laying_would_refuse_is_told_before_publication(meeting, council):
    facts = {
        "convener": council, "kind": "plenary", "ordinal": 2, "bodies": [council], "starts_at": NOON,
        "place": "구청 대강당", "mode": "hybrid", "items": AGENDA, "at": LATER,
    }  # fmt: skip
    check_agenda(meeting, **facts)
    before = events(meeting), Round.objects.count()
    assert code_of_refusal(check_agenda, None, **facts) == ("ordinal_taken", 409)
    assert code_of_refusal(check_agenda, meeting, **facts | {"place": ""}) == ("reason_needed", 422)
    open_ground = replace(CLOSED, ground="")
    assert code_of_refusal(check_agenda, meeting, **facts | {"items": [open_ground]}) == (
        "closed_ground_needed",
        422,
    )
    check_agenda(None, **facts | {"ordinal": 7})
    assert (events(meeting), Round.objects.count(), Meeting.objects.count()) == (*before, 1)


def test_no_meeting_is_called_by_a_body_without_rules(council):
    council.rules.all().delete()
    assert code_of_refusal(laid, council) == ("no_body_rule", 409)


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "//x.example", "http:///", "data:text/html,x", "/\\x"]
)
def test_an_address_that_is_none_is_refused(council, address):
    item = replace(REPORT, source_label="출처", source_url=address)
    assert code_of_refusal(laid, council, items=[item]) == ("bad_address", 422)


def test_papers_are_laid_by_the_secretary_and_of_closed_items_for_the_members_alone(
    meeting, secretary, member, chair
):
    report, _, closed = items_of(meeting)

    def lay(item, by):
        return lay_paper(item, SimpleUploadedFile("자료.pdf", pdf()), by=by, at=LATER)

    for other in (member, chair):
        assert code_of_refusal(lay, report, other) == ("not_secretary", 403)
        # Not even looked into: a large picture of a stranger costs the house nothing.
        junk = SimpleUploadedFile("자료.pdf", b"MZ")
        refused = code_of_refusal(lay_paper, report, junk, by=other, at=LATER)
        assert refused == ("not_secretary", 403)
    assert lay(report, secretary).audience == "public"
    assert lay(closed, secretary).audience == "private"
    papers = {row["label"]: len(row["papers"]) for row in snapshot_of(meeting)["items"]}
    assert papers == {"보고 1항": 1, "의결 1항": 0, "심의 1항": 0}
    assert events(meeting)[4:] == ["item.changed", "item.changed"]


def test_papers_leave_the_open_shelf_with_the_words(meeting, secretary):
    report, decide, _ = items_of(meeting)
    for item in (report, decide):
        lay_paper(item, SimpleUploadedFile("자료.pdf", pdf()), by=secretary, at=LATER)
    shut = replace(REPORT, disclosure="partial", ground="개인정보")
    again(meeting, items=[shut, CLOSED])
    assert set(Attachment.objects.values_list("audience", flat=True)) == {"private"}
    assert [row["papers"] for row in snapshot_of(meeting)["items"]] == [[], []]
    again(meeting)
    assert [row["papers"] for row in snapshot_of(meeting)["items"]] == [[], [], []]  # never opened unasked
    assert set(Attachment.objects.values_list("audience", flat=True)) == {"private"}


def test_a_meeting_of_a_printed_page_is_over_and_nobody_is_told(council, members):
    past = record_past(
        convener=council, kind="plenary", year=2023, ordinal=1, bodies=[council],
        starts_at=NOON.replace(year=2023, month=4, day=1), printed_when="2023. 4.", items=AGENDA[:2],
        source="추진실적 9쪽", by=None, at=NOON,
    )  # fmt: skip
    assert (past.state, past.edition, Dispatch.objects.count(), Letter.objects.count()) == (
        "adjourned",
        0,
        0,
        0,
    )
    assert {item.state for item in past.items.all()} == {AgendaItem.State.DONE}
    assert quorum_row(past)["sentence"] == ""
    assert meeting_row(past)["printed_when"] == "2023. 4."
    assert Entry.objects.of(past).get().state == "adjourned"
    with pytest.raises(Refusal, match="제1차 회의가 이미 있습니다"):
        laid(council, ordinal=1, starts_at=NOON.replace(year=2023))
