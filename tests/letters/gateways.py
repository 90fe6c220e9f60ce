"""A gateway and a push service as they are, on this machine: they take, say no, hang up, or know nobody."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Fake:
    """What came, and what is answered by path: a status, a status with words, or 'hangs up'."""

    def __init__(self):
        self.heard, self.answers, self.port = [], {}, 0
        self.asked, self.released, self.silent = threading.Event(), threading.Event(), False

    def said(self, path=""):
        return [each for each in self.heard if each["path"].startswith(path)]


class Door(BaseHTTPRequestHandler):
    """One request: heard first, then answered as was arranged."""

    protocol_version = "HTTP/1.1"
    fake = None

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.fake.heard.append({"path": self.path, "body": body, "headers": dict(self.headers)})
        self.fake.asked.set()
        if self.fake.silent:
            self.fake.released.wait(60)
            self.close_connection = True
            return
        answer = self.fake.answers.get(self.path, 200)
        if answer == "hangs up":
            self.close_connection = True
            return
        status, told = answer if isinstance(answer, tuple) else (answer, {})
        words = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(words)))
        if 300 <= status < 400:
            self.send_header("Location", "/elsewhere")
        self.end_headers()
        self.wfile.write(words)

    def log_message(self, *said):
        """Nobody reads it."""


@contextmanager
def standing():
    """A real server on a free port of this machine, for as long as one test."""
    fake = Fake()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("OneDoor", (Door,), {"fake": fake}))
    server.daemon_threads = True
    fake.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        fake.released.set()
        server.shutdown()
        server.server_close()
        thread.join(timeout=10)
