"""Pages of a long list, found by key."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from district.models import Department, Tag
from district.paging import page_of
from district.refusals import Refusal


@pytest.fixture
def tags(db):
    return Tag.objects.bulk_create(Tag(name=f"말{n:02}", slug=f"w{n:02}") for n in range(25))


def names(page):
    return [tag.name for tag in page.rows]


def asked(**params):
    return page_of(Tag.objects.all(), {name.rstrip("_"): value for name, value in params.items()}, size=10)


def expected(first, last):
    return [f"말{n:02}" for n in range(first, last - 1, -1)]


def test_the_first_page_is_the_newest(tags):
    page = asked()
    assert names(page) == expected(24, 15)
    assert page.previous is None


def test_following_next_meets_every_row_once(tags):
    page, met = asked(), []
    while True:
        met += names(page)
        if page.next is None:
            break
        page = asked(cursor=page.next)
    assert met == expected(24, 0)


def test_previous_leads_back_the_same_way(tags):
    second = asked(cursor=asked().next)
    assert names(second) == expected(14, 5)
    assert names(asked(cursor=second.previous)) == expected(24, 15)
    assert asked(cursor=second.previous).previous is None


def test_from_end_is_the_oldest_page(tags):
    page = asked(from_="end")
    assert names(page) == expected(9, 0)
    assert page.next is None
    assert names(asked(cursor=page.previous)) == expected(19, 10)


def test_around_a_row_it_stands_in_the_middle(tags):
    page = asked(around=str(tags[12].pk))
    assert names(page) == expected(17, 8)
    assert page.next
    assert page.previous


@pytest.mark.parametrize("place", [0, 24])
def test_around_an_edge_the_page_is_still_full(tags, place):
    page = asked(around=str(tags[place].pk))
    assert f"말{place:02}" in names(page)
    assert len(page.rows) == (10 if place == 24 else 6)


def test_around_a_row_that_is_gone_is_its_place(tags):
    Tag.objects.filter(pk=tags[12].pk).delete()
    assert "말13" in names(asked(around=str(tags[12].pk)))


def test_a_row_that_came_meanwhile_shifts_nothing(tags):
    onward = asked().next
    Tag.objects.create(name="새말", slug="new")
    assert names(asked(cursor=onward)) == expected(14, 5)


def test_limit_is_kept_and_bounded(tags):
    assert len(asked(limit="3").rows) == 3


@pytest.mark.parametrize(
    "params",
    [
        {"cursor": ""},
        {"cursor": "garbage"},
        {"cursor": "o5.forged"},
        {"cursor": "\x00"},
        {"around": "-1"},
        {"around": "2026-13-45T99:99"},
        {"around": "９"},
        {"around": "9" * 19},
        {"around": "1\x00"},
        {"from": "start"},
        {"limit": "0"},
        {"limit": "101"},
        {"limit": "many"},
        {"around": "1", "from": "end"},
    ],
)
def test_a_bad_place_is_refused(tags, params):
    with pytest.raises(Refusal) as caught:
        page_of(Tag.objects.all(), params)
    assert (caught.value.code, caught.value.status) == ("bad_cursor", 422)


@given(st.dictionaries(st.sampled_from(["cursor", "around", "from", "limit"]), st.text(max_size=30)))
def test_no_question_breaks_the_list(params):
    with suppress(Refusal):
        assert page_of(Tag.objects.none(), params).rows == []


def test_a_cursor_of_one_list_is_worth_nothing_in_another(tags):
    with pytest.raises(Refusal):
        page_of(Tag.objects.all(), {"cursor": asked().next}, field="pk")
    with pytest.raises(Refusal):
        page_of(Department.objects.all(), {"cursor": asked().next})


def test_a_page_costs_one_question_and_a_place_two(tags, django_assert_num_queries):
    onward = asked().next
    for params, count in [({}, 1), ({"cursor": onward}, 1), ({"from_": "end"}, 1), ({"around": "5"}, 2)]:
        with django_assert_num_queries(count):
            asked(**params)


def test_an_empty_list_is_an_empty_page(db):
    page = asked()
    assert (page.rows, page.next, page.previous) == ([], None, None)
