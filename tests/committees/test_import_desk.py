"""The desk's page for rosters of other houses."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from committees.models import Body, Membership
from tests.committees.test_importing import HEAD

pytestmark = pytest.mark.django_db
LINE = "A,환경위원회,위원,,김하나,2020-01-01,2020-03-01\n"


def pressed(client, button, lines=LINE, **more):
    upload = SimpleUploadedFile("roster.csv", (HEAD + lines).encode())
    told = {"rosters": [upload], "source": "elsewhere", button: "1", **more}
    return client.post(reverse("desk-import"), told, follow=True)


@pytest.fixture
def at_desk(client, administrator):
    client.force_login(administrator)
    return client


def test_a_try_says_what_would_come_in_and_writes_nothing(at_desk):
    page = pressed(at_desk, "try")
    assert "기구 1곳을 넣습니다." in page.text
    assert not Body.objects.exists()


def test_bringing_in_lays_the_bodies(at_desk):
    assert "위촉 1건을 넣습니다." in pressed(at_desk, "bring").text
    assert Membership.objects.get().name == "김하나"


def test_a_wrong_line_is_shown_and_nothing_comes_in(at_desk):
    wrong = LINE + "B,문화위원회,위원,,이두리,,\n"
    assert "시작한 날이 없습니다" in pressed(at_desk, "try", wrong).text
    assert "아무것도 넣지 않았습니다" in pressed(at_desk, "bring", wrong).text
    assert not Body.objects.exists()


def test_a_file_that_is_none_is_said_beside_the_form(at_desk):
    told = {"rosters": [SimpleUploadedFile("a.json", b"[]")], "source": "x-1", "bring": "1"}
    assert "Popolo 파일이 아닙니다" in at_desk.post(reverse("desk-import"), told).text


def test_nobody_but_the_administrator_gets_there(client, officer):
    client.force_login(officer)
    assert client.get(reverse("desk-import")).status_code in {302, 403}
    assert client.post(reverse("desk-import"), {}).status_code in {302, 403}


class TestByProgram:
    def bring(self, client, lines=LINE, **more):
        told = {"rosters": [SimpleUploadedFile("roster.csv", (HEAD + lines).encode())], "source": "elsewhere"}
        return client.post("/api/v1/imports/", told | more)

    def test_a_dry_run_answers_what_would_come_in(self, at_desk):
        told = self.bring(at_desk, dry_run="true").json()
        assert (told["dry_run"], told["bodies"], told["memberships"], told["problems"]) == (True, 1, 1, [])
        assert not Body.objects.exists()

    def test_it_comes_in_once(self, at_desk):
        assert self.bring(at_desk).json()["memberships"] == 1
        assert self.bring(at_desk).json() == {
            "dry_run": False, "bodies": 0, "people": 0, "memberships": 0, "offices": 0, "unchanged": 2,
            "held_no_day": [], "problems": [],
        }  # fmt: skip

    def test_what_is_wrong_is_refused_with_its_code(self, at_desk):
        refused = self.bring(at_desk, LINE + "B,문화위원회,위원,,이두리,,\n")
        assert (refused.status_code, refused.json()["code"]) == (422, "import_refused")
        assert self.bring(at_desk, source="가").json()["code"] == "bad_source"

    def test_nobody_but_the_administrator_may(self, client, officer):
        assert self.bring(client).status_code in {401, 403}
        client.force_login(officer)
        assert self.bring(client).json()["code"] == "not_importing"

    def test_a_source_goes_out_again_as_it_came_in(self, at_desk):
        self.bring(at_desk)
        told = at_desk.get("/api/v1/imports/elsewhere/").json()
        assert told == {"heads": HEAD.strip().split(","), "lines": [LINE.strip().split(",")]}
        assert at_desk.get("/api/v1/imports/nowhere/").json()["code"] == "not_found"

    def test_popolo_goes_out_as_popolo(self, at_desk):
        told = {
            "persons": [{"id": "p", "name": {"lang:ko": "김하나"}}],
            "organizations": [{"id": "o", "name": "환경위원회"}],
            "memberships": [
                {"id": "m", "person_id": "p", "organization_id": "o",
                 "start_date": "2020-01-01", "end_date": "2020-03-01"}
            ],
        }  # fmt: skip
        upload = SimpleUploadedFile("a.json", json.dumps(told).encode())
        assert (
            at_desk.post("/api/v1/imports/", {"rosters": [upload], "source": "elsewhere"}).status_code == 200
        )
        assert at_desk.get("/api/v1/imports/elsewhere/").json() == told

    def test_nobody_else_takes_it_out(self, at_desk, client, officer):
        self.bring(at_desk)
        client.force_login(officer)
        assert client.get("/api/v1/imports/elsewhere/").json()["code"] == "not_importing"
