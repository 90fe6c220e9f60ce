"""What staff fill in of a pledge at the desk; what may not be is the action's to refuse."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from committees.models import AgendaItem, Body, Meeting
from committees.views.turnover.forms import DayInput, DeskForm
from district.dates import official_time
from papers.actions import looked_into
from papers.contents import Paper
from pledges.models import Fund, Indicator, Measure, Milestone, Pledge, ProgressEntry, Status

NOT_CHOSEN = ("", _("고르지 않음"))
CHOOSE = _("골라 주세요")
LONGEST_REASON = 300
ECHOED = 100
"""So many of the last entries are offered as the same thing told again."""


class NumberInput(forms.TextInput):
    """A figure with or without commas; a wheel that turns over it changes nothing."""

    def __init__(self, **attrs: Any) -> None:
        super().__init__(attrs={"inputmode": "decimal", "autocomplete": "off", **attrs})


class NumberField(forms.DecimalField):
    """2,536 and 7.5 as people write them."""

    widget = NumberInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_digits": 12, "decimal_places": 2} | kwargs)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        """Without the commas of thousands; in our digits, as the plan and the API are told them."""
        said = value.replace(",", "").strip() if isinstance(value, str) else value
        if isinstance(said, str) and not said.isascii():
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(said)


class Files(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Papers that lie with a figure, each looked into before anything is written."""

    widget = Files

    def clean(self, data: Any, initial: Any = None) -> list[Paper]:
        """What is in them."""
        several = data if isinstance(data, list | tuple) else [data]
        found = [super(FilesField, self).clean(each, initial) for each in several]
        return [looked_into(each) for each in found if each]


def papers_field() -> FilesField:
    """증빙 파일."""
    return FilesField(
        label=_("증빙 파일"), required=False,
        help_text=_("누리집에 공개됩니다. 이름·전화번호가 든 파일은 올리지 마세요."),
    )  # fmt: skip


