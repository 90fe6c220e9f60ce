"""Pages that tell of a body or call a forum, and where they are found."""

import html
import json
from datetime import timedelta
from uuid import NAMESPACE_OID, uuid5

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from cms import newsroom, schedule
from cms.models import AgendaPage, BodyPage, ForumIndexPage, ForumPage, Handover, SectionPage
from committees.models import Body, Meeting
from deliberation.actions import close_session, open_session
from deliberation.models import Forum, Session
from district.models import Posting
from search.models import Entry
from tests.cms.conftest import item


@pytest.fixture
def desk(client, keeper):
    client.force_login(keeper)
    return client


# bodies


@pytest.fixture
def told_of(council_page):
    """The page of the council, once the council knows of it."""
    council_page.save_revision().publish()
    return BodyPage.objects.get(pk=council_page.pk)


def test_a_body_learns_where_it_is_read_of_and_is_found(told_of, council, client):
    council.refresh_from_db()
    assert council.url == told_of.address == "/governance/bodies/council/"
    assert Entry.objects.get(kind="page").url == council.url
    answer = client.get(f"/bodies/{council.pk}/")
    assert (answer.status_code, answer["location"]) == (302, told_of.get_url())
    told_of.unpublish()
    alone = client.get(f"/bodies/{council.pk}/")
    assert (alone.status_code, alone.context["body"]) == (200, council)
    assert client.get(f"/bodies/{council.pk + 100}/").status_code == 404
    assert client.get(f"/bodies/{10**30}/").status_code == 404


def test_a_body_has_one_page(told_of, bodies, council, now):
    second = bodies.add_child(instance=BodyPage(title="또 하나", slug="again", body=council, live=False))
    with pytest.raises(ValidationError) as refused:
        second.full_clean()
    assert refused.value.error_dict["__all__"][0].code == "body_has_page"
    BodyPage.objects.filter(pk=second.pk).update(live=True)
    schedule.run(now)
    assert Handover.objects.get(page=second).code == "body_has_page"
    assert Body.objects.get(pk=council.pk).url == told_of.address


def test_an_alias_of_a_body_is_no_second_page(told_of, council):
    told_of.create_alias(update_slug="mirror")
    told_of.title = "협치회의"
    told_of.save_revision().publish()
    assert Handover.objects.get(page=told_of).code == ""
    assert Body.objects.get(pk=council.pk).url == told_of.address


def test_a_copy_of_a_page_is_about_no_body_yet(council_page):
    copy = council_page.copy(update_attrs={"slug": "copy"}, keep_live=False)
    assert copy.body is None
    assert copy.get_latest_revision().as_object().body is None


def test_a_page_that_turns_to_another_body_leaves_the_first(told_of, council):
    panel = Body.objects.create(kind_id="panel", name="정책자문단", slug="panel")
    told_of.body = panel
    told_of.save_revision().publish()
    assert [body.url for body in Body.objects.order_by("pk")] == ["", told_of.address]


def test_the_page_of_a_body_shows_the_record(council_page, called, client):
    context = client.get(council_page.get_url()).context
    assert (context["counts"].seats, context["counts"].sitting) == (10, 10)
    assert [row["meeting"] for row in context["meetings"]] == [called.meeting]


def test_the_list_of_bodies_opens_with_as_many_queries_for_ten(council_page, called, client):
    (row,) = client.get("/governance/bodies/").context["bodies"]
    assert (row["body"], row["sitting"], row["next"]) == (called.meeting.round.convener, 10, called.meeting)


def test_the_first_page_shows_the_next_meetings_and_those_that_sit(called, calling, client, now):
    soon = calling(slug="soon", starts_at=now + timedelta(days=1), items=[item("하나"), item("둘")])
    soon.get_latest_revision().publish()
    rows = client.get("/").context["next_meetings"]
    assert [row["meeting"].round.ordinal for row in rows] == [2, 1]
    assert "안건 2건" in rows[0]["line"]
    Meeting.objects.filter(pk=called.meeting_id).update(state="in_session", called_at=now)
    rows = client.get("/").context["next_meetings"]
    assert (rows[0]["meeting"], rows[0]["live"]) == (called.meeting, True)
    assert rows[0]["quorum"]["needed"] == 6


# forums


def block(title: str, now, post, **words) -> dict:
    hours = {"starts_at": now + timedelta(days=3), "ends_at": now + timedelta(days=3, hours=2)}
    said = hours | {"title": title, "area": "", "place": "", "facilitator": str(post.pk)}
    return {"type": "session", "id": str(uuid5(NAMESPACE_OID, title)), "value": said | words}


@pytest.fixture
def post(officer):
    return Posting.objects.get(person=officer).post


@pytest.fixture
def forum_page(home, council, policy, post, now):
    section = home.add_child(instance=SectionPage(title="공론장", slug="talk"))
    index = section.add_child(instance=ForumIndexPage(title="공론장", slug="forums"))
    page = index.add_child(
        instance=ForumPage(
            title="관악형 공론장",
            slug="gwanak",
            purpose="협치의제를 함께 찾습니다.",
            body=council,
            sessions=[block("안전한 골목", now, post), block("함께 크는 동네", now, post)],
            live=False,
        )
    )
    page.save_revision().publish()
    return ForumPage.objects.get(pk=page.pk)


