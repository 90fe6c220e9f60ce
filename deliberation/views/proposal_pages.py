"""A proposal's page and my own proposals, and what is pressed there; complete without JavaScript."""
# ruff: noqa: A002 (the address calls it id)

from typing import Any, NamedTuple

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from deliberation.models import Endorsement, Proposal
from deliberation.speakers import proposal_at
from deliberation.standing import alike, decided, marked
from deliberation.views.proposing import papers_in, press
from deliberation.views.showing import presses_of, proposal_context, stop_of
from deliberation.views.site import on_the_way, sign_in
from district.intake import whole
from district.paging import page_of
from district.refusals import Refusal, not_found
from district.visitors import person_of
from realtime.acts import ref_in


@require_safe
def proposal(request: HttpRequest, id: int) -> HttpResponse:
    """What a resident proposes, how many agree, who must answer until when, and what neighbours say."""
    shown = proposal_at(id, person_of(request))
    response = render(request, "deliberation/proposal.html", proposal_context(shown, request, timezone.now()))
    # No other reader may get this one's ticket.
    patch_cache_control(response, private=True, no_cache=True)
    return response


@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What I am writing, what I have proposed, and what I was invited to."""
    person = person_of(request)
    if person is None:
        return sign_in(request.path)
    at = timezone.now()
    joined = Q(shares__person=person, shares__ended_at=None)
    ours = Proposal.objects.visible_to(person).filter(Q(author=person) | joined).distinct()
    page = page_of(decided(ours.filter(published_at__isnull=False)), request.GET)
    context = {
        "drafts": ours.filter(published_at=None).order_by("-saved_at"),
        "proposals": marked(page.rows, at),
        "next_url": page.next and f"?cursor={page.next}",
        "previous_url": page.previous and f"?cursor={page.previous}",
    }
    return render(request, "deliberation/proposals_mine.html", context)


@require_POST
def support(request: HttpRequest, id: int) -> HttpResponse:
    """공감, or no longer: one button, pressed again."""
    shown, person = proposal_at(id, person_of(request)), person_of(request)
    agreed = Endorsement.objects.filter(proposal=shown, person=person, withdrawn_at=None)
    verb = "unsupport" if person is not None and agreed.exists() else "support"
    try:
        press(request, ref_in(request), f"proposal.{verb}", shown)
    except Refusal as refusal:
        if elsewhere := on_the_way(refusal, shown.get_absolute_url()):
            return elsewhere
        if refusal.status == 403:
            raise
        messages.error(request, str(refusal))
    return redirect(f"{shown.get_absolute_url()}#supports")


class Act(NamedTuple):
    """A press that asks first: its verb, who may see it, what it says, and which fields it has."""

    verb: str
    right: str
    title: str | Promise
    hint: str | Promise
    button: str | Promise
    done: str | Promise
    fields: tuple[str, ...] = ()


ACTS = {
    "withdraw": Act(
        "proposal.withdraw", "may_withdraw", _("이 제안을 취하할까요?"),
        _("취하하면 되돌릴 수 없습니다. 제안과 댓글은 기록으로 남고, 부서는 더 검토하지 않습니다."),
        _("제안 취하하기"), _("제안을 취하했습니다."), ("reason",),
    ),
    "veil": Act(
        "proposal.veil", "may_veil", _("제안 내용을 가릴까요?"),
        _("제목과 검토 결과만 남기고 내용과 첨부를 가립니다. 되돌릴 수 없습니다."),
        _("내용 가리기"), _("제안 내용을 가렸습니다."),
    ),
    "reconsider": Act(
        "proposal.reconsider", "may_reconsider", _("재심사를 요청할까요?"),
        _("답변의 어느 점이 모자란지 적어 주세요. 한 번만 요청하실 수 있습니다."),
        _("재심사 요청하기"), _("재심사를 요청했습니다."), ("words",),
    ),
    "supply": Act(
        "proposal.supply", "may_supply", _("보완한 내용 보내기"),
        _("적으신 글과 파일은 맡은 부서와 함께 제안하신 분만 봅니다. 보내시면 답변 기한이 다시 흐릅니다."),
        _("부서에 보내기"), _("보완한 내용을 맡은 부서에 보냈습니다."), ("words",),
    ),
    "transfer": Act(
        "proposal.transfer", "may_handle", _("다른 기관으로 이송할까요?"),
        _("우리 구의 일이 아닐 때 맡을 기관으로 보냅니다. 까닭은 모두에게 보이고 제안한 분께 알립니다."),
        _("이송하기"), _("제안을 이송했습니다."), ("to", "reason"),
    ),
    "civil": Act(
        "proposal.civil", "may_civil", _("민원으로 넘길까요?"),
        _("제안이 아니라 불편을 고쳐 달라는 말씀일 때 민원으로 처리합니다. 제안한 분께 알립니다."),
        _("민원으로 넘기기"), _("민원으로 넘겼습니다."), ("reason",),
    ),
    "merge": Act(
        "proposal.merge", "may_handle", _("같은 제안과 합칠까요?"),
        _("먼저 받은 제안에 공감과 댓글을 옮깁니다. 한 사람은 한 번만 셉니다."),
        _("합치기"), _("제안을 합쳤습니다."), ("into", "reason"),
    ),
}  # fmt: skip


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, id: int, name: str) -> HttpResponse:
    """A press that cannot be taken back: asked on a page of its own, done with one button."""
    asked = ACTS[name]
    shown, person = proposal_at(id, person_of(request)), person_of(request)
    if person is None:
        return sign_in(request.path)
    said = {field: request.POST.get(field, "") for field in asked.fields}
    if request.method != "POST":
        if not presses_of(shown, person, timezone.now())[asked.right]:
            raise _may_not()
        return _asked(request, shown, name, said)
    try:
        brought = {"papers": papers_in(request, shown)} if name == "supply" else {}
        done, _seq = press(request, ref_in(request), asked.verb, shown, **_handed(said), **brought)
    except Refusal as refusal:
        if refusal.status in {409, 413, 422, 429}:
            return _asked(request, shown, name, said, refusal)
        if elsewhere := on_the_way(refusal, request.path):
            return elsewhere
        raise
    messages.success(request, str(asked.done))
    into = done.merged_into if isinstance(done, Proposal) else None
    return redirect((into or shown).get_absolute_url())


def _may_not() -> Refusal:
    return Refusal("not_allowed", _("이 일을 하실 수 있는 권한이 없습니다."), 403)


def _handed(said: dict[str, str]) -> dict[str, Any]:
    """As the action takes it; the number of another proposal may be pasted with its address."""
    if "into" not in said:
        return said
    number = said["into"].strip().rstrip("/").rpartition("/")[2].removeprefix("#")
    try:
        return said | {"into": whole(number)}
    except Refusal:
        raise not_found() from None


def _asked(
    request: HttpRequest, shown: Proposal, name: str, said: dict[str, str], refusal: Refusal | None = None
) -> HttpResponse:
    person = person_of(request)
    same = alike(shown.title, shown.body, person, timezone.now(), besides=shown) if name == "merge" else []
    context = {
        "proposal": shown,
        "name": name,
        "act": ACTS[name],
        "said": said,
        "similar": [one for one in same if (one.thread_id or 0) < (shown.thread_id or 0)],
        "until": shown.reconsider_until,
        "stop": stop_of(shown) if name == "supply" else None,
        "error": str(refusal) if refusal else "",
    }
    return render(
        request, "deliberation/proposal_act.html", context, status=refusal.status if refusal else 200
    )
