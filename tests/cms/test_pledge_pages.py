"""The pages below 매니페스토 that are drawn from the records, and the pledges on the first page."""

import html
import re
from datetime import date, datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.models import PledgesPage, SectionPage
from deliberation.actions import post_comment
from pledges.models import Closing, ProgressEntry
from search.models import Entry
from tests.cast import BEGINNING, NOON, laid, verified
from tests.pledges.conftest import *  # noqa: F403 (the sheets)
from tests.pledges.sheets import amend, did

pytestmark = pytest.mark.django_db
SHOWS = PledgesPage.Shows
EVENING = datetime(2023, 12, 31, 18, tzinfo=ZoneInfo("Asia/Seoul"))


@pytest.fixture
def menu(home, gu):
    """The four of them, each in its place."""
    section = home.add_child(instance=SectionPage(title="공약", slug="pledges", show_in_menus=True))
    pages = {}
    for shows, label in SHOWS.choices:
        page = section.add_child(
            instance=PledgesPage(title=label, slug=shows, shows=shows, show_in_menus=True)
        )
        page.save_revision().publish()
        pages[shows] = PledgesPage.objects.get(pk=page.pk)
    return pages


def words(client, page, **asked):
    answer = client.get(page.get_url(), asked)
    assert answer.status_code == 200
    bare = re.sub(r"(?s)<(script|template|svg|style).*?</\1>", " ", answer.text)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", bare)).split())


def test_a_house_without_pledges_says_so_on_every_page(client, menu):
    for shows in (SHOWS.OVERVIEW, SHOWS.PROGRESS):
        assert "아직 게시한 공약이 없습니다." in words(client, menu[shows])
    assert "아직 적은 실적이 없습니다." in words(client, menu[SHOWS.TOGETHER])
    assert "아직 의견이 없습니다." in words(client, menu[SHOWS.VOICES])
    assert "front-pledges" not in client.get("/").text


def test_the_overview_says_what_it_counts_and_opens_every_figure(client, menu, six_one, six_one_one, six_two):
    said = words(client, menu[SHOWS.OVERVIEW])
    assert "공약 3건 완료 뒤 계속 3" in said
    assert "이행률은 공약마다 재는 것이 달라 평균을 내지 않습니다." in said
    assert "합계 보일 때만 반올림 49.861… → 49.9" in said
    text = client.get(menu[SHOWS.OVERVIEW].get_url()).text
    for door in re.findall(r'popovertarget="([^"]+)"', text):
        assert text.count(f'id="{door}"') == 1


def test_the_overview_is_chosen_from_without_a_script(client, menu, six_one, six_two):
    page = menu[SHOWS.OVERVIEW]
    assert "관악청(聽) 운영" not in words(client, page, department=six_two.department_id)
    assert "맞는 공약이 없습니다." in words(client, page, status="dropped")
    assert "selected>자치행정과" in client.get(page.get_url(), {"department": six_two.department_id}).text


def test_the_lasting_address_leads_to_the_overview_with_what_was_asked(client, menu):
    answer = client.get("/pledges/all/?status=done")
    assert answer["location"] == f"{menu[SHOWS.OVERVIEW].get_url()}?status=done"
    menu[SHOWS.OVERVIEW].unpublish()
    assert client.get("/pledges/all/").status_code == 404


def test_progress_tells_by_status_by_department_in_money_and_by_quarter(
    client, menu, six_one, six_two, statuses
):
    six_one.status = statuses["slow"]
    six_one.save()
    Closing.objects.create(
        pledge=six_two, year=2023, quarter=4, words="네 차례 만났습니다.", written_at=NOON, submitted_at=NOON,
        approved_at=NOON, figures={"rate": "46.5"},
    )  # fmt: skip
    Closing.objects.create(pledge=six_one, year=2023, quarter=4, words="결재 중입니다.", written_at=NOON)
    said = words(client, menu[SHOWS.PROGRESS])
    assert "모두 2건" in said
    assert "감사담당관 1 0 0 1 0 35.5 14 39.4" in said
    assert "자치행정과 1 1 0 0 0 2,536 1,175 46.3" in said
    assert "투자계획 2,571.5 집행액 1,189 집행률 46.2 %" in said
    assert "네 차례 만났습니다." in said
    assert "결재 중입니다." not in said


