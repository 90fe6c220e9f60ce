"""What a clerk fills in on the page of a turnover; what may not be is the action's to refuse."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from committees.actions.choosing import parts_of
from committees.models import Application, Body, Call, Gender, Meeting, Membership, Office, Term
from district.models import Neighborhood, Person

NOT_CHOSEN = ("", _("고르지 않음"))


class DayInput(forms.DateInput):
    """A day, chosen as the device likes it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class HourInput(forms.DateTimeInput):
    """A day and its hour."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class DeskForm(forms.Form):
    """One of several on a page: its ids are its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        name = type(self).__name__.removesuffix("Form").lower()
        super().__init__(*args, **{"auto_id": f"{name}-%s", "label_suffix": ""} | kwargs)


class PlanForm(DeskForm):
    """위촉 계획."""

    title = forms.CharField(label=_("제목"), max_length=200)
    places = forms.IntegerField(label=_("위촉할 자리"), min_value=1, max_value=500)
    opens_at = forms.DateTimeField(label=_("모집을 여는 때"), widget=HourInput)
    closes_at = forms.DateTimeField(label=_("모집을 마감하는 때"), widget=HourInput)
    starts_on = forms.DateField(label=_("위촉일"), widget=DayInput)
    term = forms.ModelChoiceField(
        Term.objects.none(), label=_("기수"), required=False, empty_label=_("정하지 않음")
    )
    words = forms.CharField(
        label=_("안내"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, body: Body | None = None, call: Call | None = None, **kwargs: Any) -> None:
        if call is not None:
            kwargs.setdefault("initial", {name: getattr(call, name) for name in PLANNED})
        super().__init__(*args, **kwargs)
        if body is not None:
            terms = Term.objects.filter(body__in=[body.pk, body.parent_id or body.pk])
            self.fields["term"].queryset = terms.order_by("-number")  # type: ignore[attr-defined]


PLANNED = ("title", "places", "opens_at", "closes_at", "starts_on", "term", "words")


class NewPlanForm(PlanForm):
    """새 위촉 계획: of which body first; its term is chosen on its page."""

    body = forms.ModelChoiceField(Body.objects.none(), label=_("기구"))
    field_order = ("body",)

    def __init__(self, *args: Any, bodies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["term"]
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]
        now = timezone.localtime().replace(hour=9, minute=0)
        self.initial.setdefault("opens_at", now + timedelta(days=1))
        self.initial.setdefault("closes_at", (now + timedelta(days=15)).replace(hour=18))
        self.initial.setdefault("starts_on", (now + timedelta(days=45)).date())


class PaperForm(DeskForm):
    """서면 접수·추천. Somebody who came without an account, or with one known by its address."""

    origin = forms.ChoiceField(
        label=_("접수 경로"),
        choices=[(each.value, each.label) for each in (Application.Origin.PAPER, Application.Origin.NAMED)],
    )
    name = forms.CharField(label=_("이름"), max_length=40)
    email = forms.EmailField(
        label=_("계정의 이메일"), required=False, help_text=_("계정이 없으면 비웁니다. 위촉할 때 만듭니다.")
    )
    gender = forms.ChoiceField(label=_("성별"), required=False, choices=[NOT_CHOSEN, *Gender.choices])
    birth_year = forms.IntegerField(label=_("출생연도"), required=False, min_value=1900, max_value=2100)
    neighborhood = forms.ModelChoiceField(
        Neighborhood.objects.all(), label=_("동"), required=False, empty_label=NOT_CHOSEN[1]
    )
    affiliation = forms.CharField(label=_("소속"), required=False, max_length=80)
    phone = forms.CharField(label=_("휴대전화"), required=False, max_length=20)
    named_by = forms.CharField(label=_("추천한 곳"), required=False, max_length=120)
    wish1 = forms.ModelChoiceField(Body.objects.none(), label=_("1지망"), required=False)
    wish2 = forms.ModelChoiceField(Body.objects.none(), label=_("2지망"), required=False)
    wish3 = forms.ModelChoiceField(Body.objects.none(), label=_("3지망"), required=False)
    career = forms.CharField(
        label=_("경력"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    motive = forms.CharField(
        label=_("지원 동기"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts = parts_of(call)
        for name in ("wish1", "wish2", "wish3"):
            if self.parts:
                self.fields[name].queryset = call.body.parts.filter(  # type: ignore[attr-defined]
                    pk__in=[part.pk for part in self.parts]
                )
                self.fields[name].empty_label = NOT_CHOSEN[1]  # type: ignore[attr-defined]
            else:
                del self.fields[name]

    def clean_email(self) -> str:
        """Only an account that there is; nobody's address is guessed here."""
        email: str = self.cleaned_data["email"]
        self.person = Person.objects.filter(email__iexact=email, is_active=True).first() if email else None
        if email and self.person is None:
            raise forms.ValidationError(_("이 이메일로 만든 계정이 없습니다."))
        return email

    def said(self) -> dict[str, Any]:
        """What the action is told."""
        told = {name: value for name, value in self.cleaned_data.items() if not name.startswith("wish")}
        told.pop("email")
        wished = [self.cleaned_data.get(name) for name in ("wish1", "wish2", "wish3")]
        return {**told, "person": self.person, "wishes": [part for part in wished if part]}


class CeremonyForm(DeskForm):
    """위촉식. When and where; the rest of the page is written with the other pages."""

    starts_at = forms.DateTimeField(label=_("여는 때"), widget=HourInput)
    place = forms.CharField(label=_("곳"), max_length=120)


class OfficerForm(DeskForm):
    """임원. Who leads from the first day on, and how those present chose."""

    kind = forms.ChoiceField(label=_("직"), choices=Office.Kind.choices)
    title = forms.CharField(label=_("부르는 이름"), required=False, max_length=40)
    membership = forms.ModelChoiceField(Membership.objects.none(), label=_("위원"))
    start = forms.DateField(label=_("맡은 날"), widget=DayInput)
    method = forms.ChoiceField(
        label=_("뽑은 방법"), required=False, choices=[("", _("위촉권자가 정함")), *Office.Method.choices]
    )
    meeting = forms.ModelChoiceField(
        Meeting.objects.none(), label=_("뽑은 회의"), required=False, empty_label=NOT_CHOSEN[1]
    )
    yes = forms.IntegerField(label=_("찬성"), required=False, min_value=0, max_value=32767)
    no = forms.IntegerField(label=_("반대"), required=False, min_value=0, max_value=32767)
    abstain = forms.IntegerField(label=_("기권"), required=False, min_value=0, max_value=32767)

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"start": call.starts_on})
        super().__init__(*args, **kwargs)
        members: Any = self.fields["membership"]
        sitting = Membership.objects.sitting(call.starts_on).filter(seat__body=call.body)
        members.queryset = sitting.order_by("name")
        members.label_from_instance = lambda each: each.name
        meetings: Any = self.fields["meeting"]
        meetings.queryset = Meeting.objects.of(call.body).order_by("-starts_at")
        meetings.label_from_instance = lambda each: each.title
