"""기준일. Of which day a pledge is read, whoever asks: page, card or program."""

from datetime import date

from committees.asking import day_asked as day_written
from district.models import Administration
from pledges.models import Pledge


def day_asked(pledge: Pledge, said: str | None, today: date) -> date:
    """The day as it was written, within the administration; else the day of the figures that are known.

    Of a day that is still to come nobody knows a figure: today is told, and said to be so.
    """
    if not said:
        return last_known(pledge.administration, pledge.reported_on, today)
    return within(pledge.administration, min(day_written(said, today), today))


def last_known(administration: Administration, reported_on: date | None, today: date) -> date:
    """Today while it governs; of one that is over, the day until which was reported, or its last."""
    if today > administration.end:
        return within(administration, reported_on or administration.end)
    return max(today, administration.start)


def within(administration: Administration, on: date) -> date:
    """The nearest day on which that administration governed."""
    return min(max(on, administration.start), administration.end)
