"""The form in which an editor writes an agenda."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cms.convening import meant
from cms.page_forms import CivicForm
from committees.actions.agenda import next_ordinal
from committees.models import Body, BodyKind, Round
from district.calendar import day
from district.refusals import Refusal


class AgendaForm(CivicForm):
    """Offers the parts of the body that calls, and says which ordinal would come next."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.written_under = self.parent_page
        body = self.instance.body
        convener = body.convener if body else None
        if "parts" in self.fields:
            parts = convener.parts.order_by("order", "id") if convener else Body.objects.none()
            self.fields["parts"].queryset = parts
        if "ordinal" in self.fields and convener is not None:
            self.fields["ordinal"].help_text = proposal(convener)
        if "title" in self.fields:
            self.fields["title"].help_text = _(
                "목록과 주소에 쓰입니다. 회의의 이름은 갈래와 차수로 지어집니다. 예: 협치회의 제2차 전체회의"
            )

    def _post_clean(self) -> None:
        # Set by the form that saves a draft or draws a preview, before the page itself is asked.
        self.instance.only_drafted = self.is_deferred_validation
        # A form writes these only as it saves, but the page is asked now who comes together.
        if "parts" in self.cleaned_data:
            self.instance.parts = self.cleaned_data["parts"]
        super()._post_clean()


def proposal(convener: Body) -> str:
    """The next ordinal of each kind of meeting this year; a part that meets by itself counts by itself."""
    year = day(timezone.now()).year
    told = []
    for kind in Round.Kind:
        try:
            bodies = meant(convener, kind, [])
        except Refusal:
            continue
        told.append(_nth(kind.label, next_ordinal(convener, kind, year, bodies)))
    for part in convener.parts.filter(kind=BodyKind.SUBCOMMITTEE, dissolved_on=None).order_by("order", "id"):
        told.append(_nth(part.called, next_ordinal(convener, Round.Kind.SUBCOMMITTEE, year, [part])))
    next_ones = {"year": year, "next": ", ".join(told)}
    return _("비우면 다음 차수가 됩니다(%(year)d년 %(next)s). 분과회의는 분과마다 셉니다.") % next_ones


def _nth(name: Any, n: int) -> str:
    return _("%(name)s %(n)d차") % {"name": name, "n": n}
