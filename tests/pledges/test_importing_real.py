"""The tables of the seeds as they were transcribed, and 611 pledges of real candidates, where they lie.

CHEONG_DATA names the folder with seed_tables.json and pledges/.
"""

import csv
import json
import os
from datetime import date
from pathlib import Path
from unicodedata import normalize

import pytest

from papers.sheet import unstill
from pledges.actions.importing import import_pledges
from pledges.book import read as read_book
from pledges.exchange.reading import read
from pledges.models import Charge, FactRow, FactTable, Passage, Pledge, PrintedCell, ProgressEntry
from tests.cast import NOON
from tests.pledges.imported import bring, differences, reading

DATA = Path(os.environ.get("CHEONG_DATA", "/nowhere"))
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not (DATA / "seed_tables.json").exists(), reason="CHEONG_DATA names no seed_tables.json"
    ),
]
PLEDGES = DATA / "pledges" / "kr_election19_pledges.csv"


@pytest.fixture
def seeds():
    return json.loads((DATA / "seed_tables.json").read_text(encoding="utf-8"))


def test_the_transcribed_tables_come_in_as_they_are(eighth, seeds):
    report = bring(seeds, eighth)
    assert report.problems == []
    assert sorted(report.laid) == ["5-1", "5-2", "6-1", "6-1-1", "6-2"]
    assert {"committees", "acceptance_tests"} <= set(report.unread)
    assert [reading(code).subtotal.shown for code in ("6-1", "6-1-1", "6-2", "5-1")] == [
        "49.9", "40.0", "46.5", "40.0",
    ]  # fmt: skip
    assert [reading(code).share_rate.shown for code in ("6-1", "6-1-1")] == ["24.9", "20.0"]
    logs = {code: [each.counts for each in reading(code).indicators] for code in ("6-1", "6-2")}
    counted = {code: [int(c.value) for one in several for c in one if c.measure.kind == "log"]
               for code, several in logs.items()}  # fmt: skip
    assert counted == {"6-1": [60, 4], "6-2": [15, 3, 18, 6]}
    assert bring(seeds, eighth).changes == 0


def test_each_sheet_finds_the_form_of_its_own_district(eighth, seeds):
    bring(seeds, eighth)
    forms = {each.code: each.form.code for each in Pledge.objects.select_related("form")}
    assert forms == {"5-1": "junggu", "5-2": "wonstop", "6-1": "gwanak", "6-1-1": "gwanak", "6-2": "gwanak"}
    kept = Pledge.objects.get(code="5-2")
    assert (kept.status.label, kept.department.name) == ("완료 후, 지속 추진", "총무과")
    assert kept.header == {
        "help": "해당없음", "period": "2022. 7. (※ 완료 후, 지속 추진)", "nature": "신규",
        "ending": "임기 내", "funding": "비예산", "agent": "구(자체)",
    }  # fmt: skip


def test_what_a_scan_misread_is_put_right_and_what_is_never_loaded_is_not_there(eighth, seeds):
    bring(seeds, eighth)
    words = [str(row) for model in (Pledge, Passage, ProgressEntry, FactRow, FactTable, PrintedCell, Charge)
             for row in model.objects.values_list()]  # fmt: skip
    for misread in ("더불어민주당", "더불어옴관악", "온라인관약청", "으뜸관약", "[illegible]", "물습니다"):
        assert not [row for row in words if misread in row]
    assert ProgressEntry.objects.filter(
        title__startswith="더불어으뜸관악 혁신·협치위원회 제1차 전체회의"
    ).exists()


def test_every_cell_that_is_printed_otherwise_is_found_in_the_transcription_too(eighth, seeds):
    bring(seeds, eighth)
    found = {code: {place for place, each in differences(code).items() if each.differs} for code in
             ("6-1", "6-1-1", "6-2", "5-1", "5-2")}  # fmt: skip
    assert found == {
        "6-1": {
            "header.cost.total", "header.cost.district", "investment.total.subtotal",
            "investment.district.subtotal", "targets.1.years", "targets.2.years", "performance.subtotal",
        },
        "6-1-1": {"figures.payout-2"},
        "6-2": set(),
        "5-1": {f"figures.outcomes-1-{n}" for n in (2, 3, 6, 7)},
        "5-2": set(),
    }  # fmt: skip


@pytest.mark.timeout(300)
def test_a_real_list_of_611_pledges_comes_in_and_nobody_who_made_them(
    eighth, rule, django_assert_max_num_queries
):
    raw = PLEDGES.read_bytes()
    told = list(csv.DictReader(raw.decode("utf-8-sig").splitlines()))
    report = import_pledges(read(PLEDGES.name, raw), eighth, by=None, at=NOON, publish=True)
    assert (len(report.laid), len(report.published), report.problems) == (611, 611, [])
    assert [each.split("(")[0] for each in report.unread] == ["person_id", "candidacy_id", "name"]
    titles = list(Pledge.objects.order_by("order").values_list("title", flat=True))
    assert titles == [" ".join(normalize("NFC", unstill(each["pledge"])).split()) for each in told]
    names = {each["name"] for each in told if len(each["name"]) > 2}
    kept = {(each.source, each.summary, each.department_id) for each in Pledge.objects.all()}
    assert kept == {("", "", rule.keeper_id)}
    assert not [name for name in names if any(title == name for title in titles)]
    again = import_pledges(read(PLEDGES.name, raw), eighth, by=None, at=NOON, publish=True)
    assert (again.changes, len(again.unchanged)) == (0, 611)
    pledges = list(Pledge.objects.visible_to(None))
    with django_assert_max_num_queries(12):
        assert len(read_book(pledges, date(2023, 12, 31), quarters=False)) == 611
