"""Keeping order by program: reports and objections of residents, decisions of moderators, and all to read."""
# ruff: noqa: A002 (the address calls it id)

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView

from deliberation import cases
from deliberation import serializers as shapes
from deliberation.models import Appeal, Blanking, Block, Comment, Docket, HouseRule, Measure
from deliberation.models.moderation import check_may_look_on
from deliberation.speakers import comment_at
from deliberation.transparency import figures, year_of
from deliberation.views import deeds
from district.calendar import day
from district.dates import moment
from district.intake import whole
from district.paging import page_of
from district.refusals import not_found
from district.schema import KEY, PAGING, REFUSED, ROW, UNCHANGED, Reading, page_schema, problems
from district.visitors import kept_from_others, person_of
from realtime.acts import ref_of, said_in

type Shape = type[BaseSerializer[Any]]


class HouseRules(Reading):
    """운영 원칙."""

    @extend_schema(
        operation_id="house_rules_list",
        responses={200: shapes.HouseRulesSerializer, **UNCHANGED, **problems()},
    )
    def get(self, request: Request) -> Response:
        """Those that hold today."""
        rules = HouseRule.objects.on(day(timezone.now()))
        return Response({"results": [cases.rule_row(rule) for rule in rules]})


class Transparency(Reading):
    """운영 현황. How order was kept here, in figures."""

    @extend_schema(
        operation_id="transparency_read",
        parameters=[shapes.YearAsked],
        responses={200: shapes.TransparencySerializer, **UNCHANGED, **problems(422)},
    )
    def get(self, request: Request) -> Response:
        """One year by ground and by month."""
        return Response(figures(year_of(request.query_params.get("year"), timezone.now()), timezone.now()))


class Ground(Reading):
    """Why a comment is not shown."""

    @extend_schema(
        operation_id="comments_ground",
        parameters=[ROW],
        responses={200: shapes.GroundSerializer, **UNCHANGED, **problems(404)},
    )
    def get(self, request: Request, id: int) -> Response:
        """The rule, since when, and whether its author objected."""
        return Response(cases.ground_row(comment_at(id, person_of(request))))


class Case(APIView):
    """A comment with all that was said against it and done about it."""

    @extend_schema(
        operation_id="comments_case",
        parameters=[ROW],
        responses={200: shapes.CaseSerializer, **problems(403, 404)},
    )
    def get(self, request: Request, id: int) -> Response:
        """For those who keep order, and for the auditor."""
        check_may_look_on(person_of(request), timezone.now())
        return kept_from_others(Response(cases.case_row(comment_at(id, person_of(request)))))


def acting(verb: str, operation: str, said: Shape, *, inside: bool = True) -> type[APIView]:
    """The door of one verb: moderators are answered with the case, residents with what everybody may know."""
    row = cases.case_row if inside else cases.ground_row
    done = shapes.CaseDoneSerializer if inside else shapes.GroundDoneSerializer

    class Act(APIView):
        @extend_schema(
            operation_id=operation, parameters=[ROW, KEY], request=said, responses={200: done, **REFUSED}
        )
        def post(self, request: Request, id: int) -> Response:
            asked = comment_at(id, person_of(request))
            comment, seq = deeds.do(request._request, ref_of(request), verb, asked, said_in(request))
            return kept_from_others(Response(row(afresh(comment)) | {"seq": seq}))

    Act.__name__ = operation.title().replace("_", "")
    Act.__doc__ = deeds.DEEDS[verb].action.__doc__
    return Act


def afresh(comment: Comment) -> Comment:
    """As it stands after the act, with what a case shows of it."""
    return (
        Comment.objects.with_faces().select_related("thread__question", "thread__proposal").get(pk=comment.pk)
    )


Report = acting("report", "comments_report", shapes.ReportingSerializer, inside=False)
Appealing = acting("appeal", "comments_appeal", shapes.ObjectingSerializer, inside=False)
MeasureRequest = acting(
    "request_measure", "comments_measure_request", shapes.ObjectingSerializer, inside=False
)
MeasureObjection = acting("object", "comments_measure_object", shapes.ObjectingSerializer, inside=False)
Claim = acting("claim", "comments_claim", shapes.RefSerializer)
Release = acting("release", "comments_release", shapes.RefSerializer)
Keep = acting("keep", "comments_keep", shapes.RefSerializer)
Restoration = acting("restore", "comments_restore", shapes.RefSerializer)
BlankingAsked = acting("ask_blanking", "comments_blanking_ask", shapes.BlankingAskedSerializer)
BlankingConfirmed = acting("confirm_blanking", "comments_blanking_confirm", shapes.RefSerializer)
BlankingDropped = acting("drop_blanking", "comments_blanking_drop", shapes.RefSerializer)
AppealDecision = acting("decide_appeal", "comments_appeal_decide", shapes.AppealDecisionSerializer)
MeasureTaking = acting("take_measure", "comments_measure_take", shapes.MeasureTakingSerializer)
MeasureDecision = acting("decide_measure", "comments_measure_decide", shapes.MeasureDecisionSerializer)


class Identity(APIView):
    """The person behind a nickname."""

    @extend_schema(
        operation_id="comments_identity",
        parameters=[ROW, KEY],
        request=shapes.RevealingSerializer,
        responses={200: shapes.IdentitySerializer, **REFUSED},
    )
    def post(self, request: Request, id: int) -> Response:
        """For a moderator on a ground, and for the auditor; written down before it is shown."""
        asked = comment_at(id, person_of(request))
        comment, _seq = deeds.do(request._request, ref_of(request), "reveal", asked, said_in(request))
        return kept_from_others(Response(identity_row(comment)))


