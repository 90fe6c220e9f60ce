"""How the district says no: one code for machines, one sentence for people."""

import logging
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import Http404, JsonResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response

log = logging.getLogger(__name__)


class Refusal(Exception):  # noqa: N818 (a refusal is not an error)
    """What was asked may not be; the sentence says why, and what may."""

    def __init__(self, code: str, sentence: str | Promise, status: int = 409, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = sentence
        self.status = status
        self.facts = facts

    def __str__(self) -> str:
        return str(self.sentence)


def problem(refusal: Refusal) -> dict[str, Any]:
    """The answer to a machine, as RFC 9457 writes it."""
    return {
        "type": f"/docs/refusals#{refusal.code}",
        "title": HTTPStatus(refusal.status).phrase,
        "status": refusal.status,
        "code": refusal.code,
        "detail": str(refusal.sentence),
        "errors": refusal.facts.get("errors", []),
        **{name: fact for name, fact in refusal.facts.items() if name != "errors"},
    }


def problem_response(refusal: Refusal) -> JsonResponse:
    """The same for doors that DRF does not keep."""
    return JsonResponse(
        problem(refusal),
        status=refusal.status,
        content_type="application/problem+json",
        json_dumps_params={"ensure_ascii": False},
        headers=_headers(refusal),
    )


def exception_handler(exc: Exception, context: Mapping[str, Any]) -> Response | None:
    """Let every refusal of the API leave by the same door."""
    refusal = exc if isinstance(exc, Refusal) else _translated(exc)
    if refusal is None:
        return None
    return Response(
        problem(refusal),
        status=refusal.status,
        content_type="application/problem+json",
        headers=_headers(refusal),
    )


def not_found() -> Refusal:
    """What is not there and what may not be seen look alike."""
    return Refusal("not_found", _("이 주소에는 쪽이 없습니다."), 404)


def sign_in_needed() -> Refusal:
    """Nobody is not a person: whoever wants to act says first who they are."""
    return Refusal("sign_in_needed", _("로그인이 필요합니다."), 403)


def bad_json() -> Refusal:
    """What came is no object that could be read."""
    return Refusal("bad_json", _("보내 주신 내용을 읽을 수 없습니다."), 400)


def too_large() -> Refusal:
    """Ask for less at once."""
    return Refusal("too_large", _("한 번에 보내실 수 있는 크기를 넘었습니다."), 413)


def too_fast(seconds: int) -> Refusal:
    """Ask to wait, and say how long."""
    sentence = _("잠시 뒤에 다시 올려 주세요. %(seconds)d초 남았습니다.") % {"seconds": seconds}
    return Refusal("too_fast", sentence, 429, seconds=seconds)


def house_busy(trouble: BaseException | None) -> Refusal | None:
    """What to say while the database is away: nothing that was taken is lost, and it comes back."""
    if not isinstance(trouble, OperationalError | InterfaceError):
        return None
    if getattr(trouble.__cause__, "sqlite_errorname", "") == "SQLITE_ERROR":
        return None  # SQLite calls a table that is missing by the same name; that is no matter of waiting
    log.error("The database did not answer: %s", trouble)
    sentence = _("지금은 내용을 열거나 저장할 수 없습니다. 쓰신 글은 그대로 두고 잠시 뒤에 다시 눌러 주세요.")
    return Refusal("house_busy", sentence, 503, seconds=2)


def _headers(refusal: Refusal) -> dict[str, str]:
    seconds = refusal.facts.get("seconds")
    return {"Retry-After": str(seconds)} if seconds is not None else {}


def _translated(exc: Exception) -> Refusal | None:
    return next((say(exc) for kinds, say in _IN_OUR_WORDS if isinstance(exc, kinds)), None)


def _invalid(exc: Any) -> Refusal:
    errors = list(_flat(exc.get_full_details()))
    return Refusal("invalid", _("적어 주신 내용을 다시 살펴 주세요."), 422, errors=errors)


def _flat(details: Any, field: str = "") -> Any:
    if isinstance(details, Mapping) and set(details) == {"message", "code"}:
        yield {"field": field, "code": details["code"], "detail": str(details["message"])}
    elif isinstance(details, Mapping):
        for name, inner in details.items():
            yield from _flat(inner, f"{field}.{name}" if field else str(name))
    elif isinstance(details, list | tuple):
        for inner in details:
            yield from _flat(inner, field)


_IN_OUR_WORDS: list[tuple[Any, Callable[[Any], Refusal | None]]] = [
    ((Http404, exceptions.NotFound), lambda exc: not_found()),
    (
        (PermissionDenied, exceptions.PermissionDenied),
        lambda exc: Refusal("not_allowed", _("이 일을 하실 수 있는 권한이 없습니다."), 403),
    ),
    ((exceptions.NotAuthenticated, exceptions.AuthenticationFailed), lambda exc: sign_in_needed()),
    (exceptions.ValidationError, _invalid),
    (exceptions.ParseError, lambda exc: bad_json()),
    (
        exceptions.MethodNotAllowed,
        lambda exc: Refusal("method_not_allowed", _("이 주소에서는 그 일을 할 수 없습니다."), 405),
    ),
    (
        exceptions.NotAcceptable,
        lambda exc: Refusal("not_acceptable", _("그 형식으로는 답할 수 없습니다."), 406),
    ),
    (
        exceptions.UnsupportedMediaType,
        lambda exc: Refusal("unsupported_media", _("그 형식은 받지 않습니다."), 415),
    ),
    (exceptions.Throttled, lambda exc: too_fast(int(exc.wait or 1))),
    (RequestDataTooBig, lambda exc: too_large()),
    ((OperationalError, InterfaceError), house_busy),
]
