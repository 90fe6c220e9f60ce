"""The house's own text, for the tests that read it."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APPS = (
    "cms",
    "pledges",
    "deliberation",
    "committees",
    "surveys",
    "referrals",
    "letters",
    "search",
    "papers",
    "realtime",
    "district",
)


@cache
def modules() -> dict[str, ast.Module]:
    """Every module of ours without the migrations, by its path."""
    paths = (path for app in APPS for path in sorted((ROOT / app).rglob("*.py")))
    return {
        str(path.relative_to(ROOT)): ast.parse(path.read_text(encoding="utf-8"))
        for path in paths
        if "migrations" not in path.parts
    }


def calls(name: str) -> Iterator[tuple[str, ast.Call]]:
    """Every call of a function or class of that name, with where it stands."""
    for path, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _called(node) == name:
                yield f"{path}:{node.lineno}", node


def words_in(node: ast.AST) -> set[str]:
    """The texts written in an expression: one, or the branches of a choice."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return {node.value}
    if isinstance(node, ast.IfExp):
        return words_in(node.body) | words_in(node.orelse)
    return set()


def tables(path: str) -> dict[str, list[list[str]]]:
    """The rows of a page's tables under the heading each stands under, without their heads."""
    found: dict[str, list[list[str]]] = {}
    heading, head_read = "", False
    page = ROOT / path
    for line in page.read_text(encoding="utf-8").splitlines() if page.exists() else ():
        if line.startswith("#"):
            heading = line.lstrip("#").strip().strip("`")
        if not line.startswith("|"):
            head_read = False
            continue
        cells = [cell.strip().strip("`") for cell in line.strip().strip("|").replace("\\|", "∣").split("|")]
        if set(line) <= set("|-: "):
            head_read = True
        elif head_read or _headless(found, heading, cells):
            found.setdefault(heading, []).append(cells)
    return found


def _headless(found: dict, heading: str, cells: list[str]) -> bool:
    # Rows that were added below a blank line belong to the table above; a head is told by its words.
    return heading in found and cells[0].lower() not in {"code", "name", "event", "action", "may"}


def _called(node: ast.Call) -> str:
    if isinstance(node.func, ast.Name):
        return node.func.id
    return node.func.attr if isinstance(node.func, ast.Attribute) else ""
