"""The door through which programs put questions and answer them: parse, call one verb, give the row."""
# ruff: noqa: A002 (the address calls it id)

from typing import Any

from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from committees.envelopes import fingerprint
from committees.models import Ballot, Envelope, Vote
from committees.rows import resolution_row
from committees.serializers import ResolutionDoneSerializer
from committees.serializers import votes as shapes
from committees.speakers import item_at, resolution_at
from committees.views import vote_verbs as verbs
from committees.views.floor_acts import acting, listing, told
from committees.vote_rows import count_row, vote_row, vote_rows
from committees.vote_speakers import put_in, vote_at
from district.dates import moment
from district.paging import page_of
from district.schema import ROW, UNCHANGED, Reading, problems
from district.visitors import kept_from_others, person_of
from realtime.acts import ref_of, said_in


def shown(vote: Vote, seq: int, status: int = 200) -> Response:
    """The vote as everybody may see it now."""
    return Response(vote_row(vote) | {"seq": seq}, status=status)


class Votes(Reading):
    """표결. What was put on one item."""

    @listing("votes_list", shapes.VoteSerializer)
    def get(self, request: Request, id: int) -> Response:
        """Newest first; of an item that is not open without words, names and counts."""
        item = item_at(id, person_of(request))
        page = page_of(item.votes.all(), request.query_params)
        drawn = {row["id"]: row for row in vote_rows(Vote.objects.filter(pk__in=[v.pk for v in page.rows]))}
        return Response({"results": [drawn[each.pk] for each in page.rows], **page.links(request)})

    @acting("votes_post", shapes.VoteDoneSerializer, shapes.NewVoteSerializer, 201)
    def post(self, request: Request, id: int) -> Response:
        """Put a question; by consent or by hands it is decided in the same moment."""
        person = person_of(request)
        item = item_at(id, person)
        said = put_in(said_in(request), item, person)
        return shown(*verbs.open_vote(request._request, ref_of(request), item, said), 201)


class Elections(APIView):
    """선거."""

    @acting("votes_elect", shapes.VoteDoneSerializer, shapes.NewElectionSerializer, 201)
    def post(self, request: Request, id: int) -> Response:
        """Let those present choose among names, in secret."""
        item, said = item_at(id, person_of(request)), told(request, "subject", "candidates")
        said["seats"] = said_in(request).get("seats", 1)
        return shown(*verbs.elect(request._request, ref_of(request), item, said), 201)


class VoteDetail(Reading):
    """One vote with its rule, its arithmetic and its roll."""

    @extend_schema(
        operation_id="votes_read",
        parameters=[ROW],
        responses={200: shapes.VoteSerializer, **UNCHANGED, **problems(404)},
    )
    def get(self, request: Request, id: int) -> Response:
        """As everybody may see it; of a running secret vote only how many have voted."""
        return Response(vote_row(vote_at(id, person_of(request))))


@method_decorator(sensitive_post_parameters("choice", "choices"), name="dispatch")
class Ballots(Reading):
    """표."""

    @extend_schema(
        operation_id="ballots_list",
        parameters=[ROW],
        responses={200: shapes.RollSerializer, **UNCHANGED, **problems(404)},
    )
    def get(self, request: Request, id: int) -> Response:
        """The roll in the order in which it is called, and how far it is."""
        vote = vote_at(id, person_of(request))
        return Response({"results": vote_row(vote)["roll"], "count": count_row(vote)})

    @acting("ballots_post", shapes.BallotDoneSerializer, shapes.NewBallotSerializer, 201)
    @method_decorator(sensitive_variables())
    def post(self, request: Request, id: int) -> Response:
        """Answer by oneself; a secret ballot is final, and its receipt is shown this one time."""
        vote, said = vote_at(id, person_of(request)), said_in(request)
        choice, choices = said.get("choice"), said.get("choices")
        ballot, seq = verbs.cast(request._request, ref_of(request), vote, choice, choices)
        return kept_from_others(Response(own_row(ballot) | {"seq": seq}, status=201))


def own_row(ballot: Ballot | Envelope) -> dict[str, Any]:
    """What one is told of one's own ballot; of a sealed one that it is in, whatever it said."""
    if isinstance(ballot, Envelope):
        return {"vote": ballot.vote_id, "receipt": getattr(ballot, "receipt", "")}
    return {
        "vote": ballot.vote_id,
        "seat": ballot.elector.seat_id,
        "choice": ballot.choice,
        "choice_label": ballot.get_choice_display(),
        "at": moment(ballot.changed_at or ballot.cast_at),
    }


class Roll(APIView):
    """호명."""

    @acting("ballots_call", shapes.BallotDoneSerializer, shapes.NewCallSerializer)
    def post(self, request: Request, id: int) -> Response:
        """Write down, as the secretary, what a member said when called."""
        vote, said = vote_at(id, person_of(request)), said_in(request)
        seat, choice = said.get("seat"), said.get("choice")
        ballot, seq = verbs.call_ballot(request._request, ref_of(request), vote, seat, choice)
        return Response(own_row(ballot) | {"seq": seq})


class VoteClosed(APIView):
    """표결을 마침."""

    @acting("votes_close", shapes.VoteDoneSerializer, shapes.ClosingSerializer)
    def post(self, request: Request, id: int) -> Response:
        """Count; what came of it follows from the rule of the opening."""
        vote, casting = vote_at(id, person_of(request)), said_in(request).get("casting")
        return shown(*verbs.close(request._request, ref_of(request), vote, casting))


class VoteVoided(APIView):
    """표결의 무효."""

    @acting("votes_void", shapes.VoteDoneSerializer, shapes.VoidingSerializer)
    def post(self, request: Request, id: int) -> Response:
        """Let nothing of it count, and say why."""
        vote, reason = vote_at(id, person_of(request)), said_in(request).get("reason")
        return shown(*verbs.void(request._request, ref_of(request), vote, reason))


class RunOff(APIView):
    """결선투표."""

    @acting("votes_run_off", shapes.VoteDoneSerializer, status=201)
    def post(self, request: Request, id: int) -> Response:
        """Choose again for the seats that are left."""
        vote = vote_at(id, person_of(request))
        return shown(*verbs.run_off(request._request, ref_of(request), vote), 201)


class VoteResolution(APIView):
    """표결의 의결."""

    @acting("votes_resolve", ResolutionDoneSerializer, shapes.VoteResolutionSerializer, 201)
    def post(self, request: Request, id: int) -> Response:
        """Write down what it decided, with the numbers of the vote."""
        person = person_of(request)
        vote, said = vote_at(id, person), told(request, "text", "form")
        resolution, seq = verbs.resolve(request._request, ref_of(request), vote, said)
        return Response(resolution_row(resolution_at(resolution.pk, person)) | {"seq": seq}, status=201)


class Receipts(APIView):
    """투표 확인 번호."""

    @extend_schema(
        operation_id="votes_receipts",
        parameters=[ROW, shapes.ReceiptAsked],
        responses={200: shapes.InclusionSerializer, **problems(404, 422)},
    )
    def get(self, request: Request, id: int) -> Response:
        """Whether a ballot was counted; what it said, no number tells."""
        vote = vote_at(id, person_of(request))
        printed = fingerprint(request.query_params.get("receipt"))
        counted = vote.receipts.filter(sha256=printed).exists()
        return kept_from_others(Response({"vote": vote.pk, "counted": counted}))
