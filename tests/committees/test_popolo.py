"""Open data: who sits where, in the shapes that others publish, and nothing of anybody beyond it."""

import csv
import json
import os
from datetime import date, timedelta
from io import BytesIO, StringIO
from pathlib import Path

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from committees.exchange.writing import ROSTER
from committees.models import Body, Membership, Office, Seat
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


def test_a_body_tells_its_kind_its_ground_and_its_sunset(data, council):
    told = {row["id"]: row for row in data()["organizations"]}[f"body/{council.pk}"]
    assert (told["classification"], told["classification_label"]) == ("council", {"lang:ko": "협치회의"})
    assert not {"sources", "sunset_date"} & set(told)
    Body.objects.filter(pk=council.pk).update(
        legal_basis="관악구 협치 조례", legal_article="제7조", sunset_on=date(2028, 6, 30)
    )
    told = {row["id"]: row for row in data()["organizations"]}[f"body/{council.pk}"]
    assert (told["sources"], told["sunset_date"]) == ([{"note": "관악구 협치 조례 제7조"}], "2028-06-30")


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


FORMS = [{"format": "csv"}, {"format": "csv", "enc": "cp949"}, {"format": "json"}, {"format": "xlsx"}]


def rows_of(visit, **asked):
    """The table of memberships as a program reads it, whatever its form."""
    answer = visit().get("/data/memberships/", asked)
    assert answer.status_code == 200
    raw = b"".join(answer.streaming_content)
    if asked["format"] == "json":
        return [[str("" if cell is None else cell) for cell in row.values()] for row in json.loads(raw)]
    if asked["format"] == "xlsx":
        _head, *lines = openpyxl.load_workbook(BytesIO(raw)).active.iter_rows(values_only=True)
        days = [
            "" if c is None else c.date().isoformat() if hasattr(c, "date") else str(c)
            for c in sum(lines, ())
        ]
        return [days[n : n + len(ROSTER)] for n in range(0, len(days), len(ROSTER))]
    _head, *lines = csv.reader(StringIO(raw.decode(asked.get("enc", "utf-8-sig")), newline=""))
    return lines


@pytest.mark.parametrize("form", FORMS)
def test_the_table_of_memberships_has_every_appointment_and_every_post(visit, data, council, chair, form):
    told = rows_of(visit, **form)
    appointed = Membership.objects.order_by("seat__body", "id")
    days = [[row.start.isoformat(), row.last_day.isoformat()] for row in appointed]
    assert [row[-2:] for row in told[:-1]] == days
    assert [row[7] for row in told[:-1]] == [row.name for row in appointed]
    assert told[0][:6] == ["council", council.name, "", "council", "1", "appointed"]
    assert (told[-1][5], told[-1][7]) == ("ex_officio", "기획재정국장")
    (led,) = [row for row in told if row[9]]
    assert (led[7], led[9]) == (chair.name, "위원장")


def test_the_table_names_nobody_who_has_left_and_says_not_why(visit, data, member, now):
    member.memberships.update(ended_on=APPOINTED, end_reason="illness", affiliation="골목모임")
    member.leave(now)
    told = json.dumps(rows_of(visit, format="json"), ensure_ascii=False)
    assert "탈퇴한 주민" in told
    for gone in ("김도연", "골목모임", "illness", "질병"):
        assert gone not in told


def test_the_table_costs_the_same_however_many_sit(visit, data, council, residents):
    def cost():
        with CaptureQueriesContext(connection) as read:
            rows_of(visit, format="csv")
        return len(read)

    few = cost()
    people = residents(5)
    Seat.objects.bulk_create(Seat(body=council, number=20 + n, opened_on=BEGINNING) for n in range(5))
    seats = council.seats.filter(number__gte=20)
    Membership.objects.bulk_create(
        Membership(seat=seat, person=person, name=person.nickname, start=APPOINTED, end=TERM_END)
        for seat, person in zip(seats, people, strict=True)
    )
    assert cost() == few
