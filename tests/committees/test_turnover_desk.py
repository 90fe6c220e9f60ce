"""The page of a turnover: a clerk does all of it by plain forms, an auditor reads, others find nothing."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.models import AgendaPage, BodyIndexPage, BodyPage
from committees.actions import appointing, calls, choosing
from committees.models import Application, Call, Certificate, Membership, Office
from district.models import AccessRecord, Department
from papers import hwpx
from tests.cast import NOON, in_office
from tests.committees.turnover import START, big_council, papers, planned, seated_before, selected

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(monkeypatch, settings, home):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    settings.PACE_PERSON = settings.PACE_ADDRESS = "1000000/60"


@pytest.fixture
def body(department):
    return big_council(department)


@pytest.fixture
def call(body):
    return planned(body, closes_at=NOON + timedelta(days=3))


@pytest.fixture
def desk(visit, officer, call):
    """The clerk in front of the page: press(verb, …) sends one of its forms."""

    class Desk:
        address = reverse("desk-turnover", args=[call.pk])
        browser = visit(officer)

        def read(self, query=""):
            return self.browser.get(self.address + query).content.decode()

        def press(self, verb, query="", **said):
            return self.browser.post(self.address + query, {"verb": verb, "ref": str(uuid4()), **said})

    return Desk()


def close(call):
    """The days that were announced are over."""
    Call.objects.filter(pk=call.pk).update(closes_at=NOON)


def test_all_of_it_by_plain_forms(desk, call, officer):
    assert desk.press("publish")["Location"].endswith("?done=publish#call")
    paper = {"origin": "paper", "name": "홍길동", "gender": "f", "birth_year": "1990", "affiliation": "주민"}
    assert desk.press("paper", **paper).status_code == 302
    papers(call, 3, 3)
    assert desk.read().count('name="row"') == 7
    rows = list(call.applications.values_list("pk", flat=True))
    desk.press("choose", row=rows[:5], state="selected")
    moved = desk.press("choose", one=f"{rows[5]}:reserve")
    assert moved["Location"].endswith(f"#application-{rows[5]}")
    desk.press("assign")
    part = call.body.parts.last()
    desk.press("place", **{f"part-{row}": part.pk for row in rows[:5]})
    assert set(Application.objects.filter(pk__in=rows[:5]).values_list("part", flat=True)) == {part.pk}
    # Nobody is told before the day that was announced.
    assert "공고한 모집이 끝난 뒤" in desk.press("decide").text
    close(call)
    desk.press("decide")
    desk.press("appoint")
    assert Membership.objects.filter(seat__body=call.body, start=START).count() == 5
    member = Membership.objects.get(application=rows[0])
    said = {"kind": "chair", "membership": member.pk, "start": START.isoformat()}
    assert desk.press("officer", **said).status_code == 302
    assert Office.objects.get(body=call.body).membership == member
    page = desk.read("?done=appoint")
    assert "모두 위촉했습니다." in page
    assert "위원장" in page


def test_a_new_plan_is_drawn_up_from_the_list(visit, officer, body):
    told = {
        "body": body.pk, "title": "제3기 위촉", "places": "27", "opens_at": "2026-11-25T09:00",
        "closes_at": "2026-12-09T18:00", "starts_on": "2026-12-25", "words": "", "ref": str(uuid4()),
    }  # fmt: skip
    browser, address = visit(officer), reverse("desk-turnovers")
    assert browser.post(address, told)["Location"] == reverse("desk-turnover", args=[Call.objects.get().pk])
    assert "제3기 위촉" in browser.get(address).content.decode()
    answer = browser.post(address, told | {"closes_at": "2026-11-24T18:00", "ref": str(uuid4())})
    assert answer.status_code == 422
    assert "제3기 위촉" in answer.content.decode()


def test_the_head_says_how_the_seats_stand(desk, call):
    rows = selected(call, 16, 11)
    page = re.sub(r"\s+", " ", desk.read())
    assert 'data-male="16" data-female="11"' in page
    assert "59.3 %" in page
    assert "위촉직 27석에 한 성별 16명까지" in page
    assert "is-over" not in page
    woman = rows[-1]
    Application.objects.filter(pk=woman.pk).update(gender="m")
    page = desk.read()
    assert "is-over" in page
    assert "이대로면 남 17명이 됩니다." in page


def test_what_is_refused_stands_in_its_section_with_what_was_typed(desk, call):
    answer = desk.press("paper", origin="paper", name="홍길동", phone="12", motive="골목을 압니다.")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "휴대전화 번호를" in page
    assert "골목을 압니다." in page
    assert not call.applications.exists()
    selected(call, 17, 10)
    answer = desk.press("decide")
    assert answer.status_code == 409
    assert "이대로면 남 17명이 됩니다." in answer.content.decode()
    ticked = desk.press("choose", row=[call.applications.first().pk], state="nonsense")
    assert ticked.status_code == 422
    assert ticked.content.decode().count(" checked") == 1


def test_whoever_has_an_account_is_found_by_the_address(desk, call, resident):
    said = {"origin": "named", "name": "홍길동", "gender": "f", "named_by": "구의회"}
    assert desk.press("paper", email="nobody@gwanak.example", **said).status_code == 422
    desk.press("paper", email="RESIDENT@gwanak.example", **said)
    assert call.applications.get().person == resident


def test_the_list_is_narrowed_and_sorted_in_the_address(desk, call):
    rows = papers(call, 2, 2)
    page = desk.read("?gender=f&sort=name")
    assert page.count('name="row"') == 2
    names = [row.name for row in rows[2:]]
    assert page.index(min(names)) < page.index(max(names))
    assert desk.press("choose", query="?gender=f", one=f"{rows[2].pk}:selected")["Location"].startswith(
        f"{desk.address}?gender=f&"
    )


def test_more_applicants_cost_no_statement_more(desk, call, django_assert_max_num_queries, dong):
    stayers = seated_before(call.body, dong, 2)
    calls.ask_renewals(call, by=None, at=NOON)
    Application.objects.filter(renews__in=stayers).update(state="selected")
    selected(call, 2, 2)
    desk.read()
    with CaptureQueriesContext(connection) as few:
        desk.read()
    selected(call, 10, 10, first=10)
    with django_assert_max_num_queries(len(few)):
        desk.read()


def test_every_reading_leaves_a_line(desk, call, officer):
    desk.read()
    assert not AccessRecord.objects.exists()  # nobody applied: nothing was read
    row = papers(call, 1, 1)[0]
    desk.read()
    assert "동기 0" not in desk.read()
    assert "동기 0" in desk.read(f"?open={row.pk}")
    told = list(AccessRecord.objects.order_by("pk").values_list("purpose", "row_id", "office"))
    listing = ("applications_list", str(call.pk), "기획팀 주무관")
    assert told == [listing, listing, listing, ("application", str(row.pk), "기획팀 주무관")]


def test_the_auditor_reads_and_presses_nothing(visit, auditor, call):
    row = papers(call, 1, 1)[0]
    browser, address = visit(auditor), reverse("desk-turnover", args=[call.pk])
    page = browser.get(address).content.decode()
    assert row.name in page
    assert 'name="verb" value="decide"' not in page
    assert AccessRecord.objects.get().office == "감사담당관"
    answer = browser.post(address, {"verb": "decide"})
    assert answer.status_code == 403
    assert browser.post(reverse("desk-certificates", args=[call.pk]), {"form": "hwpx"}).status_code in {
        403,
        409,
    }


@pytest.mark.parametrize("who", ["elsewhere", "director", "mayor", "moderator"])
def test_to_others_it_is_not_there(visit, call, who, request):
    away = Department.objects.create(name="복지정책과", code="C01")
    person = (
        in_office("away", "officer", "주무관", away) if who == "elsewhere" else request.getfixturevalue(who)
    )
    papers(call, 1, 1)
    browser = visit(person)
    for address in (reverse("desk-turnover", args=[call.pk]), reverse("desk-turnover", args=[999])):
        assert browser.get(address).status_code == 404
        assert browser.post(address, {"verb": "decide"}).status_code == 404
    assert not AccessRecord.objects.exists()


class TestFiles:
    @pytest.fixture
    def appointed(self, call):
        selected(call, 2, 2)
        choosing.decide_call(call, by=None, at=NOON)
        return appointing.appoint_all(call, by=None, at=NOON)

    def test_one_press_numbers_and_hands_out_all(self, desk, appointed):
        address = reverse("desk-certificates", args=[appointed.pk])
        answer = desk.browser.post(address, {"form": "hwpx", "ref": str(uuid4())})
        assert answer["Content-Type"] == "application/hwp+zip"
        assert hwpx.check(answer.content) == []
        words = hwpx.read(answer.content)
        assert [f"제2026-{n}호" in words for n in range(1, 6)] == [True] * 4 + [False]
        again = desk.browser.post(address, {"form": "hwpx", "ref": str(uuid4())})
        assert again.content == answer.content
        assert Certificate.objects.count() == 4

    def test_one_by_itself(self, desk, appointed):
        desk.browser.post(reverse("desk-certificates", args=[appointed.pk]), {"form": "hwpx"})
        row = Certificate.objects.select_related("membership").get(number=2)
        answer = desk.browser.get(reverse("desk-certificate", args=[appointed.pk, row.pk, "hwpx"]))
        assert row.membership.name in hwpx.read(answer.content)
        assert (
            desk.browser.get(reverse("desk-certificate", args=[appointed.pk, row.pk, "exe"])).status_code
            == 404
        )


class TestCeremony:
    @pytest.fixture
    def page(self, home, body):
        index = home.add_child(instance=BodyIndexPage(title="위원회", slug="bodies"))
        return index.add_child(instance=BodyPage(title=body.name, slug="council", body=body))

    def test_an_editor_in_the_department_drafts_it(self, desk, page, call, officer):
        from cms.newsroom import EDITORS
        from tests.cast import _in_group

        _in_group(officer, EDITORS)
        early = desk.press("ceremony", starts_at="2026-12-24T10:00", place="구청 8층 대강당")
        assert early.status_code == 422
        assert "위촉일이나 그 뒤에" in early.content.decode()
        assert (
            desk.press("ceremony", starts_at="2026-12-28T10:00", place="구청 8층 대강당").status_code == 302
        )
        drafted = AgendaPage.objects.get()
        assert (drafted.live, drafted.kind, drafted.meeting) == (False, "inauguration", None)
        assert [block.value["title"] for block in drafted.items] == ["위촉장 수여", "임원 선출"]
        assert drafted.title in desk.read()

    def test_whoever_writes_no_pages_does_not(self, desk, page):
        answer = desk.press("ceremony", starts_at="2026-12-28T10:00", place="구청")
        assert answer.status_code == 403
        assert not AgendaPage.objects.exists()
