"""What the pages show of questions."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q
from django.http import HttpRequest
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from deliberation.models import ParticipationPolicy, Question, Reflection, Thread
from deliberation.proposal_course import DONE
from deliberation.question_course import stations
from deliberation.views.opening import opening
from district.models import Department
from district.paging import page_of
from papers.models import Attachment
from referrals.models import Referral
from referrals.rows import papers_of
from referrals.timeline import labels
from surveys.views.showing import survey_card

if TYPE_CHECKING:
    from cms.models import QuestionPage

FRONT_OPEN, FRONT_REST = 4, 3
# What needs the reader most: no answer called for yet, and the fewest people missing.
NEAREST_FIRST = (
    F("mayor_called_at").asc(nulls_first=True),
    F("policy__voices_needed") - F("thread__voices"),
    "thread__closes_at",
)


def marked(questions: Any, at: datetime) -> list[Question]:
    """Questions with what depends on the clock and on the thread said beside them."""
    rows = list(questions)
    for row in rows:
        row.status_now = row.status(at)
        row.status_label = Question.Status(row.status_now).label
        row.voices, row.voices_needed = row.thread.voices, row.policy.voices_needed
    return rows


def _public() -> Any:
    return Question.objects.visible_to(None)


def owed() -> Any:
    """Questions to which the mayor owes an answer; of those without a referral, the result was the answer."""
    called = _public().filter(mayor_called_at__isnull=False)
    standing = Q(
        mayor_referral__isnull=False, mayor_referral__answered_at=None, mayor_referral__ended_at=None
    )
    return called.filter(standing | Q(mayor_referral=None, result_at=None))


def front(at: datetime) -> dict[str, Any]:
    """What the district asks now, what it will ask, and what it owes."""
    status = Question.Status
    called = owed().order_by("answer_due", "id")
    lists = {
        "open_questions": _public().in_status(status.OPEN, at).order_by(*NEAREST_FIRST)[:FRONT_OPEN],
        "upcoming_questions": _public()
        .in_status(status.UPCOMING, at)
        .order_by("thread__opens_at")[:FRONT_REST],
        "called_questions": called[:FRONT_REST],
        "concluded_questions": _public().filter(result_at__lte=at).order_by("-result_at")[:FRONT_REST],
    }
    return {name: marked(questions, at) for name, questions in lists.items()}


def question_list(params: Mapping[str, str], url: str, at: datetime) -> dict[str, Any]:
    """One page of all questions, as the reader has narrowed them."""
    chosen = {name: params.get(name, "") for name in ("status", "kind", "department")}
    questions = _public()
    if chosen["status"] in Question.Status.values:
        questions = questions.in_status(chosen["status"], at)
    if chosen["kind"] in Question.Kind.values:
        questions = questions.filter(kind=chosen["kind"])
    if chosen["department"].isascii() and chosen["department"].isdecimal():
        questions = questions.filter(department=int(chosen["department"][:9]))
    page = page_of(questions, params)
    kept = {name: value for name, value in chosen.items() if value}
    return {
        "questions": marked(page.rows, at),
        "next_url": page.next and f"?{urlencode(kept | {'cursor': page.next})}",
        "previous_url": page.previous and f"?{urlencode(kept | {'cursor': page.previous})}",
        "filters": _filters(url, chosen, kept),
    }


def _filters(url: str, chosen: Mapping[str, str], kept: Mapping[str, str]) -> list[dict[str, Any]]:
    departments = Department.objects.filter(questions__isnull=False).distinct()
    groups: dict[str, tuple[str, list[tuple[str, Any]]]] = {
        "status": (_("상태"), list(Question.Status.choices)),
        "kind": (_("갈래"), list(Question.Kind.choices)),
        "department": (_("부서"), [(str(department.pk), department.name) for department in departments]),
    }
    return [
        {
            "name": name,
            "label": label,
            "options": options(url, name, [("", _("모두")), *values], chosen, kept),
        }
        for name, (label, values) in groups.items()
    ]


def options(
    url: str, name: str, values: list[Any], chosen: Mapping[str, str], kept: Mapping[str, str]
) -> list[dict[str, Any]]:
    """The links of one group of filters; each keeps what the other groups say."""
    others = {key: value for key, value in kept.items() if key != name}
    return [
        {
            "label": label,
            "active": str(value) == chosen[name],
            "url": f"{url}?{urlencode(others | ({name: value} if value else {}))}".rstrip("?"),
        }
        for value, label in values
    ]


def question(request: HttpRequest, page: "QuestionPage", at: datetime) -> dict[str, Any]:
    """The record behind a page, with its talk; the page's own words while it is only looked at beforehand."""
    record = None
    if page.question_id and not getattr(request, "is_preview", False):
        record = _public().filter(pk=page.question_id).prefetch_related("tags").first()
    if record is None:
        return _told(drafted(page, at), at) | {
            "thread": None,
            "live": None,
            "comments": [],
            "attachments": [],
            "reflections": drafted_reflections(page),
        }
    return {
        **_told(record, at),
        "thread": record.thread,
        "attachments": Attachment.objects.of(record).public(),
        "reflections": reflections_of(record) if record.result_at else [],
        **(survey_card(request, record.survey, at) if record.survey else {}),
        **opening(record.thread, request, at),
    }


def reflections_of(record: Question) -> list[Reflection]:
    """What became of the opinions, with what it led to."""
    rows = record.reflections.select_related("department", "resolution__body", "resolution__item")
    return list(rows)


def _with_files(record: Question) -> dict[str, Any]:
    """Let both referrals carry all their rows, and say which of them were answered."""
    keys = [key for key in (record.referral_id, record.mayor_referral_id) if key]
    found = Referral.objects.with_file().in_bulk(keys) if keys else {}
    if record.referral_id:
        record.referral = found[record.referral_id]
    if record.mayor_referral_id:
        record.mayor_referral = found[record.mayor_referral_id]
    answered = [each for each in (record.mayor_referral, record.referral) if each and each.reply]
    papers = papers_of([each.reply for each in answered if each.reply])
    return {"answers": [{"answer": each, "papers": papers.get(str(each.reply_id), [])} for each in answered]}


def _told(record: Question, at: datetime) -> dict[str, Any]:
    told = _with_files(record)
    marked([record], at)
    course = stations(record, at)
    approved = labels()["approval"]
    return told | {
        "stations": course,
        # Beside the page the hands that are done are left out; the table below has them all.
        "steps": [step for step in course if step.state != DONE or step.name != approved],
        "mayor_step": _("구청장 답변"),
        "question": record,
        "policy": record.policy,
        "status": record.status_now,  # type: ignore[attr-defined]
        "status_label": record.status_label,  # type: ignore[attr-defined]
    }


def drafted(page: "QuestionPage", at: datetime) -> Question:
    """A question as it would stand, in no table."""
    opens_at = page.opens_at or at
    record = Question(
        pk=0,
        **{name: getattr(page, name) for name in ("title", "slug", "kind", "topic", "purpose", "background")},
        department=page.department,
        summary=page.closing,
        result=page.result,
        published_at=at,
        policy=ParticipationPolicy.objects.order_by("-valid_from").first() or ParticipationPolicy(),
        thread=Thread(opens_at=opens_at, closes_at=page.closes_at or opens_at),
    )
    record._prefetched_objects_cache = {"tags": list(page.tags.all())}  # type: ignore[attr-defined]
    return record


def drafted_reflections(page: "QuestionPage") -> list[Reflection]:
    """The outcomes as they would stand, in no table."""
    told = page.telling().reflections
    return [Reflection(**{field.name: getattr(each, field.name) for field in fields(each)}) for each in told]
