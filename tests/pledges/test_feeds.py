"""The feed of pledges: what was done and what was changed, once each, and nothing that is not out."""

from datetime import date, timedelta
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pledges.models import ProgressEntry
from tests.cast import NOON, laid
from tests.pledges.sheets import amend, did

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
FEED = "/feeds/pledges.atom"


@pytest.fixture(autouse=True)
def house_of(gu):
    """Every feed names the district."""


def entries(answer):
    """Titles and addresses, as any reader of feeds reads them."""
    told = ElementTree.fromstring(answer.content).findall(f"{ATOM}entry")
    return [(each.findtext(f"{ATOM}title"), each.find(f"{ATOM}link").get("href")) for each in told]


def test_the_newest_doing_comes_first_with_its_place_in_the_log(visit, six_two):
    old = did(six_two, "2023. 3.", title="앞의 일")
    ProgressEntry.objects.filter(pk=old.pk).update(entered_at=NOON - timedelta(days=1))
    new = did(six_two, "2022. 9.", title="뒤에 적은 일")
    (first, place), (second, _place) = entries(visit().get(FEED))
    assert (first, second) == ("6-2 뒤에 적은 일", "6-2 앞의 일")
    address = urlsplit(place)
    assert (address.path, address.fragment) == (f"{six_two.get_absolute_url()}entries/", f"entry-{new.pk}")
    assert f'id="entry-{new.pk}"' in visit().get(address.path).text


def test_an_amendment_is_told_when_it_comes_into_force(visit, six_two, council, members):
    item = laid(council).items.get(order=1)
    amendment = amend(six_two, item, date(2023, 12, 1), enacted=False)
    assert entries(visit().get(FEED)) == []
    amendment.enacted_at = NOON
    amendment.save()
    ((title, place),) = entries(visit().get(FEED))
    assert (title, place.endswith(f"{six_two.get_absolute_url()}#amendment-1")) == ("6-2 공약 변경 1", True)
    assert "여건이 바뀌었습니다." in visit().get(FEED).text


def test_what_was_taken_back_told_twice_or_never_published_is_not_told(visit, pledge, six_two):
    first = did(six_two, "2023. 3.", title="한 번만")
    did(six_two, "2023. 1분기", title="두 번째 적음", same_as=first)
    did(six_two, "2023. 4.", title="거둔 일", withdrawn_at=NOON, withdrawn_reason="잘못 적음")
    did(pledge("1-1", published=False), "2023. 5.", title="아직 모르는 일")
    assert [title for title, _place in entries(visit().get(FEED))] == ["6-2 한 번만"]


def test_no_sign_in_a_title_breaks_the_feed(visit, six_two):
    did(six_two, "2023. 3.", title="공론장\x0b <b>&</b>")
    ((title, _place),) = entries(visit().get(FEED))
    assert title == "6-2 공론장 <b>&</b>"


def test_the_feed_says_when_nothing_has_changed_and_asks_no_more_for_many(visit, six_two):
    did(six_two, "2023. 3.", title="하나")
    first = visit().get(FEED)
    assert visit().get(FEED, headers={"If-None-Match": first["ETag"]}).status_code == 304
    with CaptureQueriesContext(connection) as few:
        visit().get(FEED)
    for n in range(40):
        did(six_two, "2023. 4.", title=f"일 {n}")
    with CaptureQueriesContext(connection) as many:
        answer = visit().get(FEED)
    assert (len(many), len(entries(answer))) == (len(few), 30)


def test_the_feed_is_named_among_the_open_data(visit, home):
    assert 'href="/feeds/pledges.atom"' in visit().get("/data/").text
