"""How the house says no, to people and to machines."""

import sys

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseServerError, JsonResponse
from django.shortcuts import render
from django.template import loader
from django.utils.translation import gettext as _

from district.refusals import Refusal, house_busy, not_found, problem_response

PAGES = {403: "403.html", 404: "404.html"}


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """A refusal as a page, or as a problem where clients ask."""
    if is_for_machines(request):
        return problem_response(refusal)
    if refusal.status == 503:
        return busy(refusal)
    context = {"code": refusal.code, "sentence": refusal.sentence}
    return render(request, PAGES.get(refusal.status, "400.html"), context, status=refusal.status)


def busy(refusal: Refusal) -> HttpResponse:
    """A page that asks the database nothing, not even the district's name."""
    page = loader.get_template("500.html").render({"sentence": str(refusal.sentence)})
    return HttpResponse(page, status=503, headers={"Retry-After": str(refusal.facts["seconds"])})


def is_for_machines(request: HttpRequest) -> bool:
    """Whether no person reads the answer."""
    return request.path.startswith(("/api/", "/_allauth/"))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django could not read the request at all."""
    return refused(request, Refusal("bad_request", _("보내 주신 요청을 읽을 수 없습니다."), status=400))


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Somebody stands before a door that is not theirs."""
    said = str(exception) if isinstance(exception, PermissionDenied) else ""
    sentence = said or _("이 일을 하실 수 있는 권한이 없습니다.")
    return refused(request, Refusal("not_allowed", sentence, status=403))


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """There is nothing here, or nothing for this reader."""
    return refused(request, not_found())


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form is older than the session it came from."""
    sentence = _("쪽이 오래 열려 있었습니다. 새로 고친 뒤에 다시 보내 주세요.")
    return refused(request, Refusal("stale_form", sentence, status=403))


def server_error(request: HttpRequest) -> HttpResponse:
    """Something broke here; nothing that could break again may be asked for the answer."""
    if refusal := house_busy(sys.exc_info()[1]):  # it went away before any view was asked
        return refused(request, refusal)
    sentence = "지금은 처리하지 못했습니다. 쓰신 글을 지키고 있습니다. 다시 눌러 주세요."
    if is_for_machines(request):
        said = {
            "type": "about:blank",
            "title": "Internal Server Error",
            "status": 500,
            "code": "broken",
            "detail": sentence,
            "errors": [],
        }
        return JsonResponse(said, status=500, content_type="application/problem+json")
    return HttpResponseServerError(loader.get_template("500.html").render({"sentence": sentence}))
