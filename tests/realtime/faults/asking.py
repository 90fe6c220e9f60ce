"""Plain HTTP on a plain socket: what a broken answer looks like is part of the question."""

import asyncio
import json
from typing import NamedTuple


class Answer(NamedTuple):
    """What came back, whole."""

    status: int
    headers: dict
    body: bytes

    def json(self):
        return json.loads(self.body)


class Broken(ConnectionError):  # noqa: N818 (the line is, not we)
    """The answer did not come, or not to its end."""


async def ask(port, path, method="GET", *, said=None, token="", seconds=60, **headers):
    """One request on a line of its own; HTTP/1.0, so that the end of the line is the end of the answer."""
    async with asyncio.timeout(seconds):
        reader, writer = await call(port, path, method, said=said, token=token, **headers)
        try:
            return whole(await reader.read())
        finally:
            writer.close()


async def call(port, path, method="GET", *, said=None, token="", **headers):
    """Ask, and leave the answer to whoever reads it."""
    body = b"" if said is None else json.dumps(said).encode()
    told = {"Host": f"127.0.0.1:{port}", "Accept": "application/json", "Content-Length": len(body)}
    told |= {"Content-Type": "application/json"} if body else {}
    told |= {"X-Session-Token": token} if token else {}
    told |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in told.items())
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"{method} {path} HTTP/1.0\r\n{head}\r\n".encode() + body)
    return reader, writer


def whole(raw):
    """The answer, if all of it is there."""
    head, there, body = raw.partition(b"\r\n\r\n")
    if not there:
        raise Broken("no answer")
    headers = headers_in(head)
    if len(body) < int(headers.get("content-length", 0)):
        raise Broken("half an answer")
    return Answer(int(head.split()[1]), headers, body)


def headers_in(head):
    lines = (line.partition(": ") for line in head.decode("latin-1").split("\r\n")[1:])
    return {name.lower(): value for name, _, value in lines}
