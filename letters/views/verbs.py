"""What may be done by HTTP about what one is told, for programs and forms alike."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from letters import actions
from letters.models import Follow, Letter
from letters.offers import opened
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
