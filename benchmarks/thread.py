"""What a page of a long talk costs in every order, against the same page of a short one.

    python benchmarks/thread.py [--database postgresql] [--long 100000] [--rounds 3] [--seconds 3]

One Daphne on a core of its own, the demo district, two talks of 100 and 100,000 words with stances, 공감
and answers. First, middle and last page of each order, rounds interleaved; queries are counted here. An order
other than the newest is frozen for a minute: what its first reader pays for it stands in a table of its own.
"""

import random
import time
import uuid
from datetime import timedelta
from functools import partial

from harness import Figures, Table, Target, measure, report, wish
from pages import ALIKE, Ask, cost, queries
from town import BODY, RESIDENT, SHORT, Town, town

ORDERS = ["newest", "agreed", "answered", "common"]
ENDS = ["first", "middle", "last"]
AGREED_PER_WORD = 0.5
POST_MOST = 8


def main() -> None:
    """Build, ask, say."""
    asked = wish(__doc__)
    asked.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    asked.add_argument("--long", type=int, default=100_000, help="words in the long talk")
    wanted = asked.parse_args()
    with town(wanted.database, long=wanted.long) as place:
        for count in (SHORT, wanted.long):
            enliven(place.talks[count])
        built = {count: building(place.talks[count]) for count in (SHORT, wanted.long)}
        asks = {
            name(end, order, count): Ask(address(place, order, end, count), cold=True)
            for count in (SHORT, wanted.long)
            for order in ORDERS
            for end in ENDS
        }
        counted = {each: queries(place, ask) for each, ask in asks.items()}
        posting = {count: statements(place, count) for count in (SHORT, wanted.long)}
        with place.serve() as server:
            cells = {each: partial(cost, server, place, ask, wanted.seconds) for each, ask in asks.items()}
            told = measure(cells, wanted.rounds)
    pages = Table(
        f"{wanted.database}: CPU ms a page, server and database", "page", "CPU ms", "p95", "queries"
    )
    for each in asks:
        pages.add(each, told.median(each, "cpu"), told.median(each, "p95"), counted[each])
    once = Table(
        "What the first reader of a minute pays for an order", "order", *(f"{n:,} words, ms" for n in built)
    )
    for order in ORDERS[1:]:
        once.add(order, *(built[count][order] for count in built))
    acts = Table("Statements of one word, without its brackets", "talk", "statements", "at most")
    for count, many in posting.items():
        acts.add(f"{count:,}", many, POST_MOST)
    report(f"thread-{wanted.database}", [pages, once, acts], ratios(told, counted, wanted.long), told)


def name(end: str, order: str, count: int) -> str:
    """One cell of the table."""
    return f"{end} page of {count:,}, {order}"


def enliven(thread: int) -> None:
    """Let those who spoke stand somewhere and agree by chance; the same chance each time."""
    from django.db.models import Count

    from deliberation.models import Comment, Reaction, Thread, Voice

    chance, talk = random.Random(thread), Thread.objects.get(pk=thread)
    ids = list(talk.comments.values_list("pk", flat=True))
    people = sorted(set(talk.comments.values_list("author", flat=True)))
    Voice.objects.filter(thread=talk).delete()
    Voice.objects.bulk_create(
        Voice(thread=talk, person_id=person, standing=1, stance=["pro", "con", "curious"][n % 3])
        for n, person in enumerate(people)
    )
    given = {(chance.choice(ids), chance.choice(people)) for _ in range(int(len(ids) * AGREED_PER_WORD))}
    Reaction.objects.bulk_create(
        [Reaction(comment_id=comment, person_id=person) for comment, person in sorted(given)],
        batch_size=2_000,
    )
    agreed = dict(
        Reaction.objects.filter(comment__thread=talk).values_list("comment").annotate(n=Count("pk"))
    )
    words = [Comment(pk=pk, reaction_count=many) for pk, many in agreed.items()]
    Comment.objects.bulk_update(words, ["reaction_count"], batch_size=500)
    talk.recount_stances()
    talk.save()


def building(thread: int) -> dict[str, float]:
    """Milliseconds of CPU in this process to build each order; the database's own are not among them."""
    from django.utils import timezone

    from deliberation import ranking
    from deliberation.models import Thread
    from realtime.models import Room

    talk, told = Thread.objects.get(pk=thread), {}
    seq = Room.objects.seq_of(*talk.room).seq
    for order in ORDERS[1:]:
        began = time.process_time()
        ranking.build(talk, order, timezone.now(), seq)
        told[order] = (time.process_time() - began) * 1000
    return told


def address(place: Town, order: str, end: str, count: int) -> str:
    """Where that page is; nothing is said while we measure, so the order stays."""
    there = f"/api/v1/threads/{place.talks[count]}/comments/?order={order}"
    if end == "first":
        return f"{there}&limit=20"
    if end == "last":
        return f"{there}&from=end"
    return (
        f"{there}&around={place.middle[count]}"
        if order == "newest"
        else f"{there}&cursor={halfway(place, order, count)}"
    )


def halfway(place: Town, order: str, count: int) -> str:
    """The cursor to the middle of an order, as the list itself would have given it."""
    from deliberation import ranking
    from deliberation.models import Ranking

    newest = Ranking.objects.filter(thread=place.talks[count], order=order).latest("id")
    return ranking.sealed(newest, newest.size // 2)


def statements(place: Town, count: int) -> int:
    """What a word costs the database, its frame included; the harness rolls it back."""
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext

    from deliberation.actions import post_comment
    from deliberation.models import Thread
    from district.models import Person

    by, talk = Person.objects.get(email=RESIDENT), Thread.objects.get(pk=place.talks[count])
    with transaction.atomic(), CaptureQueriesContext(connection) as seen:
        # An hour at which it was open, whatever the demo's calendar says of today.
        at = talk.opens_at + timedelta(minutes=1)
        post_comment(talk, by=by, body=BODY, at=at, ref=uuid.uuid4(), stance="pro")
        transaction.set_rollback(True)
    brackets = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
    return sum(not query["sql"].upper().startswith(brackets) for query in seen)


def ratios(told: Figures, counted: dict[str, int], long: int) -> list[Target]:
    """Each page of the long talk against the same of the short one."""
    rows = []
    for order in ORDERS:
        for end in ENDS:
            many, few = name(end, order, long), name(end, order, SHORT)
            same = "same" if counted[many] == counted[few] else f"{counted[few]} and {counted[many]}"
            ratio = told.ratio(many, few, "cpu")
            rows.append(
                Target(
                    f"{order}, {end} page: {long:,} / {SHORT} words ({same} queries)",
                    ratio,
                    ALIKE,
                    1.0,
                    least=False,
                )
            )
    return rows


if __name__ == "__main__":
    main()
