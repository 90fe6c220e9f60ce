"""What an answer is written with, by API: lists, phrases, papers; and each act under its number once."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from papers.models import Attachment
from realtime.models import Event
from referrals.actions import write_reply
from referrals.models import Ground, Outcome, Phrase, Reply
from tests.cast import NOON
from tests.deliberation.doors import problem
from tests.referrals.conftest import ANSWER
from tests.referrals.doors import act, api

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_noon(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)


def lay(client, referral, ref=None, name="예산.txt", data=b"table"):
    said = {"paper": SimpleUploadedFile(name, data), "ref": str(ref or uuid4())}
    return client.post(api(referral, "papers"), said)


def take(client, referral, paper, ref=None):
    address = api(referral, "papers", paper)
    return client.delete(address, headers={"Idempotency-Key": str(ref or uuid4())})


def test_everybody_may_read_how_an_answer_may_end_and_who_says_so(visit):
    shown = visit().get("/api/v1/referral-outcomes/").json()["results"]
    assert [row["code"] for row in shown][:2] == ["accepted", "reference"]
    assert all(row["source"] and row["valid_from"] for row in shown)
    assert "underway" in {row["code"] for row in visit().get("/api/v1/referral-grounds/").json()["results"]}


@pytest.mark.parametrize(("model", "name"), [(Outcome, "outcomes"), (Ground, "grounds")])
def test_a_list_is_that_of_its_day(visit, model, name):
    model.objects.create(code="later", label="나중 것", valid_from=date(2027, 1, 1), source="개정 규정")

    def codes(**asked):
        return {row["code"] for row in visit().get(f"/api/v1/referral-{name}/", asked).json()["results"]}

    assert "later" not in codes()
    assert "later" in codes(on="2027-01-01")
    assert codes(on="1900-01-01") == set()
    assert problem(visit().get(f"/api/v1/referral-{name}/", {"on": "soon"})) == ("invalid", 422)


def test_an_office_writes_with_its_own_phrases_and_the_houses(
    visit, department, elsewhere, officer, resident
):
    for owner, title in ((department, "저희 틀"), (elsewhere, "남의 틀"), (None, "모두의 틀")):
        Phrase.objects.create(department=owner, title=title, words="살펴 답합니다.")
    shown = visit(officer).get("/api/v1/referral-phrases/").json()["results"]
    assert {row["title"] for row in shown} == {"저희 틀", "모두의 틀"}
    assert problem(visit(resident).get("/api/v1/referral-phrases/")) == ("not_answering", 403)
    assert problem(visit().get("/api/v1/referral-phrases/")) == ("sign_in_needed", 403)


def test_papers_are_laid_listed_and_taken_off_by_api(visit, referral, officer):
    client = visit(officer)
    assert problem(lay(client, referral)) == ("no_draft", 409)
    write_reply(referral, by=officer, at=NOON, **ANSWER)
    laid = lay(client, referral)
    assert (laid.status_code, laid.json()["name"]) == (201, "예산.txt")
    [shown] = client.get(api(referral, "papers")).json()["results"]
    assert (shown["key"], shown["size"]) == (laid.json()["key"], 5)
    assert take(client, referral, shown["key"]).status_code == 204
    assert client.get(api(referral, "papers")).json() == {"results": []}
    assert problem(take(client, referral, shown["key"])) == ("not_found", 404)


def test_only_whoever_writes_lays_papers_and_only_the_office_sees_them(
    visit, referral, officer, colleague, head, resident
):
    write_reply(referral, by=officer, at=NOON, **ANSWER)
    paper = lay(visit(officer), referral).json()["key"]
    for who, code in ((colleague, "held_by_other"), (head, "not_drafting"), (resident, "not_drafting")):
        assert problem(lay(visit(who), referral))[0] == code
        assert problem(take(visit(who), referral, paper))[0] == code
    assert len(visit(head).get(api(referral, "papers")).json()["results"]) == 1
    assert problem(visit(resident).get(api(referral, "papers"))) == ("not_found", 404)


def test_what_is_no_paper_is_refused(visit, referral, officer):
    write_reply(referral, by=officer, at=NOON, **ANSWER)
    assert problem(lay(visit(officer), referral, name="a.exe")) == ("file_kind", 422)
    assert problem(lay(visit(officer), referral, name="a.pdf", data=b"no pdf"))[1] == 422
    assert problem(visit(officer).post(api(referral, "papers"), {"ref": str(uuid4())})) == ("invalid", 422)


def test_a_paper_sent_twice_lies_there_once_and_another_is_no_repetition(visit, referral, officer):
    client, ref = visit(officer), uuid4()
    write_reply(referral, by=officer, at=NOON, **ANSWER)
    first, again = lay(client, referral, ref), lay(client, referral, ref)
    assert first.json() == again.json()
    assert Attachment.objects.count() == 1
    # Of the same name and the same length: another paper all the same.
    assert problem(lay(client, referral, ref, data=b"tabel")) == ("ref_reused", 409)


def test_a_draft_sent_twice_is_written_once_and_other_words_are_no_repetition(visit, referral, officer):
    client, ref = visit(officer), uuid4()
    said = {"words": "내년 예산에 담겠습니다."}
    first = act(client, referral, "reply", ref, **said)
    again = act(client, referral, "reply", ref, **said)
    assert (first.status_code, again.json()) == (200, first.json())
    assert problem(act(client, referral, "reply", ref, words="다른 답변입니다.")) == ("ref_reused", 409)
    assert Reply.objects.get().words == "내년 예산에 담겠습니다."
    assert Event.objects.filter(name="reply.written").count() == 1


def test_a_paper_taken_off_twice_under_one_number_is_taken_off_once(visit, referral, officer):
    client, ref = visit(officer), uuid4()
    write_reply(referral, by=officer, at=NOON, **ANSWER)
    paper = lay(client, referral).json()["key"]
    for _time in range(2):
        assert take(client, referral, paper, ref).status_code == 204
    assert Event.objects.filter(name="paper.discarded").count() == 1


def test_the_public_room_does_not_hear_how_often_somebody_saves(visit, referral, officer):
    for n in range(3):
        write_reply(referral, by=officer, at=NOON, words=f"{n}번째 글입니다.")
    heard = Event.objects.filter(row_type__model="referral").values_list("name", flat=True)
    assert list(heard.order_by("id")) == ["referral.made", "referral.claimed", "referral.drafted"]
