"""The door for programs; each view parses, calls one action, and answers with the row."""
# ruff: noqa: A002 (the address calls it id)

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import ValidationError
from rest_framework.views import APIView

from deliberation import actions
from deliberation import serializers as shapes
from deliberation.drafts import drop_draft
from deliberation.models import Comment, ParticipationPolicy, Question, Thread
from deliberation.ranking import NEWEST, Ranked, order_asked, ranked_page
from deliberation.rows import comment_row, tally_row, thread_row
from deliberation.speakers import comment_at, talk_at, thread_at
from deliberation.views.guests import kept_for_guests
from district.dates import moment
from district.intake import whole
from district.models import Person
from district.paging import Page, page_of
from district.refusals import Refusal, not_found
from district.schema import KEY, PAGING, REFUSED, ROW, UNCHANGED, WHOLE, Reading, page_schema, problems
from district.visitors import kept_from_others, person_of
from realtime.acts import enact, ref_of, said_in
from realtime.models import Mark, Room

ACTED = {200: shapes.CommentDoneSerializer, **REFUSED}


class Questions(Reading):
    """관악구가 묻습니다. What the district asks."""

    @extend_schema(
        operation_id="questions_list",
        parameters=[shapes.QuestionsAsked, *PAGING],
        responses={200: page_schema(shapes.QuestionSerializer), **UNCHANGED, **problems(422)},
    )
    def get(self, request: Request) -> Response:
        """Questions, newest first."""
        at = timezone.now()
        asked = shapes.QuestionsAsked(data=request.query_params.dict())
        asked.is_valid(raise_exception=True)
        page = page_of(narrowed(request, asked.validated_data, at), request.query_params)
        rows = shapes.QuestionSerializer(page.rows, many=True, context={"at": at})
        return Response({"results": rows.data, **page.links(request)})


def narrowed(request: Request, asked: dict[str, Any], at: Any) -> QuerySet[Question]:
    """The questions that were asked for."""
    questions = Question.objects.visible_to(person_of(request)).prefetch_related("tags")  # type: ignore[misc]
    if "status" in asked:
        questions = questions.in_status(asked["status"], at)
    if "kind" in asked:
        questions = questions.filter(kind=asked["kind"])
    if "tag" in asked:
        questions = questions.filter(tags__name=asked["tag"])
    return questions


class QuestionDetail(Reading):
    """One question with its words."""

    @extend_schema(
        operation_id="questions_read",
        parameters=[ROW],
        responses={200: shapes.QuestionDetailSerializer, **UNCHANGED, **problems(404)},
    )
    def get(self, request: Request, id: int) -> Response:
        """The question, its purpose, its background, and what became of the answers."""
        questions = Question.objects.visible_to(person_of(request)).prefetch_related("tags")  # type: ignore[misc]
        question = questions.filter(pk=whole(id)).first()
        if question is None:
            raise not_found()
        return Response(shapes.QuestionDetailSerializer(question, context={"at": timezone.now()}).data)


class ThreadDetail(Reading):
    """Where residents speak."""

    @extend_schema(
        operation_id="threads_read",
        parameters=[ROW],
        responses={200: shapes.ThreadSerializer, **UNCHANGED, **problems(404)},
    )
    def get(self, request: Request, id: int) -> Response:
        """Its dates, its numbers, and how far its room has come."""
        heard = heard_in(talk_at(id, person_of(request)))
        thread = thread_at(id, person_of(request))
        status = {"status": thread.status(timezone.now())}
        return Response(thread_row(thread) | tally_row(thread) | status | heard._asdict())


def heard_in(thread: Thread) -> Mark:
    """How far its room has come: asked before the rows are read, or an event between would be lost."""
    # Only of a thread that is there, or whoever asks for what is not would open rooms without end.
    return Room.objects.seq_of(*thread.room)


@method_decorator(conditional_page, name="dispatch")
@method_decorator(kept_for_guests, name="dispatch")
class ThreadComments(APIView):
    """What residents say."""

    @extend_schema(
        operation_id="comments_list",
        parameters=[
            ROW,
            shapes.OrderSerializer,
            OpenApiParameter(
                "parent",
                {"oneOf": [{"type": "string", "enum": ["none"]}, WHOLE]},
                description="`none`은 답글이 아닌 것만, 번호는 그 댓글의 답글만",
            ),
            *PAGING,
        ],
        responses={200: shapes.CommentPageSerializer, **UNCHANGED, **problems(404, 409, 422)},
    )
    def get(self, request: Request, id: int) -> Response:
        """Comments and replies in one row, newest first; in any other order what was said first."""
        person = person_of(request)
        thread = talk_at(id, person)
        heard = heard_in(thread)
        page, asked = talk_page(thread, request.query_params, person), request.query_params.get("order")
        rows = [comment_row(comment) for comment in page.rows]
        told: dict[str, Any] = {"order": asked or NEWEST, "ranked_at": None, "camps": None}
        if isinstance(page, Ranked):
            told |= {"ranked_at": moment(page.ranked_at), "camps": page.camps}
        return Response({"results": rows, **page.links(request), **heard._asdict(), **told})

    @extend_schema(
        operation_id="comments_post",
        parameters=[ROW, KEY],
        request=shapes.NewCommentSerializer,
        responses={201: shapes.CommentDoneSerializer, **REFUSED},
    )
    def post(self, request: Request, id: int) -> Response:
        """Speak, or reply to a comment."""
        thread = talk_at(id, person_of(request))
        sent, at = said_in(request), timezone.now()
        said: dict[str, Any] = {name: sent.get(name) for name in ("parent", "stance", "quote")}
        said["body"] = sent.get("body", "")
        comment, seq = enact(
            request._request,
            ref_of(request),
            "comment.post",
            room=thread.room,
            arguments=said,
            act=lambda by, ref: actions.post_comment(thread, by=by, at=at, ref=ref, **said),
        )
        # The page's form may have kept these words before a script sent them.
        drop_draft(request._request, thread)
        return Response(comment_row(comment) | {"seq": seq}, status=201)


