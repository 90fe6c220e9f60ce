"""What every door asks before an action: who, from where, how often, and whether it was asked already."""

import hashlib
import hmac
import json
import time
import uuid
from collections.abc import Callable, Mapping
from ipaddress import IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings
from django.core.cache import cache
from django.db import IntegrityError
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext as _

from district import visitors
from district.refusals import Refusal, too_fast
from realtime.models import Event

if TYPE_CHECKING:
    from district.models import Person


class Ref(uuid.UUID):
    """The number a client gave its request, with a fingerprint of what was asked."""

    digest: str

    def __init__(self, value: str, digest: str) -> None:
        super().__init__(value)
        object.__setattr__(self, "digest", digest)  # a UUID does not let itself be changed otherwise


class Done(NamedTuple):
    """What was done: the row, the number of its first event, and whether it had been done before."""

    row: Any
    seq: int
    repeated: bool


def mark(ref: object, verb: str, target: object, arguments: Mapping[str, Any]) -> Ref:
    """Seal a request. Both doors say verb, room and arguments as the room's command frame has them."""
    try:
        number = ref if isinstance(ref, uuid.UUID) else uuid.UUID(str(ref))
    except ValueError:
        raise Refusal("bad_ref", _("요청 번호(ref)가 올바르지 않습니다."), 422) from None
    told = {name: value for name, value in arguments.items() if value is not None}
    words = json.dumps([verb, str(target), told], sort_keys=True, ensure_ascii=False, default=str)
    digest = hmac.new(settings.REF_KEY.encode(), words.encode("utf-8", "surrogatepass"), hashlib.sha256)
    return Ref(str(number), digest.hexdigest())


def once[M: Model](by: "Person | None", ref: Ref | None, act: Callable[[], M]) -> Done:
    """Do it, unless this very request was done already; never called inside a transaction of its caller."""
    if by is None or ref is None:
        row = act()
        return Done(row, getattr(row, "seq", 0), False)  # 0: it was so already, and nothing was published
    if done := done_before(by, ref):
        return done
    try:
        row = act()
    except (IntegrityError, Refusal):
        # Its twin may have won the race: what refuses this one ("already done") is then its own success.
        if done := done_before(by, ref):
            return done
        raise
    return Done(row, getattr(row, "seq", 0), False)  # 0: it was so already, and nothing was published


def done_before(by: "Person", ref: Ref) -> Done | None:
    """What came of this ref, if it was ever used; refuse it if it was used for something else."""
    event = Event.objects.filter(actor=by, ref=uuid.UUID(int=ref.int)).order_by("seq").first()
    if event is None:
        return None
    if not hmac.compare_digest(event.digest, ref.digest):
        raise Refusal("ref_reused", _("같은 요청 번호(ref)로 다른 내용을 보냈습니다."), 409)
    return Done(event.row, event.seq, True)


def pace(person: "Person | None", address: str) -> None:
    """Refuse a person, or a whole address, that writes faster than people write."""
    if person is not None:
        step("person", str(person.pk), settings.PACE_PERSON)
    step("address", neighbourhood_of(address), settings.PACE_ADDRESS)


def step(kind: str, key: str, limit: str) -> None:
    """Count one more act in the current window."""
    most, window = (int(part) for part in limit.split("/"))
    now = time.time()
    name = f"pace:{kind}:{key}:{int(now // window)}"
    try:
        cache.add(name, 0, timeout=window + 1)
        count = cache.incr(name)
    except ValueError:
        return  # a cache that is away must not silence the town
    if count > most:
        wait = int(window - now % window) + 1
        raise too_fast(wait)


def neighbourhood_of(address: str) -> str:
    """One household: an IPv6 line owns 2^64 addresses and would never meet its limit."""
    try:
        place = ip_address(address)
    except ValueError:
        return "unknown"
    return str(ip_network((place, 64), strict=False)) if isinstance(place, IPv6Address) else str(place)


def address_of(asked: HttpRequest | Mapping[str, Any]) -> str:
    """Where a request or a socket comes from."""
    if isinstance(asked, HttpRequest):
        return visitors.address_of(asked)
    nearest = (asked.get("client") or [""])[0]
    lines = [
        value.decode("latin-1") for name, value in asked.get("headers", []) if name == b"x-forwarded-for"
    ]
    return visitors.believed(str(nearest), ", ".join(lines))
