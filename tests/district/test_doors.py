"""The district's doors of the API."""

import pytest

from district.models import Department, Person, Tag
from realtime.models import Event
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db
LISTS = ["departments", "posts", "neighborhoods", "administrations", "tags", "consents"]


@pytest.mark.parametrize("name", LISTS)
def test_anybody_reads_the_districts_own_rows(visit, officer, dong, name):
    answer = visit().get(f"/api/v1/{name}/")
    assert answer.status_code == 200
    assert set(answer.json()) == {"results", "next", "previous"}


@pytest.mark.parametrize("name", LISTS)
def test_nobody_writes_them_here(visit, name, administrator):
    answer = visit(administrator).post(f"/api/v1/{name}/", {}, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")


def test_a_post_says_which_badge_it_wears(visit, officer):
    assert visit().get("/api/v1/posts/").json()["results"][0]["label"] == "기획예산과"


def test_pages_lead_on_by_address(visit):
    Department.objects.bulk_create(Department(name=f"부서 {n}", code=f"T{n}") for n in range(25))
    browser, met, address = visit(), 0, "/api/v1/departments/?limit=10"
    while address:
        page = browser.get(address).json()
        met, address = met + len(page["results"]), page["next"]
    assert met == Department.objects.count()


def test_a_bad_cursor_is_a_problem_with_a_code(visit):
    answer = visit().get("/api/v1/tags/?cursor=%00")
    assert answer["Content-Type"] == "application/problem+json"
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_cursor")


def test_posts_are_read_with_the_same_few_questions(visit, officer, mayor, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert len(visit().get("/api/v1/posts/").json()["results"]) == 2


def test_me_is_asked_to_sign_in(visit):
    answer = visit().get("/api/v1/me/")
    assert (answer.status_code, answer.json()["code"]) == (403, "sign_in_needed")


def test_me_shows_what_the_house_knows_of_me(visit, resident):
    assert visit(resident).get("/api/v1/me/").json() == {
        "name": "관악산다람쥐",
        "nickname": "관악산다람쥐",
        "email": "resident@gwanak.example",
        "level": 3,
        "level_label": "주민 또는 생활권",
        "verified_at": "2026-10-25T12:00:00+09:00",
        "dong": "낙성대동",
        "office": None,
    }


def test_me_shows_the_office_i_speak_for(visit, officer):
    assert visit(officer).get("/api/v1/me/").json()["office"] == "기획예산과"


def patch(browser, body, **headers):
    return browser.patch("/api/v1/me/", body, content_type="application/json", **headers)


def test_i_choose_my_nickname(visit, resident):
    assert patch(visit(resident), {"nickname": "밤길지킴이"}).json()["name"] == "밤길지킴이"
    resident.refresh_from_db()
    assert resident.nickname == "밤길지킴이"
    assert Event.objects.get(name="person.renamed").actor == resident


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ('{"nickname": "구청장"}', 422, "nickname_reserved"),
        ('{"nickname": "%s"}' % ("가" * 21), 422, "too_long"),
        ('{"nickname": "\\u0000"}', 422, "bad_text"),
        ('{"nickname": "\\u0007"}', 422, "empty_words"),
        ('{"nickname": null}', 422, "invalid"),
        ("{}", 422, "invalid"),
        ("[1]", 400, "bad_json"),
        ("{", 400, "bad_json"),
        ("[" * 100_000, 400, "too_deep"),
        ('{"a": "%s"}' % ("x" * 300_000), 413, "too_large"),
    ],
)
def test_a_bad_nickname_changes_nothing(visit, resident, body, status, code):
    answer = patch(visit(resident), body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert Person.objects.get(pk=resident.pk).nickname == "관악산다람쥐"


def test_a_form_is_not_read_here(visit, resident):
    answer = visit(resident).patch(
        "/api/v1/me/", "nickname=x", content_type="application/x-www-form-urlencoded"
    )
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media")


def test_a_foreign_page_cannot_write_in_my_name(visit, resident):
    answer = patch(visit(resident, enforce_csrf_checks=True), {"nickname": "남"})
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")


def sign_in_by_app(browser, email, password=PASSWORD):
    answer = browser.post(
        "/_allauth/app/v1/auth/login", {"email": email, "password": password}, content_type="application/json"
    )
    return answer.json().get("meta", {}).get("session_token")


def test_an_app_signs_in_with_a_session_token(visit, resident):
    token = sign_in_by_app(visit(), resident.email)
    assert visit().get("/api/v1/me/", headers={"X-Session-Token": token}).json()["name"] == "관악산다람쥐"
    assert (
        patch(
            visit(enforce_csrf_checks=True), {"nickname": "앱"}, headers={"X-Session-Token": token}
        ).status_code
        == 200
    )


def test_a_forged_token_opens_nothing(visit, resident):
    assert visit().get("/api/v1/me/", headers={"X-Session-Token": "forged"}).status_code == 403


def test_a_wrong_password_gives_no_session(visit, resident):
    assert (
        visit()
        .get(
            "/api/v1/me/",
            headers={"X-Session-Token": sign_in_by_app(visit(), resident.email, "wrong") or "x"},
        )
        .status_code
        == 403
    )


def test_a_headless_browser_asks_who_it_is(visit, resident):
    assert visit().get("/_allauth/browser/v1/auth/session").status_code == 401
    answer = visit(resident).get("/_allauth/browser/v1/auth/session").json()
    assert answer["data"]["user"]["email"] == resident.email


def test_a_retired_tag_says_where_it_went(visit):
    kept = Tag.objects.create(name="안전")
    Tag.objects.create(name="치안", merged_into=kept)
    assert visit().get("/api/v1/tags/").json()["results"][0]["merged_into"] == kept.pk


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ("[" * 100_000, 400, "too_deep"),
        ("{", 400, "bad_json"),
        ('{"email": "a@b.example", "password": "\\ud800"}', 422, "bad_text"),
        ('{"email": "%s"}' % ("x" * 300_000), 413, "too_large"),
    ],
)
def test_the_headless_doors_are_bounded_like_our_own(visit, db, body, status, code):
    answer = visit().post("/_allauth/app/v1/auth/login", body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
