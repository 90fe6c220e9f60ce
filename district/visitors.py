"""Who stands at the door, and where they come from."""

from ipaddress import ip_address, ip_network
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from rest_framework.request import Request

from district.models import Person
from district.refusals import sign_in_needed

NOWHERE = "0.0.0.0"  # noqa: S104 (nobody listens here: it stands for a visitor without an address)


def person_of(request: HttpRequest | Request) -> Person | None:
    """The person who asks; None is the reader whom nobody knows."""
    user = getattr(request, "user", None)
    return cast(Person, user) if user is not None and user.is_authenticated else None


def speaker(person: Person | None) -> Person:
    """Somebody with a name; a reader is asked to sign in first."""
    if person is None:
        raise sign_in_needed()
    return person


def signed_in(request: HttpRequest | Request) -> Person:
    """The person who asks, where only a person may."""
    return speaker(person_of(request))


def kept_from_others[Answer: Any](answer: Answer) -> Answer:
    """What was made for one person: no cache between here and that person keeps it."""
    answer["Cache-Control"] = "private, no-store"
    return answer


def address_of(request: HttpRequest) -> str:
    """Where a request comes from; a proxy is believed only if it is named in TRUSTED_PROXIES."""
    return believed(request.META.get("REMOTE_ADDR", ""), request.headers.get("X-Forwarded-For", ""))


def believed(nearest: str, forwarded: str) -> str:
    """The same of a request that is no HttpRequest, as a socket's."""
    hops = [hop.strip() for hop in forwarded.split(",") if hop.strip()]
    while hops and is_trusted(nearest):
        nearest = hops.pop()
    return nearest if is_address(nearest) else NOWHERE


def is_trusted(address: str) -> bool:
    """Whether this is one of our own proxies."""
    if not is_address(address):
        return False
    return any(ip_address(address) in ip_network(proxy, strict=False) for proxy in settings.TRUSTED_PROXIES)


def is_address(text: str) -> bool:
    """Whether this is an address at all: behind a socket file a visitor has none."""
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
