"""Open data: who sits where, in the shapes that others publish, and nothing of anybody beyond it."""

import json
import os
from datetime import date, timedelta
from pathlib import Path

import pytest

from committees.models import Membership, Office, Seat
from district.models import Post
from tests.cast import APPOINTED, BEGINNING, TERM_END

pytestmark = pytest.mark.django_db
PUBLISHED = Path(os.environ.get("CHEONG_DATA", "")) / "committees"


@pytest.fixture
def data(visit, council, members, chair, secretary, part):
    post = Post.objects.create(role="director", title="기획재정국장")
    Seat.objects.create(body=council, number=11, basis="ex_officio", post=post, opened_on=BEGINNING)
    return lambda: visit().get("/data/popolo.json").json()


def test_every_membership_leads_to_a_person_a_body_and_a_seat(data):
    told = data()
    known = {kind: {row["id"] for row in told[kind]} for kind in ("persons", "organizations", "posts")}
    assert all(len(ids) == len(told[kind]) for kind, ids in known.items())
    for row in told["memberships"]:
        assert row["person_id"] in known["persons"]
        assert row["organization_id"] in known["organizations"]
        assert row.get("post_id") in {None, *known["posts"]}
        assert date.fromisoformat(row["start_date"])
    assert len({row["id"] for row in told["memberships"]}) == len(told["memberships"]) == 10 + 4 + 1 + 2


def test_a_part_names_the_body_it_belongs_to(data, council, part):
    told = {row["id"]: row for row in data()["organizations"]}
    assert told[f"body/{part.pk}"]["parent_id"] == f"body/{council.pk}"
    assert "parent_id" not in told[f"body/{council.pk}"]


def test_a_term_is_told_from_its_first_day_to_its_last(data, member, council):
    Membership.objects.filter(person=member, seat__body=council).update(
        ended_on=date(2026, 5, 1), end_reason="illness"
    )
    told = {row["id"]: row for row in data()["memberships"]}
    pk = member.memberships.get(seat__body=council).pk
    row = told[f"membership/{pk}"]
    assert (row["start_date"], row["end_date"]) == (APPOINTED.isoformat(), "2026-05-01")
    assert "illness" not in json.dumps(told)
    assert told[f"membership/{pk + 1}"]["end_date"] == TERM_END.isoformat()


def test_an_office_ends_at_the_latest_with_its_membership(data, chair):
    chair.memberships.update(ended_on=APPOINTED + timedelta(days=9), end_reason="resigned")
    (row,) = [row for row in data()["memberships"] if row["role"] == {"lang:ko": "위원장"}]
    assert row["end_date"] == (APPOINTED + timedelta(days=9)).isoformat()


def test_officials_are_posts_and_residents_the_names_they_agreed_to(data, members, secretary):
    told = data()
    names = {row["name"]["lang:ko"] for row in told["persons"]}
    assert names == {each.name for each in members} | {"기획재정국장", "협치팀 주무관"}
    written = json.dumps(told, ensure_ascii=False)
    for person in (*members, secretary):
        assert person.email not in written
        assert str(person.key) not in written
    assert Office.objects.count() == 2


def test_whoever_has_left_is_named_by_nothing(data, member, now):
    member.leave(now)
    assert member.memberships.first().name not in json.dumps(data(), ensure_ascii=False)


@pytest.mark.skipif(not os.environ.get("CHEONG_DATA"), reason="CHEONG_DATA names no folder with committees/")
@pytest.mark.parametrize("name", ["popolo_seoul_council.json", "popolo_busan_council.json"])
def test_the_shapes_are_those_of_other_councils(data, name):
    published, told = json.loads((PUBLISHED / name).read_text("utf-8")), data()
    for kind in ("persons", "organizations", "memberships"):
        shape = {key: type(value) for row in published[kind] for key, value in row.items()}
        for row in told[kind]:
            shared = {key: type(value) for key, value in row.items() if key in shape}
            assert shared == {key: shape[key] for key in shared}
            assert {"id", "name", "organization_id"} & set(shared)
