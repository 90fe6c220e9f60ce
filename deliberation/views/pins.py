"""Buttons of whoever keeps a talk: plain forms, complete without JavaScript."""
# ruff: noqa: A002 (the address calls it id)

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from deliberation import actions
from deliberation.models import Thread
from deliberation.speakers import comment_at, thread_at
from deliberation.views.site import on_the_way
from district.refusals import Refusal
from district.visitors import person_of
from realtime.acts import enact, ref_in


@require_POST
def pin(request: HttpRequest, id: int) -> HttpResponse:
    """Put a word above the others."""
    comment = comment_at(id, person_of(request))
    thread = thread_at(comment.thread_id, person_of(request))
    act = partial(actions.pin_comment, comment)
    said = {"comment": comment.pk}
    return _acted(request, thread, "comment.pin", act, said=said, told=_("의견을 위에 두었습니다."))


@require_POST
def unpin(request: HttpRequest, id: int) -> HttpResponse:
    """Take down what stands above."""
    thread = thread_at(id, person_of(request))
    act = partial(actions.unpin_comment, thread)
    return _acted(request, thread, "comment.unpin", act, said={}, told=_("위에서 내렸습니다."))


@require_POST
def slow(request: HttpRequest, id: int) -> HttpResponse:
    """Ask everybody to take their time."""
    thread, sent = thread_at(id, person_of(request)), request.POST.get("seconds", "")
    seconds = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 6 else None
    told = _("쉬는 시간을 정했습니다.") if seconds else _("이제 쉬지 않고 쓸 수 있습니다.")
    act = partial(actions.slow_thread, thread, seconds=seconds)
    return _acted(request, thread, "thread.slow", act, said={"seconds": seconds}, told=told)


def _acted(
    request: HttpRequest,
    thread: Thread,
    verb: str,
    act: Callable[..., Model],
    *,
    said: dict[str, Any],
    told: str,
) -> HttpResponse:
    """Do one thing in a talk, and go back to it."""
    at, back = timezone.now(), thread.url
    try:
        enact(
            request,
            ref_in(request),
            verb,
            room=thread.room,
            arguments=said,
            act=lambda by, sealed: act(by=by, at=at, ref=sealed),
        )
    except Refusal as refusal:
        if elsewhere := on_the_way(refusal, back):
            return elsewhere
        if refusal.status == 403:
            raise
        messages.error(request, str(refusal))
        return redirect(back)
    messages.success(request, told)
    # To where the button was pressed: the page, or the wall.
    on_wall = request.POST.get("next") == "wall" and thread.forum_session is not None
    return redirect(f"{back}wall/" if on_wall else back)
