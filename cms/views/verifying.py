"""본인확인: through the provider's questions, or its own door, and back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from cms import actions
from cms.views import guarding
from cms.views.choosing import way_back
from district.identity import Provider, provider_called, provider_chosen, providers
from district.refusals import Refusal
from district.visitors import signed_in

GUARDED = {"guardian_needed", "guardian_other_child"}


@never_cache
@login_required
def verify(request: HttpRequest, key: str = "") -> HttpResponseBase:
    """Choose who vouches for me, answer what they ask, and go on where I was."""
    chosen = provider_chosen(key)
    request.session.pop(guarding.PENDING, None)  # whoever begins for themselves does not answer for a child
    if chosen is None or request.method != "POST":
        return _asked(request, chosen)
    return _answered(request, chosen)


def came_back(request: HttpRequest, key: str) -> HttpResponseBase:
    """A provider with a door of its own sends people back here."""
    return guarding.came_back_to_prove(request, key) or _answered(request, provider_called(key))


def _asked(
    request: HttpRequest, provider: Provider | None, *, refusal: Refusal | None = None
) -> HttpResponseBase:
    form = provider.begin(request) if provider else None
    if isinstance(form, HttpResponseBase):
        return form
    context = {
        "providers": [{"key": one.key, "label": one.label} for one in providers().values()],
        "provider": provider,
        "form": form,
        "next": way_back(request, "/me/"),
        "problem": refusal.sentence if refusal else None,
        "child": refusal is not None and refusal.code in GUARDED,
    }
    return render(request, "cms/verify.html", context, status=refusal.status if refusal else 200)


def _answered(request: HttpRequest, provider: Provider) -> HttpResponseBase:
    person = signed_in(request)
    try:
        actions.verify_person(person, identity=provider.finish(request), at=timezone.now())
    except Refusal as refusal:
        return _asked(request, provider, refusal=refusal)
    messages.success(request, _("본인확인을 마쳤습니다. 이제 의견을 쓰실 수 있습니다."))
    return redirect(way_back(request, "/me/"))
