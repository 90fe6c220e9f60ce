"""A session's page, its wall, and the facilitator's buttons: plain forms, complete without JavaScript."""
# ruff: noqa: A002 (the address calls it id)

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from deliberation import actions
from deliberation.models import Session
from deliberation.speakers import session_at
from deliberation.views.opening import session_context
from deliberation.views.site import on_the_way
from district.refusals import Refusal
from district.visitors import person_of
from realtime.acts import enact, ref_in


@require_safe
def session(request: HttpRequest, id: int) -> HttpResponse:
    """Where residents and members talk."""
    return _shown(request, "deliberation/session.html", session_at(id, person_of(request)))


@require_safe
def wall(request: HttpRequest, id: int) -> HttpResponse:
    """The same for the projector in the hall, with the way in for telephones."""
    return _shown(request, "deliberation/wall.html", session_at(id, person_of(request)))


def _shown(request: HttpRequest, template: str, session: Session) -> HttpResponse:
    response = render(request, template, session_context(session, request, timezone.now()))
    # No other reader may get this one's ticket.
    patch_cache_control(response, private=True, no_cache=True)
    return response


@require_POST
def open_session(request: HttpRequest, id: int) -> HttpResponse:
    """The evening begins."""
    session = session_at(id, person_of(request))
    act = partial(actions.open_session, session)
    return _acted(request, session, "session.open", act) or _done(request, session, _("회차를 열었습니다."))


@require_POST
def close_session(request: HttpRequest, id: int) -> HttpResponse:
    """The evening ends."""
    session = session_at(id, person_of(request))
    act = partial(actions.close_session, session)
    return _acted(request, session, "session.close", act) or _done(request, session, _("회차를 마쳤습니다."))


def _acted(
    request: HttpRequest, session: Session, verb: str, act: Callable[..., Model], **said: Any
) -> HttpResponse | None:
    """Do one thing in a session; answers only where it was refused."""
    at = timezone.now()
    try:
        enact(
            request,
            ref_in(request),
            verb,
            room=session.check_has_talk().room,
            arguments=said,
            act=lambda by, sealed: act(by=by, at=at, ref=sealed),
        )
    except Refusal as refusal:
        if elsewhere := on_the_way(refusal, session.get_absolute_url()):
            return elsewhere
        if refusal.status == 403:
            raise
        messages.error(request, str(refusal))
        return _back(request, session)
    return None


def _done(request: HttpRequest, session: Session, told: str) -> HttpResponse:
    messages.success(request, told)
    return _back(request, session)


def _back(request: HttpRequest, session: Session) -> HttpResponse:
    """To where the button was pressed: the page, or the wall."""
    place = session.get_absolute_url()
    return redirect(f"{place}wall/" if request.POST.get("next") == "wall" else place)
