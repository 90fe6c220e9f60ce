"""Whoever heard each bell of a department and read after it knows what whoever comes in now is told."""

from contextlib import suppress
from datetime import timedelta

import pytest

from district.refusals import Refusal
from realtime.publish import room
from referrals import actions
from referrals.models import Referral, Reply
from referrals.rooms import DeskRoom
from tests.cast import NOON
from tests.realtime.machine import Stage, play
from tests.referrals.acts import refuses
from tests.referrals.conftest import ANSWER

ROOM = DeskRoom()


class Desks(Stage):
    """Two departments are asked, hand over, answer and are let off; each has a bell without a number."""

    kinds = ("desk",)
    acts = (
        "ask",
        "ask",
        "ask",
        "claim",
        "move",
        "move",
        "write",
        "submit",
        "approve",
        "approve",
        "recall",
        "let_off",
        "stop",
    )

    def __init__(self, department, elsewhere, hands):
        self.departments, self.hands = [department, elsewhere], hands
        self.rooms = [room("desk", each.pk) for each in self.departments]
        self.count = 0

    def do(self, what, n):
        self.count += 1
        with suppress(Refusal):
            getattr(self, what)(n, NOON + timedelta(minutes=self.count))

    def ask(self, n, at):
        actions.refer(
            kind="proposal",
            label="제안",
            title=f"제안 {n}",
            url="/",
            department=self.departments[n % 2],
            by=None,
            at=at,
        )

    def some(self, n):
        rows = list(Referral.objects.order_by("pk"))
        return rows[n // 2 % len(rows) :][:1] if rows else []

    def hand(self, referral, n=0):
        return self.hands[referral.department_id][n]

    def claim(self, n, at):
        for each in self.some(n):
            actions.claim(each, by=self.hand(each), at=at)

    def move(self, n, at):
        for each in self.some(n):
            to = next(one for one in self.departments if one.pk != each.department_id)
            actions.reroute(each, to=to, reason="그쪽 일입니다.", by=self.hand(each), at=at)

    def write(self, n, at):
        for each in self.some(n):
            actions.write_reply(each, by=self.hand(each), at=at, **ANSWER)

    def submit(self, n, at):
        for each in self.some(n):
            for draft in Reply.objects.in_hand().filter(referral=each):
                actions.submit(draft, by=self.hand(each), at=at)

    def approve(self, n, at):
        for draft in Reply.objects.in_hand().select_related("referral")[n % 3 :][:1]:
            actions.approve(draft, by=self.hand(draft.referral, 1 + n % 2), at=at)

    def recall(self, n, at):
        for each in self.some(n):
            actions.recall(each, by=self.hand(each), at=at)

    def let_off(self, n, at):
        for each in self.some(n):
            actions.end(each, ground="withdrawn", by=None, at=at)

    def stop(self, n, at):
        for each in self.some(n):
            actions.pause(each, kind="inquiry", reason="의견을 묻습니다.", by=self.hand(each), at=at)

    def page(self, address):
        """The number is read by HTTP, by whoever works there."""
        return ROOM.snapshot(address.key, None)

    def welcomed(self, reader):
        """What rang while the line was away was not heard: whoever has a line again reads."""
        reader.look()

    def rung(self, reader):
        reader.look()


@pytest.fixture
def desks(department, elsewhere, officer, head, director, stranger):
    ours, theirs = (officer, head, director), (stranger, head, director)
    return lambda: Desks(department, elsewhere, {department.pk: ours, elsewhere.pk: theirs})


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("examples", [6, pytest.param(100, marks=pytest.mark.long)])
def test_who_hears_a_bell_or_has_a_line_again_reads_what_a_new_page_says(desks, examples):
    play(desks, examples)


@pytest.mark.django_db
def test_only_those_who_work_there_or_watch_stand_at_the_desk(
    department, officer, head, director, mayor, adviser, auditor, administrator, stranger, resident, moderator
):
    for person in (officer, head, director, mayor, adviser, auditor, administrator):
        assert ROOM.enter(str(department.pk), person, NOON) == {"read"}
    for person in (None, stranger, resident, moderator):
        with refuses("not_found", 404):
            ROOM.enter(str(department.pk), person, NOON)
    assert not ROOM.public(str(department.pk))
