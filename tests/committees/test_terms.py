"""제n기: one after the other, by their numbers, without a day twice and without a day between."""

from datetime import date, timedelta

import pytest

from committees.actions import seating, terms
from committees.models import Term
from realtime.models import Event
from tests.cast import APPOINTED, NOON, TERM_END
from tests.committees.acts import code_of_refusal

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NEXT = TERM_END + DAY


def lay(body, number=5, start=NEXT, by=None, **more):
    return terms.lay_term(body, number=number, start=start, by=by, at=NOON, **more)


def test_the_next_term_is_as_long_as_the_rule_says(council, officer):
    term = lay(council, by=officer)
    assert (term.start, term.end) == (date(2027, 3, 20), date(2029, 3, 19))
    event = Event.objects.get(name="term.laid")
    assert (event.actor, event.office, event.facts) == (
        officer, "기획예산과", {"body": council.pk, "number": 5},
    )  # fmt: skip


def test_the_one_before_may_be_written_down_later(council):
    end = APPOINTED - DAY
    assert lay(council, 3, date(2023, 3, 1), end=end, printed="2023. 3.~").printed == "2023. 3.~"


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"start": TERM_END}, ("term_overlaps", 409)),
        ({"start": APPOINTED - 365 * DAY, "number": 3}, ("term_overlaps", 409)),
        ({"start": NEXT + DAY}, ("term_gap", 409)),
        ({"start": date(2020, 1, 1), "number": 3}, ("no_body_rule", 409)),
        ({"start": date(2022, 8, 1), "end": date(2023, 1, 1), "number": 3}, ("term_gap", 409)),
        ({"number": 6}, ("term_number", 409)),
        ({"number": 4}, ("term_number", 409)),
        ({"number": 0}, ("bad_term_number", 422)),
        ({"number": "5"}, ("bad_term_number", 422)),
        ({"number": 2**20}, ("bad_term_number", 422)),
        ({"end": NEXT - DAY}, ("ends_before_start", 422)),
    ],
)
def test_what_is_out_of_turn_is_refused_and_nothing_is_written(council, said, refusal):
    before = list(Term.objects.values()), Event.objects.count()
    assert code_of_refusal(lay, council, **said) == refusal
    assert (list(Term.objects.values()), Event.objects.count()) == before


def test_another_department_lays_none(council, mayor, head):
    assert code_of_refusal(lay, council, by=mayor) == ("not_keeper", 403)
    assert lay(council, by=head).pk


def test_a_dissolved_body_has_no_next_term(council):
    council.dissolved_on = NEXT
    council.save()
    assert code_of_refusal(lay, council) == ("body_dissolved", 409)


def test_what_was_mistyped_is_mended_until_somebody_was_appointed(council, resident):
    term = lay(council, end=NEXT + 10 * DAY)
    mended = terms.mend_term(term, number=5, start=NEXT, by=None, at=NOON)
    assert mended.end == date(2029, 3, 19)
    wrong = {"number": 5, "start": NEXT + DAY, "by": None, "at": NOON}
    assert code_of_refusal(terms.mend_term, term, **wrong) == ("term_gap", 409)
    seating.appoint(council.seats.first(), person=resident, name="홍길동", start=NEXT, by=None, at=NOON)
    right = {"number": 5, "start": NEXT, "by": None, "at": NOON}
    assert code_of_refusal(terms.mend_term, term, **right) == ("term_in_use", 409)


def test_an_appointment_is_of_the_term_in_which_it_begins(council, resident):
    term = lay(council)
    seat = council.seats.first()
    wrong = {"person": resident, "name": "홍길동", "start": APPOINTED, "term": term, "by": None, "at": NOON}
    assert code_of_refusal(seating.appoint, seat, **wrong) == ("wrong_term", 422)
    assert seating.appoint(seat, **wrong | {"start": NEXT}).term == term
