"""What stands beside a proposal: looked for once a minute for all who read it, and gone with its words."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deliberation.models import Proposal
from deliberation.similar import similar
from search.models import Entry
from tests.deliberation.proposers import fresh, published, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(proposal, neighbour):
    return proposal, published(neighbour, title="골목길 조명 늘리기")


def searches(act):
    """How often the words of the index were gone through."""
    with CaptureQueriesContext(connection) as seen:
        act()
    return sum("search_entry_fts" in query["sql"] or "to_tsquery" in query["sql"] for query in seen)


def beside(proposal, person=None):
    return similar(proposal.title, proposal.body, person, besides=proposal)


def test_a_published_proposal_is_looked_for_once_a_minute_whoever_reads(two, resident):
    first, second = (fresh(one) for one in two)
    assert searches(lambda: beside(first)) == 3
    for reader in (None, resident):
        assert searches(lambda reader=reader: beside(first, reader)) == 0
        assert beside(first, reader) == [second]
    cache.clear()
    assert searches(lambda: beside(first)) == 3


def test_what_is_published_no_more_is_not_shown_though_it_was_found(two):
    first, second = (fresh(one) for one in two)
    assert beside(first) == [second]
    Proposal.objects.filter(pk=second.pk).update(title="다른 이름")
    assert [one.title for one in beside(first)] == ["다른 이름"]
    Entry.objects.of(second).update(audience="none")
    cache.clear()
    assert beside(first) == []


def test_a_new_title_is_looked_for_anew(two):
    first, _second = (fresh(one) for one in two)
    beside(first)
    first.title = "골목길 벽화"
    assert searches(lambda: beside(first)) == 2


def test_a_draft_and_a_title_somebody_asks_with_leave_nothing_in_the_cache(two, resident):
    first = fresh(two[0])
    draft = written(resident, title="골목길 조명")
    for _twice in range(2):
        assert searches(lambda: similar(draft.title, "", resident, besides=draft)) == 2
        assert searches(lambda: similar("골목길 조명", "", None, besides=first)) == 2
