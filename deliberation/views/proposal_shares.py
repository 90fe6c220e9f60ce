"""함께 제안하기: who shares a proposal, invited by a link; plain forms, complete without JavaScript."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from deliberation.models import Proposal, Share
from deliberation.speakers import draft_at, share_at
from deliberation.views.proposal_drafts import consent_today
from deliberation.views.proposing import press
from deliberation.views.site import on_the_way, sign_in
from district.refusals import Refusal
from district.visitors import person_of
from realtime.acts import ref_in


@never_cache
@require_safe
def people(request: HttpRequest, key: UUID) -> HttpResponse:
    """The second step: with whom, and who has which part of it."""
    if person_of(request) is None:
        return sign_in(request.path)
    return _people(request, draft_at(key, person_of(request)))


def _people(
    request: HttpRequest, draft: Proposal, said: dict[str, str] | None = None, refusal: Refusal | None = None
) -> HttpResponse:
    if draft.published_at:
        return redirect(draft.get_absolute_url())
    shares = list(draft.shares.standing().select_related("person"))  # type: ignore[arg-type,attr-defined]
    for share in shares:
        share.link = request.build_absolute_uri(link_of(share))  # type: ignore[attr-defined]
    person = person_of(request)
    context = {
        "draft": draft,
        "step": 2,
        "shares": shares,
        "own_percent": 100 - sum(share.percent for share in shares),
        "said": said or {},
        "is_author": person is not None and draft.author_id == person.pk,
        "error": str(refusal) if refusal else "",
    }
    return render(
        request, "deliberation/proposal_people.html", context, status=refusal.status if refusal else 200
    )


def link_of(share: Share) -> str:
    """Where the invited person takes it on."""
    return f"/proposals/invited/{share.key}/"


@require_POST
def invite(request: HttpRequest, key: UUID) -> HttpResponse:
    """Name somebody and their part; the link is theirs to open."""
    draft = draft_at(key, person_of(request))
    said = {name: request.POST.get(name, "") for name in ("label", "percent")}
    try:
        percent = _percent(said["percent"])
        press(request, ref_in(request), "share.invite", draft, label=said["label"], percent=percent)
    except Refusal as refusal:
        draft.refresh_from_db()
        back = f"/proposals/drafts/{draft.key}/people/"
        return on_the_way(refusal, back) or _people(request, draft, said, refusal)
    messages.success(request, _("초대 주소를 만들었습니다. 함께하실 분께 보내 주세요."))
    return redirect(f"/proposals/drafts/{draft.key}/people/")


def _percent(text: str) -> Any:
    """A number where it is one; what is none is for the action to refuse."""
    number = text.strip().removesuffix("%").strip()
    return int(number) if number.isascii() and number.isdigit() and len(number) < 9 else number


@require_POST
def drop(request: HttpRequest, key: UUID) -> HttpResponse:
    """The author takes an invitation back, or somebody out."""
    share = share_at(key)
    draft = draft_at(share.proposal.key, person_of(request))
    try:
        press(request, ref_in(request), "share.drop", share)
    except Refusal as refusal:
        return on_the_way(refusal, request.path) or _people(request, draft, None, refusal)
    messages.success(request, _("함께 제안하는 사람에서 뺐습니다."))
    return redirect(f"/proposals/drafts/{draft.key}/people/")


@never_cache
@require_safe
def invited(request: HttpRequest, key: UUID) -> HttpResponse:
    """What somebody is invited to propose with, before they have signed anything."""
    return _invited(request, share_at(key))


def _invited(request: HttpRequest, share: Share, refusal: Refusal | None = None) -> HttpResponse:
    person = person_of(request)
    context = {
        "share": share,
        "draft": share.proposal,
        "consent": consent_today(timezone.now()),
        "open": share.ended_at is None and share.person_id is None and share.proposal.published_at is None,
        "joined": person is not None and share.person_id == person.pk and share.ended_at is None,
        "unverified": person is not None and not person.is_verified,
        "is_author": person is not None and share.proposal.author_id == person.pk,
        "error": str(refusal) if refusal else "",
    }
    return render(
        request, "deliberation/proposal_invited.html", context, status=refusal.status if refusal else 200
    )


@require_POST
def accept(request: HttpRequest, key: UUID) -> HttpResponse:
    """Propose it together."""
    share = share_at(key)
    sent = request.POST.get("consent", "")
    consent = int(sent[:18]) if sent.isascii() and sent.isdecimal() else None
    try:
        press(request, ref_in(request), "share.accept", share, consent=consent)
    except Refusal as refusal:
        share.refresh_from_db()
        return on_the_way(refusal, link_of(share)) or _invited(request, share, refusal)
    messages.success(request, _("함께 제안하기로 하셨습니다."))
    return redirect(link_of(share))


@require_POST
def decline(request: HttpRequest, key: UUID) -> HttpResponse:
    """Not to, or no longer; nothing of who was invited is kept."""
    share = share_at(key)
    try:
        press(request, ref_in(request), "share.decline", share)
    except Refusal as refusal:
        share.refresh_from_db()
        return on_the_way(refusal, link_of(share)) or _invited(request, share, refusal)
    messages.success(request, _("함께 제안하지 않기로 하셨습니다."))
    return redirect("/proposals/mine/")
