"""Pledges are found by what everybody may read of them, and say where they stand."""

import pytest

from pledges.filing import file_pledge, file_restated
from pledges.models import Passage
from search.find import find
from search.models import Entry

pytestmark = pytest.mark.django_db


def found(q, **facets):
    return [entry.url for entry in find(q, None, **facets)]


def test_a_pledge_is_found_by_its_code_its_title_its_indicators_and_its_card(six_one_one):
    Passage.objects.create(
        pledge=six_one_one, order=1, section="plan", title="추진계획", text="창안대회를 엽니다."
    )
    file_pledge(six_one_one)
    place = six_one_one.get_absolute_url()
    for q in ("6-1-1", "온라인 관악청", "정책참여방", "의제안건", "창안대회"):
        assert found(q) == [place]
    assert found("", kind="pledge") == [place]
    assert found("", department=six_one_one.department.name) == [place]


def test_a_draft_is_not_found(pledge):
    file_pledge(pledge("1-1", published=False, title="어린이 도서관"))
    assert not Entry.objects.exists()


def test_where_a_pledge_stands_is_said_beside_it_and_follows(six_two, statuses):
    file_pledge(six_two)
    assert Entry.objects.get().state == "이행 후 지속추진"
    six_two.status = statuses["slow"]
    file_restated(six_two)
    assert Entry.objects.get().state == "부진"


def test_the_sentence_below_is_the_summary_or_what_the_card_says_first(visit, gu, pledge):
    told = pledge("1-1", title="도서관", summary="아이들이 읽을 곳을 늘립니다.", order=1)
    silent = pledge("1-2", title="도서관 둘", order=2)
    for order, text in ((3, "나중 글"), (2, "먼저 나오는 글"), (1, "하루 {phone-daily}건")):
        Passage.objects.create(pledge=silent, order=order, section="now", text=text)
    for each in (told, silent, pledge("1-3", title="도서관 셋", order=3)):
        file_pledge(each)
    answer = visit().get("/search/?q=도서관").text
    assert "아이들이 읽을 곳을 늘립니다." in answer
    assert "먼저 나오는 글" in answer
    assert "나중 글" not in answer
    assert "phone-daily" not in answer  # a figure is put in where its card is read, not here
