"""변경: old and new side by side, why, before which committee, and from which day on."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from committees.models import AgendaItem, Meeting
from committees.rights import introducible_by
from district.dates import day
from district.intake import whole
from district.models import Person
from district.refusals import not_found
from pledges.actions.amending import (
    bind_amendment,
    drop_amendment,
    enact_amendment,
    introduce_amendment,
    propose_amendment,
)
from pledges.desk import Quarter
from pledges.desk_forms import BindForm, EffectiveForm, IntroduceForm
from pledges.desk_forms_amendment import AmendmentForm
from pledges.models import Amendment, BudgetLine, Pledge, Target
from pledges.models.amendment import is_lost
from pledges.rates import number
from pledges.views import verbs
from pledges.views.desk_base import PledgePage
from realtime.acts import ref_in

Held = Amendment.State
OFFERED = 100
"""So many items are offered to be bound; an older one is bound by whoever keeps the API."""
BACK = timedelta(days=730)


def meetings_for(person: Person, at: datetime) -> QuerySet[Meeting]:
    """Those still ahead onto whose agenda this person may put something."""
    ahead = introducible_by(person, day(at)).filter(state=Meeting.State.SCHEDULED, source="")
    return ahead.order_by("starts_at", "pk")


def items_since(on: date) -> QuerySet[AgendaItem]:
    """What stands openly on an agenda, the newest first."""
    meetings = Meeting.objects.visible_to(None).filter(starts_at__date__gte=on - BACK)
    open_ones = AgendaItem.objects.filter(
        meeting__in=meetings.values("pk"), withdrawn_at=None, disclosure=AgendaItem.Disclosure.OPEN
    )
    newest = open_ones.order_by("-meeting__starts_at", "order").values_list("pk", flat=True)[:OFFERED]
    rows = AgendaItem.objects.filter(pk__in=list(newest)).select_related("meeting__round__convener")
    return rows.order_by("-meeting__starts_at", "order")


class Amendments(PledgePage):
    """All changes of one pledge, the newest first, and the one in hand with what is next."""

    tab = "desk-pledge-amendments"
    template_name = "pledges/desk/amendments.html"
    done = {
        "propose": _("변경안을 만들었습니다. 이제 위원회에 올려 주세요."),
        "introduce": _("변경안을 회의의 안건으로 올렸습니다."),
        "bind": _("변경안을 안건에 묶었습니다."),
        "enact": _("변경을 시행합니다. 앞의 계획도 그대로 남습니다."),
        "drop": _("변경안을 거두었습니다."),
    }

    @cached_property
    def amendments(self) -> list[Amendment]:
        """All of them with their items."""
        rows = self.pledge.amendments.select_related(
            "item__meeting__round__convener", "item__resolution", "proposed_by", "enacted_by"
        )
        return list(rows.order_by("-number"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told, told_of = super().get_context_data(**kwargs), changes(self.pledge, self.amendments)
        in_hand = next(
            (each for each in self.amendments if each.state in {Held.DRAFT, Held.BEFORE_BODY}), None
        )
        told |= {
            "lines": [{"amendment": each, "changes": told_of[each.pk]} for each in self.amendments],
            "in_hand": in_hand,
        }
        if not self.keeps:
            return told
        if in_hand is None:
            return told | {"form": self.blank("form", AmendmentForm(reading=self.reading))}
        meetings = meetings_for(self.person, self.at)
        items, today = items_since(self.today), {"effective_on": self.on}
        return told | {
            "introduce_form": self.blank("introduce_form", IntroduceForm(meetings=meetings)),
            "may_introduce": meetings.exists(),
            "in_hand_free": in_hand.item is None or is_lost(in_hand.item),
            "bind_form": self.blank("bind_form", BindForm(items=items)),
            "enact_form": self.blank("enact_form", EffectiveForm(initial=today)),
        }

    def _pressed(self) -> Amendment:
        row = whole(self.request.POST.get("row", ""))
        found = next((each for each in self.amendments if each.pk == row), None)
        if found is None:
            raise not_found()
        return found

    def _act(self, verb: str, action: Any, row: Any, **said: Any) -> None:
        verbs.act(self.request, ref_in(self.request), f"amendment.{verb}", action, row, **said)

    def press_propose(self) -> None:
        """A draft with its reason and its cells."""
        form = self.filled("form", AmendmentForm(self.request.POST, reading=self.reading))
        self._act("propose", propose_amendment, self.pledge, **form.said())

    def press_introduce(self) -> None:
        """Onto an agenda."""
        amendment, meetings = self._pressed(), meetings_for(self.person, self.at)
        form = self.filled("introduce_form", IntroduceForm(self.request.POST, meetings=meetings))
        self._act("introduce", introduce_amendment, amendment, **form.cleaned_data)

    def press_bind(self) -> None:
        """To an item that is there already."""
        amendment = self._pressed()
        form = self.filled("bind_form", BindForm(self.request.POST, items=items_since(self.today)))
        self._act("bind", bind_amendment, amendment, **form.cleaned_data)

    def press_enact(self) -> None:
        """시행."""
        amendment = self._pressed()
        form = self.filled("enact_form", EffectiveForm(self.request.POST))
        self._act("enact", enact_amendment, amendment, **form.cleaned_data)

    def press_drop(self) -> None:
        """거둠."""
        self._act("drop", drop_amendment, self._pressed())


def changes(pledge: Pledge, amendments: list[Amendment]) -> dict[int, list[dict[str, str]]]:
    """Of every amendment, cell by cell, what stood there before it and what stands there with it."""
    targets = Target.objects.filter(indicator__pledge=pledge).select_related("indicator")
    kinds: tuple[tuple[list[Any], Any, Any], ...] = (
        (list(targets), _place_of_target, _label_of_target),
        (list(pledge.budget_lines.all()), _place_of_line, _label_of_line),
    )
    return {
        each.pk: [
            {"label": label(row), "old": _shown(_before(row, rows, place, amendments)), "new": _shown(row)}
            for rows, place, label in kinds
            for row in rows
            if row.amendment_id == each.pk
        ]
        for each in amendments
    }


def _before(row: Any, rows: list[Any], place: Any, amendments: list[Amendment]) -> Any:
    """The same cell in the last amendment that was enacted before this one, else in the plan."""
    numbers = {each.pk: each.number for each in amendments}
    enacted = {each.pk for each in amendments if each.enacted_at is not None}
    mine = numbers[row.amendment_id]
    earlier = {None, *(pk for pk in enacted if numbers[pk] < mine)}
    stood = [each for each in rows if place(each) == place(row) and each.amendment_id in earlier]
    return max(stood, key=lambda each: numbers.get(each.amendment_id, 0), default=None)


def _place_of_target(row: Target) -> tuple[Any, ...]:
    return row.indicator_id, row.year, row.quarter


def _place_of_line(row: BudgetLine) -> tuple[Any, ...]:
    return row.fund, row.span, row.year


def _label_of_target(row: Target) -> str:
    return f"{row.indicator.name} · {Quarter(row.year, row.quarter).label} ({row.indicator.unit})"


def _label_of_line(row: BudgetLine) -> str:
    when = str(row.year) if row.year else row.get_span_display()
    return f"{row.get_fund_display()} · {when} ({_('백만 원')})"


def _shown(row: Any) -> str:
    if row is None:
        return "-"
    return number(row.value if isinstance(row, Target) else row.amount)
