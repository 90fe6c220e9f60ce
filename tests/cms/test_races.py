"""Two hands on one page."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from cms import publishing, schedule
from cms.models import AgendaPage, BodyPage, Handover, QuestionPage
from committees.models import Body, Meeting
from deliberation.models import Question
from letters.models import Dispatch
from realtime.models import Event

HANDS = 8


@pytest.mark.real
@pytest.mark.django_db(transaction=True)
def test_a_page_handed_over_from_many_sides_at_once_has_one_record(draft, now):
    QuestionPage.objects.filter(pk=draft.pk).update(live=True)
    together = Barrier(HANDS)

    def hand_over(_: int) -> bool:
        try:
            page = QuestionPage.objects.get(pk=draft.pk)
            together.wait(timeout=20)
            return publishing.hand_over(page, now)
        finally:
            connection.close()

    with ThreadPoolExecutor(HANDS) as hands:
        assert all(hands.map(hand_over, range(HANDS)))
    assert QuestionPage.objects.get(pk=draft.pk).question == Question.objects.get()
    assert Event.objects.filter(name="question.opened").count() == 1
    assert Handover.objects.get(page=draft).code == ""


@pytest.mark.real
@pytest.mark.django_db(transaction=True)
def test_two_editors_who_call_the_same_meeting_at_once_have_one_and_the_other_is_told(calling, now, keeper):
    pages = [calling(slug=f"second-{n}", ordinal=2) for n in range(2)]
    together = Barrier(len(pages))

    def publish(page: AgendaPage) -> None:
        try:
            revision = AgendaPage.objects.get(pk=page.pk).get_latest_revision()
            together.wait(timeout=20)
            revision.publish(user=keeper)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(pages)) as hands:
        list(hands.map(publish, pages))
    meeting = Meeting.objects.get()
    assert Event.objects.filter(name="agenda.laid").count() == 1
    assert Dispatch.objects.get().about == f"meeting/{meeting.pk}/notice/1"
    codes = sorted(Handover.objects.filter(page__in=pages).values_list("code", flat=True))
    assert codes == ["", "ordinal_taken"]
    assert all(AgendaPage.objects.filter(live=True, pk=page.pk).exists() for page in pages)
    loser = Handover.objects.get(page__in=pages, code="ordinal_taken")
    assert AgendaPage.objects.get(pk=loser.page_id).meeting is None
    assert schedule.run(now + timedelta(minutes=1)) == 0
    assert Handover.objects.get(pk=loser.pk).tried_at == loser.tried_at


@pytest.mark.real
@pytest.mark.django_db(transaction=True)
def test_agendas_without_an_ordinal_that_are_published_at_once_get_one_each(calling, now):
    pages = [calling(slug=f"next-{n}") for n in range(4)]
    AgendaPage.objects.filter(pk__in=[page.pk for page in pages]).update(live=True)
    together = Barrier(len(pages))

    def hand_over(page: AgendaPage) -> bool:
        try:
            held = AgendaPage.objects.get(pk=page.pk)
            together.wait(timeout=20)
            return publishing.hand_over(held, now)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(pages)) as hands:
        assert all(hands.map(hand_over, pages))
    assert sorted(AgendaPage.objects.values_list("ordinal", flat=True)) == [1, 2, 3, 4]
    assert Meeting.objects.count() == 4


@pytest.mark.real
@pytest.mark.django_db(transaction=True)
def test_one_body_gets_one_page_however_many_are_published_at_once(bodies, council, now):
    pages = [
        bodies.add_child(instance=BodyPage(title="협치회의", slug=f"body-{n}", body=council, live=False))
        for n in range(2)
    ]
    for page in pages:
        page.save_revision(clean=False)
    together = Barrier(len(pages))

    def publish(page: BodyPage) -> None:
        try:
            revision = BodyPage.objects.get(pk=page.pk).get_latest_revision()
            together.wait(timeout=20)
            revision.publish()
        except ValidationError:
            pass  # the other was faster by so much that this one was refused beforehand
        finally:
            connection.close()

    with ThreadPoolExecutor(len(pages)) as hands:
        list(hands.map(publish, pages))
    schedule.run(now)
    tied = Handover.objects.filter(page__in=pages, code="", record=council.pk)
    assert tied.count() == 1
    assert Body.objects.get(pk=council.pk).url == tied.get().page.specific.address
