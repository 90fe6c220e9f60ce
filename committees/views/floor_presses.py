"""What people press while they speak and move: plain forms, each one verb; sent twice, done once."""
# ruff: noqa: A002 (the address calls it id)

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from committees.floor_speakers import gist_at, motion_at, observer_at, recusal_at, turn_at
from committees.models import Meeting
from committees.speakers import item_at, meeting_at
from committees.views import floor_verbs as verbs
from committees.views import site
from committees.views.presses import number_in, place, pressed
from district.refusals import Refusal
from district.visitors import person_of
from realtime.acts import ref_in

TURNED = {
    "begin": _("발언을 시작했습니다."),
    "end": _("발언을 마쳤습니다."),
    "withdraw": _("발언 신청을 거두었습니다."),
}
MOVED = {"withdraw": _("동의를 철회했습니다."), "lapse": _("동의를 폐기했습니다.")}
LISTED = {True: _("발언 신청을 마감했습니다."), False: _("발언 신청을 다시 받습니다.")}


def words_in(request: HttpRequest, *names: str) -> dict[str, Any]:
    """What the form says under these names; what was left empty was not said."""
    return {name: request.POST.get(name) or None for name in names}


def again_at(request: HttpRequest, meeting: Meeting, usual: str) -> Callable[[Refusal], HttpResponse] | None:
    """The page again with the words that have to be mended, if it is one that keeps words."""
    pages = {"floor": site.on_floor, "console": site.at_console}
    page = pages.get(request.POST.get("next") or usual)
    return partial(page, request, meeting) if page else None


@require_POST
def turn(request: HttpRequest, pk: int, id: int) -> HttpResponse:
    """Ask for the floor; or put a seat or somebody who explains on the list."""
    item = item_at(id, person_of(request), meeting=pk)
    said = words_in(request, "kind", "name", "badge") | {"seat": number_in(request, "seat")}
    if said["seat"] is None and said["name"] is None:
        verb: Callable[[], Any] = partial(verbs.ask_turn, request, ref_in(request), item, said["kind"])
        to = place(request, item.meeting, "floor")
    else:
        verb = partial(verbs.add_turn, request, ref_in(request), item, said)
        to = place(request, item.meeting, "console")
    return pressed(request, verb, _("발언을 신청했습니다."), to)


def turning(verb: str) -> Callable[[HttpRequest, int, int], HttpResponse]:
    """Begin, end, withdraw."""

    @require_POST
    def press(request: HttpRequest, pk: int, id: int) -> HttpResponse:
        asked = turn_at(id, person_of(request), item__meeting=pk)
        act = partial(verbs.turn, request, ref_in(request), asked, verb)
        usual = "floor" if verb == "withdraw" else "console"
        return pressed(request, act, TURNED[verb], place(request, asked.item.meeting, usual))

    return press


@require_POST
def speakers_list(request: HttpRequest, pk: int, id: int) -> HttpResponse:
    """Take no more names, or take them again."""
    item = item_at(id, person_of(request), meeting=pk)
    closed = request.POST.get("closed") != "false"
    verb = partial(verbs.turn_list, request, ref_in(request), item, closed)
    return pressed(request, verb, LISTED[closed], place(request, item.meeting, "console"))


@require_POST
def type_gist(request: HttpRequest, pk: int, id: int) -> HttpResponse:
    """Type what is being said."""
    person, number = person_of(request), number_in(request, "turn")
    item = item_at(id, person, meeting=pk)
    spoken = None if number is None else turn_at(number, person, item=item)
    said = words_in(request, "words", "name", "badge")
    verb = partial(verbs.type_gist, request, ref_in(request), item, spoken, said)
    to, again = place(request, item.meeting, "console"), again_at(request, item.meeting, "console")
    return pressed(request, verb, _("발언 요지를 적었습니다."), to, again=again)


@require_POST
def change_gist(request: HttpRequest, pk: int, id: int) -> HttpResponse:
    """Mend a line."""
    gist = gist_at(id, person_of(request), item__meeting=pk)
    meeting = gist.item.meeting
    verb = partial(verbs.change_gist, request, ref_in(request), gist, request.POST.get("words", ""))
    to, again = place(request, meeting, "console"), again_at(request, meeting, "console")
    return pressed(request, verb, _("발언 요지를 고쳤습니다."), to, again=again)


@require_POST
def move(request: HttpRequest, pk: int, id: int) -> HttpResponse:
    """Put something before the meeting."""
    person, number = person_of(request), number_in(request, "amends")
    item = item_at(id, person, meeting=pk)
    amended = None if number is None else motion_at(number, person, item=item)
    said = words_in(request, "kind") | {"text": request.POST.get("text", "")}
    said["seat"] = number_in(request, "seat")
    verb = partial(verbs.move, request, ref_in(request), item, amended, said)
    to, again = place(request, item.meeting, "floor"), again_at(request, item.meeting, "floor")
    return pressed(request, verb, _("동의를 냈습니다."), to, again=again)


@require_POST
def second(request: HttpRequest, pk: int, id: int) -> HttpResponse:
    """Want it talked about, too."""
    asked = motion_at(id, person_of(request), item__meeting=pk)
    verb = partial(verbs.second, request, ref_in(request), asked, number_in(request, "seat"))
    return pressed(request, verb, _("재청했습니다."), place(request, asked.item.meeting, "floor"))


def moving(verb: str) -> Callable[[HttpRequest, int, int], HttpResponse]:
    """Take a motion back, or let it go."""

    @require_POST
    def press(request: HttpRequest, pk: int, id: int) -> HttpResponse:
        asked = motion_at(id, person_of(request), item__meeting=pk)
        act = partial(verbs.motion, request, ref_in(request), asked, verb)
        usual = "floor" if verb == "withdraw" else "console"
        return pressed(request, act, MOVED[verb], place(request, asked.item.meeting, usual))

    return press


@require_POST
def recuse(request: HttpRequest, pk: int, id: int) -> HttpResponse:
    """Keep out of an item, or keep somebody out."""
    item = item_at(id, person_of(request), meeting=pk)
    said = words_in(request, "kind") | {"reason": request.POST.get("reason", "")}
    said["seat"] = number_in(request, "seat")
    verb = partial(verbs.record_recusal, request, ref_in(request), item, said)
    to, again = place(request, item.meeting, "floor"), again_at(request, item.meeting, "floor")
    return pressed(request, verb, _("제척·기피·회피를 적었습니다."), to, again=again)


@require_POST
def withdraw_recusal(request: HttpRequest, pk: int, id: int) -> HttpResponse:
    """Take it back."""
    asked = recusal_at(id, person_of(request), item__meeting=pk)
    verb = partial(verbs.withdraw_recusal, request, ref_in(request), asked)
    to = place(request, asked.item.meeting, "floor")
    return pressed(request, verb, _("제척·기피·회피를 거두었습니다."), to)


@require_POST
def observe(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down who is there without a seat."""
    meeting = meeting_at(pk, person_of(request))
    said = {"name": request.POST.get("name", ""), "office": request.POST.get("office") or None}
    verb = partial(verbs.record_observer, request, ref_in(request), meeting, said)
    return pressed(request, verb, _("배석자를 적었습니다."), place(request, meeting, "console"))


@require_POST
def leave_out(request: HttpRequest, pk: int, id: int) -> HttpResponse:
    """Leave somebody out who was not there."""
    asked = observer_at(id, person_of(request), meeting=pk)
    verb = partial(verbs.remove_observer, request, ref_in(request), asked)
    return pressed(request, verb, _("배석자를 뺐습니다."), place(request, asked.meeting, "console"))
