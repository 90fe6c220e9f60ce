"""What is decided has a number, a form, and hands that add up; what it orders is followed."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from committees.actions.meetings import end_attendance, take_up
from committees.actions.resolutions import place_order, record_resolution, report_order
from committees.models import Attendance, Resolution
from committees.rows import resolution_row
from district.models import Posting
from search.models import Entry
from tests.cast import NOON, Draft, laid
from tests.committees.acts import arrive, begin, code_of_refusal, items_of

pytestmark = pytest.mark.django_db
HANDS = {"method": "hands", "yes": 4, "no": 1, "abstain": 1}


@pytest.fixture
def sitting(meeting, secretary, members):
    begin(meeting, secretary, members[:6])
    take_up(items_of(meeting)[1], by=secretary, at=NOON)
    return meeting


@pytest.fixture
def decide(sitting):
    return items_of(sitting)[1]


def record(item, by, **said):
    facts = {"form": "adopted", "method": "unanimous", "text": "원안대로 한다.", "at": NOON} | said
    return record_resolution(item, by=by, **facts)


def test_a_resolution_keeps_how_it_came_about(decide, secretary):
    resolution = record(decide, secretary, **HANDS)
    assert (resolution.label, resolution.body, resolution.recorded_by) == (
        "제2026-1호", decide.meeting.round.convener, secretary,
    )  # fmt: skip
    row = resolution_row(Resolution.objects.visible_to(None).get())
    assert row["line"] == "재적 10 · 출석 6 → 출석의 과반수 4 → 찬성 4 ≥ 4 → 원안가결"
    assert (row["sitting"], row["present"], row["needed"]) == (10, 6, 4)
    assert Entry.objects.of(resolution).get().title == "제2026-1호 협치과제 실행계획"


def test_no_objection_is_no_count(decide, secretary):
    row = resolution_row(record(decide, secretary, yes=5, no=9, abstain=None))
    assert row["line"] == "재적 10 · 출석 6 → 이의 없음 → 원안가결"
    assert (row["yes"], row["no"], row["abstain"]) == (None, None, None)


SHOWS_OF_HANDS = [
    ("adopted", 4, 2, 0, None),
    ("amended", 6, 0, 0, None),
    ("adopted", 3, 3, 0, "result_disagrees"),  # a tie is no majority
    ("adopted", 3, 0, 3, "result_disagrees"),  # of those present, not of those who said something
    ("rejected", 3, 3, 0, None),
    ("rejected", 4, 2, 0, "result_disagrees"),
    ("deferred", 2, 2, 2, None),
    ("deferred", 6, 0, 0, None),
    ("adopted", 5, 1, 1, "too_many_hands"),
    ("adopted", 5, None, 1, "hands_not_counted"),
    ("adopted", -1, 0, 0, "hands_not_counted"),
    ("adopted", "4", 0, 0, "hands_not_counted"),
    ("adopted", 4.0, 0, 0, "hands_not_counted"),
    ("adopted", True, 0, 0, "hands_not_counted"),
    ("adopted", 10**9, 0, 0, "hands_not_counted"),
]


def test_the_result_is_what_the_hands_say(decide, secretary):
    for form, yes, no, abstain, code in SHOWS_OF_HANDS:
        said = {"form": form, "method": "hands", "yes": yes, "no": no, "abstain": abstain}
        refused = code_of_refusal(record, decide, secretary, **said)
        assert (refused and refused[0]) == code, said
        assert Resolution.objects.all().delete()[0] == (code is None)


NONSENSE = [
    ({"form": "tied"}, "unknown_form"),
    ({"form": None}, "unknown_form"),
    ({"form": ["adopted"]}, "unknown_form"),
    ({"method": "secret"}, "unknown_method"),
    ({"method": {}}, "unknown_method"),
    ({"text": ""}, "empty_words"),
    ({"text": 5}, "bad_text"),
    ({"text": "가" * 5001}, "too_long"),
]


def test_what_makes_no_sense_is_refused(decide, secretary):
    for said, code in NONSENSE:
        assert code_of_refusal(record, decide, secretary, **said) == (code, 422), said


def test_only_the_secretary_writes_it_down(decide, member, chair, officer):
    for other in (member, chair, officer):
        assert code_of_refusal(record, decide, other) == ("not_secretary", 403)


def test_only_what_is_on_the_floor_and_to_be_decided_is_decided_once(sitting, secretary):
    report, decide, closed = items_of(sitting)
    assert code_of_refusal(record, report, secretary) == ("item_not_decided", 409)
    assert code_of_refusal(record, closed, secretary) == ("item_not_on_floor", 409)
    record(decide, secretary)
    assert code_of_refusal(record, decide, secretary) == ("already_resolved", 409)
    take_up(report, by=secretary, at=NOON)
    assert code_of_refusal(record, report, secretary) == ("item_not_decided", 409)


def test_no_decision_without_a_quorum(decide, secretary):
    here = Attendance.objects.first()
    end_attendance(here, by=secretary, at=NOON)
    assert code_of_refusal(record, decide, secretary) == ("no_quorum", 409)
    arrive(decide.meeting, secretary, [here.person])
    record(decide, secretary)


def test_numbers_run_through_the_year_whichever_part_meets(council, part, members, secretary):
    labels = []
    for ordinal, bodies, there in [(5, [council], members[:6]), (1, [part], members[1:5])]:
        items = [Draft(key=UUID(int=100 + n), kind="decide", title=f"안건 {n}") for n in (1, 2)]
        kind = "plenary" if bodies == [council] else "subcommittee"
        held = laid(council, kind=kind, ordinal=ordinal, bodies=bodies, items=items)
        begin(held, secretary, there)
        for item in items_of(held):
            take_up(item, by=secretary, at=NOON)
            labels.append(record(item, secretary).label)
    assert labels == [f"제2026-{n}호" for n in (1, 2, 3, 4)]


def test_the_table_itself_keeps_hands_that_do_not_add_up_out(decide):
    row = {
        "item": decide, "body": decide.meeting.round.convener, "year": 2026, "number": 1, "text": "말",
        "form": "adopted", "decided_at": NOON,
    }  # fmt: skip
    for hands in (
        {"method": "hands", "yes": 1},
        {"method": "unanimous", "yes": 1, "no": 0, "abstain": 0},
        {"method": None, "yes": 1, "no": 0, "abstain": 0},
        {"method": "hands", "yes": 5, "no": 1, "abstain": 1, "present": 6},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Resolution.objects.create(**row | hands)


def test_an_order_is_placed_by_whoever_keeps_the_papers_and_reported_by_its_department(
    decide, secretary, chair, member, department, officer, head, mayor
):
    resolution = record(decide, secretary)
    facts = {"what": "실행계획을 세운다", "department": department, "due": date(2026, 12, 31), "at": NOON}
    for other in (chair, member, officer):
        assert code_of_refusal(place_order, resolution, by=other, **facts) == ("not_secretary", 403)
    order = place_order(resolution, by=secretary, **facts)
    for other in (mayor, chair):
        assert code_of_refusal(report_order, order, report="했습니다", by=other, at=NOON) == (
            "not_its_department",
            403,
        )
    for wrong, code in [
        ({"report": ""}, "empty_words"),
        ({"report": "말", "url": "javascript:1"}, "bad_address"),
    ]:
        assert code_of_refusal(report_order, order, by=head, at=NOON, **wrong) == (code, 422)
    later = NOON + timedelta(days=30)
    report_order(order, report="계획을 세웠습니다.", url="/plan/", by=officer, at=later)
    assert code_of_refusal(report_order, order, report="또", by=head, at=later) == ("order_done", 409)
    [row] = resolution_row(Resolution.objects.visible_to(None).get())["orders"]
    assert (row["state_label"], row["report"], row["department"], row["due"]) == (
        "처리함", "계획을 세웠습니다.", "기획예산과", "2026-12-31",
    )  # fmt: skip


def test_a_new_secretary_follows_what_the_old_one_wrote_down(decide, secretary, department, resident):
    resolution = record(decide, secretary)
    post = secretary.postings.get().post
    later = NOON + timedelta(days=40)
    Posting.objects.filter(person=secretary).update(end=NOON.date())
    Posting.objects.create(post=post, person=resident, start=NOON.date() + timedelta(days=1))
    facts = {"what": "실행계획을 세운다", "department": department, "due": None, "at": later}
    assert code_of_refusal(place_order, resolution, by=secretary, **facts) == ("not_secretary", 403)
    place_order(resolution, by=resident, **facts)
