"""All 69 formulas of the seeds' sheets come out of the house, through the API, as of 2023. 12. 31."""

import json
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from tests.pledges.imported import AS_OF, bring, file_of

pytestmark = pytest.mark.django_db
WANTED = json.loads((Path(__file__).parent / "acceptance.json").read_text(encoding="utf-8"))


def rate(no):
    return lambda told: told["indicators"][no - 1]["rate_exact"]


def target(no):
    return lambda told: told["indicators"][no - 1]["target"]


def counted(no, kind):
    """What one way of counting comes to."""
    return lambda told: next(
        each["value"] for each in told["indicators"][no - 1]["measures"] if each["kind"] == kind
    )


def figure(code):
    return lambda told: next(each["exact"] for each in told["figures"] if each["code"] == code)


def computed(place):
    return lambda told: next(each["exact"] for each in told["printed"] if each["place"] == place)


def explained(place):
    """The sum that comes out as the paper prints it."""
    return lambda told: next(each["explained"]["exact"] for each in told["printed"] if each["place"] == place)


def at(*path):
    def found(told):
        for step in path:
            told = told[step]
        return told

    return found


WHERE = {
    "A01": rate(1), "A02": rate(2), "A03": explained("performance.subtotal"), "A04": at("rate_exact"),
    "A05": at("share_rate_exact"), "A06": rate(1), "A07": rate(2), "A08": rate(3), "A09": at("rate_exact"),
    "A10": at("share_rate_exact"), "A11": at("whole_rate_exact"), "A12": rate(1), "A13": rate(2),
    "A14": rate(3), "A15": rate(4), "A16": at("share_rate_exact"), "A17": at("rate_exact"),
    "A18": computed("investment.total.all"), "A19": computed("investment.total.subtotal"),
    "A20": explained("investment.total.subtotal"), "A21": at("budget", "total"), "A22": at("budget", "total"),
    "A23": figure("costs"), "A24": at("spending", "total"), "A25": at("spending", "total"),
    "A26": at("spending", "total"), "A27": at("spending", "rate_exact"),
    "A28": at("spending", "rate_to_date_exact"), "A29": explained("targets.1.years"), "A30": target(1),
    "A31": explained("targets.2.years"), "A32": target(2), "A33": computed("tables.history.1.total"),
    "A34": computed("tables.history.2.total"), "A35": computed("tables.tasks.1.total"),
    "A36": computed("tables.tasks.2.total"), "A37": computed("tables.phone.1.total"),
    "A38": computed("tables.phone-outcomes.1.total"), "A39": computed("tables.wish.1.total"),
    "A40": computed("tables.visit.1.total"), "A41": computed("tables.visit-outcomes.1.total"),
    "A42": figure("share-planned"), "A43": figure("share-explained"), "A44": figure("share-thanks"),
    "A45": figure("share-excepted"), "A46": figure("share-group"), "A47": figure("share-done"),
    "A48": figure("share-considered"), "A49": figure("share-passed-on"),
    "A50": figure("phone-daily-calendar"), "A51": figure("phone-daily"),
    "A52": explained("figures.phone-daily"),
    "A53": figure("wish-daily-calendar"), "A54": figure("wish-daily"), "A55": figure("visits-daily"),
    "A56": figure("payout-1"), "A57": figure("payout-2"), "A58": figure("contest"), "A59": target(3),
    "A60": figure("reports-quarterly"), "A61": figure("channels"), "A62": counted(1, "log"),
    "A63": counted(1, "meetings"), "A64": counted(3, "meetings"), "A65": counted(2, "assignments"),
    "A66": counted(1, "questions"), "A67": figure("seats"), "A68": figure("advisors"),
    "A69": counted(2, "log"),
}  # fmt: skip


@pytest.fixture(scope="module")
def kept():
    """What the API said once; the rows it was read from are gone."""
    return {}


@pytest.fixture
def told(kept, request):
    """The same for all who only read it."""
    if not kept:
        kept.update(request.getfixturevalue("asked"))
    return kept


@pytest.fixture
def asked(visit, gu, eighth, copied_log):
    """What the API says of every card, each district's in its turn."""
    for name in ("gwanak", "junggu", "wonstop"):
        bring(file_of(name), eighth)
    codes = {each["pledge"] for each in WANTED}
    said = {"on": AS_OF.isoformat()}
    return {code: visit(None).get(f"/api/v1/pledges/{code}/", said).json() for code in codes}


def half_up(exact, like):
    """As many decimals as the sheet's own check asks for."""
    value = Fraction(exact)
    digits = Decimal(1).scaleb(-len(like.partition(".")[2]))
    return str((Decimal(value.numerator) / Decimal(value.denominator)).quantize(digits, ROUND_HALF_UP))


def test_every_formula_of_the_sheets_comes_out_of_the_api(told):
    came_out = {
        each["id"]: half_up(WHERE[each["id"]](told[each["pledge"]]), each["expected"]) for each in WANTED
    }
    assert came_out == {each["id"]: each["expected"] for each in WANTED}
    assert len(came_out) == 69


def test_the_rates_are_shown_as_the_sheets_print_them(told):
    shown = [
        told["6-1"]["rate"],
        told["6-1"]["share_rate"],
        told["6-1-1"]["rate"],
        told["6-1-1"]["share_rate"],
    ]
    assert shown == ["49.9", "24.9", "40.0", "20.0"]
    assert [each["rate"] for each in told["6-1"]["indicators"]] == ["44.4", "62.5"]
    assert (told["6-2"]["rate"], told["6-1"]["whole_rate"], told["5-1"]["rate"]) == ("46.5", "44.9", "40.0")


def test_what_the_sheets_do_not_print_is_derived(told):
    spent = {code: told[code]["spending"] for code in ("6-1", "6-1-1", "6-2")}
    assert [each["rate"] for each in spent.values()] == ["39.4", "22.5", "46.3"]
    assert [each["rate_to_date"] for each in spent.values()] == ["100.0", "59.9", "87.2"]
    took_part = {each["code"]: each["value"] for each in told["6-2"]["figures"]}
    assert [took_part[f"took-part-{n}"] for n in (1, 2, 3)] == ["17.9", "33.6", "57.5"]
    assert next(each["value"] for each in told["6-1-1"]["figures"] if each["code"] == "adopted") == "1.0"


def test_where_a_sheet_disagrees_with_itself_the_api_says_so_and_why(told):
    for each in WANTED:
        if each["status"] != "inconsistent":
            continue
        cells = [cell for cell in told[each["pledge"]]["printed"] if cell["printed"] == each["printed"]]
        rows = [cell for cell in told[each["pledge"]]["printed"] if cell["place"].endswith(".years")]
        assert any(cell["differs"] and cell["note"] for cell in cells + rows), each["id"]


def test_the_office_has_not_taken_the_counted_meetings_yet(told):
    first = told["6-2"]["indicators"][0]
    taken = {each["kind"]: (each["value"], each["taken"]) for each in first["measures"]}
    assert taken == {"paper": ("16", True), "meetings": ("15", False)}
    others = [each["measures"] for each in told["6-2"]["indicators"][1:]]
    assert [[each["kind"] for each in several if each["taken"]] for several in others] == [
        ["assignments"], ["meetings"], ["forums"],
    ]  # fmt: skip