def talk_page(thread: Thread, params: Any, person: Person | None) -> Page[Comment]:
    """The words that were asked for, in the order that was asked for."""
    parent = params.get("parent")
    if order_asked(params) == NEWEST:
        return page_of(under_parent(thread, parent).visible_to(person).with_faces(), params)
    if parent not in {None, "none"}:
        raise ValidationError({"parent": "none, where they are ranked"})
    return ranked_page(thread, params, person, timezone.now())


def under_parent(thread: Thread, parent: str | None) -> Any:
    """All words, those that reply to nothing, or the replies to one."""
    if parent is None:
        return thread.comments.all()
    if parent == "none":
        return thread.comments.filter(parent=None)
    try:
        return thread.comments.filter(parent=whole(parent))
    except Refusal:
        raise ValidationError({"parent": "none, or a number"}) from None


class CommentDetail(Reading):
    """One comment."""

    @extend_schema(
        operation_id="comments_read",
        parameters=[ROW],
        responses={200: shapes.CommentDetailSerializer, **UNCHANGED, **problems(404)},
    )
    def get(self, request: Request, id: int) -> Response:
        """The comment as everybody may see it."""
        comment = comment_at(id, person_of(request))
        return Response(comment_row(comment) | {"thread": comment.thread_id})

    @extend_schema(
        operation_id="comments_edit",
        parameters=[ROW, KEY],
        request=shapes.WordsSerializer,
        responses=ACTED,
    )
    def patch(self, request: Request, id: int) -> Response:
        """Mend one's own words while they are fresh."""
        return acted(request, id, "comment.edit", actions.edit_comment, body=said_in(request).get("body", ""))


class CommentVersions(APIView):
    """What stood there until it was mended."""

    @extend_schema(
        operation_id="comments_versions",
        parameters=[ROW],
        responses={200: shapes.VersionsSerializer, **problems(403, 404)},
    )
    def get(self, request: Request, id: int) -> Response:
        """For its author and for those who keep order."""
        person = person_of(request)
        comment = comment_at(id, person)
        comment.check_may_read_versions(person, timezone.now())
        versions = shapes.VersionSerializer(comment.versions.all(), many=True)
        return kept_from_others(Response({"results": versions.data}))


class CommentWithdrawal(APIView):
    """Taking one's words back."""

    @extend_schema(
        operation_id="comments_withdraw",
        parameters=[ROW, KEY],
        request=shapes.RefSerializer,
        responses=ACTED,
    )
    def post(self, request: Request, id: int) -> Response:
        """The place stays, the words do not."""
        return acted(request, id, "comment.withdraw", actions.withdraw_comment)


class CommentHiding(APIView):
    """The moderators' work."""

    @extend_schema(
        operation_id="comments_hide",
        parameters=[ROW, KEY],
        request=shapes.HidingSerializer,
        responses=ACTED,
    )
    def post(self, request: Request, id: int) -> Response:
        """Take words down, and say why."""
        return acted(
            request, id, "comment.hide", actions.hide_words, ground=said_in(request).get("ground", "")
        )


class CommentReaction(APIView):
    """공감."""

    @extend_schema(
        operation_id="comments_support",
        parameters=[ROW, KEY],
        request=shapes.RefSerializer,
        responses=ACTED,
    )
    def put(self, request: Request, id: int) -> Response:
        """Agree; agreeing twice is agreeing once."""
        return acted(request, id, "comment.support", actions.support_comment)

    @extend_schema(operation_id="comments_unsupport", parameters=[ROW, KEY], request=None, responses=ACTED)
    def delete(self, request: Request, id: int) -> Response:
        """Agree no longer."""
        return acted(request, id, "comment.unsupport", actions.unsupport_comment)


def acted(request: Request, id: int, verb: str, action: Callable[..., Any], **said: Any) -> Response:
    """Do one thing to one comment, and answer with the comment as it is now."""
    asked = comment_at(id, person_of(request))
    at = timezone.now()
    comment, seq = enact(
        request._request,
        ref_of(request),
        verb,
        room=asked.room,
        arguments={"comment": asked.pk, **said},
        act=lambda by, ref: action(asked, by=by, at=at, ref=ref, **said),
    )
    return Response(comment_row(comment) | {"seq": seq})


class Policies(Reading):
    """참여 기준. The thresholds, and since when."""

    @extend_schema(
        operation_id="participation_policies_list",
        parameters=PAGING,
        responses={200: page_schema(shapes.ParticipationPolicySerializer), **UNCHANGED, **problems(422)},
    )
    def get(self, request: Request) -> Response:
        """Every threshold that ever held."""
        page = page_of(ParticipationPolicy.objects.all(), request.query_params)
        rows = shapes.ParticipationPolicySerializer(page.rows, many=True)
        return Response({"results": rows.data, **page.links(request)})
