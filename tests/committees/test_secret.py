"""무기명: a ballot that is sealed, counted, and never to be joined to a name."""

import os
import stat
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import override_settings

from committees import ballot_keys, envelopes
from committees.actions import secret
from committees.models import Envelope, Recusal, SecretBallot, Vote
from district.refusals import Refusal
from realtime import door
from realtime.models import Event
from tests.cast import NOON
from tests.committees.acts import code_of_refusal
from tests.committees.ballots import cast, close, lying, opened

pytestmark = pytest.mark.django_db
CHOICES = ("yes", "no", "abstain")


@pytest.fixture(autouse=True)
def keys(tmp_path):
    """A folder that nobody has made yet."""
    with override_settings(BALLOT_KEYS=tmp_path / "data" / "ballot-keys"):
        yield settings.BALLOT_KEYS


@pytest.fixture
def item(meeting):
    return meeting.items.get(order=2)


@pytest.fixture
def vote(item, members):
    return opened(item, members)


def heard(vote):
    return Event.objects.filter(name="ballot.cast", room__key=str(vote.item.meeting_id)).order_by("seq")


# The key


def test_the_private_half_is_a_file_that_the_owner_alone_reads(vote, keys):
    [place] = keys.iterdir()
    assert place.stem == ballot_keys.name_of(bytes(vote.public_key))
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert stat.S_IMODE(keys.stat().st_mode) == 0o700
    private = place.read_bytes()
    assert private != bytes(vote.public_key)
    assert bytes(ballot_keys.turn(bytes(vote.public_key))) == private


def test_a_folder_that_others_could_read_is_closed_before_a_key_lies_in_it(keys):
    keys.mkdir(mode=0o755, parents=True)
    keys.chmod(0o755)
    ballot_keys.make()
    assert stat.S_IMODE(keys.stat().st_mode) == 0o700


def test_the_key_is_nowhere_in_the_database(vote, keys):
    [place] = keys.iterdir()
    private = place.read_bytes()
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{Vote._meta.db_table}"')
        cells = [cell for row in cursor.fetchall() for cell in row]
    held = [bytes(cell) for cell in cells if isinstance(cell, bytes | memoryview)]
    assert bytes(vote.public_key) in held
    assert private not in held


def test_a_vote_that_is_not_opened_after_all_leaves_no_key(item, members, keys):
    there = []

    def fails():
        with transaction.atomic(), secret.open_keys(Vote(item=item)):
            there.extend(lying(keys))
            raise Refusal("no_quorum", "")

    assert code_of_refusal(fails) == ("no_quorum", 409)
    assert (len(there), lying(keys)) == (1, [])


def test_where_no_key_can_be_kept_nothing_is_opened(item, members, keys):
    keys.parent.mkdir()
    keys.write_text("a file stands where the folder should")
    assert code_of_refusal(opened, item, members) == ("ballot_keys_away", 503)
    assert not Vote.objects.exists()


def test_no_key_is_written_through_what_somebody_laid_there(keys, tmp_path, monkeypatch):
    monkeypatch.setattr(ballot_keys, "name_of", lambda public: "guessed")
    keys.mkdir(parents=True)
    (keys / "guessed.key").symlink_to(tmp_path / "elsewhere")
    assert code_of_refusal(ballot_keys.make) == ("ballot_keys_away", 503)
    assert not (tmp_path / "elsewhere").exists()


def test_a_deleted_key_is_overwritten_first(keys, tmp_path):
    public = ballot_keys.make()
    [place] = keys.iterdir()
    os.link(place, tmp_path / "kept")  # whoever still holds the file's place on the disk
    ballot_keys.delete(place.stem)
    assert lying(keys) == []
    assert (tmp_path / "kept").read_bytes() == bytes(32)
    assert ballot_keys.turn(public) is None


# The envelope


def test_every_envelope_of_every_vote_is_as_long_as_any_other():
    public, receipt = ballot_keys.make(), envelopes.new_receipt()
    choices = [*CHOICES, "1", "2,5", ",".join(map(str, range(100, 130)))]
    assert len({len(envelopes.seal(public, choice, receipt)) for choice in choices}) == 1
    with pytest.raises(envelopes.BadEnvelope):
        envelopes.seal(public, "1" * 121, receipt)
    assert SecretBallot._meta.get_field("choice").max_length == envelopes.CHOICE


def test_two_envelopes_with_the_same_choice_are_not_alike(vote, members):
    sealed = {bytes(cast(vote, person).sealed) for person in members[:4]}
    assert len(sealed) == 4
    assert len({part for each in sealed for part in (each[:32], each[32:])}) == 8


def test_what_was_sealed_is_what_is_opened_and_nothing_else():
    public = ballot_keys.make()
    key, receipt = ballot_keys.turn(public), envelopes.new_receipt()
    sealed = envelopes.seal(public, "2,5", receipt)
    assert envelopes.unseal(key, sealed) == ("2,5", receipt.hex())
    other = ballot_keys.turn(ballot_keys.make())
    for bad in (None, b"", sealed[:-1], bytes([sealed[0] ^ 1]) + sealed[1:]):
        with pytest.raises(envelopes.BadEnvelope):
            envelopes.unseal(key, bad)
    with pytest.raises(envelopes.BadEnvelope):
        envelopes.unseal(other, sealed)


