"""들여오기 at the desk: the keeper tries a file, reads what would come in, and brings it in."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from pledges.models import Pledge
from tests.cast import NOON
from tests.pledges.at_desk import Desk, refused, told

pytestmark = pytest.mark.django_db
LIST = "관리번호,공약명,이름\n7-1,밤길을 밝게,홍길동\n7-2,나무 심기,홍길동\n"


@pytest.fixture(autouse=True)
def noon(monkeypatch, settings, home):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    settings.PACE_PERSON = settings.PACE_ADDRESS = "1000000/60"


@pytest.fixture
def desk(visit, officer, rule):
    return Desk(visit(officer))


def file(text=LIST, name="list.csv"):
    return SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)


def test_a_trial_says_what_would_come_in_and_nothing_does(desk, ninth):
    answer = desk.press("desk-pledge-import", "try", file=file(), administration=ninth.pk)
    assert answer.status_code == 200
    assert "공약 2건을 새로 넣습니다." in answer.text
    assert "이름(사람에 관한 열은 읽지 않습니다)" in answer.text
    assert Pledge.objects.count() == 0


def test_what_was_tried_is_brought_in_and_may_be_published_at_once(desk, ninth, rule):
    answer = desk.press("desk-pledge-import", "bring", file=file(), administration=ninth.pk, publish="on")
    assert (answer.status_code, answer.url) == (302, reverse("desk-pledges"))
    assert told(answer)[0].startswith("공약 2건을 새로 넣습니다. 공약 2건을 게시합니다.")
    laid = Pledge.objects.order_by("order")
    assert [(each.code, each.department) for each in laid] == [("7-1", rule.keeper), ("7-2", rule.keeper)]
    assert laid.exclude(published_at=None).count() == 2


def test_each_wrong_line_is_told_with_its_reason_and_lets_nothing_in(desk, ninth):
    wrong = "관리번호,공약명,부서\n7-1,밤길,없는과\n가,나무,\n8-1,학교,\n"
    answer = desk.press("desk-pledge-import", "try", file=file(wrong), administration=ninth.pk)
    assert "없는 부서입니다: 없는과" in answer.text
    assert "관리번호를 6-1-1처럼 적어 주세요." in answer.text
    answer = desk.press("desk-pledge-import", "bring", file=file(wrong), administration=ninth.pk)
    refused(answer, 422, "2곳을 들여올 수 없어 아무것도 넣지 않았습니다.")
    assert Pledge.objects.count() == 0


def test_what_is_no_file_of_pledges_is_said_on_the_page(desk, ninth):
    answer = desk.press("desk-pledge-import", "try", file=file("a,b\n1,2\n"), administration=ninth.pk)
    refused(answer, 422, "공약명이라는 열이 있어야 합니다.")
    answer = desk.press(
        "desk-pledge-import", "try", file=file(b"PK\x03\x04", "a.xlsx"), administration=ninth.pk
    )
    refused(answer, 422, "표를 읽을 수 없습니다.")
    assert desk.press("desk-pledge-import", "try", administration=ninth.pk).status_code == 422


def test_the_page_is_the_keepers_alone(visit, desk, ninth, rule, officer, reporter, auditor, resident):
    address = reverse("desk-pledge-import")
    assert "공약 들여오기" in visit(officer).get(address).text
    assert [visit(person).get(address).status_code for person in (reporter, auditor, resident)] == [
        404,
        404,
        403,
    ]
    said = {"do": "bring", "administration": ninth.pk, "file": file()}
    assert visit(reporter).post(address, said).status_code == 404
    assert Pledge.objects.count() == 0
