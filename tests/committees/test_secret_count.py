"""무기명: the box is opened in memory, shuffled and counted; and what is done where it cannot be."""

import os
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import override_settings
from django.utils import timezone

from committees import ballot_keys, envelopes
from committees.actions import clock, secret
from committees.models import Envelope, Receipt, SecretBallot, Vote
from committees.vote_rows import vote_row
from district.refusals import Refusal
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


def test_the_close_counts_shuffles_blanks_and_destroys_the_key(
    vote, members, keys, django_capture_on_commit_callbacks
):
    said = ["yes"] * 5 + ["no"] * 3 + ["abstain"]
    receipts = {cast(vote, *each).receipt for each in zip(members, said, strict=False)}
    with django_capture_on_commit_callbacks(execute=True):
        count = close(vote)
        assert len(lying(keys)) == 1  # until the count is certain
    assert (count.yes, count.no, count.abstain, count.cast) == (5, 3, 1, 9)
    assert sorted(SecretBallot.objects.values_list("choice", flat=True)) == sorted(said)
    prints = list(Receipt.objects.values_list("sha256", flat=True))
    assert sorted(prints) == sorted(map(envelopes.fingerprint, receipts))
    assert set(Envelope.objects.values_list("sealed", flat=True)) == {None}
    assert set(Envelope.objects.values_list("voter", flat=True)) == {person.pk for person in members[:9]}
    assert lying(keys) == []


def test_a_close_that_fails_keeps_key_and_envelopes(vote, members, keys):
    cast(vote, members[0])

    def fails():
        with transaction.atomic():
            secret.count(Vote.objects.locked().get(pk=vote.pk))
            assert SecretBallot.objects.exists()
            raise Refusal("casting_needed", "")

    assert code_of_refusal(fails) == ("casting_needed", 409)
    assert len(lying(keys)) == 1
    # Its sums may lie in pages of the database: whoever came after them would be seen by the difference.
    assert code_of_refusal(cast, vote, members[1]) == ("vote_closed", 409)
    assert Envelope.objects.get().sealed is not None
    assert not SecretBallot.objects.exists()
    assert close(vote).yes == 1


def test_ballots_are_written_in_no_order_of_their_voters(item, members, monkeypatch):
    shuffled = []

    class Turned(secret.SystemRandom):
        def shuffle(self, x):
            shuffled.append(list(x))
            x.reverse()

    monkeypatch.setattr(secret, "SystemRandom", Turned)
    vote = opened(item, members, candidates=[f"후보{n}" for n in range(1, 11)])
    for n, person in enumerate(members, start=1):
        cast(vote, person, None, choices=[n])
    close(vote)
    [before] = shuffled
    assert [each.choice for each in before] == [str(n) for n in range(1, 11)]
    place = "ctid" if connection.vendor == "postgresql" else "rowid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT choice FROM committees_secretballot ORDER BY {place}")
        assert [choice for (choice,) in cursor.fetchall()] == [str(n) for n in range(10, 0, -1)]


def test_a_receipt_shows_that_a_ballot_was_counted(vote, members):
    receipt = cast(vote, members[0]).receipt
    close(vote)
    held = Receipt.objects.filter(vote=vote, sha256=envelopes.fingerprint(f" {receipt.upper()} "))
    assert held.count() == 1
    for bad in ("", "ab", receipt[:-1], receipt + "0", None, 7):
        assert code_of_refusal(envelopes.fingerprint, bad) == ("bad_receipt", 422)


def test_an_election_counts_each_candidate_that_a_ballot_names(item, members):
    vote = opened(item, members, seats=2, candidates=["가온", "나래", "다솜"])
    for person, choices in zip(members, [[2, 1], ["1"], [3, 3]], strict=False):
        cast(vote, person, None, choices=choices)
    cast(vote, members[3], "abstain")
    assert code_of_refusal(cast, vote, members[4], None, choices=[1, 2, 3]) == ("too_many_choices", 422)
    for bad in ([4], [True], [0], [-1], [1.0], ["１"], [], {"1": 1}, [[1]], "1", "12", 1):
        assert code_of_refusal(cast, vote, members[4], None, choices=bad) == ("unknown_choice", 422), bad
    assert code_of_refusal(cast, vote, members[4], "yes") == ("unknown_choice", 422)
    count = close(vote)
    assert (dict(count.votes), count.abstain, count.cast) == ({1: 2, 2: 1, 3: 1}, 1, 4)
    assert sorted(SecretBallot.objects.values_list("choice", flat=True)) == ["1", "1,2", "3", "abstain"]


