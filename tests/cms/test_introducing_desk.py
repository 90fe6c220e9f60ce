"""A proposal of residents comes before a body by one press at the desk, in their own words."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from cms.desks.introducing import meetings_for, published_by
from committees.models import AgendaItem, Meeting
from deliberation.models import Proposal
from letters.models import Dispatch
from tests.cast import NOON, laid
from tests.deliberation.proposers import laid_ground, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposal(resident, policy, department, now):
    laid_ground(policy, department)
    return published(resident, at=now - timedelta(days=3))


@pytest.fixture
def ahead(called):
    """A meeting of ten days from now, called by its page."""
    return called.meeting


def press(client, proposal, meeting, **said):
    address = f"{reverse('desk-introduce')}?proposal={proposal.pk}"
    told = {"meeting": meeting.pk, "kind": "consider", "reason": "주민이 함께 제안함", "ref": str(uuid4())}
    return client.post(address, told | said)


def test_the_secretary_puts_it_on_the_agenda_once(visit, proposal, ahead, secretary):
    client, ref = visit(secretary), str(uuid4())
    first = press(client, proposal, ahead, ref=ref)
    assert (first.status_code, first.url) == (302, reverse("desk-introduce"))
    item = AgendaItem.objects.get(introduced_at__isnull=False)
    assert (item.meeting, item.title, item.text) == (ahead, proposal.title, proposal.body)
    assert item.source_label == f"주민 제안 {proposal.pk}번"
    assert item.source_url == f"/proposals/{proposal.pk}/"
    assert "바뀐 까닭: 주민이 함께 제안함" in Dispatch.objects.get(about__endswith="/notice/2").words
    assert press(client, proposal, ahead, ref=ref).status_code == 302
    again = press(client, proposal, ahead)
    assert again.status_code == 409
    assert "이미 이 회의의 안건으로 올린 것입니다." in again.content.decode()
    assert AgendaItem.objects.filter(introduced_at__isnull=False).count() == 1


def test_the_page_of_the_proposal_says_nothing_new(visit, proposal, ahead, secretary):
    before = Proposal.objects.filter(pk=proposal.pk).values().get()
    press(visit(secretary), proposal, ahead)
    assert Proposal.objects.filter(pk=proposal.pk).values().get() == before


def test_whoever_may_publish_the_page_of_a_meeting_may_put_it_there(visit, proposal, ahead, reviewer, now):
    assert published_by(reviewer) == [ahead.pk]
    assert press(visit(reviewer), proposal, ahead).status_code == 302
    assert list(meetings_for(reviewer, now)) == [ahead]


def test_whoever_only_drafts_pages_and_whoever_keeps_nothing_finds_no_such_page(
    visit, proposal, ahead, editor, moderator
):
    for person in (editor, moderator):
        assert visit(person).get(reverse("desk-introduce")).status_code == 404
        assert press(visit(person), proposal, ahead).status_code == 404
    assert not AgendaItem.objects.filter(introduced_at__isnull=False).exists()


def test_a_resident_is_not_at_the_desk(visit, proposal, ahead, resident):
    assert press(visit(resident), proposal, ahead).status_code in {302, 403}
    assert not AgendaItem.objects.filter(introduced_at__isnull=False).exists()


def test_only_meetings_still_ahead_are_offered(council, members, secretary, officer, ahead, now):
    Meeting.objects.exclude(pk=ahead.pk).delete()
    over = laid(council, ordinal=7)
    Meeting.objects.filter(pk=over.pk).update(state="adjourned", called_at=NOON)
    for person in (secretary, officer):
        assert list(meetings_for(person, now)) == [ahead]


def test_without_a_reason_nothing_is_introduced_and_the_form_says_so(visit, proposal, ahead, secretary):
    answer = press(visit(secretary), proposal, ahead, reason="")
    assert answer.status_code == 422
    assert proposal.title in answer.content.decode()
    assert ahead.items.count() == 2


def test_what_nobody_may_read_comes_before_nobody(visit, proposal, ahead, secretary, now):
    Proposal.objects.filter(pk=proposal.pk).update(veiled_at=now)
    assert press(visit(secretary), proposal, ahead).status_code == 404
    drawn = visit(secretary).get(reverse("desk-introduce")).content.decode()
    assert proposal.title not in drawn


def test_the_desk_lists_what_was_proposed_last(visit, proposal, ahead, secretary):
    drawn = visit(secretary).get(reverse("desk-introduce")).content.decode()
    assert proposal.title in drawn
    assert f"?proposal={proposal.pk}" in drawn
    chosen = visit(secretary).get(f"{reverse('desk-introduce')}?proposal={proposal.pk}")
    assert ahead.title in chosen.content.decode()
