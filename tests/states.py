"""docs/states.md as the tests read it, and the walk: every state, every act, everybody, every door."""

import json
from collections.abc import Callable
from html import unescape
from types import SimpleNamespace
from typing import Any, NamedTuple
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection, transaction

from district.refusals import Refusal
from realtime.consumers import Visit
from realtime.kinds import room_at
from realtime.tickets import TOKEN, Ticket
from tests.cast import NOON
from tests.source import ROOT

PAGE = "docs/states.md"
MAY, NOT_THEIRS = "✓", "–"
WATCHED = ("deliberation", "pledges", "referrals", "surveys", "letters", "papers", "search", "realtime")
WAYS = {"/accounts/login/": "sign_in_needed", "/me/verify/": "verification_needed"}
COLUMNS = {
    "L0": None, "L1": "unverified", "L2": "neighbour", "author": "resident", "member": "member",
    "secretary": "secretary", "chair": "chair", "facilitator": "facilitator", "officer": "officer",
    "head": "head", "director": "director", "mayor": "mayor", "editor": "editor", "reviewer": "reviewer",
    "moderator": "moderator", "auditor": "auditor", "admin": "administrator",
}  # fmt: skip


class Deed(NamedTuple):
    """One act: as the house does it, and how each door is asked for it."""

    act: Callable[[Any, Any], Any]
    api: Callable[[Any], tuple[str, str, dict]] | None = None
    room: Callable[[Any], tuple[str, str, str, dict]] | None = None
    form: Callable[[Any], tuple[str, dict]] | None = None
    # A form of the desk is not even there for whoever may not read the file.
    inside: frozenset[str] | None = None


class Table:
    """What the page says of one noun."""

    def __init__(self, heading: str) -> None:
        tables = [table for above, table in _tables() if above == heading]
        (_who, *self.acts), *people = next(table for table in tables if table[0][0] == "who")
        (_state, *acts), *states = next(table for table in tables if table[0][0] == "state")
        assert acts == self.acts, heading
        self.who = {
            role: dict(zip(acts, cells, strict=True))
            for roles, *cells in people
            for role in roles.split(", ")
        }
        self.states = {state: dict(zip(acts, map(_cell, cells), strict=True)) for state, *cells in states}

    def told(self, state: str, act: str, role: str) -> tuple[str, bool]:
        """What that person is answered, and whether that is because of where it stands."""
        cell, who = self.states[state][act], self.who[role][act]
        groups = ["anybody", *(["everybody"] if role != "L0" else []), *(["others"] if who != MAY else [])]
        for name in (role, *reversed(groups)):
            if name in cell:
                return cell[name], True
        return (cell[""], True) if who == MAY else (who, False)


def _tables():
    """Each table of the page with the heading it stands under, its head first."""
    heading, rows = "", []
    for line in [*(ROOT / PAGE).read_text("utf-8").splitlines(), ""]:
        if line.startswith("#"):
            heading = line.lstrip("#").strip()
        if not line.startswith("|"):
            if rows:
                yield heading, rows
            rows = []
        elif set(line) - set("|-: "):
            rows.append([cell.strip().strip("`") for cell in line.strip().strip("|").split("|")])


def _cell(text: str) -> dict[str, str]:
    """`code`; name, name: `other code`: the first is everybody's who may do it at all."""
    first, *others = (part.strip() for part in text.split(";"))
    cell = {"": first.strip("`")}
    for part in others:
        names, _colon, code = part.rpartition(":")
        cell |= {name.strip(): code.strip().strip("`") for name in names.split(",")}
    return cell


