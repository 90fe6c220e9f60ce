"""The door for people: my letters, one letter, and no more of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from district.paging import page_of
from district.refusals import Refusal, not_found
from district.visitors import person_of, signed_in
from letters import actions
from letters.delivery import may_get_news
from letters.mail import stopped_by
from letters.models import Follow, Letter
from letters.speakers import follow_at, letter_at
from letters.views import verbs
from realtime.acts import ref_in


@never_cache
@login_required
@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """What I was told, newest first, and what I follow."""
    person = signed_in(request)
    page = page_of(Letter.objects.visible_to(person).on_screen(), request.GET)
    context = {
        "letters": page.rows,
        "next_url": page.next and f"?{urlencode({'cursor': page.next})}",
        "previous_url": page.previous and f"?{urlencode({'cursor': page.previous})}",
        "follows": Follow.objects.visible_to(person).standing(),
        "by_duty": any(letter.follow is None for letter in page.rows),
        "address_open": not may_get_news(person),
    }
    return render(request, "letters/letters.html", context)


@never_cache
@login_required
@require_safe
def letter(request: HttpRequest, key: UUID) -> HttpResponse:
    """One letter; whoever looks at it has opened it."""
    mine = letter_at(key, signed_in(request))
    if request.method == "GET":
        actions.read(mine, at=timezone.now())
    return render(request, "letters/letter.html", {"letter": mine})


@never_cache
@login_required
@require_POST
def confirm(request: HttpRequest, key: UUID) -> HttpResponse:
    """I say that it came."""
    mine = letter_at(key, signed_in(request))
    try:
        verbs.confirm(request, ref_in(request), mine)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(mine)


@never_cache
@require_POST
def follow(request: HttpRequest) -> HttpResponse:
    """Hear of what the page offered, and go back to it."""
    back = way_back(request)
    if person_of(request) is None:
        return redirect(f"{reverse('account_login')}?{urlencode({'next': back})}")
    try:
        wish, _seq = verbs.follow(request, ref_in(request), request.POST.get("offer"))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("‘%(title)s’ 소식을 알려 드립니다.") % {"title": wish.title})
    return redirect(back)


@never_cache
@login_required
@require_POST
def unfollow(request: HttpRequest, key: UUID) -> HttpResponse:
    """No more of it, and back to where I was."""
    wish = follow_at(key, signed_in(request))
    try:
        verbs.unfollow(request, ref_in(request), wish)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("‘%(title)s’ 소식을 이제 보내 드리지 않습니다.") % {"title": wish.title})
    return redirect(way_back(request))


# A mail program presses for its owner (RFC 8058): it brings no session and no token of a form, only the seal.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """The link in a mail: looked at, it has one button; pressed, it is done, signed in or not."""
    sealed = stopped_by(token)
    if sealed is None:
        raise not_found()
    person_id, topics = sealed
    standing = Follow.objects.standing().filter(person=person_id, topic__in=topics)
    context: dict[str, Any] = {"titles": sorted(standing.values_list("title", flat=True)), "stopped": False}
    if request.method == "POST":
        actions.stop(person_id, topics, at=timezone.now())
        context["stopped"] = True
    return render(request, "letters/stop.html", context)


def way_back(request: HttpRequest) -> str:
    """Where the button stood, if that is in this house."""
    asked = request.POST.get("next", "")
    here = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if here else reverse("letters")
