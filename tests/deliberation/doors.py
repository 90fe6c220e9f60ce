"""How the tests knock at the doors."""

from uuid import uuid4


def comments_of(thread):
    return f"/api/v1/threads/{thread.pk}/comments/"


def send(client, method, address, ref=None, **body):
    body = {"ref": str(ref or uuid4()), **body}
    return getattr(client, method)(address, body, content_type="application/json")


def problem(answer):
    """The code and status of a refusal, which is always told in the same way."""
    assert answer.headers["Content-Type"] == "application/problem+json"
    told = answer.json()
    assert told["status"] == answer.status_code
    assert told["detail"]
    return told["code"], told["status"]
