"""차수: counted by whoever calls, by kind and by year, beginning anew each January."""

from datetime import date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from committees.actions.agenda import next_ordinal
from committees.models import Body, Membership, Round
from tests.cast import Draft, laid
from tests.committees.acts import code_of_refusal

pytestmark = pytest.mark.django_db
SEOUL = ZoneInfo("Asia/Seoul")
KINDS = ("plenary", "joint", "subcommittee", "steering")


@pytest.fixture
def parts(council, members):
    Membership.objects.update(end=date(2029, 12, 31))
    return [
        Body.objects.create(parent=council, kind_id="subcommittee", name=f"{name} 분과", slug=f"part-{n}")
        for n, name in enumerate(("행정경제", "보건복지", "환경"))
    ]


def call(council, kind, bodies, on):
    """Called by the number that would come next."""
    ordinal = next_ordinal(council, kind, on.astimezone(SEOUL).year, bodies)
    items = [Draft(key=uuid4(), kind="report", title="보고")]
    facts = {"kind": kind, "bodies": bodies, "ordinal": ordinal, "starts_at": on, "items": items}
    return laid(council, at=on - timedelta(days=8), **facts)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_begins_anew_in_january(council, parts, kind):
    bodies = [council] if kind == "plenary" else parts
    days = [(2026, 11, 3), (2026, 12, 8), (2027, 1, 12), (2027, 2, 9), (2028, 1, 4)]
    held = [call(council, kind, bodies, datetime(*day, 14, tzinfo=SEOUL)) for day in days]
    assert [(each.round.year, each.round.ordinal) for each in held] == [
        (2026, 1), (2026, 2), (2027, 1), (2027, 2), (2028, 1),
    ]  # fmt: skip


def test_the_year_is_the_districts_and_not_that_of_greenwich(council, parts):
    last = call(council, "plenary", [council], datetime(2026, 12, 31, 23, 59, tzinfo=SEOUL))
    first = call(council, "plenary", [council], datetime(2027, 1, 1, 0, 0, tzinfo=SEOUL))
    assert first.starts_at.astimezone(ZoneInfo("UTC")).year == 2026
    assert (last.round.year, last.round.ordinal) == (2026, 1)
    assert (first.round.year, first.round.ordinal) == (2027, 1)


def test_a_joint_meeting_of_several_parts_is_one_meeting_in_one_round(council, parts):
    on = datetime(2026, 11, 3, 14, tzinfo=SEOUL)
    joint = call(council, "joint", parts, on)
    assert (joint.title, joint.bodies.count()) == ("협치회의 제1차 확대분과회의", 3)
    assert joint.part_name == ""
    # It takes no number from the meetings that the parts hold by themselves, nor gives them one.
    alone = [call(council, "subcommittee", [part], on + timedelta(days=1)) for part in parts]
    assert {each.round.ordinal for each in alone} == {1}
    assert len({each.round_id for each in alone}) == 1
    again = call(council, "joint", parts, on + timedelta(days=2))
    assert again.round.ordinal == 2


def test_parts_that_met_together_do_not_meet_in_that_round_again(council, parts):
    on = datetime(2026, 11, 3, 14, tzinfo=SEOUL)
    call(council, "joint", parts[:2], on)
    same = {"kind": "joint", "ordinal": 1, "starts_at": on + timedelta(days=1)}
    assert code_of_refusal(laid, council, bodies=parts[1:], **same) == ("ordinal_taken", 409)
    assert next_ordinal(council, "joint", 2026, parts[1:]) == 2
    assert next_ordinal(council, "joint", 2026, parts[2:]) == 1
    assert laid(council, bodies=parts[2:], **same).round == Round.objects.get()


def test_every_convener_counts_for_itself(council, parts):
    other = Body.objects.create(kind_id="council", name="주민자치회", slug="residents")
    type(council.rules.get()).objects.create(body=other, valid_from=date(2026, 1, 1), source="조례")
    on = datetime(2026, 11, 3, 14, tzinfo=SEOUL)
    for _ in range(2):
        call(council, "plenary", [council], on)
    assert call(other, "plenary", [other], on).round.ordinal == 1
