"""위원 모집: what the district fills, for everybody to read, and the way to ask for a seat."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from committees.actions.applying import check_may_apply, consent_on
from committees.call_forms import ApplyForm, WishesForm
from committees.models import Application, BodyRule, Call
from committees.speakers import found
from committees.views import seat_asking as verbs
from committees.views.site import sign_in
from district.models import Consent, Person
from district.paging import page_of
from district.refusals import Refusal, not_found
from district.visitors import kept_from_others, person_of
from realtime.acts import ref_in

SOON = (Call.Stage.OPEN, Call.Stage.UPCOMING, Call.Stage.CHOOSING, Call.Stage.DECIDED, Call.Stage.APPOINTED)


@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    """What is open first, then what comes, then what is over."""
    at = timezone.now()
    page = page_of(Call.objects.visible_to(person_of(request)), request.GET)
    ordered = sorted(page.rows, key=lambda call: SOON.index(Call.Stage(call.stage(at))))
    rows = [{"call": call, "stage": call.stage(at)} for call in ordered]
    return render(request, "committees/calls/list.html", {
        "rows": rows,
        "next_url": page.next and f"?cursor={page.next}",
        "previous_url": page.previous and f"?cursor={page.previous}",
    })  # fmt: skip


@require_safe
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """One call: what for, how many, until when, and by which rule."""
    person, at = person_of(request), timezone.now()
    asked = found(Call.objects.visible_to(person), pk)
    context = call_context(asked, person, at) | {"parts": list(WishesForm(asked).parts.values())}
    return kept_from_others(render(request, "committees/calls/call.html", context))


def call_context(call: Call, person: Person | None, at: datetime) -> dict[str, Any]:
    """What stands above the form as well."""
    mine = own(call, person)
    return {
        "call": call,
        "body": call.body,
        "stage": call.stage(at),
        "stages": steps(call, at),
        "rule": rule_of(call),
        "mine": mine,
        "refusal": None if mine or person is None else why_not(call, person, at),
        "left": (call.closes_at - at).days,
    }


def own(call: Call, person: Person | None) -> Application | None:
    """This reader's own, the one that stands before one that was taken back."""
    mine = Application.objects.visible_to(person).filter(call=call)
    standing = mine.exclude(state=Application.State.WITHDRAWN).first()
    return standing or mine.order_by("-pk").first()


def rule_of(call: Call) -> BodyRule | None:
    """The rule of the day on which the term begins, for it is told in plain words."""
    try:
        return call.body.rule_on(call.starts_on)
    except Refusal:
        return None


def why_not(call: Call, person: Person, at: datetime) -> Refusal | None:
    """What would be said if the button were pressed; it is said before anybody writes a page."""
    try:
        check_may_apply(call, person, at)
    except Refusal as refusal:
        return refusal
    return None


