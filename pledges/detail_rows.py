"""The rest of a pledge for programs: the print beside what is computed, its plan and its changes."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch

from district.dates import moment
from pledges import when
from pledges.book import PledgeReading
from pledges.differences import Difference
from pledges.evidence import Piece
from pledges.figures import FigureReading
from pledges.models import Amendment, BudgetLine, Closing, FactTable, Pledge, ProgressEntry, Target
from pledges.passages import said
from pledges.rates import Sum
from pledges.rows import (
    budget_row,
    dated,
    decimal,
    formula_of,
    head_row,
    indicator_row,
    milestone_row,
    rated,
    spending_row,
)


def detail_row(
    reading: PledgeReading, figures: Iterable[FigureReading], differences: Iterable[Difference]
) -> dict[str, Any]:
    """One pledge with everything that its card and its page say."""
    pledge, told = reading.pledge, list(figures)
    shown = {each.figure.code: each.sum.shown for each in told}
    return head_row(reading) | {
        "header": pledge.header,
        "form": pledge.form.code,
        "source": pledge.source,
        "formula": formula_of(reading.subtotal),
        "share_formula": formula_of(reading.share_rate),
        "whole_formula": formula_of(reading.whole_rate),
        "family": [family_row(kin, share) for kin, share in reading.family],
        "indicators": [indicator_row(each) for each in reading.indicators],
        "budget": budget_row(reading.money),
        "spending": spending_row(reading.money),
        "printed": [difference_row(each) for each in differences],
        "figures": [figure_row(each) for each in told],
        "tables": [table_row(each) for each in pledge.tables.prefetch_related("rows")],
        "milestones": [milestone_row(each) for each in pledge.milestones.all()],
        "charges": [charge_row(each) for each in pledge.charges.select_related("department")],
        "passages": [
            {"section": each.section, "title": said(each.title, shown), "text": said(each.text, shown)}
            for each in pledge.passages.all()
        ],
        "amendments": [amendment_row(each) for each in amendments_of(pledge)],
        "entries_url": f"/api/v1/pledges/{pledge.code}/entries/?administration={pledge.administration_id}",
    }


def family_row(pledge: Pledge, told: Sum) -> dict[str, Any]:
    """What one of several pledges adds to their promise in all."""
    named = {"code": pledge.code, "title": pledge.title, "url": pledge.get_absolute_url()}
    return named | {"share": decimal(pledge.share), **rated("share_rate", told)}


def difference_row(told: Difference) -> dict[str, Any]:
    """인쇄본의 칸: what is printed and what comes out; `explained` is a sum that comes out as printed."""
    explained = told.explained
    return {
        "place": told.place,
        "label": str(told.label),
        "printed": told.printed,
        "computed": told.computed,
        "differs": told.differs,
        "formula": told.formula,
        "exact": str(told.sum.value) if told.sum and told.sum.value is not None else None,
        "explained": formula_of(explained) | {"exact": str(explained.value)} if explained else None,
        "note": told.note,
    }


def figure_row(told: FigureReading) -> dict[str, Any]:
    """계산값, with the print beside it where the paper has one."""
    figure = told.figure
    return {
        "code": figure.code,
        "label": figure.label,
        "unit": figure.unit,
        "formula": figure.formula,
        "words": told.sum.words,
        "value": None if told.sum.value is None else told.sum.shown,
        "exact": None if told.sum.value is None else str(told.sum.value),
        "printed": told.printed,
        "differs": told.differs,
        "note": told.note,
    }


def table_row(table: FactTable) -> dict[str, Any]:
    """현황표, as the sheet has it."""
    return {
        "code": table.code,
        "title": table.title,
        "unit": table.unit,
        "columns": table.columns,
        "rows": [{"label": each.label, "cells": each.cells} for each in table.rows.all()],
        "note": table.note,
        "evidence": table.evidence,
    }


def charge_row(charge: Any) -> dict[str, Any]:
    """사업담당, as an office."""
    return {"label": charge.label, "department": charge.department.name if charge.department else None}


def amendments_of(pledge: Pledge) -> Iterable[Amendment]:
    """What was changed, or stands before a committee to be changed."""
    return with_lines(Amendment.objects.visible_to(None).filter(pledge=pledge))


def with_lines(amendments: Any) -> Any:
    """With all that a row of each is drawn from."""
    return amendments.select_related("item__meeting__round", "pledge").prefetch_related(
        Prefetch("targets", Target.objects.select_related("indicator").order_by("indicator__no", "year")),
        Prefetch("budget_lines", BudgetLine.objects.order_by("span", "year", "fund")),
    )


def amendment_row(amendment: Amendment) -> dict[str, Any]:
    """변경: why, before whom, from when on, and what."""
    item = amendment.item
    return {
        "id": amendment.pk,
        "number": amendment.number,
        "state": amendment.state,
        "state_label": str(Amendment.State(amendment.state).label),
        "reason": amendment.reason,
        "effective_on": dated(amendment.effective_on),
        "proposed_at": moment(amendment.proposed_at),
        "enacted_at": moment(amendment.enacted_at),
        "item": {"id": item.pk, "label": item.label, "title": item.shown_title, "url": item.meeting.address}
        if item
        else None,
        "targets": [
            {
                "indicator": each.indicator.no, "year": each.year, "quarter": each.quarter,
                "value": decimal(each.value),
            }
            for each in amendment.targets.all()
        ],
        "budget": [
            {
                "fund": each.fund, "span": each.span, "year": each.year or None,
                "amount": decimal(each.amount),
            }
            for each in amendment.budget_lines.all()
        ],
        "url": f"{amendment.pledge.get_absolute_url()}#amendment-{amendment.number}",
    }  # fmt: skip


def entry_row(entry: ProgressEntry) -> dict[str, Any]:
    """추진실적의 한 줄: on which day, as exactly as it is known, and what shows it."""
    return {
        "id": entry.pk,
        "kind": entry.kind,
        "no": entry.no,
        "when": when.said(entry),
        "starts_on": dated(entry.starts_on),
        "ends_on": dated(entry.ends_on),
        "precision": entry.precision,
        "printed_when": entry.printed_when,
        "title": entry.title,
        "text": entry.text,
        "channel": entry.channel,
        "indicator": entry.indicator.no if entry.indicator else None,
        "count": decimal(entry.count),
        "same_as": entry.same_as_id,
        "milestone": entry.milestone.order if entry.milestone else None,
        "evidence": entry.evidence,
        "note": entry.note,
        "entered_at": moment(entry.entered_at),
        "withdrawn_at": moment(entry.withdrawn_at),
        "withdrawn_reason": entry.withdrawn_reason,
    }


def spending_entry_row(spending: Any) -> dict[str, Any]:
    """집행액의 한 줄."""
    return {
        "id": spending.pk,
        "fund": spending.fund,
        "spent_on": dated(spending.spent_on),
        "amount": decimal(spending.amount),
        "evidence": spending.evidence,
        "entered_at": moment(spending.entered_at),
        "withdrawn_at": moment(spending.withdrawn_at),
        "withdrawn_reason": spending.withdrawn_reason,
    }


def closing_row(closing: Closing) -> dict[str, Any]:
    """마감: what was reported of a quarter or a year, with its figures as they were approved."""
    pledge = closing.pledge
    return {
        "id": closing.pk,
        "pledge": {"code": pledge.code, "title": pledge.title, "url": pledge.get_absolute_url()},
        "year": closing.year,
        "quarter": closing.quarter,
        "label": closing.label,
        "state": closing.state,
        "state_label": str(Closing.State(closing.state).label),
        "words": closing.words,
        "problems": closing.problems,
        "remedies": closing.remedies,
        "figures": closing.figures or None,
        "written_at": moment(closing.written_at),
        "submitted_at": moment(closing.submitted_at),
        "approved_at": moment(closing.approved_at),
    }


def piece_row(piece: Piece) -> dict[str, Any]:
    """One thing that was counted."""
    return {
        "on": dated(piece.on),
        "until": dated(piece.until),
        "when": piece.when,
        "title": piece.title,
        "url": piece.url,
        "count": decimal(piece.n),
        "note": piece.note,
        "source": piece.source,
    }
