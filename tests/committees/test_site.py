"""The door for people: the pages of a meeting and its forms, without a script."""

import re
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from committees.actions import meetings
from committees.door_code import code_of
from committees.models import Attendance, Remark, Resolution
from committees.views.profile import TABS, body_context
from district.models import AccessRecord
from papers.models import Attachment
from tests.committees.conftest import CLOSED_WORDS
from tests.committees.doors import presses
from tests.committees.test_api import grow

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def house_of(gu):
    """Every page names the district."""


def page(row, *rest):
    return "/".join(["", f"{row._meta.model_name}s", str(row.pk), *map(str, rest), ""])


def said(answer):
    """What the next page will say."""
    return [str(message) for message in answer.wsgi_request._messages]


def test_everybody_reads_the_meeting_and_of_a_closed_item_its_number(visit, gathering, member, secretary):
    for person in (None, member, secretary):
        answer = visit(person).get(page(gathering))
        assert answer.status_code == 200
        assert "협치회의 제1차 전체회의" in answer.text
        assert CLOSED_WORDS not in answer.text
    assert CLOSED_WORDS not in visit().get(page(gathering, "screen")).text


def test_whoever_reads_of_a_meeting_can_follow_its_body(visit, gathering, member):
    browser, here = visit(member), page(gathering)
    for there, gone in (("소식 받기", "그만 받기"), ("그만 받기", "소식 받기")):
        told = browser.get(here).text
        assert there in told
        assert gone not in told
        form = re.search(r'<form class="follow".*?</form>', told, re.DOTALL)[0]
        fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
        answer = browser.post(re.search(r'action="([^"]+)"', form)[1], fields)
        assert (answer.status_code, answer.headers["Location"]) == (302, here)


def test_the_floor_and_the_console_open_to_those_whose_they_are(
    visit, gathering, member, secretary, chair, resident
):
    for rest in ("floor", "console"):
        assert visit().get(page(gathering, rest)).headers["Location"].startswith("/accounts/login/?next=")
        assert visit(resident).get(page(gathering, rest)).status_code == 404
    assert visit(member).get(page(gathering, "console")).status_code == 403
    for person, rest in ((member, "floor"), (chair, "console"), (secretary, "console")):
        answer = visit(person).get(page(gathering, rest))
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert CLOSED_WORDS in answer.text


def test_an_auditor_on_the_floor_is_written_down(visit, gathering, auditor):
    assert visit(auditor).get(page(gathering, "floor")).status_code == 200
    assert [(each.person, each.row) for each in AccessRecord.objects.all()] == [(auditor, gathering)]
    assert visit(auditor).get(page(gathering, "console")).status_code == 403


def test_a_member_checks_in_with_one_button(visit, gathering, member, now):
    address = f"{page(gathering, 'check-in')}?code={code_of(gathering, now)}"
    assert visit().get(address).status_code == 302
    assert code_of(gathering, now) in visit(member).get(address).text
    answer = presses(visit(member), page(gathering, "check-in"), code=code_of(gathering, now))
    assert (answer.headers["Location"], said(answer)) == (page(gathering, "floor"), ["출석을 확인했습니다."])
    assert Attendance.objects.get().way == "qr"


def test_whoever_cannot_be_counted_is_told_why(visit, gathering, member, resident, council):
    assert presses(visit(resident), page(gathering, "check-in")).status_code == 403
    assert visit(resident).get(page(gathering, "check-in")).status_code == 200
    council.rules.update(remote_allowed=False)
    answer = presses(visit(member), page(gathering, "check-in"))
    assert answer.headers["Location"] == page(gathering, "check-in")
    assert said(answer) == ["회의장 화면의 QR을 찍거나 간사에게 말씀해 주세요."]
    assert not Attendance.objects.exists()


def test_the_code_of_the_door_is_given_to_those_who_run_the_meeting(visit, gathering, secretary, member):
    for person in (None, member):
        assert visit(person).get(page(gathering, "door-code")).status_code == 403
    answer = visit(secretary).get(page(gathering, "door-code"))
    assert "/check-in/?code=" in answer.json()["check_in_url"]
    assert answer.json()["svg"].startswith("<svg")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "?code=" not in visit().get(page(gathering, "screen")).text
    assert "?code=" in visit(secretary).get(page(gathering, "screen")).text


