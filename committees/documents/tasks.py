"""지정과제 결과 보고: how many took part in each 분과 and what they chose; of a few, nothing."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from committees.models import Assignment, AssignmentStep
from committees.participation import rates
from district.dates import official
from papers.document import Cell, Column, Document, Fields, Heading, Note, Paragraph, Table
from surveys.counting import results
from surveys.models import Item, Survey
from surveys.panel import FEWEST, groups, results_by_group


def report_of(assignment: Assignment, at: datetime) -> Document:
    """The task, its rate, each survey that is over in counts by 분과, and what was made of it."""
    blocks: list[Any] = [Heading(_("지정과제 결과 보고")), Fields(_facts(assignment))]
    if assignment.brief:
        blocks.append(Paragraph(assignment.brief))
    for step in assignment.steps.select_related("survey"):
        blocks += _step(step, at)
    if assignment.report:
        blocks += [Heading(_("의견 정리"), 2), Paragraph(assignment.report)]
    blocks.append(Note(note_of(assignment)))
    title = _("지정과제 결과 보고 %(title)s") % {"title": assignment.title}
    return Document(title=title, blocks=tuple(blocks), written_at=at)


def _facts(assignment: Assignment) -> list[tuple[str, str]]:
    days = assignment.printed_when or f"{official(assignment.starts_on)} ~ {official(assignment.due_on)}"
    rate = rates([assignment])[assignment.pk]
    return [
        (_("과제"), assignment.title),
        (_("기구"), assignment.body.name),
        (_("기간"), days),
        (_("참여"), rate.words),
    ]


def note_of(assignment: Assignment) -> str:
    """Where its numbers come from, and whom they count."""
    if assignment.source:
        return _("근거: %(source)s") % {"source": assignment.source}
    return _("대상은 과제를 드린 날의 위원입니다. 그 뒤에 위원이 바뀌어도 그대로 둡니다.")


def _step(step: AssignmentStep, at: datetime) -> Iterator[Any]:
    last = _("%(day)s까지") % {"day": official(step.due_on)}
    yield Heading(f"{step.order}. {step.title} ({step.get_kind_display()}, {last})", 2)
    if step.words:
        yield Paragraph(step.words)
    if step.survey is not None:
        yield from _survey(step.survey, at)


def _survey(survey: Survey, at: datetime) -> Iterator[Any]:
    rows = [[each["group"] or _("분과 없음"), *_counted(each)] for each in groups(survey)]
    whole = {"asked": survey.people_asked, "answered": survey.responses_counted}
    columns = [
        Column(_("분과"), 2, "left", head=True), Column(_("대상"), align="right"),
        Column(_("참여"), align="right"), Column(_("참여율(%)"), align="right"),
    ]  # fmt: skip
    total = [_("계"), *_counted({**whole, "percent": results(survey)["percent"]})]
    yield Table(columns, rows, total=total, caption=_("분과별 참여"))
    if survey.status(at) != Survey.Status.CLOSED:
        yield Note(_("무엇을 골랐는지는 마감한 뒤에 싣습니다."))
    elif survey.responses_counted < FEWEST:
        yield Note(_("참여한 분이 %(n)d명이 되지 않아 고른 것을 싣지 않습니다.") % {"n": FEWEST})
    else:
        yield from _chosen(survey)


def _counted(told: dict[str, Any]) -> list[Any]:
    percent = told["percent"]
    return [told["asked"], told["answered"], None if percent is None else f"{percent:.1f}"]


def _chosen(survey: Survey) -> Iterator[Any]:
    """Each question as a table: its options, those of each 분과 that is large enough, and all together."""
    shown = [each for each in results_by_group(survey) if each["items"] is not None]
    told: dict[str, dict[str, Any]] = {str(item["key"]): {} for item in results(survey)["items"]}
    for each in shown:
        for item in each["items"]:
            told[str(item["key"])][each["group"]] = item
    names = [each["group"] for each in shown]
    for item in results(survey)["items"]:
        if item["kind"] == Item.Kind.FREE:
            said = _("%(n)d명이 글로 답했습니다. 글은 맡은 부서가 읽습니다.") % {"n": item["answered"]}
            yield from (Paragraph(item["text"], bold=True), Paragraph(said))
        else:
            yield _table(item, names, told[str(item["key"])])
    if len(shown) < len(groups(survey)):
        yield Note(_("참여한 분이 적어 누구인지 알 수 있는 분과는 합계에만 넣었습니다."))


def _table(item: dict[str, Any], names: list[str], by_group: dict[str, dict[str, Any]]) -> Table:
    offered = item["options"] or item["steps"]
    columns = [Column(_("보기"), 3, "left", head=True)]
    columns += [Column(name or _("분과 없음"), align="right") for name in names]
    columns += [Column(_("계"), align="right"), Column("%", align="right")]
    rows = []
    for place, option in enumerate(offered):
        parts = [_of(by_group.get(name), option["key"]) for name in names]
        rows.append([_label(item, place, option), *parts, option["count"], f"{option['share']:.1f}"])
    answered = [by_group[name]["answered"] if name in by_group else None for name in names]
    total = [Cell(_("답한 사람")), *answered, item["answered"], None]
    return Table(columns, rows, total=total, caption=item["text"], unit=_("(단위: 명, %)"))


def _of(item: dict[str, Any] | None, key: str) -> int | None:
    offered = [*item["options"], *item["steps"]] if item else []
    return next((each["count"] for each in offered if each["key"] == key), None)


def _label(item: dict[str, Any], place: int, option: dict[str, Any]) -> str:
    """An option, or a step of a scale with the word at its end."""
    ends = {0: item["low"], len(item["steps"]) - 1: item["high"]} if item["steps"] else {}
    return " ".join(filter(None, [option["text"], ends.get(place, "")]))
