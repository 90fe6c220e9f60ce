"""무기명 투표. Sealed while it runs, opened in memory, shuffled, and never again to be joined to a name.

Nobody who holds every copy of the database, made at any time, can say who chose what: docs/secret-votes.md.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from random import SystemRandom
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables

from committees import ballot_keys
from committees.electorate import check_may_cast, lock_vote
from committees.envelopes import (
    BadEnvelope,
    Opened,
    choice_of,
    fingerprint,
    is_known,
    new_receipt,
    orders_in,
    seal,
    unseal,
)
from committees.majority import Count
from committees.models import Ballot, Envelope, Receipt, SecretBallot, Vote
from district.models import Person
from district.refusals import Refusal
from realtime.door import mark
from realtime.publish import publish

YOUNG = timedelta(minutes=10)
"""For so long a key may lie there before the row that names it is there for all to see."""


@contextmanager
def open_keys(vote: Vote) -> Iterator[None]:
    """Cut the pair before the row is written; what fails inside takes the key with it."""
    vote.public_key = ballot_keys.make()
    try:
        yield
    except BaseException:
        ballot_keys.delete(ballot_keys.name_of(lock_of(vote)))
        raise


@sensitive_variables()
@transaction.atomic
def seal_ballot(
    vote: Vote, *, choice: Any, by: Person, at: datetime, ref: UUID | None = None, choices: Any = None
) -> Envelope:
    """Put a ballot into the box, once and for good; the receipt is shown this one time, and kept nowhere."""
    held = lock_vote(vote)
    elector = check_may_cast(held, by, at)
    public = box_of(held)
    if held.envelopes.filter(voter=elector.person_id).exists():
        raise Refusal("already_cast", _("이미 투표하셨습니다. 무기명 투표는 고칠 수 없습니다."), 409)
    receipt = new_receipt()
    sealed = seal(public, choice_of(held, choice, choices), receipt)
    envelope = Envelope(vote=held, voter_id=elector.person_id, sealed=sealed)
    envelope.save(force_insert=True)
    held.cast += 1
    held.save(update_fields=["cast"])
    room = held.item.meeting.room
    # Sealed anew: whatever a door fingerprinted, a kept hash of 찬성 or 반대 would open the envelope.
    ref = mark(ref, "ballot.cast", room, {"vote": held.pk}) if ref else None
    publish(room, "ballot.cast", envelope, by=by, at=at, ref=ref)
    envelope.receipt = receipt.hex()  # type: ignore[attr-defined]
    return envelope


def box_of(vote: Vote) -> bytes:
    """The lock of the box; a ballot under any other would be read by whoever laid that lock there."""
    if not vote.is_secret:
        raise Refusal("not_secret", _("이름을 밝히고 하는 표결입니다."), 409)
    public = lock_of(vote)
    if ballot_keys.was_turned(public):
        # A count that was broken off may have left its sums on the disk: one ballot more would stand out.
        raise Refusal("vote_closed", _("표결을 마쳤습니다. 이 표는 세지 않았습니다."), 409)
    if not ballot_keys.takes(public):
        sentence = _("투표함의 열쇠가 없어져 투표하실 수 없습니다. 위원장이나 간사에게 알려 주세요.")
        raise Refusal("ballot_key_lost", sentence, 409)
    return public


@sensitive_variables()
def count(vote: Vote) -> Count | None:
    """Open the box under the vote's lock; nothing, and why in `void_reason`, where it cannot be opened."""
    try:
        opened = _opened(vote)
    except BadEnvelope as bad:
        with translation.override(settings.LANGUAGE_CODE):  # the reason is kept with the vote
            vote.void_reason = str(bad.args[0])
        spoil(vote)
        return None
    # A list in the order of its envelopes would be a list of names.
    SystemRandom().shuffle(opened)
    SecretBallot.objects.bulk_create(SecretBallot(vote=vote, choice=each.choice) for each in opened)
    prints = sorted(fingerprint(each.receipt) for each in opened)
    Receipt.objects.bulk_create(Receipt(vote=vote, sha256=each) for each in prints)
    spoil(vote)
    return counted(each.choice for each in opened)


def lock_of(vote: Vote) -> bytes:
    """The public half of its pair."""
    return bytes(vote.public_key or b"")


def spoil(vote: Vote) -> None:
    """Empty the envelopes, opened or not; and the key goes as soon as that is certain."""
    vote.envelopes.update(sealed=None)
    name = ballot_keys.name_of(lock_of(vote))
    transaction.on_commit(partial(ballot_keys.delete, name), robust=True)


def counted(choices: Iterable[str]) -> Count:
    """Add them up; whoever reads the open ballots gets the same sum."""
    said = Counter(choices)
    votes: Counter[int] = Counter()
    for choice, times in said.items():
        if choice not in Ballot.Choice.values:
            votes.update(dict.fromkeys(orders_in(choice), times))
    return Count(said["yes"], said["no"], said["abstain"], dict(votes), cast=said.total())


def _opened(vote: Vote) -> list[Opened]:
    """All of them, or none: an envelope too many is as bad as one too few."""
    key = ballot_keys.turn(lock_of(vote))
    if key is None:
        raise BadEnvelope(gettext_lazy("투표함의 열쇠가 없어져 표를 열 수 없습니다. 다시 투표하셔야 합니다."))
    told = gettext_lazy(
        "봉투와 투표한 위원의 수가 맞지 않거나 열 수 없는 봉투가 있습니다. 다시 투표하셔야 합니다."
    )
    standing = set(vote.candidates.values_list("order", flat=True))
    try:
        opened = [unseal(key, each) for each in vote.envelopes.values_list("sealed", flat=True)]
    except BadEnvelope:
        raise BadEnvelope(told) from None
    whole = len(opened) == len({each.receipt for each in opened}) == vote.cast
    if not whole or not all(is_known(vote, each.choice, standing) for each in opened):
        raise BadEnvelope(told)
    return opened


def due(at: datetime) -> None:
    """Destroy keys that were left behind: a process died after its close, or before its vote was opened."""
    lying = list(ballot_keys.kept())  # before the rows: a key is there before its vote, never after
    if not lying:
        return
    votes = Vote.objects.exclude(public_key=None).values_list("public_key", "state")
    states = {ballot_keys.name_of(bytes(public or b"")): state for public, state in votes}
    for each in lying:
        state = states.get(each.name)
        if state in {Vote.State.CLOSED, Vote.State.VOID} or (state is None and at - each.written > YOUNG):
            ballot_keys.delete(each.name)
