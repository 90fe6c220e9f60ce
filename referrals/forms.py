"""What staff fill in at the desk; what may not be is the action's to refuse."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from district.dates import day
from district.models import Department, Person
from referrals import inbox
from referrals.models import Ground, Outcome, Pause, Phrase, Progress, Referral, Reply
from referrals.models.referral import Standing
from referrals.places import WARNED_BEFORE

NONE_CHOSEN = ("", _("고르지 않음"))
EVERYTHING = ("", _("모두"))


class DayInput(forms.DateInput):
    """A day, chosen as the device likes it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DeskForm(forms.Form):
    """One of several forms on a page: its fields' ids are its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        name = type(self).__name__.removesuffix("Form").lower()
        super().__init__(*args, **{"auto_id": f"{name}-%s", "label_suffix": ""} | kwargs)


class FilterForm(forms.Form):
    """How the list is narrowed, in the address."""

    department = forms.TypedChoiceField(label=_("부서"), coerce=int, required=False, empty_value=None)
    state = forms.ChoiceField(label=_("상태"), required=False)
    kind = forms.ChoiceField(label=_("종류"), required=False)
    due = forms.ChoiceField(label=_("기한"), required=False)
    hands = forms.ChoiceField(
        label=_("누구 차례"), required=False, choices=[EVERYTHING, ("mine", _("내 차례"))]
    )
    q = forms.CharField(label=_("제목"), required=False, max_length=100)

    def __init__(self, *args: Any, person: Person, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        departments = [(each.pk, each.name) for each in inbox.departments_seen_by(person, at)]
        states = [
            (Standing(state).value, Standing(state).label) for state in (*inbox.STANDING, *inbox.CLOSED)
        ]
        fields: dict[str, Any] = self.fields
        fields["department"].choices = [EVERYTHING, *departments]
        fields["state"].choices = [("", _("답변을 기다리는 모두")), *states]
        soon = _("업무일 %(n)d일 안") % {"n": WARNED_BEFORE}
        fields["due"].choices = [EVERYTHING, ("late", _("기한 지난 것")), ("soon", soon)]
        fields["kind"].choices = [EVERYTHING, *inbox.kinds_of(person, at)]

    def asked(self) -> inbox.Asked:
        """What was chosen; a choice that is none narrows nothing."""
        told = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        return inbox.Asked(**{name: value for name, value in told.items() if value})


class DraftForm(DeskForm):
    """답변. Words first; what the outcome asks for below."""

    words = forms.CharField(
        label=_("답변"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 12})
    )
    outcome = forms.ChoiceField(label=_("검토 결과"), required=False)
    ground = forms.ChoiceField(label=_("불채택 까닭"), required=False)
    reason = forms.CharField(
        label=_("까닭 설명"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    planned_on = forms.DateField(label=_("실시할 날"), required=False, widget=DayInput)
    video_url = forms.CharField(
        label=_("영상 주소"), required=False, help_text=_("구청장 답변 영상이 있으면 적습니다.")
    )

    def __init__(self, *args: Any, referral: Referral, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not referral.chain.needs_outcome:
            self.fields = {name: self.fields[name] for name in ("words", "video_url")}
            return
        fields: dict[str, Any] = self.fields
        for name, rows in (("outcome", Outcome), ("ground", Ground)):
            choices = [(row.code, row.label) for row in rows.objects.in_force(today)]
            fields[name].choices = [NONE_CHOSEN, *choices]

    @classmethod
    def of(cls, referral: Referral, today: date) -> "DraftForm":
        """The draft as it was last saved."""
        draft, told = referral.draft, {}
        if draft is not None:
            told = {name: getattr(draft, name) for name in ("words", "reason", "planned_on", "video_url")}
            told |= {name: getattr(row, "code", "") for name, row in _chosen(draft)}
        return cls(initial=told, referral=referral, today=today)

    def said(self) -> dict[str, Any]:
        """What the action is told."""
        return {name: self.cleaned_data[name] for name in self.fields}


def _chosen(draft: Reply) -> list[tuple[str, Any]]:
    return [("outcome", draft.outcome), ("ground", draft.ground)]


class PhraseForm(DeskForm):
    """Which words to begin with."""

    phrase = forms.ModelChoiceField(
        Phrase.objects.none(), label=_("답변 틀"), required=False, empty_label=_("고르지 않음")
    )

    def __init__(self, *args: Any, department: Department, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["phrase"].queryset = Phrase.objects.of(department)


class RerouteForm(DeskForm):
    """재배정."""

    to = forms.ModelChoiceField(
        Department.objects.none(), label=_("넘겨받을 부서"), empty_label=_("부서를 골라 주세요")
    )
    reason = forms.CharField(label=_("넘기는 까닭"), max_length=300)

    def __init__(self, *args: Any, department: Department | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["to"].queryset = inbox.others(department)


class PauseForm(DeskForm):
    """기한 멈춤."""

    kind = forms.ChoiceField(label=_("멈추는 까닭"), choices=Pause.Kind.choices, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("요청하는 내용"), max_length=300)
    limit_on = forms.DateField(label=_("언제까지"), required=False, widget=DayInput)


class DecisionForm(DeskForm):
    """결재."""

    note = forms.CharField(
        label=_("의견"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=32767)


class ProgressForm(DeskForm):
    """이행."""

    kind = forms.ChoiceField(
        label=_("무엇을 알리나요?"), choices=Progress.Kind.choices, widget=forms.RadioSelect
    )
    on = forms.DateField(label=_("날짜"), widget=DayInput)
    words = forms.CharField(
        label=_("설명"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    planned_on = forms.DateField(label=_("새로 정한 날"), required=False, widget=DayInput)


class PaperForm(DeskForm):
    """첨부."""

    paper = forms.FileField(label=_("답변에 붙일 파일"))


def forms_for(referral: Referral, acts: set[str], at: datetime) -> dict[str, Any]:
    """The forms of what this person may do now, and no other."""
    today, draft = day(at), referral.draft
    found: dict[str, Any] = {}
    if "reply" in acts:
        found["draft_form"] = DraftForm.of(referral, today)
        found["phrase_form"] = PhraseForm(department=referral.department)
        found["paper_form"] = PaperForm() if draft else None
    if "approve" in acts and draft is not None:
        found["decision_form"] = DecisionForm(initial={"version": draft.version})
    if "reroute" in acts:
        found["reroute_form"] = RerouteForm(department=referral.department)
    if "pause" in acts:
        found["pause_form"] = PauseForm()
    if "progress" in acts:
        found["progress_form"] = ProgressForm(initial={"on": today})
    return found
