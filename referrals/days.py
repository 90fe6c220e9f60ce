"""Which days somebody can have meant."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from district.dates import official
from district.refusals import Refusal

FURTHEST_PLAN = timedelta(days=3653)


def check_not_far(on: date | None, today: date, within: timedelta = FURTHEST_PLAN) -> None:
    """Refuse a day that nobody living plans for: a slip of the hand would stand in a public promise."""
    last = today + within
    if on is not None and on > last:
        sentence = _("너무 먼 날입니다. %(day)s까지의 날을 적어 주세요.") % {"day": official(last)}
        raise Refusal("date_too_far", sentence, 422)


def check_not_before(on: date, asked: date) -> None:
    """Refuse that something was done before it was asked for."""
    if on < asked:
        sentence = _("받은 날보다 앞선 날입니다. %(day)s이나 그 뒤의 날을 적어 주세요.")
        sentence %= {"day": official(asked)}
        raise Refusal("date_before_asked", sentence, 422)
