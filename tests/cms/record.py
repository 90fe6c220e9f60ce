"""What every road of publication must end in, and what the desk's form sends."""

from django.utils.timezone import localtime

from cms.models import Handover, QuestionPage
from deliberation.models import Question
from realtime.models import Event
from search.models import Entry


def the_one_record(page) -> Question:
    """What every road must end in: one question, opened once, tied to its page."""
    page = QuestionPage.objects.get(pk=page.pk)
    assert page.live
    assert list(Question.objects.all()) == [page.question]
    opened = Event.objects.filter(name="question.opened", row_id=str(page.question.pk))
    assert opened.count() == 1
    question = page.question
    assert (question.title, question.slug, question.topic) == (page.title, page.slug, page.topic)
    assert (question.opens_at, question.closes_at) == (page.opens_at, page.closes_at)
    assert question.department == page.department
    assert question.url == page.address
    assert set(question.tags.names()) == set(page.tags.names())
    assert Handover.objects.get(page=page).code == ""
    assert Entry.objects.get(kind="question").url == page.address
    return question


def form_of(page, **more) -> dict:
    """What the desk's form sends for a question page."""
    stamp = "%Y-%m-%d %H:%M"
    return {
        "title": page.title,
        "slug": page.slug,
        "summary": "",
        "kind": page.kind,
        "topic": page.topic,
        "department": str(page.department_id),
        "opens_at": localtime(page.opens_at).strftime(stamp),
        "closes_at": localtime(page.closes_at).strftime(stamp),
        "purpose": page.purpose,
        "background": "",
        "result": "",
        "tags": "보안등",
        "seo_title": "",
        "search_description": "",
        "go_live_at": "",
        "expire_at": "",
        "facts-count": "0",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "comments-MIN_NUM_FORMS": "0",
        "comments-MAX_NUM_FORMS": "",
        **more,
    }
