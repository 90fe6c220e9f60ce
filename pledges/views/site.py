"""The door for people: the page of a pledge, its log, and what was counted; complete without JavaScript."""

from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe
from django.views.decorators.vary import vary_on_cookie

from committees.asking import day_asked as day_written
from district.dates import day
from district.feeds import given
from pledges import book, days
from pledges.feeds import Pledges
from pledges.finding import pledge_of
from pledges.models import Pledge
from pledges.views.site_evidence import evidence_context
from pledges.views.site_showing import entries_context, fragment_context, pledge_context
from realtime.models import Event

KEPT_SECONDS = 60


@require_safe
def latest(request: HttpRequest, code: str) -> HttpResponse:
    """To the pledge that this code named on the day that was asked for, else names today."""
    on = day_written(request.GET.get("on"), day(timezone.now()))
    place = pledge_of(code, None, on).get_absolute_url()
    kept = request.GET.urlencode()
    return redirect(f"{place}?{kept}" if kept else place)


@require_safe
def pledge(request: HttpRequest, administration: int, code: str) -> HttpResponse:
    """What was promised, how much of it was done, and how every figure came about."""
    context = pledge_context(asked(administration, code), request, timezone.now())
    return drawn(request, "pledges/pledge.html", context)


@require_safe
def entries(request: HttpRequest, administration: int, code: str) -> HttpResponse:
    """The whole log."""
    context = entries_context(asked(administration, code), request, timezone.now())
    return drawn(request, "pledges/entries.html", context)


@require_safe
def evidence(request: HttpRequest, administration: int, code: str, pk: int) -> HttpResponse:
    """What was counted by one measure: the very records that make up its number."""
    context = evidence_context(asked(administration, code), pk, request, timezone.now())
    return drawn(request, "pledges/measure.html", context)


@require_safe
@cache_control(private=True, no_cache=True)
@vary_on_cookie
@conditional_page
def figures(request: HttpRequest, administration: int, code: str) -> HttpResponse:
    """The figures alone, for a page that stands open: drawn anew when something has happened in the house."""
    said = request.GET.get("on")
    found = asked(administration, code)
    on = days.day_asked(found, said, day(timezone.now()))
    # Whatever moves a figure leaves an event; a thousand readers are then one reading.
    newest = Event.objects.order_by("-pk").values_list("pk", flat=True).first()
    key = f"pledges:figures:{found.pk}:{on}:{said is None}:{newest}:{get_language()}"
    words = cache.get(key)
    if words is None:
        (reading,) = book.read([found], on)
        words = render_to_string("pledges/_figures.html", fragment_context(reading, said))
        cache.set(key, words, KEPT_SECONDS)
    return HttpResponse(words)


def asked(administration: int, code: str) -> Pledge:
    """The published pledge of that administration."""
    return pledge_of(code, administration, day(timezone.now()))


def drawn(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A page that may carry one reader's ticket, and no other's."""
    response = render(request, template, context)
    patch_cache_control(response, private=True, no_cache=True)
    return response


feed = given(Pledges())
