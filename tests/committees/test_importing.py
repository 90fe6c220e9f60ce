"""들여오기: rosters of other houses, invented ones here and the files of others where they lie."""

import csv
import json
import os
from collections import Counter
from datetime import date, timedelta
from io import StringIO
from itertools import pairwise
from pathlib import Path

import pytest

from committees.actions.importing import import_bodies
from committees.exchange.reading import read
from committees.exchange.writing import ROSTER, popolo_of, roster_rows, table_of
from committees.models import Body, Membership, Office, Origin, Seat
from committees.roster import officers, roster
from district.models import Person
from papers.sheet import csv_lines
from realtime.models import Event
from tests.cast import NOON
from tests.committees.acts import code_of_refusal

DATA = Path(os.environ.get("CHEONG_DATA", "/nowhere")) / "committees"
theirs = pytest.mark.skipif(not DATA.exists(), reason="CHEONG_DATA is not set")
pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
HEAD = "committee_id,committee,role,party,person_name,observed_start,observed_end\n"


def table(*lines):
    return [("roster.csv", (HEAD + "\n".join(lines) + "\n").encode())]


def laid(files, source="elsewhere", **more):
    return import_bodies(read(files), source=source, by=None, at=NOON, **{"until": date(2030, 1, 1), **more})


def sitting(body, on):
    return Counter(member.name for member in roster([body], on))


class TestWhatComesIn:
    def test_a_line_that_a_roster_closed_on_the_first_day_without_it_ends_the_day_before(self):
        laid(table("A,환경위원회,위원,,김하나,2020-01-01,2020-03-01"))
        body = Body.objects.get(name="환경위원회")
        assert sitting(body, date(2020, 2, 29)) == {"김하나": 1}
        assert sitting(body, date(2020, 3, 1)) == {}

    def test_a_change_of_party_or_of_role_is_no_new_appointment(self):
        laid(table(
            "A,환경위원회,위원,가당,김하나,2020-01-01,2020-03-01",
            "A,환경위원회,위원장,나당,김하나,2020-03-01,2020-06-01",
        ))  # fmt: skip
        held = Membership.objects.get()
        assert (held.start, held.end, held.affiliation) == (date(2020, 1, 1), date(2020, 5, 31), "나당")
        assert held.renewal_no == 0
        body = held.seat.body
        assert [each.label for each in officers([body], date(2020, 4, 1))] == ["위원장"]
        assert officers([body], date(2020, 2, 1)) == []

    def test_two_of_one_name_at_the_same_time_are_two_people(self):
        laid(table(
            "A,환경위원회,위원,가당,김하나,2020-01-01,2020-06-01",
            "A,환경위원회,위원,나당,김하나,2020-03-01,2020-06-01",
        ))  # fmt: skip
        assert sitting(Body.objects.get(), date(2020, 4, 1)) == {"김하나": 2}

    def test_nobody_sits_on_another_s_knees(self):
        laid(table(
            "A,환경위원회,위원,,김하나,2020-01-01,2020-03-01",
            "A,환경위원회,위원,,이두리,2020-02-01,2020-06-01",
            "A,환경위원회,위원,,박세찬,2020-03-01,2020-06-01",
        ))  # fmt: skip
        assert Seat.objects.count() == 2
        for seat in Seat.objects.all():
            days = [(held.start, held.last_day) for held in seat.memberships.order_by("start")]
            assert all(before[1] < after[0] for before, after in pairwise(days))

    def test_nobody_can_sign_in_as_somebody_brought_in(self):
        laid(table("A,환경위원회,위원,,김하나,2020-01-01,2020-03-01"))
        person = Membership.objects.get().person
        assert (person.email, person.has_usable_password(), person.is_verified) == (None, False, False)

    def test_korean_heads_and_the_letters_of_a_spreadsheet(self):
        text = "기구,이름,직위,소속,위촉일,마지막날\n환경위원회,김하나,위원장,주민,2023. 7. 4.,2025. 7. 3.\n"
        laid([("위원.csv", text.encode("cp949"))])
        held = Membership.objects.get()
        assert (held.start, held.end) == (date(2023, 7, 4), date(2025, 7, 3))
        assert Office.objects.get().kind == "chair"


