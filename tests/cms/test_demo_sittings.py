"""The demo's 분과: an evening with all its papers, one to be opened today, and one answered in writing."""

from datetime import timedelta

import pytest

from cms.demo.bodies import seat_bodies
from cms.demo.meetings import convene
from cms.demo.people import open_account
from cms.demo.sittings import sit
from committees import ballot_keys
from committees.actions import meetings, voting
from committees.count import quorum_of
from committees.follow_up import past_order_rows
from committees.majority import line_of
from committees.models import (
    AgendaItem,
    Ballot,
    Body,
    Envelope,
    Meeting,
    Minutes,
    MinutesText,
    Motion,
    Office,
    Order,
    Resolution,
    Signature,
    Vote,
)
from letters.models import Letter
from realtime.models import Event
from tests.cast import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(300)]
DAY = timedelta(days=1)


@pytest.fixture
def hall(furnished, settings, tmp_path):
    """관악구 with its bodies and their meetings, as bin/demo builds it; no key of another test is there."""
    settings.BALLOT_KEYS = tmp_path / "ballot-keys"
    return build()


def build(days_later=0):
    at = NOON + days_later * DAY
    seat_bodies(at)
    convene(at, open_account("editor"))
    return sit(at, open_account("editor"))


def of_youth():
    return Meeting.objects.filter(bodies__slug="governance-council-youth", source="").order_by("starts_at")


def in_writing():
    return Meeting.objects.filter(mode="written").order_by("starts_at")


def test_the_demo_sits_and_goes_on(hall):
    _one_evening_was_lived_through()
    _its_votes_came_out_as_the_file_says()
    _its_minutes_were_corrected_signed_and_published()
    _one_is_ready_to_be_opened(hall)
    _one_is_answered_in_writing()
    _nothing_changes_when_built_again()
    _another_day_has_its_own()


def _one_evening_was_lived_through():
    held = of_youth().first()
    assert (held.state, held.title) == ("adjourned", "협치회의 청년문화 분과 제1차 분과회의")
    assert held.noticed_at < held.called_at < held.adjourned_at < NOON
    assert (held.rsvps.count(), held.attendances.count(), held.observers.count()) == (9, 8, 2)
    assert held.attendances.exclude(left_at=None).count() == 1
    items = AgendaItem.objects.filter(meeting=held)
    assert not items.exclude(state="done").exists()
    assert not items.filter(kind="decide", gists=None).exists()
    kinds = items.values_list("turns__kind", flat=True)
    assert set(kinds) >= {"speech", "answer", "point_of_order"}
    [recusal] = [each for item in items for each in item.recusals.all()]
    assert (recusal.kind, recusal.state) == ("self", "in_force")


def _its_votes_came_out_as_the_file_says():
    held = of_youth().first()
    assert not Motion.objects.exclude(state="carried").exists()
    lines = [line_of(vote) for vote in Vote.objects.filter(item__meeting=held).order_by("number")]
    assert lines == [
        "출석 8 · 찬성 6 · 반대 1 · 기권 1 → 가결: 출석 과반수 5 필요",
        "출석 8 · 찬성 6 · 반대 1 · 기권 1 → 가결: 출석 과반수 5 필요",
        "출석 7 · 찬성 6 · 반대 0 · 기권 1 → 가결: 출석 과반수 4 필요",
        "출석 8 · 투표 8 · 기권 1 → 당선: 출석 과반수 5 필요",
        "출석 7 · 이의 없음 → 가결",
    ]
    secret = Vote.objects.get(method="secret")
    assert list(ballot_keys.kept()) == []
    assert set(Envelope.objects.filter(vote=secret).values_list("sealed", flat=True)) == {None}
    assert (
        list(Ballot.objects.filter(vote__item__meeting=held).values_list("way", flat=True)).count("called")
        == 3
    )
    office = Office.objects.get(title="간사위원")
    assert (office.vote, office.method, office.membership_id) == (
        secret,
        "secret",
        secret.candidates.get(elected=True).membership_id,
    )
    forms = [each.form for each in Resolution.objects.filter(item__meeting=held).order_by("number")]
    assert forms == ["amended", "adopted", "adopted"]
    assert sorted(Order.objects.filter(resolution__item__meeting=held).values_list("state", flat=True)) == [
        "done",
        "open",
    ]


def _its_minutes_were_corrected_signed_and_published():
    minutes = Minutes.objects.get()
    assert (minutes.state, minutes.edition) == ("published", 2)
    first, second = MinutesText.objects.filter(minutes=minutes).order_by("edition")
    assert "아홉 시로 당기면" in str(first.fields["gist"])
    assert "아홉 시 전으로 당기면" in str(second.fields["gist"])
    assert [each.state for each in minutes.corrections.all()] == ["taken"]
    signed = Signature.objects.order_by("office")
    # Nobody held up a telephone for a person who was invented: the signature says so.
    assert [(each.office, each.factor, each.sha256) for each in signed] == [
        ("chair", "demo", second.sha256),
        ("secretary", "demo", second.sha256),
    ]


def _one_is_ready_to_be_opened(logins):
    meeting = of_youth().last()
    meeting.check_doors_open(NOON)
    quorum = quorum_of(meeting)
    assert (meeting.round.ordinal, quorum.sitting, quorum.present, quorum.needed) == (2, 10, 3, 6)
    missing = [login for login in logins.values() if login in {"member0026", "member0027", "member0028"}]
    assert len(missing) == 3
    for login in missing:
        assert not meeting.attendances.filter(person__email__startswith=login).exists()
    labels = [(item.label, item.is_open) for item in meeting.items.standing()]
    assert labels == [("보고 1항", True), ("보고 2항", True), ("의결 1항", True), ("심의 1항", False)]
    states = [
        row["state"]
        for row in past_order_rows(meeting)
        if "강사료" in row["what"] or "작은도서관" in row["what"]
    ]
    assert sorted(states) == ["done", "open"]


def _one_is_answered_in_writing():
    meeting = in_writing().get()
    assert (meeting.state, meeting.closes_at > NOON) == ("in_session", True)
    votes = Vote.objects.filter(item__meeting=meeting, state="open")
    assert [(vote.cast, vote.asked) for vote in votes.order_by("number")] == [(5, 11), (4, 11)]


def _nothing_changes_when_built_again():
    models = (Body, Office, Meeting, AgendaItem, Vote, Ballot, Resolution, MinutesText, Letter, Event)
    before = [model.objects.count() for model in models]
    build()
    assert [model.objects.count() for model in models] == before


def _another_day_has_its_own():
    """What was tried out and left is ended, with whatever vote was still open; the written one by its day."""
    meeting = of_youth().last()
    keeper = open_account("secretary")
    for login in ("member0026", "member0027", "member0028"):
        meetings.check_in(meeting, by=open_account(login), at=NOON)
    meetings.call_to_order(meeting, by=open_account("member0026"), at=NOON)
    item = meeting.items.get(title__startswith="저녁 배움터 운영 단체")
    meetings.take_up(item, by=keeper, at=NOON)
    vote = voting.open_vote(item, method="secret", by=keeper, at=NOON)
    build(days_later=1)
    meeting.refresh_from_db()
    vote.refresh_from_db()
    assert (meeting.state, vote.state, list(ballot_keys.kept())) == ("adjourned", "void", [])
    assert (of_youth().last().round.ordinal, in_writing().count()) == (3, 1)
    build(days_later=6)
    first, second = in_writing()
    assert (first.state, second.state) == ("adjourned", "in_session")
    assert [each.form for each in Resolution.objects.filter(item__meeting=first)] == ["adopted"] * 2
