"""공약 이행 평가서. The five fields of a year on paper, each with its formula, and the pledges below them."""

from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from district.models import District
from papers.document import Block, Cell, Column, Document, Heading, Note, Paragraph, Table
from pledges.evaluation import Evaluation, Field, Row
from pledges.rates import Sum


def evaluation_paper(told: Evaluation, at: datetime) -> Document:
    """In the district's own language, whoever asks."""
    with translation.override(settings.LANGUAGE_CODE):
        title = titled(told)
        as_of = Paragraph(
            _("%(on)s 기준") % {"on": f"{told.on.year}. {told.on.month}. {told.on.day}."}, align="right"
        )
        fields: list[Block] = [block for each in told.fields for block in blocks_of(each)]
        return Document(
            title=title,
            blocks=(Heading(title), as_of, summary(told), *fields, *pledges_of(told)),
            orientation="landscape",
            office=District.current().full_name,
            written_at=at,
        )


def titled(told: Evaluation) -> str:
    """민선8기 2023년 공약 이행 평가"""
    said = {"administration": told.administration.name, "year": told.year}
    return _("%(administration)s %(year)d년 공약 이행 평가") % said


def summary(told: Evaluation) -> Table:
    """The five at a glance."""
    columns = [Column(_("분야"), 2, head=True), Column(_("결과"), 2), Column(_("셈"), 3, "left")]
    columns.append(Column(_("식"), 8, "left"))
    rows = [[each.label, each.shown, each.sum.words, each.formula] for each in told.fields]
    return Table(columns, rows, caption=_("다섯 분야"))


def blocks_of(field: Field) -> list[Block]:
    """One field with its parts."""
    columns = [Column(_("구분"), 4, "left", head=True), Column(_("값"), 2, "right")]
    rows = [[line.label, figure(line.sum)] for line in field.lines]
    # A column in which nothing is reckoned is left out.
    if any(line.sum.words for line in field.lines):
        columns.append(Column(_("셈"), 5, "left"))
        rows = [[*row, line.sum.words] for row, line in zip(rows, field.lines, strict=True)]
    blocks: list[Block] = [Heading(f"{field.label}: {field.shown}", 2), Note(field.formula)]
    if rows:
        blocks.append(Table(columns, rows))
    return [*blocks, *(Note(f"※ {note}") for note in field.notes)]


def pledges_of(told: Evaluation) -> list[Block]:
    """What each pledge brings into them."""
    columns = [
        Column(_("관리번호"), 2, head=True), Column(_("공약명"), 5, "left"), Column(_("부서"), 3),
        Column(_("추진상황"), 3), Column(_("목표"), 2), Column(_("달성"), 2), Column(_("참여 실적"), 2),
        Column(_("의견을 낸 사람"), 2), Column(_("의견/답변"), 2), Column(_("갱신"), 2),
        Column(_("다른 칸"), 2),
    ]  # fmt: skip
    rows = [row_of(each) for each in told.rows if each.published]
    total = [Cell(_("계"), columns=4), *sums(told)] if rows else []
    return [Heading(_("공약마다"), 2), Table(columns, rows, total=total)]


def row_of(row: Row) -> list[str | int | None]:
    """One pledge in a line."""
    return [
        row.pledge.code, row.pledge.title, row.pledge.department.name, row.pledge.status.label,
        len(row.aims), sum(aim.reached for aim in row.aims), sum(row.heard.values()), row.voices,
        f"{row.asked}/{row.answered}", "○" if row.updated else "", len(row.differing),
    ]  # fmt: skip


def sums(told: Evaluation) -> list[str | int | None]:
    """계; those who spoke are not added up: one person may have spoken under several."""
    rows = [each for each in told.rows if each.published]
    aims = [aim for row in rows for aim in row.aims]
    return [
        len(aims), sum(aim.reached for aim in aims), sum(sum(row.heard.values()) for row in rows), None,
        f"{sum(row.asked for row in rows)}/{sum(row.answered for row in rows)}",
        sum(row.updated for row in rows), sum(len(row.differing) for row in rows),
    ]  # fmt: skip


def figure(told: Sum) -> str:
    """With its unit; `-` has none."""
    return told.shown + (told.unit if told.value is not None else "")