def identity_row(comment: Comment) -> dict[str, Any]:
    """What the district knows of an author."""
    author = comment.author
    return {
        "comment": comment.pk,
        "nickname": author.nickname,
        "name": author.name,
        "email": author.email,
        "level": int(author.level),
        "dong": author.neighborhood.name if author.neighborhood else None,
        "verified_at": moment(author.verified_at),
    }


class Dockets(APIView):
    """심사할 것."""

    @extend_schema(
        operation_id="dockets_list",
        parameters=[shapes.QueueAsked],
        responses={200: shapes.QueueSerializer, **problems(403, 422)},
    )
    def get(self, request: Request) -> Response:
        """The head of the queue: by score, then by age."""
        person, at = person_of(request), timezone.now()
        check_may_look_on(person, at)
        asked = shapes.QueueAsked(data=request.query_params.dict())
        asked.is_valid(raise_exception=True)
        waiting = Docket.objects.visible_to(person, at).waiting()
        rows = narrowed(waiting, person, asked.validated_data)[: asked.validated_data.get("limit", 20)]
        told = {"results": [cases.queued_row(docket) for docket in rows], "waiting": waiting.count()}
        return kept_from_others(Response(told))


def narrowed(waiting: Any, person: Any, asked: dict[str, Any]) -> QuerySet[Docket]:
    """Those that were asked for."""
    if asked.get("rule"):
        waiting = waiting.filter(comment__reports__rule__code=asked["rule"]).distinct()
    if asked.get("mine"):
        waiting = waiting.filter(claimed_by=person)
    if asked.get("unclaimed"):
        waiting = waiting.filter(claimed_by=None)
    return waiting.with_words()


class Decisions(APIView):
    """Many at once."""

    @extend_schema(
        operation_id="dockets_decide",
        parameters=[KEY],
        request=shapes.DecisionsSerializer,
        responses={200: shapes.DecidedPageSerializer, **REFUSED},
    )
    def post(self, request: Request) -> Response:
        """The same decision for each; what is refused has its code."""
        asked = shapes.DecisionsSerializer(data={**said_in(request), "ref": ref_of(request)})
        asked.is_valid(raise_exception=True)
        said = asked.validated_data
        rows = deeds.decide_many(
            request._request, said["ref"], said["comments"], said["decision"], said.get("ground", "")
        )
        return kept_from_others(Response({"results": rows}))


def listing(
    model: Any, row: Any, shape: Shape, operation: str, *related: str, waiting: dict[str, Any]
) -> type[APIView]:
    """A list that those who keep order and the auditor read, newest first."""

    class Rows(APIView):
        @extend_schema(
            operation_id=operation,
            parameters=[shapes.OpenAsked, *PAGING],
            responses={200: page_schema(shape), **problems(403, 422)},
        )
        def get(self, request: Request) -> Response:
            check_may_look_on(person_of(request), timezone.now())
            asked = shapes.OpenAsked(data=request.query_params.dict())
            asked.is_valid(raise_exception=True)
            rows = model.objects.select_related(*related)
            page = page_of(
                rows.filter(**waiting) if asked.validated_data.get("open") else rows, request.query_params
            )
            return kept_from_others(
                Response({"results": [row(each) for each in page.rows], **page.links(request)})
            )

    Rows.__name__, Rows.__doc__ = operation.title().replace("_", ""), str(model._meta.verbose_name)
    return Rows


OPEN = {"decided_at": None}
Appeals = listing(Appeal, cases.appeal_row, shapes.AppealSerializer, "appeals_list", "comment", waiting=OPEN)
Measures = listing(
    Measure, cases.measure_row, shapes.MeasureSerializer, "measures_list", "comment", waiting=OPEN
)
Blankings = listing(
    Blanking, cases.blanking_row, shapes.BlankingSerializer, "blankings_list", "rule",
    waiting={"confirmed_at": None, "dropped_at": None},
)  # fmt: skip
BlocksRead = listing(
    Block, cases.block_row, shapes.BlockSerializer, "blocks_list", "person", "rule",
    waiting={"lifted_at": None},
)  # fmt: skip


class Blocks(BlocksRead):  # type: ignore[misc, valid-type]
    """참여 제한."""

    @extend_schema(
        operation_id="blocks_set",
        parameters=[KEY],
        request=shapes.BlockingSerializer,
        responses={201: shapes.BlockDoneSerializer, **REFUSED},
    )
    def post(self, request: Request) -> Response:
        """Let the author of a comment speak no more until a day."""
        asked = shapes.BlockingSerializer(data=said_in(request))
        asked.is_valid(raise_exception=True)
        comment = comment_at(said_in(request)["comment"], person_of(request))
        block, seq = deeds.block(request._request, ref_of(request), comment, asked.validated_data)
        return kept_from_others(Response(cases.block_row(block) | {"seq": seq}, status=201))


class BlockLift(APIView):
    """Giving the right to speak back."""

    @extend_schema(
        operation_id="blocks_lift",
        parameters=[ROW, KEY],
        request=shapes.RefSerializer,
        responses={200: shapes.BlockDoneSerializer, **REFUSED},
    )
    def post(self, request: Request, id: int) -> Response:
        """Before its day."""
        check_may_look_on(person_of(request), timezone.now())
        found = Block.objects.filter(pk=whole(id)).first()
        if found is None:
            raise not_found()
        block, seq = deeds.lift(request._request, ref_of(request), found)
        return kept_from_others(Response(cases.block_row(block) | {"seq": seq}))
