"""The verbs of pledges, once: the pages of the desk and the API press the same ones."""

from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any, cast

from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone

from district.dates import moment
from district.refusals import not_found
from papers.contents import Paper
from pledges.models.pledge import LEDGER
from realtime.acts import enact


def act[M: Model](
    request: HttpRequest, ref: Any, verb: str, action: Callable[..., M], row: Model, /, **said: Any
) -> tuple[M, int]:
    """Do one action to a row with what was said, once; asked again, the same answer."""
    at = timezone.now()
    done, seq = enact(
        request,
        ref,
        verb,
        room=LEDGER,
        arguments={"row": row.pk, **{name: plain(value) for name, value in said.items()}},
        act=lambda by, sealed: action(row, by=by, at=at, ref=sealed, **said),
    )
    if cast(Model | None, done) is None:
        raise not_found()  # asked again, when what had come of it was thrown away since
    return done, seq


def plain(value: Any) -> Any:
    """What was said, as the mark of an act weighs it."""
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, Paper):
        return [value.name, sha256(value.data).hexdigest()]
    if isinstance(value, Mapping):
        return {str(name): plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if hasattr(value, "isoformat"):
        return moment(value) if hasattr(value, "hour") else value.isoformat()
    return value
