"""What it costs to read every figure of many pledges on a day: 1,000 against 100, five indicators each.

    python benchmarks/pledges.py [--database postgresql] [--many 1000] [--rounds 5] [--seconds 2]

Twenty quarters an indicator, money of five years, and every way of counting. Read in this very process, as a
view does: once as an overview asks (no quarters), once with all of them drawn. Rounds are interleaved.
"""

import gc
import statistics
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from harness import Figures, Table, Target, measure, report, wish
from town import Town, town

FEW = 100
AS_OF = date(2023, 12, 31)
ALIKE = 12  # ten times as many pledges may cost so many times what a tenth costs
AIM_MS = 600  # for a thousand, without their quarters


def main() -> None:
    """Lay, read, say."""
    asked = wish(__doc__)
    asked.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    asked.add_argument("--many", type=int, default=1_000, help="pledges")
    wanted = asked.parse_args()
    with town(wanted.database, long=0) as place:
        counts = (FEW, wanted.many)
        laid = {count: furnish(count) for count in counts}
        gc.collect()
        gc.freeze()  # as cms/asgi.py does: what was there before is not looked through again
        readings = {
            f"{name} of {count:,}": partial(read, laid[count], quarters=quarters)
            for count in counts
            for name, quarters in (("overview", False), ("every quarter", True))
        }
        counted = {name: queries(act) for name, act in readings.items()}
        cells = {name: partial(cost, place, act, wanted.seconds) for name, act in readings.items()}
        told = measure(cells, wanted.rounds)
    table = Table(
        f"{wanted.database}: reading pledges × 5 indicators × 20 quarters", "reading", "CPU ms", "ms",
        "queries", "aim", "met?",
    )  # fmt: skip
    for name in readings:
        cpu, wall = told.median(name, "cpu"), told.median(name, "wall")
        aim = AIM_MS if name == f"overview of {wanted.many:,}" else None
        table.add(name, cpu, wall, counted[name], aim, None if aim is None else "yes" if cpu <= aim else "no")
    report(f"pledges-{wanted.database}", [table], ratios(told, counted, wanted.many), told)


def furnish(count: int) -> Any:
    """So many more of one administration; answers their rows as an overview asks for them."""
    from committees.models import Body
    from district.models import Administration, Department
    from pledges.models import CardForm, Pledge, Status
    from tests.pledges import many

    start = date(2022, 7, 1)
    administration, _made = Administration.objects.get_or_create(
        start=start, defaults={"name": "민선8기", "end": date(2026, 6, 30)}
    )
    form, _made = CardForm.objects.get_or_create(
        code="bench", valid_from=start, defaults={"name": "서식", "layout": {}, "source": "측정"}
    )
    status, _made = Status.objects.get_or_create(
        form=form, code="underway", defaults={"label": "추진 중", "meaning": "underway"}
    )
    department, _made = Department.objects.get_or_create(name="기획예산과", defaults={"code": "A01"})
    body, _made = Body.objects.get_or_create(
        slug="bench", defaults={"kind_id": "council", "name": "협치회의"}
    )
    first = Pledge.objects.count()
    many.lay(count, administration, form, status, department, body)
    return Pledge.objects.visible_to(None).filter(order__gte=first, order__lt=first + count)


def read(pledges: Any, *, quarters: bool) -> int:
    """Every figure that is shown of each."""
    from pledges import book

    shown = 0
    for told in book.read(list(pledges.all()), AS_OF, quarters=quarters):
        shown += len(told.whole_rate.shown + told.money.rate.shown)
        for each in told.indicators:
            shown += len(each.rate.shown)
            if quarters:
                shown += sum(len(span.rate.shown) for span in (*each.years, *each.quarters))
    return shown


def queries(act: Callable[[], int]) -> int:
    """How many statements."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as told:
        act()
    return len(told)


def cost(place: Town, act: Callable[[], int], seconds: float) -> Figures:
    """Again and again for so long, and at least twice; the database's own CPU is counted with ours."""
    cpu: list[float] = []
    wall: list[float] = []
    until, database = time.monotonic() + seconds, place.database_cpu()
    while len(cpu) < 2 or time.monotonic() < until:
        began, began_cpu = time.perf_counter(), time.process_time()
        act()
        wall.append((time.perf_counter() - began) * 1000)
        cpu.append((time.process_time() - began_cpu) * 1000)
    elsewhere = (place.database_cpu() - database) * 1000 / len(cpu)
    return {"cpu": statistics.median(cpu) + elsewhere, "wall": statistics.median(wall)}


def ratios(told: Any, counted: dict[str, int], many: int) -> list[Target]:
    """Ten times as many against a tenth; as many queries for both."""
    rows = []
    for name in ("overview", "every quarter"):
        more, few = f"{name} of {many:,}", f"{name} of {FEW}"
        same = "same" if counted[more] == counted[few] else f"{counted[few]} and {counted[more]}"
        ratio = told.ratio(more, few, "cpu")
        rows.append(
            Target(f"{name}: {many:,} / {FEW} pledges ({same} queries)", ratio, ALIKE, 10.0, least=False)
        )
    return rows


if __name__ == "__main__":
    main()
