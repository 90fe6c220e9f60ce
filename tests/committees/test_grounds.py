"""해촉·사임·사망: every ground of the law, what it asks for, and what goes with a seat."""

from datetime import date

import pytest

from committees.actions import offices, seating
from committees.models import EndGround, Membership, Office
from committees.roster import officers, roster
from realtime.models import Event
from tests.cast import NOON, TERM_END
from tests.committees.acts import code_of_refusal

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 30)
DISMISSING = {"illness", "misconduct", "neglect", "dignity", "unfit", "interest", "secrecy", "disqualified"}
OTHERS = {"resigned", "moved", "died", "dissolved"}


def end(membership, reason, by=None, on=ON, **more):
    return seating.end_membership(membership, on=on, reason=reason, by=by, at=NOON, **more)


def written():
    ended = Membership.objects.exclude(ended_on=None).count()
    return ended, Office.objects.filter(end=None).count(), Event.objects.count()


@pytest.fixture
def membership(council, members):
    return council.seats.first().memberships.get()


def test_the_house_knows_the_grounds_of_the_statute_and_more():
    rows = EndGround.objects.all()
    assert {row.code for row in rows if row.dismisses} == DISMISSING
    assert {row.code for row in rows if not row.dismisses} == OTHERS
    assert all(row.source for row in rows)


@pytest.mark.parametrize("reason", sorted(DISMISSING))
def test_nobody_is_dismissed_without_a_word_of_how_it_came(membership, officer, reason):
    before = written()
    for note in ("", "   "):
        assert code_of_refusal(end, membership, reason, by=officer, note=note) == ("note_needed", 422)
    assert written() == before
    ended = end(membership, reason, by=officer, note="세 번 알린 뒤 결정함")
    assert (ended.end_reason_id, ended.is_dismissed) == (reason, True)
    assert ended.end_note == "세 번 알린 뒤 결정함"


@pytest.mark.parametrize("reason", sorted(OTHERS))
def test_whoever_resigns_moves_or_dies_is_not_dismissed(membership, officer, reason):
    ended = end(membership, reason, by=officer)
    assert (ended.ended_on, ended.end_note, ended.is_dismissed) == (ON, "", False)


@pytest.mark.parametrize("reason", ["", "tired", "해촉"])
def test_a_ground_that_there_is_not_ends_nothing(membership, reason):
    before = written()
    assert code_of_refusal(end, membership, reason, note="까닭") == ("unknown_reason", 422)
    assert written() == before


def test_a_ground_holds_from_its_day_to_its_day(membership):
    EndGround.objects.filter(pk="moved").update(valid_until=date(2026, 11, 29))
    EndGround.objects.create(
        code="absent", label="3회 연속 불참", dismisses=True, valid_from=date(2026, 12, 1), source="개정 조례"
    )
    assert code_of_refusal(end, membership, "moved") == ("unknown_reason", 422)
    assert code_of_refusal(end, membership, "absent") == ("unknown_reason", 422)
    assert end(membership, "absent", on=date(2026, 12, 1)).is_dismissed


def test_the_words_are_bounded(membership):
    assert code_of_refusal(end, membership, "unfit", note="가" * 501) == ("too_long", 422)
    assert code_of_refusal(end, membership, "unfit", note="가\x00") == ("bad_text", 422)


def test_with_the_seat_go_its_parts_and_its_offices(council, part, members):
    member = members[1]
    whole, inner = (member.memberships.get(seat__body=body) for body in (council, part))
    for body, seat in ((council, whole), (part, inner)):
        offices.elect(body, "chair", membership=seat, start=date(2026, 1, 1), by=None, at=NOON)
    end(whole, "died", on=date(2026, 11, 20))
    assert {row.ended_on for row in member.memberships.all()} == {date(2026, 11, 20)}
    assert {row.end for row in Office.objects.all()} == {date(2026, 11, 20)}
    for body, left in ((council, 9), (part, 3)):
        assert len(roster([body], date(2026, 11, 21))) == left
        assert officers([body], date(2026, 11, 21)) == []


def test_the_order_of_days_is_kept(membership):
    before = written()
    assert code_of_refusal(end, membership, "moved", on=date(2020, 1, 1)) == ("ends_before_start", 422)
    assert code_of_refusal(end, membership, "moved", on=date(2030, 1, 1)) == ("membership_over", 409)
    assert written() == before
    assert end(membership, "moved", on=TERM_END).last_day == TERM_END


def test_why_somebody_went_is_told_to_nobody(membership, visit, officer):
    end(membership, "misconduct", by=officer, note="비위사실이 확인됨")
    for address in (f"/api/v1/bodies/{membership.seat.body_id}/memberships/", "/data/popolo.json"):
        shown = visit().get(address).content.decode()
        assert "비위" not in shown
        assert "misconduct" not in shown
