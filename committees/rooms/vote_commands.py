"""표결. What is put and answered through the socket."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from committees.actions import electing, resolutions, voting
from committees.rooms.floor_commands import item_in, of_item, said_of
from committees.vote_speakers import put_in, vote_at
from district.intake import whole
from district.models import Person
from district.refusals import Refusal
from district.visitors import speaker
from realtime.kinds import Address, Command, Context


def put(room: Address, by: Person | None, said: dict[str, Any], context: Context) -> Model:
    """Put a question."""
    person, item = speaker(by), item_in(room, by, said)
    told = put_in(said, item, by)
    return voting.open_vote(item, by=person, at=context.at, ref=context.ref, **told)


def cast(room: Address, by: Person | None, said: dict[str, Any], context: Context) -> Model:
    """Answer under one's name; a sealed one never comes this way, for a frame is fingerprinted as it is."""
    person = speaker(by)
    vote = vote_at(said.get("vote"), by, item__meeting=whole(room.key))
    if vote.is_secret:
        sentence = _("무기명 투표는 투표 화면의 단추로 해 주세요.")
        raise Refusal("secret_by_form", sentence, 409)
    choice = said.get("choice")
    return voting.cast_ballot(vote, choice=choice, by=person, at=context.at, ref=context.ref)


COMMANDS: Mapping[str, Command] = {
    "vote.open": put,
    "vote.elect": of_item(electing.open_election, "subject", "candidates", "seats"),
    "ballot.cast": cast,
    "ballot.call": said_of("vote", vote_at, voting.call_ballot, "seat", "choice"),
    "vote.close": said_of("vote", vote_at, voting.close_vote, "casting"),
    "vote.void": said_of("vote", vote_at, voting.void_vote, "reason"),
    "vote.run_off": said_of("vote", vote_at, electing.open_run_off),
    "vote.resolve": said_of("vote", vote_at, resolutions.resolve_vote, "text", "form"),
}
