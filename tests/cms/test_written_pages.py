"""An editor calls a written procedure: the page asks for day and reason, and the record follows it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cms.models import AgendaPage
from tests.cms.conftest import item
from tests.cms.record import STAMP, form_of, the_one_meeting
from tests.cms.test_agendas import anew, code_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def answering(calling, council, now):
    """Write the agenda of a matter that is answered within a week of its beginning."""
    council.rules.update(written_allowed=True)

    def write(**words):
        said = {
            "mode": "written", "written_reason": "급히 정할 일이 있음", "place": "",
            "closes_at": (now + timedelta(days=17)).replace(second=0, microsecond=0),
            "items": [item("2027년 협치 계획", kind="decide")],
        }  # fmt: skip
        return calling(**said | words)

    return write


def test_the_record_is_answered_in_writing_until_the_day_of_the_page(answering):
    page = answering()
    page.get_latest_revision().publish()
    meeting = the_one_meeting(anew(page))
    assert (meeting.is_written, meeting.closes_at) == (True, page.closes_at)
    assert meeting.written_reason == "급히 정할 일이 있음"


def test_the_desk_says_what_is_missing_before_publication(answering, council, now):
    assert code_of(answering(slug="a", written_reason="")) == "written_reason_needed"
    assert code_of(answering(slug="b", closes_at=None)) == "written_day_needed"
    assert code_of(answering(slug="c", closes_at=now)) == "written_day_needed"
    council.rules.update(written_allowed=False)
    assert code_of(answering(slug="d")) == "written_not_allowed"


def test_what_is_left_of_it_on_the_page_of_a_meeting_in_a_hall_is_no_record(answering):
    page = answering(mode="in_person", place="구청 대강당")
    page.get_latest_revision().publish()
    meeting = anew(page).meeting
    assert (meeting.closes_at, meeting.written_reason) == (None, "")


def test_the_form_offers_it_and_keeps_it(answering, editor, visit):
    page = answering()
    client, address = visit(editor), reverse("wagtailadmin_pages:edit", args=[page.pk])
    drawn = client.get(address).content.decode()
    assert "서면 의견을 받는 때까지" in drawn
    assert "서면으로 하는 까닭" in drawn
    later = page.closes_at + timedelta(days=1)
    said = {"closes_at": later.strftime(STAMP), "written_reason": "방학", "mode": "written"}
    client.post(address, form_of(page, **said))
    draft = AgendaPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert (draft.mode, draft.written_reason) == ("written", "방학")
    assert draft.closes_at is not None
