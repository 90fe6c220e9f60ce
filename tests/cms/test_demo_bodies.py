"""The bodies of the demo come out as the papers print them, and its log gives the printed counts."""

from datetime import date, timedelta

import pytest

from cms.demo.bodies import seat_bodies
from cms.demo.build import lay_ground
from cms.demo.facts import facts
from cms.demo.log import copy_log
from cms.demo.meetings import convene
from cms.demo.pages import lay_menu
from cms.demo.people import appoint, open_account
from cms.models import AgendaPage
from cms.newsroom import open_house
from committees.actions import meetings
from committees.count import quorum_of
from committees.counting import held_in, rule_in
from committees.models import AgendaItem, Body, Meeting, Membership, Office, Order, Resolution
from committees.quorum import needed
from committees.roster import head_counts, member_at, officers, roster
from district.models import Person
from letters.models import Letter
from papers.models import Attachment
from realtime.models import Event
from tests.cast import BEGINNING, NOON

pytestmark = pytest.mark.django_db
TODAY = NOON.date()


@pytest.fixture
def hall(db):
    """관악구 with its bodies, its log and its meetings, built as bin/demo builds it."""
    gwanak = facts("gwanak")
    lay_ground(gwanak)
    appoint(gwanak["posts"], BEGINNING)
    [governance] = [menu for menu in gwanak["menus"] if menu["slug"] == "governance"]
    lay_menu(open_house("온라인관악청"), governance | {"pages": []})
    build()
    return {body.slug: body for body in Body.objects.select_related("parent")}


def build():
    seat_bodies(NOON)
    copy_log(NOON)
    call()


def call(days_later=0):
    convene(NOON + timedelta(days=days_later), open_account("editor"))


def counted(body, year):
    return held_in(body, year, rule_in(body, year, TODAY)).n


def test_the_demo_seats_and_records_what_the_papers_print(hall):
    innovation, council, panel = (
        hall[slug] for slug in ("innovation-governance", "governance-council", "policy-advisors")
    )
    _seats(innovation, council, panel)
    _officers(innovation, council)
    _cohorts(panel)
    _meetings(innovation, council, panel)
    _held(council)
    _doors_open(council)
    _called(innovation)
    _nothing_changes_when_built_again(hall)
    _another_day_has_its_own_meeting(council)


def _seats(innovation, council, panel):
    heads = head_counts([innovation, council, panel], TODAY)
    whole = heads[innovation.pk]
    assert (whole.seats, whole.ex_officio, whole.appointed, whole.vacant, whole.sitting) == (36, 9, 27, 0, 36)
    assert (heads[council.pk].seats, heads[council.pk].sitting, heads[panel.pk].sitting) == (40, 38, 0)
    assert [needed("majority", heads[body.pk].sitting) for body in (innovation, council)] == [19, 20]
    parts = head_counts(innovation.parts.filter(kind="subcommittee"), TODAY).values()
    assert [(each.ex_officio, each.appointed) for each in parts] == [(1, 5), (2, 5), (1, 5), (2, 5), (1, 6)]
    assert sum(each.sitting for each in parts) == 33 == 36 - 2 - 1
    for body in (innovation, council):
        sitting = {member.person_id for member in roster([body], TODAY)}
        assert {member.person_id for member in roster(body.parts.all(), TODAY)} <= sitting
        assert len({member.name for member in roster([body], TODAY)}) == len(sitting)


def _officers(innovation, council):
    chair = officers([innovation], TODAY)[0]
    assert (chair.label, chair.name) == ("공동위원장", "구청장")
    assert [each.label for each in officers([innovation], TODAY)] == ["공동위원장"] * 2 + ["부위원장", "간사"]
    assert [each.label for each in officers([council], TODAY)] == ["민간공동의장", "부위원장", "간사"]
    member = Person.objects.get(email="member0002@gwanak.example")
    assert member_at([council], member, TODAY).basis == "appointed"
    term = council.terms.get(number=4)
    assert (term.start, term.end) == (date(2025, 3, 20), date(2027, 3, 19))
    assert council.terms.get(number=3).printed == "2023. 3.~"


def _cohorts(panel):
    of_panel = Membership.objects.filter(seat__body=panel)
    assert of_panel.filter(start="2023-07-04", end="2025-07-03", renewal_no=1).count() == 103
    assert of_panel.filter(start="2023-08-30", end="2025-08-29", renewal_no=0).count() == 25
    sizes = [
        len(roster([panel], date(*day))) for day in [(2023, 8, 30), (2025, 7, 3), (2025, 7, 4), (2025, 8, 30)]
    ]
    assert sizes == [128, 128, 25, 0]


