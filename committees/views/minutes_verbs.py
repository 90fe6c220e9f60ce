"""What may be done with minutes by HTTP: for programs and forms alike."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from committees.actions import minutes as acts
from committees.actions import signing
from committees.actions.floors import LEDGER
from committees.models import Correction, Meeting, Minutes
from district.models import Person
from district.second_factor import prove
from realtime.acts import enact


def lay(request: HttpRequest, ref: Any, meeting: Meeting) -> tuple[Minutes, int]:
    """Freeze it and ask the members."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "minutes.lay",
        room=LEDGER,
        arguments={"meeting": meeting.pk},
        act=lambda by, sealed: acts.lay_minutes(meeting, by=by, at=at, ref=sealed),
    )


def amend(request: HttpRequest, ref: Any, minutes: Minutes, said: dict[str, Any]) -> tuple[Minutes, int]:
    """A new edition by the secretary: edition, changes, reason."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "minutes.amend",
        room=LEDGER,
        arguments={"minutes": minutes.pk, **said},
        act=lambda by, sealed: acts.amend_minutes(minutes, by=by, at=at, ref=sealed, **said),
    )


def correct(request: HttpRequest, ref: Any, minutes: Minutes, said: dict[str, Any]) -> tuple[Correction, int]:
    """A member's wish: edition, field, line, words, reason."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "correction.ask",
        room=LEDGER,
        arguments={"minutes": minutes.pk, **said},
        act=lambda by, sealed: acts.ask_correction(minutes, by=by, at=at, ref=sealed, **said),
    )


def withdraw(request: HttpRequest, ref: Any, correction: Correction) -> tuple[Correction, int]:
    """Take it back."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "correction.withdraw",
        room=LEDGER,
        arguments={"correction": correction.pk},
        act=lambda by, sealed: acts.withdraw_correction(correction, by=by, at=at, ref=sealed),
    )


def answer(
    request: HttpRequest, ref: Any, correction: Correction, taken: Any, words: Any
) -> tuple[Correction, int]:
    """Take it into the minutes, or say why not."""
    at, said = timezone.now(), {"taken": taken, "answer": words}
    return enact(
        request,
        ref,
        "correction.answer",
        room=LEDGER,
        arguments={"correction": correction.pk, **said},
        act=lambda by, sealed: acts.answer_correction(correction, by=by, at=at, ref=sealed, **said),
    )


def close(request: HttpRequest, ref: Any, minutes: Minutes) -> tuple[Minutes, int]:
    """End the time for corrections."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "minutes.close",
        room=LEDGER,
        arguments={"minutes": minutes.pk},
        act=lambda by, sealed: acts.close_corrections(minutes, by=by, at=at, ref=sealed),
    )


def sign(request: HttpRequest, ref: Any, minutes: Minutes, sha256: Any, code: Any) -> tuple[Minutes, int]:
    """Stand for it; the code of the app is part of the proof, not of what was asked."""

    def act(by: Person, sealed: Any) -> Minutes:
        # Whoever may not sign anyway keeps their code for something else.
        signing.check_signer(minutes.meeting, minutes, by, timezone.now())
        proof = prove(request, by, code)
        at = timezone.now()
        return signing.sign_minutes(minutes, sha256=sha256, by=by, at=at, proof=proof, ref=sealed)

    said = {"minutes": minutes.pk, "sha256": sha256}
    return enact(request, ref, "minutes.sign", room=LEDGER, arguments=said, act=act)


def make_public(request: HttpRequest, ref: Any, minutes: Minutes) -> tuple[Minutes, int]:
    """Let everybody read it."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "minutes.publish",
        room=LEDGER,
        arguments={"minutes": minutes.pk},
        act=lambda by, sealed: acts.publish_minutes(minutes, by=by, at=at, ref=sealed),
    )
