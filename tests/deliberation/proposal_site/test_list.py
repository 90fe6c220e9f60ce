"""The list of all proposals."""

import re

import pytest

from cms.models import ProposalIndexPage, SectionPage
from deliberation import actions
from tests.cast import verified
from tests.deliberation.proposal_site.door import (
    WORDS,
    goes_to,
    shown,
    statements,
    told,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def index(home):
    section = home.add_child(instance=SectionPage(title="정책참여", slug="participation"))
    page = section.add_child(instance=ProposalIndexPage(title="제안하기", slug="proposals"))
    page.save_revision().publish()
    return ProposalIndexPage.objects.get(pk=page.pk)


def titles(page):
    return re.findall(r'<h3><a href="/proposals/\d+/">([^<]+)</a></h3>', page)


@pytest.fixture
def many(policy, consent, category, dong, now):
    """Three proposals: two neighbours agree with the first, one with the second, nobody with the last."""
    author = verified("author", dong, nickname="제안하는이")
    made = []
    for n in range(3):
        draft = actions.begin_proposal(by=author, at=now, **WORDS | {"title": f"제안 {n}"})
        made.append(actions.publish_proposal(draft, consent=consent.pk, by=author, at=now))
    return made


def test_the_list_is_ordered_and_narrowed_by_its_address(visit, index, many, residents, resident, now):
    for person, one in zip(residents(3), (many[0], many[0], many[1]), strict=True):
        actions.support_proposal(one, by=person, at=now)
    address, client = index.get_url(), visit()
    assert titles(told(client, address)) == ["제안 2", "제안 1", "제안 0"]
    assert titles(told(client, f"{address}?order=agreed")) == ["제안 0", "제안 1", "제안 2"]
    assert titles(told(client, f"{address}?order=nearest")) == ["제안 0", "제안 1", "제안 2"]
    actions.withdraw_proposal(many[0], by=many[0].author, at=now)
    assert titles(told(client, f"{address}?order=nearest")) == ["제안 1", "제안 2", "제안 0"]
    assert titles(told(client, f"{address}?status=withdrawn")) == ["제안 0"]
    assert titles(told(client, f"{address}?status=collecting&order=agreed")) == ["제안 1", "제안 2"]
    assert titles(told(client, f"{address}?category=traffic&dong=0000000000")) == []
    assert titles(told(client, f"{address}?status=none-such")) == ["제안 2", "제안 1", "제안 0"]


def test_the_list_says_how_many_there_are_and_leads_on(visit, index, many, now):
    address, client = index.get_url(), visit()
    first = told(client, f"{address}?limit=2&order=agreed")
    assert "2 / 3" in first
    [onward] = re.findall(r'rel="next" href="([^"]+)"', first)
    page = told(client, onward.replace("&amp;", "&"))
    assert titles(page) == ["제안 0"]


def test_the_lasting_address_of_the_list_leads_to_its_page(visit, index):
    assert goes_to(visit().get("/proposals/")) == index.get_url()
    index.unpublish()
    assert visit().get("/proposals/").status_code == 404


def test_a_longer_list_asks_the_database_no_more(visit, index, many, refused):
    address, client = index.get_url(), visit()
    shown(client.get(address))
    few = statements(client, f"{address}?status=reviewed")
    assert statements(client, address) <= few + 1
