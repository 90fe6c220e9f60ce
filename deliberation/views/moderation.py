"""Keeping order by program: reports and objections of residents, decisions of moderators, and all to read."""
# ruff: noqa: A002 (the address calls it id)

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView

from deliberation import cases
from deliberation import serializers as shapes
from deliberation.models import Appeal, Blanking, Block, Docket, HouseRule, Measure, Report
from deliberation.models.about import Target, key_of
from deliberation.models.moderation import check_may_look_on
from deliberation.speakers import target_at
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


def ground_of(noun: str) -> type[Reading]:
    """Why the words of a comment or a proposal are not shown."""

    class Ground(Reading):
        @extend_schema(
            operation_id=f"{noun}s_ground",
            parameters=[ROW],
            responses={200: shapes.GroundSerializer, **UNCHANGED, **problems(404)},
        )
        def get(self, request: Request, id: int) -> Response:
            """The rule, since when, and whether its author objected."""
            return Response(cases.ground_row(target_at(noun, id, person_of(request))))

    return Ground


def case_of(noun: str) -> type[APIView]:
    """Words with all that was said against them and done about them."""

    class Case(APIView):
        @extend_schema(
            operation_id=f"{noun}s_case",
            parameters=[ROW],
            responses={200: shapes.CaseSerializer, **problems(403, 404)},
        )
        def get(self, request: Request, id: int) -> Response:
            """For those who keep order, and for the auditor."""
            check_may_look_on(person_of(request), timezone.now())
            return kept_from_others(Response(cases.case_row(target_at(noun, id, person_of(request)))))

    return Case


def acting(noun: str, verb: str, operation: str, said: Shape, *, inside: bool = True) -> type[APIView]:
    """The door of one verb: moderators are answered with the case, residents with what everybody may know."""
    row = cases.case_row if inside else cases.ground_row
    done = shapes.CaseDoneSerializer if inside else shapes.GroundDoneSerializer

    class Act(APIView):
        @extend_schema(
            operation_id=f"{noun}s_{operation}",
            parameters=[ROW, KEY],
            request=said,
            responses={200: done, **REFUSED},
        )
        def post(self, request: Request, id: int) -> Response:
            asked = target_at(noun, id, person_of(request))
            target, seq = deeds.do(request._request, ref_of(request), verb, asked, said_in(request))
            fresh = target_at(noun, target.pk, person_of(request))
            return kept_from_others(Response(row(fresh) | {"seq": seq}))

    Act.__name__ = f"{noun}_{operation}".title().replace("_", "")
    Act.__doc__ = deeds.DEEDS[verb].action.__doc__
    return Act


def identity_of(noun: str) -> type[APIView]:
    """The person behind a nickname."""

    class Identity(APIView):
        @extend_schema(
            operation_id=f"{noun}s_identity",
            parameters=[ROW, KEY],
            request=shapes.RevealingSerializer,
            responses={200: shapes.IdentitySerializer, **REFUSED},
        )
        def post(self, request: Request, id: int) -> Response:
            """For a moderator on a ground, and for the auditor; written down before it is shown."""
            asked = target_at(noun, id, person_of(request))
            target, _seq = deeds.do(request._request, ref_of(request), "reveal", asked, said_in(request))
            return kept_from_others(Response(identity_row(target)))

    return Identity


ACTS: dict[str, tuple[str, str, Shape, bool]] = {
    "report/": ("report", "report", shapes.ReportingSerializer, False),
    "appeal/": ("appeal", "appeal", shapes.ObjectingSerializer, False),
    "measure/": ("request_measure", "measure_request", shapes.ObjectingSerializer, False),
    "measure/object/": ("object", "measure_object", shapes.ObjectingSerializer, False),
    "claim/": ("claim", "claim", shapes.RefSerializer, True),
    "release/": ("release", "release", shapes.RefSerializer, True),
    "keep/": ("keep", "keep", shapes.RefSerializer, True),
    "restore/": ("restore", "restore", shapes.RefSerializer, True),
    "blanking/": ("ask_blanking", "blanking_ask", shapes.BlankingAskedSerializer, True),
    "blanking/confirm/": ("confirm_blanking", "blanking_confirm", shapes.RefSerializer, True),
    "blanking/drop/": ("drop_blanking", "blanking_drop", shapes.RefSerializer, True),
    "appeal/decide/": ("decide_appeal", "appeal_decide", shapes.AppealDecisionSerializer, True),
    "measure/take/": ("take_measure", "measure_take", shapes.MeasureTakingSerializer, True),
    "measure/decide/": ("decide_measure", "measure_decide", shapes.MeasureDecisionSerializer, True),
}
"""Below the address of a comment or a proposal: the verb, its name, what it is told, whether inside."""


def doors(noun: str) -> Iterator[tuple[str, str, type[APIView]]]:
    """Every address below a comment or a proposal at which order is kept."""
    yield "ground/", "ground", ground_of(noun)
    yield "case/", "case", case_of(noun)
    yield "identity/", "identity", identity_of(noun)
    for address, (verb, operation, said, inside) in ACTS.items():
        yield address, operation, acting(noun, verb, operation, said, inside=inside)


ProposalHiding = acting("proposal", "hide", "hide", shapes.HidingSerializer)


def identity_row(target: Target) -> dict[str, Any]:
    """What the district knows of an author."""
    author = target.author
    return {
        **key_of(target),
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
        ruled = Report.objects.filter(rule__code=asked["rule"])
        told = Q(comment__in=ruled.values("comment")) | Q(proposal__in=ruled.values("proposal"))
        waiting = waiting.filter(told)
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
        asked_for = [(noun, pk) for noun in ("comment", "proposal") for pk in said.get(f"{noun}s", [])]
        rows = deeds.decide_many(
            request._request, said["ref"], asked_for, said["decision"], said.get("ground", "")
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
        """Let the author of a comment or a proposal speak no more until a day."""
        asked = shapes.BlockingSerializer(data=said_in(request))
        asked.is_valid(raise_exception=True)
        noun = "proposal" if "proposal" in asked.validated_data else "comment"
        target = target_at(noun, asked.validated_data[noun], person_of(request))
        block, seq = deeds.block(request._request, ref_of(request), target, asked.validated_data)
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
