"""How the tests knock at the doors of a meeting."""

from uuid import uuid4

from tests.deliberation.doors import problem

__all__ = ["act", "api", "presses", "problem"]


def api(row, *rest):
    """The address of a row, or of what can be done with it."""
    noun = {"meeting": "meetings", "agendaitem": "agenda-items", "body": "bodies", "minutes": "minutes"}
    name = noun.get(row._meta.model_name, f"{row._meta.model_name}s")
    return "/".join(["/api/v1", name, str(row.pk), *rest, ""])


def act(client, address, ref=None, /, **said):
    """Do it there, under a number of its own."""
    return client.post(address, {"ref": str(ref or uuid4()), **said}, content_type="application/json")


def presses(client, address, **said):
    """Send a form as a browser without a script does."""
    return client.post(address, said)
