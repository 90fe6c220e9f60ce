"""Calendars, feeds and the code on the wall: what leaves the house without a page."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from committees.actions import meetings, resolutions
from committees.actions.agenda import cancel_meeting, lay_agenda
from committees.models import Meeting
from committees.templatetags.qr import qr
from tests.committees.conftest import CLOSED_WORDS
from tests.committees.test_api import grow

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
CALENDAR = "/calendar/council.ics"
FEEDS = ("/feeds/meetings.atom", "/feeds/resolutions.atom", "/feeds/questions.atom")


@pytest.fixture(autouse=True)
def house_of(gu):
    """Every feed names the district."""


@pytest.fixture
def decided(sitting, items, secretary, now):
    """The open item and the closed one, each with its resolution."""
    for item in items[1:]:
        meetings.take_up(item, by=secretary, at=now)
        resolutions.record_resolution(
            item, form="adopted", method="unanimous", text=f"{item.title}대로 한다.", by=secretary, at=now
        )
    return sitting


def events(answer):
    """The entries of a calendar, read back as any telephone reads them."""
    calendar = Calendar.from_ical(answer.content)
    assert calendar.errors == []
    return calendar.events


def entries(answer):
    """The entries of a feed."""
    return ElementTree.fromstring(answer.content).findall(f"{ATOM}entry")


def test_no_sign_in_a_place_breaks_a_feed(visit, gathering):
    Meeting.objects.update(place="강당\x0b 8층")
    (entry,) = entries(visit().get("/feeds/meetings.atom"))
    assert "강당 8층" in entry.findtext(f"{ATOM}summary")


def test_a_calendar_tells_when_where_and_what_about(visit, gathering):
    answer = visit().get(CALENDAR)
    (event,) = events(answer)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert event["UID"] == f"meeting-{gathering.pk}@127.0.0.1"
    assert (event["SUMMARY"], event["LOCATION"]) == ("협치회의 제1차 전체회의", "구청 8층 대강당")
    assert (event["SEQUENCE"], event["STATUS"]) == (1, "CONFIRMED")
    assert event.start == gathering.starts_at.replace(microsecond=0)
    assert "의결 1항 협치 실행계획(안)" in event["DESCRIPTION"]
    assert event["URL"].startswith("http://testserver/")
    assert answer.text.count("BEGIN:VTIMEZONE") == answer.text.count("TZID:Asia/Seoul") == 1


def test_its_lines_are_folded_between_letters_at_75_bytes(visit, gathering, council):
    council.name = council.short_name = "관악구 민관협치 활성화를 위한 지역사회 숙의 위원회"
    council.save()
    answer = visit().get(CALENDAR)
    lines = answer.content.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert all(line.decode() is not None for line in lines)
    assert events(answer)[0]["SUMMARY"].startswith("관악구 민관협치 활성화를 위한 지역사회 숙의 위원회")


def test_a_change_is_a_newer_edition_and_a_cancelled_meeting_stays_as_such(
    visit, gathering, council, secretary, drafts, now
):
    lay_agenda(
        gathering, convener=council, kind="plenary", ordinal=1, bodies=[council], place="관악청",
        starts_at=gathering.starts_at + timedelta(hours=1), mode="hybrid", items=drafts, url=gathering.url,
        by=None, at=now, reason="장소 사정",
    )  # fmt: skip
    (event,) = events(visit().get(CALENDAR))
    assert (event["SEQUENCE"], event["LOCATION"]) == (2, "관악청")
    cancel_meeting(gathering, reason="폭설", by=secretary, at=now)
    (event,) = events(visit().get(CALENDAR))
    assert event["STATUS"] == "CANCELLED"
    assert event["SEQUENCE"] > 2


def test_a_month_that_a_plan_printed_is_no_hour_of_a_calendar(visit, gathering):
    Meeting.objects.update(printed_when="2026. 11.")
    assert events(visit().get(CALENDAR)) == []
    assert "2026. 11." in visit().get("/feeds/meetings.atom").text


def test_a_body_is_followed_with_its_parts(visit, gathering, part, council, drafts, now):
    lay_agenda(
        None, convener=council, kind="subcommittee", ordinal=1, bodies=[part], place="", url="",
        starts_at=now + timedelta(days=3), mode="remote", items=drafts[:1], by=None, at=now,
    )  # fmt: skip
    assert len(events(visit().get(CALENDAR))) == 2
    (event,) = events(visit().get("/calendar/council-economy.ics"))
    assert event["SUMMARY"] == "협치회의 행정경제 분과 제1차 분과회의"
    assert visit().get("/calendar/nobody.ics").status_code == 404


def test_nothing_closed_leaves_by_calendar_or_feed(visit, decided, council, member):
    for address in (CALENDAR, *FEEDS):
        for person in (None, member):
            assert CLOSED_WORDS not in visit(person).get(address).text.replace("\r\n ", "")
    assert "비공개 안건" in visit().get("/feeds/resolutions.atom").text


def test_a_feed_names_each_meeting_by_the_address_that_stays(visit, gathering):
    (entry,) = entries(visit().get("/feeds/meetings.atom"))
    assert entry.findtext(f"{ATOM}title") == "협치회의 제1차 전체회의"
    assert entry.findtext(f"{ATOM}id").endswith(f"/meetings/{gathering.pk}/")
    assert entry.findtext(f"{ATOM}published")


def test_a_feed_of_resolutions_says_how_each_ended(visit, decided):
    titles = [each.findtext(f"{ATOM}title") for each in entries(visit().get("/feeds/resolutions.atom"))]
    year = decided.round.year
    assert titles == [f"제{year}-2호 비공개 안건 (원안가결)", f"제{year}-1호 협치 실행계획(안) (원안가결)"]


def test_everybody_gets_the_same_and_may_keep_it_a_while(visit, gathering, member):
    for address in (CALENDAR, *FEEDS, "/data/popolo.json"):
        first, again = (
            visit().get(address),
            visit(member).get(address, headers={"Cookie": "django_language=en"}),
        )
        assert first.content == again.content, address
        assert first.headers["Cache-Control"] == "public, max-age=300"
        tag = first.headers["ETag"]
        assert visit().get(address, headers={"If-None-Match": tag}).status_code == 304


def test_a_calendar_costs_the_same_however_full(visit, gathering, council, dong):
    def queries(address):
        with CaptureQueriesContext(connection) as read:
            assert visit().get(address).status_code == 200
        return len(read)

    addresses = [CALENDAR, *FEEDS, "/data/popolo.json"]
    few = [queries(address) for address in addresses]
    grow(council, dong, gathering)
    assert [queries(address) for address in addresses] == few


def test_the_code_on_the_wall_is_black_on_white_and_says_what_it_is():
    drawn = qr("https://gwanak.example/meetings/1/check-in/?code=abc", "출석 부호")
    svg = ElementTree.fromstring(drawn)
    assert svg.attrib["aria-label"] == "출석 부호"
    assert [each.attrib["fill"] for each in svg] == ["#fff", "#000"]
    assert 'aria-label="&lt;b&gt;"' in qr("x", "<b>")
