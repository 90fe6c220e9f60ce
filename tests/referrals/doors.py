"""How the tests knock at the doors of a referral."""

from uuid import uuid4

from django.urls import reverse


def api(referral, *rest):
    return "/".join(["/api/v1/referrals", str(referral.key), *rest, ""])


def act(client, referral, verb, ref=None, /, **said):
    """Do it by the API, under a number of its own."""
    body = {"ref": str(ref or uuid4()), **said}
    return client.post(api(referral, verb), body, content_type="application/json")


def press(client, referral, name, ref=None, /, **said):
    """Do it by a form of the desk."""
    address = reverse(f"desk-referral-{name}", args=[referral.key])
    return client.post(address, {"ref": str(ref or uuid4()), **said})


def messages(answer):
    """What the desk says after a press."""
    return [str(message) for message in answer.context["messages"]]
