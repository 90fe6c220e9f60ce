"""Pledges as anybody may count them again: five tables, in every form, and nothing that is not public."""

import csv
import json
import re
from datetime import date
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from papers.sheet import uncarried, unstill
from pledges.datasets import DATASETS
from pledges.models import BudgetLine, Spending, Target
from tests.cast import NOON, laid
from tests.committees.acts import items_of
from tests.pledges import sheets

pytestmark = pytest.mark.django_db
NAMES = sorted(DATASETS)


@pytest.fixture(autouse=True)
def district(gu):
    """Every table is called by the district's own name."""


@pytest.fixture
def fetch(visit):
    """The bytes of a table: fetch("pledges", format="xlsx")."""

    def fetched(name, **asked):
        answer = visit().get(f"/data/{name}/", asked)
        assert answer.status_code == 200, answer.content
        return b"".join(answer.streaming_content)

    return fetched


@pytest.fixture
def table(fetch):
    """Its rows by their column, as a program reads them."""

    def read(name, enc="utf-8-sig"):
        head, *rows = csv.reader(StringIO(fetch(name, enc=enc).decode(enc), newline=""))
        names = [column.name for column in DATASETS[name].columns]
        assert len(head) == len(names)
        return [dict(zip(names, [uncarried(unstill(cell)) for cell in row], strict=True)) for row in rows]

    return read


@pytest.fixture
def told(six_one, six_one_one, six_two):
    """The three sheets of 2023, with something in each table."""
    six_two.tags.add("협치", "참여")
    first = six_two.indicators.get(no=1)
    done = sheets.did(six_two, "2023. 하반기", 2, first, title="=더불어으뜸관악", note="@비고")
    done.text = "뜰\n😀 뚫린"
    done.save()
    sheets.did(six_two, "2023. 5. 2.", kind="participation", channel="press", title="보도자료")
    return six_two


def test_a_pledge_stands_with_its_rates_exactly_and_as_shown(table, told):
    rows = {row["code"]: row for row in table("pledges")}
    assert list(rows) == ["6-1", "6-1-1", "6-2"]
    row = rows["6-2"]
    assert (row["rate"], row["rate_exact"], row["on"]) == ("46.5", "93/2", "2023-12-31")
    assert (row["planned"], row["spent"], row["spent_rate"]) == ("2536", "1175", "46.3")
    assert (row["administration"], row["meaning"], row["tags"]) == ("민선8기", "kept", "참여; 협치")
    assert "0.3 × 16/24" in row["formula"]
    assert (rows["6-1-1"]["parent"], rows["6-1"]["share"], rows["6-1"]["whole_rate"]) == ("6-1", "50", "44.9")


def test_an_indicator_stands_with_what_was_promised_and_where_its_count_is_opened(table, told, visit):
    rows = [row for row in table("pledge-indicators") if row["code"] == "6-2"]
    assert [(row["target"], row["actual"], row["rate"]) for row in rows] == [
        ("24", "16", "66.7"), ("9", "3", "33.3"), ("40", "18", "45.0"), ("16", "6", "37.5"),
    ]  # fmt: skip
    assert all(row["evidence"] for row in rows)
    assert visit().get(rows[0]["evidence_url"]).status_code == 200


def test_a_target_that_nobody_set_is_empty_and_nought_is_nought(table, pledge):
    first = pledge("3-1", indicators=[{"weight": 100, "years": (0, None)}]).indicators.get()
    rows = {row["year"]: row["value"] for row in table("pledge-targets")}
    assert rows == {"2022": "0", "2023": ""}
    assert first.targets.count() == 2


def test_an_amended_target_stands_beside_the_plan_once_it_holds(table, pledge, council):
    promised = pledge("3-1", indicators=[{"weight": 100, "years": (4,)}])
    item = items_of(laid(council))[1]
    first = promised.indicators.get()
    amendment = sheets.amend(promised, item, date(2024, 1, 1), enacted=False)
    Target.objects.create(indicator=first, year=2022, value=2, amendment=amendment)
    BudgetLine.objects.create(pledge=promised, fund="city", year=2022, amount=1, amendment=amendment)
    assert [row["value"] for row in table("pledge-targets")] == ["4"]
    assert table("pledge-budget") == []
    amendment.enacted_at = NOON
    amendment.save()
    rows = table("pledge-targets")
    assert [(row["value"], row["amendment"], row["effective_on"]) for row in rows] == [
        ("4", "", ""), ("2", "1", "2024-01-01"),
    ]  # fmt: skip
    assert table("pledge-budget")[0]["amendment"] == "1"


