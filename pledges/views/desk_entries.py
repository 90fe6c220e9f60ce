"""실적 적기 and 집행액: what was done and what it cost, entered once with what shows it."""

from typing import Any

from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.intake import whole
from district.refusals import not_found
from papers.models import Attachment
from pledges.actions.entering import (
    add_entry,
    add_spending,
    finish_milestone,
    withdraw_entry,
    withdraw_spending,
)
from pledges.desk import moved, unmoved
from pledges.desk_forms import EntryForm, MilestoneForm, ReasonForm, SpendingForm
from pledges.desk_forms_grid import years_of
from pledges.models import Fund
from pledges.money import Grid, GridRow
from pledges.views import verbs
from pledges.views.desk_base import PledgePage
from realtime.acts import ref_in

SHOWN = 30


def papers_of(rows: list[Any]) -> dict[str, list[Attachment]]:
    """The papers that lie with each of them, in one look."""
    if not rows:
        return {}
    kind = ContentType.objects.get_for_model(type(rows[0]))
    keys = [str(row.pk) for row in rows]
    found: dict[str, list[Attachment]] = {}
    laid = Attachment.objects.filter(owner_type=kind, owner_id__in=keys, discarded=False)
    for paper in laid.order_by("created_at", "pk"):
        found.setdefault(paper.owner_id, []).append(paper)
    return found


class DoingsPage(PledgePage):
    """A log of rows that are entered, and taken back with a reason."""

    def row_of(self, rows: Any) -> Any:
        """The row that was pressed, if it is one of this pledge."""
        row = rows.filter(pk=whole(self.request.POST.get("row", ""))).first()
        if row is None:
            raise not_found()
        return row

    def reason(self) -> str:
        """As it was written."""
        said: str = self.filled("reason_form", ReasonForm(self.request.POST, auto_id=False)).cleaned_data[
            "reason"
        ]
        return said

    def page_of(self, rows: Any) -> Any:
        """So many at once, the newest first."""
        return Paginator(rows, SHOWN).get_page(self.request.GET.get("page"))


class Entries(DoingsPage):
    """추진실적."""

    tab = "desk-pledge-entries"
    template_name = "pledges/desk/entries.html"
    done = {
        "add": gettext_lazy("실적을 적었습니다."),
        "withdraw": gettext_lazy("실적을 거두었습니다."),
        "finish": gettext_lazy("추진일정을 적었습니다."),
    }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.pledge.entries.select_related("indicator", "milestone", "same_as", "entered_by")
        page = self.page_of(rows.order_by("-entered_at", "-pk"))
        papers = papers_of(list(page.object_list))
        echoes: dict[int | None, list[str]] = {}
        for echo in self.pledge.entries.standing().filter(same_as__in=list(page.object_list)):
            echoes.setdefault(echo.same_as_id, []).append(f"{echo.get_kind_display()} {echo.no}")
        return super().get_context_data(**kwargs) | {
            "form": self.blank("form", EntryForm(pledge=self.pledge)),
            "page": page,
            "lines": [
                {"entry": each, "papers": papers.get(str(each.pk), []), "echoes": echoes.get(each.pk, [])}
                for each in page.object_list
            ],
            "milestones": self.pledge.milestones.all(),
            "milestone_form": MilestoneForm(auto_id=False),
            "reason_form": ReasonForm(auto_id=False),
        }

    def press_add(self) -> HttpResponse:
        """Enter it once; say what moved with it, or why nothing did."""
        said = self.filled("form", EntryForm(self.request.POST, self.request.FILES, pledge=self.pledge))
        before = self.read_again()
        entry, _seq = verbs.act(
            self.request, ref_in(self.request), "entry.add", add_entry, self.pledge, **said.cleaned_data
        )
        after = self.read_again()
        told = moved(before, after)
        messages.success(self.request, _("실적을 적었습니다: %(title)s") % {"title": entry.title})
        messages.info(self.request, " · ".join(told) if told else unmoved(entry, after))
        return self.answered()

    def press_withdraw(self) -> None:
        """Take it back; it stays, struck through, with the reason."""
        entry, reason, before = self.row_of(self.pledge.entries), self.reason(), self.read_again()
        verbs.act(self.request, ref_in(self.request), "entry.withdraw", withdraw_entry, entry, reason=reason)
        if told := moved(before, self.read_again()):
            messages.info(self.request, " · ".join(told))

    def press_finish(self) -> None:
        """A step of the plan is done."""
        form = self.filled("milestone_form", MilestoneForm(self.request.POST, auto_id=False))
        milestone, on = self.row_of(self.pledge.milestones), form.cleaned_data["on"]
        verbs.act(self.request, ref_in(self.request), "milestone.finish", finish_milestone, milestone, on=on)


def rows_of(grid: Grid) -> list[tuple[str, GridRow]]:
    """Each row under its name."""
    return [(str(Fund(row.fund).label) if row.fund else _("총계"), row) for row in grid.rows]


class Spendings(DoingsPage):
    """집행액."""

    tab = "desk-pledge-spending"
    template_name = "pledges/desk/spending.html"
    done = {
        "add": gettext_lazy("집행액을 적었습니다."),
        "withdraw": gettext_lazy("집행액을 거두었습니다."),
    }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = self.page_of(self.pledge.spendings.order_by("-spent_on", "-pk"))
        papers, years = papers_of(list(page.object_list)), years_of(self.pledge.administration)
        told = super().get_context_data(**kwargs)
        money = told["reading"].money
        return told | {
            "form": self.blank("form", SpendingForm(initial={"spent_on": self.on})),
            "page": page,
            "lines": [
                {"spending": each, "papers": papers.get(str(each.pk), [])} for each in page.object_list
            ],
            "years": years,
            "grids": [
                {"title": _("투자계획"), "rows": rows_of(money.plan_grid(years))},
                {"title": _("집행액"), "rows": rows_of(money.spent_grid(years))},
            ],
            "reason_form": ReasonForm(auto_id=False),
        }

    def press_add(self) -> None:
        """Money of one fund, until a day."""
        form = self.filled("form", SpendingForm(self.request.POST, self.request.FILES))
        ref, said = ref_in(self.request), form.cleaned_data
        verbs.act(self.request, ref, "spending.add", add_spending, self.pledge, **said)

    def press_withdraw(self) -> None:
        """Take it back."""
        spending, reason = self.row_of(self.pledge.spendings), self.reason()
        ref = ref_in(self.request)
        verbs.act(self.request, ref, "spending.withdraw", withdraw_spending, spending, reason=reason)
