"""What may be done by HTTP about what one is told, for programs and forms alike."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from letters import actions
from letters.models import Browser, Follow, Habit, Letter, Phone
from letters.offers import opened
from letters.subscription import subscription_of
from realtime.acts import enact


def read(request: HttpRequest, ref: Any, letter: Letter) -> tuple[Letter, int]:
    """Open a letter."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "letter.read",
        room=actions.LEDGER,
        arguments={"letter": str(letter.key)},
        act=lambda by, sealed: actions.read(letter, at=at),
    )


def confirm(request: HttpRequest, ref: Any, letter: Letter) -> tuple[Letter, int]:
    """Say that it came."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "letter.confirm",
        room=actions.LEDGER,
        arguments={"letter": str(letter.key)},
        act=lambda by, sealed: actions.confirm(letter, by=by, at=at, ref=sealed),
    )


def follow(request: HttpRequest, ref: Any, sealed_offer: Any) -> tuple[Follow, int]:
    """Hear of what a page or a row offered."""
    offer, at = opened(sealed_offer), timezone.now()
    return enact(
        request,
        ref,
        "follow.begin",
        room=actions.LEDGER,
        arguments=offer._asdict(),
        act=lambda by, sealed: actions.follow(by, **offer._asdict(), at=at, ref=sealed),
    )


def choose(
    request: HttpRequest, ref: Any, wish: Follow, roads: Iterable[str] | None, pace: str
) -> tuple[Follow, int]:
    """How one wish is told."""
    at, chosen = timezone.now(), None if roads is None else sorted(roads)
    return enact(
        request,
        ref,
        "follow.choose",
        room=actions.LEDGER,
        arguments={"follow": str(wish.key), "roads": chosen, "pace": pace},
        act=lambda by, sealed: actions.choose(wish, roads=chosen, pace=pace, at=at, ref=sealed),
    )


def unfollow(request: HttpRequest, ref: Any, wish: Follow) -> tuple[Follow, int]:
    """No more of it."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "follow.end",
        room=actions.LEDGER,
        arguments={"follow": str(wish.key)},
        act=lambda by, sealed: actions.unfollow(wish, at=at, ref=sealed),
    )


def prefer(request: HttpRequest, ref: Any, roads: Iterable[str], pace: str) -> tuple[Habit, int]:
    """How I am told of everything else."""
    at, chosen = timezone.now(), sorted(roads)
    return enact(
        request,
        ref,
        "habit.choose",
        room=actions.LEDGER,
        arguments={"roads": chosen, "pace": pace},
        act=lambda by, sealed: actions.prefer(by, roads=chosen, pace=pace, at=at, ref=sealed),
    )


def add_browser(request: HttpRequest, ref: Any, said: Any, label: str) -> tuple[Browser, int]:
    """Let this browser be woken."""
    at, brought = timezone.now(), subscription_of(said)
    return enact(
        request,
        ref,
        "browser.add",
        room=actions.LEDGER,
        arguments=brought._asdict(),
        act=lambda by, sealed: actions.add_browser(by, subscription=brought, label=label, at=at, ref=sealed),
    )


def drop_browser(request: HttpRequest, ref: Any, browser: Browser) -> tuple[Browser, int]:
    """Let it sleep."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "browser.drop",
        room=actions.LEDGER,
        arguments={"browser": str(browser.key)},
        act=lambda by, sealed: actions.drop_browser(browser, at=at, ref=sealed),
    )


def claim_number(request: HttpRequest, ref: Any, number: str) -> tuple[Phone, int]:
    """This number is mine: send the code."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "number.claim",
        room=actions.LEDGER,
        arguments={"number": number},
        act=lambda by, sealed: actions.claim_number(by, number=number, at=at, ref=sealed),
    )


def prove_number(request: HttpRequest, ref: Any, code: str) -> tuple[Phone, int]:
    """Here is the code."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "number.prove",
        room=actions.LEDGER,
        arguments={"code": code},
        act=lambda by, sealed: actions.prove_number(by, code=code, at=at, ref=sealed),
    )


def drop_number(request: HttpRequest, ref: Any) -> tuple[Phone, int]:
    """Forget my number."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "number.drop",
        room=actions.LEDGER,
        arguments={},
        act=lambda by, sealed: actions.drop_number(by, at=at, ref=sealed),
    )
