"""Orders of a talk that are built for a minute, so that nothing moves under a reader's eyes."""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deliberation.common_ground import are_apart, common_ground
from deliberation.models import Comment, Ranking, RankingPart, Reaction, Thread
from deliberation.models.comment import CommentQuerySet
from deliberation.models.ranking import PART
from district.models import Person
from district.paging import Page, bad_cursor, size_asked
from district.refusals import Refusal
from realtime.models import Room

NEWEST = "newest"
ORDERS = [(NEWEST, gettext_lazy("새로운 순")), *Ranking.Order.choices]
KEPT = 2
"""So many rankings of one order stay: whoever reads the one before the newest reads on in it."""
SECONDS = 60
_CURSOR = re.compile(r"([0-9]{1,19})-([0-9]{1,9})", re.ASCII)
_signer = Signer(salt="deliberation.ranking", sep=".")


@dataclass(frozen=True, slots=True)
class Ranked(Page[Comment]):
    """A page of an order, with the moment for which it was built."""

    order: str = NEWEST
    ranked_at: datetime | None = None
    camps: int | None = None
    """In the order of common ground: how many stances people held."""


def order_asked(params: Mapping[str, str]) -> str:
    """In which order somebody wishes to read."""
    order = params.get("order") or NEWEST
    if order not in dict(ORDERS):
        raise Refusal("unknown_order", _("그런 순서는 없습니다."), status=422)
    return order


def ranked_page(
    thread: Thread, params: Mapping[str, str], person: Person | None, at: datetime, *, size: int = 20
) -> Ranked:
    """One page of what was said first, in an order that was built for its minute."""
    size = size_asked(params, size)
    ranking, start = _place(thread, params, at, size)
    ids = _ids(ranking, start, size)
    # Of this talk: what was carried over since to an earlier proposal is read there.
    said = Comment.objects.visible_to(person).filter(thread=thread)
    rows = in_order(said.with_faces().marked_for(person), ids)
    return Ranked(
        rows,
        sealed(ranking, start + size) if start + size < ranking.size else None,
        sealed(ranking, max(start - size, 0)) if start else None,
        ranking.order,
        ranking.ranked_at,
        _camps(thread) if ranking.order == Ranking.Order.COMMON else None,
    )


