"""What may be done with proposals by HTTP: one verb with one ref, whether a form or a program asks."""

from collections.abc import Callable, Mapping
from functools import partial
from hashlib import sha256
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone

from deliberation import actions, proposing
from deliberation.actions.drafting import LEDGER
from deliberation.models import Proposal, Share
from district.visitors import person_of
from papers.actions import MOST_PAPERS, looked_into
from papers.contents import Paper
from realtime.acts import enact

WRITING: Mapping[str, Callable[..., Model]] = {
    "proposal.save": actions.save_proposal,
    "proposal.discard": actions.discard_draft,
    "proposal.publish": actions.publish_proposal,
    "proposal.supply": actions.supply_proposal,
    "paper.attach": actions.attach_paper,
    "paper.discard": actions.discard_paper,
    "share.invite": actions.invite_share,
    "share.accept": actions.accept_share,
    "share.decline": actions.decline_share,
    "share.drop": actions.drop_share,
}


def press(
    request: HttpRequest, ref: Any, verb: str, subject: Proposal | Share | None, **said: Any
) -> tuple[Any, int]:
    """Do one thing with a proposal, a draft or a part of one; give the row and the number of its event."""
    published = verb in proposing.ACTS and isinstance(subject, Proposal)
    room = subject.room if published and isinstance(subject, Proposal) else LEDGER
    # In the room it is the room that says which proposal is meant; drafts and parts are named by their keys.
    named = {} if published or subject is None else {"of": str(subject.key)}
    act = partial(_done, verb, subject, said)
    return enact(request, ref, verb, room=room, arguments=named | _sealed(said), act=act)


def papers_in(request: HttpRequest, proposal: Proposal) -> list[Paper]:
    """What was brought, looked into; of a stranger nothing is, for a large picture takes seconds."""
    if not proposal.is_proposer(person_of(request)):
        return []
    return [looked_into(upload) for upload in request.FILES.getlist("papers")[:MOST_PAPERS]]  # type: ignore[arg-type]


def _done(verb: str, subject: Any, said: dict[str, Any], by: Any, sealed: Any) -> Model:
    at = timezone.now()
    if subject is None:
        return actions.begin_proposal(by=by, at=at, ref=sealed, **said)
    if verb in proposing.ACTS:
        return proposing.act(verb, subject, by=by, at=at, ref=sealed, said=said)
    return WRITING[verb](subject, by=by, at=at, ref=sealed, **said)


def _sealed(said: Mapping[str, Any]) -> dict[str, Any]:
    """What was said, as a fingerprint can bear it: of a paper its name and its own."""
    return {name: _mark(value) for name, value in said.items()}


def _mark(value: Any) -> Any:
    # A paper is a tuple, too: it comes first.
    if isinstance(value, Paper):
        return [value.name, sha256(value.data).hexdigest()]
    return [_mark(each) for each in value] if isinstance(value, list) else value
