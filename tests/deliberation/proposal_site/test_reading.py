"""A proposal's page, and what is pressed there."""

import re
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from deliberation import actions
from deliberation.models import Endorsement
from realtime.models import Event
from tests.deliberation.proposal_site.door import (
    WORDS,
    goes_to,
    next_of,
    shown,
    statements,
    told,
)

pytestmark = pytest.mark.django_db


def test_a_proposal_shows_its_seats_its_course_and_its_words_to_everybody(visit, proposal):
    page = told(visit(), proposal.url)
    assert proposal.body in page
    assert 'aria-valuetext="5명 가운데 0명"' in page
    assert 'aria-valuetext="100명 가운데 0명"' in page
    assert "5명이 더 공감하시면 부서가 검토합니다." in page
    assert 'aria-current="step"' in page
    assert "홍길동" not in page


def test_a_neighbour_agrees_and_takes_it_back_with_one_button(visit, proposal, neighbour):
    client = visit(neighbour)
    address = f"{proposal.url}support/"
    assert goes_to(client.post(address)) == f"{proposal.url}#supports"
    assert "공감했습니다" in told(client, proposal.url)
    assert "4명이 더 공감하시면 부서가 검토합니다." in told(visit(), proposal.url)
    client.post(address)
    assert Endorsement.objects.get().withdrawn_at is not None
    assert "5명이 더 공감하시면" in told(visit(), proposal.url)


def test_whoever_may_not_agree_yet_is_led_there_and_back(visit, proposal, unverified):
    address = f"{proposal.url}support/"
    assert next_of(visit().post(address)) == proposal.url
    answer = visit(unverified).post(address)
    assert urlsplit(answer.headers["Location"]).path == "/me/verify/"
    assert next_of(answer) == proposal.url
    assert not Endorsement.objects.exists()


def test_one_does_not_agree_with_ones_own_proposal(visit, proposal, resident):
    assert "공감합니다" not in re.sub(
        r"<template.*?</template>", "", told(visit(resident), proposal.url), flags=re.S
    )
    assert visit(resident).post(f"{proposal.url}support/").status_code == 403
    assert not Endorsement.objects.exists()


def test_the_fifth_neighbour_sends_it_to_the_department_for_all_to_see(
    visit, reviewed, department, neighbour
):
    page = told(visit(), reviewed.url)
    assert "공감 5명이 모여 부서검토가 열렸습니다." in page
    assert department.name in page
    assert reviewed.referral.due() is not None
    # Others may still say that they wish for it; nobody takes the fifth seat away again.
    goes_to(visit(neighbour).post(f"{reviewed.url}support/"))
    reviewed.refresh_from_db()
    assert reviewed.supports == 6
    answer = visit(neighbour).post(f"{reviewed.url}support/", follow=True)
    assert "부서검토가 열린 뒤에는 공감을 거둘 수 없습니다." in shown(answer)


def test_the_answer_says_what_was_decided_why_and_how_long_one_may_ask_again(visit, refused, resident):
    page = told(visit(), refused.url)
    assert "채택하지 않았습니다" in page
    assert "보도 폭이 좁습니다." in page
    assert "15일 남았습니다." in page
    assert "재심사 요청하기" not in page
    assert f"{refused.url}reconsider/" in told(visit(resident), refused.url)


def test_its_author_asks_once_more_with_a_reason(visit, refused, resident, neighbour):
    address = f"{refused.url}reconsider/"
    assert visit(neighbour).get(address).status_code == 403
    client = visit(resident)
    assert "까지 요청하실 수 있습니다." in told(client, address)
    shown(client.post(address, {"words": " "}), 422)
    assert goes_to(client.post(address, {"words": "다른 자리를 살펴 주세요."})) == refused.url
    assert "재심사" in told(visit(), refused.url)
    shown(client.post(address, {"words": "한 번 더"}), 409)


