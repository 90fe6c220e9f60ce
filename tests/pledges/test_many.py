"""공약 읽기: a hundred pledges ask the database no more often than one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pledges import book
from pledges.evidence import evidence
from pledges.models import Measure, Pledge
from tests.pledges import many, sheets
from tests.pledges.sheets import AS_OF, measured

pytestmark = pytest.mark.django_db


@pytest.fixture
def hundred(eighth, form, status, autonomy, council):
    """Twice fifty: a promise and its other half, with every way of counting and twenty quarters."""
    many.lay(100, eighth, form, status, autonomy, council)
    return list(Pledge.objects.visible_to(None).order_by("order"))


def queries(act, *args, **options):
    with CaptureQueriesContext(connection) as told:
        act(*args, **options)
    return len(told)


@pytest.mark.parametrize("quarters", [True, False])
def test_a_hundred_are_read_in_as_many_queries_as_two(hundred, quarters):
    few = queries(whole, hundred[:2], quarters=quarters)
    assert few == queries(whole, hundred, quarters=quarters) <= 17


def whole(pledges, **options):
    """Everything that a page shows of each."""
    for read in book.read(pledges, AS_OF, **options):
        assert (read.whole_rate.shown, read.capped.shown, read.money.rate.shown) != ("-", "-", "-")
        for each in read.indicators:
            assert [str(count.measure) for count in each.counts]
            assert all(span.rate.words for span in (*each.years, *each.quarters))


def test_a_list_fetches_no_quarters(hundred):
    with CaptureQueriesContext(connection) as told:
        book.read(hundred, AS_OF, quarters=False)
    [targets] = [query["sql"] for query in told if "pledges_target" in query["sql"]]
    assert '"quarter" = 0' in targets


def test_what_lies_behind_a_count_is_listed_in_a_constant_number_of_queries(six_two, copied_log):
    indicator = six_two.indicators.get(no=3)
    for n in range(1, 31):
        sheets.did(six_two, f"2023. 11. {n}.", 1, indicator)
    council, panel = copied_log["governance-council"], copied_log["policy-advisors"]
    told = [measured(indicator, kind=kind, body=body) for kind, body in (
        ("log", None), ("meetings", council), ("assignments", panel), ("questions", None), ("forums", None),
    )]  # fmt: skip
    rows = Measure.objects.select_related("indicator__pledge__administration")
    for measure in rows.filter(pk__in=[one.pk for one in told]):
        assert (queries(evidence, measure, AS_OF) <= 7, measure.kind) == (True, measure.kind)
