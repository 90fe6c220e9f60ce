"""The house's own application, with a side door for tests.

python -m daphne … tests.realtime.faults.house:application
"""

import asyncio
import ctypes
import gc
import json
import os
import signal
import socket
import sys
import threading
from pathlib import Path

from asgiref.sync import sync_to_async

from cms.asgi import application as house

if sys.platform == "linux":
    ctypes.CDLL(None).prctl(
        1, int(signal.SIGKILL)
    )  # a test run that is killed outright leaves no house behind

PAGE = os.sysconf("SC_PAGE_SIZE")
NARROW = 0


async def application(scope, receive, send):
    """Answer what tests ask; everything else is the house's."""
    if scope["type"] == "http" and scope["path"].startswith("/town/"):
        told = await answered(*scope["path"].split("/")[2:])
        head = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 200, "headers": head})
        await send({"type": "http.response.body", "body": json.dumps(told).encode()})
        return
    if NARROW and scope["type"] == "websocket":
        # Loopback would take megabytes for a reader that reads nothing; a line to a telephone does not.
        [protocol] = send.args
        protocol.transport.socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, NARROW)
    await house(scope, receive, send)


async def answered(what, *numbers):
    """`state`, `bounds`, or what one of tests/realtime/faults/people.py does to the rows."""
    if what == "state":
        return state()
    if what == "bounds":
        return bound(*map(int, numbers))
    from realtime.hub import tidily
    from tests.realtime.faults import people

    return await sync_to_async(tidily)(getattr(people, what), *map(int, numbers))


def bound(pending, patience, narrow):
    """Set how much waits for a reader, how long, and what the kernel holds beside it; say how it was."""
    from django.conf import settings

    global NARROW
    before = [settings.PENDING_BYTES, int(settings.LAG_SECONDS), NARROW]
    settings.PENDING_BYTES, settings.LAG_SECONDS, NARROW = pending, patience, narrow
    return before


def state():
    """What would grow if something leaked."""
    from realtime import hub

    here = hub.hubs.get(asyncio.get_running_loop())
    halls = here.halls.values() if here else []
    gc.collect()
    return {
        "tasks": len(asyncio.all_tasks()),
        "threads": threading.active_count(),
        "resident": int(Path("/proc/self/statm").read_text().split()[1]) * PAGE,
        "open": len(os.listdir("/proc/self/fd")),
        "halls": len(halls),
        "members": sum(len(hall.members) for hall in halls),
        "lagging": sum(sink.lagging for hall in halls for sink in hall.members),
    }
