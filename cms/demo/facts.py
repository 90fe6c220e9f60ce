"""The reviewable facts from which a demo district is built."""

import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PASSWORD = "cheong-demo"  # noqa: S105  the published password of every demo account


def facts(name: str) -> dict[str, Any]:
    """One file of facts, as a clerk would review it."""
    return json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))


def address(login: str) -> str:
    """The e-mail address of a demo account; the domain can never belong to anybody."""
    return f"{login}@gwanak.example"
