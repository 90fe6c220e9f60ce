"""The demo's turnover, calls and tasks: what is printed comes out, and what lives goes on."""

from datetime import timedelta

import pytest

from cms.demo.councils import seat_councils
from cms.demo.people import open_account
from cms.demo.tasks import give_tasks
from cms.demo.turnover import turn_over
from committees.actions import choosing
from committees.models import Application, Assignment, Body, Call, Recommendation
from committees.renewing import candidates
from district.dates import day
from district.models import Consent, Person
from district.refusals import Refusal
from letters.models import Letter
from realtime.models import Event
from tests.cast import BEGINNING, NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(furnished):
    """관악구 with its bodies, its turnover and its tasks, as bin/demo lays them."""
    Consent.objects.create(kind="application", version="1", title="지원 동의", in_force_from=BEGINNING)
    return build()


def build(days_later=0):
    at = NOON + timedelta(days=days_later)
    seat_councils(at)
    give_tasks(at)
    return turn_over(at)


def test_the_demo_turns_a_committee_over_and_goes_on(town):
    _the_turnover_waits_for_its_decision(town)
    _calls_of_every_sort()
    _printed_tasks()
    _a_task_half_answered()
    _recommendations()
    _nothing_changes_when_built_again()
    _what_was_decided_is_followed()


def _the_turnover_waits_for_its_decision(logins):
    call = Call.objects.get(body__slug="innovation-governance")
    assert (call.stage(NOON), call.places, call.title) == ("choosing", 27, "제5기 혁신·협치위원회 위원 위촉")
    rows = call.applications.select_related("person")
    chosen = list(rows.filter(state="selected"))
    stood = choosing.gauge_of(call, chosen)
    assert (stood.female, stood.male, stood.unknown, str(stood.share), stood.over) == (
        11,
        16,
        0,
        "59.3",
        False,
    )
    with pytest.raises(Refusal, match="16명") as refused:
        stood.plus(male=1).check()
    assert refused.value.code == "gender_ceiling"
    asked = candidates(call)
    assert (len(asked), sum(each.may for each in asked)) == (27, 15)
    assert {len(each.earlier) for each in asked if not each.may} == {2}
    states = [
        rows.filter(origin="renewal", state=state).count() for state in ("asked", "withdrawn", "selected")
    ]
    assert states == [3, 2, 10]
    assert rows.exclude(origin="renewal").count() == 40
    assert rows.filter(wishes__isnull=False).distinct().count() == 40
    silent = Application.objects.get(
        person__email=f"{logins['임기가 끝나는 위원(연임 의사를 물음)']}@gwanak.example"
    )
    assert (silent.state, silent.call) == ("asked", call)
    assert Person.objects.get(email=f"{logins['위원 지원자']}@gwanak.example").seat_applications.exists()
    third = rows.get(named_by="협치회의")
    assert third.person.memberships.sitting(day(NOON)).filter(seat__body__parent=None).count() == 2


def _calls_of_every_sort():
    stages = {call.body.kind_id: call.stage(NOON) for call in Call.objects.exclude(places=27)}
    assert stages == {"council": "open", "resident": "upcoming"}
    assert Call.objects.get(body__slug="governance-council").applications.count() == 3


def _printed_tasks():
    past = Assignment.objects.exclude(source="").order_by("starts_on")
    printed = [(each.printed_answered, each.printed_asked, each.printed_when) for each in past]
    assert printed == [(35, 195, "2022. 10."), (43, 128, "2023. 10."), (73, 127, "2023. 12.")]
    assert [each.source.rpartition(" ")[2] for each in past] == ["6", "27", "31"]
    of = Recommendation.objects.exclude(source="").filter
    assert of(body__slug="innovation-governance").count() == 64
    assert of(body__slug="innovation-governance", printed_when="2023. 3.").count() == 5
    assert of(body__slug="policy-advisors").count() == 48


def _a_task_half_answered():
    assignment = Assignment.objects.get(source="")
    assert assignment.stage(day(NOON)) == "running"
    survey = assignment.steps.exclude(survey=None).get().survey
    assert (survey.responses.count(), survey.responses_counted) == (19, 19)


def _recommendations():
    living = Recommendation.objects.filter(source="")
    states = sorted(each.state for each in living)
    assert states == ["answered", "answered", "done", "proposed", "referred", "underway"]
    assert living.exclude(item=None).get().item.kind == "advise"


def _nothing_changes_when_built_again():
    models = (Body, Call, Application, Assignment, Recommendation, Person, Letter, Event)
    before = [model.objects.count() for model in models]
    build()
    assert [model.objects.count() for model in models] == before


def _what_was_decided_is_followed():
    """A used-up turnover is followed by the next body's, an ended call and an ended task by fresh ones."""
    call, clerk = Call.objects.get(body__slug="innovation-governance"), open_account("planning-officer")
    choosing.decide_call(call, by=clerk, at=NOON)
    build(days_later=1)
    fresh = Call.objects.get(body__slug="governance-council", places=35)
    at = NOON + timedelta(days=1)
    assert fresh.stage(at) == "choosing"
    stood = choosing.gauge_of(fresh, fresh.applications.filter(state="selected"))
    assert (stood.over, stood.most <= 21) == (False, True)
    build(days_later=20)
    later = NOON + timedelta(days=20)
    assert Assignment.objects.filter(source="").latest("pk").stage(day(later)) == "running"
    open_now = [each for each in Call.objects.filter(places=2) if each.stage(later) == "open"]
    assert len(open_now) == 1
