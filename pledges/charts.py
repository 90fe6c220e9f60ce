"""그림. What was promised and what was done, drawn by the house: numbers of ours, and nothing that runs."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from pledges.rates import NOTHING, number

HEIGHT, HEAD, FOOT, AXIS = 150, 26, 30, 36
WIDE, NARROW = 560, 358
BROADEST, GAP = 34, 4
LEAST = 2
"""How high a bar of something is at least, or one of many would be taken for none."""
ROUND_STEPS = (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100)
type Amount = Decimal | Fraction | None


@dataclass(frozen=True, slots=True)
class Pair:
    """One stretch of time: what was promised for it (`-`: nothing), and what was done (None: unknown)."""

    label: str
    target: Amount
    actual: Amount
    to_come: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """목표와 실적. Pairs beside each other, with the sentence that says the same."""

    title: str
    unit: str
    pairs: tuple[Pair, ...]

    @property
    def sentence(self) -> str:
        """What somebody hears who does not see it."""
        return f"{self.title}. " + " ".join(self._heard(pair) for pair in self.pairs)

    def _heard(self, pair: Pair) -> str:
        promised = _("목표 없음") if pair.target is None else f"{_('목표')} {number(pair.target)}{self.unit}"
        unsaid = _("아직 없음") if pair.to_come else _("알 수 없음")
        done = unsaid if pair.actual is None else f"{number(pair.actual)}{self.unit}"
        return _("%(when)s: %(promised)s, 실적 %(done)s.") % {
            "when": pair.label, "promised": promised, "done": done,
        }  # fmt: skip

    @property
    def top(self) -> int:
        """Where the highest of three lines stands; the middle one is a whole number, too."""
        most = max((value for pair in self.pairs for value in (pair.target, pair.actual) if value), default=1)
        return 2 * round_step(Fraction(most) / 2)


def round_step(least: Fraction) -> int:
    """The next number with which people count."""
    scale = 1
    while least > ROUND_STEPS[-1] * scale:
        scale *= 10
    return next(step for base in ROUND_STEPS if (step := base * scale) >= least)


def draw(chart: Chart, width: int) -> SafeString:
    """The drawing in that width: its letters are as large as those beside it."""
    room = Fraction(width - AXIS) / max(len(chart.pairs), 1)
    drawn = [_pair(pair, chart.top, AXIS + room * n, room) for n, pair in enumerate(chart.pairs)]
    return format_html(
        '<svg class="pair-chart" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}</svg>',
        width, HEIGHT + HEAD + FOOT, chart.sentence, _lines(chart.top, width),
        format_html_join("", "{}", ((each,) for each in drawn)),
    )  # fmt: skip


def _lines(top: int, width: int) -> SafeString:
    rows = [(HEAD + HEIGHT - HEIGHT * part // 2, top * part // 2) for part in (2, 1, 0)]
    return format_html_join(
        "",
        '<line class="rule" x1="{}" x2="{}" y1="{}" y2="{}"/><text class="tick" x="{}" y="{}">{}</text>',
        ((AXIS, width, y, y, AXIS - 10, y + 4, f"{value:,}") for y, value in rows),
    )


def _pair(pair: Pair, top: int, left: Fraction, room: Fraction) -> SafeString:
    broad = min(Fraction(BROADEST), room * 36 / 100)
    middle = left + room / 2
    return format_html(
        '{}{}<text class="under" x="{}" y="{}">{}</text>',
        _bar("target", pair.target, top, middle - Fraction(GAP, 2) - broad, broad),
        _bar("actual", pair.actual, top, middle + Fraction(GAP, 2), broad),
        placed(middle), HEIGHT + HEAD + 22, pair.label,
    )  # fmt: skip


def _bar(name: str, value: Amount, top: int, left: Fraction, broad: Fraction) -> SafeString:
    """A bar with its number above it; of nothing, the number alone."""
    if value is None and name == "actual":
        return SafeString("")
    high = _height(value, top)
    foot = HEAD + HEIGHT
    said = NOTHING if value is None else number(value)
    rect = SafeString("")
    if high:
        rect = format_html(
            '<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="3"/>',
            name, placed(left), foot - high, placed(broad), high,
        )  # fmt: skip
    middle = left + broad / 2
    return format_html(
        '{}<text class="{}-n" x="{}" y="{}">{}</text>', rect, name, placed(middle), foot - high - 7, said
    )


def _height(value: Amount, top: int) -> int:
    if not value:
        return 0
    return max(ceil(Fraction(value) * HEIGHT / top), LEAST)


def placed(at: Fraction) -> str:
    """A place in a drawing: one digit is enough for the eye."""
    return f"{float(at):.1f}"


def meter(value: Fraction | None) -> SafeString:
    """A rate as a bar; it ends at its end, and the number beside it says by how much it was passed."""
    done = min(max(value or Fraction(0), Fraction(0)), Fraction(100))
    return format_html(
        '<svg class="rate-bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="whole" width="100" height="6"/><rect class="done" width="{}" height="6"/></svg>',
        placed(done),
    )


def stretch(first: int, last: int, many: int, now: int | None) -> SafeString:
    """A step of the plan on the line of all quarters; `now` is the quarter of the day that was asked for."""
    mark = SafeString("")
    if now is not None:
        mark = format_html('<rect class="now-line" x="{}" width="0.08" height="6"/>', f"{now + 0.5:.2f}")
    return format_html(
        '<svg class="step-bar" viewBox="0 0 {} 6" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="whole" width="{}" height="6"/>'
        '<rect class="done" x="{}" width="{}" height="6"/>{}</svg>',
        many, many, first, last - first + 1, mark,
    )  # fmt: skip


def quarters(start: tuple[int, int], end: tuple[int, int]) -> Sequence[tuple[int, int]]:
    """Every quarter from one to another, both included."""
    first, last = start[0] * 4 + start[1] - 1, end[0] * 4 + end[1] - 1
    return [(n // 4, n % 4 + 1) for n in range(first, last + 1)]
