"""One record follows its page: through revisions, copies, mirrors and moves."""

from cms import schedule
from cms.models import AgendaPage, BodyPage, Handover
from committees.models import Body
from realtime.models import Event
from tests.cms.record import the_one_record


def record_of(page):
    """As the row has it, not as whoever holds the page remembers."""
    return getattr(type(page).objects.get(pk=page.pk), page.own_to_the_page[0])


def test_an_older_revision_does_not_untie_the_record(waiting):
    first = waiting.get_latest_revision()
    first.publish()
    tied = record_of(waiting)
    assert first.content[waiting.own_to_the_page[0]] is None
    first.publish()
    assert the_one_record(waiting) == tied


def test_a_key_that_was_lost_is_found_again(told):
    tied = record_of(told)
    type(told).objects.filter(pk=told.pk).update(**{told.own_to_the_page[0]: None})
    page = type(told).objects.get(pk=told.pk)
    page.save_revision().publish()
    assert the_one_record(page) == tied


def test_a_copy_does_not_copy_the_record(told):
    copy = told.copy(update_attrs={"slug": "copy", "title": "다른 쪽"}, keep_live=False)
    assert record_of(copy) is None
    assert copy.get_latest_revision().as_object().own_record() is None
    copy.get_latest_revision().publish()
    assert type(record_of(told)).objects.count() == 2
    assert record_of(copy) != record_of(told)


def test_a_copy_of_an_agenda_is_the_next_meeting(called):
    copy = called.copy(update_attrs={"slug": "copy"}, keep_live=False)
    assert copy.ordinal is None
    copy.get_latest_revision().publish()
    assert record_of(copy).title == "협치회의 제2차 전체회의"
    assert [item.title for item in record_of(copy).items.standing()] == [
        item.title for item in called.meeting.items.standing()
    ]


def test_an_alias_shows_the_same_record_and_opens_none(told):
    alias = told.create_alias(update_slug="mirror")
    assert record_of(alias) == record_of(told)
    told.title = "고친 제목"
    told.save_revision().publish()
    assert the_one_record(told).url == told.address
    assert schedule.run(told.last_published_at) == 0
    assert not Handover.objects.filter(page=alias).exists()


def test_an_alias_that_stands_on_its_own_opens_its_own_record(told):
    alias = told.create_alias(update_slug="mirror")
    type(told).objects.filter(pk=alias.pk).update(alias_of=None, **OWN.get(type(told), {}))
    own = type(told).objects.get(pk=alias.pk)
    own.title = "따로 여쭙니다"
    own.save_revision().publish()
    assert type(record_of(told)).objects.count() == 2
    assert record_of(alias) != record_of(told)


# A meeting of the same number would be refused, whichever page calls it.
OWN = {AgendaPage: {"ordinal": 2}}


def test_a_moved_page_takes_its_record_along(told, now):
    events = Event.objects.count()
    above = told.get_parent().specific
    other = above.get_parent().add_child(instance=type(above)(title="다른 곳", slug="elsewhere", live=False))
    if isinstance(told, AgendaPage):
        type(above).objects.filter(pk=other.pk).update(body=above.body_id)
    told.move(other, pos="last-child")
    assert record_of(told).url != type(told).objects.get(pk=told.pk).address
    schedule.run(now)
    moved = type(told).objects.get(pk=told.pk)
    assert "/elsewhere/" in moved.address
    assert the_one_record(moved).url == moved.address
    assert Event.objects.count() == events


def test_a_meeting_stays_with_the_body_that_called_it(called, bodies):
    panel = Body.objects.create(kind_id="panel", name="정책자문단", slug="panel")
    other = bodies.add_child(instance=BodyPage(title="정책자문단", slug="panel", body=panel))
    assert not called.can_move_to(other)
    assert called.can_move_to(called.get_parent())


def test_a_new_slug_above_takes_the_record_along(told, now):
    parent = told.get_parent().specific
    parent.slug = "renamed"
    parent.save_revision().publish()
    schedule.run(now)
    assert "/renamed/" in record_of(told).url


def test_a_question_of_a_number_that_no_row_can_have_is_not_there(asked, client):
    assert client.get(f"/questions/{10**30}/").status_code == 404


def test_the_stable_address_leads_to_the_page_while_there_is_one(asked, client):
    record = asked.question
    answer = client.get(f"/questions/{record.pk}/")
    assert answer.status_code == 302
    assert answer["location"] == asked.get_url()
    asked.unpublish()
    assert client.get(f"/questions/{record.pk}/").status_code == 404
