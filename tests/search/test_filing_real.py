"""One record filed by many doors at the same moment, on real PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from search.models import Entry
from tests.search.test_find import filed, numbers, record

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.real]


def test_a_record_filed_by_many_at_once_stands_once():
    record(1)

    def again(number):
        try:
            filed(1, f"예산 {number}", "글")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as doors:
        list(doors.map(again, range(24)))
    assert Entry.objects.filter(kind="story").count() == 1
    assert numbers("예산") == [1]


def test_postgresql_finds_a_rare_word_by_its_index():
    Entry.objects.bulk_create(
        Entry(content_type_id=1, object_id=str(n), kind="story", on="2026-11-21", tokens="주차 차", url="/")
        for n in range(3000)
    )
    filed(1, "", "협치회의")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE search_entry")
        cursor.execute(
            "EXPLAIN SELECT id FROM search_entry WHERE document @@ to_tsquery('simple', '협치 <-> 치회')"
        )
        plan = " ".join(row[0] for row in cursor.fetchall())
    assert "search_entry_document" in plan
