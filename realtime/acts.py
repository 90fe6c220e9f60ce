"""How an act comes in by HTTP: by whom, how often, and whether it was done before."""

from collections.abc import Callable, Mapping
from typing import Any, cast
from uuid import uuid4

from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext as _
from rest_framework.request import Request

from district.models import Person
from district.refusals import Refusal
from district.visitors import person_of, speaker
from realtime.door import Ref, address_of, mark, once, pace
from realtime.kinds import Address

type Act[M: Model] = Callable[[Person, Ref], M]


def enact[M: Model](
    request: HttpRequest, ref: Any, verb: str, *, room: Address, arguments: Mapping[str, Any], act: Act[M]
) -> tuple[M, int]:
    """Do what was asked, once; give the row and the number of its event, also when asked again."""
    person = person_of(request)
    if person is None:
        pace(None, address_of(request))  # even a refusal keeps a draft, and costs
    by = speaker(person)
    sealed = mark(ref, verb, room, arguments)

    def paced() -> M:
        pace(by, address_of(request))
        return act(by, sealed)

    done = once(by, sealed, paced)
    return cast(M, done.row), done.seq


def said_in(request: Request) -> dict[str, Any]:
    """What the body says; intake let nothing through but an object."""
    return cast(dict[str, Any], request.data)


def ref_in(request: HttpRequest) -> Any:
    """The act's number, from a form; one that brings none is done whenever it is sent."""
    return request.POST.get("ref") or uuid4()


def ref_of(request: Request) -> Any:
    """The act's number, from the body or from the header Idempotency-Key."""
    said, header = said_in(request).get("ref"), request.headers.get("Idempotency-Key")
    if said is not None and header is not None and str(said).lower() != header.lower():
        raise Refusal("ref_conflict", _("요청 번호(ref)가 머리말과 본문에서 서로 다릅니다."), 422)
    return said if said is not None else header
