"""What is closed reaches nobody by any road but the one that is theirs."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from asgiref.sync import sync_to_async
from django.core import serializers
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from committees import excerpts
from committees.actions.agenda import lay_paper
from committees.actions.meetings import post_remark, take_up
from committees.actions.resolutions import place_order, record_resolution, report_order
from committees.models import AgendaItem, Meeting, Resolution
from committees.rooms import FloorRoom, MeetingRoom
from committees.rows import inside_of, item_rows, resolution_row, snapshot_of
from district.models import AccessRecord
from letters.models import Dispatch
from papers.models import Attachment
from realtime import hub
from realtime.kinds import draw
from realtime.models import Event, Room
from realtime.sinks import Sink
from realtime.table import stretch_of
from search.find import find
from search.models import Entry
from tests.cast import AGENDA, NOON, Draft, laid
from tests.committees.acts import begin, drawn, items_of
from tests.papers.made import pdf
from tests.realtime.corner import until

pytestmark = pytest.mark.django_db
SECRET = "비밀후보지"
REPORT, DECIDE, CLOSED = AGENDA
SHUT = Draft(
    key=CLOSED.key, kind="consider", title=f"{SECRET} 매입", text=f"{SECRET}의 값", disclosure="closed",
    ground=f"{SECRET} 때문에", source_label=f"{SECRET} 보고서", source_url=f"/{SECRET}/",
)  # fmt: skip
OPEN = replace(SHUT, disclosure="open", ground="")


@pytest.fixture
def decided(council, members, secretary, department, officer):
    """A meeting that dealt with a closed item from the notice to the report of what was ordered."""
    held = laid(council, items=[REPORT, DECIDE, SHUT])
    closed = items_of(held)[2]
    lay_paper(closed, SimpleUploadedFile(f"{SECRET}.pdf", pdf()), by=secretary, at=NOON)
    begin(held, secretary, members[:6])
    take_up(closed, by=secretary, at=NOON)
    post_remark(closed, by=members[0], body=f"{SECRET}는 비쌉니다", at=NOON)
    resolution = record_resolution(
        closed, form="adopted", method="unanimous", text=f"{SECRET}를 산다", by=secretary, at=NOON
    )
    order = place_order(
        resolution, what=f"{SECRET} 계약", department=department, due=None, by=secretary, at=NOON
    )
    report_order(order, report=f"{SECRET} 샀음", url=f"/{SECRET}/", by=officer, at=NOON)
    return held


def everything_public(meeting):
    """All that the house draws, files, tells or keeps about a meeting where others can see it."""
    meeting = Meeting.objects.visible_to(None).get(pk=meeting.pk)
    return {
        "snapshot": snapshot_of(meeting),
        "frames": drawn(MeetingRoom(), meeting.room),
        "replay": [message.text for message in stretch_of(meeting.room, 0).messages or ()],
        "tally": MeetingRoom().tally(str(meeting.pk)),
        "facts": serializers.serialize("json", Event.objects.all()),
        "index": [*Entry.objects.values_list("title", "url"), *(SECRET for _ in find(SECRET, None))],
        "letters": serializers.serialize("json", Dispatch.objects.all()),
        "excerpts": [
            excerpts.of_meetings([meeting]),
            excerpts.of_resolutions(list(Resolution.objects.all())),
        ],
        "items": item_rows(AgendaItem.objects.all()),
        "resolutions": [resolution_row(each) for each in Resolution.objects.visible_to(None)],
        "names": [*map(str, AgendaItem.objects.all()), *map(str, Resolution.objects.all())],
    }


def roads_that_tell(meeting):
    told = everything_public(meeting).items()
    return [road for road, words in told if SECRET in json.dumps(words, ensure_ascii=False, default=str)]


def test_nothing_closed_is_drawn_filed_told_or_kept_where_others_see_it(decided):
    assert roads_that_tell(decided) == []
    rows = everything_public(decided)["snapshot"]
    assert (rows["items"][2]["label"], rows["items"][2]["title"]) == ("심의 1항", "비공개 안건")
    assert (rows["items"][2]["disclosure_label"], rows["meeting"]["closed"]) == ("비공개", True)
    [resolution] = rows["resolutions"]
    assert (resolution["line"], resolution["yes"]) == ("", None)
    assert (resolution["label"], resolution["form_label"], resolution["title"]) == (
        "제2026-1호", "원안가결", "비공개 안건",
    )  # fmt: skip


def test_the_department_that_was_asked_reads_what_and_nobody_else_does(
    decided, visit, officer, secretary, resident
):
    address = Resolution.objects.get(item__meeting=decided).get_absolute_url()
    for person, words in ((officer, f"{SECRET} 계약"), (secretary, f"{SECRET}를 산다")):
        assert words in visit(person).get(address).content.decode()
    assert f"{SECRET}를 산다" not in visit(officer).get(address).content.decode()
    for client in (visit(resident), visit(None)):
        assert SECRET not in client.get(address).content.decode()


def test_those_inside_read_all_of_it(decided):
    told = json.dumps(inside_of(decided), ensure_ascii=False)
    assert told.count(SECRET) >= 8
    [item] = inside_of(decided)["items"]
    assert [paper["name"] for paper in item["papers"]] == [f"{SECRET}.pdf"]
    assert SECRET in str(FloorRoom().snapshot(str(decided.pk)))


def test_what_was_open_and_is_closed_is_gone_from_every_road(council, members, secretary):
    held = laid(council, items=[REPORT, DECIDE, OPEN])
    lay_paper(items_of(held)[2], SimpleUploadedFile("자료.pdf", pdf()), by=secretary, at=NOON)
    assert set(roads_that_tell(held)) >= {"snapshot", "frames", "replay", "index", "letters", "excerpts"}
    laid(council, items=[REPORT, DECIDE, SHUT], meeting=held, at=NOON, reason="협상 중")
    assert roads_that_tell(held) == []


def test_what_was_open_and_is_taken_off_is_gone_too(council, members):
    held = laid(council, items=[REPORT, DECIDE, OPEN])
    laid(council, items=[REPORT, DECIDE], meeting=held, at=NOON, reason="다음에")
    assert roads_that_tell(held) == []


def test_of_a_partly_open_item_the_public_reads_the_title_alone(council, members):
    partly = replace(SHUT, title="후보지 협의", disclosure="partial", ground="협상", source_label="")
    held = laid(council, items=[partly])
    [row] = snapshot_of(held)["items"]
    assert (row["title"], row["text"], row["ground"], row["disclosure_label"]) == (
        "후보지 협의", "", "협상", "부분공개",
    )  # fmt: skip
    assert roads_that_tell(held) == []


def test_a_private_paper_is_handed_to_those_inside_and_to_whom_it_is_written_down(
    decided, visit, members, secretary, resident, officer, auditor, editor
):
    paper = Attachment.objects.get(audience="private")
    Meeting.objects.update(starts_at=timezone.now(), called_at=timezone.now())
    for stranger in (None, resident, officer, editor):
        assert visit(stranger).get(paper.url).status_code == 404
    assert not AccessRecord.objects.exists()
    for person in (members[0], members[9], secretary):
        answer = visit(person).get(paper.url)
        assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")
    assert not AccessRecord.objects.exists()
    assert visit(auditor).get(paper.url).status_code == 200
    [record] = AccessRecord.objects.all()
    assert (record.person, record.row) == (auditor, paper)


def test_the_paper_of_an_item_is_not_found_once_the_item_is_closed(council, members, secretary, visit):
    held = laid(council, items=[REPORT, OPEN])
    paper = lay_paper(items_of(held)[1], SimpleUploadedFile("자료.pdf", pdf()), by=secretary, at=NOON)
    assert visit().get(paper.url).status_code == 200
    laid(council, items=[REPORT, SHUT], meeting=held, at=NOON, reason="협상 중")
    assert visit().get(paper.url).status_code == 404


def test_the_floor_is_not_there_for_who_has_no_business_on_it(decided, visit, resident, members):
    for person, status in [(None, 404), (resident, 404), (members[2], 200)]:
        browser = visit(person)
        for address in ("", "events?after=0"):
            answer = browser.get(f"/api/v1/rooms/floor/{decided.pk}/{address}")
            assert answer.status_code == status
            assert (SECRET in answer.content.decode()) == (status == 200)
        ticket = browser.post(
            f"/api/v1/rooms/floor/{decided.pk}/ticket/", {}, content_type="application/json"
        )
        assert ticket.status_code == status


def test_no_closed_word_is_found(decided, visit):
    for query in (SECRET, f"{SECRET} 매입", "계약"):
        assert visit().get("/api/v1/search/", {"q": query}).json()["total"] == 0


@pytest.mark.django_db(transaction=True)
async def test_a_frame_of_before_does_not_come_back_from_the_ring(council, members):
    """One hears the item while it is open; the other comes after it was closed, in the same process."""
    house = hub.here()
    held = await sync_to_async(laid)(council, items=[REPORT, OPEN])
    mark = await house.read(Room.objects.seq_of, *held.room)
    first = await listen(house, held, mark.epoch, 0)
    assert SECRET in heard(first)
    # While somebody listens the open words change: this frame is kept in the ring.
    longer = replace(OPEN, text=f"{SECRET}의 값은 얼마입니까")
    await house.act(laid, council, items=[REPORT, longer], meeting=held, at=NOON, reason="보탬")
    await until(lambda: house.halls[held.room].sent == mark.seq + 2)
    assert SECRET in heard(await listen(house, held, mark.epoch, mark.seq))
    await house.act(laid, council, items=[REPORT, SHUT], meeting=held, at=NOON, reason="협상 중")
    await until(lambda: house.halls[held.room].sent == mark.seq + 4)
    for after in range(mark.seq + 4):
        late = await listen(house, held, mark.epoch, after)
        assert '"name":"item.changed"' in heard(late)
        assert SECRET not in heard(late)
    await house.close()


async def listen(house, held, epoch, after):
    sink = Sink()
    await house.join(sink, held.room, frozenset({"read"}), epoch, after)
    return sink


def heard(sink):
    return "".join(frame.text for frame in sink.queue)


def test_an_event_drawn_anew_says_what_the_row_says_now(council, members):
    held = laid(council, items=[OPEN])
    [event] = Event.objects.filter(name="item.laid")
    assert SECRET in str(draw(held.room, [event]))
    laid(council, items=[SHUT], meeting=held, at=NOON + timedelta(minutes=1), reason="협상 중")
    # Also where the acting process still holds the row as it was: a meeting is drawn from the table alone.
    stale = AgendaItem(pk=event.row_id, title=SECRET, disclosure="open", meeting=held)
    assert SECRET not in str(draw(held.room, [event], {event.row_key: stale}))
