"""What staff press: plain forms, each one verb; a form that is sent twice is done once."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID, uuid5

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from district.dates import day
from district.refusals import Refusal, not_found
from district.visitors import signed_in
from realtime.acts import ref_in
from referrals import forms
from referrals.models import Referral
from referrals.speakers import inside_at
from referrals.views import verbs
from referrals.views.desk import address_of, shown_again

type Verb = Callable[[], Any]


def asked_of(request: HttpRequest, key: UUID) -> Referral:
    """The referral whose file this person works on."""
    return inside_at(key, signed_in(request), timezone.now())


def pressed(request: HttpRequest, referral: Referral, verb: Verb, sentence: str) -> HttpResponse:
    """Do it and show the file again, with what came of it."""
    try:
        verb()
    except Refusal as refusal:
        if refusal.status in {403, 404}:
            raise
        messages.error(request, str(refusal))
    else:
        messages.success(request, sentence)
    return redirect(address_of(referral))


def misread(request: HttpRequest, referral: Referral, form: Any, name: str) -> HttpResponse:
    """What no action could be asked with: shown beside the form, with the words that were written."""
    told = " ".join(sentence for errors in form.errors.values() for sentence in errors)
    return shown_again(request, referral, refused=told, **{name: form})


@require_POST
def claim(request: HttpRequest, key: UUID) -> HttpResponse:
    """맡기."""
    referral = asked_of(request, key)
    verb = partial(verbs.simply, request, ref_in(request), referral, "claim")
    return pressed(request, referral, verb, _("이 일을 맡았습니다."))


@require_POST
def release(request: HttpRequest, key: UUID) -> HttpResponse:
    """내려놓기."""
    referral = asked_of(request, key)
    verb = partial(verbs.simply, request, ref_in(request), referral, "release")
    return pressed(request, referral, verb, _("이 일을 내려놓았습니다."))


@require_POST
def resume(request: HttpRequest, key: UUID) -> HttpResponse:
    """기한 잇기."""
    referral = asked_of(request, key)
    verb = partial(verbs.simply, request, ref_in(request), referral, "resume")
    return pressed(request, referral, verb, _("기한이 다시 흐릅니다."))


@require_POST
def recall(request: HttpRequest, key: UUID) -> HttpResponse:
    """회수."""
    referral = asked_of(request, key)
    verb = partial(verbs.simply, request, ref_in(request), referral, "recall")
    return pressed(request, referral, verb, _("답변을 거두어들였습니다. 이어서 고쳐 쓰실 수 있습니다."))


@require_POST
def reroute(request: HttpRequest, key: UUID) -> HttpResponse:
    """재배정; whoever handed it over may see its file no more, and goes back to the inbox."""
    referral = asked_of(request, key)
    form = forms.RerouteForm(request.POST, department=referral.department)
    if not form.is_valid():
        return misread(request, referral, form, "reroute_form")
    to, reason = form.cleaned_data["to"], form.cleaned_data["reason"]
    verb = partial(verbs.reroute, request, ref_in(request), referral, to, reason)
    answer = pressed(request, referral, verb, _("%(to)s에 넘겼습니다.") % {"to": to.name})
    seen = Referral.objects.inside(signed_in(request), timezone.now()).filter(pk=referral.pk).exists()
    return answer if seen else redirect("desk-inbox")


@require_POST
def pause(request: HttpRequest, key: UUID) -> HttpResponse:
    """기한 멈춤."""
    referral, form = asked_of(request, key), forms.PauseForm(request.POST)
    if not form.is_valid():
        return misread(request, referral, form, "pause_form")
    verb = partial(verbs.pause, request, ref_in(request), referral, form.cleaned_data)
    return pressed(request, referral, verb, _("기한을 멈추었습니다."))


@require_POST
def reply(request: HttpRequest, key: UUID) -> HttpResponse:
    """Save the draft, send it up, or put a phrase into it; words that were written stay on the screen."""
    referral = asked_of(request, key)
    form = forms.DraftForm(request.POST, referral=referral, today=day(timezone.now()))
    if not form.is_valid():
        return misread(request, referral, form, "draft_form")
    if "insert" in request.POST:
        return _with_phrase(request, referral, form)
    try:
        draft = verbs.write_reply(request, ref_in(request), referral, form.said())
        if "submit" in request.POST:
            fresh = asked_of(request, key)
            verbs.submit(request, _second(ref_in(request)), fresh, draft.version)
    except Refusal as refusal:
        if refusal.status in {403, 404}:
            raise
        return shown_again(request, asked_of(request, key), refused=str(refusal), draft_form=form)
    sent = _("답변을 결재에 올렸습니다.") if "submit" in request.POST else _("답변을 저장했습니다.")
    messages.success(request, sent)
    return redirect(address_of(referral))


def _with_phrase(request: HttpRequest, referral: Referral, form: Any) -> HttpResponse:
    """The chosen words behind what stands there; nothing is saved yet."""
    chosen = forms.PhraseForm(request.POST, department=referral.department)
    phrase = chosen.cleaned_data["phrase"] if chosen.is_valid() else None
    said = form.said()
    if phrase is not None:
        said["words"] = "\n\n".join(filter(None, [said["words"].rstrip(), phrase.words]))
    fresh = forms.DraftForm(initial=said, referral=referral, today=day(timezone.now()))
    return shown_again(request, referral, draft_form=fresh, phrase_form=chosen)


def _second(ref: Any) -> Any:
    """The number of a second act of the same press; a number that is none stays one, and is refused."""
    try:
        return uuid5(UUID(str(ref)), "second")
    except ValueError:
        return ref


@require_POST
def lay_paper(request: HttpRequest, key: UUID) -> HttpResponse:
    """Lay a paper to the draft."""
    referral, form = asked_of(request, key), forms.PaperForm(request.POST, request.FILES)
    if not form.is_valid():
        return misread(request, referral, form, "paper_form")
    verb = partial(verbs.lay_paper, request, ref_in(request), referral, form.cleaned_data["paper"])
    return pressed(request, referral, verb, _("파일을 붙였습니다."))


@require_POST
def take_paper(request: HttpRequest, key: UUID, paper: UUID) -> HttpResponse:
    """Take it off again."""
    referral = asked_of(request, key)
    verb = partial(verbs.take_paper, request, ref_in(request), referral, paper)
    return pressed(request, referral, verb, _("파일을 뺐습니다."))


@require_POST
def decide(request: HttpRequest, key: UUID) -> HttpResponse:
    """결재 or 돌려보내기, of the version that was read."""
    referral, form = asked_of(request, key), forms.DecisionForm(request.POST)
    if not form.is_valid():
        return misread(request, referral, form, "decision_form")
    verb = "return" if "return" in request.POST else "approve"
    sentence = _("답변을 돌려보냈습니다.") if verb == "return" else _("결재했습니다.")
    act = partial(verbs.decide, request, ref_in(request), referral, verb, form.cleaned_data)
    return pressed(request, referral, act, sentence)


@require_POST
def progress(request: HttpRequest, key: UUID) -> HttpResponse:
    """이행."""
    referral, form = asked_of(request, key), forms.ProgressForm(request.POST)
    if not form.is_valid():
        return misread(request, referral, form, "progress_form")
    verb = partial(verbs.report_progress, request, ref_in(request), referral, form.cleaned_data)
    return pressed(request, referral, verb, _("이행을 적었습니다."))


@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """The same for many at once: each is its own act, and each that may not be says why."""
    acts = {"claim": _claim_one, "approve": _approve_one, "reroute": _reroute_one}
    act = acts.get(request.POST.get("act", ""))
    if act is None:
        raise not_found()
    form = forms.RerouteForm(request.POST)
    if act is _reroute_one and not form.is_valid():
        messages.error(request, _("넘겨받을 부서를 고르고 까닭을 적어 주세요."))
        return _back(request)
    done = 0
    for key in request.POST.getlist("row")[:100]:
        done += _one(request, key, partial(act, request, form))
    if done:
        messages.success(request, _("%(n)d건을 처리했습니다.") % {"n": done})
    return _back(request)


def _one(request: HttpRequest, key: str, act: Callable[[Referral, Any], Any]) -> bool:
    referral: Referral | None = None
    try:
        referral = inside_at(key, signed_in(request), timezone.now())
        act(referral, _of_row(ref_in(request), key))
    except Refusal as refusal:
        messages.error(request, f"{referral.title}: {refusal}" if referral else str(refusal))
        return False
    return True


def _of_row(ref: Any, key: str) -> Any:
    """Each row's own number out of the form's one."""
    try:
        return uuid5(UUID(str(ref)), key)
    except ValueError:
        return ref


def _claim_one(request: HttpRequest, form: Any, referral: Referral, ref: Any) -> None:
    verbs.simply(request, ref, referral, "claim")


def _approve_one(request: HttpRequest, form: Any, referral: Referral, ref: Any) -> None:
    version = request.POST.get(f"version-{referral.key}", "")
    if not version:
        raise Refusal("not_submitted", _("결재를 기다리는 답변이 없습니다."), status=409)
    verbs.decide(request, ref, referral, "approve", {"version": version, "note": ""})


def _reroute_one(request: HttpRequest, form: Any, referral: Referral, ref: Any) -> None:
    verbs.reroute(request, ref, referral, form.cleaned_data["to"], form.cleaned_data["reason"])


def _back(request: HttpRequest) -> HttpResponse:
    """To the list as it was narrowed; a form cannot send anybody elsewhere."""
    asked = request.POST.get("next", "")
    inside = url_has_allowed_host_and_scheme(asked, allowed_hosts=None) and asked.startswith(
        reverse("desk-inbox")
    )
    return redirect(asked if inside else "desk-inbox")
