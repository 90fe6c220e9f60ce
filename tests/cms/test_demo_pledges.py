"""The demo's pledges: the printed sheets, an example that goes on, and two districts with one sheet each."""

from datetime import date, datetime, timedelta

import pytest
from django.core.management.base import CommandError
from django.test import Client

from cms.demo.build import lay_ground
from cms.demo.facts import facts
from cms.demo.pages import lay, lay_menu, paragraphs
from cms.demo.people import appoint, open_account, settle_residents
from cms.demo.pledges import keep_pledges
from cms.demo.sheet import SHEETS, build_sheet
from cms.management.commands.demo import _check_own, _folder_of
from cms.models import PlainPage, PledgesPage, SectionPage
from cms.newsroom import open_house
from committees.actions import meetings
from committees.models import Meeting
from deliberation.models import Comment
from district.models import Administration, Department, District
from letters.models import Letter
from pledges.book import read
from pledges.models import Closing, Indicator, Pledge, ProgressEntry, Spending
from realtime.models import Event
from tests.cast import BEGINNING, NOON
from tests.cms.furnished import menu_of

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(300)]
DAY = timedelta(days=1)


@pytest.fixture
def hall(furnished):
    """관악구 with its bodies, the meetings they held, and its pledges, as bin/demo builds them."""
    lay_menu(open_house("온라인관악청"), menu_of("pledges"))
    build()


def build(days_later=0):
    at = NOON + days_later * DAY
    keep_pledges(at, settle_residents("neighbor", 12, at))


def promise(code, administration="민선9기"):
    return Pledge.objects.get(administration__name=administration, code=code)


def on(pledge, day=None):
    return read([pledge], day or NOON.date())[0]


def test_the_demo_keeps_its_pledges_and_goes_on(hall):
    _the_printed_sheets_stand()
    _the_example_says_that_it_is_one()
    _what_can_be_counted_counts_itself()
    _one_change_was_heard_and_both_versions_stand()
    _one_quarter_is_closed_one_waits_and_one_is_overdue()
    _neighbours_ask_and_the_department_answers()
    _nothing_changes_when_built_again()
    _a_meeting_that_is_adjourned_moves_its_figure()
    _the_next_quarter_is_closed_when_it_is_over()


def _the_printed_sheets_stand():
    printed = {"6-1": "49.9", "6-1-1": "40.0", "6-2": "46.5"}
    for code, rate in printed.items():
        pledge = promise(code, "민선8기")
        assert on(pledge, date(2023, 12, 31)).subtotal.shown == rate
        assert pledge.thread.address == pledge.get_absolute_url()
    assert on(promise("6-1", "민선8기"), date(2023, 12, 31)).whole_rate.shown == "44.9"


def _the_example_says_that_it_is_one():
    ninth = Pledge.objects.filter(administration__name="민선9기")
    assert sorted(ninth.values_list("code", flat=True)) == ["6-1", "6-1-1", "6-2"]
    assert all("시연용 목표" in pledge.summary and "시연" in pledge.source for pledge in ninth)
    assert (promise("6-1-1").parent, promise("6-1-1").share) == (promise("6-1"), 50)


def _what_can_be_counted_counts_itself():
    kinds = Indicator.objects.filter(pledge=promise("6-2")).values_list("measures__kind", flat=True)
    assert list(kinds) == ["meetings", "assignments", "meetings", "forums"]
    meetings_held = on(promise("6-2")).indicators[2]
    assert (meetings_held.actual, meetings_held.target, meetings_held.rate.shown) == (1, 46, "2.2")


def _one_change_was_heard_and_both_versions_stand():
    amendment = promise("6-2").amendments.get()
    assert (amendment.state, amendment.item.kind, amendment.item.state) == ("enacted", "report", "done")
    assert "변경" in amendment.item.title
    assert amendment.effective_on > amendment.item.meeting.day
    before, after = (on(promise("6-2"), day) for day in (amendment.effective_on - DAY, NOON.date()))
    assert (before.indicators[2].target, after.indicators[2].target) == (40, 46)
    assert (before.money.plan_total, after.money.plan_total) == (2400, 2418)


def _one_quarter_is_closed_one_waits_and_one_is_overdue():
    states = {closing.pledge.code: closing.state for closing in Closing.objects.all()}
    assert states == {"6-2": "approved", "6-1-1": "in_approval"}
    closed = promise("6-2").closings.get()
    assert (closed.label, closed.figures["on"]) == ("2026. 3/4", "2026-09-30")
    assert promise("6-2").reported_on == date(2026, 9, 30)
    assert [step.role for step in closed.steps.all()] == ["officer", "head"]


def _neighbours_ask_and_the_department_answers():
    said = Comment.objects.filter(thread=promise("6-2").thread).order_by("id")
    assert [comment.office for comment in said] == [False, False, True, False]
    assert said[2].author_name == "기획예산과"
    assert said[2].parent == said[0]


