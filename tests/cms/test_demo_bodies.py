"""The bodies of the demo come out as the papers print them, and its log gives the printed counts."""

from datetime import date, timedelta

import pytest

from cms.demo.facts import facts
from cms.demo.people import open_account
from cms.models import AgendaPage, BodyPage
from committees.actions import meetings
from committees.balance import ending, gauge, many_bodies, spread
from committees.count import quorum_of
from committees.counting import held_in, rule_in
from committees.models import AgendaItem, Body, Certificate, Meeting, Membership, Office, Order, Resolution
from committees.quorum import needed
from committees.roster import head_counts, member_at, officers, roster
from district.models import Person, Posting
from letters.models import Letter
from papers.models import Attachment
from realtime.models import Event
from tests.cast import NOON
from tests.cms.furnished import call_bodies, convened

pytestmark = pytest.mark.django_db
TODAY = NOON.date()


@pytest.fixture
def hall(furnished):
    """관악구 with its bodies, its log and its meetings, built as bin/demo builds it."""
    return {body.slug: body for body in Body.objects.select_related("parent")}


def counted(body, year):
    return held_in(body, year, rule_in(body, year, TODAY)).n


def test_the_demo_seats_and_records_what_the_papers_print(hall):
    innovation, council, panel = (
        hall[slug] for slug in ("innovation-governance", "governance-council", "policy-advisors")
    )
    _seats(innovation, council, panel)
    _officers(innovation, council)
    _cohorts(panel)
    _terms_and_changes(innovation)
    _chosen(innovation, council)
    _gauges(innovation, council, panel)
    _one_post_in_two_hands()
    _councils(council)
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
    assert sizes == [128, 127, 25, 0]
    # 2023. 10. is printed with 128, 2023. 12. with 127.
    assert [len(roster([panel], date(2023, month, 1))) for month in (10, 12)] == [128, 127]


def _terms_and_changes(innovation):
    """Twelve of the third term go on; one seat was taken away and the rest of its term given."""
    third, fourth = (
        Membership.objects.filter(seat__body=innovation, start=f"{y}-03-20") for y in (2023, 2025)
    )
    assert (third.count(), fourth.count(), fourth.filter(renewal_no=1).count()) == (27, 27, 12)
    assert not third.exclude(end="2025-03-19").exists()
    dismissed = Membership.objects.get(seat__body=innovation, end_reason="neglect")
    assert (dismissed.is_dismissed, dismissed.end_note != "", dismissed.last_day) == (
        True,
        True,
        date(2026, 3, 31),
    )
    after = dismissed.successor
    assert (after.start, after.end, after.seat_id) == (date(2026, 5, 1), dismissed.end, dismissed.seat_id)
    assert [len(roster([innovation], day)) for day in (date(2026, 4, 1), date(2026, 5, 1))] == [35, 36]
    numbers = Certificate.objects.filter(body=innovation).order_by("year", "number")
    assert [each.label for each in numbers][-2:] == ["제2025-27호", "제2026-1호"]
    assert numbers.count() == 28


def _chosen(innovation, council):
    """Where the log says in which meeting, the office says it too."""
    for body, title, ordinal in ((innovation, "공동위원장", 1), (council, "민간공동의장", 1)):
        office = Office.objects.get(body=body, title=title, meeting__isnull=False)
        assert (office.meeting.round.ordinal, office.meeting.printed_when) == (ordinal, "2023. 3.")
        assert (office.start, office.method) == (date(2023, 3, 20), "")


def _gauges(innovation, council, panel):
    """Eleven women and sixteen men: 59.3 %, and not one more."""
    stood = gauge(innovation, TODAY)
    assert (stood.seats, stood.female, stood.male, str(stood.share), stood.limit) == (27, 11, 16, "59.3", 16)
    assert not gauge(council, TODAY).over
    then = gauge(panel, date(2023, 10, 1))
    assert (then.female, then.male, then.unknown) == (64, 64, 0)
    assert spread(innovation, TODAY).youth > 0


def _one_post_in_two_hands():
    """복지가족국장 changed by one order: who sat in the seat is by day."""
    before, after = Posting.objects.filter(post__title="복지가족국장").order_by("start")
    assert (before.end, after.start, after.order_no) == (
        date(2025, 12, 31),
        date(2026, 1, 1),
        "관악구 인사발령 제2026-1호",
    )


def _councils(council):
    """One in each 동, and at any time some whose term ends within 30 and 90 days."""
    councils = Body.objects.filter(kind="resident")
    assert councils.count() == 21 == councils.exclude(neighborhood=None).count()
    assert BodyPage.objects.filter(body__in=councils).count() == 21
    assert not Body.objects.filter(
        kind__in=["screening", "budget", "grievance"], seats__isnull=False
    ).exists()
    for months in range(24):
        on = TODAY + timedelta(days=30 * months)
        ends = [_end_of(first, on) for first in _first_terms()]
        assert any((end - on).days <= 35 for end in ends)
    assert ending(councils, TODAY, 90).exists()
    [twice] = many_bodies([council], TODAY, 2)
    assert twice.bodies == ("관악구 협치회의", "보라매동 주민자치회")


def _first_terms():
    told = facts("councils")["councils"]
    return [
        date.fromisoformat(told["first_term"]) + timedelta(days=told["days_apart"] * n) for n in range(21)
    ]


def _end_of(first, on):
    end = Membership.end_of(first, 2)
    return end if end >= on else _end_of(end + timedelta(days=1), on)


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
    convened(days_later=1)
    missed.refresh_from_db()
    after = _living()
    assert (missed.state, after.round.ordinal, after.day) == ("cancelled", missed.round.ordinal, _days(1))
    at = NOON + timedelta(days=1)
    for login in ("member0001", "member0002"):
        meetings.check_in(after, by=open_account(login), at=at)
    meetings.call_to_order(after, by=open_account("secretary"), at=at)
    convened(days_later=1)
    assert _living() == after
    convened(days_later=2)
    after.refresh_from_db()
    assert (after.state, _living().round.ordinal) == ("adjourned", after.round.ordinal + 1)


def _living():
    return AgendaPage.objects.filter(meeting__round__convener__slug="governance-council").latest("pk").meeting


def _days(n):
    return TODAY + timedelta(days=n)


def _nothing_changes_when_built_again(hall):
    models = (Body, Membership, Office, Meeting, AgendaItem, AgendaPage, Person, Letter, Event)
    before = [model.objects.count() for model in models]
    call_bodies()
    assert [model.objects.count() for model in models] == before


def test_every_body_says_where_its_rules_come_from():
    for row in facts("bodies")["bodies"]:
        assert "6-2" in row["rule"]["source"]
        assert "조례 미확인, 과반수 기본값" in row["rule"]["source"]
