"""The meetings a pledge sheet prints, copied as past ones: the counts must come out of them."""

import re
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.utils import timezone

from cms.demo.facts import facts
from committees.actions.agenda import Draft, record_past
from committees.models import Body, Meeting


@transaction.atomic
def copy_log(at: datetime) -> None:
    """Each meeting once, however often the demo is built."""
    told = facts("log")
    bodies = {body.slug: body for body in Body.objects.all()}
    copied = set(Meeting.objects.exclude(source="").values_list("source", "bodies__slug"))
    for entry in told["entries"]:
        source = ", ".join(filter(None, [f"{told['paper']} 연번 {entry['no']}", entry.get("note")]))
        for slugs in gatherings(entry):
            if (source, slugs[0]) not in copied:
                copy(entry, source, bodies, slugs, at)


def gatherings(entry: dict[str, Any]) -> list[list[str]]:
    """Who came together: all, some of the parts in one hall, or each part by itself."""
    return [[slug] for slug in entry.get("each", [])] or [entry.get("together", [entry["body"]])]


def copy(entry: dict[str, Any], source: str, bodies: dict[str, Body], slugs: list[str], at: datetime) -> None:
    """The printed month stands; the day of the record is its first, in the order of the paper."""
    year, month = map(int, re.findall(r"\d+", entry["when"])[:2])
    record_past(
        convener=bodies[entry["body"]],
        kind=entry["kind"],
        year=year,
        ordinal=entry["ordinal"],
        bodies=[bodies[slug] for slug in slugs],
        starts_at=timezone.make_aware(datetime(year, month, 1, 10, entry["no"])),
        printed_when=entry["when"],
        items=[
            Draft(
                key=uuid5(NAMESPACE_URL, f"{source} {slugs[0]} {order}"),
                kind=kind,
                title=title,
                text="".join(text),
            )
            for order, (kind, title, *text) in enumerate(entry["items"], 1)
        ],
        source=source,
        by=None,
        at=at,
    )
