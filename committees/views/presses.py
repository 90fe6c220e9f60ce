"""What people press in a meeting: plain forms, each one verb; a form that is sent twice is done once."""
# ruff: noqa: A002 (the address calls it id)

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from committees.forms import OrderForm
from committees.models import Meeting
from committees.speakers import attendance_at, item_at, meeting_at, order_at, resolution_at
from committees.views import seat_verbs, site, verbs
from district.refusals import Refusal
from district.visitors import person_of
from realtime.acts import ref_in

RUN = {
    "call": _("개의했습니다."),
    "recess": _("정회했습니다."),
    "resume": _("속개했습니다."),
    "adjourn": _("산회했습니다."),
}
PLACES = {
    "meeting": "meeting",
    "floor": "meeting-floor",
    "console": "meeting-console",
    "chair": "meeting-chair",
    "check-in": "meeting-check-in",
}

type Again = Callable[[Refusal], HttpResponse]


def check_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Be counted, with the code of the door or without."""
    if request.method != "POST":
        return site.check_in(request, pk)
    asked, code = meeting_at(pk, person_of(request)), request.POST.get("code", "")
    back = f"{request.path}?{urlencode({'code': code})}" if code else request.path
    verb = partial(verbs.check_in, request, ref_in(request), asked, code)
    to = place(request, asked, "floor")
    return pressed(request, verb, _("출석을 확인했습니다."), to, otherwise=back)


def running(verb: str) -> Callable[[HttpRequest, int], HttpResponse]:
    """One press of the gavel."""

    @require_POST
    def run(request: HttpRequest, pk: int) -> HttpResponse:
        asked = meeting_at(pk, person_of(request))
        act = partial(verbs.run, request, ref_in(request), asked, verb)
        return pressed(request, act, RUN[verb], place(request, asked, "console"))

    return run


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Call it off, and say why."""
    asked = meeting_at(pk, person_of(request))
    verb = partial(verbs.cancel, request, ref_in(request), asked, request.POST.get("reason", ""))
    return pressed(request, verb, _("회의를 취소했습니다."), place(request, asked, "console"))


@require_POST
def roll(request: HttpRequest, pk: int) -> HttpResponse:
    """The secretary's mark beside a name."""
    asked = meeting_at(pk, person_of(request))
    seat, mode = number_in(request, "seat"), request.POST.get("mode", "")
    verb = partial(verbs.take_roll, request, ref_in(request), asked, seat, mode)
    return pressed(request, verb, _("출석을 적었습니다."), place(request, asked, "console"))


