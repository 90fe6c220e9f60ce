"""What every road of publication must end in, and what the desk's form sends."""

from django.utils.timezone import localtime

from cms.models import AgendaPage, Handover, QuestionPage
from committees.models import Meeting
from deliberation.models import Question
from letters.models import Dispatch
from realtime.models import Event
from search.models import Entry

STAMP = "%Y-%m-%d %H:%M"


def the_one_record(page):
    """What every road must end in: one record, opened once, tied to its page."""
    page = type(page).objects.get(pk=page.pk)
    assert page.live
    assert Handover.objects.get(page=page).code == ""
    return the_one_meeting(page) if isinstance(page, AgendaPage) else the_one_question(page)


def the_one_question(page: QuestionPage) -> Question:
    """One question, asked once, as its page has it."""
    assert list(Question.objects.all()) == [page.question]
    opened = Event.objects.filter(name="question.opened", row_id=str(page.question.pk))
    assert opened.count() == 1
    question = page.question
    assert (question.title, question.slug, question.topic) == (page.title, page.slug, page.topic)
    assert (question.opens_at, question.closes_at) == (page.opens_at, page.closes_at)
    assert question.department == page.department
    assert question.url == page.address
    assert set(question.tags.names()) == set(page.tags.names())
    assert Entry.objects.get(kind="question").url == page.address
    return question


def the_one_meeting(page: AgendaPage) -> Meeting:
    """One meeting, called once, as its page has it; nobody was told twice."""
    assert list(Meeting.objects.all()) == [page.meeting]
    meeting = page.meeting
    assert Event.objects.filter(name="agenda.laid", row_id=str(meeting.pk)).count() == 1
    assert (meeting.round.kind, meeting.round.ordinal) == (page.kind, page.ordinal)
    assert (meeting.starts_at, meeting.place, meeting.mode) == (page.starts_at, page.place, page.mode)
    assert [(str(item.key), item.title) for item in meeting.items.standing()] == [
        (block.id, block.value["title"]) for block in page.items
    ]
    assert meeting.url == page.address
    assert page.change_reason == ""
    assert Entry.objects.get(kind="meeting").url == page.address
    assert Dispatch.objects.filter(about__startswith=f"meeting/{meeting.pk}/").count() == meeting.edition
    return meeting


def form_of(page, **more) -> dict:
    """What the desk's form sends for a page."""
    said = agenda_form(page) if isinstance(page, AgendaPage) else question_form(page)
    return {
        "title": page.title,
        "slug": page.slug,
        "summary": "",
        "seo_title": "",
        "search_description": "",
        "go_live_at": "",
        "expire_at": "",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "comments-MIN_NUM_FORMS": "0",
        "comments-MAX_NUM_FORMS": "",
        **said,
        **more,
    }


def question_form(page: QuestionPage) -> dict:
    """The fields of a question."""
    return {
        "kind": page.kind,
        "topic": page.topic,
        "department": str(page.department_id),
        "opens_at": localtime(page.opens_at).strftime(STAMP),
        "closes_at": localtime(page.closes_at).strftime(STAMP),
        "purpose": page.purpose,
        "background": "",
        "survey_intro": "",
        "survey_shown": page.survey_shown,
        "survey_closes_at": "",
        "closing": page.closing,
        "result": page.result,
        "tags": "보안등",
        "facts-count": "0",
        "survey_items-count": "0",
        "reflections-count": "0",
    }


def agenda_form(page: AgendaPage) -> dict:
    """The fields of an agenda, each item in its block."""
    said = {
        "kind": page.kind,
        "ordinal": page.ordinal or "",
        "parts": [part.pk for part in page.parts.all()],
        "starts_at": localtime(page.starts_at).strftime(STAMP),
        "place": page.place,
        "mode": page.mode,
        "change_reason": page.change_reason,
        "items-count": str(len(page.items)),
    }
    for number, block in enumerate(page.items):
        said |= block_form(f"items-{number}", number, block)
    return said


def block_form(prefix: str, order: int, block) -> dict:
    """One block, as the browser sends it."""
    words = {
        f"{prefix}-value-{name}": block.value[name] or ""
        for name in ("title", "kind", "text", "disclosure", "closed_ground", "closed_until")
    }
    places = {"id": block.id, "type": "item", "order": str(order), "deleted": ""}
    return words | {
        **{f"{prefix}-{name}": value for name, value in places.items()},
        f"{prefix}-value-documents-count": "0",
    }
