"""Who keeps seats and offices at the staff desk, and with which forms."""

from typing import Any

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput
from wagtail.permission_policies import ModelPermissionPolicy

from committees.models import Body, Membership, Office, Seat
from district.dates import day
from district.models import Person, Post
from district.models.offices import Role


def bodies_kept_by(person: Person) -> QuerySet[Body]:
    """Those in which this person may appoint and elect today."""
    return Body.objects.kept_by(person, day(timezone.now()))


def bodies_read_by(person: Person) -> QuerySet[Body]:
    """The same, and all for the auditor."""
    reads_all = person.holds(Role.AUDITOR, day(timezone.now()))
    return Body.objects.all() if reads_all else bodies_kept_by(person)


class ProceedingsPolicy(ModelPermissionPolicy):
    """What committees did is read at the desk and changed nowhere there."""

    def user_has_permission(self, user: Person | AnonymousUser, action: str) -> bool:
        return action == "view" and isinstance(user, Person) and bodies_read_by(user).exists()

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return self.user_has_permission(user, action)

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: Any) -> bool:
        return any(self.user_has_permission_for_instance(user, action, instance) for action in actions)


class SeatingPolicy(ProceedingsPolicy):
    """Who sits and who leads is kept by the department of the body, and read by the auditor."""

    def user_has_permission(self, user: Person | AnonymousUser, action: str) -> bool:
        if action in {"add", "change"}:
            return isinstance(user, Person) and bodies_kept_by(user).exists()
        return super().user_has_permission(user, action)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        if action not in {"change", "view"} or not isinstance(user, Person):
            return False
        body = instance.seat.body_id if isinstance(instance, Membership) else instance.body_id
        bodies = bodies_kept_by(user) if action == "change" else bodies_read_by(user)
        return bodies.filter(pk=body).exists()


class ActForm(WagtailAdminModelForm):
    """What an action is told; the action writes the row and refuses what may not be."""

    def _post_clean(self) -> None:
        """Nothing: the fields are the action's, not the row's."""


class AppointForm(ActForm):
    """위촉. A seat is given to an account by its e-mail address, so that no list of residents opens here."""

    seat = forms.ModelChoiceField(Seat.objects.none(), label=_("위원석"))
    person = forms.ModelChoiceField(
        Person.objects.filter(is_active=True),
        to_field_name="email",
        widget=forms.EmailInput,
        label=_("이메일"),
        error_messages={"invalid_choice": _("이 이메일로 만든 계정이 없습니다.")},
    )
    name = forms.CharField(
        label=_("공개하는 이름"), max_length=40, help_text=_("본인이 공개에 동의한 이름입니다.")
    )
    affiliation = forms.CharField(label=_("소속"), max_length=80, required=False)
    start = forms.DateField(label=_("위촉일"), widget=AdminDateInput)
    renewal_no = forms.IntegerField(label=_("연임 차수"), min_value=0, max_value=99, initial=0)
    predecessor = forms.ModelChoiceField(
        Membership.objects.none(),
        label=_("전임"),
        required=False,
        help_text=_("남은 임기를 잇는 경우에 고릅니다."),
    )

    class Meta:
        model = Membership
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = bodies_kept_by(self.for_user)
        seats = Seat.objects.filter(body__in=bodies, basis=Seat.Basis.APPOINTED, closed_on=None)
        left = Membership.objects.filter(seat__body__in=bodies, successor=None).exclude(ended_on=None)
        self.fields["seat"].queryset = seats.select_related("body")
        self.fields["predecessor"].queryset = left.select_related("seat__body")


class EndMembershipForm(ActForm):
    """해촉. The last day and the reason; the seat is free from the day after."""

    who = forms.CharField(label=_("위원"), disabled=True, required=False)
    on = forms.DateField(label=_("마지막 날"), widget=AdminDateInput)
    reason = forms.ChoiceField(label=_("끝난 까닭"), choices=Membership.EndReason, widget=forms.RadioSelect)

    class Meta:
        model = Membership
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["who"] = str(self.instance)


class ElectForm(ActForm):
    """임원. A member of the body, or a post of the district."""

    body = forms.ModelChoiceField(Body.objects.none(), label=_("기구"))
    kind = forms.ChoiceField(label=_("직"), choices=Office.Kind)
    title = forms.CharField(
        label=_("부르는 이름"), max_length=40, required=False, help_text=_("예: 민간공동의장")
    )
    membership = forms.ModelChoiceField(Membership.objects.none(), label=_("위원"), required=False)
    post = forms.ModelChoiceField(Post.objects.all(), label=_("직위"), required=False)
    start = forms.DateField(label=_("맡은 날"), widget=AdminDateInput)

    class Meta:
        model = Office
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = bodies_kept_by(self.for_user)
        members = Membership.objects.filter(seat__body__in=bodies, ended_on=None)
        self.fields["body"].queryset = bodies
        self.fields["membership"].queryset = members.select_related("seat__body")


class EndOfficeForm(ActForm):
    """The last day in an office; the seat stays."""

    who = forms.CharField(label=_("임원"), disabled=True, required=False)
    on = forms.DateField(label=_("마지막 날"), widget=AdminDateInput)

    class Meta:
        model = Office
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["who"] = f"{self.instance} {self.instance.name}"
