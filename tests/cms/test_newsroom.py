"""Who writes does not pass."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page, Workflow

from cms.models import HomePage, QuestionPage
from cms.newsroom import ROAD, open_house, set_up_newsroom
from tests.cms.record import form_of


def test_the_newsroom_is_set_up_once(home):
    before = (Workflow.objects.count(), GroupPagePermission.objects.count(), HomePage.objects.count())
    set_up_newsroom(open_house("온라인관악청"))
    assert (Workflow.objects.count(), GroupPagePermission.objects.count(), HomePage.objects.count()) == before


def test_every_page_goes_the_same_road(draft):
    assert draft.get_workflow().name == ROAD


def test_an_editor_drafts_and_does_not_publish(draft, editor):
    may = draft.permissions_for_user(editor)
    assert may.can_edit()
    assert not may.can_publish()


def test_a_reviewer_publishes_what_another_wrote(draft, reviewer):
    may = draft.permissions_for_user(reviewer)
    assert may.can_publish()
    assert not may.can_edit()


def test_nobody_approves_the_own_draft(written, editor, reviewer):
    own = written(reviewer)
    assert not own.permissions_for_user(reviewer).can_publish()
    state = own.get_workflow().start(own, editor).current_task_state
    task = state.task.specific
    assert [name for name, _, _ in task.get_actions(own, reviewer)] == ["reject"]
    with pytest.raises(PermissionDenied):
        task.on_action(state, reviewer, "approve")
    assert not QuestionPage.objects.get(pk=own.pk).live


def test_a_reviewer_may_send_the_own_draft_back(written, editor, reviewer):
    own = written(reviewer)
    state = own.get_workflow().start(own, editor).current_task_state
    state.task.specific.on_action(state, reviewer, "reject")
    assert own.current_workflow_state.status == "needs_changes"


def test_a_reviewer_who_changes_a_word_hands_it_on(draft, editor, reviewer, client):
    draft.get_workflow().start(draft, editor)
    client.force_login(reviewer)
    changed = form_of(draft, title="검토자가 고친 제목", **{"action-publish": "1"})
    client.post(reverse("wagtailadmin_pages:edit", args=[draft.pk]), changed)
    page = QuestionPage.objects.get(pk=draft.pk)
    assert not page.live
    assert page.get_latest_revision().as_object().title == "검토자가 고친 제목"


def test_the_first_account_stands_alone(written, keeper):
    assert written(keeper).permissions_for_user(keeper).can_publish()


def test_a_resident_does_not_enter_the_desk(client, speaker, home):
    client.force_login(speaker)
    assert client.get("/desk/").status_code == 403


def test_the_welcome_page_is_gone_and_the_site_has_its_home(home, client):
    assert not Page.objects.filter(title__startswith="Welcome").exists()
    assert client.get("/").context["page"].pk == home.pk
