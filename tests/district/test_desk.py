"""Who comes to the staff desk, by which proof, and what may be kept there."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth.models import Group
from wagtail.models import Page

from district.models import Consent, Department, Holiday, Person, Posting
from tests.cast import NOON, PASSWORD, account

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
ROWS = [
    "district",
    "department",
    "post",
    "posting",
    "neighborhood",
    "administration",
    "holiday",
    "tag",
    "consent",
]


@pytest.fixture
def first_account(gu):
    return Person.objects.create_superuser("first@gwanak.example", PASSWORD)


@pytest.fixture(autouse=True)
def root(db):
    return Page.objects.first()


def code_now():
    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(SECRET, counters[len(counters) // 2]))


def test_wagtails_own_sign_in_is_not_a_way_in(visit, officer):
    answer = visit().post("/desk/login/?next=/desk/", {"username": officer.email, "password": PASSWORD})
    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/login/?next=/desk/"
    assert visit().get("/desk/password_reset/").status_code in {302, 404}


def test_a_stranger_is_sent_to_our_sign_in(visit):
    assert visit().get("/desk/")["Location"] == "/accounts/login/?next=/desk/"


def test_a_resident_may_not_enter_the_desk_and_is_not_sent_in_circles(visit, gu, resident):
    assert visit(resident).get("/desk/").status_code == 403


def test_whoever_holds_an_office_today_may_enter(visit, gu, officer):
    assert visit(officer).get("/desk/").status_code == 200


def test_an_office_that_ended_opens_nothing(visit, gu, officer):
    Posting.objects.update(end="2023-01-01")
    assert visit(officer).get("/desk/").status_code == 403


def test_rights_of_an_office_end_with_the_account(officer):
    assert officer.has_perm("wagtailadmin.access_admin")
    officer.is_active = False
    assert not officer.has_perm("wagtailadmin.access_admin")


class TestSecondFactor:
    @pytest.fixture(autouse=True)
    def required(self, settings, gu):
        settings.STAFF_SECOND_FACTOR = "required"

    @pytest.fixture
    def factor(self, officer):
        return TOTP.activate(officer, SECRET).instance

    def signed_in(self, visit, person):
        browser = visit()
        browser.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
        return browser

    def test_staff_without_one_set_it_up_first(self, visit, officer):
        browser = self.signed_in(visit, officer)
        assert browser.get("/desk/")["Location"] == "/accounts/2fa/totp/activate/"
        assert browser.get("/desk/pages/")["Location"] == "/accounts/2fa/totp/activate/"
        page = browser.get("/accounts/2fa/totp/activate/", follow=True).content.decode()
        assert "두 번째 인증이 필요합니다" in page
        assert "한 번 더 확인합니다" in page

    def confirm_password(self, browser):
        where = browser.get("/accounts/2fa/totp/activate/")["Location"]
        browser.post(where, {"password": PASSWORD, "next": "/accounts/2fa/totp/activate/"})

    def test_it_may_be_set_up_there_and_then(self, visit, officer):
        browser = self.signed_in(visit, officer)
        self.confirm_password(browser)
        assert "인증 앱으로 아래 그림을 찍고" in browser.get("/accounts/2fa/totp/activate/").content.decode()
        session = browser.session
        session["mfa.totp.secret"] = SECRET
        session.save()
        answer = browser.post("/accounts/2fa/totp/activate/", {"code": code_now()})
        assert answer.status_code == 302, answer.content.decode()
        assert Authenticator.objects.filter(user=officer, type="totp").exists()
        assert "복구 번호" in browser.get("/accounts/2fa/recovery-codes/").content.decode()
        assert "복구 번호" in browser.get("/accounts/2fa/recovery-codes/generate/").content.decode()
        assert "그만 쓰기" in browser.get("/accounts/2fa/totp/deactivate/").content.decode()

    def test_signing_in_asks_for_it_and_the_desk_opens(self, visit, officer, factor):
        browser = self.signed_in(visit, officer)
        page = browser.get("/accounts/2fa/authenticate/").content.decode()
        assert "인증 앱에 보이는 숫자" in page
        assert browser.get("/api/v1/me/").status_code == 403
        browser.post("/accounts/2fa/authenticate/", {"code": code_now()})
        assert browser.get("/desk/").status_code == 200

    def test_a_wrong_code_opens_nothing(self, visit, officer, factor):
        browser = self.signed_in(visit, officer)
        browser.post("/accounts/2fa/authenticate/", {"code": "000000"})
        assert browser.get("/desk/")["Location"].startswith("/accounts/login/")

    def test_a_session_older_than_the_factor_has_to_show_it(self, visit, officer):
        browser = self.signed_in(visit, officer)
        TOTP.activate(officer, SECRET)
        there = browser.get("/desk/")["Location"]
        assert there == "/accounts/2fa/reauthenticate/?next=%2Fdesk%2F"
        assert "한 번 더 확인합니다" in browser.get(there).content.decode()
        assert browser.post(there, {"code": code_now(), "next": "/desk/"})["Location"] == "/desk/"
        assert browser.get("/desk/").status_code == 200

    def test_residents_are_not_asked_for_one(self, visit, resident):
        assert self.signed_in(visit, resident).get("/api/v1/me/").status_code == 200

    def test_where_it_is_only_offered_nobody_is_held_up(self, visit, officer, settings):
        settings.STAFF_SECOND_FACTOR = "offered"
        assert self.signed_in(visit, officer).get("/desk/").status_code == 200


@pytest.mark.parametrize("name", ROWS)
def test_the_administrator_reads_the_districts_rows(visit, gu, administrator, name):
    assert visit(administrator).get(f"/desk/{name}/").status_code == 200


@pytest.mark.parametrize("name", ROWS)
def test_the_auditor_reads_them_too(visit, gu, auditor, name):
    assert visit(auditor).get(f"/desk/{name}/").status_code == 200


@pytest.mark.parametrize("name", ROWS)
def test_an_officer_does_not(visit, gu, officer, name):
    assert visit(officer).get(f"/desk/{name}/")["Location"] == "/desk/"


def test_the_administrator_adds_a_department_and_the_auditor_does_not(visit, gu, administrator, auditor):
    row = {"name": "협치과", "parent": "", "code": "B02", "order": "1"}
    visit(auditor).post("/desk/department/new/", row)
    assert not Department.objects.exists()
    visit(administrator).post("/desk/department/new/", row)
    assert Department.objects.get().name == "협치과"


def test_the_administrator_adds_a_holiday(visit, gu, administrator):
    visit(administrator).post(
        "/desk/holiday/new/", {"date": "2026-11-25", "name": "임시공휴일", "is_off": "on"}
    )
    assert Holiday.objects.get().is_off


def test_an_office_is_given_by_address(visit, gu, administrator, department, officer, unverified):
    post = officer.postings.get().post
    row = {"post": post.pk, "person": unverified.email, "start": "2026-01-01", "end": "", "order_no": "7"}
    browser = visit(administrator)
    browser.post("/desk/posting/new/", row)
    assert unverified.postings.get().order_no == "7"
    page = browser.get(f"/desk/posting/edit/{unverified.postings.get().pk}/").content.decode()
    assert unverified.email in page
    refused = browser.post("/desk/posting/new/", row | {"person": "nobody@gwanak.example"}).content.decode()
    assert "이 이메일로 만든 계정이 없습니다" in refused


@pytest.mark.parametrize("who", ["administrator", "first_account"])
def test_a_text_that_people_agreed_to_is_changed_by_nobody(visit, gu, request, who):
    consent = Consent.objects.create(kind="terms", version="1", title="이용약관", in_force_from=NOON.date())
    browser = visit(request.getfixturevalue(who))
    browser.post(f"/desk/consent/edit/{consent.pk}/", {"kind": "terms", "version": "1", "title": "다른 글"})
    consent.refresh_from_db()
    assert consent.title == "이용약관"
    assert browser.get(f"/desk/consent/inspect/{consent.pk}/").status_code == 200


def test_the_list_of_accounts_shows_staff_and_no_residents(visit, administrator, resident, officer):
    page = visit(administrator).get("/desk/users/").content.decode()
    assert officer.email in page
    assert resident.email not in page


def test_an_account_for_an_official_is_opened_without_a_password(visit, administrator):
    group = Group.objects.create(name="편집")
    visit(administrator).post("/desk/users/new/", {"email": "Desk@Gwanak.example", "groups": [group.pk]})
    person = Person.objects.get(email="desk@gwanak.example")
    assert not person.has_usable_password()
    assert list(person.groups.all()) == [group]


def test_an_account_is_closed_at_the_desk(visit, administrator, officer):
    browser = visit(administrator)
    assert browser.get(f"/desk/users/edit/{officer.pk}/").status_code == 200
    browser.post(f"/desk/users/edit/{officer.pk}/", {"groups": []})
    officer.refresh_from_db()
    assert not officer.is_active


def test_nobody_closes_the_own_account(visit, administrator):
    visit(administrator).post(f"/desk/users/edit/{administrator.pk}/", {"groups": []})
    administrator.refresh_from_db()
    assert administrator.is_active


@pytest.mark.parametrize("whom", ["resident", "first_account"])
def test_the_administrator_does_not_reach_residents_nor_the_first_account(
    visit, administrator, request, whom
):
    person = request.getfixturevalue(whom)
    assert visit(administrator).get(f"/desk/users/edit/{person.pk}/").status_code == 302
    visit(administrator).post(f"/desk/users/edit/{person.pk}/", {"groups": []})
    person.refresh_from_db()
    assert person.is_active


@pytest.mark.parametrize("who", ["administrator", "first_account"])
def test_nobody_deletes_a_person(visit, request, who, officer):
    browser = visit(request.getfixturevalue(who))
    browser.post(f"/desk/users/delete/{officer.pk}/")
    assert browser.get(f"/desk/bulk/district/person/delete/?id={officer.pk}").status_code == 404
    assert Person.objects.filter(pk=officer.pk).exists()


@pytest.mark.parametrize(
    "address",
    [
        "",
        "users/",
        "users/new/",
        "users/?q=first",
        "groups/",
        "groups/new/",
        "account/",
        "api-tokens/",
        "reports/site-history/",
        "reports/workflow/",
        "reports/locked/",
    ],
)
def test_no_screen_of_wagtail_stumbles_over_a_person_without_a_username(visit, first_account, address):
    assert visit(first_account).get(f"/desk/{address}").status_code == 200


def test_own_preferences_are_kept_without_two_names(visit, first_account):
    browser = visit(first_account)
    account_page = browser.get("/desk/account/").content.decode()
    assert "first_name" not in account_page
    answer = browser.post(
        "/desk/account/",
        {
            "theme-theme": "dark",
            "theme-contrast": "system",
            "theme-density": "default",
            "locale-preferred_language": "ko",
            "locale-current_time_zone": "",
        },
    )
    assert answer.status_code == 302
    assert first_account.wagtail_userprofile.theme == "dark"


def test_history_and_usage_of_an_account_are_pages(visit, first_account, officer):
    browser = visit(first_account)
    for page in ("history", "usage"):
        assert browser.get(f"/desk/users/{page}/{officer.pk}/").status_code == 200


def test_the_group_screen_lists_its_people(visit, first_account):
    group = Group.objects.create(name="편집")
    account("grouped").groups.add(group)
    browser = visit(first_account)
    assert browser.get(f"/desk/groups/edit/{group.pk}/").status_code == 200
    assert browser.get(f"/desk/users/?group={group.pk}").status_code == 200