def standing() -> list[tuple]:
    """How many rows there are of everything that an act could write."""
    tables = [model._meta.db_table for app in WATCHED for model in apps.get_app_config(app).get_models()]
    counted = " UNION ALL ".join(f"SELECT '{table}', count(*) FROM {table}" for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(counted)
        return cursor.fetchall()


def marks(subject: Any) -> list[dict]:
    """The row itself, word by word, and where its room stands."""
    rows = [type(subject)._default_manager.filter(pk=subject.pk).values().get()]
    return rows + list(apps.get_model("realtime.Room").objects.order_by("id").values("id", "seq"))


def tried(deed: Deed, subject: Any, person: Any) -> str:
    """What comes of it: what was done is undone again, and what was refused has to have undone itself."""
    refused = None
    with transaction.atomic():
        try:
            deed.act(subject, person)
        except Refusal as refusal:
            refused = refusal
        else:
            transaction.set_rollback(True)
    assert refused is None or 400 <= refused.status < 500
    return refused.code if refused else MAY


def walk(town: "Town", heading: str, states: dict[str, Callable[[], Any]], deeds: dict[str, Deed]) -> None:
    """Every state and every act: by everybody, or by one of those who are answered alike, in turns."""
    table = Table(heading)
    assert (list(table.states), table.acts) == (list(states), list(deeds))
    assert sorted(table.who) == sorted(town.cast)
    # Before any state: who signs in within one is nobody when it is undone.
    town.browsers = {role: town.visit(person) for role, person in town.cast.items()}
    wrong: list[str] = []
    for turn, (state, stand) in enumerate(states.items()):
        with transaction.atomic():
            subject = stand()
            for act, deed in deeds.items():
                before = standing(), marks(subject)
                for role in town.chosen(table, state, act, turn):
                    code, by_state = table.told(state, act, role)
                    got = {"itself": tried(deed, subject, town.cast[role])}
                    if code != MAY and town.is_new(state if by_state else heading, act, code):
                        got |= town.knock(act, deed, subject, role, code)
                    told = f"{heading}, {state}: {act} by {role}"
                    wrong += [
                        f"{told}, {door}: {came}, not {code}" for door, came in got.items() if came != code
                    ]
                if (standing(), marks(subject)) != before:
                    wrong.append(f"{heading}, {state}: {act} was refused, and something was written")
            transaction.set_rollback(True)
    assert not wrong, "\n" + "\n".join(wrong)


class Town(SimpleNamespace):
    """The cast, each with a browser, and the doors they knock at."""

    def chosen(self, table: Table, state: str, act: str, turn: int) -> list[str]:
        """Everybody where the act is first open, and everybody everywhere if there is time."""
        alike: dict[str, list[str]] = {}
        for role in self.cast:
            alike.setdefault(table.told(state, act, role)[0], []).append(role)
        alike.pop(NOT_THEIRS, None)
        if self.whole or (MAY in alike and self.is_new("first", act, MAY)):
            return [role for roles in alike.values() for role in roles]
        return [roles[turn % len(roles)] for roles in alike.values()]

    def is_new(self, *met: str) -> bool:
        """Whether no door was asked for this before."""
        fresh = met not in self.met
        self.met.add(met)
        return fresh

    def knock(self, act: str, deed: Deed, subject: Any, role: str, code: str) -> dict[str, str]:
        """What each door says to this person; each in its own words, and all of them the same."""
        came, sentence = {}, None
        if deed.api and (asked := deed.api(subject)):
            came["api"], sentence = self.by_api(asked, role)
        if deed.room and (asked := deed.room(subject)):
            came["room"] = self.by_room(asked, role)
        # A page is drawn once for each reason; who reads it there reads the same sentence in every state.
        opens = deed.form and (deed.inside is None or role in deed.inside)
        if opens and (asked := deed.form(subject)) and self.is_new("form", act, code):
            came["form"] = code if self.by_form(asked, role, code, sentence) else "something else"
        return came

    def by_api(self, asked: tuple[str, str, dict], role: str) -> tuple[str, str | None]:
        method, address, said = asked
        body = {"ref": str(uuid4()), **said}
        answer = self.browsers[role].generic(
            method.upper(), address, json.dumps(body), content_type="application/json"
        )
        if answer.status_code < 400:
            return MAY, None
        told = answer.json()
        assert 400 <= answer.status_code < 500
        return told["code"], told["detail"]

    def by_room(self, asked: tuple[str, str, str, dict], role: str) -> str:
        kind, key, verb, said = asked
        person, line = self.cast[role], Visit({"client": ["127.0.0.1", 1], "headers": []}, None, None)
        line.address, line.rooms = room_at(kind, key)
        session = self.browsers[role].session.session_key if person else ""
        line.ticket = Ticket(person and person.pk, str(line.address), [], TOKEN, session, 0)
        try:
            line.enact({"type": verb, "ref": str(uuid4()), **said}, NOON)
        except Refusal as refusal:
            return refusal.code
        return MAY

    def by_form(self, asked: tuple[str, dict], role: str, code: str, sentence: str | None) -> bool:
        """Whether the page says why, or leads to where one has to go first."""
        address, said = asked
        answer = self.browsers[role].post(address, {"ref": str(uuid4()), **said})
        assert answer.status_code < 500
        if answer.status_code == 302 and (way := answer["Location"].partition("?")[0]) in WAYS:
            return code == WAYS[way]
        # Those of this very press: what nobody has looked at yet is still there from the ones before.
        spoken = [message.message for message in answer.wsgi_request._messages._queued_messages]
        return sentence is not None and sentence in unescape(
            " ".join([*map(str, spoken), answer.content.decode()])
        )


WHOLE = pytest.mark.parametrize(
    "town", ["in turns", pytest.param("everybody", marks=pytest.mark.long)], indirect=True
)


@pytest.fixture
def town(request, settings, monkeypatch, visit):
    """Everybody there is, at noon; nobody writes too fast."""
    settings.PACE_PERSON = settings.PACE_ADDRESS = "1000000/60"
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    request.getfixturevalue("home")
    cast = {column: name and request.getfixturevalue(name) for column, name in COLUMNS.items()}
    whole = getattr(request, "param", "") == "everybody"
    return Town(cast=cast, visit=visit, browsers={}, met=set(), whole=whole)