class TestOnceAndWhole:
    LINES = (
        "A,환경위원회,위원,,김하나,2020-01-01,",
        "B,문화위원회,간사,,이두리,2020-01-01,2020-06-01",
    )

    def test_the_same_file_twice_changes_nothing(self):
        first, again = laid(table(*self.LINES)), laid(table(*self.LINES))
        assert (first.bodies, first.people, first.memberships, first.offices) == (2, 2, 2, 1)
        assert again.changes == 0
        assert Event.objects.filter(name="bodies.imported").count() == 1

    def test_a_line_closed_since_moves_the_last_day(self):
        laid(table(*self.LINES))
        report = laid(table(self.LINES[0] + "2021-01-01", self.LINES[1]))
        assert report.memberships == 1
        assert Membership.objects.get(name="김하나").last_day == date(2020, 12, 31)

    def test_a_dry_run_reports_the_same_and_writes_nothing(self):
        report = laid(table(*self.LINES), dry_run=True)
        assert (report.bodies, report.memberships) == (2, 2)
        assert not Body.objects.exists()
        assert not Person.objects.exists()
        assert not Origin.objects.exists()

    def test_one_wrong_line_lets_nothing_in(self):
        wrong = table(self.LINES[0], "C,복지위원회,위원,," + "가" * 41 + ",2020-01-01,2020-06-01")
        assert [(each.line, each.code) for each in laid(wrong, dry_run=True).problems] == [(3, "too_long")]
        assert code_of_refusal(laid, wrong)[0] == "import_refused"
        assert not Body.objects.exists()

    def test_days_that_are_missing_must_be_given(self):
        assert code_of_refusal(laid, table("A,환경위원회,위원,,김하나,,"), until=None)[0] == "import_refused"
        laid(table("A,환경위원회,위원,,김하나,,"), since=date(2020, 1, 1))
        assert Membership.objects.get().start == date(2020, 1, 1)

    def test_only_the_administrator_brings_in(self, resident):
        assert (
            code_of_refusal(import_bodies, read(table(*self.LINES)), source="x", by=resident, at=NOON)[0]
            == "not_importing"
        )

    @pytest.mark.parametrize(
        ("name", "data", "code"),
        [
            ("a.json", b"[]", "not_popolo"),
            ("a.json", b'{"memberships": [1]}', "not_popolo"),
            ("a.json", b"{", "not_json"),
            ("a.json", b"[" * 100_000, "not_json"),
            ("a.csv", b"\xff\xfe\x00", "bad_file"),
            ("a.csv", b"x,y\n1,2\n", "unknown_table"),
            ("a.csv", HEAD.encode() + b"A,B\n", "bad_table"),
            ("a.csv", HEAD.encode() + "A,환경,위원,,김하나,2020-13-01,\n".encode(), "bad_date"),
        ],
    )
    def test_what_is_no_roster_is_refused_with_a_code(self, name, data, code):
        assert code_of_refusal(read, [(name, data)])[0] == code

    def test_a_part_of_itself_is_refused(self):
        people = HEAD + "A,가,위원,,김하나,2020-01-01,\n"
        bodies = "committee_id,parent_id,name\nA,B,가\nB,A,나\n"
        report = laid([("b.csv", bodies.encode()), ("m.csv", people.encode())], dry_run=True)
        assert {each.code for each in report.problems} == {"body_circle"}


def popolo(name):
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def of(told):
    """Without regard to the order of its keys; that of its lists counts."""
    return {key: value for key, value in told.items() if value != []}


