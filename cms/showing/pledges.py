"""What the pages below 매니페스토 show of all pledges together."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.cache import cache
from django.db.models import Count
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from deliberation.models import Comment
from pledges import overview
from pledges.models import Amendment, Closing, Pledge, ProgressEntry, Status
from pledges.money import Money, money, plans, spendings
from pledges.rates import rate
from realtime.models import Event

NEWEST = 20
FRONT = 3
KEPT_SECONDS = 60
type View = Callable[[Mapping[str, str], str, datetime], dict[str, Any]]


def front(at: datetime) -> dict[str, Any]:
    """The first pledges of the administration, with their rates; a promise with parts is shown in all."""
    what = overview.asked({}, at)
    if what.administration is None:
        return {"front_pledges": []}
    heads = list(overview.promised(what).filter(parent=None)[:FRONT])
    readings = overview.read(heads, what)
    return {"front_pledges": readings, "pledges_on": what.on, "pledges_of": what.administration}


def progress(params: Mapping[str, str], url: str, at: datetime) -> dict[str, Any]:
    """공약실천 현황. By status, by department, what it cost, and which quarters were closed."""
    what = overview.asked(params, at)
    promised = overview.promised(what)
    closings = Closing.objects.visible_to(None).filter(pledge__in=promised.order_by().values("pk"))
    return {
        "asked": what,
        "on": what.on,
        "counts": overview.by_meaning(promised),
        **sums_of(what),
        "closings": closings.select_related("pledge").order_by("-year", "-quarter", "pledge__order")[:NEWEST],
        "closings_total": closings.count(),
    }


def sums_of(what: overview.Asked) -> dict[str, Any]:
    """What all pledges come to together: added up anew when something has happened in the house."""
    newest = Event.objects.order_by("-pk").values_list("pk", flat=True).first()
    whose = what.administration.pk if what.administration else 0
    key = f"pledges:sums:{whose}:{what.on}:{newest}:{get_language()}"
    kept: dict[str, Any] | None = cache.get(key)
    if kept is None:
        pledges = list(overview.promised(what))
        costs = moneys(pledges, what.on)
        kept = {
            "total": len(pledges),
            "departments": by_department(pledges, costs),
            "money": money_of(list(costs.values())),
        }
        cache.set(key, kept, KEPT_SECONDS)
    return kept


def moneys(pledges: list[Pledge], on: date) -> dict[int, Money]:
    """What each was planned and spent by that day; their indicators are not read for it."""
    keys = [pledge.pk for pledge in pledges]
    planned, spent = plans(keys), spendings(keys)
    return {
        pledge.pk: money(
            planned.get(pledge.pk, ()),
            spent.get(pledge.pk, ()),
            pledge.administration.start,
            pledge.runs_until(on),
        )
        for pledge in pledges
    }


def by_department(pledges: list[Pledge], costs: dict[int, Money]) -> list[dict[str, Any]]:
    """Each department with how many pledges it keeps and how they stand; no average is made of them."""
    told: dict[Any, list[Pledge]] = defaultdict(list)
    for pledge in pledges:
        told[pledge.department].append(pledge)
    rows = []
    for department, theirs in sorted(told.items(), key=lambda pair: pair[0].name):
        stand = Counter(pledge.status.meaning for pledge in theirs)
        rows.append(
            {
                "department": department,
                "total": len(theirs),
                "done": sum(stand[meaning] for meaning in Status.FULFILLED),
                "underway": stand[Status.Meaning.UNDERWAY],
                "slow": stand[Status.Meaning.SLOW],
                "dropped": stand[Status.Meaning.DROPPED],
                **money_of([costs[pledge.pk] for pledge in theirs]),
            }
        )
    return rows


def money_of(costs: list[Money]) -> dict[str, Any]:
    """What was planned and spent for these together; those without money are not counted as nothing."""
    planned = [each.plan_total for each in costs if each.plan_total is not None]
    spent = [each.spent_total for each in costs if each.spent_total is not None]
    plan = sum(planned, Decimal(0)) if planned else None
    done = sum(spent, Decimal(0)) if spent else None
    return {"planned": plan, "spent": done, "rate": rate("", done or 0, plan), "with_money": len(planned)}


def together(params: Mapping[str, str], url: str, at: datetime) -> dict[str, Any]:
    """주민과 함께 만들어 가는 공약. How residents were heard, pledge by pledge, and what was changed."""
    what = overview.asked(params, at)
    entries = ProgressEntry.objects.visible_to(None).once()
    entries = entries.filter(
        pledge__administration=what.administration,
        kind=ProgressEntry.Kind.PARTICIPATION,
        ends_on__lte=what.on,
    )
    amended = Amendment.objects.visible_to(None).filter(pledge__administration=what.administration)
    newest = entries.select_related("pledge__administration", "indicator")
    return {
        "asked": what,
        "on": what.on,
        **channels(entries),
        "entries": newest.order_by("-ends_on", "-starts_on", "-id")[:NEWEST],
        "amendments": amended.select_related("pledge", "item__meeting").order_by("-id")[:NEWEST],
    }


def channels(entries: Any) -> dict[str, Any]:
    """설명회·공청회, 설문·만족도, 전문가 자문, 언론보도, 기타: how often, by pledge and in all."""
    counted: dict[int, Counter[str]] = defaultdict(Counter)
    for row in entries.order_by().values("pledge", "channel").annotate(n=Count("pk")):
        counted[row["pledge"]][row["channel"]] += row["n"]
    whole = sum(counted.values(), Counter())
    names: list[tuple[str, Any]] = [*ProgressEntry.Channel.choices]
    if whole[""]:
        names.append(("", _("방법을 적지 않음")))
    pledges = Pledge.objects.visible_to(None).filter(pk__in=counted).order_by("order", "id")
    rows = [
        {
            "pledge": pledge,
            "cells": [counted[pledge.pk][code] for code, _label in names],
            "total": counted[pledge.pk].total(),
        }
        for pledge in pledges
    ]
    return {
        "channels": [label for _code, label in names],
        "channel_rows": rows,
        "channel_totals": [whole[code] for code, _label in names],
        "channels_total": whole.total(),
    }


def voices(params: Mapping[str, str], url: str, at: datetime) -> dict[str, Any]:
    """주민참여마당. What residents said of pledges last, and where to say something."""
    what = overview.asked(params, at)
    said = Comment.objects.visible_to(None).filter(thread__pledge__isnull=False, state=Comment.State.STANDING)
    talked = overview.promised(what).filter(thread__isnull=False).select_related("thread")
    return {
        "asked": what,
        "on": what.on,
        "words": words_of(list(said.with_faces().order_by("-id")[:NEWEST])),
        "talked": talked.order_by("-thread__voices", "-thread__standing_comments", "order", "id")[:NEWEST],
        "at": at,
    }


def words_of(comments: list[Comment]) -> list[tuple[Comment, Pledge]]:
    """Each word beside the pledge under which it stands."""
    threads = {comment.thread_id for comment in comments}
    about = {
        pledge.thread_id: pledge for pledge in Pledge.objects.visible_to(None).filter(thread__in=threads)
    }
    return [(each, about[each.thread_id]) for each in comments if each.thread_id in about]


VIEWS: dict[str, View] = {
    "overview": overview.overview,
    "progress": progress,
    "together": together,
    "voices": voices,
}
