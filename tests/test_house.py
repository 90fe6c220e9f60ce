"""The habits of the house that a machine can check."""

import ast
import re
import subprocess
from importlib import import_module

import pytest

from realtime.kinds import kinds
from tests.realtime.machine import Stage
from tests.source import APPS, ROOT, modules

FORBIDDEN = {"utils", "helpers", "services", "selectors", "signals", "managers", "common", "base", "misc"}
LONGEST = 400
WRITTEN_BY_US = (".py", ".js", ".css", ".html", ".sh", ".md", ".toml", ".yml", ".yaml", ".json", ".po", "")


def our_files():
    """Every file of the repository that we wrote ourselves."""
    named = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    for name in named:
        path = ROOT / name
        vendored = name.startswith("static/vendor/") or name in {"uv.lock", "LICENSE"}
        if path.is_file() and not vendored and path.suffix in WRITTEN_BY_US:
            yield name, path.read_text(encoding="utf-8", errors="replace")


@pytest.fixture(scope="module")
def files():
    return dict(our_files())


def test_no_file_of_code_is_longer_than_a_person_reads(files):
    code = (".py", ".js", ".css", ".html")
    long = {
        name: len(text.splitlines())
        for name, text in files.items()
        if name.endswith(code) and "/migrations/" not in name and len(text.splitlines()) > LONGEST
    }
    assert long == {}


def test_no_module_is_a_drawer_for_everything(files):
    of_apps = [name for name in files if name.split("/")[0] in APPS and name.endswith(".py")]
    assert [name for name in of_apps if set(name.removesuffix(".py").split("/")) & FORBIDDEN] == []


def test_nothing_names_the_machine_it_was_written_on(files):
    # Put together here, so that this file does not name them either.
    places = ["/work" + "/", "/root" + "/", "/home" + "/", "pyenv" + "/"]
    named = [f"{name}: {place}" for name, text in files.items() for place in places if place in text]
    assert named == []


def test_the_lock_file_knows_one_registry_only():
    hosts = set(re.findall(r"https?://([^/\"]+)", (ROOT / "uv.lock").read_text(encoding="utf-8")))
    assert hosts <= {"pypi.org", "files.pythonhosted.org"}


def test_every_module_says_in_a_sentence_what_it_means():
    silent = [path for path, tree in modules().items() if tree.body and not ast.get_docstring(tree)]
    assert silent == []


def test_only_apps_ready_imports_inside_a_function():
    inside = []
    for path, tree in modules().items():
        for function in ast.walk(tree):
            if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef) or function.name == "ready":
                continue
            for node in ast.walk(function):
                names = _imported(node)
                if any(name.split(".")[0] in APPS for name in names):
                    inside.append(f"{path}:{node.lineno}")
    assert inside == []


def test_no_rule_below_the_door_looks_at_the_clock():
    doorless = re.compile(rf"^({'|'.join(set(APPS) - {'cms'})})/(models|actions|rooms)")
    clocks = []
    for path, tree in modules().items():
        for node in ast.walk(tree):
            called = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            if doorless.match(path) and called and node.func.attr in {"now", "today", "localdate", "utcnow"}:
                clocks.append(f"{path}:{node.lineno}")
    assert clocks == []


def test_every_kind_of_room_is_proved_to_converge():
    apps = [path.name for path in ROOT.iterdir() if (path / "rooms.py").exists() or (path / "rooms").is_dir()]
    proofs = [import_module(f"tests.{app}.test_converge") for app in apps]
    stages = [each for proof in proofs for each in vars(proof).values() if isinstance(each, type)]
    proved = {
        kind for stage in stages if issubclass(stage, Stage) and stage is not Stage for kind in stage.kinds
    }
    assert proved >= {"thread", "meeting", "floor", "person"}
    assert set(kinds) - proved == set()


def test_every_command_of_the_house_is_plain_sh():
    shells = [path for path in (ROOT / "bin").iterdir() if path.read_bytes().startswith(b"#!/bin/sh")]
    assert {"demo", "test", "check"} <= {path.name for path in shells}
    for path in [*shells, ROOT / "bin" / "_env.sh"]:
        subprocess.run(["sh", "-n", str(path)], check=True, timeout=10)


def _imported(node):
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""]
    return [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