def _ids(ranking: Ranking, start: int, size: int) -> list[int]:
    """The numbers of one page: it lies in one part, or ends in the next."""
    part, within = divmod(start, PART)
    parts = ranking.parts.filter(number__in={part, (start + size - 1) // PART}).order_by("number")
    ids = [pk for each in parts.values_list("comments", flat=True) for pk in each][within : within + size]
    if not ids and start < ranking.size:  # let go of in this very moment
        raise gone()
    return ids


def gone() -> Refusal:
    """An order that nobody keeps any more."""
    return Refusal("ranking_gone", _("순서를 새로 매겼습니다. 처음부터 다시 보아 주세요."), status=409)


def in_order(comments: CommentQuerySet, ids: list[int]) -> list[Comment]:
    """These comments as they were ranked; hidden ones keep their place."""
    found = comments.in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]


def _camps(thread: Thread) -> int:
    return sum(many > 0 for many in (thread.pros, thread.cons, thread.curious))


def _place(thread: Thread, params: Mapping[str, str], at: datetime, size: int) -> tuple[Ranking, int]:
    """Which ranking, and from which word on."""
    order = order_asked(params)
    if "around" in params or params.get("from") not in {None, "end"}:
        raise bad_cursor()
    if (cursor := params.get("cursor")) is not None:
        number, start = _opened(cursor)
        ranking = thread.rankings.filter(pk=number, order=order).first()
        if ranking is None:
            raise gone()
        return ranking, start
    ranking = ranking_now(thread, order, at)
    return ranking, max(ranking.size - size, 0) if params.get("from") == "end" else 0


def sealed(ranking: Ranking, start: int) -> str:
    """A place in an order, as only the house writes it."""
    return _signer.sign(f"{ranking.pk}-{start}")


def _opened(cursor: str) -> tuple[int, int]:
    try:
        found = _CURSOR.fullmatch(_signer.unsign(cursor))
    except BadSignature:
        found = None
    if found is None:
        raise bad_cursor()
    return int(found[1]), int(found[2])


def ranking_now(thread: Thread, order: str, at: datetime) -> Ranking:
    """The order of this minute: its first reader builds it, and only if something has happened."""
    newest = thread.rankings.filter(order=order).order_by("-id").first()
    # The room's number is read before the rows: what happens meanwhile is ranked again in the next minute.
    seq = Room.objects.seq_of(*thread.room).seq
    if newest is not None and (newest.seq == seq or _minute(newest.ranked_at) >= _minute(at)):
        return newest
    if newest is not None and not _first_to(thread, order, at):
        return newest
    return build(thread, order, at, seq)


def _minute(at: datetime) -> int:
    return int(at.timestamp()) // SECONDS


def _first_to(thread: Thread, order: str, at: datetime) -> bool:
    """One builds, the others read what stands; where the cache is away two may build, and nothing is lost."""
    return bool(cache.add(f"ranking:{thread.pk}:{order}:{_minute(at)}", 1, timeout=SECONDS))


@transaction.atomic
def build(thread: Thread, order: str, at: datetime, seq: int) -> Ranking:
    """Rank all that was said first, and let go of what nobody reads any more."""
    ids = RANKS[order](thread)
    ranking = Ranking.objects.create(thread=thread, order=order, ranked_at=at, seq=seq, size=len(ids))
    RankingPart.objects.bulk_create(
        RankingPart(ranking=ranking, number=number, comments=ids[start : start + PART])
        for number, start in enumerate(range(0, len(ids), PART))
    )
    kept = thread.rankings.filter(order=order).order_by("-id").values_list("pk", flat=True)[:KEPT]
    thread.rankings.filter(order=order).exclude(pk__in=list(kept)).delete()
    return ranking


def _said_first(thread: Thread) -> CommentQuerySet:
    return Comment.objects.filter(thread=thread, parent=None)


def most_agreed(thread: Thread) -> list[int]:
    """What most neighbours agree with; of equals the newer."""
    return list(_said_first(thread).order_by("-reaction_count", "-id").values_list("pk", flat=True))


def most_answered(thread: Thread) -> list[int]:
    """What was answered most."""
    answers = Comment.objects.filter(thread=thread, parent__isnull=False).order_by()
    counted = dict(answers.values_list("parent").annotate(n=Count("pk")))
    ids = _said_first(thread).order_by("-id").values_list("pk", flat=True)
    return sorted(ids, key=lambda pk: -counted.get(pk, 0))


def most_in_common(thread: Thread) -> list[int]:
    """What was agreed with by people who otherwise stand apart; where nobody does, what most agree with."""
    people = {"pro": thread.pros, "con": thread.cons, "curious": thread.curious}
    if not are_apart(people):
        return most_agreed(thread)
    agreed = _agreed_by_camp(thread)
    nobody: dict[str, int] = {}
    ids = most_agreed(thread)
    return sorted(ids, key=lambda pk: -common_ground(agreed.get(pk, nobody), people))


def _agreed_by_camp(thread: Thread) -> dict[int, dict[str, int]]:
    """For each comment how many of each stance agree with it."""
    standing = {"person__voices__thread": thread, "person__voices__standing__gt": 0}
    given = Reaction.objects.filter(
        comment__thread=thread, comment__parent=None, withdrawn_at=None, **standing
    ).order_by()
    told: dict[int, dict[str, int]] = defaultdict(dict)
    by_camp = given.values_list("comment", "person__voices__stance").annotate(people=Count("pk"))
    for comment, stance, people in by_camp:
        told[comment][stance] = people
    return told


RANKS: dict[str, Callable[[Thread], list[int]]] = {
    Ranking.Order.AGREED.value: most_agreed,
    Ranking.Order.ANSWERED.value: most_answered,
    Ranking.Order.COMMON.value: most_in_common,
}
