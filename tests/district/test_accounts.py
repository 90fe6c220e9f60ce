"""Joining, signing in and keeping an account, through allauth's one door."""

import re
from datetime import date

import pytest
from django.core import mail

from district.identity import DevelopmentProvider, provider_called, providers
from district.models import Agreement, Consent, Level, Person
from district.refusals import Refusal
from realtime.models import Event
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db
JOINING = {
    "email": "New@Gwanak.example",
    "password1": "river-stone-22",
    "password2": "river-stone-22",
    "nickname": "새이웃",
}


@pytest.fixture
def terms(db):
    since = date(2022, 7, 1)
    Consent.objects.create(kind="terms", version="1", title="이용약관", url="/terms/", in_force_from=since)
    return Consent.objects.create(
        kind="privacy", version="1", title="개인정보 수집·이용", in_force_from=since, required=True
    )


def test_joining_writes_down_what_was_agreed_to(visit, gu, terms):
    answer = visit().post("/accounts/signup/", JOINING | {"agree_terms": "on", "agree_privacy": "on"})
    assert answer.status_code == 302, answer.content.decode()
    person = Person.objects.get(email="new@gwanak.example")
    assert (person.nickname, person.level) == ("새이웃", Level.L1)
    assert {agreed.consent.kind for agreed in Agreement.objects.filter(person=person)} == {"terms", "privacy"}
    assert Event.objects.filter(name="consent.agreed", actor=person).count() == 2


def test_nobody_joins_without_the_required_consents(visit, gu, terms):
    page = visit().post("/accounts/signup/", JOINING | {"agree_terms": "on"}).content.decode()
    assert "개인정보 수집·이용" in page
    assert not Person.objects.exists()


def test_what_is_optional_may_be_left_out(visit, gu, terms):
    Consent.objects.filter(kind="privacy").update(required=False)
    visit().post("/accounts/signup/", JOINING | {"agree_terms": "on"})
    assert [agreed.consent.kind for agreed in Agreement.objects.all()] == ["terms"]


def test_nobody_joins_as_the_mayor(visit, gu):
    page = visit().post("/accounts/signup/", JOINING | {"nickname": "구청장"}).content.decode()
    assert "별명으로 쓰실 수 없습니다" in page
    assert not Person.objects.exists()


def test_an_app_joins_by_the_same_rules(visit, gu, terms):
    body = {"email": "app@gwanak.example", "password": "river-stone-22", "nickname": "앱이웃"}
    address = "/_allauth/app/v1/auth/signup"
    assert visit().post(address, body, content_type="application/json").status_code == 400
    agreed = body | {"agree_terms": True, "agree_privacy": True}
    assert visit().post(address, agreed, content_type="application/json").status_code == 200
    assert Agreement.objects.filter(person__email="app@gwanak.example").count() == 2


def test_an_address_signs_in_however_it_is_typed(visit, resident):
    browser = visit()
    browser.post("/accounts/login/", {"login": "RESIDENT@gwanak.example", "password": PASSWORD})
    assert browser.get("/api/v1/me/").status_code == 200


def test_a_wrong_password_says_so_in_korean(visit, gu, resident):
    page = visit().post("/accounts/login/", {"login": resident.email, "password": "wrong"}).content.decode()
    assert "올바르지 않습니다" in page


def test_a_password_is_reset_by_letter(visit, gu, resident):
    visit().post("/accounts/password/reset/", {"email": resident.email})
    letter = mail.outbox[0]
    assert letter.subject == "[온라인관악청] 비밀번호를 새로 정하실 주소"
    browser = visit()
    address = re.search(r"http://[^/]+(/accounts/password/reset/key/\S+)", letter.body)[1]
    form = browser.get(address, follow=True)
    browser.post(form.request["PATH_INFO"], {"password1": "river-stone-23", "password2": "river-stone-23"})
    resident.refresh_from_db()
    assert resident.check_password("river-stone-23")


