"""The order of bin/test and bin/check: static checks beside fast tests, then real servers beside a browser.

What runs embedded fills both cores, so nothing else runs beside it but the checks. Servers and browser mostly
wait, each for its own; every wait in them is for a fact, with patience that a machine at half speed keeps.
The closing lines say what ran on what, what did not run and why, and one sum.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from tests.source import APPS

CHECKS = {
    "ruff": ["ruff", "check", "."],
    "ruff format": ["ruff", "format", "--check", "."],
    "import-linter": ["lint-imports"],
    "makemigrations": ["manage", "makemigrations", "--check", "--dry-run"],
    "mypy": ["mypy", *APPS],
}
EMBEDDED = "not real and not browser"
# Each with a database of its own; real servers are shared, and so is the browser, so their tests take turns.
SIDE_BY_SIDE = ["-n", "2", "--dist", "worksteal"]
# What was compiled once is kept: five processes read every test, and each server they start reads the house.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


@dataclass
class Sum:
    """What all parts came to."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    reasons: Counter = field(default_factory=Counter)
    ran_on: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    def add(self, title: str, report: dict, code: int) -> None:
        """Take in one part; a part that ended badly without a failed test is itself a failure."""
        self.passed += report.get("passed", 0)
        self.failed += report.get("failed", 0)
        self.skipped += report.get("skipped", 0)
        self.reasons.update(report.get("reasons", {}))
        self.ran_on += [each for each in report.get("ran_on", []) if each not in self.ran_on]
        if code not in (0, 5):
            self.broken.append(title)
            self.failed += not report.get("failed", 0)


def main() -> int:
    """Run the parts in order and say what came of it."""
    options = argparse.ArgumentParser(prog="bin/test", description=__doc__.splitlines()[0])
    options.add_argument("--long", action="store_true", help="also the tests that take their time")
    options.add_argument("--fast", action="store_true", help="what bin/check runs")
    options.add_argument("rest", nargs="*", help="handed to pytest")
    chosen, rest = options.parse_known_args()
    rest += chosen.rest
    total, began = Sum(), time.monotonic()
    with ThreadPoolExecutor(max_workers=1) as beside:
        # One core checks the text while the other runs the tests.
        checks = beside.submit(run_checks)
        if chosen.fast:
            fast = [*SIDE_BY_SIDE, *rest, "-m", f"{EMBEDDED} and not slow and not long"]
            run_tests(total, 240, {"fast tests": fast})
        else:
            more, limit = (["--long"], 5400) if chosen.long else ([], 1500)
            without = "" if chosen.long else " and not long"
            embedded = [*SIDE_BY_SIDE, *rest, *more, "-m", EMBEDDED + without]
            run_tests(total, limit, {"tests, embedded": embedded})
            in_chromium = [*(rest or ["tests/browser"]), *more, "-m", f"browser and not real{without}"]
            on_servers = ["-p", "tests.servers", *rest, *more, "-m", f"real{without}"]
            both = {"tests in Chromium": in_chromium, "tests on PostgreSQL and Valkey": on_servers}
            run_tests(total, limit, both)
        close_checks(checks, total)
    close(total, began, chosen)
    return 1 if total.failed or total.broken else 0


class Part:
    """One pytest; unless it is `read` as it goes, what it says is kept until its end."""

    def __init__(self, title: str, arguments: list[str], folder: Path, *, read: bool) -> None:
        self.title, self.read = title, read
        self.report, self.said = (folder / f"{title}.{end}" for end in ("json", "txt"))
        command = [sys.executable, "-m", "pytest", "-p", "tests.report", "-q", "--durations=5", *arguments]
        if read:
            print(f"\n── {title} ", flush=True)
        with self.said.open("wb") as said:
            self.process = subprocess.Popen(
                command,
                env=ENVIRONMENT | {"TEST_REPORT": str(self.report)},
                stdout=None if read else said,
                stderr=None if read else subprocess.STDOUT,
            )

    def wait(self, until: float) -> None:
        """Until it ends, or has to."""
        try:
            self.process.wait(timeout=max(0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            print(f"{self.title}: not done in time, ended", flush=True)
            self.process.send_signal(signal.SIGINT)
            self.end()

    def end(self) -> None:
        """It was told to end, by us or by Ctrl-C, and does so or is ended."""
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def close(self, total: Sum) -> None:
        """Hand on what it said, and what came of it."""
        if not self.read:
            print(f"\n── {self.title} ", flush=True)
            sys.stdout.buffer.write(self.said.read_bytes())
            sys.stdout.flush()
        found = json.loads(self.report.read_text(encoding="utf-8")) if self.report.exists() else {}
        total.add(self.title, found, self.process.returncode)


def run_tests(total: Sum, limit: float, titles: dict[str, list[str]]) -> None:
    """Run these pytests beside one another, the first to be read as it goes, to their ends, or end them."""
    until = time.monotonic() + limit
    with tempfile.TemporaryDirectory() as folder:
        parts: list[Part] = []
        try:
            for title, arguments in titles.items():
                parts.append(Part(title, arguments, Path(folder), read=not parts))
            for part in parts:
                part.wait(until)
        finally:
            # Ctrl-C reaches them as it reaches us: each says its own farewell.
            for part in parts:
                part.end()
            for part in parts:
                part.close(total)


def run_checks() -> list[tuple[str, int, str]]:
    """Run every static check, none stopping another."""
    outcomes = []
    for title, command in CHECKS.items():
        done = subprocess.run(
            _command(command),
            env=ENVIRONMENT | {"DEBUG": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=240,
            check=False,
        )
        outcomes.append((title, done.returncode, done.stdout))
    return outcomes


def close_checks(checks: Future, total: Sum) -> None:
    """Show what the static checks found."""
    print("\n── static checks ", flush=True)
    for title, code, said in checks.result():
        print(f"{title}: {'ok' if code == 0 else 'FAILED'}")
        if code:
            print(said, flush=True)
            total.broken.append(title)
        total.passed += code == 0
        total.failed += code != 0


def close(total: Sum, began: float, chosen: argparse.Namespace) -> None:
    """The last lines: on what, what not and why, and the sum."""
    print(f"\n── {'bin/check' if chosen.fast else 'bin/test'}: {time.monotonic() - began:.0f} s ")
    print("ran on:", ", ".join([f"Python {sys.version.split()[0]}", *total.ran_on]))
    data = os.environ.get("CHEONG_DATA")
    print(f"CHEONG_DATA: {'set' if data else 'not set, so tests on the data of others did not run'}")
    if chosen.fast:
        print("not run: tests on PostgreSQL, Valkey and in Chromium, slow and long ones (bin/test)")
    elif not chosen.long:
        print("not run: the tests marked long (bin/test --long)")
    for reason, times in total.reasons.most_common():
        print(f"skipped {times}: {reason}")
    for title in total.broken:
        print(f"failed: {title}")
    print(f"{total.passed} passed, {total.failed} failed, {total.skipped} skipped", flush=True)


def _command(command: list[str]) -> list[str]:
    if command[0] == "manage":
        return [sys.executable, "manage.py", *command[1:]]
    if command[0] == "lint-imports":
        return [str(Path(sys.executable).with_name("lint-imports"))]
    return [sys.executable, "-m", *command]


if __name__ == "__main__":
    sys.exit(main())
