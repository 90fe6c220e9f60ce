"""The door for people: by which roads and how often I am told."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from district.refusals import Refusal
from district.visitors import signed_in
from letters.speakers import browser_at, follow_at
from letters.views import verbs
from realtime.acts import ref_in

WORKER = "site/js/push_worker.js"


@never_cache
@login_required
@require_POST
def prefer(request: HttpRequest) -> HttpResponse:
    """How I am told of everything that has no choice of its own."""
    roads, pace = request.POST.getlist("roads"), request.POST.get("pace", "")
    return done(
        request, lambda: verbs.prefer(request, ref_in(request), roads, pace), _("받는 방법을 바꾸었습니다.")
    )


@never_cache
@login_required
@require_POST
def choose(request: HttpRequest, key: UUID) -> HttpResponse:
    """How I am told of this one thing."""
    wish = follow_at(key, signed_in(request))
    own = request.POST.get("own") == "1"
    roads = request.POST.getlist("roads") if own else None
    pace = request.POST.get("pace", "") if own else ""
    act = lambda: verbs.choose(request, ref_in(request), wish, roads, pace)  # noqa: E731
    return done(request, act, _("‘%(title)s’ 소식을 받는 방법을 바꾸었습니다.") % {"title": wish.title})


@never_cache
@login_required
@require_POST
def claim_number(request: HttpRequest) -> HttpResponse:
    """This number is mine."""
    number = request.POST.get("number", "")[:40]
    act = lambda: verbs.claim_number(request, ref_in(request), number)  # noqa: E731
    return done(request, act, _("문자로 인증번호를 보냈습니다. 5분 안에 적어 주세요."))


@never_cache
@login_required
@require_POST
def prove_number(request: HttpRequest) -> HttpResponse:
    """Here is the code."""
    code = request.POST.get("code", "")[:12]
    act = lambda: verbs.prove_number(request, ref_in(request), code)  # noqa: E731
    return done(request, act, _("번호를 확인했습니다. 이제 알림톡으로 알려 드립니다."))


@never_cache
@login_required
@require_POST
def drop_number(request: HttpRequest) -> HttpResponse:
    """Forget my number."""
    return done(request, lambda: verbs.drop_number(request, ref_in(request)), _("번호를 지웠습니다."))


@never_cache
@login_required
@require_POST
def drop_browser(request: HttpRequest, key: UUID) -> HttpResponse:
    """Let a browser sleep."""
    browser = browser_at(key, signed_in(request))
    act = lambda: verbs.drop_browser(request, ref_in(request), browser)  # noqa: E731
    return done(request, act, _("이제 그 브라우저로는 알려 드리지 않습니다."))


def done(request: HttpRequest, act: Callable[[], Any], sentence: str) -> HttpResponse:
    """Do it, say so, and show my choices as they stand."""
    try:
        act()
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, sentence)
    return redirect(f"{reverse('letters')}#ways")


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The script that wakes: served from the root, for a browser lets it see no more than its own folder."""
    answer = HttpResponse(script(), content_type="text/javascript; charset=utf-8")
    # A worker that is kept for a year would never learn anything.
    answer["Cache-Control"] = "no-cache"
    return answer


@lru_cache(maxsize=1)
def script() -> bytes:
    """As it lies among the site's files."""
    found = finders.find(WORKER)
    return Path(str(found)).read_bytes()
