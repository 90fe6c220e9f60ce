"""One door for pages, API and rooms."""

import gc
import os
from typing import Any

import django
from asgiref.sync import SyncToAsync, ThreadSensitiveContext, sync_to_async
from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.handlers.asgi import ASGIHandler
from django.db import connections
from django.http import HttpRequest
from django.http.response import HttpResponseBase

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
django.setup(set_prefix=False)

from realtime.routing import websocket_urlpatterns  # noqa: E402  (needs the app registry)


class Pages(ASGIHandler):
    """Each request in one thread, and in one go."""

    KEPT = 24
    """Threads that wait for the next request; whom a crowd brings beyond them goes with the crowd."""

    # Django begins a thread for each request and ends it after: its database connection with it, which
    # costs more to open than many a page to draw. Here a thread goes on to the next request.
    def __init__(self) -> None:
        super().__init__()
        self.free: list[ThreadSensitiveContext] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        thread, done = self.free.pop() if self.free else ThreadSensitiveContext(), False
        before = SyncToAsync.thread_sensitive_context.set(thread)
        try:
            # A stream looks through `send` at what the server still holds of it (realtime/streams.py).
            await self.handle({**scope, "send": send}, receive, send)
            done = True
        finally:
            SyncToAsync.thread_sensitive_context.reset(before)
            # A server that gives a request up does not stop its thread: the next would wait behind it.
            if done and len(self.free) < self.KEPT:
                self.free.append(thread)
            else:
                let_go(thread)

    # And it would climb into the thread for the middleware, out of it for the view, and in once more
    # because the view is a plain one.
    def load_middleware(self, is_async: bool = False) -> None:
        super().load_middleware(is_async=False)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        answer: HttpResponseBase = await sync_to_async(self.get_response)(request)
        return answer


def let_go(thread: ThreadSensitiveContext) -> None:
    """End a thread as soon as it has done its work, and give its connection back."""
    executor: Any = SyncToAsync.context_to_thread_executor.pop(thread, None)
    if executor is not None:
        executor.submit(connections.close_all)
        executor.shutdown(wait=False)


# A walk over the whole heap of 4,000 readers holds everybody up for a third of a second, and Python would
# take a dozen while they come in. What stands here stays out of it, and it walks more seldom.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 10, 10)

application = ProtocolTypeRouter({"http": Pages(), "websocket": URLRouter(websocket_urlpatterns)})
