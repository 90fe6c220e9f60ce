"""과제를 쓰는 양식: its days, its steps and their questions; each press adds or drops one, script or not."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from committees.actions.assignments import LONGEST_BRIEF, MOST_STEPS, StepTold
from committees.models import Assignment, AssignmentStep, Body
from committees.views.turnover.forms import DayInput, DeskForm
from surveys.actions.laying import MOST_ITEMS
from surveys.models import Item

SURVEY = AssignmentStep.Kind.SURVEY.value


class TaskForm(DeskForm):
    """지정과제: what is asked, and in which days."""

    title = forms.CharField(label=_("과제"), max_length=200)
    starts_on = forms.DateField(label=_("시작일"), widget=DayInput)
    due_on = forms.DateField(label=_("마감일"), widget=DayInput)
    brief = forms.CharField(
        label=_("과제 설명"), required=False, strip=False, max_length=LONGEST_BRIEF,
        widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip


class NewTaskForm(TaskForm):
    """새 지정과제: of which body first."""

    body = forms.ModelChoiceField(Body.objects.none(), label=_("기구"))
    field_order = ("body",)

    def __init__(self, *args: Any, bodies: QuerySet[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]


class StepForm(DeskForm):
    """One step."""

    kind = forms.ChoiceField(label=_("갈래"), choices=AssignmentStep.Kind.choices)
    title = forms.CharField(label=_("단계의 이름"), max_length=120)
    due_on = forms.DateField(label=_("마감일"), widget=DayInput)
    words = forms.CharField(
        label=_("안내"), required=False, strip=False, max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class ItemForm(DeskForm):
    """One question of a survey; what is offered stands a line each."""

    kind = forms.ChoiceField(label=_("문항의 갈래"), choices=Item.Kind.choices)
    text = forms.CharField(label=_("물음"), max_length=300)
    hint = forms.CharField(label=_("도움말"), max_length=300, required=False)
    options = forms.CharField(
        label=_("보기"), required=False, strip=False, max_length=8_000,
        widget=forms.Textarea(attrs={"rows": 4}), help_text=_("고르는 문항에만, 한 줄에 하나씩 적습니다."),
    )  # fmt: skip
    most = forms.IntegerField(label=_("고를 수 있는 수"), required=False, min_value=1, max_value=30)
    steps = forms.IntegerField(
        label=_("정도의 단계"), required=False, min_value=2, max_value=11, help_text=_("비우면 5단계입니다.")
    )
    low = forms.CharField(label=_("가장 낮은 쪽"), max_length=40, required=False)
    high = forms.CharField(label=_("가장 높은 쪽"), max_length=40, required=False)
    required = forms.BooleanField(label=_("꼭 답해야 함"), required=False)

    def told(self) -> dict[str, Any]:
        """As the action takes it."""
        lines = [line.strip() for line in self.cleaned_data["options"].splitlines()]
        return self.cleaned_data | {"options": [line for line in lines if line]}


class Part:
    """A step of the form with its questions."""

    def __init__(self, number: int, form: StepForm, items: list[ItemForm]) -> None:
        self.number, self.form, self.items = number, form, items

    @property
    def asks(self) -> bool:
        """Whether its questions are shown."""
        return bool(self.items) or self.form["kind"].value() == SURVEY

    def raw(self) -> dict[str, Any]:
        """What stands in its fields now, right or wrong."""
        return {**raw_of(self.form), "asked": [raw_of(item) for item in self.items]}


class Sheet:
    """The whole form: read from what was sent, or drawn from what stands."""

    def __init__(self, head: TaskForm, parts: list[Part]) -> None:
        self.head, self.parts = head, parts

    @classmethod
    def sent(cls, data: QueryDict, head: TaskForm) -> "Sheet":
        """As it was sent."""
        parts = []
        for n in range(1, number_in(data, "steps", MOST_STEPS) + 1):
            many = number_in(data, f"s{n}-items", MOST_ITEMS)
            items = [form_at(ItemForm, f"s{n}i{m}", data) for m in range(1, many + 1)]
            parts.append(Part(n, form_at(StepForm, f"s{n}", data), items))
        return cls(head, parts)

    @classmethod
    def drawn(cls, head: TaskForm, steps: list[dict[str, Any]]) -> "Sheet":
        """From what stands, or from what was just added and dropped."""
        parts = []
        for n, step in enumerate(steps, 1):
            items = [shown(ItemForm, f"s{n}i{m}", item) for m, item in enumerate(step["asked"], 1)]
            parts.append(Part(n, shown(StepForm, f"s{n}", step), items))
        return cls(head, parts)

    def turned(self, press: str, head: TaskForm) -> tuple["Sheet", str]:
        """The same with one more or one fewer, and where to look."""
        steps = [part.raw() for part in self.parts]
        what, *numbers = press.split(":")
        places = [int(word) - 1 for word in numbers if word.isascii() and word.isdigit() and len(word) < 5]
        anchor = "steps"
        if what == "add-step" and len(steps) < MOST_STEPS:
            steps.append(blank_step(self.head["due_on"].value()))
            anchor = f"s{len(steps)}"
        elif places and places[0] in range(len(steps)):
            anchor = turn_step(steps, what, places)
        return Sheet.drawn(head, steps), anchor

    def is_valid(self) -> bool:
        """Whether every field can be read; all of them are looked at, so that all say what is wrong."""
        forms_here = [self.head, *(form for part in self.parts for form in (part.form, *part.items))]
        return not [form for form in forms_here if not form.is_valid()]

    def said(self) -> dict[str, Any]:
        """As the action takes it."""
        told = {name: self.head.cleaned_data[name] for name in ("title", "brief", "starts_on", "due_on")}
        steps = [
            StepTold(**part.form.cleaned_data, asked=[item.told() for item in part.items])
            for part in self.parts
        ]
        return told | {"steps": steps}


def turn_step(steps: list[dict[str, Any]], what: str, places: list[int]) -> str:
    """Drop a step, or add a question to it, or drop one; where to look then."""
    asked = steps[places[0]]["asked"]
    if what == "drop-step":
        del steps[places[0]]
        return "steps"
    if what == "add-item" and len(asked) < MOST_ITEMS:
        steps[places[0]]["kind"] = SURVEY
        asked.append({"kind": Item.Kind.SINGLE.value})
        return f"s{places[0] + 1}i{len(asked)}"
    if what == "drop-item" and places[1:] and places[1] in range(len(asked)):
        del asked[places[1]]
    return f"s{places[0] + 1}"


def blank_step(due: Any) -> dict[str, Any]:
    """A survey, until somebody says otherwise."""
    return {"kind": SURVEY, "due_on": due, "asked": []}


def steps_of(task: Assignment) -> list[dict[str, Any]]:
    """The steps as they stand, as the form shows them."""
    return [
        {
            **{name: getattr(step, name) for name in ("kind", "title", "due_on", "words")},
            "asked": [
                row | {"options": "\n".join(option["text"] for option in row["options"])}
                for row in step.asked
            ],
        }
        for step in task.steps.all()
    ]


def head_of(task: Assignment) -> TaskForm:
    """The head as it stands."""
    names = ("title", "brief", "starts_on", "due_on")
    return TaskForm(initial={name: getattr(task, name) for name in names})


def form_at[Form: DeskForm](kind: type[Form], prefix: str, data: QueryDict) -> Form:
    """One of them, as it was sent."""
    return kind(data, prefix=prefix, auto_id="%s")


def shown[Form: DeskForm](kind: type[Form], prefix: str, initial: dict[str, Any]) -> Form:
    """One of them, as it stands."""
    return kind(initial=initial, prefix=prefix, auto_id="%s")


def raw_of(form: forms.Form) -> dict[str, Any]:
    """What stands in its fields."""
    return {name: form[name].value() for name in form.fields}


def number_in(data: QueryDict, name: str, most: int) -> int:
    """How many were sent; what is no number is none."""
    word = data.get(name, "")
    return min(int(word), most) if word.isascii() and word.isdigit() and len(word) < 5 else 0
