"""A call in every state, and an application in every one of its own, with the acts that the desk knows."""

from datetime import timedelta
from functools import partial

from django.urls import reverse

from committees.actions import applying, appointing, calls, certifying, choosing
from committees.models import Application, Call, MemberSheet, Membership
from committees.views.turnover.showing import application_at, call_at
from committees.views.turnover.verbs import appointed
from district.dates import moment
from district.visitors import speaker
from tests.cast import NOON, verified
from tests.committees.turnover import START, big_council, papers, planned
from tests.states import Deed

DAY = timedelta(days=1)
INSIDE = frozenset({"secretary", "facilitator", "officer", "head", "admin", "auditor"})
PAPER = {"origin": "paper", "name": "홍길동", "gender": "f"}


def api(ending, **said):
    return lambda call: ("post", f"/api/v1/calls/{call.pk}/{ending}/", said)


def form(verb, **said):
    return lambda call: (reverse("desk-turnover", args=[call.pk]), {"verb": verb, **said})


def said_of(call):
    return {
        "title": "고친 제목", "places": call.places, "opens_at": call.opens_at, "closes_at": call.closes_at,
        "starts_on": call.starts_on,
    }  # fmt: skip


def told_of(call):
    told = said_of(call)
    return {
        "put": f"/api/v1/calls/{call.pk}/",
        "said": told | {
            "opens_at": moment(call.opens_at), "closes_at": moment(call.closes_at),
            "starts_on": call.starts_on.isoformat(),
        },
    }  # fmt: skip


class Stands:
    """One who may stay and was not asked, one who applied, one who is selected, one in reserve."""

    def __init__(self, cast, department, dong):
        self.cast = cast
        self.body = big_council(department)
        person = verified("stayer", dong, name="남는이")
        MemberSheet.objects.create(person=person, gender="f", changed_at=NOON)
        seat = self.body.seats.get(number=36)
        start, end = START.replace(year=2024), START - DAY
        Membership.objects.create(seat=seat, person=person, name="남는이", start=start, end=end)

    def states(self):
        return {name: partial(self.stand, name) for name in Call.Stage.values}

    def stand(self, name):
        call = getattr(self, name)()
        assert call.stage(NOON) == name
        return Call.objects.get(pk=call.pk)

    def draft(self, opens_at=NOON - 2 * DAY, closes_at=NOON + DAY):
        call = planned(self.body, opens_at=opens_at, closes_at=closes_at)
        _applied, chosen, reserve = papers(call, 2, 1)
        choosing.choose(chosen, "selected", by=None, at=NOON)
        choosing.choose(reserve, "reserve", by=None, at=NOON)
        return call

    def published(self, **hours):
        return calls.publish_call(self.draft(**hours), by=None, at=NOON - 3 * DAY)

    def upcoming(self):
        return self.published(opens_at=NOON + DAY, closes_at=NOON + 2 * DAY)

    def open(self):
        return self.published()

    def choosing(self):
        return self.published(closes_at=NOON - DAY)

    def decided(self):
        return choosing.decide_call(self.choosing(), by=None, at=NOON)

    def appointed(self):
        return appointing.appoint_all(self.decided(), by=None, at=NOON)

    def deeds(self):
        def act(verb):
            return lambda call, person: verb(call_at(call.pk, speaker(person)), by=person, at=NOON)

        def change(call, person):
            calls.change_call(call_at(call.pk, speaker(person)), **said_of(call), by=person, at=NOON)

        def take_in(call, person):
            calls.add_application(call_at(call.pk, speaker(person)), **PAPER, by=person, at=NOON)

        def choose(call, person):
            rows = [first_of(call).pk]
            choosing.choose_many(call_at(call.pk, speaker(person)), rows, "declined", by=person, at=NOON)

        def certify(call, person):
            certifying.certify(appointed(call_at(call.pk, speaker(person))), by=person, at=NOON)

        return {
            "change": Deed(change, api=lambda call: ("put", told_of(call)["put"], told_of(call)["said"])),
            "publish": Deed(act(calls.publish_call), api("publish"), form=form("publish"), inside=INSIDE),
            "ask": Deed(
                act(calls.ask_renewals), api("ask-renewals"), form=form("ask_renewals"), inside=INSIDE
            ),
            "take in": Deed(take_in, api("papers", **PAPER), form=form("paper", **PAPER), inside=INSIDE),
            "choose": Deed(
                choose,
                lambda call: api("choose", applications=[first_of(call).pk], state="declined")(call),
                form=lambda call: form("choose", row=first_of(call).pk, state="declined")(call),
                inside=INSIDE,
            ),
            "assign": Deed(act(choosing.assign_parts), api("parts"), form=form("assign"), inside=INSIDE),
            "decide": Deed(act(choosing.decide_call), api("decide"), form=form("decide"), inside=INSIDE),
            "appoint": Deed(act(appointing.appoint_all), api("appoint"), form=form("appoint"), inside=INSIDE),
            "certify": Deed(certify, api("certificates")),
        }


def first_of(call):
    """The one who came first."""
    return call.applications.exclude(origin="renewal").order_by("pk")[0]


def answer(row, person):
    applying.answer_renewal(row, False, by=speaker(person), at=NOON)


def withdraw(row, person):
    applying.withdraw_application(row, by=speaker(person), at=NOON)


class Applications(Stands):
    """One application, and what the desk does with it."""

    def states(self):
        names = ("asked", "applied", "selected", "reserve", "declined", "withdrawn", "waiting", "appointed")
        return {name: partial(self.one, name) for name in names}

    def one(self, name):
        if name in {"waiting", "appointed"}:
            call = self.decided() if name == "waiting" else self.appointed()
            state = {"waiting": "reserve"}.get(name, name)
            return call.applications.get(state=state)
        call = self.open()
        if name == "asked":
            calls.ask_renewals(call, by=None, at=NOON)
            return call.applications.get(state="asked")
        row = first_of(call)
        Application.objects.filter(pk=row.pk).update(state=name)
        return Application.objects.get(pk=row.pk)

    def deeds(self):
        def mine(row, person):
            return application_at(row.pk, call_at(row.call_id, speaker(person)))

        def choose(row, person):
            choosing.choose(mine(row, person), "declined", by=person, at=NOON)

        def give(row, person):
            choosing.give_part(mine(row, person), self.body.parts.first(), by=person, at=NOON)

        def call_up(row, person):
            choosing.call_up(mine(row, person), by=person, at=NOON)

        def at(row, ending, **said):
            return "post", f"/api/v1/applications/{row.pk}/{ending}/", said

        def bulk(row):
            said = {"applications": [row.pk], "state": "declined"}
            return "post", f"/api/v1/calls/{row.call_id}/choose/", said

        return {
            "choose": Deed(
                choose, bulk, form=lambda row: form("choose", one=f"{row.pk}:declined")(row.call),
                inside=INSIDE,
            ),
            "give part": Deed(give, lambda row: at(row, "part", part=self.body.parts.first().pk)),
            "call up": Deed(
                call_up, lambda row: at(row, "call-up"),
                form=lambda row: form("call_up", row=row.pk)(row.call), inside=INSIDE,
            ),
            "answer": Deed(answer),
            "withdraw": Deed(withdraw),
        }  # fmt: skip
