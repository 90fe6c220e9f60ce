"""공개 자료. What anybody may count again: questions, proposals, answers, and how many took part."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deliberation.models import Comment, Endorsement, Proposal, Question
from district.dates import day
from district.models import Person
from district.names import masked
from papers.sheet import Column, Row
from referrals.models import Referral, Reply
from referrals.rows import planned_on
from surveys.models import Response

AT_ONCE = 500


class Dataset(NamedTuple):
    """One table: its name in the address, what it is called, what it tells, its columns and its rows."""

    name: str
    title: str | Promise
    note: str | Promise
    columns: list[Column]
    rows: Callable[[datetime], Iterable[Row]]


def question_rows(at: datetime) -> Iterator[Row]:
    """Every question that was ever published."""
    asked = Question.objects.visible_to(None).prefetch_related("tags").order_by("id")  # type: ignore[misc]
    for row in asked.iterator(chunk_size=AT_ONCE):
        status = row.status(at)
        yield (
            row.pk, row.get_absolute_url(), row.title, row.get_kind_display(), row.topic,
            row.department.name if row.department else "", status, str(Question.Status(status).label),
            row.published_at, row.opens_at, row.closes_at, row.thread.voices, row.policy.voices_needed,
            row.thread.standing_comments, row.thread.pros, row.thread.cons, row.thread.curious,
            row.survey.responses_counted if row.survey else None, row.mayor_called_at, row.answer_due,
            _answered(row.referral), _answered(row.mayor_referral), row.result_at, row.summary, row.result,
            sorted(tag.name for tag in row.tags.all()),
        )  # fmt: skip


def proposal_rows(at: datetime) -> Iterator[Row]:
    """Every proposal that was ever published; of a veiled one the title and the outcome alone."""
    published = Proposal.objects.visible_to(None).published()  # type: ignore[attr-defined]
    told = published.select_related(
        "referral__reply__outcome",
        "referral__reply__ground",
        "referral__again__reply__outcome",
        "referral__again__reply__ground",
    )
    told = told.prefetch_related("tags").order_by("id")  # type: ignore[misc]
    for row in told.iterator(chunk_size=AT_ONCE):
        thread, policy = row.thread, row.policy
        if thread is None or policy is None:  # a draft
            continue
        open_words, reply = row.veiled_at is None, _last_reply(row.referral)
        yield (
            row.pk, row.get_absolute_url(), row.title,
            row.category.label if row.category and open_words else "", row.status(at), row.status_label(at),
            proposer(row.author) if open_words else "",
            row.neighborhood.name if row.neighborhood and open_words else "",
            row.published_at, row.collects_until, row.supports, policy.supports_needed,
            thread.voices, policy.voices_needed, thread.standing_comments,
            row.review_called_at, row.mayor_called_at, row.answer_due,
            row.referral.department.name if row.referral else "", _answered(row.referral),
            reply.outcome.label if reply and reply.outcome else "",
            reply.ground.label if reply and reply.ground else "",
            planned_on(row.referral) if row.referral else None,
            row.get_end_display() if row.end else "", row.merged_into_id, bool(row.veiled_at),
            row.ground_label, row.shown_body,
            sorted(tag.name for tag in row.tags.all()) if open_words else [],
        )  # fmt: skip


def answer_rows(at: datetime) -> Iterator[Row]:
    """Every answer that was published, in the order in which they came."""
    told = Reply.objects.visible_to(None).filter(published_at__lte=at).prefetch_related("referral__pauses")
    told = told.select_related(
        "outcome", "ground", "referral__department", "referral__clock", "referral__again_of"
    )
    for reply in told.order_by("published_at", "id").iterator(chunk_size=AT_ONCE):
        owed = reply.referral
        if reply.published_at is None:
            continue
        yield (
            str(owed.key), owed.label, owed.title, owed.url, owed.get_level_display(), owed.department.name,
            reply.office_label, day(owed.asked_at), owed.due(), day(reply.published_at),
            reply.outcome.label if reply.outcome else "", reply.ground.label if reply.ground else "",
            reply.reason, reply.planned_on, str(owed.again_of.key) if owed.again_of else "",
            reply.words, reply.video_url,
        )  # fmt: skip


def participation_rows(at: datetime) -> Iterator[Row]:
    """Month by month: how many people, and what they did."""
    tables: list[tuple[QuerySet[Any], str, Count]] = [
        (Question.objects.filter(thread__opens_at__lte=at), "thread__opens_at", Count("pk")),
        (Proposal.objects.published(), "published_at", Count("pk")),  # type: ignore[attr-defined]
        (_standing(), "posted_at", Count("pk")),
        (_standing().filter(counted=True), "posted_at", Count("author", distinct=True)),
        (Endorsement.objects.filter(withdrawn_at=None), "at", Count("pk")),
        (Response.objects.filter(counted=True), "at", Count("pk")),
        (Reply.objects.visible_to(None), "published_at", Count("pk")),
    ]
    months: dict[date, list[int]] = defaultdict(lambda: [0] * len(tables))
    for place, (rows, when, count) in enumerate(tables):
        counted = rows.order_by().values_list(TruncMonth(when)).annotate(count)
        for month, number in counted:
            months[day(month)][place] = number
    for month in sorted(months):
        yield (f"{month:%Y-%m}", *months[month])


def _standing() -> QuerySet[Comment]:
    return Comment.objects.filter(state=Comment.State.STANDING)


def proposer(person: Person) -> str:
    """홍*동: by their nickname a proposer could be found again under comments."""
    return str(_("탈퇴한 주민")) if person.left_at else masked(person.name)


def _answered(referral: Referral | None) -> datetime | None:
    return referral.answered_at if referral else None


def _last_reply(referral: Referral | None) -> Reply | None:
    """What holds in the end: of a second examination the second answer."""
    if referral is None:
        return None
    again = getattr(referral, "again", None)
    return (again and again.reply) or referral.reply


def _columns(*told: tuple[str, Any, Any]) -> list[Column]:
    return [Column(*each) for each in told]


ID = ("id", _("번호"), _("이 자료 안에서 하나뿐인 번호"))
URL = ("url", _("주소"), _("누리집에서 볼 수 있는, 바뀌지 않는 주소"))
TITLE = ("title", _("제목"), _("게시한 제목"))
STATUS = ("status", _("상태 코드"), _("API와 같은 상태 코드. 내려받은 때를 기준으로 셈한 값"))
STATUS_LABEL = ("status_label", _("상태"), _("상태를 우리말로 적은 것"))
PUBLISHED = ("published_at", _("게시한 때"), _("ISO 8601, 대한민국 시각"))
VOICES = ("voices", _("의견을 낸 사람"), _("남아 있는 댓글을 쓴, 본인확인을 마친 주민의 수"))
VOICES_NEEDED = ("voices_needed", _("구청장 답변 기준"), _("게시한 날의 참여 기준에 따른 사람 수"))
COMMENTS = ("comments", _("댓글"), _("거두거나 가리지 않은 댓글과 답글의 수"))
CALLED = ("mayor_called_at", _("구청장 답변이 열린 때"), _("기준 인원이 찬 때. 한 번 열리면 닫히지 않음"))
DUE = ("answer_due", _("구청장 답변 기한"), _("업무일로 셈한 마지막 날"))
DEPARTMENT = ("department", _("맡은 부서"), _("묻거나 답하는 부서"))
TAGS = ("tags", _("주제어"), _("CSV와 xlsx에서는 쌍반점으로 나눔"))

QUESTIONS = Dataset(
    "questions",
    _("관악구가 묻습니다"),
    _("구가 주민에게 여쭌 질문과 참여한 사람 수, 답변과 결과를 공개한 때입니다."),
    _columns(
        ID, URL, TITLE,
        ("kind", _("갈래"), _("일반의제 또는 협치의제")), ("topic", _("분야"), _("질문의 정책 분야")),
        DEPARTMENT, STATUS, STATUS_LABEL, PUBLISHED,
        ("opens_at", _("여는 때"), _("의견을 받기 시작한 때")),
        ("closes_at", _("마감하는 때"), _("의견을 마감한 때")),
        VOICES, VOICES_NEEDED, COMMENTS,
        ("pros", _("찬성"), _("마지막으로 밝힌 입장이 찬성인 사람 수")),
        ("cons", _("반대"), _("마지막으로 밝힌 입장이 반대인 사람 수")),
        ("curious", _("궁금"), _("마지막으로 밝힌 입장이 궁금인 사람 수")),
        ("survey_responses", _("설문에 답한 사람"), _("설문이 없으면 빈칸")),
        CALLED, DUE,
        ("department_answered_at", _("부서가 답변한 때"), _("부서검토 답변을 공개한 때")),
        ("mayor_answered_at", _("구청장이 답변한 때"), _("구청장 답변을 공개한 때")),
        ("result_at", _("결과를 공개한 때"), _("반영 결과를 처음 공개한 때")),
        ("summary", _("마무리 요약"), _("편집자가 간추린 의견")),
        ("result", _("반영 결과"), _("무엇을 어떻게 반영했는지")), TAGS,
    ),
    question_rows,
)  # fmt: skip
PROPOSALS = Dataset(
    "proposals",
    _("제안"),
    _("주민이 낸 제안과 공감, 검토 결과입니다. 제안한 사람은 가린 이름과 동만 적습니다."),
    _columns(
        ID, URL, TITLE, ("category", _("분야"), _("제안 분야")), STATUS, STATUS_LABEL,
        ("proposer", _("제안한 사람"), _("가운데를 가린 이름. 공동제안은 주제안자")),
        ("dong", _("동"), _("제안한 곳의 동")), PUBLISHED,
        ("collects_until", _("공감 마감"), _("공감을 모으는 마지막 때")),
        ("supports", _("공감"), _("거두지 않은 공감의 수")),
        ("supports_needed", _("부서검토 기준"), _("게시한 날의 참여 기준에 따른 공감 수")),
        VOICES, VOICES_NEEDED, COMMENTS,
        ("review_called_at", _("부서검토가 열린 때"), _("공감이 기준에 찬 때. 한 번 열리면 닫히지 않음")),
        CALLED, DUE, DEPARTMENT,
        ("answered_at", _("부서가 답변한 때"), _("검토 결과를 공개한 때")),
        ("outcome", _("검토 결과"), _("채택, 행정참고, 불채택, 기타. 재심사가 있으면 그 결과")),
        ("ground", _("불채택 까닭"), _("국민 제안 규정에서 고른 까닭")),
        ("planned_on", _("실시할 날"), _("마지막으로 알린 날")),
        ("end", _("마무리"), _("취하, 이송, 민원으로 넘김, 합침. 없으면 빈칸")),
        ("merged_into", _("합친 제안"), _("합쳐진 앞선 제안의 번호")),
        ("veiled", _("내용 비공개"), _("제안한 사람의 뜻으로 제목과 결과만 공개하면 참")),
        ("hidden", _("가린 까닭"), _("운영 원칙에 따라 글을 가렸거나 지웠으면 그 원칙. 아니면 빈칸")),
        ("body", _("제안 내용"), _("비공개이거나 가렸으면 빈칸")), TAGS,
    ),
    proposal_rows,
)  # fmt: skip
ANSWERS = Dataset(
    "answers",
    _("답변"),
    _("질문과 제안에 부서와 구청장이 공개한 답변, 받은 날과 기한과 답변한 날입니다."),
    _columns(
        ("id", _("열쇠"), _("부서 배정의 고유값. API의 referrals와 같음")),
        ("label", _("종류"), _("질문, 제안, 재심사 등")), TITLE, URL,
        ("level", _("답변하는 곳"), _("부서 답변 또는 구청장 답변")), DEPARTMENT,
        ("office", _("답변한 곳"), _("답변할 때의 직위 이름")),
        ("asked_on", _("받은 날"), _("답변할 일이 생긴 날")),
        ("due_on", _("기한"), _("보완과 조회로 멈춘 기간을 뺀 마지막 날")),
        ("published_on", _("답변한 날"), _("공개한 날")),
        ("outcome", _("검토 결과"), _("제안에만 있음")), ("ground", _("불채택 까닭"), _("불채택에만 있음")),
        ("reason", _("까닭 설명"), _("부서가 적은 설명")), ("planned_on", _("실시할 날"), _("채택에만 있음")),
        ("again_of", _("앞선 답변"), _("재심사이면 처음 답변의 고유값")),
        ("words", _("답변"), _("공개한 답변의 글")), ("video_url", _("영상"), _("답변 영상의 주소")),
    ),
    answer_rows,
)  # fmt: skip
PARTICIPATION = Dataset(
    "participation",
    _("달마다 참여한 수"),
    _("달마다 연 질문, 게시한 제안, 댓글과 참여한 사람, 공감, 설문, 답변의 수입니다."),
    _columns(
        ("month", _("달"), _("YYYY-MM, 대한민국 시각")),
        ("questions", _("연 질문"), _("그달에 의견을 받기 시작한 질문")),
        ("proposals", _("게시한 제안"), _("그달에 게시한 제안")),
        ("comments", _("댓글"), _("그달에 쓰고 지금도 남아 있는 댓글")),
        ("people", _("의견을 낸 사람"), _("그달에 댓글을 쓴 주민. 한 사람은 한 번만 셈")),
        ("supports", _("제안 공감"), _("그달에 하고 거두지 않은 공감")),
        ("survey_responses", _("설문 응답"), _("그달에 들어온 주민의 응답")),
        ("answers", _("답변"), _("그달에 공개한 답변")),
    ),
    participation_rows,
)  # fmt: skip
DATASETS = {each.name: each for each in (QUESTIONS, PROPOSALS, ANSWERS, PARTICIPATION)}
