"""참석 회신. Members say whether they will come; they see how many do, and the secretary who."""
# ruff: noqa: A002 (the address calls it id)

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from committees.replies import replies_of, reply_row
from committees.rights import enter, rights_of
from committees.serializers import agenda as shapes
from committees.speakers import meeting_at
from committees.views import agenda_verbs as verbs
from committees.views.presses import place, pressed
from district.schema import KEY, REFUSED, ROW, problems
from district.visitors import kept_from_others, person_of, signed_in
from realtime.acts import ref_in, ref_of, said_in


class Rsvps(APIView):
    """참석 회신."""

    @extend_schema(
        operation_id="rsvps_list",
        parameters=[ROW],
        responses={200: shapes.RepliesSerializer, **problems(403, 404)},
    )
    def get(self, request: Request, id: int) -> Response:
        """How many mean to come; to those who do not sit in it, it is not there."""
        meeting, person = meeting_at(id, person_of(request)), signed_in(request)
        rights = enter(meeting, person, purpose="rsvps_list", at=timezone.now())
        told = replies_of(meeting, person, rights)
        rows = {"counts": told["counts"], "mine": told["mine"], "results": told["names"]}
        return kept_from_others(Response(rows))

    @extend_schema(
        operation_id="rsvps_send",
        parameters=[ROW, KEY],
        request=shapes.NewRsvpSerializer,
        responses={201: shapes.ReplyDoneSerializer, **REFUSED},
    )
    def post(self, request: Request, id: int) -> Response:
        """Say whether one will come; again, if one has changed one's mind."""
        meeting, said = meeting_at(id, person_of(request)), said_in(request)
        answer, note = said.get("answer"), said.get("note")
        rsvp, seq = verbs.send_rsvp(request._request, ref_of(request), meeting, answer, note)
        member = rights_of(meeting, person_of(request), timezone.now()).member
        return kept_from_others(Response(reply_row(rsvp, member) | {"seq": seq}, status=201))


@require_POST
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """The same by a form."""
    meeting = meeting_at(pk, person_of(request))
    answer, note = request.POST.get("answer"), request.POST.get("note")
    verb = partial(verbs.send_rsvp, request, ref_in(request), meeting, answer, note)
    return pressed(request, verb, _("회신을 보냈습니다."), place(request, meeting, "floor"))
