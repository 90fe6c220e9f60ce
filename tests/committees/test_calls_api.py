"""The desk's verbs for programs: the same acts with the same refusals, and a line for each reading."""

from datetime import timedelta
from uuid import uuid4

import pytest

from committees.actions import calls
from committees.models import Application, Call, Certificate, Membership
from district.models import AccessRecord
from papers import hwpx
from tests.cast import NOON
from tests.committees.turnover import BEFORE, START, big_council, papers, planned

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(monkeypatch, settings):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    settings.PACE_PERSON = settings.PACE_ADDRESS = "1000000/60"


@pytest.fixture
def call(department):
    return planned(big_council(department), closes_at=NOON + timedelta(days=3))


@pytest.fixture
def api(visit, officer, call):
    browser = visit(officer)

    def ask(method, path, ref=None, **said):
        told = {"ref": str(ref or uuid4()), **said}
        return getattr(browser, method)(f"/api/v1/{path}", told, content_type="application/json")

    return ask


def test_a_whole_turnover_by_program(api, call, officer):
    assert api("post", f"calls/{call.pk}/publish/").json()["stage"] == "open"
    part = call.body.parts.first()
    said = {"origin": "paper", "gender": "f", "wishes": [part.pk]}
    rows = [api("post", f"calls/{call.pk}/papers/", name=f"홍길{n}", **said).json() for n in range(3)]
    assert rows[0]["wishes"] == [{"id": part.pk, "name": part.name}]
    numbers = [row["id"] for row in rows]
    api("post", f"calls/{call.pk}/choose/", applications=numbers[:2], state="selected")
    api("post", f"calls/{call.pk}/choose/", applications=numbers[2:], state="reserve")
    assert api("post", f"calls/{call.pk}/parts/").status_code == 200
    moved = api("post", f"applications/{numbers[0]}/part/", part=call.body.parts.last().pk).json()
    assert moved["part"]["id"] == call.body.parts.last().pk
    # Others were told that they may still come.
    assert api("post", f"calls/{call.pk}/decide/").json()["code"] == "call_still_open"
    Call.objects.filter(pk=call.pk).update(closes_at=NOON)
    assert api("post", f"calls/{call.pk}/decide/").json()["stage"] == "decided"
    assert api("post", f"applications/{numbers[2]}/call-up/").json()["state"] == "selected"
    assert api("post", f"calls/{call.pk}/appoint/").json()["stage"] == "appointed"
    assert Membership.objects.filter(seat__body=call.body, start=START).count() == 3
    issued = api("post", f"calls/{call.pk}/certificates/").json()["results"]
    assert [row["label"] for row in issued] == ["제2026-1호", "제2026-2호", "제2026-3호"]
    paper = api("post", f"calls/{call.pk}/certificates/", form="hwpx")
    assert hwpx.check(paper.content) == []
    assert Certificate.objects.count() == 3


def test_the_same_number_is_done_once(api, call):
    ref = uuid4()
    said = {"origin": "paper", "name": "홍길동", "gender": "f"}
    first = api("post", f"calls/{call.pk}/papers/", ref=ref, **said).json()
    assert api("post", f"calls/{call.pk}/papers/", ref=ref, **said).json() == first
    assert Application.objects.count() == 1
    other = api("post", f"calls/{call.pk}/papers/", ref=ref, **said | {"name": "홍길서"})
    assert other.json()["code"] == "ref_reused"


def test_certificates_asked_for_twice_with_one_number_are_the_same(api, call):
    row = papers(call, 0, 1)[0]
    api("post", f"calls/{call.pk}/choose/", applications=[row.pk], state="selected")
    api("post", f"calls/{call.pk}/decide/")
    api("post", f"calls/{call.pk}/appoint/")
    ref = uuid4()
    first = api("post", f"calls/{call.pk}/certificates/", ref=ref).json()
    assert api("post", f"calls/{call.pk}/certificates/", ref=ref).json() == first


def test_a_plan_is_drawn_up_and_mended(api, call):
    said = {
        "title": "보궐 위촉", "places": 1, "opens_at": "2026-11-25T09:00:00+09:00",
        "closes_at": "2026-12-02T18:00:00+09:00", "starts_on": "2026-12-20",
    }  # fmt: skip
    made = api("post", "calls/", body=call.body_id, **said)
    assert (made.status_code, made.json()["stage"]) == (201, "draft")
    mended = api("put", f"calls/{made.json()['id']}/", **said | {"places": 2})
    assert mended.json()["places"] == 2
    assert api("post", "calls/", body=call.body_id, **said | {"places": 0}).status_code == 422


def test_what_is_still_drawn_up_is_the_keepers(api, visit, call, resident):
    public = visit()
    assert public.get("/api/v1/calls/").json()["results"] == []
    assert public.get(f"/api/v1/calls/{call.pk}/").status_code == 404
    assert api("get", f"calls/{call.pk}/").status_code == 200
    calls.publish_call(call, by=None, at=BEFORE)
    assert [row["id"] for row in public.get("/api/v1/calls/").json()["results"]] == [call.pk]
    assert public.get(f"/api/v1/calls/{call.pk}/applications/").status_code == 403
    assert visit(resident).get(f"/api/v1/calls/{call.pk}/applications/").status_code == 404


def test_every_reading_of_the_list_leaves_a_line(api, visit, call, auditor):
    papers(call, 1, 1)
    listed = api("get", f"calls/{call.pk}/applications/").json()["results"]
    assert [row["gender"] for row in listed] == ["f", "m"]
    assert "동기" not in str(listed)
    assert len(visit(auditor).get(f"/api/v1/calls/{call.pk}/applications/").json()["results"]) == 2
    assert list(AccessRecord.objects.order_by("pk").values_list("purpose", "office")) == [
        ("applications_api", "기획팀 주무관"), ("applications_api", "감사담당관"),
    ]  # fmt: skip


def test_the_auditor_changes_nothing(visit, call, auditor):
    answer = visit(auditor).post(
        f"/api/v1/calls/{call.pk}/publish/", {"ref": str(uuid4())}, content_type="application/json"
    )
    assert answer.json()["code"] == "not_keeper"
