"""직원 계정. The accounts that open the desk, as its administrator keeps them."""

from typing import Any

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.views import generic
from wagtail.admin.views.account import AccountView, NameEmailSettingsPanel
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.views.generic.usage import UsageView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from district.dates import day
from district.models import Person
from district.models.offices import Role


class PersonPolicy(ModelPermissionPolicy):
    """The administrator keeps staff accounts; nobody deletes a person, not even the first account."""

    def user_has_permission(self, user: Person | AnonymousUser, action: str) -> bool:
        if not isinstance(user, Person) or not user.is_active or action == "delete":
            return False
        return user.is_superuser or user.holds(Role.ADMIN, day(timezone.now()))

    def user_has_any_permission(self, user: Person | AnonymousUser, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Person) -> bool:
        return self.user_has_any_permission_for_instance(user, [action], instance)

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: Person) -> bool:
        if instance.left_at or (instance.is_superuser and not user.is_superuser):
            return False
        return self.user_has_any_permission(user, actions) and staff().filter(pk=instance.pk).exists()


def staff() -> QuerySet[Person]:
    """Those who have or had an office or a page right; residents are not listed at the desk."""
    tied = Q(postings__isnull=False) | Q(groups__isnull=False) | Q(is_superuser=True)
    return Person.objects.filter(pk__in=Person.objects.filter(tied, left_at=None).values("pk"))


class NewPersonForm(WagtailAdminModelForm):
    """Open an account for an official, who chooses a password by letter."""

    email = forms.EmailField(label=_("이메일"))

    class Meta:
        model = Person
        fields = ["email", "groups"]
        labels = {"groups": _("쪽 권한")}
        widgets = {"groups": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Without a group the account would vanish from this list: an office is given on the next page.
        self.fields["groups"].required = True

    def clean_email(self) -> str:
        email = Person.objects.normalize_email(self.cleaned_data["email"])
        if Person.objects.filter(email=email).exists():
            raise ValidationError(_("이미 쓰고 있는 이메일입니다."))
        return email

    def save(self, commit: bool = True) -> Person:
        self.instance.set_unusable_password()
        person: Person = super().save(commit)
        return person


class PersonForm(WagtailAdminModelForm):
    """Give page rights or close an account; names and passwords are the person's own business."""

    class Meta:
        model = Person
        fields = ["is_active", "groups"]
        labels = {"groups": _("쪽 권한")}
        widgets = {"groups": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Whoever closes the own account cannot open it again.
        self.fields["is_active"].disabled = self.for_user == self.instance


class AmongStaff:
    """Reaches the accounts of staff, and no resident's."""

    request: HttpRequest
    permission_policy: PersonPolicy

    def get_object(self, *args: Any) -> Person:
        person: Person = super().get_object(*args)  # type: ignore[misc]
        if not self.permission_policy.user_has_permission_for_instance(self.request.user, "change", person):
            raise PermissionDenied
        return person


class StaffEdit(AmongStaff, generic.EditView):
    """Page rights and closing."""


class StaffHistory(AmongStaff, HistoryView):
    """What was done to the account."""


class StaffUsage(AmongStaff, UsageView):
    """Where the account is named."""


class StaffIndex(generic.IndexView):
    """The list of staff accounts."""

    def get_base_queryset(self) -> QuerySet[Person]:
        return staff()


class PersonViewSet(ModelViewSet):
    """/desk/users/, for people as this house knows them."""

    model = Person
    icon = "user"
    menu_label = _("직원 계정")
    menu_name = "users"
    menu_order = 600
    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = StaffIndex
    edit_view_class = StaffEdit
    history_view_class = StaffHistory
    usage_view_class = StaffUsage
    list_display = ("email", "public_name", "is_active", "last_login")
    search_fields = ("email", "nickname")
    search_backend_name = None
    ordering = "email"

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return PersonForm if for_update else NewPersonForm


class OwnAccount(AccountView):
    """A staff member's own preferences, without the two names that nobody here has."""

    def get_panels(self) -> list[Any]:
        return [panel for panel in super().get_panels() if not isinstance(panel, NameEmailSettingsPanel)]
