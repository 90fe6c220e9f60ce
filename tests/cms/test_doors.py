"""My place, the health of the house, and its way of saying no."""

import json

import pytest
from allauth.account.models import EmailAddress

from cms.actions import due, leave_house, verify_person
from district.identity import Identity
from district.models import Consent, Level, Person
from realtime.models import Event

PASSWORD = "cheong-demo"


@pytest.mark.parametrize("address", ["/me/", "/me/export/", "/me/leave/", "/me/verify/"])
def test_my_place_asks_who_i_am(client, home, address):
    answer = client.get(address)
    assert answer.status_code == 302
    assert answer["location"].startswith("/accounts/login/")


def test_my_words_are_mine_alone(answered, client, speaker, editor):
    client.force_login(speaker)
    assert [word.body for word in client.get("/me/").context["words"]] == ["신림로 12길이 어둡습니다."]
    client.force_login(editor)
    assert list(client.get("/me/").context["words"]) == []


def test_my_data_is_a_file_with_everything_i_said(answered, client, speaker):
    client.force_login(speaker)
    answer = client.get("/me/export/")
    assert answer["content-disposition"].startswith("attachment")
    told = json.loads(answer.content)
    assert told["person"]["email"] == speaker.email
    assert [comment["body"] for comment in told["comments"]] == ["신림로 12길이 어둡습니다."]
    assert told["voices"]


def test_leaving_asks_for_the_password_and_empties_the_account(answered, client, speaker):
    client.force_login(speaker)
    client.post("/me/leave/", {"sure": "on", "password": "wrong"})
    assert Person.objects.get(pk=speaker.pk).is_active
    assert client.post("/me/leave/", {"sure": "on", "password": PASSWORD}).status_code == 302
    left = Person.objects.get(pk=speaker.pk)
    assert (left.email, left.nickname, left.public_name) == (None, "", "탈퇴한 주민")
    assert not EmailAddress.objects.filter(user=left).exists()
    assert client.get("/me/").status_code == 302
    assert Event.objects.get(name="person.left").actor == left
    assert "느티" not in client.get(answered.get_url()).content.decode()


def test_the_voice_of_somebody_who_left_still_counts_until_the_end(answered, speaker, now):
    thread = answered.question.thread
    Person.objects.filter(pk=speaker.pk).update(ci_hash="a" * 64)
    leave_house(speaker, at=now)
    thread.refresh_from_db()
    assert thread.voices == 1
    due(now)
    assert Person.objects.get(pk=speaker.pk).ci_hash == "a" * 64
    question = thread.question
    question.result, question.result_at = "달았습니다.", thread.closes_at
    question.save()
    due(thread.closes_at)
    due(thread.closes_at)
    assert Person.objects.get(pk=speaker.pk).ci_hash is None
    assert Event.objects.filter(name="identity.released").count() == 1


def test_verification_leads_back_to_where_i_wrote(asked, client, now, settings):
    settings.IDENTITY_PROVIDERS = ["district.identity.DevelopmentProvider"]
    person = Person.objects.create_user("new@gwanak.example", PASSWORD)
    client.force_login(person)
    back = asked.get_url()
    assert client.get("/me/verify/", {"next": back}).context["form"]
    form = {"name": "홍길동", "birth": "1980-03-01", "basis": "identity", "next": back}
    answer = client.post("/me/verify/development/", form)
    assert (answer.status_code, answer["location"]) == (302, back)
    assert Person.objects.get(pk=person.pk).level >= Level.L2
    assert Event.objects.get(name="person.verified").facts["basis"]


def test_one_human_being_has_one_account(db, now):
    from datetime import date

    first, second = (Person.objects.create_user(f"{name}@gwanak.example", PASSWORD) for name in "ab")
    identity = Identity(name="홍길동", ci="same", birth=date(1980, 3, 1))
    verify_person(first, identity=identity, at=now)
    from district.refusals import Refusal

    with pytest.raises(Refusal) as refused:
        verify_person(second, identity=identity, at=now)
    assert refused.value.code == "identity_taken"
    assert Event.objects.filter(name="person.verified").count() == 1


@pytest.mark.parametrize(
    "address", ["/api/", "/api/v1/nothing/", "/api/cms/nothing/", "/api/v1/questions/0/"]
)
def test_a_wrong_address_of_the_api_is_a_problem(client, home, address):
    answer = client.get(address)
    assert answer.status_code == 404
    assert answer["content-type"].startswith("application/problem+json")


def test_a_wrong_address_of_the_site_is_a_page(client, home):
    answer = client.get("/nothing-here/")
    assert answer.status_code == 404
    assert "이 주소에는 쪽이 없습니다" in answer.content.decode()