@require_POST
def lead(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody lead a meeting whose chair has not come."""
    asked = meeting_at(pk, person_of(request))
    said = {
        "seat": number_in(request, "seat"),
        "reason": request.POST.get("reason", ""),
        "agreed": "agreed" in request.POST,
    }
    verb = partial(seat_verbs.act_as_chair, request, ref_in(request), asked, said)
    return pressed(request, verb, _("직무대행을 정했습니다."), place(request, asked, "console"))


@require_POST
def end_attendance(request: HttpRequest, pk: int, id: int) -> HttpResponse:
    """Go before it is over."""
    asked = attendance_at(id, person_of(request), meeting=pk)
    verb = partial(verbs.end_attendance, request, ref_in(request), asked)
    to = place(request, asked.meeting, "console")
    return pressed(request, verb, _("자리를 뜬 때를 적었습니다."), to)


@require_POST
def take_up(request: HttpRequest, pk: int, id: int) -> HttpResponse:
    """Bring an item to the floor."""
    item = item_at(id, person_of(request), meeting=pk)
    verb = partial(verbs.take_up, request, ref_in(request), item)
    return pressed(request, verb, _("상정했습니다."), place(request, item.meeting, "console"))


@require_POST
def finish(request: HttpRequest, pk: int, id: int) -> HttpResponse:
    """Take it from the floor."""
    item = item_at(id, person_of(request), meeting=pk)
    verb = partial(verbs.finish, request, ref_in(request), item)
    return pressed(request, verb, _("안건을 마쳤습니다."), place(request, item.meeting, "console"))


@require_POST
def resolve(request: HttpRequest, pk: int, id: int) -> HttpResponse:
    """Write down how an item ended."""
    item = item_at(id, person_of(request), meeting=pk)
    said: dict[str, Any] = {name: request.POST.get(name, "") for name in ("form", "method", "text")}
    said |= {name: number_in(request, name) for name in ("yes", "no", "abstain")}
    verb = partial(verbs.record_resolution, request, ref_in(request), item, said)
    to = place(request, item.meeting, "console")
    return pressed(
        request, verb, _("의결을 적었습니다."), to, again=partial(site.at_console, request, item.meeting)
    )


@require_POST
def remark(request: HttpRequest, pk: int, id: int) -> HttpResponse:
    """A member's word on an item."""
    item = item_at(id, person_of(request), meeting=pk)
    verb = partial(verbs.post_remark, request, ref_in(request), item, request.POST.get("body", ""))
    to = f"{place(request, item.meeting, 'floor')}#item-{item.pk}"
    return pressed(
        request, verb, _("발언을 올렸습니다."), to, again=partial(site.on_floor, request, item.meeting)
    )


@require_POST
def paper(request: HttpRequest, pk: int, id: int) -> HttpResponse:
    """Lay a paper with an item; none is a paper without bytes."""
    upload = request.FILES.get("file") or SimpleUploadedFile("empty.txt", b"")
    item = item_at(id, person_of(request), meeting=pk)
    verb = partial(verbs.lay_paper, request, ref_in(request), item, upload)
    return pressed(request, verb, _("자료를 올렸습니다."), place(request, item.meeting, "console"))


@require_POST
def order(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask something of a department."""
    resolution, form = resolution_at(pk, person_of(request)), OrderForm(request.POST)
    again = partial(site.on_resolution, request, pk)
    if not form.is_valid():
        return again(Refusal("invalid", _("적어 주신 내용을 다시 살펴 주세요."), 422))
    asked = {"what": request.POST.get("what", ""), **form.cleaned_data}
    verb = partial(verbs.place_order, request, ref_in(request), resolution, asked)
    to = resolution.get_absolute_url()
    return pressed(request, verb, _("처리할 일을 적었습니다."), to, again=again)


@require_POST
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what became of it."""
    asked = order_at(pk, person_of(request))
    words, url = request.POST.get("report", ""), request.POST.get("url", "")
    verb = partial(verbs.report_order, request, ref_in(request), asked, words, url)
    to = asked.resolution.get_absolute_url()
    again = partial(site.on_resolution, request, asked.resolution_id)
    return pressed(request, verb, _("처리 결과를 적었습니다."), to, again=again)


def pressed(
    request: HttpRequest,
    verb: Callable[[], Any],
    sentence: Any,
    to: str,
    *,
    otherwise: str = "",
    again: Again | None = None,
) -> HttpResponse:
    """Do it and go on; or say why not where the person came from, with the words they wrote."""
    try:
        verb()
    except Refusal as refusal:
        if refusal.code == "sign_in_needed":
            return site.sign_in(otherwise or to)
        if refusal.status in {403, 404}:
            raise
        if again is not None:
            return again(refusal)
        messages.error(request, str(refusal))
        return redirect(otherwise or to)
    messages.success(request, sentence)
    return redirect(to)


def place(request: HttpRequest, meeting: Meeting, usual: str) -> str:
    """Back to the page of this meeting from which it was pressed; a form cannot send anybody elsewhere."""
    asked = request.POST.get("next", "")
    return reverse(PLACES.get(asked, PLACES[usual]), args=[meeting.pk])


def number_in(request: HttpRequest, name: str) -> Any:
    """A number as the form sends it; nothing where nothing was written, and the action refuses the rest."""
    sent = number_of(request.POST.get(name, ""))
    return None if sent == "" else sent


def number_of(sent: str) -> Any:
    """The number that these letters write; else the letters, for the action to refuse."""
    sent = sent.strip()
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 19 else sent
