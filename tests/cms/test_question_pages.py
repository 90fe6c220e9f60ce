"""What an editor writes beside a question: the survey, the summary, what became of each opinion."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision

from cms import publishing, schedule
from cms.desks.home import QuestionsDesk, counts
from cms.models import Handover, QuestionPage
from deliberation import actions
from deliberation.models import Question, QuestionTarget, Reflection
from letters.models import Letter
from realtime.models import Event
from referrals.actions import approve, submit, write_reply
from surveys.actions import answer_survey
from surveys.models import Survey
from tests.cast import NOON

pytestmark = pytest.mark.django_db


def block(kind, **value):
    return {"type": kind, "id": str(uuid4()), "value": value}


def single(text="무엇이 먼저입니까?", options=("가로등", "길")):
    told = [{"type": "item", "id": str(uuid4()), "value": option} for option in options]
    return block("single", text=text, hint="", required=False, options=told)


def scale():
    return block(
        "scale", text="밤길이 얼마나 어둡습니까?", hint="", required=True, low="밝음", high="어두움", steps=5
    )


def opinion(department, /, **value):
    said = {
        "opinion": "가로등을 먼저", "verdict": "taken", "words": "일곱 곳을 바꿉니다.", "people": 12,
        "department": str(department.pk), "until": None, "resolution": "",
        "link_label": "", "link_page": None, "link_url": "",
    }  # fmt: skip
    return block("reflection", **said | value)


def codes(page):
    with pytest.raises(ValidationError) as refused:
        page.full_clean()
    return {error.code for errors in refused.value.error_dict.values() for error in errors}


@pytest.fixture
def over(written, editor, department, now):
    """A question page whose last word is said, and whose record the clock has handed on."""
    page = written(editor, opens_at=minutes(now, days=-9), closes_at=minutes(now, days=1))
    page.get_latest_revision().publish()
    page = QuestionPage.objects.get(pk=page.pk)
    thread = page.question.thread
    # As if a day had gone by: the clock looks after the last word.
    for model, pk in ((type(thread), thread.pk), (QuestionPage, page.pk)):
        model.objects.filter(pk=pk).update(closes_at=minutes(now, hours=-1))
    # Whoever opens the form now sees the page's own dates.
    Revision.objects.filter(pk=page.latest_revision_id).delete()
    actions.due(now)
    return QuestionPage.objects.get(pk=page.pk)


def minutes(now, **passed):
    return (now + timedelta(**passed)).replace(second=0, microsecond=0)


def published(page):
    page.full_clean()
    page.save_revision().publish()
    return QuestionPage.objects.get(pk=page.pk)


# 설문


def test_the_items_of_a_page_become_its_survey(written, editor, dong):
    page = written(
        editor, survey_items=[single(), scale()], survey_intro="함께 여쭙니다.", survey_shown="at_end"
    )
    page.get_latest_revision().publish()
    survey = Question.objects.get().survey
    assert (survey.intro, survey.shown, survey.panel) == ("함께 여쭙니다.", "at_end", "verified")
    assert [str(item.key) for item in survey.items.all()] == [block.id for block in page.survey_items]
    first, second = survey.items.all()
    assert [option.text for option in first.options.all()] == ["가로등", "길"]
    assert (second.kind, second.steps, second.low, second.required) == ("scale", 5, "밝음", True)


def test_publishing_again_lays_the_same_survey(written, editor):
    page = written(editor, survey_items=[single()])
    page.get_latest_revision().publish()
    before, events = list(Survey.objects.values()), Event.objects.count()
    QuestionPage.objects.get(pk=page.pk).save_revision().publish()
    assert (list(Survey.objects.values()), Event.objects.count()) == (before, events)


def test_an_editor_hears_at_the_desk_what_the_survey_would_refuse(written, editor, speaker, now):
    page = written(editor, survey_items=[single(options=("가로등", "가로등"))])
    assert codes(page) == {"option_twice"}
    page.survey_items = [single()]
    page.survey_closes_at = page.opens_at
    assert codes(page) == {"closes_before_opening"}
    page.survey_closes_at = None
    page = published(page)
    survey = page.question.survey
    item = survey.items.get()
    answer_survey(
        survey, by=speaker, answers={str(item.key): str(item.options.first().key)}, at=now, ref=uuid4()
    )
    page.survey_items[0].value["text"] = "다른 물음"
    assert codes(page) == {"item_answered"}
    page = QuestionPage.objects.get(pk=page.pk)
    page.survey_items = []
    assert codes(page) == {"survey_laid"}


def test_a_survey_laid_by_mistake_is_not_lost_by_code_either(written, editor):
    page = written(editor, survey_items=[single()])
    page.get_latest_revision().publish()
    QuestionPage.objects.filter(pk=page.pk).update(survey_items="[]")
    page = QuestionPage.objects.get(pk=page.pk)
    publishing.hand_over(page, timezone.now())
    assert Handover.objects.get(page=page).code == "survey_laid"
    assert Question.objects.get().survey.items.standing().count() == 1


def test_the_survey_of_a_question_asks_the_dongs_that_were_chosen(written, editor, dong):
    page = written(editor, survey_items=[single()])
    page.survey_dongs = [dong]
    page = published(page)
    assert page.question.survey.panel == "dongs"
    assert list(page.question.survey.dongs.all()) == [dong]


# 반영 결과


def test_each_block_becomes_a_row_and_keeps_it(over, department):
    first, second = (
        opinion(department),
        opinion(department, verdict="not", department="", opinion="모두 바꾸기"),
    )
    over.closing, over.result, over.reflections = "가로등이 많았습니다.", "시작합니다.", [first, second]
    page = published(over)
    assert [(str(row.key), row.verdict) for row in Reflection.objects.all()] == [
        (first["id"], "taken"),
        (second["id"], "not"),
    ]
    assert Question.objects.get().summary == "가로등이 많았습니다."
    kept = Reflection.objects.get(key=first["id"]).pk
    page.reflections = [second, first]
    published(page)
    assert [str(row.key) for row in Reflection.objects.all()] == [second["id"], first["id"]]
    assert Reflection.objects.get(key=first["id"]).pk == kept


def test_the_same_reflections_tell_nobody_twice(over, department):
    over.result, over.reflections = "시작합니다.", [opinion(department)]
    page = published(over)
    before = Event.objects.count()
    published(page)
    assert Event.objects.count() == before


@pytest.mark.parametrize(
    ("wrong", "field", "code"),
    [
        ({"department": ""}, "department", "reflection_nobodys"),
        ({"link_url": "/공약/3/"}, "link_label", "link_unnamed"),
        ({"link_url": "javascript:alert(1)", "link_label": "공약"}, "link_url", "bad_address"),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field(over, department, wrong, field, code):
    stream = over.reflections.stream_block
    said = opinion(department, **wrong)
    with pytest.raises(ValidationError) as refused:
        stream.clean(stream.to_python([said]))
    (inner,) = refused.value.block_errors.values()
    assert inner.block_errors[field].code == code


def test_nothing_is_told_before_the_last_word(asked, department):
    asked.closing = "미리 간추림"
    assert codes(asked) == {"question_still_open"}
    asked.closing, asked.reflections = "", [opinion(department)]
    assert "question_still_open" in codes(asked)


def test_opinions_without_a_result_are_refused(over, department):
    over.reflections = [opinion(department)]
    assert codes(over) == {"result_needed"}


@pytest.mark.parametrize(
    ("words", "code"), [("밤\x1b[31m길", "bad_text"), ("가" * 2001, "too_long"), ("\u200b", "empty_words")]
)
def test_words_that_cannot_be_kept_are_refused_at_the_desk(over, department, words, code):
    over.result, over.reflections = "시작합니다.", [opinion(department, words=words)]
    assert code in codes(over)
    assert not Reflection.objects.exists()


def test_a_page_in_review_keeps_its_dates(over, now):
    over.closes_at = minutes(now, days=3)
    assert codes(over) == {"question_in_review"}


def test_a_question_taken_from_the_site_keeps_its_record_and_its_answer(
    over, officer, head, director, client, now
):
    over.unpublish()
    record = Question.objects.get()
    reply = write_reply(record.referral, by=officer, at=now, words="일곱 곳을 바꿉니다.")
    submit(reply, by=officer, at=now)
    for hand in (head, director):
        reply.refresh_from_db()
        approve(reply, by=hand, at=now)
    actions.due(now)
    told = client.get(f"/api/v1/questions/{record.pk}/").json()
    assert told["status"] == "review"
    assert told["referral"]["reply"]["words"] == "일곱 곳을 바꿉니다."
    assert client.get(f"/questions/{record.pk}/").status_code == 404


# 쪽과 API


@pytest.fixture
def told(over, department, officer, head, director, now):
    """Answered by its department, with a result."""
    record = Question.objects.get()
    reply = write_reply(
        record.referral,
        by=officer,
        at=now,
        words="<b>일곱 곳</b>을 바꿉니다.",
        video_url="https://video.example/1",
    )
    submit(reply, by=officer, at=now)
    for hand in (head, director):
        reply.refresh_from_db()
        approve(reply, by=hand, at=now)
    over.closing, over.result = "가로등이 많았습니다.", "시작합니다."
    over.reflections = [opinion(department, link_label="공약 3", link_url="/공약/3/")]
    return published(over)


def test_the_page_shows_answer_result_and_course(told, client):
    page = client.get(told.get_url(), follow=True).content.decode()
    assert "&lt;b&gt;일곱 곳&lt;/b&gt;을 바꿉니다." in page
    assert "부서가 검토했습니다" in page
    assert 'href="https://video.example/1"' in page
    assert "무엇이 어떻게 반영되었나" in page
    assert 'href="/공약/3/"' in page
    assert "나온 의견을 간추리면" in page
    assert page.count('class="done-step"') >= 3
    assert 'id="course"' in page


def test_the_page_of_a_question_in_review_says_who_has_it_until_when(over, client):
    page = client.get(over.get_url(), follow=True).content.decode()
    referral = Question.objects.get().referral
    assert "부서검토" in page
    assert f"{referral.due().day}.(" in page
    assert 'aria-current="step"' in page


def test_the_api_gives_survey_reflections_referrals_and_summary(told, client, department):
    row = client.get(f"/api/v1/questions/{told.question_id}/").json()
    assert (row["status"], row["summary"], row["survey"]) == ("concluded", "가로등이 많았습니다.", None)
    (one,) = row["reflections"]
    assert (one["verdict"], one["verdict_label"], one["people"]) == ("taken", "반영", 12)
    assert one["department"] == {"id": department.pk, "name": department.name}
    assert (one["link_label"], one["link_url"]) == ("공약 3", "/공약/3/")
    assert row["referral"]["state"] == "answered"
    assert row["referral"]["reply"]["video_url"] == "https://video.example/1"
    assert row["mayor_referral"] is None


def test_a_draft_is_seen_beforehand_as_it_will_stand(over, department, keeper, client):
    client.force_login(keeper)
    over.closing, over.result, over.reflections = "간추림", "시작합니다.", [opinion(department)]
    over.save_revision()
    page = client.get(reverse("wagtailadmin_pages:view_draft", args=[over.pk])).content.decode()
    assert "간추림" in page
    assert "가로등을 먼저" in page
    assert not Reflection.objects.exists()


def test_tick_twice_tells_once(told, now):
    later = timezone.now()
    assert schedule.run(later) == 0
    letters, events = Letter.objects.count(), Event.objects.count()
    assert schedule.run(later + timedelta(minutes=1)) == 0
    assert (Letter.objects.count(), Event.objects.count()) == (letters, events)


# 한 해에 몇 번


@pytest.fixture
def plan(db):
    """The plan of 2026 as the one of 2023 was: nothing in the first half, six a quarter in the second."""
    rows = zip(range(1, 5), (0, 0, 6, 6), strict=True)
    QuestionTarget.objects.bulk_create(
        QuestionTarget(year=2026, quarter=quarter, count=count, source="민선8기 공약 실천계획서")
        for quarter, count in rows
    )


def test_the_desk_counts_each_quarter_against_the_plan(plan, question, policy, department):
    later = NOON + timedelta(days=7)
    actions.open_question(
        title="다음 질문", department=department, opens_at=later, closes_at=later + timedelta(days=7),
        by=None, at=NOON,
    )  # fmt: skip
    rows = counts(NOON)
    assert [(row.label, row.wanted, row.asked, row.planned, row.missing) for row in rows] == [
        ("1/4", 0, 0, 0, 0),
        ("2/4", 0, 0, 0, 0),
        ("3/4", 6, 0, 0, 6),
        ("4/4", 6, 1, 1, 4),
        ("한 해", 12, 1, 1, 10),
    ]
    assert [row.label for row in rows if row.now] == ["4/4"]


def test_a_year_may_have_a_target_of_its_own_and_a_quarter_none(question):
    QuestionTarget.objects.create(year=2026, count=12, source="온라인관악청 운영계획")
    rows = counts(NOON)
    assert [row.wanted for row in rows] == [None, None, None, None, 12]
    assert rows[-1].missing == 11
    assert rows[-1].source == "온라인관악청 운영계획"


def test_the_first_page_of_the_desk_says_what_is_missing(over, keeper, client):
    QuestionTarget.objects.create(year=timezone.localdate().year, count=12, source="온라인관악청 운영계획")
    client.force_login(keeper)
    page = client.get("/desk/").content.decode()
    assert "11건" in page
    assert "결과를 알릴 차례" in page
    assert QuestionsDesk().get_context_data({})["reviewed"] == [over.question]


def test_the_plan_is_kept_at_the_desk(administrator, client):
    client.force_login(administrator)
    page = client.get("/desk/", follow=True)
    assert page.status_code == 200
    assert client.get(reverse("questiontarget:index")).status_code == 200
