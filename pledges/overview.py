"""한눈에 보는 공약. All pledges of an administration beside each other: how many, and how they stand."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from district.dates import day
from district.models import Administration, Department
from pledges import book, days
from pledges.book import PledgeReading
from pledges.doors import Door, in_words
from pledges.models import Pledge, Status
from pledges.models.pledge import PledgeQuerySet

SIZE = 50
LONGEST_NUMBER = 9
CHOICES = ("department", "status", "tag")


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose pledges, on which day, and which of them."""

    administration: Administration | None
    administrations: Sequence[Administration]
    today: date
    on: date
    """The last day of which any of them is told."""
    chosen: dict[str, str]

    @property
    def kept(self) -> dict[str, str]:
        """What an address of the same choice says."""
        told = {name: value for name, value in self.chosen.items() if value}
        return ({"administration": str(self.administration.pk)} if self.administration else {}) | told


def asked(params: Mapping[str, str], at: datetime) -> Asked:
    """What was asked for; the administration of the day where none is named, or the last that promised."""
    today = day(at)
    promising = Pledge.objects.visible_to(None).order_by().values("administration")
    told = list(Administration.objects.filter(pk__in=promising))
    # PostgreSQL has no place for the letter NUL, not even to look for it.
    chosen = {name: params.get(name, "").replace("\0", "") for name in CHOICES}
    named = next((one for one in told if str(one.pk) == params.get("administration")), None)
    ruling = next((one for one in told if one.start <= today <= one.end), None)
    administration = named or ruling or next(iter(told), None)
    on = days.last_known(administration, _reported(administration), today) if administration else today
    return Asked(administration, told, today, on, chosen)


def read(pledges: Sequence[Pledge], what: Asked) -> list[PledgeReading]:
    """Each on the day of which its own page tells."""
    on = {each.pk: days.last_known(each.administration, each.reported_on, what.today) for each in pledges}
    return book.read(pledges, on, quarters=False)


def _reported(administration: Administration) -> date | None:
    """Until when any of its pledges was reported."""
    newest: dict[str, date | None] = Pledge.objects.filter(administration=administration).aggregate(
        on=Max("reported_on")
    )
    return newest["on"]


def promised(asked: Asked) -> PledgeQuerySet:
    """The published pledges of that administration, in the order of its book."""
    return Pledge.objects.visible_to(None).filter(administration=asked.administration).order_by("order", "id")


def narrowed(found: PledgeQuerySet, chosen: Mapping[str, str]) -> PledgeQuerySet:
    """Those that were asked for; what is asked in no word of ours narrows nothing."""
    department = chosen["department"]
    if department.isascii() and department.isdigit() and len(department) <= LONGEST_NUMBER:
        found = found.filter(department=int(department))
    if chosen["status"] in Status.Meaning.values:
        found = found.filter(status__meaning=chosen["status"])
    if chosen["tag"]:
        found = found.filter(tags__name=chosen["tag"])
    return found


def overview(params: Mapping[str, str], url: str, at: datetime) -> dict[str, Any]:
    """One page of the pledges, each with its rate, its money, what comes next and where it stands."""
    what = asked(params, at)
    found = narrowed(promised(what), what.chosen)
    counts = by_meaning(found)
    total = sum(count for _meaning, _label, count in counts)
    page = page_asked(params, total)
    readings = read(list(found[(page - 1) * SIZE : page * SIZE]), what)
    addresses = {n: f"{url}?{urlencode(what.kept | {'page': n})}" for n in (page - 1, page + 1)}
    return {
        "asked": what,
        "on": what.on,
        "pledge_rows": [row_of(reading) for reading in readings],
        "total": total,
        "counts": counts,
        "shown": min(page * SIZE, total),
        "next_url": addresses[page + 1] if page * SIZE < total else "",
        "previous_url": addresses[page - 1] if page > 1 else "",
        "filters": filters(what),
        "narrowed": any(what.chosen.values()),
    }


def row_of(reading: PledgeReading) -> dict[str, Any]:
    """A pledge in the list, with the doors behind its two figures."""
    pledge = reading.pledge
    pieces = sum(each.basis.pieces for each in reading.indicators if each.basis)
    title = f"{pledge.code} {pledge.title}"
    doors = [
        Door(f"rate-{pledge.pk}", title, in_words(reading.subtotal, reading.indicators), pieces, whole=True)
    ]
    if reading.money.plan_total is not None:
        doors.append(Door(f"money-{pledge.pk}", title, reading.money.rate))
    return {"pledge": pledge, "reading": reading, "doors": doors, "moved": len(reading.indicators)}


def page_asked(params: Mapping[str, str], total: int) -> int:
    """Which page; one that is not there is the nearest that is."""
    said = params.get("page", "1")
    number = int(said) if said.isascii() and said.isdigit() and len(said) <= LONGEST_NUMBER else 1
    return min(max(number, 1), max(-(-total // SIZE), 1))


def by_meaning(found: PledgeQuerySet) -> list[tuple[str, str, int]]:
    """How many stand how; all of them together, never an average of rates that measure different things."""
    counted = Counter(
        {
            row["status__meaning"]: row["n"]
            for row in found.order_by().values("status__meaning").annotate(n=Count("pk", distinct=True))
        }
    )
    return [(meaning, str(label), counted[meaning]) for meaning, label in Status.Meaning.choices]


def filters(what: Asked) -> list[dict[str, Any]]:
    """The fields of the form, each with what there is to choose from."""
    theirs = promised(what).order_by()
    departments = Department.objects.filter(pk__in=theirs.values("department")).order_by("name")
    tags = tags_of(theirs)
    fields: list[tuple[str, str, list[tuple[str, str]]]] = [
        ("department", _("부서"), [(str(one.pk), one.name) for one in departments]),
        ("status", _("추진상황"), [(str(value), str(label)) for value, label in Status.Meaning.choices]),
        ("tag", _("주제어"), [(name, name) for name in tags]),
    ]
    return [
        {"name": name, "label": label, "options": options, "chosen": what.chosen[name]}
        for name, label, options in fields
        if options
    ]


def tags_of(pledges: PledgeQuerySet) -> list[str]:
    """The tags that these pledges bear."""
    return sorted({name for name in pledges.values_list("tags__name", flat=True).distinct() if name})