def test_the_root_of_the_api_names_what_can_be_had(client, home):
    links = client.get("/api/v1/").json()["links"]
    assert links["questions"].endswith("/api/v1/questions/")
    for link in links.values():
        status = client.get(link.removeprefix("http://testserver"), {"q": "가"}).status_code
        assert status in {200, 403}, link


def test_the_pages_are_read_by_machines(asked, client):
    told = client.get(f"/api/cms/pages/{asked.pk}/").json()
    assert told["title"] == asked.title
    assert told["purpose"] == asked.purpose


@pytest.mark.parametrize("asks", ["offset=99999999999999999999", "slug=%00", "search=%00"])
def test_pages_are_not_asked_for_what_no_row_can_hold(asked, client, asks):
    answer = client.get(f"/api/cms/pages/?{asks}")
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")


@pytest.mark.parametrize("words", ['"', '"밤길', " ", "(", "*", "AND", "밤길:*", "'"])
def test_signs_do_not_break_the_search_for_pages(asked, client, keeper, words):
    assert client.get("/api/cms/pages/", {"search": words}).status_code == 200
    assert client.get("/api/cms/images/", {"search": words}).status_code == 200
    client.force_login(keeper)
    assert client.get("/desk/choose-page/search/", {"q": words}).status_code == 200


def test_the_house_says_how_it_is(client, home):
    assert client.get("/healthz").content == b"ok"
    said = client.get("/readyz").json()
    assert said == {"database": "ok", "cache": "ok", "layer": "ok", "worker": "ok"}


def test_a_choice_is_kept_and_leads_back_into_the_house_only(client, home):
    answer = client.post("/display/", {"theme": "dark", "size": "150", "next": "/me/"})
    assert (answer["location"], answer.cookies["theme"].value) == ("/me/", "dark")
    assert client.post("/language/", {"language": "en", "next": "https://other.example/"})["location"] == "/"
    assert client.get("/")["content-language"] == "en"
    assert client.post("/display/", {"theme": "<script>"}).cookies == {}


def test_the_site_is_strict_and_the_desk_draws_itself(client, home, keeper):
    client.force_login(keeper)
    assert "unsafe-inline" not in client.get("/")["content-security-policy"]
    desk = client.get("/desk/")
    assert "unsafe-inline" in desk["content-security-policy"]
    assert "desk/desk.css" in desk.content.decode()


def test_the_desk_shows_what_is_open(answered, client, keeper):
    client.force_login(keeper)
    assert answered.title in client.get("/desk/").content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "pages/", "pages/{page}/", "pages/{page}/edit/", "pages/add/cms/questionpage/{index}/",
        "pages/add/cms/plainpage/{section}/", "pages/add/cms/legalpage/{section}/", "pages/{page}/history/",
        "reports/site-history/", "reports/workflow/", "workflows/list/", "images/", "documents/", "account/",
        "pages/{page}/delete/", "pages/{page}/move/", "pages/{page}/copy/", "users/", "groups/",
    ],
)  # fmt: skip
def test_every_screen_of_the_desk_opens(asked, client, keeper, address):
    client.force_login(keeper)
    index = asked.get_parent()
    place = {"page": asked.pk, "index": index.pk, "section": index.get_parent().pk}
    assert client.get(f"/desk/{address.format(**place)}").status_code == 200


def test_a_new_text_is_agreed_to_once(client, speaker, home, now):
    consent = Consent.objects.create(kind="terms", version="2", title="새 약관", in_force_from=now.date())
    client.force_login(speaker)
    assert list(client.get("/me/").context["open_consents"]) == [consent]
    assert client.post(f"/me/agree/{consent.pk}/").status_code == 302
    assert client.post(f"/me/agree/{consent.pk}/").status_code == 404
    assert Event.objects.filter(name="consent.agreed").count() == 1


def test_search_finds_by_tag(asked, client):
    found = client.get("/search/", {"tag": "보안등"}).context["results"]
    assert [one["title"] for one in found] == [asked.title]


def test_search_finds_the_question_and_refuses_what_is_no_word(asked, client):
    found = client.get("/search/", {"q": "보안등"}).context["results"]
    assert [one["url"] for one in found] == [asked.address]
    for q in ("\u0000", "가" * 500):
        answer = client.get("/search/", {"q": q})
        assert answer.status_code == 422
        assert answer.context["problem"]
    assert client.get("/search/").status_code == 200


def test_an_old_form_is_refused_in_words(home):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/language/", {"language": "en"})
    assert answer.status_code == 403
    assert "새로 고친 뒤에" in answer.content.decode()
