"""A line between a browser and the demo that can be cut, refuse sockets, or keep a stream to itself."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

NO_UPGRADE = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
UPGRADE, STREAM = b"upgrade: websocket", b"content-type: text/event-stream"


class Line:
    """One address in front of another; `cut()` hangs up on everybody, `mend()` lets them call again.

    While it `buffers`, a stream arrives only when it has ended; it counts `sockets` and `streams`.
    """

    def __init__(self, target_port: int, *, refuse_upgrades: bool = False, buffers: bool = False) -> None:
        self.target_port, self.refuse_upgrades, self.buffers = target_port, refuse_upgrades, buffers
        self.sockets = self.streams = 0
        self.whole = True
        self.calls: set[asyncio.StreamWriter] = set()
        self.loop = asyncio.new_event_loop()
        # A thread of its own: the browser's driver has a loop running in this one.
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        opening = asyncio.start_server(self.carry, "127.0.0.1", 0)
        self.server = asyncio.run_coroutine_threadsafe(opening, self.loop).result(10)
        self.url = f"http://127.0.0.1:{self.server.sockets[0].getsockname()[1]}"

    def cut(self) -> None:
        self.whole = False
        self.loop.call_soon_threadsafe(self.hang_up)

    def mend(self) -> None:
        self.whole = True

    def hang_up(self) -> None:
        for writer in list(self.calls):
            writer.transport.abort()

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self.whole:
            writer.transport.abort()
            return
        there_reader, there = await asyncio.open_connection("127.0.0.1", self.target_port)
        self.calls |= {writer, there}
        await asyncio.gather(self.pour(reader, there, asked=writer), self.pour(there_reader, writer))
        self.calls -= {writer, there}

    async def pour(self, reader, writer, asked=None) -> None:
        kept = bytearray()
        try:
            while words := await reader.read(65536):
                if asked and UPGRADE in words.lower():
                    if self.refuse_upgrades:
                        asked.write(NO_UPGRADE)
                        break
                    self.sockets += 1
                streams = not asked and STREAM in words.lower()
                self.streams += streams
                if kept or (streams and self.buffers):
                    kept += words
                    continue
                writer.write(words)
                await writer.drain()
            writer.write(kept)
        except (ConnectionError, OSError):
            pass
        finally:
            (asked or writer).close()
            writer.close()

    def close(self) -> None:
        self.cut()
        self.loop.call_soon_threadsafe(self.server.close)
        # A breath for those who were hung up on, or each says that it was not waited for.
        self.loop.call_soon_threadsafe(self.loop.call_later, 0.05, self.loop.stop)
        self.thread.join(5)


@contextmanager
def line_to(url: str, **options) -> Iterator[Line]:
    """A line to that address, hung up at the end."""
    line = Line(int(url.rsplit(":", 1)[1]), **options)
    try:
        yield line
    finally:
        line.close()
