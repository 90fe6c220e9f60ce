"""Language, theme, contrast and size: pressed, not guessed."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from cms.choice import CHOICES, YEAR


def way_back(request: HttpRequest, otherwise: str = "/") -> str:
    """Where the reader came from, if that is in this house."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    here = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if here else otherwise


@require_http_methods(["GET", "HEAD", "POST"])
def display(request: HttpRequest) -> HttpResponse:
    """How to read here: light or dark, plain or strong, large or small."""
    if request.method != "POST":
        return render(request, "cms/display.html", {"choices": CHOICES, "next": way_back(request)})
    return choose(request)


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep what was pressed, and go back."""
    answer = redirect(way_back(request))
    for name, known in CHOICES.items():
        if (pressed := request.POST.get(name)) in known:
            answer.set_cookie(
                name,
                pressed,
                max_age=YEAR,
                samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
            )
    return answer
