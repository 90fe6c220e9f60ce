"""편집 → 검토 → 게시."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import AbstractGroupApprovalTask, Page, TaskState

from cms.models.civic import is_own_draft
from district.models import Person


class ReviewTask(AbstractGroupApprovalTask):
    """검토. Somebody other than the writer reads a page before the public does."""

    class Meta:
        verbose_name = verbose_name_plural = gettext_lazy("검토")

    def get_actions(self, obj: Page, user: Person) -> list[tuple[str, str, bool]]:
        actions = super().get_actions(obj, user)
        if is_own_draft(obj, user):
            return [action for action in actions if action[0] != "approve"]
        return actions

    def on_action(self, task_state: TaskState, user: Person, action_name: str, **kwargs: Any) -> None:
        # Asked again here: the form saves a reviewer's own changes before it approves them.
        page = Page.objects.get(pk=task_state.workflow_state.object_id)
        if action_name == "approve" and is_own_draft(page, user):
            raise PermissionDenied(_("직접 고친 글은 다른 검토자가 게시합니다."))
        super().on_action(task_state, user, action_name, **kwargs)

    @classmethod
    def get_description(cls) -> str:
        return _("고른 모둠의 사람이 검토합니다. 자기가 쓴 글은 승인할 수 없습니다.")
