"""일자: read as the sheets print it, said as the sheets print it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from district.refusals import Refusal
from pledges import when
from pledges.when import When

DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


def dates(told):
    return told.starts_on.isoformat(), told.ends_on.isoformat(), told.precision


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2023. 11. 7.", "2023-11-07", "2023-11-07", "day"),
        ("2023. 11. 7.(화)", "2023-11-07", "2023-11-07", "day"),
        ("'22.10.11.", "2022-10-11", "2022-10-11", "day"),
        ("’22. 10. 11.", "2022-10-11", "2022-10-11", "day"),
        ("2023-11-07", "2023-11-07", "2023-11-07", "day"),
        ("2022년 9월 3일", "2022-09-03", "2022-09-03", "day"),
        ("2023. 11. 1. ~ 2023. 11. 22.", "2023-11-01", "2023-11-22", "range"),
        ("2022. 7. 12. ~ 2023. 12. 31.", "2022-07-12", "2023-12-31", "range"),
        ("2023. 4. 17.~4. 27.", "2023-04-17", "2023-04-27", "range"),
        ("2022. 9. 1.(목)~9. 30.(금)", "2022-09-01", "2022-09-30", "range"),
        ("2023. 12. 1.~31.", "2023-12-01", "2023-12-31", "range"),
        ("2022. 7.", "2022-07-01", "2022-07-31", "month"),
        ("2024. 2.", "2024-02-01", "2024-02-29", "month"),
        ("2022-09", "2022-09-01", "2022-09-30", "month"),
        ("2023. 6.~7.", "2023-06-01", "2023-07-31", "months"),
        ("2022. 11.~ 12.", "2022-11-01", "2022-12-31", "months"),
        ("2022. 11. ~ 2023. 2.", "2022-11-01", "2023-02-28", "months"),
        ("2022. 3분기", "2022-07-01", "2022-09-30", "quarter"),
        ("2023. 4/4분기", "2023-10-01", "2023-12-31", "quarter"),
        ("2023. 1/4", "2023-01-01", "2023-03-31", "quarter"),
        ("2022. 하반기", "2022-07-01", "2022-12-31", "half"),
        ("2023년 상반기", "2023-01-01", "2023-06-30", "half"),
        ("2023.", "2023-01-01", "2023-12-31", "year"),
        ("2023년", "2023-01-01", "2023-12-31", "year"),
        ("2023", "2023-01-01", "2023-12-31", "year"),
        ("'22", "2022-01-01", "2022-12-31", "year"),
    ],
)
def test_the_forms_of_the_sheets(text, first, last, precision):
    assert dates(when.parse(text)) == (first, last, precision)


def test_a_blank_cell_says_what_the_cell_above_it_says():
    above = when.parse("2022. 8.")
    assert when.parse("", above) == when.parse("  ", above) == above


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [("8.", "2022-08-01", "2022-08-31"), ("8. 3.", "2022-08-03", "2022-08-03"),
     ("4분기", "2022-10-01", "2022-12-31"), ("하반기", "2022-07-01", "2022-12-31"),
     ("8.~9.", "2022-08-01", "2022-09-30")],
)  # fmt: skip
def test_a_month_alone_takes_the_year_from_above(text, first, last):
    assert dates(when.parse(text, when.parse("2022. 7.")))[:2] == (first, last)
    with pytest.raises(Refusal):
        when.parse(text)


@pytest.mark.parametrize(
    "text",
    ["", " ", "언젠가", "2023. 13.", "2023. 2. 30.", "2023. 5분기", "2023. 0분기", "2023. 7.~6.",
     "2023. 7. 9.~7. 1.", "2023. 7. 1.~8.~9.", "2023. 7.~8. 3.", "2022.~2026.", "2022. 3분기~4분기",
     "0001. 1. 1.", "9999. 1. 1.", "2023-13-01", "2023-02-30", "20233. 1.", "2023. 1. 1. 1.", "~",
     "2023. 7.~", "１２", "2023. ７.", "1" * 5000, "2023. 1.\x00", "2023. 7. 중순", "7.", "2023. 하반기 중"],
)  # fmt: skip
def test_what_is_no_such_date_is_refused(text):
    with pytest.raises(Refusal) as refused:
        when.parse(text)
    assert (refused.value.code, refused.value.status) == ("bad_partial_date", 422)


@given(st.text(max_size=80) | st.text("0123456789.~/-' 년월일분기상하반", max_size=24))
def test_any_other_words_are_a_date_or_a_refusal(text):
    told = read_or_refused(text)
    assert told == "bad_partial_date" or told.starts_on <= told.ends_on


def read_or_refused(text):
    try:
        return when.parse(text)
    except Refusal as refused:
        return refused.code


@given(st.sampled_from([p.value for p in when.Precision]), DAYS, st.integers(0, 800))
def test_what_is_said_is_read_again(precision, on, days):
    later = min(on + timedelta(days=days), date(2099, 12, 31))
    told = spanned(precision, on, later)
    assert when.parse(when.said(told)) == told


def spanned(precision, on, later):
    """A date of that precision that begins where the one lies, and ends where the other does."""
    first, second = (1, 2) if on.month < 7 else (3, 4)
    month = later if (later.year, later.month) != (on.year, on.month) else later + timedelta(days=31)
    return {
        "day": lambda: When(on, on, precision),
        "range": lambda: When(on, max(later, on + timedelta(days=1)), precision),
        "month": lambda: when.parse(f"{on.year}. {on.month}."),
        "months": lambda: when.parse(f"{on.year}. {on.month}.~{month.year}. {month.month}."),
        "quarter": lambda: When(*when.span_days(on.year, when.quarter_of(on)), precision),
        "half": lambda: When(
            when.span_days(on.year, first)[0], when.span_days(on.year, second)[1], precision
        ),
        "year": lambda: When(*when.span_days(on.year, 0), precision),
    }[precision]()


@pytest.mark.parametrize(
    ("text", "said"),
    [("2023. 11. 1. ~ 2023. 11. 22.", "2023. 11. 1. ~ 2023. 11. 22."), ("2022. 7.", "2022. 7."),
     ("2022. 3분기", "2022. 3분기"), ("2023. 6.~7.", "2023. 6.~7."), ("2022. 11.~ 12.", "2022. 11.~12."),
     ("2022. 11.~2023. 2.", "2022. 11.~2023. 2."), ("2022. 하반기", "2022. 하반기"), ("2023.", "2023."),
     ("'22.10.11.", "2022. 10. 11.")],
)  # fmt: skip
def test_what_is_said_is_what_the_sheets_print(text, said):
    assert when.said(when.parse(text)) == said


def test_the_days_of_a_quarter_and_of_a_year():
    assert when.span_days(2024, 1) == (date(2024, 1, 1), date(2024, 3, 31))
    assert when.span_days(2022, 0) == (date(2022, 1, 1), date(2022, 12, 31))
