"""What people press in a vote: plain forms, each one verb; a form that is sent twice is done once."""
# ruff: noqa: A002 (the address calls it id)

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

from committees.models import Vote
from committees.speakers import item_at
from committees.views import vote_page
from committees.views import vote_verbs as verbs
from committees.views.floor_presses import again_at, words_in
from committees.views.presses import number_in, number_of, place, pressed
from committees.vote_speakers import put_in, vote_at
from district.refusals import Refusal
from district.visitors import person_of
from realtime.acts import ref_in


def asked_in(request: HttpRequest, pk: int, id: int) -> Vote:
    """The vote of this meeting that is pressed."""
    return vote_at(id, person_of(request), item__meeting=pk)


def raised(refusal: Refusal) -> None:
    """Say why not where the other presses do."""
    raise refusal


@require_POST
def put(request: HttpRequest, pk: int, id: int) -> HttpResponse:
    """Put a question."""
    person = person_of(request)
    item = item_at(id, person, meeting=pk)
    said = words_in(request, "method", "subject", "casting")
    said |= {name: number_in(request, name) for name in ("motion", "recusal", "yes", "no", "abstain")}
    verb = partial(verbs.open_vote, request, ref_in(request), item, put_in(said, item, person))
    again = again_at(request, item.meeting, "console")
    return pressed(
        request, verb, _("표결에 부쳤습니다."), place(request, item.meeting, "console"), again=again
    )


@require_POST
def elect(request: HttpRequest, pk: int, id: int) -> HttpResponse:
    """Let them choose among names: members that are ticked, then a name a line."""
    item = item_at(id, person_of(request), meeting=pk)
    ticked = request.POST.getlist("seat")
    names = filter(str.strip, request.POST.get("names", "").splitlines())
    candidates = [{"seat": number_of(seat)} for seat in ticked] + [{"name": name.strip()} for name in names]
    said = words_in(request, "subject") | {"candidates": candidates}
    said["seats"] = 1 if request.POST.get("seats", "").strip() == "" else number_in(request, "seats")
    verb = partial(verbs.elect, request, ref_in(request), item, said)
    again = again_at(request, item.meeting, "console")
    return pressed(
        request, verb, _("선거를 시작했습니다."), place(request, item.meeting, "console"), again=again
    )


@sensitive_post_parameters("choice", "choices")
@sensitive_variables()
@require_POST
def ballot(request: HttpRequest, pk: int, id: int) -> HttpResponse:
    """Answer; the receipt of a secret ballot stands on the page that answers, and nowhere else."""
    vote = asked_in(request, pk, id)
    choice = request.POST.get("choice")
    choices: Any = request.POST.getlist("choices") or None
    verb = partial(verbs.cast, request, ref_in(request), vote, choice, choices)
    to = place(request, vote.item.meeting, "floor")
    if not vote.is_secret:
        return pressed(request, verb, _("표를 냈습니다."), to)
    try:
        envelope, _seq = verb()
    except Refusal as refusal:
        return pressed(request, partial(raised, refusal), "", to)
    return vote_page.taken(request, vote, getattr(envelope, "receipt", ""))


@require_POST
def roll(request: HttpRequest, pk: int, id: int) -> HttpResponse:
    """What a member said when called."""
    vote = asked_in(request, pk, id)
    seat, choice = number_in(request, "seat"), request.POST.get("choice", "")
    verb = partial(verbs.call_ballot, request, ref_in(request), vote, seat, choice)
    return pressed(request, verb, _("표를 적었습니다."), place(request, vote.item.meeting, "console"))


@require_POST
def close(request: HttpRequest, pk: int, id: int) -> HttpResponse:
    """Count."""
    vote = asked_in(request, pk, id)
    verb = partial(verbs.close, request, ref_in(request), vote, request.POST.get("casting", ""))
    return pressed(request, verb, _("표결을 마쳤습니다."), place(request, vote.item.meeting, "console"))


@require_POST
def void(request: HttpRequest, pk: int, id: int) -> HttpResponse:
    """Let nothing of it count."""
    vote = asked_in(request, pk, id)
    verb = partial(verbs.void, request, ref_in(request), vote, request.POST.get("reason", ""))
    to = place(request, vote.item.meeting, "console")
    again = again_at(request, vote.item.meeting, "console")
    return pressed(request, verb, _("표결을 무효로 했습니다."), to, again=again)


@require_POST
def run_off(request: HttpRequest, pk: int, id: int) -> HttpResponse:
    """Choose again."""
    vote = asked_in(request, pk, id)
    verb = partial(verbs.run_off, request, ref_in(request), vote)
    to = place(request, vote.item.meeting, "console")
    return pressed(request, verb, _("결선투표를 시작했습니다."), to)


@require_POST
def resolve(request: HttpRequest, pk: int, id: int) -> HttpResponse:
    """Write down what it decided."""
    vote = asked_in(request, pk, id)
    said = words_in(request, "form") | {"text": request.POST.get("text", "")}
    verb = partial(verbs.resolve, request, ref_in(request), vote, said)
    to = place(request, vote.item.meeting, "console")
    again = again_at(request, vote.item.meeting, "console")
    return pressed(request, verb, _("의결을 적었습니다."), to, again=again)
