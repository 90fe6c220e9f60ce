"""계획을 쓰는 양식: head, indicators with their grid of targets, money, milestones, charges, passages."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from committees.views.turnover.forms import DeskForm
from district.models import Department, Post
from pledges.card import HeadCell, head_cells
from pledges.desk_forms import NOT_CHOSEN, NumberField
from pledges.desk_forms_grid import (
    CellField,
    Line,
    cell,
    columns_of,
    quarter_code,
    quarter_in,
    times_of,
    years_of,
)
from pledges.models import Fund, Indicator, Measure, Passage, Pledge, Status

MOST = {"i": 30, "m": 60, "c": 12, "p": 80}
"""Of each kind of part no more than a card can print."""
KEYS = {"was", "order"}


def hidden() -> forms.IntegerField:
    """Which row it was, or where it stood."""
    return forms.IntegerField(required=False, min_value=1, max_value=200, widget=forms.HiddenInput)


class PartForm(DeskForm):
    """One of several of its kind; `pledge` says what may be chosen in it."""

    def __init__(self, *args: Any, pledge: Pledge, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pledge = pledge
        self.offer()

    def offer(self) -> None:
        """What may be chosen."""

    @property
    def plain(self) -> list[forms.BoundField]:
        """The fields beside the grid."""
        return [self[name] for name in self.fields if not name.startswith("t-") and name not in KEYS]

    @property
    def keys(self) -> list[forms.BoundField]:
        """What says which row of the record this was."""
        return [self[name] for name in self.fields if name in KEYS]


class HeadForm(PartForm):
    """머리: what was promised and who keeps it."""

    code = forms.CharField(label=_("관리번호"), max_length=20)
    title = forms.CharField(label=_("공약명"), max_length=200)
    status = forms.ModelChoiceField(Status.objects.none(), label=_("추진상황"), empty_label=None)
    department = forms.ModelChoiceField(Department.objects.all(), label=_("맡은 부서"), empty_label=None)
    parent = forms.ModelChoiceField(
        Pledge.objects.none(), label=_("상위 공약"), required=False, empty_label=_("없음")
    )
    share = NumberField(label=_("상위 공약에서 차지하는 몫(%)"), max_digits=5)
    summary = forms.CharField(
        label=_("한 줄 설명"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    source = forms.CharField(label=_("기록의 근거"), required=False, max_length=300)

    def offer(self) -> None:
        fields: dict[str, Any] = self.fields
        fields["status"].queryset = self.pledge.form.statuses.all()
        others = Pledge.objects.filter(administration=self.pledge.administration_id, parent=None)
        fields["parent"].queryset = others.exclude(pk=self.pledge.pk)


class HeaderForm(PartForm):
    """머리칸: what the form of the district asks in the head of its card."""

    def offer(self) -> None:
        for each in head_cells(self.pledge.form.layout):
            self.fields[each.code] = header_field(each)

    def told(self) -> dict[str, Any]:
        """What was filled in."""
        return {code: said for code, said in self.cleaned_data.items() if said}


def header_field(asked: HeadCell) -> forms.Field:
    """Words, one of the options, or several."""
    options = [(word, word) for word in asked.options]
    if asked.kind == "choice":
        return forms.ChoiceField(label=asked.label, choices=[NOT_CHOSEN, *options], required=False)
    if asked.kind == "choices":
        ticks = forms.CheckboxSelectMultiple
        return forms.MultipleChoiceField(label=asked.label, choices=options, required=False, widget=ticks)
    return forms.CharField(label=asked.label, required=False, max_length=300)


class IndicatorForm(PartForm):
    """확인지표 with its targets by year and quarter."""

    name = forms.CharField(label=_("사업"), max_length=120)
    metric = forms.CharField(label=_("확인지표"), max_length=120, required=False)
    unit = forms.CharField(label=_("단위"), max_length=20)
    weight = NumberField(label=_("비중(%)"), max_digits=5, required=False)
    was = hidden()

    def offer(self) -> None:
        self.fields["weight"].widget.attrs["data-weight"] = ""
        for year in years_of(self.pledge.administration):
            for time in times_of(self.pledge.administration, year):
                if time:
                    self.fields[f"t-{time.code}"] = CellField(label=time.label)

    @property
    def grid(self) -> list[Line]:
        """A line a year: the year and its four quarters."""
        administration = self.pledge.administration
        return [
            Line(
                str(year),
                [self[f"t-{time.code}"] if time else None for time in times_of(administration, year)],
            )
            for year in years_of(administration)
        ]

    def told(self, no: int) -> dict[str, Any]:
        """As the action takes it."""
        targets = [
            {"year": int(name.split("-")[1]), "quarter": int(name.split("-")[2]), "value": said[0]}
            for name, said in self.cleaned_data.items()
            if name.startswith("t-") and said
        ]
        plain = {name: self.cleaned_data[name] for name in ("name", "metric", "unit", "weight")}
        return {"no": no, **plain, "targets": targets, "measures": self.measures()}

    def measures(self) -> list[dict[str, Any]]:
        """On what it was counted already: a plan that is saved again loses none of it."""
        names = ("kind", "body", "opening", "opening_on", "evidence")
        rows = Measure.objects.filter(indicator__pledge=self.pledge, indicator__no=self.cleaned_data["was"])
        return [{name: getattr(row, name) for name in names} for row in rows.select_related("body")]


class BudgetForm(PartForm):
    """투자계획, by whose money and year, in 백만 원."""

    def offer(self) -> None:
        for fund in Fund:
            for span, year, label in columns_of(self.pledge.administration):
                field = NumberField(label=f"{fund.label} {label}", required=False)
                self.fields[f"{fund.value}-{span}-{year}"] = field

    @property
    def heads(self) -> list[str]:
        """What its columns are called."""
        return [label for _span, _year, label in columns_of(self.pledge.administration)]

    @property
    def grid(self) -> list[Line]:
        """A line a fund."""
        columns = columns_of(self.pledge.administration)
        return [
            Line(str(fund.label), [self[f"{fund.value}-{span}-{year}"] for span, year, _label in columns])
            for fund in Fund
        ]

    def told(self) -> list[dict[str, Any]]:
        """As the action takes it."""
        found = []
        for name, amount in self.cleaned_data.items():
            if amount is not None:
                fund, span, year = name.split("-")
                found.append({"fund": fund, "span": span, "year": int(year), "amount": amount})
        return found


class MilestoneForm(PartForm):
    """추진일정: a step of the plan from one quarter to another."""

    title = forms.CharField(label=_("할 일"), max_length=200)
    first = forms.ChoiceField(label=_("시작 분기"), required=False)
    last = forms.ChoiceField(label=_("끝 분기"), required=False)

    def offer(self) -> None:
        administration, fields = self.pledge.administration, self.fields
        times = [time for year in years_of(administration) for time in times_of(administration, year)]
        choices = [(time.code, time.label) for time in times if time and time.quarter]
        for name in ("first", "last"):
            fields[name].choices = [NOT_CHOSEN, *choices]  # type: ignore[attr-defined]

    def told(self, _no: int) -> dict[str, Any]:
        """As the action takes it."""
        first, last = (quarter_in(self.cleaned_data[name]) for name in ("first", "last"))
        days = {"starts_on": first and first.starts_on, "ends_on": last and last.ends_on}
        return {"title": self.cleaned_data["title"], **days}


class ChargeForm(PartForm):
    """사업담당: an office, never a name."""

    label = forms.CharField(label=_("직함"), max_length=60, help_text=_("이름은 적지 않습니다."))
    department = forms.ModelChoiceField(
        Department.objects.all(), label=_("부서"), required=False, empty_label=_("없음")
    )
    post = forms.ModelChoiceField(
        Post.objects.select_related("department"), label=_("직위"), required=False, empty_label=_("없음")
    )

    def told(self, _no: int) -> dict[str, Any]:
        """As the action takes it."""
        return dict(self.cleaned_data)


class PassageForm(PartForm):
    """관리카드의 글, under a section of the form."""

    section = forms.ChoiceField(label=_("칸"))
    title = forms.CharField(label=_("제목"), max_length=120, required=False)
    order = hidden()
    text = forms.CharField(
        label=_("글"), strip=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def offer(self) -> None:
        # A passage that another form printed elsewhere keeps its section until somebody chooses another.
        kept = Passage.objects.filter(pledge=self.pledge).values_list("section", "section").distinct()
        choices = dict(kept) | dict(sections_of(self.pledge.form.layout))
        self.fields["section"].choices = list(choices.items())  # type: ignore[attr-defined]

    def told(self, _no: int) -> dict[str, Any]:
        """As the action takes it."""
        return dict(self.cleaned_data)


def sections_of(layout: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Where words may stand on the card: each place under the heading above it."""
    found, heading = [], str(_("첫머리"))
    for section in layout["sections"]:
        heading = section["text"] if section["kind"] == "heading" else heading
        if section["kind"] == "passages":
            found.append((section["section"], " ".join(heading.split())))
    return found


