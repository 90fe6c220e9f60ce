"""What an act on a pledge is told; the header Idempotency-Key may carry the number instead of `ref`."""

from typing import Any

from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import serializers

from committees.models import AgendaItem, Body, Meeting
from committees.serializers import ActSerializer
from committees.serializers.calls import Moment
from district.models import Administration, Department, Post
from district.visitors import person_of
from pledges.finding import pledges_inside
from pledges.models import (
    BudgetLine,
    CardForm,
    Fund,
    Indicator,
    Measure,
    Milestone,
    Pledge,
    ProgressEntry,
    Status,
)


def prose(*, required: bool = True, **more: Any) -> serializers.CharField:
    """What somebody wrote, as they wrote it: the action says what may stand."""
    if required:
        return serializers.CharField(trim_whitespace=False, **more)
    return serializers.CharField(required=False, allow_blank=True, trim_whitespace=False, **more)


class Digits(serializers.DecimalField):
    """A number in the digits that the desk reads: the machine below would take １２ for 12."""

    def to_internal_value(self, data: Any) -> Any:
        """What is below nought the action refuses by its own code."""
        if isinstance(data, str) and not data.isascii():
            self.fail("invalid")
        return super().to_internal_value(data)


def digits(**more: Any) -> Digits:
    """A count or an amount."""
    return Digits(max_digits=12, decimal_places=2, **more)


def some_year(**more: Any) -> serializers.IntegerField:
    """A year of the calendar."""
    return serializers.IntegerField(min_value=0, max_value=9999, **more)


def some_quarter(**more: Any) -> serializers.IntegerField:
    """0 is the whole year."""
    return serializers.IntegerField(min_value=0, max_value=4, help_text="0이면 한 해입니다.", **more)


class TargetSaidSerializer(serializers.Serializer[Any]):
    """A target of the plan; null is `-`."""

    year = some_year()
    quarter = some_quarter(required=False, default=0)
    value = digits(allow_null=True)


class MeasureSaidSerializer(serializers.Serializer[Any]):
    """A way to count."""

    kind = serializers.ChoiceField(Measure.Kind.choices)
    body = serializers.PrimaryKeyRelatedField(
        queryset=Body.objects.all(), required=False, allow_null=True, default=None
    )
    opening = digits(required=False, allow_null=True, default=None)
    opening_on = serializers.DateField(required=False, allow_null=True, default=None)
    evidence = prose(required=False, default="")


class IndicatorSaidSerializer(serializers.Serializer[Any]):
    """An indicator of the plan."""

    no = serializers.IntegerField(min_value=1, max_value=999)
    name = prose()
    metric = prose(required=False, default="")
    unit = prose()
    weight = Digits(max_digits=5, decimal_places=2, required=False, allow_null=True, default=None)
    targets = TargetSaidSerializer(many=True, required=False, default=list)
    measures = MeasureSaidSerializer(many=True, required=False, default=list)


class BudgetSaidSerializer(serializers.Serializer[Any]):
    """A line of 투자계획, in 백만 원."""

    fund = serializers.ChoiceField(Fund.choices)
    span = serializers.ChoiceField(BudgetLine.Span.choices, required=False, default=BudgetLine.Span.YEAR)
    year = some_year(required=False, default=0)
    amount = digits()


class MilestoneSaidSerializer(serializers.Serializer[Any]):
    """A line of 추진일정."""

    title = prose()
    starts_on = serializers.DateField(required=False, allow_null=True, default=None)
    ends_on = serializers.DateField(required=False, allow_null=True, default=None)
    done_on = serializers.DateField(required=False, allow_null=True, default=None)


class ChargeSaidSerializer(serializers.Serializer[Any]):
    """Who answers for it, as an office."""

    label = prose()  # type: ignore[assignment]
    department = serializers.PrimaryKeyRelatedField(
        queryset=Department.objects.all(), required=False, allow_null=True, default=None
    )
    post = serializers.PrimaryKeyRelatedField(
        queryset=Post.objects.all(), required=False, allow_null=True, default=None
    )