class EntryForm(DeskForm):
    """실적 적기. Written once; indicator, quarter and report move with it."""

    when = forms.CharField(
        label=_("일자"), max_length=60,
        help_text=_("예: 2026. 10. 15. · 2026. 10. · 2026. 3분기 · 2026. 하반기"),
    )  # fmt: skip
    title = forms.CharField(label=_("추진사항"), max_length=200)
    indicator = forms.ModelChoiceField(
        Indicator.objects.none(), label=_("확인지표"), required=False, empty_label=_("해당 없음")
    )
    count = NumberField(label=_("실적"), required=False, help_text=_("확인지표에 더할 수입니다."))
    evidence = forms.CharField(
        label=_("증빙"), required=False, max_length=300,
        help_text=_("수를 적으면 꼭 적습니다. 예: 면담 결과 보고(2026. 10. 15.)"),
    )  # fmt: skip
    papers = papers_field()
    text = forms.CharField(
        label=_("세부내용"), required=False, strip=False, max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("갈래"), choices=ProgressEntry.Kind.choices)
    channel = forms.ChoiceField(
        label=_("소통 방법"), required=False, choices=[NOT_CHOSEN, *ProgressEntry.Channel.choices]
    )
    milestone = forms.ModelChoiceField(
        Milestone.objects.none(), label=_("추진일정"), required=False, empty_label=_("해당 없음")
    )
    same_as = forms.ModelChoiceField(
        ProgressEntry.objects.none(), label=_("같은 일"), required=False, empty_label=_("없음"),
        help_text=_("이미 적은 일을 다른 갈래에 한 번 더 적을 때 고릅니다. 두 번 세지 않습니다."),
    )  # fmt: skip
    note = forms.CharField(label=_("비고"), required=False, max_length=300)
    seldom = ("kind", "channel", "milestone", "same_as", "note")

    @property
    def main(self) -> list[forms.BoundField]:
        """What is filled in every time."""
        return [self[name] for name in self.fields if name not in self.seldom]

    @property
    def more(self) -> list[forms.BoundField]:
        """What is filled in now and then."""
        return [self[name] for name in self.seldom]

    def __init__(self, *args: Any, pledge: Pledge, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["indicator"].queryset = pledge.indicators.all()
        fields["indicator"].label_from_instance = lambda each: f"{each.no}. {each.name} ({each.unit})"
        fields["milestone"].queryset = pledge.milestones.all()
        standing = pledge.entries.standing().filter(same_as=None).order_by("-ends_on", "-no")
        newest = list(standing.values_list("pk", flat=True)[:ECHOED])
        fields["same_as"].queryset = standing.filter(pk__in=newest)
        fields["same_as"].label_from_instance = lambda each: (
            f"{each.get_kind_display()} {each.no}. {each.title}"
        )


class ReasonForm(DeskForm):
    """거두기, with the reason that stays beside what is taken back."""

    reason = forms.CharField(label=_("거두는 까닭"), max_length=LONGEST_REASON)


class MilestoneForm(DeskForm):
    """추진일정을 마친 날."""

    on = forms.DateField(label=_("마친 날"), widget=DayInput)


class SpendingForm(DeskForm):
    """집행액."""

    spent_on = forms.DateField(label=_("집행 기준일"), widget=DayInput)
    fund = forms.ChoiceField(label=_("재원"), choices=Fund.choices, initial=Fund.DISTRICT)
    amount = NumberField(label=_("금액(백만 원)"), help_text=_("그날까지 새로 쓴 금액입니다."))
    evidence = forms.CharField(
        label=_("증빙"), required=False, max_length=300,
        help_text=_("꼭 적습니다. 예: 지출결의서(2026. 10. 15.)"),
    )  # fmt: skip
    papers = papers_field()


class MeasureForm(DeskForm):
    """실적을 세는 법을 하나 더."""

    kind = forms.ChoiceField(label=_("갈래"), choices=Measure.Kind.choices)
    body = forms.ModelChoiceField(
        Body.objects.all(), label=_("기구"), required=False, empty_label=NOT_CHOSEN[1],
        help_text=_("회의와 지정과제를 셀 때 고릅니다."),
    )  # fmt: skip
    opening = NumberField(label=_("인쇄된 누계"), required=False)
    opening_on = forms.DateField(label=_("누계의 기준일"), required=False, widget=DayInput)
    evidence = forms.CharField(
        label=_("증빙"), required=False, max_length=300,
        help_text=_("인쇄된 누계를 적을 때, 어디에 인쇄되었는지 적습니다."),
    )  # fmt: skip


class TakeForm(DeskForm):
    """이 수로 바꾸기."""

    effective_on = forms.DateField(label=_("적용일"), widget=DayInput)
    reason = forms.CharField(label=_("까닭"), max_length=LONGEST_REASON)


class MeetingChoice(forms.ModelChoiceField):
    """A meeting by its name and its hour: two bodies may each hold a second one."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.title} · {official_time(obj.starts_at)}"


class ItemChoice(forms.ModelChoiceField):
    """An item by its meeting, its label and its public title."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{official_time(obj.meeting.starts_at)} · {obj.meeting.title} · {obj.label} {obj.shown_title}"


class IntroduceForm(DeskForm):
    """변경을 회의에 올림: before whom, as what, and why now."""

    meeting = MeetingChoice(Meeting.objects.none(), label=_("회의"), empty_label=CHOOSE)
    kind = forms.ChoiceField(label=_("갈래"), choices=AgendaItem.Kind.choices)
    reason = forms.CharField(
        label=_("올리는 까닭"), required=False, max_length=LONGEST_REASON,
        help_text=_("의사일정을 이미 알렸으면 꼭 적습니다. 위원께 그대로 전합니다."),
    )  # fmt: skip

    def __init__(self, *args: Any, meetings: QuerySet[Meeting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting"].queryset = meetings  # type: ignore[attr-defined]


class BindForm(DeskForm):
    """이미 있는 안건에 묶음."""

    item = ItemChoice(AgendaItem.objects.none(), label=_("안건"), empty_label=CHOOSE)

    def __init__(self, *args: Any, items: QuerySet[AgendaItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = items  # type: ignore[attr-defined]


class EffectiveForm(DeskForm):
    """시행일."""

    effective_on = forms.DateField(label=_("시행일"), widget=DayInput)


class SeenField(forms.CharField):
    """The moment of the words on which somebody goes on writing, to the last digit."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> datetime | None:
        """A moment; what is none is none that was seen."""
        try:
            said = datetime.fromisoformat(str(value))
        except ValueError:
            return None
        return said if said.tzinfo else None


class ClosingForm(DeskForm):
    """마감: how it went, what stood in the way, what is done about it."""

    words = forms.CharField(
        label=_("추진상황"), required=False, strip=False, max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip
    problems = forms.CharField(
        label=_("문제점"), required=False, strip=False, max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    remedies = forms.CharField(
        label=_("대책"), required=False, strip=False, max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    # As it was when the form was drawn: over what a colleague wrote since, nothing is put unseen.
    seen = SeenField(required=False)


class NoteForm(DeskForm):
    """결재 의견."""

    note = forms.CharField(
        label=_("의견"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("돌려보낼 때는 무엇을 고칠지 꼭 적습니다."),
    )  # fmt: skip


class StatusForm(DeskForm):
    """추진상황."""

    status = forms.ModelChoiceField(Status.objects.none(), label=_("추진상황"), empty_label=None)

    def __init__(self, *args: Any, pledge: Pledge, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"status": pledge.status_id}} | kwargs)
        self.fields["status"].queryset = pledge.form.statuses.all()  # type: ignore[attr-defined]
