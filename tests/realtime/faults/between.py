"""What stands between a reader and the district: a proxy with habits of its own."""

import asyncio
from contextlib import asynccontextmanager

UPGRADE = b"upgrade: websocket"
NO = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Proxy:
    """Knows nothing of sockets; if it `keeps`, it also hands on no answer before its end."""

    def __init__(self, target, *, keeps):
        self.target, self.keeps = target, keeps
        self.refused = 0
        self.lines = set()

    async def open(self):
        self.server = await asyncio.start_server(self.carry, "127.0.0.1", 0)
        self.port = self.server.sockets[0].getsockname()[1]

    async def carry(self, reader, writer):
        """One request and its answer."""
        self.lines.add(asyncio.current_task())
        there = None
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            if UPGRADE in head.lower():
                self.refused += 1
                writer.write(NO)
                return
            answers, there = await asyncio.open_connection("127.0.0.1", self.target)
            there.write(head)
            await asyncio.gather(self.follow(reader, there), self.answer(answers, writer))
        except (OSError, EOFError):
            pass  # either end may hang up
        finally:
            self.lines.discard(asyncio.current_task())
            for end in (writer, *([there] if there else [])):
                end.close()

    async def follow(self, reader, there):
        """What is asked; whoever hangs up wants no answer."""
        await self.pour(reader, there)
        there.close()

    async def answer(self, answers, writer):
        if self.keeps:
            writer.write(await answers.read())
        else:
            await self.pour(answers, writer)
        writer.close()

    async def pour(self, reader, writer):
        while words := await reader.read(65536):
            writer.write(words)
            await writer.drain()

    async def close(self):
        self.server.close()
        for line in self.lines:
            line.cancel()
        await asyncio.gather(*self.lines, return_exceptions=True)


@asynccontextmanager
async def proxy_before(port, *, keeps=False):
    """Such a proxy before one house."""
    proxy = Proxy(port, keeps=keeps)
    await proxy.open()
    try:
        yield proxy
    finally:
        await proxy.close()
