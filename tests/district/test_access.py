"""열람 기록: who looked at what is closed, and who may look at that."""

import pytest

from district.access import read
from district.models import AccessRecord
from tests.cast import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def seen(auditor, department):
    return read(auditor, department, purpose="비공개 안건", at=NOON)


def test_it_says_who_read_what_when_and_as_which_office(seen, auditor, department):
    kept = AccessRecord.objects.get()
    assert (kept.person, kept.office, kept.row, kept.at) == (auditor, "감사담당관", department, NOON)


def test_whoever_holds_two_offices_reads_as_the_auditor(auditor, head, department):
    auditor.postings.update(person=head)
    head.refresh_from_db()
    assert read(head, department, purpose="비공개 안건", at=NOON).office == "감사담당관"


def test_without_an_office_the_person_stands_there_all_the_same(resident, department):
    assert read(resident, department, purpose="비공개 안건", at=NOON).office == ""


def test_the_auditor_reads_the_list_at_the_desk(visit, gu, auditor, seen):
    browser = visit(auditor)
    assert "비공개 안건" in browser.get("/desk/accessrecord/").content.decode()
    assert browser.get(f"/desk/accessrecord/inspect/{seen.pk}/").status_code == 200


@pytest.mark.parametrize("who", ["administrator", "officer", "moderator"])
def test_nobody_else_does(visit, gu, who, seen, request):
    browser = visit(request.getfixturevalue(who))
    assert browser.get("/desk/accessrecord/").status_code == 302
    assert browser.get(f"/desk/accessrecord/inspect/{seen.pk}/").status_code == 302


@pytest.mark.parametrize("address", ["new/", "edit/{}/", "delete/{}/", "copy/{}/"])
def test_what_was_seen_is_never_unseen(visit, gu, auditor, seen, address):
    where = f"/desk/accessrecord/{address.format(seen.pk)}"
    assert visit(auditor).post(where, {"purpose": "아무것도 아님"}).status_code in {302, 404}
    assert [row.purpose for row in AccessRecord.objects.all()] == ["비공개 안건"]
