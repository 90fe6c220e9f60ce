"""How order was kept is told in figures that everybody can recount, and in nothing else."""

import csv
from datetime import timedelta
from io import StringIO

import pytest

from deliberation import actions
from deliberation.transparency import figures, years
from tests.cast import NOON
from tests.deliberation.order import colleague, hide, report

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept_order(thread, residents, neighbour, moderator):
    """One kept after two hours, one hidden after ten and restored on appeal, one destroyed, one measure."""
    people, other = residents(4), colleague()
    said = [
        actions.post_comment(thread, by=person, body=f"비밀말 {n}", at=NOON)
        for n, person in enumerate(people)
    ]
    report(said[0], neighbour, rule="spam")
    actions.keep_words(said[0], by=moderator, at=NOON + timedelta(hours=2))
    report(said[1], neighbour)
    hide(said[1], moderator, at=NOON + timedelta(hours=10))
    actions.appeal_hiding(said[1], by=people[1], words="아닙니다", at=NOON + timedelta(hours=11))
    actions.decide_appeal(said[1], by=other, outcome="restored", at=NOON + timedelta(hours=14))
    actions.ask_blanking(said[2], by=moderator, rule="privacy", reason="번호", at=NOON)
    actions.confirm_blanking(said[2], by=other, at=NOON)
    actions.request_measure(said[3], by=neighbour, words="제 이름", at=NOON)
    actions.take_measure(said[3], by=moderator, at=NOON)
    until = NOON + timedelta(days=1)
    actions.block_person(people[0], by=moderator, rule="spam", reason="도배", until=until, at=NOON)
    return said


def test_the_figures_are_what_was_done(kept_order):
    told = figures(2026, NOON)
    by_ground = {row["code"]: row for row in told["grounds"]}
    assert by_ground["spam"] == {
        "code": "spam",
        "label": "광고·도배",
        "reports": 1,
        "hidden": 0,
        "blanked": 0,
        "blocked": 1,
    }
    assert (by_ground["abuse"]["reports"], by_ground["abuse"]["hidden"]) == (1, 1)
    # What two people destroyed is counted as destroyed, and not as hidden as well.
    assert (by_ground["privacy"]["hidden"], by_ground["privacy"]["blanked"]) == (0, 1)
    assert by_ground["measure"]["hidden"] == 1
    assert told["decisions"] == {"kept": 1, "hidden": 2, "blanked": 1}
    assert told["appeals"] == {"asked": 1, "open": 0, "restored": 1, "upheld": 0}
    assert (told["measures"]["asked"], told["measures"]["open"]) == (1, 1)
    assert told["median_hours"] == 6.0  # of what was reported: two and ten hours
    assert told["median_appeal_hours"] == 3.0
    november = told["months"][10]
    assert november == {
        "month": 11, "reports": 2, "kept": 1, "hidden": 2, "blanked": 1, "blocked": 1, "appeals": 1,
        "restored": 1, "measures": 1, "measures_taken": 1,
    }  # fmt: skip
    assert (
        sum(sum(month.values()) - month["month"] for month in told["months"]) == sum(november.values()) - 11
    )


def test_a_year_without_anything_has_no_median_and_no_error(db):
    told = figures(2025, NOON)
    assert (told["median_hours"], told["appeals"]["asked"]) == (None, 0)
    assert years(NOON) == [2026]


def test_what_was_done_at_midnight_belongs_to_the_districts_day(comment, neighbour, moderator):
    new_year = NOON.replace(year=2027, month=1, day=1, hour=0, minute=30)
    report(comment, neighbour, at=new_year)
    assert figures(2026, new_year)["months"][11]["reports"] == 0
    assert figures(2027, new_year)["months"][0]["reports"] == 1


def test_the_page_the_api_and_the_sheets_tell_the_same_and_no_words_or_names(
    visit, home, kept_order, residents
):
    address = f"/transparency/?year={NOON.year}"
    page = visit().get(address).content.decode()
    api = visit().get(f"/api/v1{address}")
    sheet = b"".join(visit().get(f"/transparency/data.csv?year={NOON.year}").streaming_content)
    assert sheet.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(StringIO(sheet.decode("utf-8-sig"))))
    assert [int(row["신고"]) for row in rows] == [month["reports"] for month in api.json()["months"]]
    assert "되돌림 1" in page
    for told in (page, api.content.decode(), sheet.decode("utf-8-sig")):
        assert "비밀말" not in told
        assert "주민0" not in told
    assert b"".join(visit().get("/transparency/data.json").streaming_content).startswith(b"[")


@pytest.mark.parametrize("year", ["", "1999", "2999", "20a6", "٢٠٢٦", "-1", "2026 "])
def test_a_year_that_is_none_is_refused_and_breaks_nothing(visit, home, year):
    status = visit().get(f"/api/v1/transparency/?year={year}").status_code
    assert status == (200 if year == "" else 422)
