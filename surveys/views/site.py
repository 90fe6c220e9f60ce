"""The door for people: one form, complete without JavaScript."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from district.refusals import Refusal
from district.visitors import person_of
from realtime.acts import ref_in
from surveys.drafts import drop_draft, keep_draft
from surveys.models import Item, Survey
from surveys.speakers import survey_at
from surveys.views import verbs
from surveys.views.showing import survey_card

ON_THE_WAY = {"sign_in_needed": "account_login", "verification_needed": "verify"}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def survey(request: HttpRequest, pk: int) -> HttpResponse:
    """Read and answer a survey; whoever has to sign in or be verified first finds the answers again."""
    asked = survey_at(pk, person_of(request))
    if request.method != "POST":
        return _page(request, asked)
    told = told_in(request, asked)
    try:
        response, _seq = verbs.answer(request, ref_in(request), asked, told)
    except Refusal as refusal:
        return _refused(request, asked, told, refusal)
    drop_draft(request, asked)
    thanks = _("답을 고쳤습니다.") if response.amended_at else _("답해 주셔서 고맙습니다.")
    messages.success(request, thanks)
    return redirect(f"{asked.address}#survey")


def told_in(request: HttpRequest, survey: Survey) -> dict[str, Any]:
    """What the form says, in the shape of the API."""
    told: dict[str, Any] = {}
    for item in survey.items.standing():
        sent = request.POST.getlist(item.field)
        if item.kind == Item.Kind.MULTIPLE:
            told[str(item.key)] = sent
        elif sent:
            told[str(item.key)] = _number(sent[-1]) if item.kind == Item.Kind.SCALE else sent[-1]
    return told


def _number(sent: str) -> Any:
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 5 else sent


def _refused(request: HttpRequest, survey: Survey, told: dict[str, Any], refusal: Refusal) -> HttpResponse:
    if elsewhere := ON_THE_WAY.get(refusal.code):
        keep_draft(request, survey, told)
        back = urlencode({"next": f"{survey.address}#survey"})
        return redirect(f"{reverse(elsewhere)}?{back}")
    return _page(request, survey, told=told, refusal=refusal)


def _page(
    request: HttpRequest,
    survey: Survey,
    *,
    told: dict[str, Any] | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    card = survey_card(request, survey, timezone.now(), told=told, refusal=refusal)
    return render(request, "surveys/survey.html", card, status=refusal.status if refusal else 200)
