"""A page on which residents answered stays, whoever asks and by whichever road."""

import pytest
from django.urls import reverse
from wagtail.models import APIToken

from cms.models import QuestionPage
from deliberation.models import Question
from district.refusals import Refusal


@pytest.fixture
def desk(client, keeper):
    client.force_login(keeper)
    return client


class TestDeletion:
    """A page on which residents answered stays, whoever asks and by whichever road."""

    def gone(self, page) -> bool:
        return not QuestionPage.objects.filter(pk=page.pk).exists()

    def test_by_the_desk(self, answered, desk):
        answer = desk.post(reverse("wagtailadmin_pages:delete", args=[answered.pk]))
        assert answer.status_code == 302
        assert not self.gone(answered)

    def test_by_the_bulk_action(self, answered, desk):
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
        desk.post(f"{address}?id={answered.pk}&next=/desk/")
        assert not self.gone(answered)

    def test_by_the_pages_api(self, answered, client, keeper, settings):
        settings.CMS_WRITE_TOKENS = True
        _, token = APIToken.create_token(user=keeper, name="시험")
        bearer = {"authorization": f"Bearer {token}"}
        for address in ("", "actions/delete/"):
            answer = client.delete(f"/api/cms/pages/{answered.pk}/{address}", headers=bearer)
            assert answer.status_code == 403
        assert not self.gone(answered)

    def test_by_code(self, answered):
        with pytest.raises(Refusal) as refused:
            answered.delete()
        assert refused.value.code == "page_has_proceedings"

    def test_with_the_page_above(self, answered, desk):
        parent = answered.get_parent()
        desk.post(reverse("wagtailadmin_pages:delete", args=[parent.pk]))
        with pytest.raises(Refusal):
            parent.specific.delete()
        assert not self.gone(answered)

    def test_may_move(self, answered, keeper):
        assert answered.permissions_for_user(keeper).can_move()

    def test_of_a_page_without_proceedings(self, asked, desk):
        desk.post(reverse("wagtailadmin_pages:delete", args=[asked.pk]))
        assert self.gone(asked)
        assert Question.objects.count() == 1

    def test_the_call_of_the_mayor_is_proceedings(self, asked, now):
        Question.objects.update(mayor_called_at=now, answer_due=now.date())
        with pytest.raises(Refusal):
            asked.delete()
