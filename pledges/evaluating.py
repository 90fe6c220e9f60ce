"""평가할 것을 읽기. What a year is evaluated from, in as many queries for one pledge as for a thousand."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils import timezone

from deliberation.models import Comment
from district.models import Administration
from district.refusals import not_found
from pledges import book
from pledges.differences import differences_of
from pledges.evaluation import Evaluation, Row, aims_of, evidenced, five
from pledges.finding import WITH
from pledges.models import Amendment, Closing, Pledge, PrintedCell, ProgressEntry, Spending
from pledges.quarters import check_year, outside_administration
from pledges.when import quarter_of, span_days

type Days = tuple[date, date]


def evaluate(administration: Administration, year: int, today: date) -> Evaluation:
    """The five fields of a year, until its last day or as far as it has come."""
    check_year(administration, year)
    first, on = days_of(administration, year, today)
    if on < first:
        raise outside_administration(administration)
    pledges = list(Pledge.objects.filter(administration=administration).select_related(*WITH))
    public = [each for each in pledges if each.published_at is not None]
    talk = _Talk(public, (first, on))
    rows = _rows(pledges, public, talk, (first, on))
    return Evaluation(administration, year, on, five(rows, talk.people), rows)


def days_of(administration: Administration, year: int, today: date) -> Days:
    """From when to when the year counts: within the administration, and not beyond today."""
    start = max(date(year, 1, 1), administration.start)
    return start, min(date(year, 12, 31), administration.end, today)


def administration_asked(key: int | None, today: date) -> Administration:
    """The one that was named, else the one that runs, else the last that promised anything."""
    if key is not None:
        asked = Administration.objects.filter(pk=key).first()
    else:
        promised = Administration.objects.filter(pledges__published_at__isnull=False).distinct()
        told = list(promised.filter(start__lte=today).order_by("-start"))
        asked = told[0] if told else Administration.objects.on(today)
    if asked is None:
        raise not_found()
    return asked


def year_asked(administration: Administration, year: int | None, today: date) -> int:
    """The year that was named, else the one that runs, else the last of which its sheets tell."""
    if year is not None:
        return year
    if today <= administration.end:
        return max(today, administration.start).year
    told = Pledge.objects.filter(administration=administration, reported_on__isnull=False)
    last = told.order_by("-reported_on").values_list("reported_on", flat=True).first()
    return (last or administration.end).year


def years_of(administration: Administration, today: date) -> list[int]:
    """Those of which there is something to ask."""
    last = min(administration.end, today).year
    return list(range(administration.start.year, last + 1))


def _rows(pledges: Sequence[Pledge], public: Sequence[Pledge], talk: "_Talk", days: Days) -> tuple[Row, ...]:
    readings = {each.pledge.pk: each for each in book.read(public, days[1], quarters=False)}
    differing = _differing(public, days[1])
    heard, updated = _heard(public, days), _updated(public, days[1])
    changed = Amendment.objects.filter(pledge__in=public, enacted_at__isnull=False)
    changed = changed.filter(effective_on__range=days)
    changes, unheard = _by_pledge(changed), _by_pledge(changed.filter(item=None))

    def row(pledge: Pledge) -> Row:
        reading = readings.get(pledge.pk)
        if reading is None:  # a draft: it counts where publication is asked, and nowhere else
            return Row(pledge)
        return Row(
            pledge,
            aims=aims_of(reading, days[1].year),
            heard=heard[pledge.pk],
            voices=talk.voices[pledge.thread_id],
            asked=talk.asked[pledge.thread_id],
            answered=talk.answered[pledge.thread_id],
            evidenced=evidenced(reading),
            updated=pledge.pk in updated,
            differing=differing.get(pledge.pk, ()),
            changed=changes.get(pledge.pk, 0),
            unheard=unheard.get(pledge.pk, 0),
        )

    return tuple(row(each) for each in pledges)


class _Talk:
    """What residents said under the pledges in that time, and whether an office answered."""

    def __init__(self, pledges: Sequence[Pledge], days: Days) -> None:
        threads = [each.thread_id for each in pledges if each.thread_id is not None]
        said = Comment.objects.filter(thread__in=threads, state=Comment.State.STANDING)
        theirs = said.filter(spoken_for=None, posted_at__range=moments(days)).order_by()
        heard = theirs.filter(counted=True)
        self.people: int = heard.aggregate(people=Count("author", distinct=True))["people"]
        self.voices = _counted(heard.values_list("thread").annotate(Count("author", distinct=True)))
        words = theirs.filter(parent=None)
        self.asked = _counted(words.values_list("thread").annotate(Count("pk")))
        reply = said.filter(parent=OuterRef("pk"), spoken_for__isnull=False)
        told = words.filter(Exists(reply.filter(posted_at__lte=moments(days)[1])))
        self.answered = _counted(told.values_list("thread").annotate(Count("pk")))


def _differing(pledges: Sequence[Pledge], on: date) -> dict[int, tuple[str, ...]]:
    """인쇄본과 다른 칸, of the few pledges that have a print at all."""
    printed = set(PrintedCell.objects.filter(pledge__in=pledges).values_list("pledge", flat=True))
    readings = book.read([each for each in pledges if each.pk in printed], on)
    return {
        pk: tuple(f"{each.label}: {each.printed} ≠ {each.computed}" for each in cells if each.differs)
        for pk, cells in differences_of(readings).items()
    }


def _heard(pledges: Sequence[Pledge], days: Days) -> Mapping[int, Counter[str]]:
    """주민 참여 실적 of that time by channel; what is told twice counts once."""
    entries = ProgressEntry.objects.once().filter(pledge__in=pledges)
    told = entries.filter(kind=ProgressEntry.Kind.PARTICIPATION, ends_on__range=days).order_by()
    heard: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for pledge, channel, many in told.values_list("pledge", "channel").annotate(Count("pk")):
        heard[pledge][channel] = many
    return heard


def _updated(pledges: Sequence[Pledge], on: date) -> set[int]:
    """Those for which something was entered or closed in the quarter of that day, until that day."""
    first, _last = span_days(on.year, quarter_of(on))
    since = moments((first, on))
    entered = {"pledge__in": pledges, "entered_at__range": since}
    told = {*ProgressEntry.objects.filter(**entered).values_list("pledge", flat=True)}
    told |= {*Spending.objects.filter(**entered).values_list("pledge", flat=True)}
    closed = Closing.objects.filter(pledge__in=pledges, approved_at__range=since)
    return told | {*closed.values_list("pledge", flat=True)}


def moments(days: Days) -> tuple[datetime, datetime]:
    """The first moment of the first day and the last of the last, on the district's clock."""
    zone = timezone.get_default_timezone()
    end = datetime.combine(days[1] + timedelta(days=1), time.min, zone)
    return datetime.combine(days[0], time.min, zone), end - timedelta(microseconds=1)


def _by_pledge(rows: QuerySet[Any]) -> dict[int, int]:
    return dict(rows.order_by().values_list("pledge").annotate(Count("pk")))


def _counted(rows: Any) -> defaultdict[int | None, int]:
    return defaultdict(int, dict(rows))