def test_a_forum_is_called_once_with_its_sessions(forum_page, client, post):
    assert forum_page.forum == Forum.objects.get()
    assert forum_page.forum.url == forum_page.address
    sessions = list(Session.objects.order_by("ordinal"))
    assert [(one.ordinal, one.title) for one in sessions] == [(1, "안전한 골목"), (2, "함께 크는 동네")]
    assert {one.facilitator for one in sessions} == {post}
    forum_page.save_revision().publish()
    assert Session.objects.count() == 2
    answer = client.get(f"/forums/{forum_page.forum_id}/")
    assert (answer.status_code, answer["location"]) == (302, forum_page.get_url())


def test_the_page_of_a_forum_and_the_list_show_its_sessions(forum_page, client, now, officer):
    open_session(Session.objects.get(ordinal=1), by=officer, at=now)
    for address in (forum_page.get_url(), forum_page.get_parent().get_url()):
        told = client.get(address)
        assert told.status_code == 200
        assert "안전한 골목" in told.content.decode()
    assert [one.title for one in client.get("/").context["open_sessions"]] == ["안전한 골목"]
    (first, _second) = client.get(forum_page.get_url()).context["sessions"]
    assert (first.status_now, first.url) == ("open", f"/sessions/{first.pk}/")


def test_a_session_that_was_opened_is_kept_with_its_page(forum_page, now, officer, keeper):
    assert forum_page.permissions_for_user(keeper).can_delete()
    session = Session.objects.get(ordinal=1)
    open_session(session, by=officer, at=now)
    close_session(session, by=officer, at=now)
    assert not forum_page.permissions_for_user(keeper).can_delete()
    forum_page.sessions = list(forum_page.sessions.raw_data)[1:]
    with pytest.raises(ValidationError) as refused:
        forum_page.full_clean()
    assert refused.value.error_dict["__all__"][0].code == "session_underway"


def test_a_copy_of_a_forum_calls_another(forum_page):
    copy = forum_page.copy(update_attrs={"slug": "copy"}, keep_live=False)
    assert copy.forum is None
    copy.get_latest_revision().publish()
    assert Forum.objects.count() == 2
    assert Session.objects.count() == 4


def test_an_editor_sees_a_forum_before_anybody_else(forum_page, desk, now, post):
    forum_page.title = "가을 공론장"
    forum_page.sessions = [block("새 이야기", now, post)]
    forum_page.save_revision()
    seen = desk.get(reverse("wagtailadmin_pages:view_draft", args=[forum_page.pk]))
    assert "새 이야기" in seen.content.decode()
    assert Session.objects.count() == 2


# the desk


def test_a_secretary_drafts_the_agendas_of_the_bodies_and_nothing_else(
    council_page, secretary, home, calling
):
    newsroom.due(timezone.now())
    may = council_page.permissions_for_user(secretary)
    assert may.can_add_subpage()
    assert not may.can_publish()
    assert not home.permissions_for_user(secretary).can_add_subpage()
    own, other = calling(secretary), calling(slug="other")
    assert own.permissions_for_user(secretary).can_edit()
    assert not own.permissions_for_user(secretary).can_publish()
    assert not other.permissions_for_user(secretary).can_edit()


def test_who_is_no_secretary_any_more_drafts_no_more(council_page, secretary, council, now):
    newsroom.due(now)
    council.offices.update(end=(now - timedelta(days=2)).date())
    newsroom.due(now)
    person = type(secretary).objects.get(pk=secretary.pk)
    assert not council_page.permissions_for_user(person).can_add_subpage()


def test_the_desk_says_which_notice_is_due_and_what_is_ahead(calling, called, desk, visit, member, now):
    late = calling(slug="late", title="늦은 회의", starts_at=now + timedelta(days=2))
    told = desk.get("/desk/").content.decode()
    assert "통지할 회의" in told
    assert "늦은 회의" in told
    assert "지났습니다" in told
    late.get_latest_revision().publish()
    assert "통지할 회의" not in desk.get("/desk/").content.decode()


SCREENS = [
    "add/cms/agendapage/{council}/", "add/cms/bodypage/{bodies}/", "add/cms/forumindexpage/{section}/",
    "{called}/edit/", "{called}/delete/", "{called}/history/", "{council}/edit/",
]  # fmt: skip


def test_every_screen_for_bodies_opens(called, bodies, council_page, desk):
    place = {"council": council_page.pk, "bodies": bodies.pk, "called": called.pk}
    place["section"] = bodies.get_parent().pk
    for address in SCREENS:
        assert desk.get(f"/desk/pages/{address.format(**place)}").status_code == 200, address


def test_every_screen_for_forums_opens(forum_page, desk):
    for address in (f"{forum_page.pk}/edit/", f"add/cms/forumpage/{forum_page.get_parent().pk}/"):
        told = desk.get(f"/desk/pages/{address}")
        assert told.status_code == 200
        assert json.dumps("기획팀 주무관").strip('"') in html.unescape(told.content.decode())


def test_an_agenda_page_stands_below_a_body_only():
    assert [kind.__name__ for kind in AgendaPage.allowed_parent_page_models()] == ["BodyPage"]
