"""무기명: whoever holds every copy of the database guesses by chance; a careless table gives all away."""

import base64
from random import SystemRandom
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import transaction
from django.test import override_settings

from committees.actions import secret
from committees.envelopes import fingerprint
from committees.models import Membership, Seat
from realtime import door
from tests.cast import APPOINTED, NOON, TERM_END, laid
from tests.committees.attacker import (
    LOG,
    Attack,
    bound,
    disk,
    dump,
    orders_of_rows,
    orders_on_disk,
    query,
    raw,
    rows_of,
)
from tests.committees.ballots import close, opened

pytestmark = [pytest.mark.real, pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]
VOTERS = 150
CHOICES = ("yes", "no", "abstain")
dice = SystemRandom()


@pytest.fixture(autouse=True)
def keys(tmp_path):
    with override_settings(BALLOT_KEYS=tmp_path / "ballot-keys"):
        yield settings.BALLOT_KEYS


@pytest.fixture
def people(council, residents):
    """So many members of one body, in an order that nobody knows."""
    Seat.objects.filter(body=council).delete()
    people = residents(VOTERS)
    seats = Seat.objects.bulk_create(Seat(body=council, number=n, opened_on=APPOINTED) for n in range(VOTERS))
    Membership.objects.bulk_create(
        Membership(seat=seat, person=person, name=f"위원{n}", start=APPOINTED, end=TERM_END)
        for n, (seat, person) in enumerate(zip(seats, people, strict=True))
    )
    dice.shuffle(people)
    return people


@pytest.fixture
def item(council, people):
    return laid(council).items.get(order=2)


def drawn_by_lot(people):
    """A third each way, thrown by lot: nobody's place in any order says anything of their choice."""
    choices = [CHOICES[n % len(CHOICES)] for n in range(len(people))]
    dice.shuffle(choices)
    return dict(zip((person.pk for person in people), choices, strict=True))


def digest_of(vote, voter, choice):
    """Every body a door could have sealed, by the key that the attacker was given."""
    room, ref = vote.item.meeting.room, uuid4()
    bodies = [
        {"vote": vote.pk, "choice": choice},
        {"choice": choice},
        {"vote": str(vote.pk), "choice": choice},
    ]
    bodies += [body | more for body in bodies for more in ({"choices": []}, {"voter": voter}, {"ref": ref})]
    targets = [room, vote.pk, f"vote/{vote.pk}", vote]
    return {
        door.mark(ref, verb, target, body).digest
        for verb in ("ballot.cast", "vote.cast", "ballot")
        for target in targets
        for body in bodies
    }


def read_from_digests(vote, digests):
    """Whose choice a fingerprint betrays."""
    found = {}
    tries = {choice: digest_of(vote, None, choice) for choice in CHOICES}
    for voter, digest in digests.items():
        own = [choice for choice in CHOICES if digest in tries[choice] | digest_of(vote, voter, choice)]
        if own:
            [found[voter]] = own
    return found


