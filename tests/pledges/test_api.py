"""Pledges for programs: every figure exact, with its formula, on the day that is asked for."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pledges.models import Figure, Passage
from tests.pledges import sheets
from tests.pledges.sheets import AS_OF

pytestmark = pytest.mark.django_db
DAY = {"on": AS_OF.isoformat()}


@pytest.fixture
def read(visit, gu):
    """Ask without an account: read("6-2", on="2023-12-31")."""

    def asked(path="", answers=200, person=None, **said):
        address = f"/api/v1/pledges/{path}/" if path else "/api/v1/pledges/"
        answer = visit(person).get(address, said)
        assert answer.status_code == answers, answer.content
        return answer.json()

    return asked


def test_a_pledge_says_what_was_promised_and_how_much_of_it_was_done(read, six_two):
    told = read("6-2", **DAY)
    assert (told["rate"], told["rate_exact"]) == ("46.5", "93/2")
    assert [each["rate"] for each in told["indicators"]] == ["66.7", "33.3", "45.0", "37.5"]
    assert [(each["target"], each["actual"], each["weight"]) for each in told["indicators"]] == [
        ("24", "16", "30"), ("9", "3", "30"), ("40", "18", "20"), ("16", "6", "20"),
    ]  # fmt: skip
    assert told["indicators"][0]["formula"] == "16 ÷ 24 × 100"
    assert told["on"] == "2023-12-31"


def test_two_codes_make_up_one_promise_and_nothing_is_rounded_on_the_way(read, six_one, six_one_one):
    whole, part = read("6-1", **DAY), read("6-1-1", **DAY)
    assert (whole["rate"], whole["share_rate"], whole["share"]) == ("49.9", "24.9", "50")
    assert (part["rate"], part["share_rate"], part["share_rate_exact"]) == ("40.0", "20.0", "2239/112")
    assert whole["whole_rate"] == part["whole_rate"] == "44.9"
    assert [each["code"] for each in whole["family"]] == ["6-1", "6-1-1"]
    assert part["parent"] == "6-1"


def test_what_is_not_known_is_null_and_never_nought(read, pledge):
    pledge("3-1", indicators=[{"weight": 50, "years": (None, 4)}, {"weight": 50, "years": ()}])
    told = read("3-1", on="2022-12-31")
    assert (told["rate"], told["rate_exact"], told["share_rate"]) == (None, None, None)
    assert told["formula"]["note"]
    second = told["indicators"][1]
    assert (second["target"], second["rate"], second["rate_exact"]) == (None, None, None)
    assert (told["budget"]["total"], told["spending"]["total"], told["spending"]["rate"]) == (
        None,
        None,
        None,
    )


def test_each_year_stands_beside_its_money(read, pledge):
    pledge(
        "3-2", indicators=[{"weight": 100, "years": (1, 2, 2, 2, 1)}],
        budget={2022: 5, 2023: 9, 2024: 7.5, 2025: 9, 2026: 5}, spent={2022: 5, 2023: 9},
    )  # fmt: skip
    told = read("3-2", **DAY)
    assert told["budget"]["total"] == "35.5"
    assert [(each["year"], each["amount"]) for each in told["budget"]["lines"]] == [
        (2022, "5"), (2023, "9"), (2024, "7.5"), (2025, "9"), (2026, "5"),
    ]  # fmt: skip
    spent = told["spending"]
    assert (spent["total"], spent["rate"], spent["rate_to_date"]) == ("14", "39.4", "100.0")
    assert [each["target"] for each in told["indicators"][0]["years"]] == ["1", "2", "2", "2", "1"]
    assert {each["quarter"] for each in told["indicators"][0]["quarters"]} == {1, 2, 3, 4}


def test_a_figure_in_the_words_of_a_card_is_the_one_that_was_computed(read, six_two):
    Figure.objects.create(pledge=six_two, order=1, code="half", label="절반", formula="1 / 2", decimals=1)
    Passage.objects.create(pledge=six_two, order=1, section="now", title="{half}", text="{half}, {unknown}")
    [told] = read("6-2")["passages"]
    assert (told["title"], told["text"]) == ("0.5", "0.5, {unknown}")


def test_the_day_asked_for_is_kept_within_the_administration(read, six_two):
    assert read("6-2", on="2023-06-30")["on"] == "2023-06-30"
    last = min(date(2026, 6, 30), timezone.localdate())
    assert read("6-2", on="2030-01-01")["on"] == last.isoformat()
    assert read("6-2", on="2020-01-01")["on"] == "2022-07-01"
    # Without one: of an administration that is over, the day of its last sheet.
    assert read("6-2")["on"] == read("6-2", on="")["on"] == "2023-12-31"


def test_a_code_is_that_of_the_administration_of_the_day_or_of_the_one_named(
    read, pledge, ninth, six_two, eighth
):
    pledge("6-2", administration=ninth, title="새 협치")
    assert read("6-2", **DAY)["administration"]["name"] == "민선8기"
    assert read("6-2", on="2026-11-24")["administration"]["name"] == "민선9기"
    assert read("6-2", administration=eighth.pk)["administration"]["name"] == "민선8기"
    assert read("6-2", administration=eighth.pk + 99, answers=404)["code"] == "not_found"


@pytest.mark.parametrize("day", ["2023-02-30", "어제", "20231231", "1900-01-01", "9999-12-31", "\x00"])
def test_a_day_that_no_calendar_has_is_refused(read, six_two, day):
    for path in ("", "6-2", "6-2/entries", "6-2/spendings"):
        assert read(path, answers=422, on=day)["code"] == "bad_day"


@pytest.mark.parametrize("code", ["9-9", "6-2-", "abc", "1" * 400])
def test_a_code_that_nobody_gave_leads_nowhere(read, six_two, code):
    assert read(code, answers=404)["code"] == "not_found"


def test_a_draft_is_there_for_those_who_plan_it_alone(read, pledge, visit, resident, officer, auditor):
    pledge("7-1", published=False)
    assert read("7-1", answers=404)["code"] == "not_found"
    assert read("7-1", answers=404, person=resident)["code"] == "not_found"
    for insider in (officer, auditor):
        assert read("7-1", person=insider)["published_at"] is None
        answer = visit(insider).get("/api/v1/pledges/7-1/")
        assert answer["Cache-Control"] == "private, no-store"
    assert read("")["results"] == []
    assert read("", drafts="true")["results"] == []
    assert read("", drafts="true", person=resident)["results"] == []
    assert [each["code"] for each in read("", drafts="true", person=officer)["results"]] == ["7-1"]


def test_the_list_is_narrowed_and_goes_on_by_its_cursor(
    read, visit, six_one, six_one_one, six_two, audit, eighth
):
    six_two.tags.add("협치")
    codes = lambda **said: [each["code"] for each in read("", **said)["results"]]  # noqa: E731
    assert codes() == ["6-2", "6-1-1", "6-1"]
    assert codes(department=audit.pk) == ["6-1"]
    assert codes(tag="협치") == ["6-2"]
    assert codes(status="kept") == codes(administration=eighth.pk) == codes()
    assert codes(status="done") == codes(tag="없음") == codes(administration=eighth.pk + 9) == []
    page = read("", limit=2)
    assert [each["code"] for each in page["results"]] == ["6-2", "6-1-1"]
    following = visit().get(page["next"]).json()
    assert ([each["code"] for each in following["results"]], following["next"]) == (["6-1"], None)
    assert read("", answers=422, cursor="x")["code"] == "bad_cursor"


def test_a_list_gives_each_pledge_on_its_own_day_and_the_same_figures_as_its_page(read, six_one, six_one_one):
    for row in read("")["results"]:
        alone = read(row["code"])
        for name in ("on", "rate", "rate_exact", "share_rate", "whole_rate", "status", "department"):
            assert row[name] == alone[name]


def test_a_list_costs_the_same_for_one_pledge_as_for_twenty(read, pledge):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            read("", limit=50)
        return len(asked)

    aims = [{"weight": 50, "years": (1, 2, 2, 2, 1), "printed": 3}, {"weight": 50, "years": (1, 2)}]
    pledge("1-1", indicators=aims)
    few = cost()
    for n in range(2, 21):
        pledge(f"1-{n}", indicators=aims, budget={2022: 5}, spent={2022: 1})
    assert cost() == few


def test_what_has_not_changed_is_not_sent_again(visit, gu, six_two):
    for path in ("", "6-2/", "6-2/entries/", "6-2/amendments/"):
        first = visit().get(f"/api/v1/pledges/{path}")
        kept = {"If-None-Match": first["ETag"]}
        assert visit().get(f"/api/v1/pledges/{path}", headers=kept).status_code == 304
    six_two.status = six_two.form.statuses.get(code="slow")
    six_two.save()
    again = visit().get(
        "/api/v1/pledges/6-2/", headers={"If-None-Match": visit().get("/api/v1/pledges/")["ETag"]}
    )
    assert again.json()["status"]["code"] == "slow"


def test_the_log_gives_what_was_done_until_that_day(read, pledge):
    told = pledge("4-1", indicators=[{"weight": 100, "years": (1, 2)}])
    first = told.indicators.get()
    sheets.did(told, "2023. 3.", 2, first)
    sheets.did(told, "2023. 5. 2.", 1, first)
    rows = read("4-1/entries")["results"]
    assert [(each["when"], each["count"], each["indicator"]) for each in rows] == [
        ("2023. 5. 2.", "1", 1), ("2023. 3.", "2", 1),
    ]  # fmt: skip
    assert all(each["evidence"] for each in rows)
    assert [each["count"] for each in read("4-1/entries", on="2023-04-01")["results"]] == ["2"]
    assert read("4-1/entries", kind="participation")["results"] == []
    assert read("4-1/entries", indicator=2)["results"] == []
    assert read("4-1/entries", answers=422, kind="무엇")["code"] == "invalid"


def test_every_count_opens_what_was_counted(read, pledge, visit):
    told = pledge("4-2", indicators=[{"weight": 100, "years": (1, 2)}])
    first = told.indicators.get()
    for n in range(3):
        sheets.did(told, f"2023. 5. {n + 1}.", 1, first)
    shown = read("4-2", **DAY)["indicators"][0]
    counted = next(each for each in shown["measures"] if each["taken"])
    behind = read(f"4-2/measures/{counted['id']}", **DAY)
    assert (shown["actual"], counted["pieces"], shown["stands_on"]) == ("3", 3, counted["id"])
    assert [each["count"] for each in behind["results"]] == ["1", "1", "1"]
    assert behind["measure"] == counted
    assert visit().get(shown["evidence_url"]).status_code == 200
    assert read(f"4-2/measures/{counted['id'] + 99}", answers=404)["code"] == "not_found"


def test_a_count_of_another_pledge_is_not_in_this_one(read, pledge):
    pledge("4-3", indicators=[{"weight": 100, "years": (1,)}])
    other = pledge("4-4", indicators=[{"weight": 100, "years": (1,)}])
    measure = other.indicators.get().measures.get()
    assert read(f"4-3/measures/{measure.pk}", answers=404)["code"] == "not_found"


def test_the_root_leads_to_the_pledges(visit, gu):
    links = visit().get("/api/v1/").json()["links"]
    assert links["pledges"].endswith("/api/v1/pledges/")
    assert visit().get(links["pledges"]).status_code == 200
    assert visit().get(links["pledge-closings"]).status_code == 200