PARTS: dict[str, type[PartForm]] = {
    "i": IndicatorForm,
    "m": MilestoneForm,
    "c": ChargeForm,
    "p": PassageForm,
}
NAMES = {"i": "indicators", "m": "milestones", "c": "charges", "p": "passages"}


class Plan:
    """The whole form: read from what was sent, or drawn from what stands."""

    def __init__(self, pledge: Pledge, data: QueryDict | None, raw: Mapping[str, Any]) -> None:
        self.pledge = pledge
        self.head = self._form(HeadForm, "head", data, raw.get("head", {}))
        self.header = self._form(HeaderForm, "header", data, raw.get("header", {}))
        self.budget = self._form(BudgetForm, "budget", data, raw.get("budget", {}))
        self.parts: dict[str, list[Any]] = {}
        for letter, kind in PARTS.items():
            several = raw.get(letter, [])
            self.parts[letter] = [
                self._form(kind, f"{letter}{n}", data, initial) for n, initial in enumerate(several, 1)
            ]

    def _form(self, kind: type[PartForm], prefix: str, data: QueryDict | None, initial: Any) -> Any:
        told: dict[str, Any] = {"prefix": prefix, "auto_id": "%s", "pledge": self.pledge}
        return kind(initial=initial, **told) if data is None else kind(data, **told)

    @classmethod
    def sent(cls, pledge: Pledge, data: QueryDict) -> "Plan":
        """As it was sent."""
        return cls(pledge, data, {letter: [{}] * many(data, letter) for letter in PARTS})

    @property
    def lists(self) -> dict[str, list[Any]]:
        """The parts by their names, for the page."""
        return {NAMES[letter]: several for letter, several in self.parts.items()}

    def turned(self, press: str) -> tuple["Plan", str]:
        """The same with one more or one fewer, and where to look; what is no such press changes nothing."""
        what, _colon, rest = press.partition(":")
        letter, _colon, word = rest.partition(":")
        raw = self.raw()
        if letter not in PARTS:
            return Plan(self.pledge, None, raw), "plan"
        several, anchor = raw[letter], NAMES[letter]
        if what == "add" and len(several) < MOST[letter]:
            several.append({})
            anchor = f"{letter}{len(several)}"
        elif what == "drop" and word.isascii() and word.isdigit() and 1 <= int(word[:4]) <= len(several):
            del several[int(word[:4]) - 1]
        return Plan(self.pledge, None, raw), anchor

    def raw(self) -> dict[str, Any]:
        """What stands in the fields now, right or wrong."""
        told: dict[str, Any] = {name: values(getattr(self, name)) for name in ("head", "header", "budget")}
        return told | {letter: [values(each) for each in several] for letter, several in self.parts.items()}

    def is_valid(self) -> bool:
        """Whether every field can be read; all are looked at, so that all say what is wrong."""
        several = [each for group in self.parts.values() for each in group]
        return not [form for form in (self.head, self.header, self.budget, *several) if not form.is_valid()]

    def said(self) -> dict[str, Any]:
        """As the action takes it."""
        told = dict(self.head.cleaned_data) | {"header": self.header.told(), "budget": self.budget.told()}
        for letter, several in self.parts.items():
            told[NAMES[letter]] = [each.told(n) for n, each in enumerate(several, 1)]
        last = max([0, *self.pledge.tables.values_list("order", flat=True)])
        last = max([last, *(each["order"] or 0 for each in told["passages"])])
        for each in told["passages"]:
            if each["order"] is None:
                last += 1
                each["order"] = last
        return told


