"""Each server that a district may put before its house, started once and on its own port."""

import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.realtime.wire.line import TRUSTING, Line
from tests.servers import free_port
from tests.source import ROOT

DIRECT, PLAIN = "direct", "plain"
ASKING = urllib.request.build_opener(
    urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=TRUSTING)
)
DAPHNE = ["daphne", "--ping-interval", "20", "--ping-timeout", "20"]
UVICORN = ["uvicorn", "--host", "127.0.0.1", "--lifespan", "off", "--no-access-log", "--log-level", "warning"]
STREET = "tests.realtime.wire.street:application"


class Kind(NamedTuple):
    """A server as it is installed here, and how our frames must leave by it."""

    name: str
    way: str
    command: list[str]
    sealed: bool = False


def named(server, *packages):
    """What is said when it fails: `daphne 4.2.3, autobahn 26.10.2`."""
    return f"{server}: " + ", ".join(f"{package} {version(package)}" for package in packages)


KINDS = [
    Kind(named("Daphne", "daphne", "autobahn", "twisted"), DIRECT, DAPHNE),
    Kind(named("Daphne with TLS", "daphne", "autobahn", "twisted"), PLAIN, DAPHNE, sealed=True),
    Kind(
        named("uvicorn", "uvicorn", "websockets"), DIRECT, [*UVICORN, "--ws", "websockets-sansio"]
    ),
    Kind(
        named("uvicorn with TLS", "uvicorn", "websockets"), DIRECT,
        [*UVICORN, "--ws", "websockets-sansio"], sealed=True,
    ),
    Kind(named("uvicorn's older sockets", "uvicorn", "websockets"), PLAIN, [*UVICORN, "--ws", "websockets"]),
]  # fmt: skip
TWO = [KINDS[0], KINDS[2]]
"""Those that a district is told of; the others start only for `--long`."""


def each_of(kinds, ways=(DIRECT, PLAIN)):
    """These servers as the parameters of a test."""
    marks = {kind.name: [] if kind in TWO else [pytest.mark.long] for kind in kinds}
    return [pytest.param(kind, id=kind.name, marks=marks[kind.name]) for kind in kinds if kind.way in ways]


class Door:
    """One of them, running."""

    def __init__(self, kind, folder, application=STREET, **environment):
        self.kind, self.folder, self.sealed = kind, folder, kind.sealed
        self.port = free_port()
        self.log = Path(tempfile.mkstemp(prefix="door-", suffix=".log", dir=folder)[1])
        told = {"DEMO": "1", "DATA_DIR": str(folder), "REDIS_URL": "", "LOG_LEVEL": "WARNING"}
        told |= {"DJANGO_SETTINGS_MODULE": "tests.realtime.wire.settings", "BATCH_SECONDS": "0.002"}
        told |= {"PACE_FRAMES": "1000000/10", "PACE_ADDRESS": "1000000/60", "COMPARE_SECONDS": "0.2"}
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", *kind.command, *self.endpoint(), application],
                cwd=ROOT, env=os.environ | told | environment, stdout=log, stderr=log,
            )  # fmt: skip

    def endpoint(self):
        key, certificate = seal(self.folder) if self.sealed else ("", "")
        if self.kind.command[0] == "daphne":
            sealing = f"ssl:{self.port}:privateKey={key}:certKey={certificate}"
            return ["-e", (sealing if self.sealed else f"tcp:{self.port}") + ":interface=127.0.0.1"]
        sealing = ["--ssl-keyfile", key, "--ssl-certfile", certificate] if self.sealed else []
        return ["--port", str(self.port), *sealing]

    def wait(self):
        """Until it answers."""
        until = time.monotonic() + 60
        while True:
            try:
                return self.ask("state")
            except OSError:
                if self.process.poll() is not None or time.monotonic() > until:
                    pytest.fail(f"{self.kind.name} does not answer:\n{self.said()}", pytrace=False)
                time.sleep(0.05)

    def ask(self, what, said=None):
        """What only tests may ask of a house."""
        body = None if said is None else json.dumps(said).encode()
        address = f"{'https' if self.sealed else 'http'}://127.0.0.1:{self.port}/{what}"
        with ASKING.open(address, data=body, timeout=30) as answer:
            return json.load(answer)

    def until(self, condition, seconds=20):
        """Wait for something that is bound to happen to its state."""
        end = time.monotonic() + seconds
        while not condition(state := self.ask("state")):
            assert time.monotonic() < end, state
            time.sleep(0.01)
        return state

    def line(self, path, **more):
        return Line(self, path, **more)

    def said(self):
        """What it wrote to its log."""
        return self.log.read_text(errors="replace")[-6000:]

    def end(self):
        self.process.kill()
        self.process.wait(30)


class Doors:
    """Opened as they are asked for, closed together."""

    def __init__(self, folder):
        self.folder, self.open = folder, {}

    def at(self, kind):
        if kind.name not in self.open:
            self.open[kind.name] = Door(kind, self.folder)
            self.open[kind.name].wait()
        return self.open[kind.name]

    def end(self):
        for door in self.open.values():
            door.end()


def seal(folder):
    """A key and a certificate that nobody has to trust."""
    places = folder / "key.pem", folder / "certificate.pem"
    if not places[0].exists():
        key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
        builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        until = now + timedelta(days=1)
        signed = builder.not_valid_before(now).not_valid_after(until).sign(key, hashes.SHA256())
        plain = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        places[0].write_bytes(key.private_bytes(serialization.Encoding.PEM, *plain))
        places[1].write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    return tuple(map(str, places))
