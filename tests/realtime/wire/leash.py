"""Keeps a server of these tests from outliving them, hears what goes wrong in it, and tells how it fares."""

import asyncio
import ctypes
import gc
import json
import logging
import os
import signal
import sys
from pathlib import Path

STUMBLES: list[str] = []
"""What was logged as an error, by us or by the server, wherever its log goes."""


def hold():
    """Die with whoever started us; listen to every logger there is."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, int(signal.SIGKILL))
    made = logging.getLogRecordFactory()

    def record(*args, **kwargs):
        one = made(*args, **kwargs)
        if one.levelno >= logging.ERROR:
            STUMBLES.append(f"{one.name}: {one.getMessage()} {one.exc_info and repr(one.exc_info[1])}")
        return one

    logging.setLogRecordFactory(record)
    if "twisted.logger" in sys.modules:  # Daphne throws Twisted's own log away
        sys.modules["twisted.logger"].globalLogPublisher.addObserver(overhear)


def overhear(event):
    """What Twisted caught for us."""
    if event.get("isError") or event.get("log_failure") is not None:
        STUMBLES.append(f"twisted: {event.get('log_failure') or event.get('message')}")


async def side_door(doors, path, receive, send):
    """What tests ask and order, as JSON."""
    body, more = b"", True
    while more:
        message = await receive()
        body, more = body + message.get("body", b""), message.get("more_body")
    name, *arguments = path.strip("/").split("/")
    told = await doors[name](*arguments, *([json.loads(body)] if body else []))
    head = [(b"content-type", b"application/json"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 200, "headers": head})
    await send({"type": "http.response.body", "body": json.dumps(told).encode()})


async def state():
    """What would grow if something leaked."""
    from realtime import hub
    from realtime.metrics import counts

    here = hub.hubs.get(asyncio.get_running_loop())
    halls = here.halls.values() if here else []
    gc.collect()
    return {
        "tasks": len(asyncio.all_tasks()),
        "resident": int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE"),
        "open": len(os.listdir("/proc/self/fd")),
        "members": sum(len(hall.members) for hall in halls),
        "sockets": counts.direct + counts.plain,
        "stumbles": STUMBLES,
    }