# What goes wrong


def test_a_lost_key_voids_the_vote_and_says_so(vote, members, keys):
    for person in members[:3]:
        cast(vote, person)
    for place in keys.iterdir():
        place.unlink()
    assert close(vote) is None
    assert vote.state == "void"
    assert vote.void_reason == "투표함의 열쇠가 없어져 표를 열 수 없습니다. 다시 투표하셔야 합니다."
    assert not SecretBallot.objects.exists()
    assert set(Envelope.objects.values_list("sealed", flat=True)) == {None}


def test_a_key_that_is_another_ones_opens_nothing(vote, members, keys):
    cast(vote, members[0])
    [place] = keys.iterdir()
    place.write_bytes(os.urandom(32))
    assert close(vote) is None
    assert vote.state == "void"


def test_a_disk_that_does_not_answer_gives_up_no_vote(vote, members, keys, monkeypatch):
    cast(vote, members[0])

    def broken(place):
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(type(keys), "read_bytes", broken)
        assert code_of_refusal(close, vote) == ("ballot_keys_away", 503)
    vote.refresh_from_db()
    assert vote.state == "open"
    assert close(vote).yes == 1


@pytest.mark.parametrize("harm", ["forged", "cut", "twice", "gone", "unknown"])
def test_a_box_with_an_envelope_that_is_none_is_not_counted(vote, members, harm):
    for person in members[:3]:
        cast(vote, person)
    first, second, third = Envelope.objects.all()
    public = bytes(vote.public_key)
    harmed = {
        "forged": lambda: Envelope.objects.create(
            vote=vote, voter=members[5], sealed=envelopes.seal(public, "no", envelopes.new_receipt())
        ),
        "cut": lambda: Envelope.objects.filter(pk=first.pk).update(sealed=bytes(first.sealed)[:-1]),
        "twice": lambda: Envelope.objects.filter(pk=first.pk).update(sealed=bytes(second.sealed)),
        "gone": lambda: Envelope.objects.filter(pk=third.pk).delete(),
        "unknown": lambda: Envelope.objects.filter(pk=first.pk).update(
            sealed=envelopes.seal(public, "perhaps", envelopes.new_receipt())
        ),
    }
    harmed[harm]()
    assert close(vote) is None
    assert vote.state == "void"
    assert "봉투" in vote.void_reason
    assert not SecretBallot.objects.exists()


def test_a_vote_that_is_given_up_is_never_opened(vote, members, keys, django_capture_on_commit_callbacks):
    cast(vote, members[0])
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        secret.spoil(vote)
    assert Envelope.objects.get().sealed is None
    assert lying(keys) == []


def test_the_clock_destroys_what_was_left_behind(vote, item, members, keys):
    later = timezone.now()
    stray = ballot_keys.make()
    clock.due(later)
    assert len(lying(keys)) == 2  # that other vote may still be in the making
    clock.due(later + timedelta(minutes=11))
    assert lying(keys) == [f"{ballot_keys.name_of(bytes(vote.public_key))}.key"]
    assert ballot_keys.turn(stray) is None
    Vote.objects.update(state="void", closed_at=NOON)
    clock.due(later)
    assert lying(keys) == []


# What it cannot keep


def test_too_few_or_all_of_one_mind_is_said_beside_the_result(item, members):
    few = opened(item, members[:3])
    assert "적어" in vote_row(few)["warning"]
    close(few)
    many = opened(item, members)
    assert vote_row(many)["warning"] == ""
    for person in members[:4]:
        cast(many, person)
    close(many)
    assert "모두 같은 표" in vote_row(many)["warning"]
    mixed = opened(item, members)
    for person, choice in zip(members, ["yes", "no", "yes", "yes", "abstain"], strict=False):
        cast(mixed, person, choice)
    assert vote_row(mixed)["warning"] == ""
    close(mixed)
    assert vote_row(mixed)["warning"] == ""


def test_a_refusal_names_no_choice():
    with pytest.raises(Refusal) as refused:
        envelopes.choice_of(Vote(kind="question"), "아주찬성")
    assert "아주찬성" not in str(refused.value)
