"""수. A count or an amount as somebody wrote it, exactly or not at all."""

import re
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from district.refusals import Refusal

MOST = Decimal(10**9)
CENT = Decimal("0.01")
_WRITTEN = re.compile(r"-?(?:[0-9]{1,10}|[0-9]{1,3}(?:,[0-9]{3}){1,3})(?:\.[0-9]{1,2})?")


def amount(said: Any) -> Decimal:
    """So many or so much: not below nought, at most a thousand million, with two decimals at most."""
    value = _read(said)
    if value < 0:
        raise Refusal("amount_below_nought", _("0보다 작은 수는 적을 수 없습니다."), 422)
    return value


def target(said: Any) -> Decimal | None:
    """So much was promised; nothing is nothing, and not nought."""
    if said is None or said == "":
        return None
    value = _read(said)
    if value < 0:
        raise Refusal("target_below_nought", _("목표는 0보다 작을 수 없습니다."), 422)
    return value


def share(said: Any) -> Decimal:
    """A weight or a share: some of a hundred."""
    value = amount(said)
    if not 0 < value <= 100:
        raise bad_amount()
    return value


def bad_amount() -> Refusal:
    """What came is no number that can be kept."""
    sentence = _("수는 10억까지, 소수 둘째 자리까지 적어 주세요. 비중과 몫은 0보다 크고 100까지입니다.")
    return Refusal("bad_amount", sentence, 422)


def _read(said: Any) -> Decimal:
    value = _number(said)
    # Bounded before it is rounded: a Decimal may name more digits than a machine has room for.
    if not value.is_finite() or abs(value) > MOST or value != value.quantize(CENT):
        raise bad_amount()
    return value.quantize(CENT) + 0  # no nought with a sign


def _number(said: Any) -> Decimal:
    if isinstance(said, str) and _WRITTEN.fullmatch(said.strip()):
        return Decimal(said.strip().replace(",", ""))
    if isinstance(said, Decimal):
        return said
    if type(said) is int:
        return Decimal(said)
    if type(said) is float:
        return Decimal(repr(said))
    raise bad_amount()
