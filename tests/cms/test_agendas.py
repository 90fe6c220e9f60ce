"""An editor calls a body together: the ordinal, the changes after notice, and who is told."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.timezone import localtime

from cms import schedule
from cms.models import AgendaPage, BodyPage, Handover
from committees.models import Body, BodyRule, Meeting, Membership
from letters.models import Dispatch, Letter
from realtime.models import Event
from tests.cms.conftest import item
from tests.cms.record import form_of, the_one_meeting


@pytest.fixture
def desk(client, keeper):
    client.force_login(keeper)
    return client


def anew(page):
    return AgendaPage.objects.get(pk=page.pk)


def code_of(page) -> str:
    """With which code the page is refused before publication."""
    with pytest.raises(ValidationError) as refused:
        page.full_clean()
    return refused.value.error_dict["__all__"][0].code


# the ordinal


def test_a_blank_ordinal_becomes_the_next_and_is_written_on_the_page(calling, called):
    second = calling(slug="second", title="두 번째")
    second.get_latest_revision().publish()
    assert (anew(called).ordinal, anew(second).ordinal) == (1, 2)
    assert anew(second).meeting.title == "협치회의 제2차 전체회의"


def test_a_draft_written_before_it_had_an_ordinal_keeps_the_one_it_was_given(called):
    draft = called.get_latest_revision().as_object()
    draft.ordinal = None
    draft.save_revision()
    assert anew(called).get_latest_revision_as_object().ordinal == 1


def test_the_form_says_what_would_come_next(called, council, desk):
    Body.objects.create(parent=council, kind_id="steering", name="운영위원회", slug="steering")
    add = reverse("wagtailadmin_pages:add", args=["cms", "agendapage", called.get_parent().pk])
    year = localtime(called.starts_at).year
    said = desk.get(add).content.decode()
    if year == localtime().year:
        assert f"{year}년 전체회의 2차, 운영위원회 회의 1차" in said
    assert "분과회의는 분과마다" in said


@pytest.mark.parametrize("whole", [True, False])
def test_the_form_for_a_new_agenda_keeps_a_draft_whole_or_not(called, editor, client, whole):
    client.force_login(editor)
    add = reverse("wagtailadmin_pages:add", args=["cms", "agendapage", called.get_parent().pk])
    said = form_of(called, slug="new", ordinal="", title="새 회의")
    answer = client.post(add, said if whole else said | {"items-count": "0", "starts_at": ""})
    assert answer.status_code == 302, answer.context["form"].errors
    draft = AgendaPage.objects.get(slug="new")
    assert (draft.live, draft.meeting, len(draft.items)) == (False, None, len(called.items) if whole else 0)


def test_what_an_editor_submits_at_the_form_a_reviewer_passes_there(called, editor, reviewer, visit):
    add = reverse("wagtailadmin_pages:add", args=["cms", "agendapage", called.get_parent().pk])
    said = form_of(called, slug="new", ordinal="", title="새 회의")
    visit(editor).post(add, said | {"action-submit": "1"})
    page = AgendaPage.objects.get(slug="new")
    passing = {"action-workflow-action": "1", "workflow-action-name": "approve"}
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    visit(reviewer).post(edit, form_of(page.get_latest_revision_as_object(), **passing))
    assert (anew(page).live, anew(page).meeting.title) == (True, "협치회의 제2차 전체회의")


def test_an_ordinal_that_is_taken_is_refused_at_the_desk(calling, called):
    assert code_of(calling(slug="again", ordinal=1)) == "ordinal_taken"


def test_an_ordinal_that_was_taken_meanwhile_leaves_the_page_live_and_says_so(calling, called, desk, now):
    second = calling(slug="again")
    Handover.objects.filter(page=second).delete()
    AgendaPage.objects.filter(pk=second.pk).update(live=True, ordinal=1)
    assert schedule.run(now) == 0
    handover = Handover.objects.get(page=second)
    assert (handover.code, anew(second).meeting, Meeting.objects.count()) == ("ordinal_taken", None, 1)
    assert schedule.run(now + timedelta(minutes=1)) == 0
    assert Handover.objects.get(page=second).tried_at == handover.tried_at
    panel = desk.get(reverse("wagtailadmin_pages:edit", args=[second.pk])).content.decode()
    assert "ordinal_taken" in panel
    assert handover.sentence in panel


# who comes together


@pytest.fixture
def parts(council):
    return [
        Body.objects.create(
            parent=council, kind_id="subcommittee", name=f"{name} 분과", slug=f"part-{n}", order=n
        )
        for n, name in enumerate(("지역경제", "문화교육", "환경"))
    ]


def test_a_part_that_was_ticked_at_the_form_is_drafted_and_meets(
    called, parts, desk, editor, reviewer, visit
):
    add = reverse("wagtailadmin_pages:add", args=["cms", "agendapage", called.get_parent().pk])
    assert "문화교육 분과 1차" in desk.get(add).content.decode()
    ticked = {"kind": "subcommittee", "parts": [parts[1].pk], "action-submit": "1"}
    answer = visit(editor).post(add, form_of(called, slug="part", ordinal="", title="분과", **ticked))
    assert answer.status_code == 302, answer.context["form"].errors
    AgendaPage.objects.get(slug="part").get_latest_revision().publish()
    meeting = AgendaPage.objects.get(slug="part").meeting
    assert (list(meeting.bodies.all()), meeting.round.ordinal) == ([parts[1]], 1)


def test_a_plenary_is_the_body_and_an_enlarged_one_all_its_parts(calling, parts, council):
    for kind, bodies in (("plenary", [council]), ("joint", parts)):
        page = calling(slug=kind, kind=kind)
        page.get_latest_revision().publish()
        assert list(anew(page).meeting.bodies.order_by("order", "id")) == bodies


def test_the_parts_that_were_chosen_meet(calling, parts):
    page = calling(kind="subcommittee", parts=[parts[1]])
    page.get_latest_revision().publish()
    assert anew(page).meeting.title == "문화교육 분과 제1차 분과회의".replace("문화교육", "협치회의 문화교육")


def test_a_part_with_a_page_of_its_own_calls_below_it(calling, council_page, parts):
    own = council_page.add_child(instance=BodyPage(title="환경 분과", slug="green", body=parts[2]))
    page = calling(under=own, kind="subcommittee")
    page.get_latest_revision().publish()
    meeting = anew(page).meeting
    assert (list(meeting.bodies.all()), meeting.round.convener) == ([parts[2]], parts[2].parent)


def test_who_is_meant_must_be_clear(calling, parts):
    assert code_of(calling(slug="one", kind="subcommittee")) == "parts_needed"
    assert code_of(calling(slug="two", kind="planning")) == "parts_needed"
    assert code_of(calling(slug="three", parts=parts[:1])) == "parts_not_meant"


def test_another_bodys_part_is_not_called(calling):
    panel = Body.objects.create(kind_id="panel", name="정책자문단", slug="panel")
    other = Body.objects.create(parent=panel, kind_id="subcommittee", name="남의 분과", slug="other")
    assert code_of(calling(kind="subcommittee", parts=[other])) == "not_a_part"


def test_a_body_without_rules_is_not_called(calling, council):
    BodyRule.objects.all().delete()
    assert code_of(calling()) == "no_body_rule"


def test_an_agenda_without_items_is_not_published(calling, now):
    page = calling(items=[])
    with pytest.raises(ValidationError):
        page.get_latest_revision().publish()
    AgendaPage.objects.filter(pk=page.pk).update(live=True)
    assert schedule.run(now) == 0
    assert Handover.objects.get(page=page).code == "page_incomplete"
    assert not Meeting.objects.exists()


def test_a_draft_may_lack_its_hour_and_its_items(calling):
    assert calling(items=[], starts_at=None).pk


# after notice


def test_a_change_after_notice_needs_a_reason_which_members_are_told_once(called, now):
    called.place = "관악문화관"
    assert code_of(called) == "reason_needed"
    called.change_reason = "대강당 공사"
    called.save_revision().publish()
    page = anew(called)
    assert the_one_meeting(page).edition == 2
    assert page.get_latest_revision_as_object().change_reason == ""
    assert page.get_latest_revision().as_object().change_reason == ""
    second = Dispatch.objects.get(about=f"meeting/{page.meeting_id}/notice/2")
    assert "대강당 공사" in second.words
    letters, events = Letter.objects.count(), Event.objects.count()
    page.get_latest_revision().publish()
    assert schedule.run(now) == 0
    page.save_revision().publish()
    assert (Letter.objects.count(), Event.objects.count()) == (letters, events)
    page.place = "신림동 주민센터"
    assert code_of(page) == "reason_needed"


def test_a_reason_that_could_not_be_told_yet_is_kept(called, monkeypatch, now):
    called.place, called.change_reason = "관악문화관", "대강당 공사"
    monkeypatch.setattr("cms.models.agenda.lay_agenda", _broken)
    called.save_revision().publish()
    monkeypatch.undo()
    page = anew(called)
    assert page.change_reason == page.get_latest_revision().as_object().change_reason == "대강당 공사"
    assert schedule.run(now) == 0
    assert anew(called).change_reason == ""
    assert Dispatch.objects.filter(words__contains="대강당 공사").count() == 1


def _broken(*args, **words):
    raise RuntimeError("the layer below is away")


def test_other_pictures_and_words_of_the_page_tell_nobody(called):
    letters = Letter.objects.count()
    called.summary = "올해의 마지막 회의"
    called.save_revision().publish()
    assert Letter.objects.count() == letters
    assert the_one_meeting(called).edition == 1


def test_an_item_on_the_floor_is_not_changed_by_its_page(called, now):
    Meeting.objects.update(state="in_session", called_at=now)
    first = called.meeting.items.get(order=1)
    called.meeting.items.filter(pk=first.pk).update(state="on_floor", taken_up_at=now)
    called.items[0].value["title"] = "다른 안건"
    called.change_reason = "바꿉니다"
    assert code_of(called) == "item_underway"
    taken_off = anew(called)
    taken_off.items, taken_off.change_reason = [], "뺍니다"
    taken_off.items = [item("새 안건")]
    assert code_of(taken_off) == "item_underway"


def test_a_meeting_that_is_over_is_not_called_anew(called):
    Meeting.objects.update(state="cancelled")
    called.full_clean()
    called.place, called.change_reason = "관악문화관", "바꿉니다"
    assert code_of(called) == "meeting_over"


def test_every_member_hears_once_however_often_it_is_published(called, members, now):
    for _ in range(3):
        anew(called).save_revision().publish()
    told = Letter.objects.filter(dispatch__about=f"meeting/{called.meeting_id}/notice/1", road="screen")
    assert sorted(told.values_list("person", flat=True)) == sorted(person.pk for person in members)
    assert Dispatch.objects.get().needs_receipt
    assert Membership.objects.count() == len(members)


# what the editor sees


def test_the_panel_tells_what_became_of_the_agenda_and_where_papers_are_laid(called, desk):
    said = desk.get(reverse("wagtailadmin_pages:edit", args=[called.pk])).content.decode()
    assert "협치회의 제1차 전체회의" in said
    assert "위원 10명에게 알렸고 0명이 받았다고 확인했습니다." in said
    assert f"/meetings/{called.meeting_id}/console/" in said
    assert "의결 2항" in said


def test_the_editor_sees_the_meeting_before_anybody_else(calling, desk):
    page = calling(place="관악문화관 소강당", starts_at=None)
    seen = desk.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    assert seen.status_code == 200
    assert "제1차 전체회의" in seen.content.decode()
    assert not Meeting.objects.exists()


def test_a_refusal_is_told_to_the_editor_at_once(called, desk):
    answer = desk.post(
        reverse("wagtailadmin_pages:edit", args=[called.pk]),
        form_of(called, place="관악문화관", **{"action-publish": "1"}),
    )
    assert answer.status_code == 200
    assert "까닭을 적어 주세요" in answer.content.decode()


def test_a_draft_of_a_change_is_saved_and_looked_at_before_its_reason_is_known(called, desk):
    edit, changed = reverse("wagtailadmin_pages:edit", args=[called.pk]), form_of(called, place="관악문화관")
    preview = reverse("wagtailadmin_pages:preview_on_edit", args=[called.pk])
    assert desk.post(preview, changed).json()["is_valid"]
    assert "관악문화관" in desk.get(f"{preview}?mode=").content.decode()
    assert desk.post(edit, changed).status_code == 302
    assert anew(called).get_latest_revision_as_object().place == "관악문화관"
    assert desk.post(edit, changed | {"action-submit": "1"}).status_code == 200
    assert the_one_meeting(called).place == called.place


def test_the_seconds_of_a_client_are_no_change(called, calling, now):
    page = calling(slug="seconds", starts_at=now.replace(second=17))
    page.get_latest_revision().publish()
    page = anew(page)
    page.starts_at = page.starts_at.replace(second=0, microsecond=0)
    page.full_clean()


def test_a_reader_of_the_page_meets_the_record(called, client):
    context = client.get(called.get_url()).context
    assert context["meeting"] == called.meeting
    assert context["live"]["room"] == f"meeting/{called.meeting_id}"
    assert [row["label"] for row in context["items"]] == ["의결 1항", "의결 2항"]