def steps(call: Call, at: datetime) -> list[dict[str, Any]]:
    """모집 → 심사 → 선정 → 위촉, with what is over and what goes on."""
    order = [Call.Stage.OPEN, Call.Stage.CHOOSING, Call.Stage.DECIDED, Call.Stage.APPOINTED]
    now = Call.Stage(call.stage(at))
    reached = order.index(now) if now in order else -1
    days = {
        Call.Stage.OPEN: (call.opens_at, call.closes_at),
        Call.Stage.DECIDED: (call.decided_at, None),
        Call.Stage.APPOINTED: (call.starts_on, None),
    }
    return [
        {
            "label": stage.label,
            "start": days.get(stage, (None, None))[0],
            "end": days.get(stage, (None, None))[1],
            "done": n < reached or (n == reached and stage in {Call.Stage.DECIDED, Call.Stage.APPOINTED}),
            "now": n == reached and stage in {Call.Stage.OPEN, Call.Stage.CHOOSING},
        }
        for n, stage in enumerate(order)
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    """지원서. Whoever may not is told why; what was written stays in the form."""
    asked = found(Call.objects.visible_to(person_of(request)), pk)
    if request.method == "POST":
        return applied(request, asked)
    if person_of(request) is None:
        return sign_in(request.get_full_path())
    return form_page(request, asked, ApplyForm(asked, person_of(request), text()))


def applied(request: HttpRequest, asked: Call) -> HttpResponse:
    """Sent: to its own page, or back into the form with what has to be mended."""
    form = ApplyForm(asked, person_of(request), text(), request.POST)
    if not form.is_valid():
        return form_page(request, asked, form, status=422)
    try:
        row, _number = verbs.apply(request, ref_in(request), asked, form.said())
    except Refusal as refusal:
        form.add_error(field_of(refusal, form), str(refusal))
        return form_page(request, asked, form, status=refusal.status)
    return redirect(f"{reverse('application', args=[row.key])}?sent")


def form_page(request: HttpRequest, asked: Call, form: ApplyForm, status: int = 200) -> HttpResponse:
    """The form beside what it is for."""
    context = call_context(asked, person_of(request), timezone.now()) | {"form": form, "text": text()}
    return kept_from_others(render(request, "committees/calls/apply.html", context, status=status))


def text() -> Consent | None:
    """The words to agree to; without them nobody can apply, and the page says so."""
    try:
        return consent_on(timezone.now())
    except Refusal:
        return None


def field_of(refusal: Refusal, form: ApplyForm) -> str | None:
    """Beside which field the refusal stands."""
    places = {"consent_changed": "consent", "consent_needed": "consent", "gender_needed": "gender"}
    name = places.get(refusal.code, "")
    return name if name in form.fields else None


@require_safe
def application(request: HttpRequest, key: UUID) -> HttpResponse:
    """One's own application: what was sent, where it stands, and the way to take it back."""
    if person_of(request) is None:
        return sign_in(request.get_full_path())
    return shown(request, mine_at(request, key))


def mine_at(request: HttpRequest, key: UUID) -> Application:
    """One's own; another's is not there."""
    rows = Application.objects.visible_to(person_of(request))
    row = rows.select_related("call__body", "part", "renews").prefetch_related("wishes__body").filter(key=key)
    if (asked := row.first()) is None:
        raise not_found()
    return asked


def shown(
    request: HttpRequest, row: Application, refusal: Refusal | None = None, form: WishesForm | None = None
) -> HttpResponse:
    """Its page, also with why a press was refused."""
    at, state = timezone.now(), Application.State
    open_still = row.call.decided_at is None and at < row.call.closes_at
    renewing = row.renews is not None and row.state in {state.ASKED, state.APPLIED, state.WITHDRAWN}
    given = {f"wish{wish.rank}": str(wish.body_id) for wish in row.wishes.all()}
    context = {
        "row": row,
        "call": row.call,
        "body": row.call.body,
        "sent": "sent" in request.GET and refusal is None and (row.renews is not None or not row.purged_at),
        "may_answer": renewing and open_still,
        "may_withdraw": row.renews is None
        and (
            row.state in {state.APPLIED, state.SELECTED, state.RESERVE}
            or (row.state == state.DECLINED and row.call.decided_at is None)
        ),
        "shown_state": shown_state(row),
        "form": form or WishesForm(row.call, initial=given),
        "error": str(refusal) if refusal else "",
    }
    status = refusal.status if refusal else 200
    page = render(request, "committees/calls/application.html", context, status=status)
    return kept_from_others(page)


def shown_state(row: Application) -> str:
    """What its own writer reads: who is chosen is nobody's to know before it is decided."""
    hidden = {Application.State.SELECTED, Application.State.RESERVE, Application.State.DECLINED}
    before = row.call.decided_at is None and row.state in hidden
    return Application.State.APPLIED.value if before else row.state


@require_POST
def withdraw(request: HttpRequest, key: UUID) -> HttpResponse:
    """취하."""
    if person_of(request) is None:
        return sign_in(reverse("application", args=[key]))
    row = mine_at(request, key)
    try:
        verbs.withdraw(request, ref_in(request), row)
    except Refusal as refusal:
        return shown(request, row, refusal)
    return redirect("application", key=key)


@require_POST
def answer(request: HttpRequest, key: UUID) -> HttpResponse:
    """이어서 맡으시겠어요? Yes with wishes, or no."""
    if person_of(request) is None:
        return sign_in(reverse("application", args=[key]))
    row, said = mine_at(request, key), request.POST.get("stays")
    form = WishesForm(row.call, request.POST)
    try:
        if not form.is_valid():
            raise Refusal("bad_wishes", _first(form), 422)
        if said not in {"yes", "no"}:
            raise Refusal("stays_needed", _("이어서 맡으실지 골라 주세요."), 422)
        verbs.answer(request, ref_in(request), row, stays=said == "yes", wishes=form.wished())
    except Refusal as refusal:
        return shown(request, row, refusal, form)
    return redirect(f"{reverse('application', args=[key])}?sent")


def _first(form: WishesForm) -> str:
    return next(str(each) for errors in form.errors.values() for each in errors)
