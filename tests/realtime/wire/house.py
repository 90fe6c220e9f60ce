"""The whole house on a real server, at the hour at which the tests take place, with a side door."""

import os
from datetime import timedelta

from django.utils import timezone

from cms.asgi import application as house
from tests.realtime.wire import leash

leash.hold()
CLOCK, TURNED = timezone.now, timedelta(seconds=float(os.environ["TURNED"]))
timezone.now = lambda: CLOCK() + TURNED


async def application(scope, receive, send):
    if scope["type"] == "http" and scope["path"] == "/state":
        await leash.side_door({"state": leash.state}, scope["path"], receive, send)
    else:
        await house(scope, receive, send)
