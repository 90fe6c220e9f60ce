"""위촉식: the ceremony of a turnover is a meeting, and a meeting is called by a page that is drafted here."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils.text import slugify
from django.utils.translation import gettext as _

from cms.models import AgendaPage, BodyPage
from committees.models import AgendaItem, Call, Round
from committees.views.turnover import presses
from committees.views.turnover.forms import CeremonyForm
from committees.views.turnover.page import Turnover
from district.dates import day
from district.models import Person
from district.refusals import Refusal
from district.visitors import signed_in
from realtime.acts import ref_in
from realtime.door import address_of, pace

presses.FORMS["ceremony"] = ("ceremony_form", lambda request, call: CeremonyForm(request.POST))


def page_under(call: Call) -> BodyPage | None:
    """The page of the body that calls."""
    return BodyPage.objects.filter(body=call.body).first()


def ceremonies(call: Call) -> list[AgendaPage]:
    """The inaugurations that are drafted or called from the day of the appointment on."""
    under = page_under(call)
    if under is None:
        return []
    pages = AgendaPage.objects.child_of(under).filter(kind=Round.Kind.INAUGURATION)
    return [page for page in pages if page.starts_at and day(page.starts_at) >= call.starts_on]


def draft(request: HttpRequest, call: Call) -> str:
    """Draft it; it is published with the other pages, and then its members are told."""
    form, person = presses.filled(request, call, "ceremony"), signed_in(request)
    pace(person, address_of(request))
    said = form.cleaned_data
    write(call, person, said["starts_at"], said["place"], key=str(ref_in(request))[:8])
    return "ceremony"


@transaction.atomic
def write(call: Call, person: Person, starts_at: datetime, place: str, key: str) -> AgendaPage:
    """The page with the two items that such a meeting has, as a draft of whoever may draft there."""
    under = page_under(call)
    if under is None or not under.permissions_for_user(person).can_add_subpage():
        raise Refusal("ceremony_not_drafted", _("위촉식은 이 기구의 간사나 편집자가 만듭니다."), status=403)
    if day(starts_at) < call.starts_on:
        raise Refusal("ceremony_too_early", _("위촉식은 위촉일이나 그 뒤에 엽니다."), status=422)
    page = AgendaPage(
        title=_("%(body)s 위촉식") % {"body": call.body.called},
        slug=slugify(f"inauguration-{call.pk}-{key}"),
        kind=Round.Kind.INAUGURATION,
        starts_at=starts_at,
        place=place,
        items=[("item", item) for item in agenda(call)],
        live=False,
        owner=person,
    )
    under.add_child(instance=page)
    page.save_revision(user=person)
    return page


def agenda(call: Call) -> list[dict[str, Any]]:
    """위촉장을 드리고, 임원을 뽑는다."""
    told: dict[str, Any] = {"text": "", "documents": [], "disclosure": "open"}
    told |= {"closed_ground": "", "closed_until": None}
    return [
        told | {"kind": AgendaItem.Kind.REPORT.value, "title": _("위촉장 수여")},
        told | {"kind": AgendaItem.Kind.DECIDE.value, "title": _("임원 선출")},
    ]


class TurnoverDesk(Turnover):
    """The page of a turnover, with its ceremony."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        person, under = signed_in(self.request), page_under(self.call)
        may = under is not None and under.permissions_for_user(person).can_add_subpage()
        return {"ceremonies": ceremonies(self.call), "may_draft": may, "no_page": under is None} | context

    presses = presses.PRESSES | {"ceremony": draft}