# Casting


def test_a_ballot_says_that_somebody_has_voted_and_nothing_more(vote, members):
    envelope = cast(vote, members[0], "no")
    vote.refresh_from_db()
    assert (vote.cast, vote.yes, vote.no, vote.abstain) == (1, None, None, None)
    event = heard(vote).get()
    assert (event.actor, event.row, event.facts) == (members[0], envelope, {})
    assert len(bytes.fromhex(envelope.receipt)) == 16
    assert not hasattr(Envelope.objects.get(), "receipt")
    assert "no" not in vars(envelope).values()


def test_the_fingerprint_of_a_ballot_covers_no_choice_whatever_the_door_did(vote, members):
    room, digests = vote.item.meeting.room, set()
    for person, choice in zip(members, CHOICES, strict=False):
        leaky = door.mark(uuid4(), "ballot.cast", room, {"vote": vote.pk, "choice": choice})
        cast(vote, person, choice, ref=leaky)
        event = heard(vote).last()
        assert event.ref == UUID(int=leaky.int)
        assert event.digest != leaky.digest
        digests.add(event.digest)
    assert digests == {door.mark(uuid4(), "ballot.cast", room, {"vote": vote.pk}).digest}


def test_the_same_ref_again_finds_the_ballot_and_shows_neither_choice_nor_receipt(vote, members):
    ref = door.mark(uuid4(), "ballot.cast", vote.item.meeting.room, {"vote": vote.pk})
    first = door.once(members[0], ref, lambda: cast(vote, members[0], "yes", ref=ref))
    again = door.once(members[0], ref, lambda: cast(vote, members[0], "no", ref=ref))
    assert (first.repeated, again.repeated) == (False, True)
    assert (again.row, again.seq) == (first.row, first.seq)
    assert first.row.receipt
    assert not hasattr(again.row, "receipt")
    assert (Envelope.objects.count(), heard(vote).count()) == (1, 1)
    close(vote)
    assert list(SecretBallot.objects.values_list("choice", flat=True)) == ["yes"]


def test_a_secret_ballot_is_final_whatever_the_rule_says(vote, members):
    assert vote.changeable
    cast(vote, members[0])
    assert code_of_refusal(cast, vote, members[0], "no") == ("already_cast", 409)
    vote.refresh_from_db()
    assert (vote.cast, Envelope.objects.count(), heard(vote).count()) == (1, 1, 1)


def test_only_those_who_were_asked_vote(vote, members, resident, secretary):
    for person in (resident, secretary):
        assert code_of_refusal(cast, vote, person) == ("not_an_elector", 403)
    Recusal.objects.create(
        item=vote.item, person=members[1], seat_id=vote.electors.get(person=members[1]).seat_id,
        name="위원", kind="self", reason="이해관계", asked_by=members[1], asked_at=NOON,
    )  # fmt: skip
    assert code_of_refusal(cast, vote, members[1]) == ("recused", 403)
    members[2].is_active = False
    assert code_of_refusal(cast, vote, members[2]) == ("not_an_elector", 403)
    assert (Envelope.objects.count(), heard(vote).count()) == (0, 0)


@pytest.mark.parametrize("choice", ["", None, "maybe", 1, True, ["yes"], "yes ", "1"])
def test_a_choice_that_is_none_is_refused_and_nothing_is_written(vote, members, choice):
    assert code_of_refusal(cast, vote, members[0], choice) == ("unknown_choice", 422)
    vote.refresh_from_db()
    assert (vote.cast, Envelope.objects.count(), heard(vote).count()) == (0, 0, 0)


def test_nothing_counts_after_the_close(vote, members):
    cast(vote, members[0])
    close(vote)
    assert code_of_refusal(cast, vote, members[1]) == ("vote_closed", 409)
    assert (Envelope.objects.count(), SecretBallot.objects.count()) == (1, 1)


def test_a_written_vote_ends_by_the_clock(item, members):
    item.meeting.__class__.objects.update(mode="written", closes_at=NOON, written_reason="급한 안건")
    vote = opened(item, members)
    assert code_of_refusal(cast, vote, members[0]) == ("vote_closed", 409)
    secret.seal_ballot(vote, choice="yes", by=members[0], at=NOON - timedelta(seconds=1))
    assert Envelope.objects.count() == 1


def test_a_named_vote_is_not_sealed(item, members):
    vote = opened(item, members, method="roll_call")
    assert code_of_refusal(cast, vote, members[0]) == ("not_secret", 409)


def test_no_ballot_goes_under_a_lock_whose_key_is_not_ours(vote, members):
    ballot_keys.delete(ballot_keys.name_of(bytes(vote.public_key)))
    assert code_of_refusal(cast, vote, members[0]) == ("ballot_key_lost", 409)
    Vote.objects.update(public_key=bytes(32))  # somebody laid their own lock into the table
    assert code_of_refusal(cast, vote, members[0]) == ("ballot_key_lost", 409)
    assert not Envelope.objects.exists()
