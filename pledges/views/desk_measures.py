"""실적을 세는 법: what the paper says and what the house counts, side by side, each with what shows it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from district.intake import whole
from district.refusals import not_found
from pledges.actions.measuring import add_measure, take_measure
from pledges.desk_forms import MeasureForm, TakeForm
from pledges.models import Basis, Indicator, Measure
from pledges.views import verbs
from pledges.views.desk_base import PledgePage
from realtime.acts import ref_in


class Measures(PledgePage):
    """Each indicator with every way in which it is counted."""

    tab = "desk-pledge-measures"
    template_name = "pledges/desk/measures.html"
    done = {
        "add": _("세는 법을 더했습니다. 바꾸기 전에는 아무 수도 움직이지 않습니다."),
        "take": _("이 지표가 서는 수를 바꾸었습니다."),
    }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Basis.objects.filter(indicator__pledge=self.pledge).select_related(
            "measure__body", "decided_by"
        )
        taken: dict[int, list[Basis]] = {}
        for basis in rows.order_by("-effective_on", "-pk"):
            taken.setdefault(basis.indicator_id, []).append(basis)
        told = super().get_context_data(**kwargs)
        return told | {
            "indicators": [
                {"reading": each, "taken": taken.get(each.indicator.pk, [])}
                for each in told["reading"].indicators
            ],
            "add_form": MeasureForm(auto_id=False),
            "take_form": TakeForm(auto_id=False, initial={"effective_on": self.on}),
        }

    def _indicator(self, pk: Any) -> Indicator:
        found = self.pledge.indicators.filter(pk=whole(pk)).first()
        if found is None:
            raise not_found()
        return found

    def press_add(self) -> None:
        """One more way to count it."""
        indicator = self._indicator(self.request.POST.get("row", ""))
        said = self.filled("add_form", MeasureForm(self.request.POST, auto_id=False)).cleaned_data
        verbs.act(self.request, ref_in(self.request), "measure.add", add_measure, indicator, **said)

    def press_take(self) -> None:
        """이 수로 바꾸기."""
        row = whole(self.request.POST.get("row", ""))
        measure = Measure.objects.filter(indicator__pledge=self.pledge, pk=row).first()
        if measure is None:
            raise not_found()
        said = self.filled("take_form", TakeForm(self.request.POST, auto_id=False)).cleaned_data
        ref, indicator = ref_in(self.request), measure.indicator
        verbs.act(self.request, ref, "basis.take", take_measure, indicator, measure=measure, **said)