def taken(vote, people, truth):
    """They vote one after the other; copies are made before, in the middle and at the end."""
    pages, receipts, logs = {}, {}, {}
    copies = [(dump(), disk(pages))]
    for n, person in enumerate(people):
        began = query("SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn")[0][0]
        ref = door.mark(uuid4(), "ballot.cast", vote.item.meeting.room, {"vote": vote.pk})
        envelope = secret.seal_ballot(vote, choice=truth[person.pk], by=person, at=NOON, ref=ref)
        receipts[person.pk] = envelope.receipt
        logs[person.pk] = query("SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn")[0][0] - began
        if n in {VOTERS // 2, VOTERS - 1}:
            copies.append((dump(), disk(pages)))
    return copies, receipts, logs, pages


def orders_of_voters(copies, receipts, logs):
    """Whatever puts those who voted into an order, in any copy."""
    voters = {"bytes of log a ballot": sorted(logs, key=logs.get)}
    for n, (tables, files) in enumerate(copies[2:]):
        envelopes, label = tables["committees_envelope"], f"copy {n}:"
        events = [row for row in tables["realtime_event"] if row["name"] == "ballot.cast"]
        electors, prints = tables["committees_elector"], receipts_in(tables, receipts)
        for table, rows, key in [
            ("envelope", envelopes, "voter_id"), ("event", events, "actor_id"),
            ("elector", electors, "person_id"), ("receipt", prints, "voter"),
        ]:  # fmt: skip
            if rows:
                voters |= orders_of_rows(f"{label} {table}", rows, key)
        ids = {row["voter_id"]: raw(row["id"]) for row in envelopes}
        refs = {row["actor_id"]: raw(row["ref"]) for row in events}
        lists = {row["voter"]: raw(row["sha256"]) for row in prints}
        for name, needles in [("envelope", ids), ("ref", refs), ("receipt", lists)]:
            if needles:
                voters |= orders_on_disk(f"{label} {name}", files, needles)
    return voters


def receipts_in(tables, receipts):
    """Everybody is made to hand over their receipt: the lines of the public list that belong to them."""
    owner = {fingerprint(receipt): voter for voter, receipt in receipts.items()}
    return [row | {"voter": owner[row["sha256"]]} for row in tables["committees_receipt"]]


def orders_of_ballots(tables, files, table="committees_secretballot"):
    """Whatever puts the opened ballots into an order: the choices in that order."""
    rows = tables[table]
    by_id = {row["id"]: row["choice"] for row in rows}
    needles = {row["id"]: raw(row["id"]) for row in rows}
    orders = orders_of_rows(table, rows, "id") | {f"{table}.id": sorted(by_id)}
    orders |= orders_on_disk(table, files, needles)
    return {name: [by_id[ballot] for ballot in ballots] for name, ballots in orders.items()}


@pytest.fixture
def history(item, people, keys):
    """A vote from before its first ballot to after its close, with all that the attacker holds of it."""
    truth, vote = drawn_by_lot(people), opened(item, people)
    [place] = keys.iterdir()
    private = place.read_bytes()
    copies, receipts, logs, pages = taken(vote, people, truth)
    count = close(vote)
    assert (count.yes, count.no, count.abstain) == (VOTERS // 3,) * 3
    assert list(keys.iterdir()) == []
    copies.append((dump(), disk(pages)))
    return SimpleNamespace(
        vote=vote, truth=truth, private=private, copies=copies, receipts=receipts, logs=logs, last=copies[-1]
    )


def test_whoever_holds_every_copy_of_the_database_guesses_no_better_than_chance(history):
    voters = orders_of_voters(history.copies, history.receipts, history.logs)
    ballots = orders_of_ballots(*history.last)
    attack = Attack(voters, ballots, history.truth)
    attack.report("sealed")
    told = " ".join([*voters, *ballots])
    for way in ("xmin", "ctid", "envelope.id", "event.seq", "event.ref", "sealed", LOG, "receipt.ctid"):
        assert way in told, f"nothing was tried by {way}"
    assert attack.successes() == []
    check_nothing_opens_it(history)
    check_nothing_is_told_before_the_close(history)
    check_no_fingerprint_betrays(history)


def check_nothing_opens_it(history):
    """Neither the key nor anybody's receipt ever lay in any copy."""
    secrets = [history.private, history.private.hex().encode(), base64.b64encode(history.private)]
    for receipt in history.receipts.values():
        secrets += [bytes.fromhex(receipt), receipt.encode()]
    for _, files in history.copies[-2:]:
        for name, content in files.items():
            assert [each for each in secrets if each in content] == [], name


def check_nothing_is_told_before_the_close(history):
    """A sum, a ballot, or an envelope that is longer than another."""
    for tables, _ in history.copies[:-1]:
        assert tables["committees_secretballot"] == tables["committees_receipt"] == []
        [row] = tables["committees_vote"]
        assert (row["yes"], row["no"], row["abstain"], row["closed_at"]) == (None,) * 4
    sealed = [bytes(row["sealed"]) for row in history.copies[-2][0]["committees_envelope"]]
    assert ({len(each) for each in sealed}, len(set(sealed))) == ({184}, VOTERS)
    assert {row["sealed"] for row in history.last[0]["committees_envelope"]} == {None}


def check_no_fingerprint_betrays(history):
    """Every body that a door could have sealed, by the very key."""
    events = [row for row in history.last[0]["realtime_event"] if row["name"] == "ballot.cast"]
    assert read_from_digests(history.vote, {row["actor_id"]: row["digest"] for row in events}) == {}
    bare = door.mark(uuid4(), "ballot.cast", history.vote.item.meeting.room, {"vote": history.vote.pk})
    assert {row["digest"] for row in events} == {bare.digest}
    assert {str(row["facts"]) for row in events} == {"{}"}


def test_the_same_attack_finds_everybody_in_a_careless_table(item, people):
    truth = drawn_by_lot(people)
    vote = opened(item, people)
    query("CREATE TABLE naive_envelope (id uuid PRIMARY KEY, voter bigint, seq bigserial, digest text)")
    query("CREATE TABLE naive_ballot (id uuid PRIMARY KEY, choice text)")
    try:
        for person in people:
            said = {"vote": vote.pk, "choice": truth[person.pk]}
            digest = door.mark(uuid4(), "ballot.cast", item.meeting.room, said).digest
            query("INSERT INTO naive_envelope VALUES (%s, %s, DEFAULT, %s)", uuid4(), person.pk, digest)
        with transaction.atomic():  # opened one after the other, as they lie
            for row in rows_of("naive_envelope"):
                query("INSERT INTO naive_ballot VALUES (%s, %s)", uuid4(), truth[row["voter"]])
        tables, files = dump(), disk({})
    finally:
        query("DROP TABLE naive_envelope")
        query("DROP TABLE naive_ballot")
    envelopes = tables["naive_envelope"]
    voters = orders_of_rows("envelope", envelopes, "voter")
    voters |= orders_on_disk("envelope", files, {row["voter"]: raw(row["id"]) for row in envelopes})
    attack = Attack(voters, orders_of_ballots(tables, files, "naive_ballot"), truth)
    attack.report("careless")
    found = " ".join(attack.found_by)
    for way in (
        "envelope.ctid ~",
        "envelope.seq ~",
        "envelope.xmin ~",
        "on the pages of naive_envelope ~",
        "in the log ~",
    ):
        assert way in found, f"{way} finds nobody"
    assert len(attack.successes()) > len(attack.found_by)
    assert read_from_digests(vote, {row["voter"]: row["digest"] for row in envelopes}) == truth


def test_the_bound_is_that_of_chance():
    # One of two, tried once: both hits by chance in half of all worlds, so no bound but above everything.
    assert bound(2, 1, 1) == 3
    # Four of twenty thousand: to find three of them is rarer than one in 10^9, to find two is not.
    assert bound(20_000, 4, 1) == 20_000 - 2 * 2 + 1
    assert 35 < bound(70, 35, 1) < bound(70, 35, 1000) < 70
    mean = VOTERS - 2 * 50 * 100 / VOTERS
    assert mean < bound(VOTERS, 50, 2000) < 0.85 * VOTERS