def _meetings(innovation, council, panel):
    assert [counted(council, year) for year in (2022, 2023)] == [7, 11]
    # The sheet prints 16 for its indicator; its own log has 15.
    assert [counted(innovation, year) for year in (2022, 2023)] == [2, 13]
    assert counted(panel, 2023) == 7
    assert len(facts("log")["entries"]) == 27
    held = Meeting.objects.exclude(source="")
    assert held.count() == 15 + 39 + 7
    assert not held.exclude(state="adjourned").exists()
    assert not AgendaItem.objects.filter(meeting__in=held).exclude(state="done", disclosure="open").exists()
    assert held.filter(printed_when="2023. 6.~7.").count() == 4
    assert held.filter(round__convener=council, printed_when="2022. 8.").count() == 1 + 4
    assert not AgendaItem.objects.filter(title__contains="민주당").exists()


def _held(council):
    held = Meeting.objects.get(source="", state="adjourned")
    assert (held.round.convener, held.noticed_at < held.called_at < held.adjourned_at < NOON) == (
        council,
        True,
    )
    assert [each.label for each in Resolution.objects.order_by("number")] == ["제2026-1호", "제2026-2호"]
    lines = [each.line.rpartition(" → ")[2] for each in Resolution.objects.order_by("number")]
    assert lines == ["원안가결", "수정가결"]
    amended = Resolution.objects.get(form="amended")
    assert amended.yes + amended.no + amended.abstain == amended.present == held.attendances.count()
    assert [(order.state, order.due > TODAY) for order in Order.objects.all()] == [
        ("done", False),
        ("open", True),
    ]


def _doors_open(council):
    """Two more people make the quorum, and the secretary has laid what only they may read."""
    meeting = _living()
    meeting.check_doors_open(NOON)
    quorum = quorum_of(meeting)
    assert (quorum.sitting, quorum.present, quorum.needed) == (38, 18, 20)
    for login in ("member0001", "member0002"):
        assert not meeting.attendances.filter(person__email__startswith=login).exists()
    items = list(meeting.items.standing())
    assert [item.label for item in items] == ["보고 1항", "보고 2항", "의결 1항", "의결 2항", "심의 1항"]
    assert [item.is_open for item in items] == [True, True, True, True, False]
    assert sorted(Attachment.objects.values_list("audience", flat=True)) == ["private", "public"]
    told = Letter.objects.filter(dispatch__about=f"meeting/{meeting.pk}/notice/1", road="screen")
    assert (told.count(), told.exclude(received_at=None).count()) == (38, 18)


def _called(innovation):
    page = AgendaPage.objects.get(meeting__round__convener=innovation)
    assert (page.live, page.meeting.state, page.meeting.day > TODAY) == (True, "scheduled", True)
    assert page.url_path.endswith(f"/governance/committees/innovation-governance/{page.slug}/")


def _another_day_has_its_own_meeting(council):
    """One that nobody opened is cancelled and its number given again; one that was held is followed."""
    missed = _living()
    call(days_later=1)
    missed.refresh_from_db()
    after = _living()
    assert (missed.state, after.round.ordinal, after.day) == ("cancelled", missed.round.ordinal, _days(1))
    at = NOON + timedelta(days=1)
    for login in ("member0001", "member0002"):
        meetings.check_in(after, by=open_account(login), at=at)
    meetings.call_to_order(after, by=open_account("secretary"), at=at)
    call(days_later=1)
    assert _living() == after
    call(days_later=2)
    after.refresh_from_db()
    assert (after.state, _living().round.ordinal) == ("adjourned", after.round.ordinal + 1)


def _living():
    return AgendaPage.objects.filter(meeting__round__convener__slug="governance-council").latest("pk").meeting


def _days(n):
    return TODAY + timedelta(days=n)


def _nothing_changes_when_built_again(hall):
    models = (Body, Membership, Office, Meeting, AgendaItem, AgendaPage, Person, Letter, Event)
    before = [model.objects.count() for model in models]
    build()
    assert [model.objects.count() for model in models] == before


def test_every_body_says_where_its_rules_come_from():
    for row in facts("bodies")["bodies"]:
        assert "6-2" in row["rule"]["source"]
        assert "조례 미확인, 과반수 기본값" in row["rule"]["source"]