def _nothing_changes_when_built_again():
    models = (Pledge, Indicator, ProgressEntry, Spending, Closing, Comment, Letter, Event, PledgesPage)
    before = [model.objects.count() for model in models]
    build()
    lay_menu(open_house("온라인관악청"), menu_of("pledges"))
    assert [model.objects.count() for model in models] == before


def _a_meeting_that_is_adjourned_moves_its_figure():
    before = on(promise("6-2"))
    meeting = Meeting.objects.filter(bodies__slug="governance-council", source="").latest("starts_at")
    for login in ("member0001", "member0002"):
        meetings.check_in(meeting, by=open_account(login), at=NOON)
    keeper = open_account("secretary")
    meetings.call_to_order(meeting, by=open_account("member0001"), at=NOON)
    assert on(promise("6-2")).indicators[2].actual == before.indicators[2].actual, "it has only begun"
    meetings.adjourn(meeting, by=keeper, at=NOON + timedelta(hours=1))
    after = on(promise("6-2"))
    assert after.indicators[2].actual == before.indicators[2].actual + 1
    assert after.subtotal.value > before.subtotal.value


def _the_next_quarter_is_closed_when_it_is_over():
    build(days_later=62)
    last = {code: promise(code).closings.order_by("year", "quarter") for code in ("6-1", "6-1-1", "6-2")}
    assert {code: [(each.label, each.state) for each in rows] for code, rows in last.items()} == {
        "6-1": [("2026. 3/4", "approved")],
        "6-1-1": [("2026. 3/4", "approved"), ("2026. 4/4", "in_approval")],
        "6-2": [("2026. 3/4", "approved"), ("2026. 4/4", "approved")],
    }


def test_before_the_administration_has_promised_anything_there_is_no_example(db):
    gwanak = facts("gwanak")
    lay_ground(gwanak)
    appoint(gwanak["posts"], BEGINNING)
    keep_pledges(datetime(2026, 8, 31, 15, tzinfo=NOON.tzinfo), [])
    assert not Pledge.objects.filter(administration__name="민선9기").exists()
    assert Pledge.objects.filter(administration__name="민선8기").count() == 3


def test_the_seven_menus_are_laid_once_and_plain_pages_of_an_older_demo_give_way(db):
    gwanak = facts("gwanak")
    lay_ground(gwanak)
    section = SectionPage(title="매니페스토(공약)", slug="pledges")
    open_house("온라인관악청").add_child(instance=section)
    section.save_revision().publish()
    for title, slug, words, *_shows in menu_of("pledges")["pages"]:
        lay(section, PlainPage, slug, title=title, body=paragraphs(words), show_in_menus=True)
    for _again in range(2):
        lay_menu(open_house("온라인관악청"), menu_of("pledges"))
        pages = SectionPage.objects.get(slug="pledges").get_children().specific()
        assert [page.title for page in pages] == [row[0] for row in menu_of("pledges")["pages"]]
        assert [getattr(page, "shows", None) for page in pages] == [
            None, None, "overview", "progress", "together", "voices", None,
        ]  # fmt: skip
        assert all(page.live for page in pages)


SHEET = {"junggu": ("중구", "5-1", "40.0"), "wonstop": ("원스톱구", "5-2", "-")}


@pytest.mark.parametrize("name", SHEETS)
def test_another_district_shows_its_one_sheet_and_nothing_of_gwanak(db, name):
    District.objects.all().delete()
    logins = build_sheet(name, NOON)
    district, code, rate = SHEET[name]
    assert (District.current().name, Administration.objects.get().name) == (district, "민선8기")
    pledge = Pledge.objects.get()
    assert (pledge.code, on(pledge, date(2023, 12, 31)).subtotal.shown) == (code, rate)
    assert not Department.objects.filter(code="autonomy").exists()
    assert len(set(logins.values())) == len(logins) == 11
    before = Event.objects.count(), Pledge.objects.count(), PledgesPage.objects.count()
    build_sheet(name, NOON)
    assert (Event.objects.count(), Pledge.objects.count(), PledgesPage.objects.count()) == before
    addresses = ("/", "/pledges/overview/", "/pledges/agora/", pledge.get_absolute_url(), f"/pledges/{code}/")
    for address in addresses:
        page = Client().get(address, follow=True)
        assert page.status_code == 200
        assert "관악" not in page.content.decode().replace("온라인관악청", ""), address


def test_a_district_is_built_into_rooms_of_its_own(db, settings, tmp_path):
    settings.DATA_DIR = tmp_path / ".demo"
    assert _folder_of("gwanak") == tmp_path / ".demo"
    assert _folder_of("junggu") == tmp_path / ".demo-junggu"
    settings.DATA_DIR = tmp_path / ".demo-junggu"
    assert _folder_of("junggu") == tmp_path / ".demo-junggu", "started anew with its settings"
    District.objects.all().delete()
    _check_own("junggu")
    District.objects.create(name="관악구", full_name="서울특별시 관악구", demo=True)
    _check_own("gwanak")
    with pytest.raises(CommandError, match="관악구"):
        _check_own("wonstop")
