"""Deliberation at the staff desk: comments are hidden, thresholds are kept, all else is only read."""

from typing import Any

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from deliberation import desk
from deliberation.actions import hide_words
from deliberation.desk import ModerationMenuItem, RuleRows, WatchwordRows
from deliberation.models import (
    Category,
    Comment,
    Forum,
    HouseRule,
    ParticipationPolicy,
    Proposal,
    Question,
    QuestionTarget,
    Session,
)
from deliberation.models.about import Target
from district.calendar import day
from district.models import Person
from district.models.offices import Role
from district.refusals import Refusal

HIDERS = {"view": (Role.MODERATOR, Role.AUDITOR), "change": (Role.MODERATOR,)}


class CommentPolicy(ModelPermissionPolicy):
    """Moderators hide, auditors look, and nobody writes or deletes a resident's words."""

    def user_has_permission(self, user: Person | AnonymousUser, action: str) -> bool:
        if not isinstance(user, Person):
            return False
        today = day(timezone.now())
        return any(user.holds(role, today) for role in HIDERS.get(action, ()))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Comment) -> bool:
        return self.user_has_permission(user, action) and not (action == "change" and instance.is_hidden)

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: Comment) -> bool:
        return any(self.user_has_permission_for_instance(user, action, instance) for action in actions)


register_permission_policy(Comment, CommentPolicy(Comment))


class HideForm(WagtailAdminModelForm):
    """The words, to be read once more, and the ground on which they go."""

    words = forms.CharField(label=_("내용"), widget=forms.Textarea, disabled=True, required=False)
    ground = forms.ModelChoiceField(
        HouseRule.objects.none(),
        label=_("가리는 까닭"),
        to_field_name="code",
        widget=forms.RadioSelect,
        empty_label=None,
    )

    class Meta:
        model = Comment
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["words"] = self.instance.body
        self.fields["ground"].queryset = HouseRule.objects.for_hiding(timezone.now())


class CommentIndex(generic.IndexView):
    """The newest words of all threads."""

    def get_base_queryset(self) -> QuerySet[Comment]:
        return Comment.objects.with_faces().select_related("thread__question")


class HideView(generic.EditView):
    """Hiding is the only thing the desk does to a comment."""

    page_title = _("댓글 가리기")
    submit_button_label = _("가리기")
    success_message = _("댓글을 가렸습니다.")

    def save_instance(self) -> Target:
        ground = self.form.cleaned_data["ground"].code
        return hide_words(self.object, by=self.request.user, ground=ground, at=timezone.now())

    def form_valid(self, form: HideForm) -> HttpResponse:
        try:
            return super().form_valid(form)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            self.produced_error_code = refusal.code
            self.produced_error_message = str(refusal)
            return self.form_invalid(form)


class CommentRows(ModelViewSet):
    """What residents said, for those who keep order."""

    model, icon = Comment, "comment"
    menu_label = _("댓글")
    add_to_admin_menu = False
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = ["thread", "body", "posted_at", "edited_at", "state", "hidden_ground", "hidden_at"]
    index_view_class = CommentIndex
    edit_view_class = HideView
    search_backend_name = None
    search_fields = ("body",)
    list_filter = ("state", "hidden_ground")
    list_display = (
        "body",
        Column("author_name", label=_("쓴 사람")),
        Column("posted_at", label=_("쓴 때"), sort_key="id"),
        Column("get_state_display", label=_("상태")),
        Column("ground_label", label=_("까닭")),
    )
    ordering = "-id"

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return HideForm


class Records(ModelViewSet):
    """Rows behind pages, as they stand: their editors change them by the pages."""

    add_to_admin_menu = False
    copy_view_enabled = False
    inspect_view_enabled = True
    search_backend_name = None
    search_fields = ("title",)
    form_fields = ["title"]


class QuestionRows(Records):
    """The records behind the question pages."""

    model, icon = Question, "help"
    menu_label = _("질문")
    list_display = ("title", "department", "published_at", "mayor_called_at", "answer_due", "result_at")
    inspect_view_fields = [
        "title",
        "kind",
        "topic",
        "department",
        "policy",
        "thread",
        "published_at",
        "mayor_called_at",
        "answer_due",
        "result_at",
    ]


class PublishedOnly(generic.IndexView):
    """A draft is its author's; nobody at the desk looks over a resident's shoulder."""

    def get_base_queryset(self) -> QuerySet[Proposal]:
        return super().get_base_queryset().filter(published_at__isnull=False)


class InspectPublished(generic.InspectView):
    """The same for a single one."""

    def get_object(self, *args: Any) -> Proposal:
        proposal: Proposal = super().get_object(*args)
        if proposal.published_at is None:
            raise PermissionDenied
        return proposal


