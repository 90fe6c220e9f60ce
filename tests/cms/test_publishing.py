"""Six roads of publication, one record."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import APIToken, Page

from cms import publishing, schedule
from cms.models import Handover, QuestionPage
from cms.models.civic import CivicPage
from committees.models import Meeting
from deliberation.models import ParticipationPolicy, Question
from letters.models import Letter
from realtime.models import Event
from tests.cms.record import form_of, the_one_record


@pytest.fixture
def desk(client, keeper):
    client.force_login(keeper)
    return client


def test_the_form_of_the_desk_opens_the_record(waiting, desk):
    address = reverse("wagtailadmin_pages:edit", args=[waiting.pk])
    answer = desk.post(address, form_of(waiting, **{"action-publish": "1"}))
    assert answer.status_code == 302, answer.context["form"].errors
    the_one_record(waiting)


def test_an_approved_review_opens_the_record(waiting, editor, reviewer):
    road = waiting.get_workflow().start(waiting, editor)
    task = road.current_task_state
    task.specific.task.specific.on_action(task, reviewer, "approve")
    the_one_record(waiting)


def test_a_schedule_opens_the_record_when_its_time_has_come(waiting, now):
    waiting.go_live_at = now + timedelta(hours=2)
    waiting.save_revision().publish()
    assert not type(waiting).objects.get(pk=waiting.pk).live
    assert no_record()
    assert schedule.run(now) == 0
    assert no_record()
    later = now + timedelta(hours=3)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("django.utils.timezone.now", lambda: later)
        assert schedule.run(later) == 0
        assert schedule.run(later) == 0
    the_one_record(waiting)


def no_record() -> bool:
    return not Question.objects.exists() and not Meeting.objects.exists()


def test_the_bulk_action_opens_the_record(waiting, desk):
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    answer = desk.post(f"{address}?id={waiting.pk}&next=/desk/")
    assert answer.status_code == 302
    the_one_record(waiting)


def test_the_pages_api_opens_the_record_for_a_token(waiting, client, keeper, settings):
    settings.CMS_WRITE_TOKENS = True
    _, token = APIToken.create_token(user=keeper, name="시험")
    answer = client.post(
        f"/api/cms/pages/{waiting.pk}/actions/publish/", headers={"authorization": f"Bearer {token}"}
    )
    assert answer.status_code == 200, answer.content
    the_one_record(waiting)


def test_the_pages_api_writes_and_publishes_in_one_go(
    index, department, policy, client, keeper, settings, now
):
    settings.CMS_WRITE_TOKENS = True
    _, token = APIToken.create_token(user=keeper, name="시험")
    written = {
        "meta": {"type": "cms.QuestionPage", "parent_id": index.pk, "action": "publish"},
        "title": "밤길을 어떻게 밝힐까요?",
        "department_id": department.pk,
        "tags": ["가로등"],
        "purpose": "밤길이 어둡습니다.",
        "opens_at": now.isoformat(),
        "closes_at": (now + timedelta(days=9)).isoformat(),
    }
    bearer = {"authorization": f"Bearer {token}"}
    answer = client.post("/api/cms/pages/", written, content_type="application/json", headers=bearer)
    assert answer.status_code == 201, answer.json()["errors"]
    the_one_record(QuestionPage.objects.get())


def test_the_pages_api_takes_nothing_while_its_tokens_are_off(draft, client, keeper):
    _, token = APIToken.create_token(user=keeper, name="시험")
    answer = client.post(
        f"/api/cms/pages/{draft.pk}/actions/publish/", headers={"authorization": f"Bearer {token}"}
    )
    assert (answer.status_code, answer.json()["code"]) == (403, "pages_read_only")
    assert not QuestionPage.objects.get(pk=draft.pk).live


def test_unpublishing_changes_no_record(told):
    record = the_one_record(told)
    rows = type(record).objects.values()
    before, events = rows.get(), Event.objects.count()
    told.unpublish()
    assert rows.get() == before
    assert Event.objects.count() == events
    assert type(told).objects.get(pk=told.pk).own_record() == record


def test_publishing_again_after_unpublishing_keeps_the_record(told):
    told.unpublish()
    type(told).objects.get(pk=told.pk).get_latest_revision().publish()
    the_one_record(told)


def test_publishing_the_same_words_again_tells_nobody(told):
    events, letters = Event.objects.count(), Letter.objects.count()
    told.save_revision().publish()
    told.get_latest_revision().publish()
    assert (Event.objects.count(), Letter.objects.count()) == (events, letters)
    the_one_record(told)


def test_new_words_amend_the_record(asked):
    asked.title = "보안등을 어느 골목에 먼저 달까요?"
    asked.save_revision().publish()
    assert the_one_record(asked).title == asked.title
    assert Event.objects.filter(name="question.amended").count() == 1


def test_a_draft_changes_no_record(asked):
    asked.title = "아직 초안입니다"
    asked.save_revision()
    assert Question.objects.get().title != asked.title


def test_what_broke_is_repeated_by_tick_and_then_left_alone(waiting, now, monkeypatch):
    monkeypatch.setattr("cms.models.question.open_question", _broken)
    monkeypatch.setattr("cms.models.agenda.lay_agenda", _broken)
    waiting.get_latest_revision().publish()
    assert type(waiting).objects.get(pk=waiting.pk).live
    assert no_record()
    assert schedule.run(now) == 1
    monkeypatch.undo()
    assert schedule.run(now) == 0
    the_one_record(waiting)
    assert list(publishing.unheard_pages()) == []


def _broken(**words):
    raise RuntimeError("the layer below is away")


def test_a_refusal_stands_beside_the_page_and_is_not_repeated(draft, now, monkeypatch):
    ParticipationPolicy.objects.all().delete()
    draft.get_latest_revision().publish()
    page = QuestionPage.objects.get(pk=draft.pk)
    assert (page.live, page.question) == (True, None)
    handover = Handover.objects.get(page=page)
    assert handover.code == "no_policy"
    assert handover.done_at is None
    assert list(publishing.refusals()) == [handover]
    assert schedule.run(now) == 0
    assert Handover.objects.get(page=page).tried_at == handover.tried_at


def test_a_refusal_is_told_to_the_editor_and_shown_in_the_panel(draft, desk):
    ParticipationPolicy.objects.all().delete()
    edit = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    answer = desk.post(edit, form_of(draft, **{"action-publish": "1"}), follow=True)
    sentence = Handover.objects.get(page=draft).sentence
    assert sentence in answer.content.decode()
    assert "no_policy" in desk.get(edit).content.decode()


def test_half_a_question_is_not_published(written, editor, desk):
    page = written(editor, department=None)
    with pytest.raises(ValidationError):
        page.get_latest_revision().publish()
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    answer = desk.post(f"{address}?id={page.pk}&next=/desk/", follow=True)
    assert answer.status_code == 200
    assert "빈 값" in answer.content.decode()
    assert not QuestionPage.objects.get(pk=page.pk).live


def test_half_a_question_whose_time_has_come_stays_a_draft_and_says_why(written, editor, now, monkeypatch):
    page = written(editor, department=None)
    page.go_live_at = now + timedelta(hours=1)
    page.save_revision(clean=False).publish()
    later = now + timedelta(hours=2)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    assert schedule.run(later) == 0
    assert not QuestionPage.objects.get(pk=page.pk).live
    assert "빈 값" in publishing.refusals().get().sentence


def test_half_a_question_made_live_by_code_is_not_asked(written, editor, now):
    page = written(editor, department=None)
    QuestionPage.objects.filter(pk=page.pk).update(live=True)
    assert schedule.run(now) == 0
    assert Handover.objects.get(page=page).code == "page_incomplete"
    assert not Question.objects.exists()


def test_a_draft_may_be_incomplete(written, editor):
    assert written(editor, department=None, opens_at=None, closes_at=None, purpose="").pk


def test_the_editor_is_refused_before_publication(answered, now):
    answered.opens_at = now + timedelta(days=2)
    with pytest.raises(ValidationError) as refused:
        answered.full_clean()
    assert refused.value.error_dict["__all__"][0].code == "question_underway"


def test_a_door_that_closes_before_it_opens_is_refused_while_writing(draft):
    draft.closes_at = draft.opens_at - timedelta(days=1)
    with pytest.raises(ValidationError) as refused:
        draft.full_clean()
    assert refused.value.error_dict["__all__"][0].code == "closes_before_opening"


def test_a_failing_page_does_not_keep_the_next_from_its_schedule(written, calling, editor, now, monkeypatch):
    soon = now + timedelta(hours=1)
    pages = [calling(editor, go_live_at=soon), written(editor, title="둘", go_live_at=soon)]
    for page in pages:
        page.get_latest_revision().publish()
    publish = Page.publish

    def fails_for_the_first(page, *args, **kwargs):
        if page.pk == pages[0].pk:
            raise RuntimeError("this one is broken")
        return publish(page, *args, **kwargs)

    monkeypatch.setattr(Page, "publish", fails_for_the_first)
    later = now + timedelta(hours=2)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    assert schedule.run(later) == 1
    assert [Page.objects.get(pk=page.pk).live for page in pages] == [False, True]
    assert Question.objects.count() == 1


def test_an_expired_page_goes_and_its_record_stays(asked, now):
    QuestionPage.objects.filter(pk=asked.pk).update(expire_at=now - timedelta(minutes=1))
    assert schedule.run(now) == 0
    assert not QuestionPage.objects.get(pk=asked.pk).live
    assert Question.objects.count() == 1


def test_every_kind_of_page_is_repaired_by_tick():
    kinds = {kind.__name__ for kind in CivicPage.__subclasses__()}
    assert {"HomePage", "SectionPage", "PlainPage", "QuestionIndexPage", "QuestionPage", "LegalPage"} <= kinds
    assert {"BodyIndexPage", "BodyPage", "AgendaPage", "ForumIndexPage", "ForumPage"} <= kinds
