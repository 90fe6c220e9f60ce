"""What a page costs: CPU of server and database for one request, and how many questions it asks the database.

    python benchmarks/pages.py [--database postgresql] [--long 100000] [--rounds 3] [--seconds 3]

One Daphne on a core of its own, the demo district, two talks of 100 and 100,000 words. Each page is asked for
again and again over one line; rounds are interleaved. Queries are counted here, on the same database.
"""

import http.client
import json
import statistics
import time
import uuid
from dataclasses import dataclass
from functools import partial
from typing import Any

from harness import Figures, Server, Table, Target, measure, report, wish
from town import BODY, SHORT, Town, town

WARM = 5
ALIKE = 1.3  # a talk of 100,000 words may cost so many times what one of 100 costs


@dataclass(frozen=True)
class Ask:
    """One kind of request."""

    path: str
    signed_in: bool = False
    post: bool = False
    cold: bool = False
    """Asked in a way that no cache answers."""
    aim: float | None = None

    def head(self, town: Town) -> dict[str, str]:
        """As a browser, or as a program with the token of its session."""
        if self.post:
            return {"Content-Type": "application/json", "X-Session-Token": town.session}
        return {"Cookie": f"sessionid={town.session}"} if self.signed_in else {}

    def body(self) -> str | None:
        """New words each time."""
        said = {"ref": str(uuid.uuid4()), "body": BODY, "parent": None}
        return json.dumps(said) if self.post else None


def main() -> None:
    """Build, ask, say."""
    asked = wish(__doc__)
    asked.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    asked.add_argument("--long", type=int, default=100_000, help="words in the long talk")
    wanted = asked.parse_args()
    with town(wanted.database, long=wanted.long) as place:
        asks = questions(place, wanted.long)
        counted = {name: queries(place, ask) for name, ask in asks.items()}
        with place.serve() as server:
            cells = {name: partial(cost, server, place, ask, wanted.seconds) for name, ask in asks.items()}
            told = measure(cells, wanted.rounds)
    table = Table(
        f"{wanted.database}: CPU ms a request, server and database",
        "page", "CPU ms", "p95", "queries", "bytes", "aim", "met?",
    )  # fmt: skip
    for name, ask in asks.items():
        cpu, p95, size = (told.median(name, key) for key in ("cpu", "p95", "bytes"))
        verdict = None if ask.aim is None else "yes" if cpu <= ask.aim else "no"
        table.add(name, cpu, p95, counted[name], int(size), ask.aim, verdict)
    report(f"pages-{wanted.database}", [table], ratios(told, counted, wanted.long), told)


def questions(place: Town, long: int) -> dict[str, Ask]:
    """The pages that are asked for most, those known to be dear, and each end of both talks."""
    from cms.models import AgendaPage, BodyPage
    from committees.models import Meeting
    from deliberation.models import Thread

    talk = f"/api/v1/threads/{place.talks[SHORT]}/comments/"
    question = Thread.objects.get(pk=place.talks[SHORT]).question.url
    body = max(BodyPage.objects.live(), key=lambda page: Meeting.objects.filter(bodies=page.body).count())
    asks = {
        "comments API, guest, kept": Ask(talk, aim=1.8),
        "comments API, guest, made": Ask(f"{talk}?parent=none", cold=True, aim=13),
        "comments API, signed in": Ask(talk, signed_in=True, aim=13),
        "question page, guest": Ask(question, aim=17),
        "question page, signed in": Ask(question, signed_in=True),
        "POST comment": Ask(talk, post=True, aim=10),
        "front page": Ask("/"),
        "a body": Ask(body.get_url()),
        "an agenda": Ask(AgendaPage.objects.live().first().get_url()),
    }
    for count in (SHORT, long):
        there = f"/api/v1/threads/{place.talks[count]}/comments/"
        for end, query in ENDS.items():
            asks[f"{end} page of {count:,}"] = Ask(there + query.format(place.middle[count]), cold=True)
    return asks


ENDS = {"first": "?limit=20", "middle": "?around={}", "last": "?from=end"}


def queries(place: Town, ask: Ask) -> int:
    """How many statements, BEGIN and COMMIT not counted; after one request that fills what is kept."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"host": "127.0.0.1"})
    for _ in range(2):
        with CaptureQueriesContext(connection) as told:
            answer = client.generic(
                "POST" if ask.post else "GET", ask.path, ask.body() or "", headers=ask.head(place),
                content_type="application/json",
            )  # fmt: skip
        if answer.status_code not in {200, 201}:
            raise RuntimeError(f"{ask.path}: {answer.status_code}")
    return sum(not query["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")) for query in told)


def cost(server: Server, place: Town, ask: Ask, seconds: float) -> Figures:
    """Ask for so long, and look at the clocks of server and database after each answer."""
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    taken: list[float] = []
    size = 0
    for _ in range(WARM):
        size = len(answer(line, place, ask))
    began, asked_first = place.database_cpu(), time.monotonic()
    while time.monotonic() < asked_first + seconds:
        before = server.cpu
        answer(line, place, ask)
        taken.append((server.cpu - before) * 1000)
    database = (
        (place.database_cpu() - began) * 1000 / len(taken)
    )  # in hundredths of a second: of all together
    line.close()
    p95 = statistics.quantiles(taken, n=20, method="inclusive")[-1]
    return {
        "cpu": statistics.median(taken) + database,
        "p95": p95 + database,
        "database": database,
        "bytes": size,
    }


def answer(line: Any, place: Town, ask: Ask) -> bytes:
    """One request and its answer."""
    line.request("POST" if ask.post else "GET", ask.path, ask.body(), ask.head(place))
    told = line.getresponse()
    words = told.read()
    if told.status not in {200, 201}:
        raise RuntimeError(f"{ask.path}: {told.status} {words[:300]!r}")
    return words


def ratios(told: Any, counted: dict[str, int], long: int) -> list[Target]:
    """The long talk against the short one; as many queries for both."""
    rows = []
    for end in ENDS:
        many, few = f"{end} page of {long:,}", f"{end} page of {SHORT:,}"
        same = "same" if counted[many] == counted[few] else f"{counted[few]} and {counted[many]}"
        ratio = told.ratio(many, few, "cpu")
        rows.append(
            Target(f"{end} page: {long:,} / {SHORT} words ({same} queries)", ratio, ALIKE, 1.0, least=False)
        )
    return rows


if __name__ == "__main__":
    main()
