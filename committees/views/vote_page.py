"""The page of a vote for everybody, and the one that answers a sealed ballot."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_http_methods

from committees.envelopes import fingerprint
from committees.floor_rows import motion_rows
from committees.models import Receipt, Vote
from committees.rights import rights_of
from committees.rows import item_rows
from committees.views.showing import told
from committees.vote_rows import vote_row
from committees.vote_speakers import vote_at
from district.refusals import Refusal
from district.visitors import kept_from_others, person_of


# A receipt is asked for by POST: an address is kept by browsers, logs and proxies.
@require_http_methods(["GET", "HEAD", "POST"])
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    """The rule, the sum and the names; of a secret one the receipts, among which one finds one's own."""
    asked = vote_at(pk, person_of(request))
    person, meeting = person_of(request), asked.item.meeting
    inside = not asked.item.is_open and rights_of(meeting, person, timezone.now()).entitled
    context = vote_context(asked, inside=inside)
    if request.method == "POST":
        context |= looked_up(asked, request.POST.get("receipt", ""))
        return kept_from_others(render(request, "committees/vote.html", context))
    response = render(request, "committees/vote.html", context)
    if inside:
        return kept_from_others(response)
    patch_cache_control(response, private=True, no_cache=True)
    return response


def vote_context(asked: Vote, *, inside: bool) -> dict[str, Any]:
    """A vote with the item and the motion it was about."""
    [item] = item_rows([asked.item], inside=inside)
    motion = [asked.motion] if asked.motion else []
    counted = asked.is_secret and asked.state == Vote.State.CLOSED
    return {
        **told(asked.item.meeting),
        "vote": vote_row(asked, inside=inside),
        "item": item,
        "motion": next(iter(motion_rows(motion, inside=inside)), None),
        "hidden": not asked.item.is_open and not inside,
        "receipts": list(receipts_of(asked)) if counted else [],
    }


def receipts_of(vote: Vote) -> Any:
    """The prints of all that were counted, in an order that says nothing."""
    return Receipt.objects.filter(vote=vote).order_by("sha256").values_list("sha256", flat=True)


def looked_up(vote: Vote, receipt: str) -> dict[str, Any]:
    """Whether the ballot with this receipt was counted; never what it said."""
    try:
        found = receipts_of(vote).filter(sha256=fingerprint(receipt)).exists()
    except Refusal as refusal:
        return {"receipt_error": str(refusal)}
    return {"found": found}


def taken(request: HttpRequest, vote: Vote, receipt: str) -> HttpResponse:
    """The ballot is in; its receipt is shown this one time, and nobody keeps the page."""
    context = {**told(vote.item.meeting), "vote": vote_row(vote, inside=True), "receipt": receipt}
    return kept_from_others(render(request, "committees/voted.html", context))