def test_money_stands_line_by_line_and_what_was_taken_back_is_gone(table, pledge):
    promised = pledge("3-1", budget={2022: "7.5"}, spent={2022: "2.56"})
    gone = sheets.spend(promised, 9, date(2022, 12, 1))
    Spending.objects.filter(pk=gone.pk).update(withdrawn_at=NOON, withdrawn_reason="두 번 적음")
    rows = table("pledge-budget")
    assert [(row["kind"], row["fund"], row["year"], row["amount"]) for row in rows] == [
        ("plan", "구비", "2022", "7.5"), ("spent", "구비", "2022", "2.56"),
    ]  # fmt: skip
    assert rows[1]["evidence"]


def test_a_doing_stands_with_its_day_as_exactly_as_it_is_known(table, told):
    row, press = table("pledge-entries")
    assert (row["when"], row["starts_on"], row["ends_on"]) == ("2023. 하반기", "2023-07-01", "2023-12-31")
    assert (row["title"], row["text"], row["note"]) == ("=더불어으뜸관악", "뜰\n😀 뚫린", "@비고")
    assert (row["count"], row["indicator"], row["precision"]) == ("2", "1", "half")
    assert (press["kind"], press["channel"], press["count"]) == ("주민 참여(소통) 실적", "언론보도", "")


def test_a_draft_is_in_no_table(fetch, pledge):
    hidden = pledge(
        "7-1", published=False, title="숨은 공약", budget={2022: 5}, spent={2022: 1},
        indicators=[{"weight": 100, "years": (1,), "name": "숨은 지표"}],
    )  # fmt: skip
    sheets.did(hidden, "2023. 5. 2.", title="숨은 일")
    for name in NAMES:
        assert json.loads(fetch(name, format="json")) == []


@pytest.mark.parametrize("name", NAMES)
def test_every_table_comes_in_every_form_and_says_the_same(table, fetch, told, name):
    rows = table(name)
    assert rows
    assert table(name, enc="cp949") == rows
    assert fetch(name).startswith(b"\xef\xbb\xbf")
    objects = json.loads(fetch(name, format="json"))
    assert [list(row) for row in objects] == [list(row) for row in rows]
    head, *lines = openpyxl.load_workbook(BytesIO(fetch(name, format="xlsx"))).active.iter_rows()
    assert [cell.value for cell in head] == [str(column.title) for column in DATASETS[name].columns]
    assert len(lines) == len(rows)
    assert not [cell.coordinate for line in lines for cell in line if cell.data_type == "f"]


@pytest.mark.parametrize("name", NAMES)
def test_no_cell_starts_a_formula(fetch, told, name):
    told.title, told.summary = "=1+1", "+82"
    told.save()
    for row in csv.reader(StringIO(fetch(name).decode("utf-8-sig"), newline="")):
        assert not [cell for cell in row if re.match(r"\s*[=+\-@＝＋－＠]", cell)]


def test_every_column_says_what_stands_in_it(visit, home):
    page = visit().get("/data/").content.decode()
    for dataset in DATASETS.values():
        assert f"/data/{dataset.name}/?format=csv" in page
        assert all(column.note for column in dataset.columns)


def test_a_table_costs_the_same_however_long(fetch, told, pledge):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            for name in NAMES:
                fetch(name)
        return len(asked)

    few = cost()
    for n in range(2, 12):
        pledge(f"1-{n}", indicators=[{"weight": 100, "years": (1, 2), "printed": 3}], budget={2022: 1})
    assert cost() == few


def test_what_has_not_changed_is_not_sent_again(visit, told):
    for name in NAMES:
        kept = {"If-None-Match": visit().get(f"/data/{name}/")["ETag"]}
        assert visit().get(f"/data/{name}/", headers=kept).status_code == 304
