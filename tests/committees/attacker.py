"""Somebody who holds every copy of the database, and wants to know who chose what.

Tables are read whole with what PostgreSQL keeps beside each row; files of tables, indexes and the log as they
lie on the disk, dead rows and all. Whatever puts voters or ballots into an order is one to guess by.
"""

from collections import Counter
from fractions import Fraction
from functools import cache
from math import comb
from pathlib import Path
from struct import Struct
from uuid import UUID

from django.db import connection

FALSE_ALARM = Fraction(1, 10**9)
"""How often an attack on a perfect box would look like a success, over all guesses together."""
LOG, PAGE = "the log", 8192
HEAD, LONG_HEAD = Struct("=HHIQ"), 2


# What there is to hold


def query(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return cursor.fetchall() if cursor.description else []


def dump():
    """Every row of every table, with its place on the disk and the transaction that wrote it."""
    tables = [name for (name,) in query("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
    return {table: rows_of(table) for table in tables}


def rows_of(table):
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT ctid::text, xmin::text::bigint AS xmin, t.* FROM "{table}" t')
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return [row | {"ctid": place(row["ctid"])} for row in rows]


def place(ctid):
    return tuple(int(part) for part in ctid.strip("()").split(","))


def disk(pages):
    """Every table, every index and the log, byte for byte; what was only in memory is written down first.

    `pages` are those of the log that the attacker holds already: the server writes over old ones.
    """
    folder = Path(query("SHOW data_directory")[0][0])
    query("SELECT pg_switch_wal()")  # all of it on the disk, before the checkpoint lets old files go
    pages |= log_in(folder)
    query("CHECKPOINT")
    places = query(
        """SELECT relname, pg_relation_filepath(oid) FROM pg_class WHERE relkind IN ('r', 'i', 't')
        AND relnamespace <> 'pg_catalog'::regnamespace AND pg_relation_size(oid) > 0"""
    )
    files = {name: (folder / path).read_bytes() for name, path in places}
    return files | {LOG: b"".join(pages[address] for address in sorted(pages))}


def log_in(folder):
    """The log page by page, by the place of each in all of it."""
    pages = {}
    for path in (folder / "pg_wal").iterdir():
        if path.is_file():
            pages |= pages_of_log(path.read_bytes())
    return pages


def pages_of_log(segment):
    """What one file of it says, without the heads of its pages."""
    pages = {}
    for start in range(0, len(segment), PAGE):
        _magic, info, _line, address = HEAD.unpack_from(segment, start)
        if address:
            pages[address] = segment[start + (40 if info & LONG_HEAD else 24) : start + PAGE]
    return pages


# In which orders it lies


def orders_of_rows(table, rows, key):
    """Everything by which these rows can be sorted: {name: the keys in that order}."""
    orders = {}
    for column in rows[0]:
        values = [row[column] for row in rows]
        if column != key and len({type(each) for each in values}) == 1 and sortable(values):
            ranked = sorted(rows, key=lambda row: row[column])
            orders[f"{table}.{column}"] = [row[key] for row in ranked]
    return orders


def sortable(values):
    """Whether it puts them into an order at all."""
    try:
        return len({str(each) for each in sorted(values)}) > len(values) // 2
    except TypeError:
        return False


def orders_on_disk(label, files, needles):
    """Where these bytes lie in every file that has them all, the first time and the last."""
    orders = {}
    for name, content in files.items():
        for end, find in (("first", content.find), ("last", content.rfind)):
            at = places_of(find, needles)
            if at:
                orders[f"{label} {end} in {name}"] = sorted(at, key=at.get)
                if name != LOG:  # rows fill a page from its end
                    pages = {key: (spot // PAGE, -spot) for key, spot in at.items()}
                    orders[f"{label} {end} on the pages of {name}"] = sorted(at, key=pages.get)
    return orders


def places_of(find, needles):
    """Where each lies; nothing if one of them does not."""
    places = {}
    for key, needle in needles.items():
        places[key] = find(needle)
        if places[key] < 0:
            return {}
    return places


def raw(value):
    """As it lies in a page."""
    if isinstance(value, UUID):
        return value.bytes
    return value.encode() if isinstance(value, str) else bytes(value)


# What can be guessed from it


def guesses(voters, ballots):
    """Each order of voters against each of ballots, forwards and backwards; then each end of each order."""
    for name, people in voters.items():
        for other, choices in ballots.items():
            yield f"{name} ~ {other}", dict(zip(people, choices, strict=True))
            yield f"{name} ~ {other} backwards", dict(zip(people, reversed(choices), strict=True))
        counts = Counter(next(iter(ballots.values())))
        for choice, many in counts.items():
            for end, some in (("first", people[:many]), ("last", people[-many:])):
                said = dict.fromkeys(people) | dict.fromkeys(some, choice)
                yield f"{choice} to the {end} of {name}", said


def hits(guess, truth, choice):
    """For how many it is rightly said whether they chose this."""
    return sum((guess[voter] == choice) == (truth[voter] == choice) for voter in truth)


@cache
def bound(people, many, tries):
    """The fewest hits that chance reaches less often than FALSE_ALARM, whichever of so many tries.

    Who chose what is a random arrangement of known sums, so the hits of a guess of as many follow the
    hypergeometric law exactly; and over all tries the chances at most add up.
    """
    ways, tail = comb(people, many), Fraction(0)
    for both in range(many, -1, -1):
        tail += Fraction(comb(many, both) * comb(people - many, many - both), ways) if both <= many else 0
        if tail >= FALSE_ALARM / tries:
            return people - 2 * (many - both) + 1
    return 0


class Attack:
    """All guesses, held against the truth."""

    def __init__(self, voters, ballots, truth):
        self.truth, self.sums = truth, Counter(truth.values())
        self.tries = list(guesses(voters, ballots))
        self.scores = {
            # Who names nobody for a choice guesses nothing of it.
            choice: {n: hits(guess, truth, choice) for n, guess in self.tries if choice in guess.values()}
            for choice in self.sums
        }

    @property
    def found_by(self):
        """The guesses that name everybody's choice."""
        return [name for name, guess in self.tries if guess == self.truth]

    def bound(self, choice):
        return bound(len(self.truth), self.sums[choice], len(self.tries) * len(self.sums))

    def best(self, choice):
        return max(self.scores[choice].items(), key=lambda score: score[1])

    def successes(self):
        """Those that chance does not explain."""
        return [
            (choice, name, score, self.bound(choice))
            for choice, scores in self.scores.items()
            for name, score in scores.items()
            if score >= self.bound(choice)
        ]

    def report(self, label):
        people = len(self.truth)
        for choice, many in self.sums.items():
            name, score = self.best(choice)
            chance = people - 2 * many * (1 - many / people)
            print(f"{label}, {choice} by {many}: of {len(self.tries)} guesses the best ({name}) is right of")
            print(f"  {score} of {people}; chance is {chance:.0f}, the bound {self.bound(choice)}")
