"""What one pytest run did and on what, written to the file in TEST_REPORT for tests/run.py to sum up."""

import json
import os
import sqlite3
from collections import Counter
from pathlib import Path

RAN_ON: list[str] = []


def pytest_terminal_summary(terminalreporter, config):
    """Count as pytest counts; a setup that broke is a failure too."""
    stats = terminalreporter.stats
    skipped = [*stats.get("skipped", []), *stats.get("xfailed", [])]
    servers = config.pluginmanager.get_plugin("tests.servers")
    started = [f"{name} {version}" for name, version in servers.STARTED.items()] if servers else []
    if not servers:
        started = [f"SQLite {sqlite3.sqlite_version}"]
    report = {
        "passed": len(stats.get("passed", [])) + len(stats.get("xpassed", [])),
        "failed": len(stats.get("failed", [])) + len(stats.get("error", [])),
        "skipped": len(skipped),
        "reasons": dict(Counter(_reason(each) for each in skipped)),
        "ran_on": [*started, *RAN_ON],
    }
    if path := os.environ.get("TEST_REPORT"):
        Path(path).write_text(json.dumps(report, ensure_ascii=False), encoding="utf-8")


def _reason(report):
    if isinstance(report.longrepr, tuple):
        return str(report.longrepr[2]).removeprefix("Skipped: ")
    return getattr(report, "wasxfail", "") or "no reason given"