def values(form: forms.Form) -> dict[str, Any]:
    """What stands in its fields."""
    return {name: form[name].value() for name in form.fields}


def many(data: QueryDict, letter: str) -> int:
    """How many were sent; what is no number is none."""
    word = data.get(NAMES[letter], "")
    return (
        min(int(word), MOST[letter]) if word.isascii() and word.isdigit() and len(word) < len("1000") else 0
    )


def standing(pledge: Pledge) -> Plan:
    """The plan as it stands."""
    head = {name: getattr(pledge, name) for name in ("code", "title", "summary", "source")}
    head |= {"share": cell(pledge.share)}
    head |= {name: getattr(pledge, f"{name}_id") for name in ("status", "department", "parent")}
    budget = {f"{row.fund}-{row.span}-{row.year}": cell(row.amount) for row in pledge.budget_lines.all()}
    raw = {"head": head, "header": pledge.header, "budget": budget}
    raw["i"] = [_indicator(each) for each in pledge.indicators.prefetch_related("targets")]
    raw["m"] = [
        {"title": each.title, "first": quarter_code(each.starts_on), "last": quarter_code(each.ends_on)}
        for each in pledge.milestones.all()
    ]
    raw["c"] = list(pledge.charges.values("label", "department", "post"))
    raw["p"] = list(pledge.passages.values("section", "title", "text", "order"))
    return Plan(pledge, None, raw)


def _indicator(row: Indicator) -> dict[str, Any]:
    plain = {"name": row.name, "metric": row.metric, "unit": row.unit, "was": row.no}
    weight = {"weight": "" if row.weight is None else cell(row.weight)}
    targets = {f"t-{each.year}-{each.quarter}": cell(each.value) for each in row.targets.all()}
    return plain | weight | targets
