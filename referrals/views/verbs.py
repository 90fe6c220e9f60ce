"""What may be done with a referral by HTTP: the same verbs for programs and for the forms of the desk."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils import timezone

from district.models import Department
from papers.contents import check_size
from papers.models import Attachment
from realtime.acts import enact
from referrals import actions
from referrals.models import Referral, Reply
from referrals.speakers import draft_to_write, paper_of, reply_to_decide, reply_to_submit

type Done = tuple[Referral, int]
SIMPLE: dict[str, Callable[..., Referral]] = {
    "claim": actions.claim,
    "release": actions.release,
    "resume": actions.resume,
    "recall": actions.recall,
}


def simply(request: HttpRequest, ref: Any, referral: Referral, verb: str) -> Done:
    """맡기, 내려놓기, 이어 가기, 거두어들이기: acts without words."""
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


def submit(request: HttpRequest, ref: Any, referral: Referral, version: int) -> Done:
    """Give the draft to the next hand."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "referral.submit",
        room=referral.room,
        arguments={"id": str(referral.key), "version": version},
        act=lambda by, sealed: actions.submit(
            reply_to_submit(referral, version, by, at), by=by, at=at, ref=sealed
        ),
    )


def decide(request: HttpRequest, ref: Any, referral: Referral, verb: str, said: dict[str, Any]) -> Done:
    """Approve the version one has read, or send it back: version, note."""
    at = timezone.now()
    act: Callable[..., Referral] = actions.approve if verb == "approve" else actions.send_back
    version, note = said["version"], said["note"]
    return enact(
        request,
        ref,
        f"referral.{verb}",
        room=referral.room,
        arguments={"id": str(referral.key), **said},
        act=lambda by, sealed: act(
            reply_to_decide(referral, version, by, at), note=note, by=by, at=at, ref=sealed
        ),
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


def lay_paper(request: HttpRequest, ref: Any, referral: Referral, upload: UploadedFile) -> Attachment:
    """Lay a paper to the draft; another paper of the same name is another act."""
    at = timezone.now()
    check_size(upload.size or 0)
    laid, _seq = enact(
        request,
        ref,
        "referral.paper",
        room=referral.room,
        arguments={"id": str(referral.key), "name": upload.name, "sha256": fingerprint(upload)},
        act=lambda by, sealed: actions.lay_paper(
            draft_to_write(referral, by, at), upload, by=by, at=at, ref=sealed
        ),
    )
    return laid


def fingerprint(upload: UploadedFile) -> str:
    """What a paper is known by: its bytes, not its name."""
    digest = sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()


def take_paper(request: HttpRequest, ref: Any, referral: Referral, paper: UUID) -> Attachment:
    """Take it off again."""
    at = timezone.now()
    taken, _seq = enact(
        request,
        ref,
        "referral.paper_off",
        room=referral.room,
        arguments={"id": str(referral.key), "paper": str(paper)},
        act=lambda by, sealed: actions.take_paper(
            paper_of(referral, paper, by, at), by=by, at=at, ref=sealed
        ),
    )
    return taken
