"""What may be done with a referral by HTTP: the same verbs for programs and for the forms of the desk."""

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils import timezone

from district.models import Department
from papers.models import Attachment
from realtime.acts import enact
from referrals import actions
from referrals.models import Referral, Reply

type Done = tuple[Referral, int]
SIMPLE: dict[str, Callable[..., Referral]] = {
    "claim": actions.claim,
    "release": actions.release,
    "resume": actions.resume,
}


def simply(request: HttpRequest, ref: Any, referral: Referral, verb: str) -> Done:
    """맡기, 내려놓기, 이어 가기: acts without words."""
    at, act = timezone.now(), SIMPLE[verb]
    return enact(
        request,
        ref,
        f"referral.{verb}",
        room=referral.room,
        arguments={"id": str(referral.key)},
        act=lambda by, sealed: act(referral, by=by, at=at, ref=sealed),
    )


def reroute(request: HttpRequest, ref: Any, referral: Referral, to: Department, reason: str) -> Done:
    """Hand it over to another department."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "referral.reroute",
        room=referral.room,
        arguments={"id": str(referral.key), "to": to.pk, "reason": reason},
        act=lambda by, sealed: actions.reroute(referral, to=to, reason=reason, by=by, at=at, ref=sealed),
    )


def pause(request: HttpRequest, ref: Any, referral: Referral, said: dict[str, Any]) -> Done:
    """Stop its clock: kind, reason, limit_on."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "referral.pause",
        room=referral.room,
        arguments={"id": str(referral.key), **said},
        act=lambda by, sealed: actions.pause(referral, by=by, at=at, ref=sealed, **said),
    )


def write_reply(request: HttpRequest, ref: Any, referral: Referral, said: dict[str, Any]) -> Reply:
    """Write the draft; a draft that is saved twice is the same draft."""
    at = timezone.now()
    draft, _seq = enact(
        request,
        ref,
        "referral.reply",
        room=referral.room,
        arguments={"id": str(referral.key), **said},
        act=lambda by, sealed: actions.write_reply(referral, by=by, at=at, ref=sealed, **said),
    )
    return draft


def submit(request: HttpRequest, ref: Any, reply: Reply) -> Done:
    """Give the draft to the next hand."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "referral.submit",
        room=reply.referral.room,
        arguments={"id": str(reply.referral.key), "version": reply.version},
        act=lambda by, sealed: actions.submit(reply, by=by, at=at, ref=sealed),
    )


def decide(request: HttpRequest, ref: Any, reply: Reply, verb: str, note: str) -> Done:
    """Approve the version one has read, or send it back."""
    at = timezone.now()
    act: Callable[..., Referral] = actions.approve if verb == "approve" else actions.send_back
    return enact(
        request,
        ref,
        f"referral.{verb}",
        room=reply.referral.room,
        arguments={"id": str(reply.referral.key), "version": reply.version, "note": note},
        act=lambda by, sealed: act(reply, note=note, by=by, at=at, ref=sealed),
    )


def report_progress(request: HttpRequest, ref: Any, referral: Referral, said: dict[str, Any]) -> Done:
    """Say what became of it."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "referral.progress",
        room=referral.room,
        arguments={"id": str(referral.key), **said},
        act=lambda by, sealed: actions.report_progress(referral, by=by, at=at, ref=sealed, **said),
    )


def lay_paper(request: HttpRequest, ref: Any, reply: Reply, upload: UploadedFile) -> Attachment:
    """Lay a paper to the draft."""
    at = timezone.now()
    paper, _seq = enact(
        request,
        ref,
        "referral.paper",
        room=reply.referral.room,
        arguments={"id": str(reply.referral.key), "name": upload.name, "size": upload.size},
        act=lambda by, sealed: actions.lay_paper(reply, upload, by=by, at=at, ref=sealed),
    )
    return paper


def take_paper(request: HttpRequest, ref: Any, reply: Reply, paper: Attachment) -> Attachment:
    """Take it off again."""
    at = timezone.now()
    taken, _seq = enact(
        request,
        ref,
        "referral.paper_off",
        room=reply.referral.room,
        arguments={"id": str(reply.referral.key), "paper": str(paper.key)},
        act=lambda by, sealed: actions.take_paper(paper, by=by, at=at, ref=sealed),
    )
    return taken
