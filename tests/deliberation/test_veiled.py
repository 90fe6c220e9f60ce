"""내용 가림: of a veiled proposal the title and what became of it stay, at every door."""

import pytest
from django.utils import timezone

from deliberation import actions
from search.models import Entry
from tests.deliberation.proposers import published

SECRETS = ("비밀장소", "비밀표", "비밀내용", "도로·교통", "홍*동")


@pytest.fixture
def veiled(consent, resident):
    at = timezone.now()
    words = {"place": "비밀장소 앞", "tags": ["비밀표"], "body": "비밀내용을 적습니다."}
    proposal = published(resident, at=at, neighborhood=resident.neighborhood.pk, **words)
    return actions.veil_proposal(proposal, by=resident, at=at)


@pytest.mark.parametrize(
    "door", ["/proposals/{}/", "/api/v1/proposals/{}/", "/api/v1/proposals/", "/feeds/proposals.atom"]
)
def test_a_neighbour_reads_nothing_of_it_but_the_title(client, veiled, door):
    told = client.get(door.format(veiled.pk)).content.decode()
    assert veiled.title in told
    assert not [word for word in SECRETS if word in told]


@pytest.mark.parametrize("asked", ["tag=비밀표", "category=roads", "q=비밀내용"])
def test_it_is_not_found_by_what_is_not_shown(client, veiled, asked):
    assert client.get(f"/api/v1/proposals/?{asked}").json()["results"] == []


def test_the_index_keeps_neither_its_words_nor_its_tags_nor_its_dong(veiled):
    [entry] = Entry.objects.filter(kind="proposal", object_id=str(veiled.pk))
    assert (entry.tokens, entry.tags, entry.dong) == ("", [], "")


def test_its_author_still_reads_it(client, veiled, resident):
    client.force_login(resident)
    assert "비밀내용" in client.get(f"/proposals/{veiled.pk}/").content.decode()
