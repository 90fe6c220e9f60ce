"""보호자의 동의: the child's address, the guardian's reading and proof, and the way back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from cms import guarding
from cms.actions import LEDGER
from cms.forms import GuardianForm
from district.guardians import asked_at, token_of
from district.identity import Provider, provider_called, provider_chosen, providers
from district.models import GuardianConsent
from district.refusals import Refusal, not_found
from district.visitors import person_of, signed_in
from realtime.acts import enact, ref_in

# What a guardian has agreed to and not yet proven; of the child it holds the fingerprint alone.
PENDING = "guardian"


@never_cache
@login_required
def ask(request: HttpRequest) -> HttpResponse:
    """A child's page: what a guardian is asked for, and the address to hand on."""
    person, at = signed_in(request), timezone.now()
    if request.method == "POST":
        try:
            enact(
                request,
                ref_in(request),
                "guardian.ask",
                room=LEDGER,
                arguments={},
                act=lambda by, sealed: guarding.ask_guardian(by, at=at, ref=sealed),
            )
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect("mine")
        return redirect("guardian_ask")
    asked = person.guardian_consents.open_on(at).first()
    link = request.build_absolute_uri(reverse("guardian", args=[token_of(asked)])) if asked else None
    return render(request, "cms/guardian_ask.html", {"asked": asked, "link": link})


@never_cache
@sensitive_post_parameters("child_name", "child_birth")
def consent(request: HttpRequest, token: str) -> HttpResponse:
    """A guardian reads what is asked, names the child, and agrees; the proof comes next."""
    asked, at, person = asked_at(token), timezone.now(), person_of(request)
    here = {"asked": asked, "token": token, "path": request.path}
    try:
        asked.check_open(at)
        text = guarding.guardian_text(at)
        if person is None or not person.is_verified:
            way = "account_login" if person is None else "verify"
            link = f"{reverse(way)}?{urlencode({'next': request.path})}"
            return render(request, "cms/guardian.html", here | {"text": text, "first": way, "link": link})
        asked.check_guardian(person)
    except Refusal as refusal:
        return render(request, "cms/guardian.html", here | {"problem": refusal}, status=refusal.status)
    form = GuardianForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        request.session[PENDING] = {"key": str(asked.key), "mark": form.cleaned_data["mark"]}
        return redirect("guardian_prove", token)
    status = 422 if form.is_bound else 200
    return render(request, "cms/guardian.html", here | {"text": text, "form": form}, status=status)


@never_cache
@login_required
def prove(request: HttpRequest, token: str, key: str = "") -> HttpResponseBase:
    """The guardian proves anew who it is: whoever merely found the account open could not."""
    asked, pending = asked_at(token), request.session.get(PENDING)
    if not pending or pending["key"] != str(asked.key):
        return redirect("guardian", token)
    chosen = provider_chosen(key)
    if chosen is None or request.method != "POST":
        return _questions(request, token, chosen)
    return answered(request, chosen)


def answered(request: HttpRequest, provider: Provider) -> HttpResponseBase:
    """What the provider says of the guardian, and the word that depends on it."""
    pending, at = request.session[PENDING], timezone.now()
    asked = GuardianConsent.objects.select_related("child").filter(key=pending["key"]).first()
    if asked is None:
        raise not_found()
    try:
        identity = provider.finish(request)
        enact(
            request,
            ref_in(request),
            "guardian.agree",
            room=LEDGER,
            arguments={"asked": pending["key"]},
            act=lambda by, sealed: guarding.consent_for_child(
                asked,
                by=by,
                identity=identity,
                way=provider.key,
                child_mark=pending["mark"],
                at=at,
                ref=sealed,
            ),
        )
    except Refusal as refusal:
        return _questions(request, token_of(asked), provider, refusal)
    request.session.pop(PENDING, None)
    messages.success(request, _("동의하셨습니다. 자녀분께 알려 드렸습니다."))
    return redirect("guardian_mine")


def came_back_to_prove(request: HttpRequest, key: str) -> HttpResponseBase | None:
    """A provider with a door of its own sends a guardian and a resident to the same address."""
    pending = request.session.get(PENDING)
    return answered(request, provider_called(key)) if pending and pending.get("begun") == key else None


def _questions(
    request: HttpRequest, token: str, provider: Provider | None, refusal: Refusal | None = None
) -> HttpResponseBase:
    form = provider.begin(request) if provider else None
    if provider and isinstance(form, HttpResponseBase):
        request.session[PENDING] = {**request.session[PENDING], "begun": provider.key}
        return form
    context: dict[str, Any] = {
        "providers": [{"key": one.key, "label": one.label} for one in providers().values()],
        "provider": provider,
        "form": form,
        "token": token,
        "problem": refusal.sentence if refusal else None,
    }
    return render(request, "cms/guardian_prove.html", context, status=refusal.status if refusal else 200)


@never_cache
@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """For whom I agreed, and since when."""
    given = signed_in(request).children_consented.select_related("child", "consent")
    return render(request, "cms/guardian_mine.html", {"given": given.order_by("-agreed_at")})


@never_cache
@login_required
@require_POST
def withdraw(request: HttpRequest, key: UUID) -> HttpResponse:
    """I take my word back."""
    at = timezone.now()
    given = signed_in(request).children_consented.filter(key=key).first()
    if given is None:
        raise not_found()
    try:
        enact(
            request,
            ref_in(request),
            "guardian.withdraw",
            room=LEDGER,
            arguments={"given": str(key)},
            act=lambda by, sealed: guarding.withdraw_for_child(given, by=by, at=at, ref=sealed),
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("동의를 거두셨습니다. 자녀분께 알려 드렸습니다."))
    return redirect("guardian_mine")
