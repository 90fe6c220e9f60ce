"""What may be done with a published proposal, in the same words at every door."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from deliberation.actions import merging, proposals, supports
from deliberation.models import Proposal
from deliberation.speakers import proposal_at, thread_at
from district.models import Person
from district.refusals import not_found
from district.visitors import speaker
from realtime.kinds import Address, Command, Context

type Act = Callable[..., Proposal]

ACTS: Mapping[str, tuple[Act, frozenset[str]]] = {
    "proposal.support": (supports.support_proposal, frozenset()),
    "proposal.unsupport": (supports.unsupport_proposal, frozenset()),
    "proposal.amend": (
        proposals.amend_proposal,
        frozenset({"title", "body", "category", "neighborhood", "place", "tags"}),
    ),
    "proposal.withdraw": (proposals.withdraw_proposal, frozenset({"reason"})),
    "proposal.transfer": (proposals.transfer_proposal, frozenset({"to", "reason"})),
    "proposal.civil": (proposals.turn_into_case, frozenset({"reason"})),
    "proposal.merge": (merging.merge_proposals, frozenset({"into", "reason"})),
    "proposal.veil": (proposals.veil_proposal, frozenset()),
    "proposal.reconsider": (proposals.ask_reconsideration, frozenset({"words"})),
}
ASKED = {
    "proposal.transfer": ("to", "reason"),
    "proposal.merge": ("into",),
    "proposal.reconsider": ("words",),
}
"""What an act cannot do without; what was not said is nothing, and refused as such."""


def act(
    verb: str, proposal: Proposal, *, by: Person, at: datetime, ref: UUID | None, said: Mapping[str, Any]
) -> Proposal:
    """Do one of them; what the verb does not ask for is not heard."""
    action, known = ACTS[verb]
    told = {name: value for name, value in said.items() if name in known}
    for name in ASKED.get(verb, ()):
        told.setdefault(name, "")
    if verb == "proposal.merge":
        told["into"] = proposal_at(told["into"], by)
    return action(proposal, by=by, at=at, ref=ref, **told)


def commands() -> dict[str, Command]:
    """The same verbs, as they are spoken into the room of the proposal's talk."""
    return {verb: partial(_spoken, verb) for verb in ACTS}


def _spoken(verb: str, room: Address, by: Person | None, said: dict[str, Any], context: Context) -> Proposal:
    proposal = thread_at(room.key, by).subject
    if not isinstance(proposal, Proposal):
        raise not_found()
    return act(verb, proposal, by=speaker(by), at=context.at, ref=context.ref, said=said)
