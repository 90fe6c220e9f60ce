"""What the public sees."""

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms import publishing
from cms.models import Handover, LegalPage, PlainPage
from deliberation.actions import post_comment
from deliberation.models import ParticipationPolicy
from district.models import Agreement, Consent
from district.refusals import Refusal
from search.models import Entry


def queries(client, address, *, remembering: bool = True) -> int:
    client.get(address)  # once for what a process keeps: content types, sites
    if not remembering:
        cache.clear()
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(asked)


def test_the_question_page_opens_with_few_queries_however_many_spoke(asked, speaker, now, client):
    thread = asked.question.thread
    parent = post_comment(thread, by=speaker, body="첫 의견입니다", at=now)
    few = queries(client, asked.get_url())
    for number in range(40):
        post_comment(thread, by=speaker, body=f"의견 {number}", at=now)
        post_comment(thread, by=speaker, body=f"답글 {number}", at=now, parent=parent.pk)
    assert queries(client, asked.get_url()) == few <= 16
    assert queries(client, asked.get_url(), remembering=False) <= 21


def test_the_question_page_carries_where_its_room_stands(answered, client):
    context = client.get(answered.get_url()).context
    thread = answered.question.thread
    assert context["live"]["room"] == f"thread/{thread.pk}"
    assert context["live"]["seq"] == 2
    assert context["live"]["ticket"]
    assert [comment.body for comment in context["comments"]] == ["신림로 12길이 어둡습니다."]
    assert (context["status"], context["speak_hint"], context["may_speak"]) == ("open", "sign_in", False)


def test_who_is_verified_may_speak(answered, client, speaker):
    client.force_login(speaker)
    context = client.get(answered.get_url()).context
    assert context["may_speak"]
    assert context["me"]["name"] == "느티"


def test_a_page_without_a_record_still_opens(written, editor, client):
    page = written(editor)
    ParticipationPolicy.objects.all().delete()
    page.get_latest_revision().publish()
    assert client.get(page.get_url()).status_code == 200


def test_an_editor_sees_the_page_before_anybody_else(draft, client, keeper):
    draft.purpose = "미리 보는 까닭입니다."
    draft.save_revision()
    client.force_login(keeper)
    seen = client.get(reverse("wagtailadmin_pages:view_draft", args=[draft.pk])).content.decode()
    assert "미리 보는 까닭입니다." in seen
    assert draft.title in seen


def test_a_bad_cursor_is_refused_with_a_sentence(asked, client):
    answer = client.get(asked.get_url(), {"cursor": "쓰레기"})
    assert answer.status_code == 422
    assert "처음부터" in answer.content.decode()


def test_home_and_list_show_the_question(asked, client):
    for address in ("/", asked.get_parent().get_url()):
        assert asked.title in client.get(address).content.decode()


@pytest.mark.parametrize(
    "query", ["status=open", "kind=governance", "status=x", "department=9999999999999", "cursor=%00"]
)
def test_the_list_bears_every_filter(asked, client, query):
    assert client.get(f"{asked.get_parent().get_url()}?{query}").status_code in {200, 422}


def test_menus_follow_a_publication_at_once(asked, client):
    section = asked.get_parent().get_parent().specific
    assert [menu["title"] for menu in client.get("/").context["menus"]] == [section.title]
    section.title = "새 이름"
    section.save_revision().publish()
    menus = client.get(asked.get_url()).context["menus"]
    assert [(menu["title"], menu["active"]) for menu in menus] == [("새 이름", True)]
    assert [child["title"] for child in menus[0]["children"]] == ["관악구가 묻습니다"]


def test_a_page_that_explains_is_found_until_it_is_taken_back(home):
    body = [("paragraph", "<p>보안등은 밤길을 밝힙니다.</p>")]
    page = home.add_child(instance=PlainPage(title="참여안내", slug="guide", body=body, live=False))
    page.save_revision().publish()
    assert Entry.objects.get(kind="page").audience == "public"
    PlainPage.objects.get(pk=page.pk).unpublish()
    assert Entry.objects.get(kind="page").audience == "none"


def legal(home, version="1", text="당신의 글은 당신의 것입니다."):
    page = LegalPage(
        title="이용약관",
        slug=f"terms-{version}",
        kind="terms",
        version=version,
        in_force_from="2026-01-01",
        body=[("paragraph", f"<p>{text}</p>")],
        live=False,
    )
    home.add_child(instance=page)
    page.save_revision().publish()
    return LegalPage.objects.get(pk=page.pk)


def test_a_legal_page_becomes_a_version_to_agree_to(home, client):
    page = legal(home)
    consent = Consent.objects.get()
    assert (consent.kind, consent.version, consent.url) == ("terms", "1", page.address)
    assert consent.sha256 == page.fingerprint()
    assert client.get(page.get_url()).context["consent"] == consent


def test_words_that_somebody_agreed_to_are_not_changed(home, speaker, now):
    page = legal(home)
    Agreement.objects.create(person=speaker, consent=Consent.objects.get(), at=now)
    before = Consent.objects.get().sha256
    page.body = [("paragraph", "<p>당신의 글은 우리의 것입니다.</p>")]
    with pytest.raises(ValidationError, match="새 판을"):
        page.save_revision(clean=False).publish()
    # A race that no form has seen: the words are live, the version is not.
    LegalPage.objects.filter(pk=page.pk).update(body=page.body)
    assert not publishing.hand_over(page, now)
    assert Handover.objects.get(page=page).code == "consent_agreed"
    assert Consent.objects.get().sha256 == before


def test_proceedings_are_not_deleted_with_a_refusal_that_says_why(answered):
    with pytest.raises(Refusal, match="의견이 달렸거나"):
        answered.delete()