OUTSIDE = [
    "login/",
    "signup/",
    "password/reset/",
    "password/reset/done/",
    "password/reset/key/done/",
    "password/reset/key/1-bad/",
    "confirm-email/",
    "confirm-email/nokey/",
    "inactive/",
    "3rdparty/login/cancelled/",
]
INSIDE = ["email/", "password/change/", "logout/", "2fa/", "sessions/", "3rdparty/", "reauthenticate/"]


@pytest.mark.parametrize("address", OUTSIDE)
def test_the_pages_outside_speak_our_words_in_our_frame(visit, gu, address):
    _speaks_korean(visit().get(f"/accounts/{address}"))


@pytest.mark.parametrize("address", INSIDE)
def test_the_pages_inside_speak_our_words_in_our_frame(visit, gu, resident, address):
    _speaks_korean(visit(resident).get(f"/accounts/{address}"))


def test_a_login_that_failed_elsewhere_is_told_in_our_words(visit, gu):
    _speaks_korean(visit().get("/accounts/3rdparty/login/error/"), 401)


def _speaks_korean(answer, status=200):
    page = answer.content.decode()
    assert answer.status_code == status
    assert re.search(r"<h1>[^<]*[가-힣]", page)
    assert '<div class="account">' in page
    assert re.search(r"<title>\s*[^<]*[가-힣]", page)
    assert not re.search(r"<script>|onclick=|style=", page)


def test_who_proves_an_identity_in_the_demo(settings):
    assert list(providers()) == ["development"]
    assert isinstance(provider_called("development"), DevelopmentProvider)
    with pytest.raises(Refusal) as caught:
        provider_called("nobody")
    assert caught.value.status == 404


def test_the_development_provider_does_not_exist_in_a_real_house(settings):
    settings.DEBUG = settings.DEMO = False
    assert providers() == {}
    with pytest.raises(Refusal):
        provider_called("development")


ANSWERS = {"name": "홍길동", "birth": "1984-03-01", "neighborhood": "", "tie": ""}


def test_the_development_provider_takes_the_answers(rf, dong):
    told = DevelopmentProvider().finish(rf.post("/verify/", ANSWERS | {"neighborhood": dong.pk}))
    assert (told.name, told.neighborhood, told.basis) == ("홍길동", dong, "residence")
    assert told.ci_hash == DevelopmentProvider().finish(rf.post("/verify/", ANSWERS)).ci_hash
    assert DevelopmentProvider().finish(rf.post("/verify/", ANSWERS | {"tie": "work"})).basis == "work"
    assert DevelopmentProvider().finish(rf.post("/verify/", ANSWERS)).basis == "identity"


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"name": "<b>"}, {"birth": "2999-01-01"}, {"birth": "0001-01-01"}, {"neighborhood": "99"}],
)
def test_answers_that_prove_nothing_are_refused(rf, wrong):
    request = rf.post("/verify/", ANSWERS | wrong)
    with pytest.raises(Refusal) as caught:
        DevelopmentProvider().finish(request)
    assert (caught.value.code, caught.value.status) == ("identity_unproven", 422)
    assert DevelopmentProvider().begin(request).errors


@pytest.mark.parametrize(
    ("nearest", "forwarded", "believed"),
    [
        ("10.0.0.1", "203.0.113.7", "203.0.113.7"),
        ("10.0.0.1", "198.51.100.1, 203.0.113.7, 10.0.0.2", "203.0.113.7"),
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
        ("", "198.51.100.1", "0.0.0.0"),
        ("10.0.0.1", "garbage", "0.0.0.0"),
    ],
)
def test_only_our_own_proxies_are_believed(rf, settings, nearest, forwarded, believed):
    from district.visitors import address_of

    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    request = rf.get("/", REMOTE_ADDR=nearest, headers={"X-Forwarded-For": forwarded})
    assert address_of(request) == believed
