"""Channels as its tutorial writes it: a group, a JSON consumer; with AUTH=1 behind a session and its user.

Two things are kinder than the tutorial: Korean goes as Korean, so that all send the same bytes, and whoever
comes in is told so, so that the load client knows.
"""

import json
import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")

from django.conf import settings

ROOM = "room"
if url := os.environ.get("STOCK_REDIS"):
    backend: dict[str, Any] = {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [url]},
    }
else:
    backend = {"BACKEND": "channels.layers.InMemoryChannelLayer"}
settings.CHANNEL_LAYERS = {"default": backend}

from django.core.asgi import get_asgi_application  # noqa: E402 (the layer is chosen first)

pages = get_asgi_application()

from channels.auth import AuthMiddlewareStack  # noqa: E402 (needs the app registry)
from channels.generic.websocket import AsyncJsonWebsocketConsumer  # noqa: E402
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from django.urls import re_path  # noqa: E402


class Comments(AsyncJsonWebsocketConsumer):
    """A reader of the room."""

    async def connect(self) -> None:
        user = self.scope.get("user")
        if user is not None and not user.is_authenticated:
            await self.close()
            return
        await self.channel_layer.group_add(ROOM, self.channel_name)
        await self.accept()
        await self.send_json({"type": "welcome"})

    async def disconnect(self, code: int) -> None:
        await self.channel_layer.group_discard(ROOM, self.channel_name)

    async def comment(self, event: dict[str, Any]) -> None:
        """Somebody published."""
        await self.send_json(event["content"])

    @classmethod
    async def encode_json(cls, content: Any) -> str:
        return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


class Publisher(AsyncJsonWebsocketConsumer):
    """Who publishes."""

    async def receive_json(self, content: Any, **kwargs: Any) -> None:
        await self.channel_layer.group_send(ROOM, {"type": "comment", "content": content})


readers: Any = URLRouter([re_path(r"^ws/room$", Comments.as_asgi())])
if os.environ.get("AUTH"):
    readers = AuthMiddlewareStack(readers)
publishers = URLRouter([re_path(r"^ws/pub$", Publisher.as_asgi())])


async def sockets(scope: Any, receive: Any, send: Any) -> None:
    """Whoever publishes needs no user."""
    await (publishers if scope["path"] == "/ws/pub" else readers)(scope, receive, send)


application = ProtocolTypeRouter({"http": pages, "websocket": sockets})
