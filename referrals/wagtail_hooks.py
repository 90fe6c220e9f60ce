"""Referrals at the staff desk: the inbox, the phrases of those who answer, and the rules of answering."""

from typing import Any

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, reverse_lazy
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

from district.dates import day
from district.models import Department, Person
from district.models.offices import Role
from district.visitors import person_of
from referrals.models import Chain, Clock, Ground, Outcome, Phrase
from referrals.panels import InboxPanel
from referrals.reach import answers_for
from referrals.rights import is_staff
from referrals.urls import desk_urlpatterns


class InboxMenuItem(MenuItem):
    """Shown to those for whom the page opens."""

    def __init__(self) -> None:
        address = reverse_lazy("desk-inbox")
        super().__init__(_("답변할 일"), address, name="inbox", icon_name="tasks", order=50)

    def is_shown(self, request: HttpRequest) -> bool:
        return is_staff(person_of(request), timezone.now())


@hooks.register("register_admin_urls")
def inbox_urls() -> list[URLPattern]:
    """The inbox and the files behind it."""
    return desk_urlpatterns


@hooks.register("register_admin_menu_item")
def inbox_menu() -> MenuItem:
    """Before everything else: somebody waits for an answer."""
    return InboxMenuItem()


@hooks.register("construct_homepage_panels")
def first_due(request: HttpRequest, panels: list[Any]) -> None:
    """What is due first, on the desk's first page."""
    if is_staff(person_of(request), timezone.now()):
        panels.append(InboxPanel())


def is_admin(user: Any) -> bool:
    """Whoever keeps the house's own rows."""
    return isinstance(user, Person) and user.holds(Role.ADMIN, day(timezone.now()))


class PhrasePolicy(ModelPermissionPolicy):
    """A department keeps its own words to begin with; the administrator those of all."""

    def user_has_permission(self, user: Person | AnonymousUser, action: str) -> bool:
        return isinstance(user, Person) and (is_admin(user) or bool(answers_for(user, timezone.now())))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Phrase) -> bool:
        mine = isinstance(user, Person) and instance.department_id in answers_for(user, timezone.now())
        return mine or is_admin(user)

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: Phrase) -> bool:
        return self.user_has_permission_for_instance(user, "change", instance)


register_permission_policy(Phrase, PhrasePolicy(Phrase))


def departments_kept_by(person: Person) -> QuerySet[Department]:
    """For which departments this person may keep phrases."""
    if is_admin(person):
        return Department.objects.all()
    return Department.objects.filter(pk__in=answers_for(person, timezone.now()))


class PhraseForm(WagtailAdminModelForm):
    """A phrase of one's own department; one for all is the administrator's."""

    class Meta:
        model = Phrase
        fields = ["department", "title", "words"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = departments_kept_by(self.for_user)
        self.fields["department"].required = not is_admin(self.for_user)


class PhraseIndex(generic.IndexView):
    """Those one may write with."""

    def get_base_queryset(self) -> QuerySet[Phrase]:
        phrases = Phrase.objects.select_related("department")
        if is_admin(self.request.user):
            return phrases
        own = answers_for(self.request.user, timezone.now())
        return phrases.filter(department__in=own) | phrases.filter(department=None)


class OwnPhrase:
    """Reaches the phrases of one's own department, and no other's."""

    request: HttpRequest
    permission_policy: PhrasePolicy

    def get_object(self, *args: Any) -> Phrase:
        phrase: Phrase = super().get_object(*args)  # type: ignore[misc]
        if not self.permission_policy.user_has_permission_for_instance(self.request.user, "change", phrase):
            raise PermissionDenied
        return phrase


class PhraseEdit(OwnPhrase, generic.EditView):
    """Mending one."""


class PhraseDelete(OwnPhrase, generic.DeleteView):
    """Throwing one away: it was never anybody's answer."""


class KeptEdit(generic.EditView):
    """A row is mended only until something rests on it: then a new rule is a new row."""

    def get_object(self, *args: Any) -> Any:
        row = super().get_object(*args)
        if row.is_kept:
            raise PermissionDenied
        return row


class Rows(ModelViewSet):
    """Rows that the administrator keeps and the auditor reads."""

    add_to_admin_menu = False
    add_to_reference_index = False
    copy_view_enabled = False
    search_backend_name = None


class PhraseRows(Rows):
    """답변 틀."""

    model, icon = Phrase, "doc-full"
    index_view_class = PhraseIndex
    edit_view_class = PhraseEdit
    delete_view_class = PhraseDelete
    list_display = ("title", Column("department", label=_("부서")))
    search_fields = ("title", "words")

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return PhraseForm


class ClockRows(Rows):
    """처리 기한."""

    model, icon = Clock, "time"
    edit_view_class = KeptEdit
    inspect_view_enabled = True
    form_fields = ["code", "valid_from", "amount", "unit", "first_counts", "source"]
    list_display = ("code", "amount", Column("get_unit_display", label=_("단위")), "valid_from", "source")
    list_filter = ("code",)


class OutcomeRows(Rows):
    """검토 결과."""

    model, icon = Outcome, "check"
    edit_view_class = KeptEdit
    inspect_view_enabled = True
    form_fields = [
        "code",
        "label",
        "needs_ground",
        "needs_date",
        "reviewable",
        "valid_from",
        "retired_on",
        "ordinal",
        "source",
    ]
    list_display = ("label", "code", "needs_ground", "needs_date", "reviewable", "valid_from", "retired_on")


class GroundRows(Rows):
    """불채택 까닭."""

    model, icon = Ground, "list-ul"
    edit_view_class = KeptEdit
    inspect_view_enabled = True
    form_fields = ["code", "label", "valid_from", "retired_on", "ordinal", "source"]
    list_display = ("label", "code", "valid_from", "retired_on", "source")


class ChainRows(Rows):
    """결재선."""

    model, icon = Chain, "order"
    edit_view_class = KeptEdit
    inspect_view_enabled = True
    form_fields = ["kind", "level", "roles", "needs_outcome", "valid_from", "source"]
    list_display = (
        Column("__str__", label=_("결재선")),
        "kind",
        Column("get_level_display", label=_("답변하는 곳")),
        "needs_outcome",
        "valid_from",
    )


class AnswersGroup(ModelViewSetGroup):
    """답변 규칙. One menu for phrases and rules."""

    menu_label = _("답변 규칙")
    menu_icon = "cogs"
    menu_order = 320
    items = (PhraseRows, ClockRows, OutcomeRows, GroundRows, ChainRows)


@hooks.register("register_admin_viewset")
def answer_rows() -> AnswersGroup:
    return AnswersGroup()
