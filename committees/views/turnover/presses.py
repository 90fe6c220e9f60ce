"""What the buttons of the page do: each parses, calls one verb, and says to which place one returns."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from committees.actions import applying, offices
from committees.actions.floors import LEDGER
from committees.models import Application, Body, Call
from committees.views.turnover import verbs
from committees.views.turnover.forms import OfficerForm, PaperForm, PlanForm
from committees.views.turnover.showing import application_at
from district.intake import whole
from district.refusals import Refusal, not_found
from realtime.acts import enact, ref_in

type Press = Callable[[HttpRequest, Call], str]


class Unfit(Exception):  # noqa: N818 (it is a form that does not fit, shown again)
    """A form with a field to mend."""

    def __init__(self, name: str, form: forms.Form) -> None:
        super().__init__(name)
        self.name, self.form = name, form


FORMS: dict[str, tuple[str, Callable[[HttpRequest, Call], forms.Form]]] = {
    "change": ("plan_form", lambda request, call: PlanForm(request.POST, body=call.body)),
    "paper": ("paper_form", lambda request, call: PaperForm(request.POST, call=call)),
    "officer": ("officer_form", lambda request, call: OfficerForm(request.POST, call=call)),
}
"""Which press brings which form."""


def filled(request: HttpRequest, call: Call, verb: str) -> Any:
    """The form as it was filled in, or the page again with what to mend."""
    name, make = FORMS[verb]
    form = make(request, call)
    if not form.is_valid():
        raise Unfit(name, form)
    return form


def bound(request: HttpRequest, call: Call, verb: str) -> dict[str, Any]:
    """The words of a form that the record refused."""
    if verb not in FORMS:
        return {}
    name, make = FORMS[verb]
    form = make(request, call)
    form.is_valid()
    return {name: form}


def change(request: HttpRequest, call: Call) -> str:
    """The plan."""
    verbs.change(request, ref_in(request), call, filled(request, call, "change").cleaned_data)
    return "plan"


def paper(request: HttpRequest, call: Call) -> str:
    """Somebody who came on paper."""
    verbs.take_in(request, ref_in(request), call, filled(request, call, "paper").said())
    return "call"


def simple(verb: str, anchor: str) -> Press:
    """A press without a word more."""

    def press(request: HttpRequest, call: Call) -> str:
        verbs.run(request, ref_in(request), call, verb)
        return anchor

    return press


def choose(request: HttpRequest, call: Call) -> str:
    """One by its own buttons, or all that are ticked."""
    one, colon, state = request.POST.get("one", "").partition(":")
    if colon:
        row = application_at(one, call)
        verbs.choose(request, ref_in(request), row, state)
        return f"application-{row.pk}"
    ticked = [whole(each) for each in request.POST.getlist("row")]
    verbs.choose_many(request, ref_in(request), call, ticked, request.POST.get("state", ""))
    return "applicants"


def place(request: HttpRequest, call: Call) -> str:
    """Whoever was put elsewhere by hand: only those whose 분과 changed."""
    parts: dict[str, Body | None] = {"": None, **{str(part.pk): part for part in call.body.parts.all()}}
    moved: dict[int, Body | None] = {}
    for row in call.applications.filter(state=Application.State.SELECTED):
        asked = request.POST.get(f"part-{row.pk}", str(row.part_id or ""))
        if asked not in parts:
            raise not_found()
        if asked != str(row.part_id or ""):
            moved[row.pk] = parts[asked]
    if moved:
        verbs.place(request, ref_in(request), call, moved)
    return "parts"


def call_up(request: HttpRequest, call: Call) -> str:
    """예비에서 선정으로."""
    verbs.call_up(request, ref_in(request), application_at(request.POST.get("row"), call))
    return "decide"


def answer(request: HttpRequest, call: Call) -> str:
    """What a member said on the telephone."""
    row, at = application_at(request.POST.get("row"), call), timezone.now()
    stays = request.POST.get("stays", "")
    if stays not in {"yes", "no"}:
        raise Refusal("unknown_selection", _("연임 의사를 골라 주세요."), status=422)
    enact(
        request,
        ref_in(request),
        "application.answer",
        room=LEDGER,
        arguments={"application": row.pk, "stays": stays},
        act=lambda by, sealed: applying.answer_renewal(row, stays == "yes", by=by, at=at, ref=sealed),
    )
    return "renewals"


def officer(request: HttpRequest, call: Call) -> str:
    """Who leads."""
    said, at = dict(filled(request, call, "officer").cleaned_data), timezone.now()
    kind = said.pop("kind")
    enact(
        request,
        ref_in(request),
        "office.elect",
        room=LEDGER,
        arguments={"body": call.body_id, "kind": kind, **verbs.plain(said)},
        act=lambda by, sealed: offices.elect(call.body, kind, by=by, at=at, ref=sealed, **said),
    )
    return "officers"


PRESSES: dict[str, Press] = {
    "change": change,
    "publish": simple("publish", "call"),
    "ask_renewals": simple("ask_renewals", "renewals"),
    "answer": answer,
    "paper": paper,
    "choose": choose,
    "assign": simple("assign", "parts"),
    "place": place,
    "decide": simple("decide", "decide"),
    "call_up": call_up,
    "appoint": simple("appoint", "appoint"),
    "officer": officer,
}
