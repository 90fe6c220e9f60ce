"""What every request meets on its way in."""

import re
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig, ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.csp import CSP
from django.utils.translation import gettext as _

from cms.views.errors import bad_request, refused
from district.intake import read_json
from district.refusals import Refusal, house_busy, problem_response, too_large
from district.second_factor import step_before_desk
from district.visitors import person_of

DESK_CSP = {
    "img-src": [CSP.SELF, "data:", "blob:"],
    "script-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "frame-ancestors": [CSP.SELF],
}
UNFIT = re.compile(r"\0|[0-9]{19}")
"""What no row can hold: the letter NUL, and a number above 2^63."""
KEPT = re.compile(r"-?items")
"""What may not be sorted or filtered by: an order would tell of words that are not shown."""


class LanguageByChoice:
    """Speak Korean unless the reader pressed English."""

    # LocaleMiddleware would follow Accept-Language: a district does not speak whatever a browser prefers.
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            return response


class BoundedHeadless:
    """Read what comes to allauth's headless doors by the rules of our own, for it reads anything."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/_allauth/"):
            try:
                if body := request.body:
                    read_json(body)
            except RequestDataTooBig:
                return problem_response(too_large())
            except Refusal as refusal:
                return problem_response(refusal)
        return self.get_response(request)


class DeskDoor:
    """Let nobody to the staff desk without an office or a page right, nor without the second factor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = person_of(request) if request.path.startswith(reverse("wagtailadmin_home")) else None
        if person is None:
            return self.get_response(request)
        # Wagtail would send a resident back to the sign-in page, which sends who is signed in back here.
        if not person.has_perm("wagtailadmin.access_admin"):
            raise PermissionDenied
        if step := step_before_desk(request, person):
            messages.info(request, _("직원 자리에 들어가시려면 두 번째 인증이 필요합니다."))
            return redirect(step)
        return self.get_response(request)


class DeskPolicy:
    """Wagtail's desk is drawn with inline styles and scripts; the public site never is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith(reverse("wagtailadmin_home")):
            response._csp_config = settings.SECURE_CSP | DESK_CSP  # type: ignore[attr-defined]
        return response


class PagesAreRead:
    """The CMS API gives; it takes only where the district has switched its write tokens on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        writes = request.method not in {"GET", "HEAD", "OPTIONS"}
        if writes and request.path.startswith("/api/cms/") and not settings.CMS_WRITE_TOKENS:
            sentence = _("이 누리집의 쪽은 읽기만 할 수 있습니다.")
            return problem_response(Refusal("pages_read_only", sentence, status=403))
        # Wagtail hands both to the database, which breaks over them.
        if request.path.startswith("/api/cms/") and unfit(request.GET):
            return bad_request(request, BadRequest())
        return self.get_response(request)


def unfit(asked: QueryDict) -> bool:
    """Whether pages are asked for in a way that breaks, or that betrays what an agenda does not show."""
    said = [value for _name, values in asked.lists() for value in values]
    betrays = any(KEPT.match(name) for name in (*asked, *asked.getlist("order")))
    return betrays or bool(UNFIT.search("\n".join(said)))


class RefusalsSpoken:
    """A refusal that no door has answered becomes a page that says why, or a problem for a machine."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, ValidationError) and request.path.startswith(reverse("wagtailadmin_home")):
            # Bulk actions and approvals publish drafts that no form has looked at.
            messages.error(request, " ".join(exception.messages))
            return redirect("wagtailadmin_home")
        refusal = exception if isinstance(exception, Refusal) else house_busy(exception)
        return refused(request, refusal) if refusal is not None else None
