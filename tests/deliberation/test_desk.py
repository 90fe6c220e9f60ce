"""Deliberation at the staff desk."""

import pytest

from deliberation.models import Comment, ParticipationPolicy
from realtime.models import Event

pytestmark = pytest.mark.django_db
COMMENTS, POLICIES, QUESTIONS = "/desk/comment/", "/desk/participationpolicy/", "/desk/question/"


def may_open(visit, person, address):
    return visit(person).get(address).status_code == 200


def test_moderators_and_auditors_see_the_comments(
    visit, home, said, moderator, auditor, officer, administrator
):
    shown = visit(moderator).get(COMMENTS).content.decode()
    assert said.body in shown
    assert said.author_name in shown
    assert may_open(visit, auditor, COMMENTS)
    assert not may_open(visit, officer, COMMENTS)
    assert not may_open(visit, administrator, COMMENTS)


def test_a_moderator_hides_at_the_desk_with_a_ground(visit, home, said, moderator):
    address = f"{COMMENTS}edit/{said.pk}/"
    assert said.body in visit(moderator).get(address).content.decode()
    assert visit(moderator).post(address, {}).status_code == 200
    said.refresh_from_db()
    assert not said.is_hidden
    assert visit(moderator).post(address, {"ground": "abuse"}).status_code == 302
    said.refresh_from_db()
    assert (said.ground, said.hidden_by) == ("abuse", moderator)
    assert Event.objects.latest("id").name == "comment.hidden"
    again = visit(moderator).post(address, {"ground": "spam"})
    assert "거두거나 가린 댓글입니다." in again.content.decode()
    said.refresh_from_db()
    assert said.ground == "abuse"


def test_an_auditor_looks_and_hides_nothing(visit, home, said, auditor):
    assert may_open(visit, auditor, f"{COMMENTS}inspect/{said.pk}/")
    visit(auditor).post(f"{COMMENTS}edit/{said.pk}/", {"ground": "abuse"})
    assert not Comment.objects.get().is_hidden


def test_nobody_writes_or_deletes_a_comment_at_the_desk(visit, home, said, moderator, administrator):
    for person in (moderator, administrator):
        assert not may_open(visit, person, f"{COMMENTS}new/")
        visit(person).post(f"{COMMENTS}delete/{said.pk}/")
    assert Comment.objects.count() == 1


def test_the_administrator_keeps_the_thresholds_and_the_auditor_reads_them(
    visit, home, policy, administrator, auditor, moderator
):
    new = {
        "valid_from": "2027-01-01",
        "supports_needed": 10,
        "voices_needed": 300,
        "collect_days": 15,
        "edit_minutes": 30,
        "answer_working_days": 15,
        "source": "2027 운영계획",
    }
    assert may_open(visit, auditor, POLICIES)
    assert not may_open(visit, moderator, POLICIES)
    visit(auditor).post(f"{POLICIES}new/", new)
    assert ParticipationPolicy.objects.count() == 1
    visit(administrator).post(f"{POLICIES}new/", new)
    assert ParticipationPolicy.objects.get(voices_needed=300).source == "2027 운영계획"


def test_thresholds_under_which_a_question_stands_are_changed_by_nobody(
    visit, home, policy, asked, administrator
):
    later = ParticipationPolicy.objects.create(valid_from="2027-01-01", voices_needed=300, source="새 계획")
    assert may_open(visit, administrator, f"{POLICIES}edit/{later.pk}/")
    assert not may_open(visit, administrator, f"{POLICIES}edit/{asked.policy_id}/")
    visit(administrator).post(f"{POLICIES}edit/{asked.policy_id}/", {"voices_needed": 1})
    policy.refresh_from_db()
    assert policy.voices_needed == 100


def test_questions_are_read_and_not_written_at_the_desk(visit, home, asked, administrator, auditor):
    for person in (administrator, auditor):
        assert may_open(visit, person, QUESTIONS)
        assert may_open(visit, person, f"{QUESTIONS}inspect/{asked.pk}/")
        assert not may_open(visit, person, f"{QUESTIONS}edit/{asked.pk}/")
