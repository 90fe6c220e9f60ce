"""The draft, the hands it goes through, and the day on which it is the district's word."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from letters.models import Letter
from papers.models import Attachment
from referrals.actions import (
    approve,
    lay_paper,
    report_progress,
    send_back,
    submit,
    take_paper,
    write_reply,
)
from referrals.models import Chain, Reply
from referrals.rows import referral_row
from tests.cast import NOON
from tests.papers.made import pdf
from tests.referrals.acts import afresh, later, names, refuses
from tests.referrals.conftest import ANSWER, REFUSAL

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(referral, officer):
    return write_reply(referral, by=officer, at=NOON, **ANSWER)


@pytest.fixture
def submitted(draft, officer):
    submit(draft, by=officer, at=NOON)
    return draft


def test_whoever_begins_to_write_has_taken_it_on(referral, draft, officer):
    assert afresh(referral).holder == officer
    assert afresh(referral).state == "drafting"
    assert names(referral) == ["referral.made", "referral.claimed", "referral.drafted"]
    again = write_reply(referral, by=officer, at=later(1), words="다시 씁니다.")
    assert (again.pk, again.version, Reply.objects.get().words) == (draft.pk, 1, "다시 씁니다.")
    assert Reply.objects.get().outcome is None


@pytest.mark.parametrize(
    "who", ["stranger", "head", "director", "mayor", "auditor", "administrator", "resident"]
)
def test_nobody_else_writes(referral, request, who):
    with refuses("not_drafting", 403):
        write_reply(referral, by=request.getfixturevalue(who), at=NOON, words="제가 답합니다.")


def test_an_answer_goes_through_every_hand_in_turn(referral, submitted, head, director, officer):
    for early in (officer, director):
        with refuses("not_approver", 403):
            approve(submitted, by=early, at=NOON)
    approve(submitted, by=head, at=later(1), note="좋습니다.")
    assert afresh(referral).holder_role == "director"
    with refuses("step_decided"):
        approve(submitted, by=head, at=later(1))
    answered = approve(submitted, by=director, at=later(2))
    row = referral_row(afresh(answered))
    assert (row["state"], row["outcome"], row["planned_on"]) == (
        "answered", {"code": "accepted", "label": "채택"}, "2027-02-22"
    )  # fmt: skip
    assert (row["reply"]["words"], row["reply"]["office"]) == ("내년 예산에 담겠습니다.", "기획예산과")
    assert [(leg["step"], leg["office"]) for leg in row["timeline"]] == [
        ("review", "기획예산과"), ("approval", "기획예산과 부서장"), ("approval", "기획예산과 국장"),
        ("answered", "기획예산과"),
    ]  # fmt: skip
    assert names(referral)[-3:] == ["referral.submitted", "referral.approved", "referral.answered"]
    with refuses("already_answered"):
        approve(submitted, by=director, at=later(3))
    with refuses("already_answered"):
        write_reply(referral, by=officer, at=later(3), words="다시 답합니다.")


def test_the_mayors_answer_is_the_mayors_to_publish(ask, answer, officer, head, director, mayor, adviser):
    referral = ask(kind="mayor", level="mayor")
    draft = write_reply(
        referral, by=officer, at=NOON, words="살펴 답합니다.", video_url="https://video.example/1"
    )
    submit(draft, by=officer, at=NOON)
    for hand in (head, director):
        approve(draft, by=hand, at=NOON)
    assert referral_row(afresh(referral))["holder_office"] == "구청장"
    with refuses("not_approver", 403):
        approve(draft, by=adviser, at=NOON)
    row = referral_row(afresh(approve(draft, by=mayor, at=NOON)))
    assert (row["reply"]["office"], row["reply"]["video_url"]) == ("구청장", "https://video.example/1")


def test_the_line_is_data(ask, officer, head):
    Chain.objects.create(
        kind="question",
        level="department",
        roles=["officer", "head"],
        valid_from=date(2026, 11, 1),
        source="전결 규정",
    )
    referral = ask(kind="question")
    draft = write_reply(referral, by=officer, at=NOON, words="이렇게 반영했습니다.")
    submit(draft, by=officer, at=NOON)
    assert approve(draft, by=head, at=NOON).state == "answered"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"words": ""}, "empty_words"),
        ({"outcome": ""}, "outcome_needed"),
        ({"planned_on": None}, "date_needed"),
        ({"planned_on": date(2026, 11, 23)}, "date_past"),
        ({"planned_on": date(9999, 12, 31)}, "date_too_far"),
        ({"outcome": "rejected"}, "no_ground_given"),
        ({"outcome": "rejected", "ground": "underway"}, "no_ground_given"),
        ({"outcome": "rejected", "reason": "이미 합니다."}, "no_ground_given"),
    ],
)
def test_a_draft_may_be_incomplete_and_what_goes_up_may_not(referral, officer, said, code):
    draft = write_reply(referral, by=officer, at=NOON, **ANSWER | said)
    with refuses(code, 422):
        submit(draft, by=officer, at=NOON)
    whole = write_reply(referral, by=officer, at=NOON, **REFUSAL)
    assert submit(whole, by=officer, at=NOON).state == "in_approval"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"outcome": "perhaps"}, "unknown_choice"),
        ({"ground": "bored"}, "unknown_choice"),
        ({"video_url": "javascript:alert(1)"}, "bad_address"),
        ({"words": "가" * 20_001}, "too_long"),
        ({"words": "끝\x00"}, "bad_text"),
    ],
)
def test_what_no_answer_may_hold_is_refused_at_once(referral, officer, said, code):
    with refuses(code, 422):
        write_reply(referral, by=officer, at=NOON, **ANSWER | said)
    assert not Reply.objects.exists()


def test_a_question_is_answered_without_an_outcome(ask, officer):
    referral = ask(kind="question")
    draft = write_reply(referral, by=officer, at=NOON, words="이렇게 반영했습니다.")
    assert submit(draft, by=officer, at=NOON).state == "in_approval"


def test_what_comes_back_stays_as_it_was_and_is_written_anew(referral, submitted, officer, head, director):
    with refuses("empty_words", 422):
        send_back(submitted, note="", by=head, at=NOON)
    with refuses("not_approver", 403):
        send_back(submitted, note="다시 써 주세요.", by=director, at=NOON)
    send_back(submitted, note="예산을 적어 주세요.", by=head, at=later(1))
    fresh = write_reply(referral, by=officer, at=later(2), **ANSWER | {"words": "예산 3천만 원입니다."})
    assert (fresh.version, afresh(referral).state) == (2, "drafting")
    assert [reply.words for reply in Reply.objects.all()] == [
        "내년 예산에 담겠습니다.",
        "예산 3천만 원입니다.",
    ]
    with refuses("not_submitted"):
        approve(submitted, by=head, at=later(2))
    submit(fresh, by=officer, at=later(2))
    steps = [leg["step"] for leg in referral_row(afresh(referral))["timeline"]]
    assert steps == ["review", "approval", "review", "approval"]
    letter = Letter.objects.on_screen().get(dispatch__about__endswith="/returned")
    assert (letter.person, letter.dispatch.words.splitlines()[0]) == (officer, "예산을 적어 주세요.")


def test_nothing_is_written_while_it_lies_with_those_who_approve(referral, submitted, officer):
    with refuses("in_approval"):
        write_reply(referral, by=officer, at=NOON, words="슬쩍 고칩니다.")
    with refuses("in_approval"):
        submit(submitted, by=officer, at=NOON)


def test_the_next_hand_is_told_that_something_waits(head, submitted):
    letter = Letter.objects.on_screen().get(dispatch__title__startswith="결재할 답변")
    assert letter.person == head


def test_papers_are_handed_out_with_the_answer_and_not_before(
    referral, draft, officer, head, director, colleague
):
    with refuses("held_by_other"):
        lay_paper(draft, SimpleUploadedFile("예산.pdf", pdf()), by=colleague, at=NOON)
    kept = lay_paper(draft, SimpleUploadedFile("예산.pdf", pdf()), by=officer, at=NOON)
    gone = lay_paper(draft, SimpleUploadedFile("초안.pdf", pdf()), by=officer, at=NOON)
    take_paper(gone, by=officer, at=NOON)
    assert not kept.may_be_had_by(None, NOON)
    assert kept.may_be_had_by(head, NOON)
    submit(draft, by=officer, at=NOON)
    with refuses("in_approval"):
        take_paper(kept, by=officer, at=NOON)
    send_back(draft, note="표를 고쳐 주세요.", by=head, at=NOON)
    fresh = afresh(referral).draft
    assert list(Attachment.objects.of(fresh)) == [kept]
    submit(fresh, by=officer, at=NOON)
    for hand in (head, director):
        approve(fresh, by=hand, at=NOON)
    kept.refresh_from_db()
    assert kept.may_be_had_by(None, NOON)
    assert [paper["name"] for paper in referral_row(afresh(referral))["reply"]["documents"]] == ["예산.pdf"]


def test_what_was_promised_is_followed_to_its_end(referral, answer, officer, stranger):
    today = NOON.date()
    with refuses("not_answered"):
        report_progress(referral, kind="started", on=today, by=officer, at=NOON)
    answer(referral)
    with refuses("not_its_office", 403):
        report_progress(referral, kind="started", on=today, by=stranger, at=NOON)
    late = {"kind": "delayed", "on": today, "by": officer, "at": NOON}
    report_progress(referral, **late, words="예산이 늦었습니다.", planned_on=date(2027, 6, 1))
    assert referral_row(afresh(referral))["planned_on"] == "2027-06-01"
    report_progress(referral, kind="started", on=today, by=officer, at=later(1))
    report_progress(
        referral, kind="finished", on=today, words="등 120개를 바꾸었습니다.", by=officer, at=later(2)
    )
    assert [step["kind"] for step in referral_row(afresh(referral))["progress"]] == [
        "delayed",
        "started",
        "finished",
    ]
    with refuses("progress_over"):
        report_progress(referral, kind="started", on=today, by=officer, at=later(3))
    with refuses("progress_over"):
        report_progress(referral, **late, words="더 늦습니다.", planned_on=date(2027, 9, 1))


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"kind": "started", "on": date(2026, 11, 25)}, "date_ahead"),
        ({"kind": "started", "on": date(1, 1, 1)}, "date_before_asked"),
        (
            {"kind": "delayed", "words": "늦습니다.", "planned_on": date(9999, 12, 31)},
            "date_too_far",
        ),
        ({"kind": "forgotten"}, "unknown_choice"),
        ({"kind": "delayed", "planned_on": date(2027, 6, 1)}, "delay_reason_needed"),
        ({"kind": "delayed", "words": "늦습니다."}, "date_needed"),
        ({"kind": "delayed", "words": "늦습니다.", "planned_on": date(2026, 11, 1)}, "date_past"),
    ],
)
def test_a_delay_has_a_reason_and_a_new_day(referral, answer, officer, said, code):
    answer(referral)
    with refuses(code, 422):
        report_progress(referral, by=officer, at=NOON, **{"on": NOON.date()} | said)
    assert not afresh(referral).progress.exists()
