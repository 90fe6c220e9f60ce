"""A page on which residents answered or a body met stays, whoever asks and by whichever road."""

import pytest
from django.urls import reverse
from wagtail.models import APIToken, Page

from cms.models.civic import proceedings_below
from committees.models import Attendance, Meeting
from deliberation.models import Question
from district.refusals import Refusal


@pytest.fixture(params=["answered", "called"])
def proceeded(request, now):
    """A question with a neighbour's word under it; an agenda at whose meeting somebody has arrived."""
    page = request.getfixturevalue(request.param)
    if request.param == "called":
        seat = page.meeting.round.convener.seats.first()
        person = seat.memberships.get().person
        Attendance.objects.create(meeting=page.meeting, seat=seat, person=person, arrived_at=now)
    return page


@pytest.fixture
def desk(client, keeper):
    client.force_login(keeper)
    return client


class TestDeletion:
    """A page on which residents answered or a body met stays, whoever asks and by whichever road."""

    def gone(self, page) -> bool:
        return not Page.objects.filter(pk=page.pk).exists()

    def test_by_the_desk(self, proceeded, desk):
        answer = desk.post(reverse("wagtailadmin_pages:delete", args=[proceeded.pk]))
        assert answer.status_code == 302
        assert not self.gone(proceeded)

    def test_by_the_bulk_action(self, proceeded, desk):
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
        desk.post(f"{address}?id={proceeded.pk}&next=/desk/")
        assert not self.gone(proceeded)

    def test_by_the_pages_api(self, proceeded, client, keeper, settings):
        settings.CMS_WRITE_TOKENS = True
        _, token = APIToken.create_token(user=keeper, name="시험")
        bearer = {"authorization": f"Bearer {token}"}
        for address in ("", "actions/delete/"):
            answer = client.delete(f"/api/cms/pages/{proceeded.pk}/{address}", headers=bearer)
            assert answer.status_code == 403
        assert not self.gone(proceeded)

    def test_by_code(self, proceeded):
        with pytest.raises(Refusal) as refused:
            proceeded.delete()
        assert refused.value.code == "page_has_proceedings"

    def test_with_the_page_above(self, proceeded, desk):
        parent = proceeded.get_parent()
        desk.post(reverse("wagtailadmin_pages:delete", args=[parent.pk]))
        with pytest.raises(Refusal):
            parent.specific.delete()
        assert not self.gone(proceeded)

    def test_may_move(self, proceeded, keeper):
        assert proceeded.permissions_for_user(keeper).can_move()

    def test_of_a_page_without_proceedings(self, told, desk):
        record = told.own_record()
        desk.post(reverse("wagtailadmin_pages:delete", args=[told.pk]))
        assert self.gone(told)
        assert type(record).objects.filter(pk=record.pk).exists()

    def test_the_call_of_the_mayor_is_proceedings(self, asked, now):
        Question.objects.update(mayor_called_at=now, answer_due=now.date())
        with pytest.raises(Refusal):
            asked.delete()


def test_a_meeting_that_was_called_or_told_of_is_proceedings(called, now):
    begun = {"state": "in_session", "called_at": now}
    before = Meeting.objects.values().get()
    assert not proceedings_below(called)
    for happened in (begun, {"state": "adjourned"}, {"state": "cancelled"}, {"source": "협치 활동일지"}):
        Meeting.objects.update(**before | happened)
        assert proceedings_below(called), happened


def test_each_kind_of_page_is_asked_once_about_its_proceedings(proceeded, django_assert_max_num_queries):
    above = proceeded.get_parent()
    with django_assert_max_num_queries(3):
        assert proceedings_below(above)
