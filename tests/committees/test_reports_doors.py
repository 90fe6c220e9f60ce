"""Reports at their doors: the page, the file and the API say the same, to those whose they are."""

from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from django.utils import timezone

from committees.documents.reports import REPORTS
from committees.models import Body, Membership
from district.models import Department
from papers import hwpx
from papers.document import text
from tests.cast import in_office
from tests.committees.bodies_made import bodies_of, chair_of
from tests.committees.doors import problem
from tests.committees.test_reports import drawn

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
OPEN = [name for name, report in REPORTS.items() if not report.closed]


@pytest.fixture(autouse=True)
def bodies(gu, department, dong):
    """Two bodies of five, whose terms end next month."""
    made = bodies_of(2, department, dong)
    Membership.objects.update(end=TODAY + timedelta(days=30))
    chair_of(made[0])
    return made


@pytest.fixture
def stranger():
    return in_office(
        "elsewhere", "officer", "복지팀 주무관", Department.objects.create(name="복지과", code="C01")
    )


def page(name, **asked):
    return f"/bodies/reports/{name}/" + (
        "?" + "&".join(f"{key}={value}" for key, value in asked.items()) if asked else ""
    )


def api(name, **asked):
    return "/api/v1" + page(name, **asked).replace("/bodies/reports/", "/reports/bodies/")


@pytest.mark.parametrize("name", OPEN)
def test_everybody_reads_the_same_words_on_the_page_in_the_file_and_by_api(visit, bodies, name):
    asked = {"body": bodies[0].pk, "on": TODAY.isoformat()}
    shown = visit().get(page(name, **asked))
    assert shown.status_code == 200
    document = shown.context["document"]
    words = text(document)
    assert words == text(drawn(name, bodies[:1], on=TODAY, at=timezone.now()))
    assert all(line.split("\t")[0] in shown.text for line in words.replace("\n", "\t").split("\t"))
    told = visit().get(api(name, **asked)).json()
    assert (told["text"], told["title"], told["on"]) == (words, document.title, TODAY.isoformat())
    file = visit().get(page(name, **asked, **{"as": "hwpx"}))
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert hwpx.check(file.content) == []
    assert hwpx.read(file.content) == words
    book = openpyxl.load_workbook(BytesIO(visit().get(page(name, **asked, **{"as": "xlsx"})).content))
    assert len(book.worksheets) == len(told["tables"])


@pytest.mark.parametrize("name", OPEN)
def test_a_report_comes_as_pdf_on_paper_that_lies_across(visit, bodies, name):
    pypdf = pytest.importorskip("pypdf")
    answer = visit().get(page(name, body=bodies[0].pk, **{"as": "pdf"}))
    if answer.status_code == 503:
        pytest.skip("Pango is not on this machine")
    sheet = pypdf.PdfReader(BytesIO(answer.content)).pages[0]
    assert sheet.mediabox.width > sheet.mediabox.height
    assert bodies[0].name.replace(" ", "") in "".join(sheet.extract_text().split())


def test_the_api_gives_rows_with_their_columns_and_says_when_nothing_changed(visit, bodies):
    answer = visit().get(api("composition"))
    (table,) = answer.json()["tables"]
    assert len(table["rows"]) == 2
    assert {len(row) for row in [*table["rows"], table["total"]]} == {len(table["columns"])} == {13}
    assert dict(zip(table["columns"], table["rows"][0], strict=True))["위촉직"] == "5"
    kept = {"If-None-Match": answer.headers["ETag"]}
    assert visit().get(api("composition"), headers=kept).status_code == 304
    Body.objects.filter(pk=bodies[1].pk).update(name="이름을 바꾼 위원회")
    assert visit().get(api("composition"), headers=kept).status_code == 200


def test_what_cannot_be_asked_is_refused_with_a_sentence(visit, bodies):
    for path, refusal in [
        (api("nothing"), ("not_found", 404)),
        (api("composition", body=10**9), ("not_found", 404)),
        (api("composition", body="x"), ("not_found", 404)),
        (api("composition", on="2026-02-30"), ("bad_day", 422)),
        (api("composition", on="20260230"), ("bad_day", 422)),
        (api("composition", on="9999-12-31"), ("bad_day", 422)),
        (api("composition", on="0001-01-01"), ("bad_day", 422)),
        (api("history"), ("body_needed", 422)),
    ]:
        assert problem(visit().get(path)) == refusal, path
        shown = visit().get(path.replace("/api/v1/reports/bodies/", "/bodies/reports/"))
        assert shown.status_code == (200 if refusal[0] == "body_needed" else refusal[1]), path
        if refusal[0] == "bad_day":
            assert "기준일은 2026-11-24처럼 적어 주세요." in shown.text
    for form in ("exe", "", "pdf\x00"):
        assert visit().get(page("composition", **{"as": form})).status_code == 422
    assert visit().get(page("history", **{"as": "hwpx"})).status_code == 422
    assert visit().post(page("composition")).status_code == 405


def test_a_paper_of_many_rows_is_not_laid_out_while_somebody_waits(visit, bodies, monkeypatch):
    monkeypatch.setattr("committees.views.reports.MOST_PRINTED", 4)
    answer = visit().get(page("expiring", **{"as": "pdf"}))
    assert answer.status_code == 422
    assert "10줄은 PDF로 만들기에 너무 깁니다" in answer.text
    assert visit().get(page("expiring", **{"as": "hwpx"})).status_code == 200


def test_the_balance_of_the_sexes_is_for_those_who_keep_the_bodies(
    visit, bodies, officer, auditor, administrator, stranger, resident
):
    for person in (officer, auditor, administrator):
        shown = visit(person).get(page("sexes"))
        assert shown.status_code == 200
        assert shown.headers["Cache-Control"] == "private, no-store"
        told = visit(person).get(api("sexes"))
        assert len(told.json()["tables"][0]["rows"]) == 2
        assert told.headers["Cache-Control"] == "private, no-store"
        assert page("sexes") in visit(person).get("/bodies/reports/").text
    for person in (resident, stranger):
        assert visit(person).get(page("sexes")).status_code == 403
        assert problem(visit(person).get(api("sexes"))) == ("report_closed", 403)
        assert page("sexes") not in visit(person).get("/bodies/reports/").text
    assert visit().get(page("sexes")).headers["Location"].startswith("/accounts/login/?next=")
    assert problem(visit().get(api("sexes"))) == ("sign_in_needed", 403)


def test_an_officer_reads_it_of_the_own_bodies_alone(visit, bodies, stranger):
    Body.objects.filter(pk=bodies[1].pk).update(department=stranger.postings.get().post.department)
    (row,) = visit(stranger).get(api("sexes")).json()["tables"][0]["rows"]
    assert row[1] == bodies[1].name
    assert problem(visit(stranger).get(api("sexes", body=bodies[0].pk))) == ("not_found", 404)


def test_a_body_that_is_not_there_on_the_day_is_not_in_the_paper(visit, bodies):
    Body.objects.filter(pk=bodies[0].pk).update(dissolved_on=TODAY)
    Body.objects.filter(pk=bodies[1].pk).update(established_on=TODAY - timedelta(days=10))

    def names(on):
        return [row[1] for row in visit().get(api("composition", on=on)).json()["tables"][0]["rows"]]

    assert names(TODAY) == [bodies[1].name]
    assert names(TODAY - timedelta(days=1)) == [body.name for body in bodies]
    assert names(TODAY - timedelta(days=11)) == [bodies[0].name]