class ProposalRows(Records):
    """What residents propose, and how far each has come."""

    model, icon = Proposal, "pick"
    index_view_class, inspect_view_class = PublishedOnly, InspectPublished
    menu_label = _("제안")
    list_display = (
        "title",
        "category",
        "supports",
        "published_at",
        "review_called_at",
        "mayor_called_at",
        "end",
    )
    inspect_view_fields = [
        "title",
        "category",
        "policy",
        "thread",
        "published_at",
        "collects_until",
        "supports",
        "review_called_at",
        "mayor_called_at",
        "answer_due",
        "end",
        "ended_at",
        "end_reason",
        "transferred_to",
        "merged_into",
    ]


class ForumRows(Records):
    """The records behind the forum pages."""

    model, icon = Forum, "group"
    menu_label = _("공론장")
    list_display = (
        "title",
        "body",
        Column("status_label", label=_("상태")),
        "printed_when",
        "printed_people",
        "published_at",
    )
    inspect_view_fields = [
        "title",
        "body",
        "policy",
        "purpose",
        "outcome",
        "printed_when",
        "printed_attendances",
        "printed_people",
        "printed_issues",
        "printed_core_issues",
        "source",
        "published_at",
    ]


class SessionRows(Records):
    """The evenings of all forums: their facilitators open and close them on the site."""

    model, icon = Session, "time"
    menu_label = _("공론장 회차")
    list_display = (
        "forum",
        "ordinal",
        "title",
        Column("status_label", label=_("상태")),
        "facilitator",
        "starts_at",
        "opened_at",
        "closed_at",
    )
    inspect_view_fields = [
        "forum",
        "ordinal",
        "title",
        "area",
        "place",
        "facilitator",
        "starts_at",
        "ends_at",
        "opened_at",
        "closed_at",
    ]


class PolicyEdit(generic.EditView):
    """A row is mended only until the first question stands under it."""

    def get_object(self, *args: Any) -> ParticipationPolicy:
        policy: ParticipationPolicy = super().get_object(*args)
        if policy.is_kept:
            raise PermissionDenied
        return policy


class PolicyRows(ModelViewSet):
    """The thresholds: a new plan is a new row, for subjects keep the old one."""

    model, icon = ParticipationPolicy, "cogs"
    edit_view_class = PolicyEdit
    menu_label = _("참여 기준")
    add_to_admin_menu = False
    copy_view_enabled = False
    inspect_view_enabled = True
    search_backend_name = None
    form_fields = [
        "valid_from",
        "supports_needed",
        "voices_needed",
        "collect_days",
        "edit_minutes",
        "answer_working_days",
        "department",
        "source",
    ]
    list_display = ("valid_from", "supports_needed", "voices_needed", "source")


class CategoryRows(ModelViewSet):
    """Under what proposals are filed, and which department that concerns."""

    model, icon = Category, "tag"
    menu_label = _("제안 분야")
    add_to_admin_menu = False
    copy_view_enabled = False
    inspect_view_enabled = True
    search_backend_name = None
    form_fields = ["code", "label", "department", "ordinal", "retired_on", "source"]
    list_display = ("label", "code", "department", "retired_on")


class TargetRows(ModelViewSet):
    """How many questions the plan wants; the desk's first page counts against them."""

    model, icon = QuestionTarget, "history"
    menu_label = _("질문 목표")
    add_to_admin_menu = False
    copy_view_enabled = False
    inspect_view_enabled = True
    search_backend_name = None
    form_fields = ["year", "quarter", "count", "source"]
    list_display = ("year", "when", "count", "source")


class DeliberationGroup(ModelViewSetGroup):
    """숙의. One menu for all of it."""

    menu_label = _("숙의")
    menu_icon = "comment"
    menu_order = 300
    items = (
        CommentRows,
        QuestionRows,
        ProposalRows,
        ForumRows,
        SessionRows,
        PolicyRows,
        CategoryRows,
        TargetRows,
        RuleRows,
        WatchwordRows,
    )


@hooks.register("register_admin_viewset")
def deliberation_rows() -> DeliberationGroup:
    return DeliberationGroup()


@hooks.register("register_admin_urls")
def moderation() -> list[URLPattern]:
    """Where order is kept."""
    return [
        path("moderation/", desk.Queue.as_view(), name="desk-moderation"),
        path("moderation/<int:pk>/", desk.Case.as_view(), name="desk-moderation-comment"),
        path(
            "moderation/proposals/<int:pk>/",
            desk.Case.as_view(noun="proposal"),
            name="desk-moderation-proposal",
        ),
    ]


@hooks.register("register_admin_menu_item")
def moderation_menu() -> MenuItem:
    """Above the rows it is about."""
    return ModerationMenuItem()
