"""기획부서의 현황판: which pledge was not reported, whose it is, when it was due, what all come to."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from committees.views.turnover.forms import DeskForm
from district.models import Administration, Department
from district.refusals import not_found
from pledges.actions.laying import lay_pledge
from pledges.book import PledgeReading, read
from pledges.desk import Report, awaiting_of, last_two, pledges_at_desk, reports_of
from pledges.models import CardForm, Closing, Pledge, Status
from pledges.rates import Sum, number, rate
from pledges.rights import closings_awaiting
from pledges.views import verbs
from pledges.views.desk_base import DeskPage
from realtime.acts import ref_in

EVERYTHING = ("", _("모두"))


class NarrowForm(forms.Form):
    """How the list is narrowed, in the address."""

    administration = forms.ModelChoiceField(
        Administration.objects.none(), label=_("민선"), required=False, empty_label=None
    )
    department = forms.ModelChoiceField(
        Department.objects.none(), label=_("부서"), required=False, empty_label=EVERYTHING[1]
    )
    show = forms.ChoiceField(
        label=pgettext_lazy("공약", "마감"), required=False,
        choices=[EVERYTHING, ("owed", _("마감하지 않은 것")), ("late", _("기한 지난 것"))],
    )  # fmt: skip

    def __init__(self, *args: Any, pledges: QuerySet[Pledge], **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        fields: dict[str, Any] = self.fields
        fields["administration"].queryset = administrations_of(pledges)
        fields["department"].queryset = Department.objects.filter(pk__in=pledges.values("department"))


def administrations_of(pledges: QuerySet[Pledge]) -> QuerySet[Administration]:
    """Those of which somebody sees a pledge, the newest first."""
    return Administration.objects.filter(Exists(pledges.filter(administration=OuterRef("pk"))))


class Board(DeskPage):
    """All pledges of one administration with this quarter and the one before."""

    template_name = "pledges/desk/board.html"

    def above(self) -> list[dict[str, Any]]:
        return []

    @cached_property
    def mine(self) -> Any:
        """What this person sees at the desk."""
        return pledges_at_desk(self.person, self.at)

    def narrowed(self) -> tuple[NarrowForm, Administration | None, dict[str, Any]]:
        """What was chosen; what is no choice narrows nothing."""
        form = NarrowForm(self.request.GET or None, pledges=self.mine)
        asked = form.cleaned_data if form.is_valid() else getattr(form, "cleaned_data", {})
        known = administrations_of(self.mine)
        running = known.filter(start__lte=self.today, end__gte=self.today).first()
        chosen = asked.get("administration") or running or known.first()
        form.initial["administration"] = chosen.pk if chosen else None
        return form, chosen, asked

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form, administration, asked = self.narrowed()
        told = super().get_context_data(**kwargs) | {"form": form, "administration": administration}
        told["awaiting"] = closings_awaiting(self.person, self.at).count()
        if administration is None:
            return told
        pledges = self.mine.filter(administration=administration)
        if asked.get("department"):
            pledges = pledges.filter(department=asked["department"])
        quarters = last_two(administration, self.today)
        rows = self.rows_of(list(pledges), quarters)
        return told | {
            "on": min(self.today, administration.end),
            "quarters": [tally(quarter, [row["reports"][n] for row in rows if row["reports"]])
                         for n, quarter in enumerate(quarters)],
            "money": money_of([row["reading"] for row in rows]),
            "rows": [row for row in rows if is_shown(row, asked.get("show", ""))],
            "drafts": sum(row["pledge"].published_at is None for row in rows),
            "many": len(rows),
        }  # fmt: skip

    def rows_of(self, pledges: list[Pledge], quarters: list[Any]) -> list[dict[str, Any]]:
        """Each with its figures and its reports; a draft has nothing to report yet."""
        reports = reports_of(pledges, quarters, self.today)
        return [
            {
                "pledge": reading.pledge,
                "reading": reading,
                "reports": reports[reading.pledge.pk] if reading.pledge.published_at else [],
            }
            for reading in read(pledges, self.today, quarters=False)
        ]


def is_shown(row: dict[str, Any], show: str) -> bool:
    """Whether the list asks for it."""
    if show == "owed":
        return any(report.is_owed for report in row["reports"])
    return show != "late" or any(report.is_late for report in row["reports"])


def tally(quarter: Any, reports: list[Report]) -> dict[str, Any]:
    """How many of that quarter stand where."""
    by = [report.state for report in reports]
    return {
        "quarter": quarter,
        "due": reports[0].due if reports else None,
        "left": next((report.left_words for report in reports if report.left is not None), ""),
        "many": len(reports),
        "closed": by.count(Closing.State.APPROVED),
        "in_approval": by.count(Closing.State.IN_APPROVAL),
        "open": by.count(Closing.State.DRAFTING) + by.count("missing"),
        "late": sum(report.is_late for report in reports),
        "running": by.count("running"),
    }


def money_of(readings: list[PledgeReading]) -> dict[str, Any]:
    """What was planned and what was spent of all that are listed, and the rate of the two."""
    planned = sum((each.money.plan_total or Decimal(0) for each in readings), Decimal(0))
    spent = sum((each.money.spent_total or Decimal(0) for each in readings), Decimal(0))
    whole: Sum = rate(str(_("집행률")), Fraction(spent), Fraction(planned))
    return {"planned": number(planned), "spent": number(spent), "rate": whole}


class NewForm(DeskForm):
    """새 공약: enough to begin with; the rest is written on its page."""

    administration = forms.ModelChoiceField(Administration.objects.all(), label=_("민선"), empty_label=None)
    code = forms.CharField(label=_("관리번호"), max_length=20, help_text=_("예: 6-1-1"))
    title = forms.CharField(label=_("공약명"), max_length=200)
    form = forms.ModelChoiceField(CardForm.objects.all(), label=_("서식"), empty_label=None)
    department = forms.ModelChoiceField(
        Department.objects.all(), label=_("맡은 부서"), empty_label=_("골라 주세요")
    )


class New(DeskPage):
    """A new draft, by whoever keeps the pledges."""

    template_name = "pledges/desk/new.html"
    page_title = _("새 공약")
    done = {"lay": _("초안을 만들었습니다. 이어서 계획을 적어 주세요.")}

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if not self.keeps:
            raise not_found()
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"form": self.blank("form", NewForm())}

    def press_lay(self) -> HttpResponse:
        """Lay it down, and go on to its plan."""
        said = dict(self.filled("form", NewForm(self.request.POST)).cleaned_data)
        administration, form = said.pop("administration"), said["form"]
        # What has only been promised is under way; many forms name 완료 first.
        under_way = form.statuses.filter(meaning=Status.Meaning.UNDERWAY)
        said["status"] = under_way.first() or form.statuses.first()
        ref = ref_in(self.request)
        laid, _seq = verbs.act(self.request, ref, "pledge.lay", lay_pledge, administration, **said)
        messages.success(self.request, str(self.done["lay"]))
        return redirect("desk-pledge", laid.pk)


class Approvals(DeskPage):
    """마감 결재. What waits for one's own hand, the earliest quarter first."""

    template_name = "pledges/desk/approvals.html"
    page_title = _("마감 결재")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = closings_awaiting(self.person, self.at)
        rows = rows.select_related("pledge__department", "pledge__administration", "written_by")
        ordered = rows.prefetch_related("steps").order_by("year", "quarter", "submitted_at")
        lines = [{"closing": each, "step": awaiting_of(each)} for each in ordered]
        return super().get_context_data(**kwargs) | {"lines": lines}
