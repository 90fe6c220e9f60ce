"""The live layer as a district runs it, with one room whose table is shared memory.

LEDGER names the file; NAME the event: `told` cannot wait, `said` goes in breaths; REDIS_URL joins processes.
Readers come in at /ws/rooms/bench/1/, whoever publishes at /ws/pub; /ticket hands out a ticket for an hour.
"""

import os
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")

from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application

get_asgi_application()

from django.utils import timezone  # noqa: E402 (needs the app registry)

from benchmarks.servers.ledger import Ledger  # noqa: E402
from realtime import layer  # noqa: E402
from realtime.kinds import Address, open_rooms  # noqa: E402
from realtime.routing import websocket_urlpatterns  # noqa: E402
from realtime.tickets import ANONYMOUS, Ticket, seal  # noqa: E402

ROOM = Address("bench", "1")
HOUR = 3600


class Benches:
    """Anybody may sit here."""

    events = {"told": "급히 알렸습니다.", "said": "말했습니다."}
    commands: dict[str, Any] = {}
    hiding: frozenset[str] = frozenset()
    counting: frozenset[str] = frozenset()
    urgent = frozenset({"told"})

    def enter(self, key: str, person: Any, at: Any) -> frozenset[str]:
        return frozenset({"read"})

    def public(self, key: str) -> bool:
        return True


open_rooms(ROOM.kind, Benches())
ledger = Ledger(Path(os.environ["LEDGER"]), os.environ.get("NAME", "told"))
rooms: Any = URLRouter(websocket_urlpatterns)


async def publish(scope: Any, receive: Any, send: Any) -> None:
    """What an action does after its commit: the frame is drawn once, and handed to the layer."""
    await receive()
    await send({"type": "websocket.accept"})
    while (message := await receive())["type"] == "websocket.receive":
        layer.current().publish(str(ROOM), ledger.act(message["text"]))


async def sockets(scope: Any, receive: Any, send: Any) -> None:
    """Readers by the product's own door."""
    await (publish if scope["path"] == "/ws/pub" else rooms)(scope, receive, send)


async def ticket(scope: Any, receive: Any, send: Any) -> None:
    """For nobody in particular."""
    until = timezone.now().timestamp() + HOUR
    sealed = seal(Ticket(None, str(ROOM), ["read"], ANONYMOUS, "", until=until))
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": sealed.encode()})


application = ProtocolTypeRouter({"http": ticket, "websocket": sockets})
