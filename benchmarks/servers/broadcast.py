"""Python's `websockets.broadcast`, as its own documentation shows it: `python broadcast.py PORT`."""

import asyncio
import sys

from websockets.asyncio.server import ServerConnection, broadcast, serve

readers: set[ServerConnection] = set()


async def visit(line: ServerConnection) -> None:
    """Read the room, or publish into it."""
    if line.request.path.startswith("/ws/pub"):
        async for text in line:
            broadcast(readers, text)
        return
    readers.add(line)
    try:
        await line.wait_closed()
    finally:
        readers.remove(line)


async def main() -> None:
    """Serve until the end."""
    async with serve(visit, "127.0.0.1", int(sys.argv[1]), compression=None, backlog=1024):
        await asyncio.get_running_loop().create_future()


if __name__ == "__main__":
    asyncio.run(main())