def test_its_author_withdraws_it_and_it_stays_to_be_read(visit, proposal, resident, neighbour):
    address = f"{proposal.url}withdraw/"
    assert visit(neighbour).get(address).status_code == 403
    assert visit(neighbour).post(address).status_code == 403
    assert next_of(visit().get(address)) == address
    assert "이 제안을 취하할까요?" in told(visit(resident), address)
    assert goes_to(visit(resident).post(address, {"reason": "이미 고쳐졌습니다."})) == proposal.url
    page = told(visit(), proposal.url)
    assert "제안한 분이 취하했습니다." in page
    assert "이미 고쳐졌습니다." in page
    shown(visit(resident).post(address, {"ref": str(uuid4())}), 409)


def test_its_author_may_have_the_words_veiled(visit, proposal, resident):
    goes_to(visit(resident).post(f"{proposal.url}veil/"))
    page = told(visit(), proposal.url)
    assert proposal.title in page
    assert proposal.body not in page
    assert "제목과 결과만 공개합니다." in page
    assert proposal.body in told(visit(resident), proposal.url)


def test_the_office_hands_it_on_with_a_reason(visit, reviewed, officer, neighbour):
    address = f"{reviewed.url}transfer/"
    assert "다른 기관으로 이송" not in told(visit(neighbour), reviewed.url)
    assert visit(neighbour).post(address, {"to": "시청", "reason": "시의 일"}).status_code == 403
    client = visit(officer)
    assert "다른 기관으로 이송" in told(client, reviewed.url)
    page = shown(client.post(address, {"to": "서울교통공사", "reason": ""}), 422)
    assert "서울교통공사" in page
    goes_to(client.post(address, {"to": "서울교통공사", "reason": "역 안의 일입니다."}))
    page = told(visit(), reviewed.url)
    assert "서울교통공사" in page
    assert "역 안의 일입니다." in page


def test_a_complaint_is_answered_as_one_with_one_press(visit, reviewed, officer, resident):
    assert "이것은 민원입니다" in told(visit(resident), reviewed.url)
    goes_to(visit(officer).post(f"{reviewed.url}civil/", {"reason": "고장을 고쳐 달라는 말씀입니다."}))
    reviewed.refresh_from_db()
    assert reviewed.end == "civil"
    assert "민원으로 처리합니다." in told(visit(), reviewed.url)


def test_a_duplicate_goes_into_what_was_received_first(
    visit, proposal, officer, neighbour, consent, policy, category, now
):
    twin = actions.begin_proposal(by=neighbour, at=now, **WORDS)
    actions.publish_proposal(twin, consent=consent.pk, by=neighbour, at=now)
    client = visit(officer)
    assert f'value="{proposal.pk}"' in told(client, f"/proposals/{twin.pk}/merge/")
    answer = client.post(
        f"/proposals/{twin.pk}/merge/", {"into": f"https://x.example/proposals/{proposal.pk}/"}
    )
    assert goes_to(answer) == proposal.url
    assert proposal.url in told(visit(), f"/proposals/{twin.pk}/")
    assert f"/proposals/{twin.pk}/" in told(visit(), proposal.url)
    shown(client.post(f"{proposal.url}merge/", {"into": twin.pk}), 409)
    assert client.post(f"{proposal.url}merge/", {"into": "어디"}).status_code in {404, 422}


def test_a_press_sent_twice_is_done_once(visit, proposal, resident):
    client, ref = visit(resident), str(uuid4())
    for _ in range(2):
        assert goes_to(client.post(f"{proposal.url}withdraw/", {"ref": ref})) == proposal.url
    assert Event.objects.filter(name="proposal.withdrawn").count() == 1


def test_what_nobody_published_has_no_page(visit, draft, resident):
    assert visit(resident).get(f"/proposals/{draft.pk}/").status_code == 404
    assert visit().get("/proposals/999999/").status_code == 404
    assert visit().get(f"/proposals/{2**63}/").status_code == 404


def test_a_long_talk_costs_the_page_of_a_proposal_no_more(visit, proposal, residents, now):
    people = residents(12)
    actions.post_comment(proposal.thread, by=people[0], body="하나", at=now, ref=uuid4())
    client = visit()
    shown(client.get(proposal.url))
    few = statements(client, proposal.url)
    for person in people:
        actions.post_comment(proposal.thread, by=person, body="좋습니다", at=now, ref=uuid4())
    assert statements(client, proposal.url) <= few
