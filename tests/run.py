"""The order of bin/test and bin/check: static checks beside fast tests, then real servers, then a browser.

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
# Each with a database of its own; real servers and the browser are shared, so their tests take turns.
SIDE_BY_SIDE = ["-n", "2", "--dist", "worksteal"]


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
            run_tests("fast tests", fast, total, limit=240)
        else:
            more, limit = (["--long"], 3600) if chosen.long else ([], 420)
            without = "" if chosen.long else " and not long"
            embedded = [*SIDE_BY_SIDE, *rest, *more, "-m", EMBEDDED + without]
            run_tests("tests, embedded", embedded, total, limit)
            on_servers = ["-p", "tests.servers", *rest, *more, "-m", f"real{without}"]
            run_tests("tests on PostgreSQL and Valkey", on_servers, total, limit)
            run_tests(
                "tests in Chromium", [*rest, *more, "-m", f"browser and not real{without}"], total, limit
            )
        close_checks(checks, total)
    close(total, began, chosen)
    return 1 if total.failed or total.broken else 0


def run_tests(title: str, arguments: list[str], total: Sum, limit: int) -> None:
    """Run one pytest to its end, or end it."""
    print(f"\n── {title} ", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [sys.executable, "-m", "pytest", "-p", "tests.report", "-q", "--durations=5", *arguments]
        process = subprocess.Popen(command, env=os.environ | {"TEST_REPORT": str(report)})
        try:
            code = process.wait(timeout=limit)
        except subprocess.TimeoutExpired:
            print(f"{title}: not done after {limit} s, ended", flush=True)
            process.send_signal(signal.SIGINT)
            code = _wait(process)
        except KeyboardInterrupt:
            _wait(process)
            raise
        found = json.loads(report.read_text(encoding="utf-8")) if report.exists() else {}
    total.add(title, found, code)


def run_checks() -> list[tuple[str, int, str]]:
    """Run every static check, none stopping another."""
    outcomes = []
    for title, command in CHECKS.items():
        done = subprocess.run(
            _command(command),
            env=os.environ | {"DEBUG": "1"},
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


def _wait(process: subprocess.Popen) -> int:
    try:
        return process.wait(timeout=30)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


if __name__ == "__main__":
    sys.exit(main())