class PassageSaidSerializer(serializers.Serializer[Any]):
    """What the card says in words."""

    section = serializers.SlugField(max_length=20)
    title = prose(required=False, default="")
    text = prose()


class ReplanSerializer(ActSerializer):
    """A plan: what is not said stays, a list that is given is the whole list."""

    code = prose(required=False, max_length=20)
    title = prose(required=False)
    form = serializers.CharField(required=False, max_length=20, help_text="서식의 코드")
    status = serializers.CharField(required=False, max_length=20, help_text="그 서식의 추진상황 코드")
    department = serializers.PrimaryKeyRelatedField(queryset=Department.objects.all(), required=False)
    header = serializers.DictField(required=False)
    share = Digits(max_digits=5, decimal_places=2, required=False)
    parent = serializers.CharField(  # type: ignore[assignment]
        required=False, allow_null=True, max_length=20, help_text="상위 공약의 관리번호"
    )
    summary = prose(required=False)
    order = serializers.IntegerField(required=False, min_value=0, max_value=1_000_000)
    source = prose(required=False)  # type: ignore[assignment]
    tags = serializers.ListField(child=serializers.CharField(max_length=100), required=False, max_length=20)
    indicators = IndicatorSaidSerializer(many=True, required=False)
    budget = BudgetSaidSerializer(many=True, required=False)
    milestones = MilestoneSaidSerializer(many=True, required=False)
    charges = ChargeSaidSerializer(many=True, required=False)
    passages = PassageSaidSerializer(many=True, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Codes become rows: a status is one of its form, a parent one of the same administration."""
        pledge: Pledge | None = self.context.get("pledge")
        administration = attrs.get("administration") or (pledge.administration if pledge else None)
        if "form" in attrs:
            attrs["form"] = one("form", CardForm.objects.filter(code=attrs["form"]).order_by("-valid_from"))
        form = attrs.get("form") or (pledge.form if pledge else None)
        if "status" in attrs:
            attrs["status"] = one("status", Status.objects.filter(form=form, code=attrs["status"]))
        if attrs.get("parent"):
            # Of a draft that is not theirs nobody learns here that there is one.
            inside = pledges_inside(person_of(self.context["request"]), timezone.now())
            rows = inside.filter(administration=administration, code=attrs["parent"])
            attrs["parent"] = one("parent", rows)
        return attrs


class NewPledgeSerializer(ReplanSerializer):
    """A new pledge of an administration."""

    administration = serializers.PrimaryKeyRelatedField(queryset=Administration.objects.all())
    code = prose(max_length=20)
    title = prose()
    form = serializers.CharField(max_length=20, help_text="서식의 코드")
    status = serializers.CharField(max_length=20, help_text="그 서식의 추진상황 코드")
    department = serializers.PrimaryKeyRelatedField(queryset=Department.objects.all())


class RestatingSerializer(ActSerializer):
    """추진상황을 바꾸기."""

    status = serializers.CharField(max_length=20, help_text="그 서식의 추진상황 코드")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """A status of its own form."""
        form = self.context["pledge"].form
        return attrs | {"status": one("status", Status.objects.filter(form=form, code=attrs["status"]))}


class NewEntrySerializer(ActSerializer):
    """추진실적을 적기: what was done, when, and what shows it."""

    when = prose(help_text="아는 만큼. 예: 2026. 11. 24., 2022. 하반기")
    title = prose()
    text = prose(required=False)
    kind = serializers.ChoiceField(ProgressEntry.Kind.choices, required=False)
    channel = serializers.ChoiceField(ProgressEntry.Channel.choices, required=False, allow_blank=True)
    indicator = serializers.IntegerField(required=False, allow_null=True, help_text="확인지표의 번호(no)")
    count = digits(required=False, allow_null=True)
    evidence = prose(required=False)
    milestone = serializers.IntegerField(required=False, allow_null=True, help_text="추진일정의 순서")
    same_as = serializers.IntegerField(required=False, allow_null=True, help_text="같은 일을 적은 줄의 번호")
    note = prose(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """What it belongs to is of the same pledge."""
        pledge = self.context["pledge"]
        for name, rows, key in (
            ("indicator", Indicator.objects, "no"),
            ("milestone", Milestone.objects, "order"),
            ("same_as", ProgressEntry.objects, "pk"),
        ):
            if attrs.get(name) is not None:
                attrs[name] = one(name, rows.filter(pledge=pledge, **{key: attrs[name]}))
        return attrs


class WithdrawingSerializer(ActSerializer):
    """거두기."""

    reason = prose()


class NewSpendingSerializer(ActSerializer):
    """집행액을 적기, in 백만 원."""

    fund = serializers.ChoiceField(Fund.choices)
    spent_on = serializers.DateField()
    amount = digits()
    evidence = prose(required=False, default="")


class FinishingSerializer(ActSerializer):
    """추진일정을 마치기; null opens it again."""

    on = serializers.DateField(allow_null=True)


class NewMeasureSerializer(MeasureSaidSerializer, ActSerializer):
    """One more way to count an indicator."""

    indicator = serializers.IntegerField(help_text="확인지표의 번호(no)")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """An indicator of this pledge."""
        return attrs | {"indicator": indicator_of(self.context["pledge"], attrs["indicator"])}


class TakingSerializer(ActSerializer):
    """Another measure for an indicator to stand on."""

    measure = serializers.IntegerField(help_text="measures의 번호")
    effective_on = serializers.DateField()
    reason = prose()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """A measure of this pledge."""
        rows = Measure.objects.select_related("indicator", "body")
        rows = rows.filter(indicator__pledge=self.context["pledge"], pk=attrs["measure"])
        return attrs | {"measure": one("measure", rows)}


class AmendedSaidSerializer(serializers.Serializer[Any]):
    """A target in the place of another."""

    no = serializers.IntegerField(help_text="확인지표의 번호(no)")
    year = some_year()
    quarter = some_quarter(required=False, default=0)
    value = digits(allow_null=True)


class NewAmendmentSerializer(ActSerializer):
    """변경을 준비하기."""

    reason = prose()
    targets = AmendedSaidSerializer(many=True, required=False, default=list)
    budget = BudgetSaidSerializer(many=True, required=False, default=list)


class IntroducingSerializer(ActSerializer):
    """안건으로 올리기."""

    meeting = serializers.PrimaryKeyRelatedField(queryset=Meeting.objects.visible_to(None))
    kind = serializers.ChoiceField(AgendaItem.Kind.choices)
    reason = prose(required=False, default="")


class BindingSerializer(ActSerializer):
    """있는 안건에 잇기."""

    item = serializers.PrimaryKeyRelatedField(queryset=AgendaItem.objects.visible_to(None))


class EnactingSerializer(ActSerializer):
    """시행하기."""

    effective_on = serializers.DateField()


class NewClosingSerializer(ActSerializer):
    """마감을 쓰기; said again, the draft is written anew."""

    year = some_year()
    quarter = some_quarter()
    words = prose(required=False, default="")
    problems = prose(required=False, default="")
    remedies = prose(required=False, default="")
    seen = Moment(
        required=False,
        allow_null=True,
        default=None,
        help_text="동료의 초안을 고칠 때, 읽은 초안의 written_at",
    )


class NotedSerializer(ActSerializer):
    """결재."""

    note = prose(required=False, default="")


class ReturningSerializer(ActSerializer):
    """돌려보내기."""

    note = prose()


def indicator_of(pledge: Pledge, no: int) -> Indicator:
    """The indicator of that number in this pledge."""
    return one("indicator", Indicator.objects.filter(pledge=pledge, no=no))


def one[Row: Model](field: str, rows: QuerySet[Row]) -> Row:
    """The row that was named, or a problem that says which name leads nowhere."""
    row = rows.first()
    if row is None:
        raise serializers.ValidationError({field: [_("그런 것이 없습니다. 다시 골라 주세요.")]})
    return row