def test_the_secretary_walks_through_a_meeting_by_forms_alone(
    visit, gathering, members, secretary, items, now
):
    browser = visit(secretary)
    assert said(presses(browser, page(gathering, "call"))) == ["의사정족수에 6명이 모자랍니다."]
    for person in members[:6]:
        seat = person.memberships.get().seat_id
        presses(browser, page(gathering, "roll"), seat=seat, mode="in_person", next="console")
    assert said(presses(browser, page(gathering, "call")))[-1] == "개의했습니다."
    answer = presses(browser, page(gathering, "items", items[1].pk, "take-up"))
    assert answer.headers["Location"] == page(gathering, "console")
    asked = {"form": "adopted", "method": "hands", "text": "원안대로 의결한다.", "yes": "5", "no": "1"}
    mended = presses(browser, page(gathering, "items", items[1].pk, "resolution"), **asked)
    assert mended.status_code == 422
    assert "원안대로 의결한다." in mended.text
    presses(browser, page(gathering, "items", items[1].pk, "resolution"), **asked, abstain="0")
    assert Resolution.objects.get().yes == 5
    presses(browser, page(gathering, "items", items[1].pk, "finish"))
    presses(browser, page(gathering, "attendances", Attendance.objects.first().pk, "end"))
    for verb in ("recess", "resume"):
        presses(browser, page(gathering, verb))
    assert said(presses(browser, page(gathering, "adjourn")))[-1] == "산회했습니다."


def test_the_secretary_calls_it_off_by_a_form(visit, gathering, secretary, chair):
    assert "/cancel/" not in visit(chair).get(page(gathering, "console")).text
    browser = visit(secretary)
    assert "회의 취소" in browser.get(page(gathering, "console")).text
    assert said(presses(browser, page(gathering, "cancel"), reason=" ")) == ["내용을 적어 주세요."]
    answer = presses(browser, page(gathering, "cancel"), reason="폭설")
    assert (answer.headers["Location"], said(answer)[-1]) == (
        page(gathering, "console"), "회의를 취소했습니다.",
    )  # fmt: skip
    assert "/cancel/" not in browser.get(page(gathering, "console")).text


def test_a_form_that_is_sent_twice_is_done_once(visit, sitting, items, member, secretary):
    ref, address = uuid4(), page(sitting, "items", items[1].pk, "remark")
    for _ in range(2):
        answer = presses(visit(member), address, body="수치를 다시 보아 주십시오.", ref=ref)
        assert answer.headers["Location"] == f"{page(sitting, 'floor')}#item-{items[1].pk}"
    assert Remark.objects.count() == 1
    for _ in range(2):
        paper = {"file": SimpleUploadedFile("자료.txt", "자료".encode()), "ref": ref}
        visit(secretary).post(page(sitting, "items", items[1].pk, "paper"), paper)
    assert Attachment.objects.count() == 1


def test_words_that_are_refused_stand_in_the_form_again(visit, sitting, items, member):
    answer = presses(visit(member), page(sitting, "items", items[1].pk, "remark"), body="가" * 5000)
    assert answer.status_code == 422
    assert "가" * 5000 in answer.text


def test_no_form_sends_anybody_elsewhere(visit, gathering, secretary):
    for where in ("https://x.example/", "//x.example", "/desk/", "floor/../.."):
        answer = presses(visit(secretary), page(gathering, "recess"), next=where)
        assert answer.headers["Location"] == page(gathering, "console")
    assert presses(visit(secretary), page(gathering, "recess"), next="floor").headers["Location"] == page(
        gathering, "floor"
    )


def test_a_stranger_presses_nothing(visit, gathering, resident, items):
    for rest in ("call", "recess", "resume", "adjourn", "cancel", "roll"):
        assert presses(visit(resident), page(gathering, rest)).status_code == 403
        assert presses(visit(), page(gathering, rest)).headers["Location"].startswith("/accounts/login/")
        assert visit(resident).get(page(gathering, rest)).status_code == 405
    assert presses(visit(resident), page(gathering, "items", 0, "take-up")).status_code == 404


