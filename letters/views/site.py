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

from district.dates import day
from district.paging import page_of
from district.refusals import Refusal, not_found
from district.visitors import person_of, signed_in
from letters import actions
from letters.delivery import may_get_news
from letters.lines import lines_of
from letters.models import Dispatch, Follow, Hours, Letter, Rest, Road
from letters.rows import ways_row
from letters.speakers import follow_at, letter_at
from letters.stopping import Stop, stop_url, stopped_by
from letters.views import verbs
from realtime.acts import ref_in


@never_cache
@login_required
@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """What I was told, newest first, and what I follow."""
    person = signed_in(request)
    ways = ways_row(person, timezone.now())
    page = page_of(Letter.objects.visible_to(person).on_screen(), request.GET)
    context = {
        "lines": lines_of(page.rows),
        "next_url": page.next and f"?{urlencode({'cursor': page.next})}",
        "previous_url": page.previous and f"?{urlencode({'cursor': page.previous})}",
        "follows": Follow.objects.visible_to(person).standing(),
        "by_duty": any(letter.is_duty for letter in page.rows),
        "ways": ways,
        "hours": Hours.objects.on(day(timezone.now())),
        "talk_offered": any(road["code"] == Road.TALK for road in ways["offered"]),
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
    stop = "" if mine.follow or mine.is_duty else stop_url(mine.person, [mine])
    return render(request, "letters/letter.html", {"letter": mine, "stop_url": stop})


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
    context: dict[str, Any] = {"titles": titles_of(sealed), "stopped": False, "by_road": sealed.road}
    if request.method == "POST":
        at = timezone.now()
        if sealed.road:
            actions.leave_road(sealed.person, sealed.road, at=at)
        else:
            actions.stop(sealed.person, sealed.topics, at=at)
        context["stopped"] = True
    return render(request, "letters/stop.html", context)


def titles_of(sealed: Stop) -> list[str]:
    """What the link ends, by name: a road, what is followed, or what one once took part in."""
    if sealed.road:
        return [str(Road(sealed.road).label)]
    standing = Follow.objects.standing().filter(person=sealed.person, topic__in=sealed.topics)
    named = dict(standing.values_list("topic", "title"))
    told = Dispatch.objects.filter(
        topic__in=sealed.topics, letters__person=sealed.person, letters__follow=None
    )
    told = told.exclude(because="").exclude(topic__in=named).exclude(topic__in=rested(sealed))
    for topic, because in told.order_by("pk").values_list("topic", "because"):
        named.setdefault(topic, because)
    return sorted(named.values())


def rested(sealed: Stop) -> list[str]:
    """Of these topics those that were ended before."""
    return list(Rest.objects.of(sealed.topics).filter(person=sealed.person).values_list("topic", flat=True))


def way_back(request: HttpRequest) -> str:
    """Where the button stood, if that is in this house."""
    asked = request.POST.get("next", "")
    here = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if here else reverse("letters")
