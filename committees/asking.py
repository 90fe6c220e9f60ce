"""기준일. Of which day somebody asks, at whichever door."""

from datetime import date

from django.utils.translation import gettext as _

from district.refusals import Refusal

EARLIEST, YEARS_AHEAD = date(1948, 1, 1), 20
WRITTEN = len("2026-11-24")


def day_asked(said: str | None, today: date) -> date:
    """The day as it was written, else today; refuse what no calendar has, and days beyond any term."""
    if not said:
        return today
    try:
        asked = date.fromisoformat(said) if len(said) == WRITTEN else None
    except ValueError:
        asked = None
    if asked is None or not EARLIEST <= asked <= date(today.year + YEARS_AHEAD, 12, 31):
        raise Refusal("bad_day", _("기준일은 2026-11-24처럼 적어 주세요."), status=422)
    return asked
