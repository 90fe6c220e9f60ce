"""이행률. Exact sums of fractions that remember how they came about; rounded only where they are shown.

The rules are those of the sheets: a rate is 100 · actual / target; a subtotal is the sum of
weight · rate / 100 with weights of 100 together; a total is subtotal · share. Nothing is rounded on the way,
nothing is capped, and what has no target has no rate: `-`, not 0.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from django.utils.translation import gettext as _

from district.refusals import Refusal

NOTHING = "-"
WHOLE = Fraction(100)
type Amount = Decimal | Fraction | int
type Part = tuple[str, Decimal | None, Amount | None, Amount | None]
"""An indicator in a subtotal: label, weight, actual, target."""


@dataclass(frozen=True, slots=True)
class Term:
    """One line of a sum as a reader sees it: what it is, how it is reckoned, what it comes to."""

    label: str
    words: str
    value: Fraction


@dataclass(frozen=True, slots=True)
class Sum:
    """A figure with its formula: `value` is exact or None, `words` the whole sum in one line."""

    label: str
    value: Fraction | None
    words: str = ""
    terms: tuple[Term, ...] = ()
    unit: str = "%"
    decimals: int = 1
    note: str = ""

    @property
    def shown(self) -> str:
        """As it is printed: half-up, with the decimals of its form; `-` where there is nothing to reckon."""
        return shown(self.value, self.decimals)

    @property
    def exact(self) -> str:
        """The digits before rounding: `39.982…`, or all of them where they end."""
        return exact(self.value)

    @property
    def capped(self) -> "Sum":
        """목표를 넘은 만큼을 뺀 보기: the same at no more than 100, said to be so."""
        if self.value is None or self.value <= WHOLE:
            return self
        return Sum(self.label, WHOLE, self.words, self.terms, self.unit, self.decimals, capped_note())


def capped_note() -> str:
    """What stands beside a view in which nothing is more than its target."""
    return _("목표를 넘긴 실적은 100%까지만 셈한 값입니다.")


def split_note() -> str:
    """What stands beside percentages of a split."""
    return _("반올림으로 합계가 다를 수 있음")


def shown(value: Fraction | None, decimals: int = 1, grouped: bool = True) -> str:
    """ROUND_HALF_UP of the exact value, and of nothing that was rounded before."""
    if value is None:
        return NOTHING
    # In whole numbers: twice the value and one, halved downwards, is the nearest, and the half goes up.
    top, bottom = abs(value.numerator) * 10**decimals, value.denominator
    whole = (2 * top + bottom) // (2 * bottom)
    sign = "-" if value < 0 and whole else ""
    head, tail = divmod(whole, 10**decimals)
    digits = f"{head:,}" if grouped else str(head)
    return sign + digits + (f".{tail:0{decimals}}" if decimals else "")


def exact(value: Fraction | None, digits: int = 3) -> str:
    """As many digits as say that it goes on; all of them where it ends by then."""
    if value is None:
        return NOTHING
    top, bottom = abs(value.numerator) * 10**digits, value.denominator
    cut, rest = divmod(top, bottom)
    head, tail = divmod(cut, 10**digits)
    sign = "-" if value < 0 else ""
    if rest:
        return f"{sign}{head:,}.{tail:0{digits}}…"
    ended = f"{tail:0{digits}}".rstrip("0") if digits else ""
    return f"{sign}{head:,}" + (f".{ended}" if ended else "")


@lru_cache(maxsize=4096)
def number(value: Amount | None) -> str:
    """A count or an amount as a sheet prints it: 7.5, 2,536, `-` for nothing."""
    if value is None:
        return NOTHING
    if not isinstance(value, Decimal):
        return exact(Fraction(value), 2)
    # A decimal ends by itself: printed in full.
    digits = f"{value:,f}"
    digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return "0" if digits == "-0" else digits


def fraction(value: Decimal | int) -> Fraction:
    """What a row keeps, exactly."""
    return Fraction(value)


def rate(label: str, actual: Amount | None, target: Amount | None) -> Sum:
    """실적 ÷ 목표. Nothing, and not nought, where nothing was promised or nobody knows what was done."""
    if not target or actual is None:
        return Sum(label, None, f"{number(actual)} ÷ {number(target)}")
    value = _ratio(actual, target, of=100)
    return Sum(label, value, f"{number(actual)} ÷ {number(target)} × 100")


def weighted(label: str, parts: Sequence[Part], *, capped: bool = False) -> Sum:
    """소계: Σ weight · actual / target. None where a weight is missing, a target empty, an actual unknown.

    An indicator that stands alone needs no weight; `capped` counts none of them beyond its target.
    """
    told = [(*parts[0][:1], Decimal(100), *parts[0][2:])] if _stands_alone(parts) else list(parts)
    if not told or any(weight is None for _label, weight, _actual, _target in told):
        return Sum(label, None, note=_("비중이 정해지지 않아 합하지 않습니다."))
    terms = tuple(_term(part, capped) for part in told)
    if any(not target for _label, _weight, _actual, target in told):
        return Sum(label, None, terms=terms, note=_("목표가 없는 지표가 있어 합하지 않습니다."))
    if any(actual is None for _label, _weight, actual, _target in told):
        return Sum(label, None, terms=terms, note=_("그날의 실적을 알 수 없는 지표가 있어 합하지 않습니다."))
    value = sum((term.value for term in terms), Fraction(0))
    note = capped_note() if capped else ""
    return Sum(label, value, " + ".join(term.words for term in terms), terms, note=note)


def _stands_alone(parts: Sequence[Part]) -> bool:
    return len(parts) == 1 and parts[0][1] is None


def _term(part: Part, capped: bool) -> Term:
    label, weight, actual, target = part
    share = Decimal(weight or 0).scaleb(-2)
    words = f"{number(share)} × {number(actual)}/{number(target)}"
    if not target or actual is None:
        return Term(label, words, Fraction(0))
    if capped and actual > target:
        return Term(label, f"{number(share)} × 1", Fraction(weight or 0))
    return Term(label, words, _ratio(actual, target, of=weight or 0))


def _ratio(actual: Amount, target: Amount, *, of: Amount) -> Fraction:
    (done, by), (promised, per), (whole, parts) = (each.as_integer_ratio() for each in (actual, target, of))
    return Fraction(whole * done * per, parts * by * promised)


def shared(label: str, whole: Sum, share: Decimal) -> Sum:
    """총 이행률: the exact subtotal times its share, never the rounded one."""
    value = None if whole.value is None else whole.value * Fraction(share) / 100
    words = f"{whole.exact} × {number(Decimal(share).scaleb(-2))}"
    return Sum(label, value, words, whole.terms, note=whole.note)


def added(label: str, parts: Iterable[tuple[str, Sum]]) -> Sum:
    """A promise in all: what its parts share in it; None where a part has no rate."""
    told = list(parts)
    terms = tuple(Term(name, part.exact, part.value or Fraction(0)) for name, part in told)
    if not told or any(part.value is None for _name, part in told):
        return Sum(label, None, terms=terms, note=next((part.note for _name, part in told if part.note), ""))
    words = " + ".join(part.exact for _name, part in told)
    return Sum(label, sum((term.value for term in terms), Fraction(0)), words, terms)


def split(counts: Sequence[Decimal | int]) -> tuple[Fraction | None, ...]:
    """What each part is of all, in per cent; each is rounded for itself when shown."""
    whole = sum((Fraction(count) for count in counts), Fraction(0))
    return tuple(Fraction(count) * 100 / whole if whole else None for count in counts)


def check_weights(weights: Sequence[Decimal | None]) -> None:
    """Refuse weights that are not 100 together; none at all is a sheet without weights."""
    given = [weight for weight in weights if weight is not None]
    if not given:
        return
    if len(given) < len(weights) or sum(given) != 100:
        sentence = _("비중을 모두 더하면 100이어야 합니다. 지금은 %(sum)s입니다.") % {
            "sum": number(sum(given))
        }
        raise Refusal("weights_not_whole", sentence, 422)


def check_shares(shares: Sequence[Decimal]) -> None:
    """Refuse shares of one promise that are not 100 together."""
    if shares and sum(shares) != 100:
        sentence = _("몫을 모두 더하면 100이어야 합니다. 지금은 %(sum)s입니다.") % {
            "sum": number(sum(shares))
        }
        raise Refusal("shares_not_whole", sentence, 422)
