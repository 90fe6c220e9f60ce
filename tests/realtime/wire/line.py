"""A client that does what it is told, down to the byte: no library would send what ours must stand."""

import base64
import json
import os
import socket
import ssl
import struct
from contextlib import suppress
from typing import NamedTuple

CONTINUED, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10
SECONDS = 20
TRUSTING = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
TRUSTING.check_hostname, TRUSTING.verify_mode = False, ssl.CERT_NONE


class Frame(NamedTuple):
    """One frame as it came."""

    opcode: int
    payload: bytes

    @property
    def code(self):
        """Why a line is closed; None when nobody says."""
        return int.from_bytes(self.payload[:2]) if len(self.payload) > 1 else None


class Gone(Exception):  # noqa: N818 (lines end)
    """The line has ended; without a close frame, unless one came before."""


def frame(opcode, payload=b"", *, fin=True, rsv=0, mask=b"\x12\x34\x56\x78", size=None):
    """One frame as a client sends it; `size` is what its head claims."""
    size = len(payload) if size is None else size
    bit = 0x80 if mask else 0
    if size < 126:
        head = struct.pack("!B", bit | size)
    elif size < 65536:
        head = struct.pack("!BH", bit | 126, size)
    else:
        head = struct.pack("!BQ", bit | 127, size)
    return bytes((0x80 * fin | rsv << 4 | opcode,)) + head + mask + masked(payload, mask)


def masked(payload, mask):
    if not mask:
        return payload
    key = (mask * (len(payload) // 4 + 1))[: len(payload)]
    return (int.from_bytes(payload) ^ int.from_bytes(key)).to_bytes(len(payload))


class Line:
    """A WebSocket, from the handshake to the last byte; `room` is what the machine holds of it unread."""

    def __init__(self, door, path, *, room=None, handshake=True):
        self.door = door
        self.socket = socket.socket()
        if room:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)
        self.socket.settimeout(SECONDS)
        self.socket.connect(("127.0.0.1", door.port))
        if door.sealed:
            self.socket = TRUSTING.wrap_socket(self.socket)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.read = bytearray()
        if handshake:
            self.shake(path)

    def shake(self, path):
        """Ask for a socket, and wait until it is one."""
        key = base64.b64encode(os.urandom(16)).decode()
        asked = {
            "Host": f"127.0.0.1:{self.door.port}", "Upgrade": "websocket", "Connection": "Upgrade",
            "Sec-WebSocket-Key": key, "Sec-WebSocket-Version": "13",
        }  # fmt: skip
        head = "".join(f"{name}: {value}\r\n" for name, value in asked.items())
        self.socket.sendall(f"GET {path} HTTP/1.1\r\n{head}\r\n".encode())
        while b"\r\n\r\n" not in self.read:
            self.fill()
        answer, _, self.read = self.read.partition(b"\r\n\r\n")
        assert b" 101 " in answer.partition(b"\r\n")[0], bytes(answer)

    def fill(self):
        """Take what has come."""
        try:
            more = self.socket.recv(65536)
        except (ConnectionError, ssl.SSLError) as cut:
            raise Gone from cut
        if not more:
            raise Gone
        self.read += more

    def exactly(self, size):
        while len(self.read) < size:
            self.fill()
        taken = bytes(self.read[:size])
        del self.read[:size]
        return taken

    def hear(self):
        """The next frame; a server's are whole, unmasked and uncompressed."""
        first, size = self.exactly(2)
        assert first & 0xF0 == 0x80, f"{first:#x} is no whole, plain frame"
        assert size < 128, "a server masks nothing"
        if size > 125:
            size = int.from_bytes(self.exactly(2 if size == 126 else 8))
        return Frame(first & 15, self.exactly(size))

    def rest(self):
        """Every frame up to the end of the line."""
        frames = []
        with suppress(Gone):
            while True:
                frames.append(self.hear())
        return frames

    def hear_text(self):
        """The next text; pings are answered on the way."""
        while True:
            heard = self.hear()
            if heard.opcode == PING:
                self.send(PONG, heard.payload)
            elif heard.opcode == TEXT:
                return heard.payload.decode()
            elif heard.opcode == CLOSE:
                raise Gone(heard.code)

    def hear_frame(self, kind):
        """The next frame of ours of one kind."""
        while True:
            heard = json.loads(self.hear_text())
            if heard["type"] == kind:
                return heard

    def send(self, opcode, payload=b"", **more):
        self.push(frame(opcode, payload, **more))

    def say(self, said):
        """One frame of our protocol."""
        self.send(TEXT, json.dumps(said, ensure_ascii=False).encode())

    def push(self, raw, *, piecemeal=False):
        """Bytes as they are; piecemeal, each of them alone."""
        try:
            for piece in [raw[n : n + 1] for n in range(len(raw))] if piecemeal else [raw]:
                self.socket.sendall(piece)
        except (ConnectionError, ssl.SSLError) as cut:
            raise Gone from cut

    def end_sending(self):
        """Nothing more will come from here."""
        with suppress(OSError):
            self.socket.shutdown(socket.SHUT_WR)

    def abort(self):
        """Gone without a word, as when a telephone loses power."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()

    def close(self):
        self.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *trouble):
        self.close()
