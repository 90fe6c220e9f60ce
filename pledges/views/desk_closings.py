"""마감: a quarter or a year as the department reports it, and the hands through which it goes."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from district.intake import whole
from district.refusals import not_found
from pledges.actions.closing import approve_closing, return_closing, submit_closing, write_closing
from pledges.book import PledgeReading, read
from pledges.desk import Quarter, reports_of, times_of
from pledges.desk_forms import ClosingForm, NoteForm
from pledges.models import Closing
from pledges.rates import number
from pledges.rights import approves, hands, submits
from pledges.views import verbs
from pledges.views.desk_base import PledgePage
from realtime.acts import ref_in


class Closings(PledgePage):
    """Every quarter and year of a pledge, the newest first, and how each stands."""

    tab = "desk-pledge-closings"
    template_name = "pledges/desk/closings.html"
    done = {"begin": _("마감을 시작했습니다.")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        times = times_of(self.pledge.administration, self.today)
        reports = reports_of([self.pledge], times, self.today)[self.pledge.pk]
        return super().get_context_data(**kwargs) | {"lines": reports}

    def press_begin(self) -> HttpResponse:
        """An empty draft, to be written on its page."""
        year, _dash, quarter = self.request.POST.get("row", "").partition("-")
        closing, _seq = verbs.act(
            self.request, ref_in(self.request), "closing.write", write_closing, self.pledge,
            year=whole(year), quarter=whole(quarter), words="", problems="", remedies="",
        )  # fmt: skip
        messages.success(self.request, str(self.done["begin"]))
        return redirect("desk-pledge-closing", self.pledge.pk, closing.pk)


class ClosingPage(PledgePage):
    """One closing: its figures, its words, and whose hand it waits for."""

    tab = "desk-pledge-closings"
    template_name = "pledges/desk/closing.html"
    done = {
        "save": _("마감을 저장했습니다."),
        "submit": _("마감을 결재에 올렸습니다."),
        "approve": _("결재했습니다."),
        "return": _("마감을 돌려보냈습니다."),
    }

    @cached_property
    def closing(self) -> Closing:
        """The closing of the address."""
        found = self.pledge.closings.select_related("written_by").filter(pk=self.kwargs["closing"]).first()
        if found is None:
            raise not_found()
        return found

    @property
    def quarter(self) -> Quarter:
        """Of which time it tells."""
        return Quarter(self.closing.year, self.closing.quarter)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        closing, quarter = self.closing, self.quarter
        state, step = closing.state, hands(closing)
        writes = state == Closing.State.DRAFTING and self.reports
        told = super().get_context_data(**kwargs)
        now = read([self.pledge], quarter.ends_on)[0]
        initial = {name: getattr(closing, name) for name in ("words", "problems", "remedies")}
        initial["seen"] = closing.written_at.isoformat()
        return told | {
            "closing": closing,
            "quarter": quarter,
            "figures": figures_of(now, quarter, closing),
            "now": now,
            "steps": closing.steps.select_related("by").order_by("turn", "ordinal"),
            "step": step,
            "form": self.blank("form", ClosingForm(initial=initial)) if writes else None,
            "submits": writes and submits(self.pledge, self.person, self.at),
            "approves": approves(closing, self.person, self.at),
            "note_form": self.blank("note_form", NoteForm()),
        }

    def _act(self, verb: str, action: Any, row: Any, **said: Any) -> None:
        verbs.act(self.request, ref_in(self.request), f"closing.{verb}", action, row, **said)

    def press_save(self) -> None:
        """The words, as often as needed until they are sent up."""
        form = self.filled("form", ClosingForm(self.request.POST))
        closing = self.closing
        self._act(
            "write", write_closing, self.pledge, year=closing.year, quarter=closing.quarter,
            **form.cleaned_data,
        )  # fmt: skip

    def press_submit(self) -> None:
        """결재에 올림."""
        self._act("submit", submit_closing, self.closing)

    def press_approve(self) -> None:
        """결재."""
        note = self.filled("note_form", NoteForm(self.request.POST)).cleaned_data["note"]
        self._act("approve", approve_closing, self.closing, note=note)

    def press_return(self) -> None:
        """돌려보냄."""
        note = self.filled("note_form", NoteForm(self.request.POST)).cleaned_data["note"]
        self._act("return", return_closing, self.closing, note=note)


def figures_of(now: PledgeReading, quarter: Quarter, closing: Closing) -> list[dict[str, Any]]:
    """Of every indicator what was promised and done in that time and in all; beside it what was closed."""
    frozen = {each["no"]: each for each in closing.figures.get("indicators", [])}
    found = []
    for each in now.indicators:
        spans = each.quarters if quarter.quarter else each.years
        span = next(
            (one for one in spans if (one.year, one.quarter) == (quarter.year, quarter.quarter)), None
        )
        found.append(
            {
                "indicator": each.indicator,
                "target": number(span.target) if span else "-",
                "actual": number(span.actual) if span else "-",
                "whole_target": number(each.target),
                "whole_actual": number(each.actual),
                "rate": each.rate,
                "closed": frozen.get(each.indicator.no),
            }
        )
    return found