@theirs
class TestTheFilesOfOthers:
    @pytest.mark.parametrize("name", ["popolo_seoul_council.json", "popolo_busan_council.json"])
    def test_a_popolo_file_goes_out_as_it_came_in(self, name):
        files = [(name, (DATA / name).read_bytes())]
        report = laid(files, source="council", until=date(2018, 6, 30))
        assert (report.memberships, report.problems) == (11, [])
        assert of(popolo_of("council")) == of(popolo(name))
        assert laid(files, source="council", until=date(2018, 6, 30)).changes == 0

    def test_the_assembly_sits_on_every_day_as_its_rows_say(self):
        path = DATA / "kr_assembly20_memberships.csv"
        files = [("m.csv", path.read_bytes())]
        report = laid(files, source="assembly", until=date(2020, 5, 29))
        assert (report.bodies, len(report.problems), len(report.held_no_day)) == (57, 0, 5)
        assert Origin.objects.filter(noun="stay").count() == 2608
        rows = list(csv.DictReader(StringIO(path.read_text(encoding="utf-8-sig"))))
        assert list(table_of("assembly")[1]) == [list(row.values()) for row in rows]
        bodies = {body.name: body for body in Body.objects.all()}
        days = sorted({row["observed_start"] for row in rows} | {row["observed_end"] for row in rows} - {""})
        for told in [*days[:: len(days) // 12], days[-1]]:
            # Counted from the lines alone: on the day of its end a line is gone.
            there = {name: Counter() for name in bodies}
            for row in rows:
                if row["observed_start"] <= told < (row["observed_end"] or "9"):
                    there[row["committee"]][row["person_name"]] += 1
            for name, body in bodies.items():
                assert sitting(body, date.fromisoformat(told)) == there[name], (told, name)

    def test_the_house_with_its_subcommittees(self):
        files = [
            (name, (DATA / name).read_bytes())
            for name in ("us_house_committees.csv", "us_house_memberships.csv")
        ]
        bounds = {"since": date(2025, 1, 3), "until": date(2027, 1, 2)}
        report = laid(files, source="house", **bounds)
        assert (report.bodies, report.memberships, report.problems) == (132, 2458, [])
        assert Body.objects.exclude(parent=None).count() == 109
        rows = list(csv.DictReader(StringIO(files[1][1].decode())))
        ids = dict(Origin.objects.filter(noun="organization").values_list("their_id", "body"))
        for id_, pk in ids.items():
            body = Body.objects.get(pk=pk)
            named = Counter(row["person_name"] for row in rows if row["committee_id"] == id_)
            assert sitting(body, date(2026, 1, 1)) == named
            led = sum(
                "Chair" in row["title"] or "Ranking" in row["title"]
                for row in rows
                if row["committee_id"] == id_
            )
            assert len(officers([body], date(2026, 1, 1))) == led
            assert sitting(body, date(2027, 1, 3)) == {}


def test_our_own_table_comes_in_again_as_it_went_out(council, members, chair, part):
    written = b"".join(csv_lines(ROSTER, roster_rows()))
    there = {body.name: sitting(body, NOON.date()) for body in Body.objects.all()}
    report = laid([("roster.csv", written)], source="copy")
    assert report.problems == []
    for body in Body.objects.filter(origins__source="copy", origins__noun="organization"):
        assert sitting(body, NOON.date()) == there[body.name]
    assert (
        Body.objects.get(origins__source="copy", origins__noun="organization", name=part.name).parent.name
        == council.name
    )


def told_by(**said):
    """A file with one body, one person and one membership, or with what is said instead."""
    stay = {"id": "m1", "person_id": "p1", "organization_id": "o1", "start_date": "2020-01-01"}
    told = {
        "persons": [{"id": "p1", "name": "김하나"}],
        "organizations": [{"id": "o1", "name": "환경위원회"}],
        "memberships": [stay | {"end_date": "2021-01-01"}],
    }
    return [("rosters.json", json.dumps(told | said).encode())]


def stays(*ids, **more):
    """So many lines of one person."""
    told = {"person_id": "p1", "organization_id": "o1", "start_date": "2020-01-01", "end_date": "2021-01-01"}
    return [{"id": each, **told, **more} for each in ids]


def parts(*names):
    """A body, and parts of it by these names."""
    below = [{"id": f"o{n}", "name": name, "parent_id": "o1"} for n, name in enumerate(names, 2)]
    rows = [{"id": "o1", "name": "환경위원회"}, *below]
    sat = [row | {"organization_id": f"o{n}"} for n, row in enumerate(stays("m1", "m2", "m3"), 1)]
    return {"organizations": rows, "memberships": sat}


class TestWhatNoFileDoes:
    @pytest.mark.parametrize("said", [
        {"meta": float("nan")}, {"meta": 1e999}, {"meta": "\ud800"}, {"meta": {"deep": ["\x00"]}},
        {"persons": [{"id": "p1", "name": "김\x00하나"}]},
    ])  # fmt: skip
    def test_what_the_database_could_not_keep_does_not_come_in(self, said):
        assert code_of_refusal(laid, told_by(**said)) in {("bad_file", 422), ("not_json", 422)}
        assert not Origin.objects.exists()

    @pytest.mark.parametrize("said", [
        {"memberships": stays("m1", "m1")}, {"memberships": stays("m" * 300)},
        parts("골목 분과", "골목 분과"),
    ])  # fmt: skip
    def test_a_number_twice_or_too_long_and_a_name_twice_let_nothing_in(self, said):
        assert code_of_refusal(laid, told_by(**said)) == ("import_refused", 422)
        assert not Origin.objects.exists()

    def test_no_part_takes_the_name_of_another(self):
        laid(told_by(**parts("골목 분과", "나무 분과")))
        assert code_of_refusal(laid, told_by(**parts("골목 분과", "골목 분과"))) == ("import_refused", 422)
        Body.objects.get(name="환경위원회").parts.create(
            name="숲 분과", slug="forest", kind_id="subcommittee"
        )
        assert code_of_refusal(laid, told_by(**parts("골목 분과", "숲 분과"))) == ("body_name_taken", 409)

    def test_numbers_that_are_no_words_and_the_ends_of_the_calendar_break_nothing(self):
        rows = [{"id": [1], "name": "환경위원회"}]
        sat = stays("m1", organization_id=[1], end_date="9999-12-31") + stays("m2", organization_id=[1])
        assert laid(told_by(organizations=rows, memberships=sat)).memberships == 1
        table_at_the_edge = table("B,교육위원회,위원,,김하나,2020-01-01,0001-01-01")
        assert laid(table_at_the_edge, source="edge").held_no_day