def test_a_paper_of_a_closed_item_reaches_members_alone(visit, gathering, items, secretary, member, resident):
    paper = SimpleUploadedFile("심사표.txt", "비밀 심사표".encode())
    answer = visit(secretary).post(page(gathering, "items", items[2].pk, "paper"), {"file": paper})
    assert said(answer) == ["자료를 올렸습니다."]
    laid = Attachment.objects.get()
    assert "심사표" not in visit().get(page(gathering)).text
    inside = visit(member).get(f"/api/v1{page(gathering, 'inside')}").json()
    assert [paper["name"] for paper in inside["items"][0]["papers"]] == ["심사표.txt"]
    assert visit(member).get(laid.url).status_code == 200
    assert visit(resident).get(laid.url).status_code == visit().get(laid.url).status_code == 404
    empty = visit(secretary).post(page(gathering, "items", items[2].pk, "paper"))
    assert said(empty)[-1] == "빈 파일입니다."


def test_a_resolution_has_an_address_that_stays(visit, sitting, items, secretary, officer):
    meetings.take_up(items[1], by=secretary, at=sitting.called_at)
    asked = {"form": "adopted", "method": "unanimous", "text": "원안대로 의결한다."}
    presses(visit(secretary), page(sitting, "items", items[1].pk, "resolution"), **asked)
    resolution = Resolution.objects.get()
    assert "원안대로 의결한다." in visit().get(page(resolution)).text
    department = officer.postings.get().post.department_id
    wrong = presses(visit(secretary), page(resolution, "order"), what="일정을 세운다", department="0")
    assert wrong.status_code == 422
    presses(visit(secretary), page(resolution, "order"), what="일정을 세운다", department=department)
    order = resolution.orders.get()
    presses(visit(officer), page(order, "report"), report="세웠습니다.")
    assert "세웠습니다." in visit().get(page(resolution)).text


def test_my_duties_are_my_seats_and_what_waits_for_me(visit, gathering, member, secretary, resident):
    assert visit().get("/me/seats/").status_code == 302
    for person in (member, secretary):
        answer = visit(person).get("/me/seats/")
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert "협치회의 제1차 전체회의" in answer.text
    assert "협치회의" not in visit(resident).get("/me/seats/").context["ahead"]


def test_a_page_costs_the_same_however_many_sit_and_meet(
    visit, gathering, council, member, secretary, dong, now
):
    def queries(person, address):
        browser = visit(person)
        cache.clear()  # or the menus may grow old just between the two
        browser.get(address)
        with CaptureQueriesContext(connection) as read:
            assert browser.get(address).status_code == 200
        return len(read)

    def body_page(tab):
        request = RequestFactory().get("/", {"tab": tab})
        request.user = AnonymousUser()
        with CaptureQueriesContext(connection) as read:
            told = body_context(council, request, now)
            assert (told["counts"].sitting, told["meetings_total"]) in {(10, 1), (13, 21)}
        return len(read)

    few_of_body = {tab: body_page(tab) for tab in TABS}
    pages = [
        (None, page(gathering)),
        (member, page(gathering, "floor")),
        (secretary, page(gathering, "console")),
    ]
    few = [queries(*each) for each in pages]
    assert max(few) <= 56
    grow(council, dong, gathering)
    assert [queries(*each) for each in pages] == few
    # The newest six on the first tab have no items by now, whose decisions are then not asked for.
    few_of_body["about"] -= 1
    assert {tab: body_page(tab) for tab in TABS} == few_of_body


def test_the_page_of_a_body_asks_only_for_its_open_tab(gathering, council, dong, now):
    grow(council, dong, gathering)

    def told(asked):
        request = RequestFactory().get("/", asked)
        request.user = AnonymousUser()
        with CaptureQueriesContext(connection) as read:
            context = body_context(council, request, now)
        return context, len(read)

    first, most = told({})
    assert (len(first["meetings"]), first["meetings_total"], first["counts"].sitting) == (6, 21, 13)
    rows = {"members": 13, "meetings": 21, "resolutions": 0, "terms": 1}
    for tab, count in rows.items():
        context, read = told({"tab": tab})
        assert (context["tab"], len(context[tab]), read < most) == (tab, count, True)
        assert not {"seats", "parts", "members", "meetings", "resolutions"} & {*context} - {tab}
        for above in ("counts", "meetings_total", "resolutions_total", "term", "years"):
            assert context[above] == first[above]
    assert told({"tab": "\x00"})[0].keys() == first.keys()
