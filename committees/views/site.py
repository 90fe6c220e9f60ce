"""The door for people: the pages of a meeting, each complete without JavaScript."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from committees.models import Meeting
from committees.rights import Rights, check_runs, rights_of
from committees.speakers import meeting_at, resolution_at
from committees.templatetags.qr import qr
from committees.views.console_showing import check_in_context, console_context, door, screen_context
from committees.views.showing import floor_context, meeting_context, resolution_context
from district.refusals import Refusal, not_found
from district.visitors import kept_from_others, person_of


@require_safe
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """The record's own page, for everybody."""
    asked = meeting_at(pk, person_of(request))
    response = render(request, "committees/meeting.html", meeting_context(asked, request, timezone.now()))
    # No other reader may get this one's ticket.
    patch_cache_control(response, private=True, no_cache=True)
    return response


@require_safe
def screen(request: HttpRequest, pk: int) -> HttpResponse:
    """The wall of the room; the code of the door is drawn for the secretary's projector alone."""
    asked = meeting_at(pk, person_of(request))
    return drawn(request, "committees/screen.html", screen_context(asked, request, timezone.now()))


@require_safe
def floor(request: HttpRequest, pk: int) -> HttpResponse:
    """A member's seat on a telephone."""
    asked = meeting_at(pk, person_of(request))
    if person_of(request) is None:
        return sign_in(request.get_full_path())
    return on_floor(request, asked)


@require_safe
def console(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the meeting is run from."""
    asked, person = meeting_at(pk, person_of(request)), person_of(request)
    if person is None:
        return sign_in(request.get_full_path())
    rights = rights_of(asked, person, timezone.now())
    if not rights.entitled:
        raise not_found()
    if not rights.runs:
        check_runs(asked, person)
    return at_console(request, asked, rights=rights)


@require_safe
def check_in(request: HttpRequest, pk: int) -> HttpResponse:
    """One button, also for whoever came by the code on the wall; for others what is missing."""
    asked = meeting_at(pk, person_of(request))
    if person_of(request) is None:
        return sign_in(request.get_full_path())
    return drawn(request, "committees/check_in.html", check_in_context(asked, request, timezone.now()))


@require_safe
def door_code(request: HttpRequest, pk: int) -> HttpResponse:
    """The code of these ten minutes, for the projector that the secretary opened."""
    asked = meeting_at(pk, person_of(request))
    check_runs(asked, person_of(request))
    url = door(asked, request, timezone.now())
    return kept_from_others(JsonResponse({"check_in_url": url, "svg": qr(url)}))


@require_safe
def resolution(request: HttpRequest, pk: int) -> HttpResponse:
    """What was decided, by how many, and what became of it."""
    return on_resolution(request, pk)


def on_floor(request: HttpRequest, meeting: Meeting, refusal: Refusal | None = None) -> HttpResponse:
    """The floor, also with words that have to be mended; its room lets in, and writes down who audits."""
    return drawn(request, "committees/floor.html", floor_context(meeting, request, timezone.now()), refusal)


def at_console(
    request: HttpRequest, meeting: Meeting, refusal: Refusal | None = None, rights: Rights | None = None
) -> HttpResponse:
    """The console, also with words that have to be mended."""
    context = console_context(meeting, request, timezone.now(), rights)
    return drawn(request, "committees/console.html", context, refusal)


def on_resolution(request: HttpRequest, pk: int, refusal: Refusal | None = None) -> HttpResponse:
    """A resolution, also with a report that has to be mended."""
    asked = resolution_at(pk, person_of(request))
    context = resolution_context(asked, request, timezone.now())
    return drawn(request, "committees/resolution.html", context, refusal)


def drawn(
    request: HttpRequest, template: str, context: dict[str, Any], refusal: Refusal | None = None
) -> HttpResponse:
    """A page that no cache keeps; what was sent and not taken stands in its form again."""
    again = {"said": request.POST.dict() if refusal else {}, "error": str(refusal) if refusal else None}
    status = refusal.status if refusal else 200
    return kept_from_others(render(request, template, context | again, status=status))


def sign_in(back: str) -> HttpResponse:
    """To the door, with the way back."""
    return redirect(f"{reverse('account_login')}?{urlencode({'next': back})}")
