"""공개 자료. Pledges as anybody may count them again: figures with their formulas, targets, money, doings."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from deliberation.datasets import Dataset
from district.dates import day
from papers.sheet import Cell, Column, Row
from pledges import book, days, when
from pledges.book import PledgeReading
from pledges.models import BudgetLine, Fund, Pledge, ProgressEntry, Spending, Target
from pledges.rates import Sum
from pledges.rows import decimal

AT_ONCE = 500


def readings(at: datetime, *, tags: bool = False) -> list[PledgeReading]:
    """Every published pledge on the day until which its figures are known."""
    rows = Pledge.objects.visible_to(None).order_by("id")
    promised = list(rows.prefetch_related("tags") if tags else rows)  # type: ignore[misc]
    on = {each.pk: days.day_asked(each, None, day(at)) for each in promised}
    return book.read(promised, on, quarters=False)


def pledge_rows(at: datetime) -> Iterator[Row]:
    """Every promise that was published, with its rates and its money."""
    for told in readings(at, tags=True):
        pledge, money = told.pledge, told.money
        yield (
            *named(pledge), pledge.get_absolute_url(), pledge.title, parent_of(pledge),
            pledge.department.name, pledge.status.label, pledge.status.meaning, told.on, pledge.reported_on,
            decimal(pledge.share), *rated(told.subtotal), told.subtotal.words, *rated(told.share_rate),
            *rated(told.whole_rate), decimal(money.plan_total), decimal(money.spent_total),
            *rated(money.rate), *rated(money.rate_to_date), pledge.published_at, pledge.source,
            sorted(tag.name for tag in pledge.tags.all()),
        )  # fmt: skip


def indicator_rows(at: datetime) -> Iterator[Row]:
    """Every indicator with the measure on which it stands."""
    for told in readings(at):
        for each in told.indicators:
            indicator, basis = each.indicator, each.basis
            yield (
                *named(told.pledge), indicator.no, indicator.name, indicator.metric, indicator.unit,
                decimal(indicator.weight), told.on, decimal(each.target), decimal(each.actual),
                *rated(each.rate), each.rate.words, str(basis.measure) if basis else "",
                basis.measure.evidence if basis else "", basis.evidence_url if basis else "",
            )  # fmt: skip


def target_rows(at: datetime) -> Iterator[Row]:
    """What was promised for which time, in the plan and by each amendment that was enacted."""
    rows = Target.objects.filter(indicator__pledge__published_at__isnull=False)
    rows = rows.exclude(amendment__isnull=False, amendment__enacted_at=None)
    told = rows.select_related("indicator__pledge__administration", "amendment").order_by("id")
    for each in told.iterator(chunk_size=AT_ONCE):
        indicator, amendment = each.indicator, each.amendment
        yield (
            *named(indicator.pledge), indicator.no, each.year, each.quarter or None, decimal(each.value),
            amendment.number if amendment else None, amendment.effective_on if amendment else None,
        )  # fmt: skip


def budget_rows(at: datetime) -> Iterator[Row]:
    """투자계획과 집행액, line by line; what was taken back is not among them."""
    planned = BudgetLine.objects.filter(pledge__published_at__isnull=False)
    planned = planned.exclude(amendment__isnull=False, amendment__enacted_at=None)
    lines = planned.select_related("pledge__administration", "amendment").order_by("id")
    for line in lines.iterator(chunk_size=AT_ONCE):
        amendment = line.amendment
        yield (
            *named(line.pledge), "plan", str(Fund(line.fund).label), str(BudgetLine.Span(line.span).label),
            line.year or None, None, decimal(line.amount), amendment.number if amendment else None,
            amendment.effective_on if amendment else None, "",
        )  # fmt: skip
    spent = Spending.objects.visible_to(None).select_related("pledge__administration").order_by("id")
    for each in spent.iterator(chunk_size=AT_ONCE):
        yield (
            *named(each.pledge), "spent", str(Fund(each.fund).label), "", each.spent_on.year, each.spent_on,
            decimal(each.amount), None, None, each.evidence,
        )  # fmt: skip


def entry_rows(at: datetime) -> Iterator[Row]:
    """추진실적, as exactly as the day of each is known."""
    rows = ProgressEntry.objects.visible_to(None).order_by("id")
    told = rows.select_related("pledge__administration", "indicator", "same_as")
    for each in told.iterator(chunk_size=AT_ONCE):
        yield (
            each.pk, *named(each.pledge), each.get_kind_display(), each.no, when.said(each), each.starts_on,
            each.ends_on, each.precision, each.title, each.text,
            each.get_channel_display() if each.channel else "",
            each.indicator.no if each.indicator else None, decimal(each.count), each.same_as_id,
            each.evidence, each.note,
        )  # fmt: skip


def named(pledge: Pledge) -> tuple[Cell, Cell]:
    """Which one: a code is given out anew by each administration."""
    return pledge.administration.name, pledge.code


def parent_of(pledge: Pledge) -> str:
    """The code above it."""
    return pledge.parent.code if pledge.parent else ""


def rated(told: Sum) -> tuple[Cell, Cell]:
    """As it is shown, and exactly; nothing where there is nothing to reckon."""
    return (None, None) if told.value is None else (told.shown, str(told.value))


def _columns(*told: tuple[str, Any, Any]) -> list[Column]:
    return [Column(*each) for each in told]


ADMINISTRATION = ("administration", _("민선"), _("공약한 민선 기수"))
CODE = ("code", _("관리번호"), _("그 민선 기수 안에서 하나뿐인 번호"))
ON = ("on", _("기준일"), _("이 값을 셈한 날. 임기가 끝난 공약은 실적을 마지막으로 알린 날"))
NO = ("indicator", _("확인지표"), _("그 공약 안에서 확인지표의 번호"))
AMENDMENT = ("amendment", _("변경"), _("변경으로 정했으면 그 번호, 처음 계획이면 빈칸"))
EFFECTIVE = ("effective_on", _("시행일"), _("그 변경이 적용되는 날"))
EXACT = _("반올림하지 않은 값. 분수")
NOTHING = _("소수 첫째 자리까지 반올림한 값. 셈할 것이 없으면 빈칸")

PLEDGES = Dataset(
    "pledges",
    _("공약"),
    _("게시한 공약마다 추진상황과 이행률, 투자계획과 집행액입니다. 이행률은 식과 함께 적습니다."),
    _columns(
        ADMINISTRATION, CODE, ("url", _("주소"), _("누리집에서 볼 수 있는, 바뀌지 않는 주소")),
        ("title", _("공약명"), _("관리카드의 공약명")),
        ("parent", _("상위 공약"), _("나누어 맡은 공약이면 위의 관리번호")),
        ("department", _("부서"), _("맡은 부서")), ("status", _("추진상황"), _("그 서식의 말")),
        ("meaning", _("추진상황의 뜻"), _("underway, slow, done, kept, dropped: 서식이 달라도 같은 뜻")), ON,
        ("reported_on", _("실적 기준일"), _("마지막 관리카드나 마감한 분기의 마지막 날")),
        ("share", _("몫(%)"), _("상위 공약에서 차지하는 몫")),
        ("rate", _("이행률(%)"), NOTHING), ("rate_exact", _("이행률의 정확한 값"), EXACT),
        ("formula", _("식"), _("이행률이 나온 식")),
        ("share_rate", _("총 이행률(%)"), NOTHING), ("share_rate_exact", _("총 이행률의 정확한 값"), EXACT),
        ("whole_rate", _("공약 전체의 이행률(%)"), NOTHING),
        ("whole_rate_exact", _("공약 전체의 정확한 값"), EXACT),
        ("planned", _("투자계획(백만 원)"), _("지금 적용되는 계획의 합")),
        ("spent", _("집행액(백만 원)"), _("기준일까지의 합")),
        ("spent_rate", _("집행률(%)"), NOTHING), ("spent_rate_exact", _("집행률의 정확한 값"), EXACT),
        ("spent_rate_to_date", _("그해까지의 집행률(%)"), NOTHING),
        ("spent_rate_to_date_exact", _("그해까지 집행률의 정확한 값"), EXACT),
        ("published_at", _("게시한 때"), _("ISO 8601, 대한민국 시각")),
        ("source", _("기록의 근거"), _("옮겨 적은 관리카드")),
        ("tags", _("주제어"), _("CSV와 xlsx에서는 쌍반점으로 나눔")),
    ),
    pledge_rows,
)  # fmt: skip
INDICATORS = Dataset(
    "pledge-indicators",
    _("공약의 확인지표"),
    _("확인지표마다 목표와 실적, 그 실적이 선 근거입니다."),
    _columns(
        ADMINISTRATION, CODE, NO, ("name", _("사업"), _("관리카드의 구분")),
        ("metric", _("확인지표의 이름"), _("무엇을 세는지")), ("unit", _("단위"), _("회, 건, % 등")),
        ("weight", _("비중(%)"), _("전체사업 대비비율. 적지 않은 서식이면 빈칸")), ON,
        ("target", _("목표"), _("기준일에 적용되는 해마다의 목표의 합")),
        ("actual", _("실적"), _("기준일까지의 실적. 아무도 모르면 빈칸")),
        ("rate", _("사업 이행률(%)"), NOTHING), ("rate_exact", _("사업 이행률의 정확한 값"), EXACT),
        ("formula", _("식"), _("이행률이 나온 식")),
        ("stands_on", _("실적을 세는 법"), _("지금 서 있는 것")),
        ("evidence", _("증빙"), _("손으로 적은 실적이면 그 증빙")),
        ("evidence_url", _("증빙의 주소"), _("센 것을 하나하나 볼 수 있는 주소")),
    ),
    indicator_rows,
)  # fmt: skip
TARGETS = Dataset(
    "pledge-targets",
    _("공약의 목표"),
    _("해와 분기마다의 목표입니다. 변경한 목표는 처음 목표 곁에 따로 적습니다."),
    _columns(
        ADMINISTRATION, CODE, NO, ("year", _("해"), _("목표가 걸린 해")),
        ("quarter", _("분기"), _("1에서 4까지. 한 해의 목표이면 빈칸")),
        ("value", _("목표"), _("정하지 않았으면 빈칸. 0과 다름")), AMENDMENT, EFFECTIVE,
    ),
    target_rows,
)  # fmt: skip
BUDGET = Dataset(
    "pledge-budget",
    _("공약의 투자계획과 집행액"),
    _("재원과 해마다의 투자계획, 적은 날마다의 집행액입니다. 단위는 백만 원입니다."),
    _columns(
        ADMINISTRATION, CODE, ("kind", _("갈래"), _("plan 투자계획, spent 집행액")),
        ("fund", _("재원"), _("국비, 시비, 구비, 기타")),
        ("span", _("시기"), _("투자계획이면 기투자, 임기 내, 임기 후")),
        ("year", _("해"), _("임기 밖의 계획이면 빈칸")),
        ("spent_on", _("집행 기준일"), _("집행액이면 그날")), ("amount", _("금액(백만 원)"), _("십진수")),
        AMENDMENT, EFFECTIVE, ("evidence", _("증빙"), _("집행액이면 그 증빙")),
    ),
    budget_rows,
)  # fmt: skip
ENTRIES = Dataset(
    "pledge-entries",
    _("공약의 추진실적"),
    _("공약마다 한 일과 날짜, 그 증빙입니다. 날짜는 아는 만큼만 적습니다."),
    _columns(
        ("id", _("번호"), _("이 자료 안에서 하나뿐인 번호")), ADMINISTRATION, CODE,
        ("kind", _("갈래"), _("일정별 추진실적 또는 주민 참여(소통) 실적")),
        ("no", _("연번"), _("그 공약의 그 갈래 안에서")),
        ("when", _("일자"), _("아는 만큼. 하루, 기간, 달, 분기, 반기, 해")),
        ("starts_on", _("시작한 날"), _("그 일자가 가리키는 첫날")),
        ("ends_on", _("마친 날"), _("그 일자가 가리키는 마지막 날. 이날에 셈")),
        ("precision", _("날짜의 정밀도"), _("코드: day, range, month, months, quarter, half, year")),
        ("title", _("추진사항"), _("한 일")), ("text", _("세부내용"), _("관리카드의 세부내용")),
        ("channel", _("소통 방법"), _("주민 참여 실적이면 그 방법")), NO,
        ("count", _("실적"), _("그 일이 확인지표에 더한 수")),
        ("same_as", _("같은 일"), _("같은 일을 적은 다른 줄의 번호. 있으면 세지 않음")),
        ("evidence", _("증빙"), _("무엇으로 알 수 있는지")), ("note", _("비고"), _("덧붙인 말")),
    ),
    entry_rows,
)  # fmt: skip
DATASETS = {each.name: each for each in (PLEDGES, INDICATORS, TARGETS, BUDGET, ENTRIES)}
