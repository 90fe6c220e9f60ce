"""Addresses that stay, wherever a page moves."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from cms.models import BodyPage, CivicPage, ForumPage, PledgesPage, ProposalIndexPage, QuestionPage
from committees.speakers import body_at
from committees.views.profile import body_context
from district.intake import MAX_INTEGER, whole
from district.visitors import person_of


@require_safe
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """To the page on which a question is asked, while there is one."""
    return _to_the_page(request, QuestionPage, pk, question=pk)


@require_safe
def body(request: HttpRequest, pk: int) -> HttpResponse:
    """To the page that tells of a body; without one the record is drawn by itself."""
    if BodyPage.objects.live().filter(alias_of=None, body=whole(str(pk))).exists():
        return _to_the_page(request, BodyPage, pk, body=pk)
    asked = body_at(pk, person_of(request))
    response = render(request, "committees/body.html", body_context(asked, request, timezone.now()))
    # What a member may do there is nobody else's.
    patch_cache_control(response, private=True, no_cache=True)
    return response


@require_safe
def forum(request: HttpRequest, pk: int) -> HttpResponse:
    """To the page that calls a forum, while there is one."""
    return _to_the_page(request, ForumPage, pk, forum=pk)


@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    """To the list of all proposals, while there is one."""
    return _to_the_page(request, ProposalIndexPage, 0)


@require_safe
def pledges(request: HttpRequest) -> HttpResponse:
    """To 한눈에 보는 공약, while there is such a page."""
    return _to_the_page(request, PledgesPage, 0, shows=PledgesPage.Shows.OVERVIEW)


def _to_the_page(request: HttpRequest, kind: type[CivicPage], pk: int, **record: Any) -> HttpResponse:
    if pk > MAX_INTEGER:  # no row can have it, and the database would break over the comparison
        raise Http404
    page = kind.objects.live().filter(alias_of=None, **record).order_by("pk").first()
    url = page.get_url(request) if page else None
    if url is None:
        raise Http404
    kept = request.GET.urlencode()
    return redirect(f"{url}?{kept}" if kept else url)
