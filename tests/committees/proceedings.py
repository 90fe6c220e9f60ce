"""The floor of the meeting in test_converge: what is said, moved and voted, and how a page folds it."""

from contextlib import suppress

from django.core.exceptions import ObjectDoesNotExist

from committees.actions import electing, motions, observing, recusing, speaking, voting
from committees.actions import resolutions as resolving
from committees.models import Gist, Motion, Observer, Recusal, SpeakingTurn, Vote
from committees.precedence import to_be_put
from committees.roster import roster
from district.refusals import Refusal

NOUNS = ("turn", "motion", "recusal", "vote", "gist", "observer")
CHOICES = ("yes", "no", "abstain")
ACTS = (
    "talk", "gist", "observe", "propose", "propose", "amend_it", "amend_it", "retract", "retract",
    "keep_out", "put", "put", "elect", "ballot", "ballot", "count", "count", "settle", "settle",
)  # fmt: skip
DEEDS = frozenset(
    (
        "speak",
        "hush",
        "correct",
        "lead_out",
        "second",
        "withdraw",
        "let_in",
        "sealed",
        "named",
        "void",
        "run_off",
    )
)
"""What some acts lead to, if they can."""
COUNTED = ("cast", "asked", "yes", "no", "abstain")


def lists(held):
    """The rows of the page in their order."""
    return {f"{noun}s": sorted(held[noun].values(), key=lambda row: row["id"]) for noun in NOUNS}


def follow(held, data):
    """What a frame says of rows that it does not carry; the same in static/site/js/proceedings.js."""
    if "ballot" in data and (vote := held["vote"].get(data["ballot"]["vote"])):
        said = {name: data["ballot"][name] for name in ("choice", "choice_label")}
        roll = [row | said if row["seat"] == data["ballot"]["seat"] else row for row in vote["roll"]]
        held["vote"][vote["id"]] = vote | {"roll": roll}
    if "count" in data and (vote := held["vote"].get(data["count"]["id"])) and vote["state"] == "open":
        held["vote"][vote["id"]] = vote | {name: data["count"][name] for name in COUNTED}