def test_how_residents_were_heard_is_counted_once_by_channel(client, menu, six_one_one, six_two):
    first = did(six_two, "2023. 4.", kind="participation", channel="briefing", title="설명회")
    did(six_two, "2023. 2분기", kind="participation", channel="briefing", title="설명회 다시", same_as=first)
    did(six_two, "2023. 5.", kind="participation", title="그 밖의 일")
    did(six_two, "2024. 1.", kind="participation", channel="press", title="다음 해")
    did(six_one_one, "2023. 6.", kind="participation", channel="survey", title="만족도 조사")
    did(six_one_one, "2023. 6.", title="추진실적은 여기 없음")
    said = words(client, menu[SHOWS.TOGETHER])
    assert "방법을 적지 않음 계" in said
    assert "6-2 협치행정 구현 1 - - - - 1 2" in said
    assert "계 1 1 - - - 1 3" in said
    assert "설명회 다시" not in said
    assert "추진실적은 여기 없음" not in said


def test_what_tells_again_of_something_taken_back_is_told_in_its_place(client, menu, six_two):
    first = did(six_two, "2023. 4.", kind="participation", channel="briefing", title="설명회")
    did(six_two, "2023. 2분기", kind="participation", channel="briefing", title="설명회 다시", same_as=first)
    ProgressEntry.objects.filter(pk=first.pk).update(withdrawn_at=NOON, withdrawn_reason="잘못 적음")
    said = words(client, menu[SHOWS.TOGETHER])
    assert "6-2 협치행정 구현 1 - - - - 1" in said
    assert "설명회 다시" in said


def test_what_a_committee_changed_stands_beside_it(client, menu, six_two, council, members):
    amend(six_two, laid(council).items.get(order=1), date(2023, 12, 1))
    said = words(client, menu[SHOWS.TOGETHER])
    assert "2023. 12. 1.(금) 시행 협치행정 구현 여건이 바뀌었습니다." in said


def test_the_last_words_on_pledges_are_gathered_until_they_are_taken_back(
    client, menu, six_two, policy, dong
):
    policy.valid_from = BEGINNING
    policy.save()
    person = verified("speaks", dong, nickname="난향이웃")
    comment = post_comment(
        six_two.thread, by=person, body="공론장을 저녁에도 열어 주세요.", at=timezone.now(), ref=uuid4()
    )
    said = words(client, menu[SHOWS.VOICES])
    assert "난향이웃" in said
    assert "공론장을 저녁에도 열어 주세요." in said
    assert "1명 · 의견 1개" in said
    type(comment).objects.filter(pk=comment.pk).update(state="withdrawn", body="")
    assert "난향이웃" not in words(client, menu[SHOWS.VOICES])


def test_the_first_page_shows_promises_in_all(client, menu, home, six_one, six_one_one, six_two):
    said = words(client, home)
    assert "관악청(聽) 운영 44.9 %" in said
    assert "면담 횟수 64/144회" in said
    assert "협치행정 구현 46.5 %" in said
    assert "외 2개 지표" in said
    assert "온라인 관악청" not in said


@pytest.mark.parametrize("shows", SHOWS.values)
def test_every_page_asks_as_often_for_many_pledges(client, menu, pledge, shows):
    def asked(count, first):
        for n in range(count):
            one = pledge(f"{first + n}-1", order=first + n, indicators=[{"weight": 100, "years": (1,) * 5}])
            did(one, "2023. 4.", kind="participation", channel="press")
        client.get(menu[shows].get_url())
        with CaptureQueriesContext(connection) as queries:
            client.get(menu[shows].get_url())
        return len(queries)

    assert asked(3, 1) == asked(12, 10)


def test_a_page_is_found_by_its_title_until_it_is_taken_back(client, menu):
    page = menu[SHOWS.PROGRESS]
    assert Entry.objects.get(url=page.address).audience == "public"
    page.unpublish()
    assert Entry.objects.get(kind="page", title="").audience == "none"
