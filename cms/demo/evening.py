"""One evening of a 분과 as the demo lives through it: who came, what was said, moved, voted and decided."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from cms.demo.facts import address
from cms.demo.meetings import follow_up, said
from committees.actions import electing, motions, offices, recusing, resolutions, speaking, voting
from committees.count import quorum_of
from committees.models import (
    AgendaItem,
    Candidate,
    Elector,
    Motion,
    Resolution,
    SpeakingTurn,
    Vote,
)
from committees.roster import Member
from district.dates import day
from district.models import Person

Step = dict[str, Any]
Kind = SpeakingTurn.Kind
ABSTAIN = "abstain"


class Bench:
    """Those who sit, by the number of a member or the name of a post, as the file calls them."""

    def __init__(self, members: Iterable[Member]) -> None:
        people = Person.objects.in_bulk([member.person_id for member in members])
        self.members = {
            who: member for member in members for who in (member.name, people[member.person_id].email)
        }
        self.people = people

    def member(self, who: int | str) -> Member:
        return self.members[address(f"member{who:04}") if isinstance(who, int) else who]

    def person(self, who: int | str) -> Person:
        return self.people[self.member(who).person_id]

    def seats(self, those: Iterable[int | str]) -> list[int]:
        """Where they sit."""
        return [self.member(who).seat_id for who in those]


@dataclass
class Floor:
    """One item on the floor: the steps of the file, one after the other, some minutes apart."""

    item: AgendaItem
    bench: Bench
    chair: Person
    keeper: Person
    moment: datetime
    at: datetime
    motions: dict[str, Motion] = field(default_factory=dict)
    vote: Vote | None = None

    @cached_property
    def verbs(self) -> dict[str, Callable[[Step], object]]:
        """What can be done, by its name in the file."""
        return {
            "speak": self.speak,
            "order": lambda step: self.speak(step, Kind.POINT_OF_ORDER),
            "explain": self.explain,
            "note": lambda step: self.type(step["words"]),
            "recuse": self.recuse,
            "move": self.move,
            "second": self.second,
            "consent": self.consent,
            "hands": self.hands,
            "roll": self.roll,
            "elect": self.elect,
            "resolve": self.resolve,
        }

    def run(self, course: list[Step]) -> datetime:
        """All of it; answers when it was over."""
        for step in course:
            self.moment += timedelta(minutes=2)
            self.verbs[step["do"]](step)
        return self.moment

    def speak(self, step: Step, kind: str = Kind.SPEECH) -> None:
        """Asked for, given, typed and ended."""
        turn = speaking.ask_turn(self.item, kind=kind, by=self.bench.person(step["who"]), at=self.moment)
        self.hear(turn, step["words"])

    def explain(self, step: Step) -> None:
        """An official without a seat answers."""
        named = {name: step[name] for name in ("name", "badge")}
        self.hear(speaking.add_turn(self.item, **named, by=self.keeper, at=self.moment), step["words"])

    def hear(self, turn: SpeakingTurn, words: str) -> None:
        turn = speaking.begin_turn(turn, by=self.chair, at=self.moment)
        self.type(words, turn)
        self.moment += timedelta(minutes=2)
        speaking.end_turn(turn, by=self.chair, at=self.moment)

    def type(self, words: str, turn: SpeakingTurn | None = None) -> None:
        speaking.type_gist(self.item, words=said(words, self.at), turn=turn, by=self.keeper, at=self.moment)

    def recuse(self, step: Step) -> None:
        """회피. By their own word."""
        recusing.record(
            self.item, kind="self", reason=step["reason"], by=self.bench.person(step["who"]), at=self.moment
        )

    def move(self, step: Step) -> None:
        self.motions[step["as"]] = motions.move(
            self.item,
            kind=step["kind"],
            text=said(step["text"], self.at),
            amends=self.motions.get(step.get("amends", "")),
            by=self.bench.person(step["who"]),
            at=self.moment,
        )

    def second(self, step: Step) -> None:
        motion = self.motions[step["motion"]]
        motions.second(motion, by=self.bench.person(step["who"]), at=self.moment)

    def put(self, method: str, step: Step, **counted: Any) -> Vote:
        self.vote = voting.open_vote(
            self.item,
            method=method,
            motion=self.motions.get(step.get("motion", "")),
            subject=step.get("subject", ""),
            by=self.chair,
            at=self.moment,
            **counted,
        )
        return self.vote

    def consent(self, step: Step) -> None:
        self.put(Vote.Method.CONSENT, step)

    def hands(self, step: Step) -> None:
        """Those that are left were for it."""
        no, abstain = step["no"], step["abstain"]
        there = quorum_of(self.item.meeting, item=self.item).present
        self.put(Vote.Method.HANDS, step, yes=there - no - abstain, no=no, abstain=abstain)

    def roll(self, step: Step) -> None:
        """Each by the telephone, or by the secretary's pen when called."""
        vote = self.put(Vote.Method.ROLL_CALL, step)
        no, abstains, called = (self.bench.seats(step[name]) for name in ("no", ABSTAIN, "called"))
        for n, elector in enumerate(electors_of(vote)):
            choice = "no" if elector.seat_id in no else ABSTAIN if elector.seat_id in abstains else "yes"
            at = self.moment + timedelta(seconds=5 * n)
            if elector.seat_id in called:
                voting.call_ballot(vote, seat=elector.seat_id, choice=choice, by=self.keeper, at=at)
            else:
                voting.cast_ballot(vote, choice=choice, by=elector.person, at=at)
        self.close(vote)

    def elect(self, step: Step) -> None:
        """In secret: how many named whom is in the file, who did is nowhere."""
        standing = [{"seat": seat} for seat in self.bench.seats(step["candidates"])]
        vote = electing.open_election(
            self.item, subject=step["subject"], candidates=standing, by=self.chair, at=self.moment
        )
        named = [[order] for order, votes in enumerate(step["votes"], 1) for _vote in range(votes)]
        for choices, elector in zip(named + [[]] * step[ABSTAIN], electors_of(vote), strict=True):
            choice = None if choices else ABSTAIN
            voting.cast(vote, choice=choice, choices=choices or None, by=elector.person, at=self.moment)
        self.close(vote)
        [chosen] = Candidate.objects.filter(vote=vote, elected=True).select_related("membership")
        offices.elect(
            self.item.meeting.bodies.get(),
            step["office"],
            title=step["title"],
            membership=chosen.membership,
            start=day(self.moment) + timedelta(days=1),
            meeting=self.item.meeting,
            method="secret",
            vote=self.vote,
            by=None,
            at=self.moment,
        )

    def close(self, vote: Vote) -> None:
        self.moment += timedelta(minutes=2)
        self.vote = voting.close_vote(vote, by=self.chair, at=self.moment)

    def resolve(self, step: Step) -> Resolution:
        """What the vote has decided, and whom it asks to do it."""
        if self.vote is None:
            raise LookupError("nothing was voted that could be resolved")
        resolution = resolutions.resolve_vote(
            self.vote, text=said(step["text"], self.at), by=self.keeper, at=self.moment
        )
        for row in step.get("orders", []):
            follow_up(resolution, row, self.keeper, self.moment, self.at)
        return resolution


def electors_of(vote: Vote) -> list[Elector]:
    """In the order in which they are called."""
    return list(vote.electors.select_related("person").order_by("order"))