class Proceedings:
    """The acts of a stage that has meeting, people, secretary, at, minutes, floor and nth."""

    def spoken(self):
        """All words of the floor, and those that everybody may read now."""
        rows = [(each, each.text) for each in Motion.objects.select_related("item")]
        rows += [(each, each.words) for each in Gist.objects.select_related("item")]
        rows += [(each, each.subject) for each in Vote.objects.select_related("item")]
        return {words for _, words in rows}, {words for each, words in rows if each.item.is_open}

    def theirs(self):
        """The secretary's own act, now."""
        return {"by": self.secretary, "at": self.at}

    def mine(self, n):
        return {"by": self.people[n % len(self.people)], "at": self.at}

    def seat(self, n):
        members = roster(self.meeting.bodies.all(), self.meeting.day)
        return members[n % len(members)].seat_id

    def running(self, n):
        return self.nth(Vote.objects.running(), n)

    def step(self, deed, act, *args, **said):
        """One thing more, if it may be."""
        with suppress(Refusal, ZeroDivisionError, ObjectDoesNotExist):
            act(*args, **said)
            self.done.add(deed)

    def waiting(self, n, state="waiting"):
        return self.nth(SpeakingTurn.objects.filter(state=state), n)

    def talk(self, n):
        """Ask for the floor, and perhaps have it, end it, give it up, or find the list closed."""
        kind = "point_of_order" if n == 3 else "speech"
        self.step("ask", lambda: speaking.ask_turn(self.floor, kind=kind, **self.mine(n)))
        if n < 5:
            self.step("speak", lambda: speaking.begin_turn(self.waiting(n), **self.theirs()))
        if n % 3 == 0:
            self.step("hush", lambda: speaking.end_turn(self.waiting(n, "speaking"), **self.theirs()))
        if n == 7:
            turn = self.waiting(n)
            self.step("untalk", speaking.withdraw_turn, turn, by=turn.person, at=self.at)
        if n > 7:
            shut = speaking.close_list if n == 8 else speaking.open_list
            self.step("shut_list", lambda: shut(self.floor, **self.theirs()))

    def gist(self, n):
        speaking.type_gist(self.floor, words=f"요지 {self.minutes}", **self.theirs())
        if n > 5:
            again = {"words": f"고친 요지 {self.minutes}"}
            self.step(
                "correct", speaking.change_gist, self.nth(Gist.objects.all(), n), **again, **self.theirs()
            )

    def observe(self, n):
        observing.record(self.meeting, name=f"배석 {self.minutes}", office="과장", **self.theirs())
        if n > 5:
            self.step("lead_out", observing.remove, self.nth(Observer.objects.all(), n), **self.theirs())

    def propose(self, n):
        kind = "procedural" if n > 7 else "main"
        moved = motions.move(self.floor, kind=kind, text=f"동의 {self.minutes}", **self.mine(n))
        if n % 4:
            self.step("second", motions.second, moved, **self.mine(n + 1))

    def amend_it(self, n):
        if not self.floor.motions.pending().exclude(kind="procedural").exists():
            self.step("propose", self.propose, n % 4 + 1)
        amended = self.nth(self.floor.motions.pending().exclude(kind="procedural"), n)
        said = {"kind": "amendment", "text": f"수정 {self.minutes}", "amends": amended}
        moved = motions.move(self.floor, **said, **self.mine(n))
        if n % 4:
            self.step("second", motions.second, moved, **self.mine(n + 1))

    def retract(self, n):
        if not self.floor.motions.pending().exists():
            self.step("propose", self.propose, 0 if n % 2 else 4)
        motion = self.nth(self.floor.motions.pending(), -1)
        if n % 2:
            self.step("lapse", motions.lapse, motion, **self.theirs())
        else:
            self.step("withdraw", motions.withdraw, motion, by=motion.mover, at=self.at)

    def keep_out(self, n):
        kind = ("self", "challenge", "statutory")[n % 3]
        seat = None if kind == "self" else self.seat(n + 3)
        who = self.theirs() if kind == "statutory" else self.mine(n)
        with suppress(Refusal):
            recusing.record(self.floor, kind=kind, reason=f"까닭 {self.minutes}", seat=seat, **who)
        if n > 4:
            recusal = self.nth(Recusal.objects.standing(), n)
            self.step("let_in", recusing.withdraw, recusal, by=recusal.asked_by, at=self.at)

    def put(self, n):
        """Whatever is to be put now: who keeps out, else what was moved, else the item."""
        item = self.floor
        recusal = item.recusals.filter(state="pending").first()
        motion = None if recusal else to_be_put(item.motions.all())
        method = ("roll_call", "secret", "secret", "hands", "roll_call", "consent")[n % 6]
        hands = {"yes": n % 3, "no": 1, "abstain": 0} if method == "hands" else {}
        voting.open_vote(item, method=method, motion=motion, recusal=recusal, **hands, **self.theirs())

    def elect(self, n):
        names = [{"name": f"후보 {name}"} for name in range(3)]
        electing.open_election(self.floor, subject="간사 선거", candidates=names, seats=1, **self.theirs())
        if n > 2:
            self.ballot(n)
            self.count(0)
            for undecided in Vote.objects.filter(result="run_off", run_off=None):
                self.step("run_off", electing.open_run_off, undecided, **self.theirs())

    def ballot(self, n):
        vote = self.running(n)
        for person in self.people[n % 3 : n % 3 + 5]:
            said = {"choice": CHOICES[(person.pk * n) % 3]}
            if vote.kind == "election":
                said = {"choice": None, "choices": [1 + (person.pk + n) % 3]}
            deed = "sealed" if vote.is_secret else "named"
            self.step(deed, voting.cast, vote, by=person, at=self.at, **said)
        called = {"seat": self.seat(n + 5), "choice": CHOICES[n % 3]}
        self.step("call_name", voting.call_ballot, vote, **called, **self.theirs())

    def count(self, n):
        if n > 6:
            self.step("void", voting.void_vote, self.running(n), reason="잘못 부침", **self.theirs())
        else:
            voting.close_vote(self.running(n), **self.theirs())

    def settle(self, n):
        """What was carried is written down."""
        for vote in Vote.objects.filter(state="closed", kind="question", recusal=None).order_by("-pk"):
            with suppress(Refusal):
                resolving.resolve_vote(vote, text="의결", **self.theirs())
                return
        raise Refusal("nothing_to_write", "")
