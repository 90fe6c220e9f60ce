"""The district's own rows at the staff desk: offices, 동, holidays and consents."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from district.dates import day
from district.models import (
    AccessRecord,
    Administration,
    Consent,
    Department,
    District,
    Holiday,
    Neighborhood,
    Person,
    Post,
    Posting,
    Tag,
)
from district.models.offices import Role


class ReadOnlyPolicy(ModelPermissionPolicy):
    """Seen at the desk, changed nowhere: a text that people agreed to stays as it was."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and super().user_has_permission(user, action)


register_permission_policy(Consent, ReadOnlyPolicy(Consent))


class AuditorsPolicy(ModelPermissionPolicy):
    """Read by the auditor alone: whoever keeps the accounts does not keep the watch over them."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        if action != "view" or not isinstance(user, Person):
            return False
        return user.holds(Role.AUDITOR, day(timezone.now()))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return self.user_has_permission(user, action)

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: Any) -> bool:
        return self.user_has_any_permission(user, actions)


register_permission_policy(AccessRecord, AuditorsPolicy(AccessRecord))


class PostingForm(WagtailAdminModelForm):
    """An office is given to an account by its e-mail address, so that no list of residents opens here."""

    person = forms.ModelChoiceField(
        Person.objects.filter(is_active=True),
        to_field_name="email",
        widget=forms.EmailInput,
        label=_("이메일"),
        error_messages={"invalid_choice": _("이 이메일로 만든 계정이 없습니다.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["person"] = self.instance.person

    class Meta:
        model = Posting
        fields = ["post", "person", "start", "end", "order_no"]


class Rows(ModelViewSet):
    """Rows that the administrator keeps and the auditor reads."""

    add_to_admin_menu = False
    copy_view_enabled = False
    inspect_view_enabled = True
    search_backend_name = None


class DistrictRows(Rows):
    model, icon = District, "home"
    form_fields = ["name", "full_name", "site_name", "sentence", "official"]
    list_display = ("name", "full_name", "site_name")


class DepartmentRows(Rows):
    model, icon = Department, "group"
    form_fields = ["name", "parent", "code", "order"]
    list_display = ("name", "parent", "code")
    search_fields = ("name", "code")


class PostRows(Rows):
    model, icon = Post, "crosshairs"
    form_fields = ["role", "department", "title"]
    list_display = ("title", "role", "department")
    search_fields = ("title",)


class PostingRows(Rows):
    model, icon = Posting, "user"
    list_display = ("post", "person", "start", "end")
    search_fields = ("post__title", "order_no")

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return PostingForm


class NeighborhoodRows(Rows):
    model, icon = Neighborhood, "site"
    form_fields = ["name", "code", "order"]
    list_display = ("name", "code")


class AdministrationRows(Rows):
    model, icon = Administration, "history"
    form_fields = ["name", "start", "end"]
    list_display = ("name", "start", "end")


class HolidayRows(Rows):
    model, icon = Holiday, "calendar"
    form_fields = ["date", "name", "is_off"]
    list_display = ("date", "name", "is_off")


class TagRows(Rows):
    model, icon = Tag, "tag"
    form_fields = ["name", "slug", "retired_at", "merged_into"]
    list_display = ("name", "retired_at", "merged_into")
    search_fields = ("name",)


class ConsentRows(Rows):
    model, icon = Consent, "doc-full"
    form_fields = ["kind", "version", "title"]
    list_display = ("kind", "version", "title", "in_force_from")
    inspect_view_fields = ["kind", "version", "title", "url", "in_force_from", "sha256", "required"]


class AccessRows(Rows):
    model, icon = AccessRecord, "view"
    menu_label = _("열람 기록")
    form_fields = ["purpose"]
    list_display = ("at", "person", "office", "purpose", "row_type", "row_id")
    list_filter = ("row_type", "purpose")
    inspect_view_fields = ["at", "person", "office", "purpose", "row_type", "row_id"]
    ordering = "-id"
    add_to_reference_index = False


class DistrictGroup(ModelViewSetGroup):
    """구. One menu for all of it."""

    menu_label = _("구")
    menu_icon = "home"
    menu_order = 700

    items = (
        DistrictRows,
        DepartmentRows,
        PostRows,
        PostingRows,
        NeighborhoodRows,
        AdministrationRows,
        HolidayRows,
        TagRows,
        ConsentRows,
        AccessRows,
    )


@hooks.register("register_admin_viewset")
def district_rows() -> DistrictGroup:
    return DistrictGroup()
