"""One record follows its page: through revisions, copies, mirrors and moves."""

from cms import schedule
from cms.models import Handover, QuestionPage
from deliberation.models import Question
from realtime.models import Event
from tests.cms.record import the_one_record


def test_an_older_revision_does_not_untie_the_record(draft):
    first = draft.get_latest_revision()
    first.publish()
    tied = QuestionPage.objects.get(pk=draft.pk).question
    assert first.content["question"] is None
    first.publish()
    assert the_one_record(draft) == tied


def test_a_key_that_was_lost_is_found_again(asked):
    tied = asked.question
    QuestionPage.objects.filter(pk=asked.pk).update(question=None)
    page = QuestionPage.objects.get(pk=asked.pk)
    page.save_revision().publish()
    assert the_one_record(page) == tied


def test_a_copy_does_not_copy_the_record(asked):
    copy = asked.copy(update_attrs={"slug": "copy", "title": "다른 질문"}, keep_live=False)
    assert copy.question is None
    assert copy.get_latest_revision().as_object().question is None
    copy.get_latest_revision().publish()
    assert Question.objects.count() == 2
    assert QuestionPage.objects.get(pk=copy.pk).question != QuestionPage.objects.get(pk=asked.pk).question


def test_an_alias_shows_the_same_record_and_opens_none(asked):
    alias = asked.create_alias(update_slug="mirror")
    assert alias.question == asked.question
    asked.title = "고친 제목"
    asked.save_revision().publish()
    assert Question.objects.count() == 1
    assert Question.objects.get().url == asked.address
    assert schedule.run(asked.last_published_at) == 0
    assert not Handover.objects.filter(page=alias).exists()


def test_an_alias_that_stands_on_its_own_asks_its_own_question(asked):
    alias = asked.create_alias(update_slug="mirror")
    QuestionPage.objects.filter(pk=alias.pk).update(alias_of=None)
    own = QuestionPage.objects.get(pk=alias.pk)
    own.title = "따로 여쭙니다"
    own.save_revision().publish()
    assert Question.objects.count() == 2
    assert QuestionPage.objects.get(pk=asked.pk).question.title == asked.title


def test_a_moved_page_takes_its_record_along(asked, home, now):
    events = Event.objects.count()
    other = home.add_child(instance=type(asked.get_parent().specific)(title="다른 곳", slug="elsewhere"))
    asked.move(other, pos="last-child")
    assert Question.objects.get().url != QuestionPage.objects.get(pk=asked.pk).address
    schedule.run(now)
    moved = QuestionPage.objects.get(pk=asked.pk)
    assert "/elsewhere/" in moved.address
    assert the_one_record(moved).url == moved.address
    assert Event.objects.count() == events


def test_a_new_slug_above_takes_the_record_along(asked, now):
    parent = asked.get_parent().specific
    parent.slug = "renamed"
    parent.save_revision().publish()
    schedule.run(now)
    assert "/renamed/" in Question.objects.get().url


def test_a_question_of_a_number_that_no_row_can_have_is_not_there(asked, client):
    assert client.get(f"/questions/{10**30}/").status_code == 404


def test_the_stable_address_leads_to_the_page_while_there_is_one(asked, client):
    record = asked.question
    answer = client.get(f"/questions/{record.pk}/")
    assert answer.status_code == 302
    assert answer["location"] == asked.get_url()
    asked.unpublish()
    assert client.get(f"/questions/{record.pk}/").status_code == 404
