"""회수: what was sent up comes back before it is decided, and nothing hangs before an empty chair."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from district.models import Department, Posting
from letters.models import Letter
from papers.models import Attachment
from referrals import inbox
from referrals.actions import (
    approve,
    claim,
    due,
    end,
    lay_paper,
    recall,
    reroute,
    send_back,
    submit,
    write_reply,
)
from referrals.models import Reply
from referrals.rows import acts_of, inside_row, referral_row
from tests.cast import NOON, in_office
from tests.deliberation.doors import problem
from tests.referrals.acts import afresh, later, names, refuses
from tests.referrals.conftest import ANSWER
from tests.referrals.doors import act, api, messages, press

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(referral, officer):
    return write_reply(referral, by=officer, at=NOON, **ANSWER)


@pytest.fixture
def submitted(draft, officer, head, director):
    submit(draft, by=officer, at=NOON)
    return draft


def leave(person, at=NOON):
    """Whoever held that office holds it no more, from that day on."""
    Posting.objects.filter(person=person).update(end=at.date() - timedelta(days=1))
    vars(person).pop("offices_held", None)


def letters(*parts):
    told = Letter.objects.on_screen().filter(dispatch__about__regex="|".join(parts))
    return {(letter.person.email.partition("@")[0], letter.dispatch.title.split(":")[0]) for letter in told}


def test_whoever_sent_it_up_takes_it_back_and_goes_on_writing(referral, draft, officer, head, director):
    kept = lay_paper(draft, SimpleUploadedFile("예산.txt", b"a"), by=officer, at=NOON)
    submit(draft, by=officer, at=NOON)
    recall(referral, by=officer, at=later(1))
    now = afresh(referral)
    assert (now.state, now.draft.version, now.draft.words) == ("drafting", 2, ANSWER["words"])
    assert list(Attachment.objects.of(now.draft)) == [kept]
    assert names(referral)[-2:] == ["referral.submitted", "referral.recalled"]
    fresh = write_reply(referral, by=officer, at=later(1), **ANSWER | {"words": "고쳐 답합니다."})
    submit(fresh, by=officer, at=later(2))
    steps = [(leg["step"], leg["office"]) for leg in referral_row(afresh(referral))["timeline"]]
    assert steps == [
        ("review", "기획예산과"), ("approval", "기획예산과 부서장"),
        ("review", "기획예산과"), ("approval", "기획예산과 부서장"),
    ]  # fmt: skip
    first, second = inside_row(afresh(referral), officer, NOON)["versions"]
    assert (first["recalled"], first["words"], second["recalled"]) == (True, ANSWER["words"], False)


def test_what_was_sent_back_was_not_recalled(referral, submitted, officer, head):
    send_back(submitted, note="다시 써 주세요.", by=head, at=NOON)
    assert not inside_row(afresh(referral), officer, NOON)["versions"][0]["recalled"]


def test_whoever_was_to_approve_hears_that_there_is_nothing_to_approve(referral, submitted, officer, head):
    recall(referral, by=officer, at=NOON)
    assert letters("/recalled") == {("head", "결재를 기다리던 답변을 거두어들였습니다")}
    with refuses("not_submitted"):
        approve(submitted, by=head, at=NOON)


@pytest.mark.parametrize("who", ["head", "director", "stranger", "mayor", "auditor", "resident"])
def test_nobody_else_takes_it_back(referral, submitted, request, who):
    with refuses("not_drafting", 403):
        recall(referral, by=request.getfixturevalue(who), at=NOON)


def test_a_colleague_takes_it_back_only_when_its_writer_works_there_no_more(
    referral, submitted, officer, colleague
):
    with refuses("held_by_other"):
        recall(referral, by=colleague, at=NOON)
    leave(officer)
    assert recall(referral, by=colleague, at=NOON).state == "drafting"


def test_once_somebody_has_approved_it_is_theirs(referral, submitted, officer, head, director):
    approve(submitted, by=head, at=NOON)
    with refuses("step_decided"):
        recall(referral, by=officer, at=NOON)
    assert "recall" not in acts_of(afresh(referral), officer, NOON)
    approve(submitted, by=director, at=NOON)
    with refuses("already_answered"):
        recall(referral, by=officer, at=NOON)


def test_what_was_not_sent_up_or_has_ended_is_not_taken_back(referral, draft, ask, officer):
    with refuses("not_submitted"):
        recall(referral, by=officer, at=NOON)
    other = claim(ask(), by=officer, at=NOON)
    end(other, ground="withdrawn", by=None, at=NOON)
    with refuses("referral_ended"):
        recall(other, by=officer, at=NOON)


def test_an_empty_chair_is_said_to_the_writer_and_to_the_head_at_once(
    referral, submitted, officer, head, director
):
    leave(director)
    approve(submitted, by=head, at=NOON)
    assert letters("/vacant") == {
        ("officer", "결재할 자리가 비어 있습니다"), ("head", "결재할 자리가 비어 있습니다")
    }  # fmt: skip
    words = Letter.objects.filter(dispatch__about__endswith="/vacant").first().dispatch.words
    assert words.startswith("기획예산과 국장 자리가 비어 있어")
    [line] = inbox.lines_of(inbox.waiting(head, inbox.Asked(), NOON), NOON)
    assert line.vacant == "기획예산과 국장"


def test_a_head_who_is_not_there_is_an_empty_chair_too(referral, draft, officer):
    submit(draft, by=officer, at=NOON)
    assert letters("/vacant") == {("officer", "결재할 자리가 비어 있습니다")}


def test_before_an_empty_chair_it_comes_back_though_somebody_approved(
    referral, submitted, officer, head, director
):
    leave(director)
    approve(submitted, by=head, at=NOON)
    assert "recall" in acts_of(afresh(referral), officer, NOON)
    assert recall(referral, by=officer, at=NOON).state == "drafting"


def test_before_an_empty_chair_it_is_handed_over_with_what_was_written(
    referral, submitted, officer, head, director, elsewhere, stranger
):
    with refuses("in_approval"):
        reroute(referral, to=elsewhere, reason="치수과 일입니다.", by=head, at=NOON)
    approve(submitted, by=head, at=later(1))
    leave(director, later(2))
    assert "reroute" in acts_of(afresh(referral), head, later(2))
    moved = reroute(referral, to=elsewhere, reason="치수과 일입니다.", by=head, at=later(2))
    assert (afresh(moved).state, moved.department) == ("drafting", elsewhere)
    assert write_reply(referral, by=stranger, at=later(2), **ANSWER).version == 2
    offices = [leg["office"] for leg in referral_row(afresh(referral))["timeline"]]
    assert offices == ["기획예산과", "기획예산과 부서장", "기획예산과 국장", "치수과"]


def test_whoever_is_posted_to_the_empty_chair_has_the_turn(
    referral, submitted, officer, head, director, department
):
    leave(director)
    approve(submitted, by=head, at=NOON)
    after = in_office("after", "director", "새 국장", department)
    assert acts_of(afresh(referral), after, NOON) == {"approve", "return"}
    due(NOON)
    due(NOON)
    assert ("after", "결재할 답변이 있습니다") in letters("/step/")
    assert approve(submitted, by=after, at=NOON).answered_at == NOON


def test_whoever_leaves_while_it_waits_leaves_it_to_nobody_in_silence(referral, submitted, officer, head):
    due(NOON)
    assert letters("/vacant") == set()
    leave(head)
    due(later(1))
    due(later(2))
    assert letters("/vacant") == {("officer", "결재할 자리가 비어 있습니다")}
    assert Letter.objects.on_screen().filter(dispatch__about__endswith="/vacant").count() == 1


def test_a_directors_chair_is_not_empty_while_one_sits_above(ask, officer, head, department):
    bureau = Department.objects.create(name="기획재정국")
    Department.objects.filter(pk=department.pk).update(parent=bureau)
    above = in_office("above", "director", "국장", bureau)
    referral = ask(department=Department.objects.get(pk=department.pk))
    draft = write_reply(referral, by=officer, at=NOON, **ANSWER)
    submit(draft, by=officer, at=NOON)
    approve(draft, by=head, at=NOON)
    assert letters("/vacant") == set()
    assert ("above", "결재할 답변이 있습니다") in letters("/step/")
    assert inbox.lines_of(inbox.waiting(above, inbox.Asked(hands="mine"), NOON), NOON)[0].vacant == ""


def test_the_api_says_what_is_empty_and_takes_it_back(visit, referral, draft, officer, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    client, ref = visit(officer), uuid4()
    assert problem(act(client, referral, "recall")) == ("not_submitted", 409)
    submit(draft, by=officer, at=NOON)
    [line] = client.get("/api/v1/referrals/").json()["results"]
    assert line["vacant"] == "기획예산과 부서장"
    assert "recall" in client.get(api(referral, "inside")).json()["rights"]
    first = act(client, referral, "recall", ref)
    again = act(client, referral, "recall", ref)
    assert (first.status_code, first.json()["state"], again.json()["seq"]) == (
        200, "drafting", first.json()["seq"]
    )  # fmt: skip
    assert Reply.objects.count() == 2


def test_the_desk_says_so_in_the_line_and_in_the_file_and_has_the_button(
    visit, home, referral, draft, officer, monkeypatch
):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    client = visit(officer)
    client.post(
        f"/desk/inbox/{referral.key}/reply/",
        {"ref": str(uuid4()), "submit": "1", **{name: str(said) for name, said in ANSWER.items()}},
    )
    sentence = "기획예산과 부서장 자리가 비어 있습니다"
    assert sentence in client.get("/desk/inbox/").content.decode()
    page = client.get(f"/desk/inbox/{referral.key}/").content.decode()
    assert sentence in page
    assert f"/desk/inbox/{referral.key}/recall/" in page
    done = client.post(f"/desk/inbox/{referral.key}/recall/", {"ref": str(uuid4())}, follow=True)
    assert messages(done)[-1].startswith("답변을 거두어들였습니다")
    assert "고쳐 쓰실 수" in messages(done)[-1]
    refused = press(client, referral, "recall")
    assert refused.status_code == 302
    assert afresh(referral).state == "drafting"
