"""The servers that are held against each other: `with ours(…) as room: room.load(readers=1000)`."""

import os
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from harness import BODY, CACHE, HERE, Absent, Figures, Server, compiled, load, valkey

NODE_PACKAGES = ("ws@8.23.0", "socket.io@4.8.4")
RESUME = '{"type":"resume","ticket":"{line}"}'


@dataclass
class Room:
    """A room full of readers, on one server or several."""

    servers: list[Server]
    wishes: dict[str, object] = field(default_factory=dict)

    def load(self, **wishes: object) -> Figures:
        """Let the load client in."""
        return load(*self.servers, **(self.wishes | wishes))


@contextmanager
def house(**env: str) -> Iterator[dict[str, str]]:
    """The environment of a house of its own, whose folder goes with it."""
    with tempfile.TemporaryDirectory(prefix="cheong-bench-") as folder:
        lodging = {"DEMO": "1", "DATA_DIR": folder, "LEDGER": f"{folder}/ledger", "LOG_LEVEL": "ERROR"}
        database = {"DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3", "REDIS_URL": ""}
        yield {**lodging, **database, **env}


def asgi(application: str, *, on: str = "daphne", env: Mapping[str, str]) -> Server:
    """One process of an ASGI server."""
    daphne = ["daphne", "-b", "127.0.0.1", "-p", "{port}", "-v", "0"]
    uvicorn = ["uvicorn", "--port", "{port}", "--ws", "websockets-sansio", "--loop", "asyncio"]
    uvicorn += ["--log-level", "error", "--no-access-log", "--lifespan", "off"]
    uvicorn += ["--ws-per-message-deflate", "false"]
    command = daphne if on == "daphne" else uvicorn
    return Server([sys.executable, "-m", *command, f"benchmarks.servers.{application}"], **env)


@contextmanager
def ours(
    *, on: str = "daphne", direct: bool = True, name: str = "told", joined: bool = False, processes: int = 1,
    **env: str,
) -> Iterator[Room]:  # fmt: skip
    """The product's own live layer; `joined` by Valkey, on so many processes."""
    with ExitStack() as stack:
        wishes: dict[str, object] = {"path": "/ws/rooms/bench/1/", "hello": RESUME, "ready": '"welcome"'}
        if joined:
            layer = stack.enter_context(valkey())
            env["REDIS_URL"] = f"redis://127.0.0.1:{layer.port}/0"
            wishes["aux_pid"] = layer.pid
        ways = {"DIRECT_WRITES": str(direct), "NAME": name}
        env = stack.enter_context(house(**ways, **env))
        servers = [stack.enter_context(asgi("ours:application", on=on, env=env)) for _ in range(processes)]
        wishes["lines"] = ticket(servers[0], Path(env["DATA_DIR"]))
        yield Room(servers, wishes)


def ticket(server: Server, folder: Path) -> Path:
    """A file with one ticket for all: readers of a public room who did not sign in."""
    path = folder / "tickets"
    with urllib.request.urlopen(f"{server.http}/ticket") as answer:
        path.write_bytes(answer.read())
    return path


@contextmanager
def stock(*, joined: bool = False, **env: str) -> Iterator[Room]:
    """Channels as its tutorial writes it, in memory or over the layer that channels_redis recommends."""
    with ExitStack() as stack:
        wishes: dict[str, object] = {"path": "/ws/room", "ready": '"welcome"'}
        if joined:
            if find_spec("channels_redis") is None:
                raise Absent("channels-redis is not here: uv sync --group bench")
            layer = stack.enter_context(valkey())
            env["STOCK_REDIS"] = f"redis://127.0.0.1:{layer.port}/0"
            wishes["aux_pid"] = layer.pid
        env = stack.enter_context(house(**env))
        yield Room([stack.enter_context(asgi("stock:application", env=env))], wishes)


@contextmanager
def node(kind: str) -> Iterator[Room]:
    """`ws`, or socket.io."""
    with Server(
        [node_here(), HERE / "load" / "peer.js", kind, "{port}"], NODE_PATH=node_packages()
    ) as server:
        if kind == "ws":
            yield Room([server], {"path": "/ws/room"})
        else:
            path = "/socket.io/?EIO=4&transport=websocket"
            wishes = {"hello": "40", "ready": "40{", "pub_hello": "40", "body": f'42["pub",{BODY}]'}
            yield Room([server], {"path": path, "pub_path": path, **wishes})


def node_here() -> str:
    """Node, if it is here."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        raise Absent("Node is not installed here")
    return "node"


def node_packages() -> str:
    """Where its packages are; fetched once, outside the repository."""
    folder = CACHE / "node"
    if not (folder / "node_modules" / "socket.io").exists():
        folder.mkdir(parents=True, exist_ok=True)
        fetch = ["npm", "install", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund"]
        done = subprocess.run([*fetch, *NODE_PACKAGES], capture_output=True, text=True, check=False)
        if done.returncode:
            raise Absent(f"npm did not bring {' and '.join(NODE_PACKAGES)}: {done.stderr.strip()[-200:]}")
    return os.fspath(folder / "node_modules")


@contextmanager
def broadcast() -> Iterator[Room]:
    """Python's `websockets.broadcast`."""
    with Server([sys.executable, HERE / "servers" / "broadcast.py", "{port}"]) as server:
        yield Room([server], {"path": "/ws/room"})


@contextmanager
def limit() -> Iterator[Room]:
    """The limit of the machine: a loop in C that writes a ready frame."""
    with Server([compiled("limit"), "{port}"]) as server:
        yield Room([server], {"path": "/ws/room"})
