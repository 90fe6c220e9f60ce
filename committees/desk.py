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

from committees.models import (
    Body,
    EndGround,
    Gender,
    GenderExemption,
    Meeting,
    Membership,
    Office,
    Seat,
    Term,
    Vote,
)
from district.dates import day
from district.models import Person, Post
from district.models.offices import Role
from district.refusals import Refusal


def bodies_kept_by(person: Person) -> QuerySet[Body]:
    """Those in which this person may appoint and elect today."""
    return Body.objects.kept_by(person, day(timezone.now()))


def bodies_read_by(person: Person) -> QuerySet[Body]:
    """The same, and all for the auditor."""
    reads_all = person.holds(Role.AUDITOR, day(timezone.now()))
    return Body.objects.all() if reads_all else bodies_kept_by(person)


def of_my_bodies(model: type[Any], person: Person) -> QuerySet[Any]:
    """Rows of those bodies."""
    return model._default_manager.filter(body__in=bodies_read_by(person))


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
    email = forms.EmailField(
        label=_("이메일"),
        required=False,
        help_text=_("계정의 이메일입니다. 계정이 없는 분은 비워 두고 이름만 적습니다."),
    )
    name = forms.CharField(
        label=_("공개하는 이름"), max_length=40, help_text=_("본인이 공개에 동의한 이름입니다.")
    )
    affiliation = forms.CharField(label=_("소속"), max_length=80, required=False)
    start = forms.DateField(label=_("위촉일"), widget=AdminDateInput)
    gender = forms.ChoiceField(
        label=_("성별"),
        choices=[("", _("적지 않음")), *Gender.choices],
        required=False,
        help_text=_("성별 한도가 있는 기구는 적어야 합니다. 공개하지 않습니다."),
    )
    birth_year = forms.IntegerField(label=_("출생연도"), min_value=1900, max_value=2100, required=False)
    phone = forms.CharField(label=_("휴대전화"), max_length=40, required=False)
    renewal_no = forms.IntegerField(
        label=_("연임 차수"),
        min_value=0,
        max_value=99,
        initial=0,
        help_text=_("이 누리집에 없는 앞 임기만 적습니다. 기록에 있는 임기는 저절로 셉니다."),
    )
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
    reason = forms.ModelChoiceField(
        EndGround.objects.none(), label=_("끝난 까닭"), widget=forms.RadioSelect, empty_label=None
    )
    note = forms.CharField(
        label=_("해촉 경위"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("해촉하는 사유에는 꼭 적습니다. 공개하지 않습니다."),
    )

    class Meta:
        model = Membership
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["who"] = str(self.instance)
        self.fields["reason"].queryset = EndGround.objects.on(day(timezone.now()))


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
    meeting = forms.ModelChoiceField(Meeting.objects.none(), label=_("뽑은 회의"), required=False)
    vote = forms.ModelChoiceField(
        Vote.objects.none(), label=_("뽑은 선거"), required=False, help_text=_("무기명 투표로 뽑았을 때")
    )
    method = forms.ChoiceField(
        label=_("뽑은 방법"),
        choices=[("", _("뽑지 않음(당연직·위촉)")), *Office.Method.choices],
        required=False,
    )
    yes = forms.IntegerField(label=_("찬성"), min_value=0, max_value=9999, required=False)
    no = forms.IntegerField(label=_("반대"), min_value=0, max_value=9999, required=False)
    abstain = forms.IntegerField(label=_("기권"), min_value=0, max_value=9999, required=False)

    class Meta:
        model = Office
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = bodies_kept_by(self.for_user)
        held = Meeting.objects.filter(round__convener__in=[body.convener.pk for body in bodies])
        held = held.exclude(state__in=[Meeting.State.SCHEDULED, Meeting.State.CANCELLED])
        self.fields["meeting"].queryset = held.visible_to(self.for_user)
        elections = Vote.objects.filter(kind=Vote.Kind.ELECTION, state=Vote.State.CLOSED)
        self.fields["vote"].queryset = elections.filter(item__meeting__in=held).visible_to(self.for_user)
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


class TermForm(ActForm):
    """제n기. The next number, from the day after the last one."""

    body = forms.ModelChoiceField(Body.objects.none(), label=_("기구"))
    number = forms.IntegerField(label=_("기수"), min_value=1, max_value=999)
    start = forms.DateField(label=_("시작일"), widget=AdminDateInput)
    end = forms.DateField(
        label=_("끝나는 날"),
        widget=AdminDateInput,
        required=False,
        help_text=_("비우면 운영 기준의 임기대로 셉니다."),
    )
    printed = forms.CharField(label=_("인쇄된 기간"), max_length=60, required=False)

    class Meta:
        model = Term
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bodies_kept_by(self.for_user)
        if self.instance.pk:
            self.fields["body"].disabled = True
            self.initial |= {name: getattr(self.instance, name) for name in self.fields}


class ExemptionForm(ActForm):
    """성별 비율의 예외."""

    body = forms.ModelChoiceField(Body.objects.none(), label=_("기구"))
    valid_from = forms.DateField(label=_("시작일"), widget=AdminDateInput)
    valid_until = forms.DateField(label=_("마지막 날"), widget=AdminDateInput, required=False)
    decided_by = forms.CharField(
        label=_("의결한 곳"), max_length=120, help_text=_("예: 서울특별시 양성평등위원회")
    )
    decided_on = forms.DateField(label=_("의결한 날"), widget=AdminDateInput)
    reason = forms.CharField(label=_("까닭"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    class Meta:
        model = GenderExemption
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bodies_kept_by(self.for_user)


class SeatForm(WagtailAdminModelForm):
    """위원석. Made within the number that the rule allows, taken away when nobody sits there any more."""

    class Meta:
        model = Seat
        fields: list[str] = []
        widgets = {"opened_on": AdminDateInput, "closed_on": AdminDateInput}

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        try:
            if self.instance.pk:
                self.instance.check_may_close(told.get("closed_on"))
            elif told.get("body") and told.get("opened_on"):
                Seat(body=told["body"], opened_on=told["opened_on"]).check_within()
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal), code=refusal.code) from None
        return told
