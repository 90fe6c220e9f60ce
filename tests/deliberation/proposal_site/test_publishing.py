"""Together with whom, and the last look before it is published."""

from datetime import date

import pytest

from deliberation import actions
from deliberation.models import Share
from district.models import Consent
from tests.deliberation.proposal_site.door import goes_to, next_of, sheet_of, shown, told

pytestmark = pytest.mark.django_db


def test_somebody_is_invited_by_a_link_and_takes_a_part(visit, draft, resident, neighbour, consent):
    client = visit(resident)
    goes_to(client.post(f"{sheet_of(draft)}invite/", {"label": "옆집", "percent": "40"}))
    share = Share.objects.get()
    page = shown(client.get(f"{sheet_of(draft)}people/"))
    assert f"/proposals/invited/{share.key}/" in page
    assert "60 %" in page
    link = f"/proposals/invited/{share.key}/"
    assert "로그인" in shown(visit().get(link))
    guest = visit(neighbour)
    assert draft.title in shown(guest.get(link))
    assert goes_to(guest.post(f"{link}accept/", {"consent": consent.pk})) == link
    share.refresh_from_db()
    assert (share.person, share.consent) == (neighbour, consent)
    assert "그만 함께하기" in shown(guest.get(link))
    assert draft.title in shown(guest.get("/proposals/mine/"))


def test_taking_a_part_needs_the_text_in_force(visit, draft, resident, neighbour, now):
    share = actions.invite_share(draft, label="옆집", percent=40, by=resident, at=now)
    link = f"/proposals/invited/{share.key}/"
    assert "제안 글의 공개와 이용에 동의해 주세요." in shown(visit(neighbour).post(f"{link}accept/"), 422)
    share.refresh_from_db()
    assert share.person is None


def test_an_unverified_person_is_led_to_be_verified_and_back_to_the_invitation(
    visit, draft, resident, unverified, consent, now
):
    share = actions.invite_share(draft, label="옆집", percent=40, by=resident, at=now)
    link = f"/proposals/invited/{share.key}/"
    assert "본인확인이 필요합니다" in shown(visit(unverified).get(link))
    answer = visit(unverified).post(f"{link}accept/", {"consent": consent.pk})
    assert next_of(answer) == link


def test_an_invitation_is_declined_and_the_link_is_spent(visit, draft, resident, neighbour, now):
    share = actions.invite_share(draft, label="옆집", percent=40, by=resident, at=now)
    link = f"/proposals/invited/{share.key}/"
    goes_to(visit(neighbour).post(f"{link}decline/"))
    page = shown(visit(neighbour).get(link))
    assert "끝난 초대입니다" in page
    assert draft.title not in page


def test_only_the_author_takes_an_invitation_back(visit, draft, resident, neighbour, now):
    share = actions.invite_share(draft, label="옆집", percent=40, by=resident, at=now)
    assert visit(neighbour).post(f"/proposals/shares/{share.key}/drop/").status_code == 404
    goes_to(visit(resident).post(f"/proposals/shares/{share.key}/drop/"))
    share.refresh_from_db()
    assert share.ended_at is not None


@pytest.mark.parametrize("percent", ["", "백", "0", "100", "1.5", "-3"])
def test_a_part_is_a_whole_number_of_percent(visit, draft, resident, percent):
    answer = visit(resident).post(f"{sheet_of(draft)}invite/", {"label": "옆집", "percent": percent})
    assert answer.status_code in {409, 422}
    assert "옆집" in answer.content.decode()
    assert not Share.objects.exists()


def test_a_proposal_is_published_with_the_text_that_was_shown(visit, draft, resident, consent):
    client = visit(resident)
    last = shown(client.get(f"{sheet_of(draft)}publish/"))
    assert f'name="consent" value="{consent.pk}"' in last
    assert consent.title in last
    answer = client.post(f"{sheet_of(draft)}publish/now/", {"consent": consent.pk})
    draft.refresh_from_db()
    assert goes_to(answer) == f"/proposals/{draft.pk}/"
    assert draft.consent == consent
    assert goes_to(client.get(sheet_of(draft))) == f"/proposals/{draft.pk}/"
    assert goes_to(client.get(f"{sheet_of(draft)}publish/")) == f"/proposals/{draft.pk}/"


def test_publishing_without_agreeing_is_refused_on_the_same_page(visit, draft, resident, consent):
    page = shown(visit(resident).post(f"{sheet_of(draft)}publish/now/"), 422)
    assert "제안 글의 공개와 이용에 동의해 주세요." in page
    assert draft.body in page


def test_a_text_that_changed_meanwhile_is_shown_anew(visit, draft, resident, consent):
    newer = Consent.objects.create(
        kind="proposal", version="2", title="새 동의문", in_force_from=date(2026, 1, 1), url="/새동의/"
    )
    page = shown(visit(resident).post(f"{sheet_of(draft)}publish/now/", {"consent": consent.pk}), 409)
    assert f'name="consent" value="{newer.pk}"' in page
    draft.refresh_from_db()
    assert draft.published_at is None


def test_what_is_missing_is_named_with_a_way_to_it(visit, policy, consent, category, resident, now):
    draft = actions.begin_proposal(by=resident, at=now, title="제목만")
    page = shown(visit(resident).get(f"{sheet_of(draft)}publish/"))
    assert f'href="{sheet_of(draft)}#body"' in page
    assert f'href="{sheet_of(draft)}#category"' in page
    assert f'href="{sheet_of(draft)}#title"' not in page
    shown(visit(resident).post(f"{sheet_of(draft)}publish/now/", {"consent": consent.pk}), 422)


def test_nothing_is_published_while_somebody_has_not_answered(visit, draft, resident, consent, now):
    actions.invite_share(draft, label="옆집", percent=40, by=resident, at=now)
    assert "답하지 않은 분이 1명" in shown(visit(resident).get(f"{sheet_of(draft)}publish/"))
    shown(visit(resident).post(f"{sheet_of(draft)}publish/now/", {"consent": consent.pk}), 409)


def test_my_proposals_are_listed_for_me_alone(visit, draft, resident, neighbour, consent, now):
    assert draft.title in told(visit(resident), "/proposals/mine/")
    assert draft.title not in told(visit(neighbour), "/proposals/mine/")
    assert next_of(visit().get("/proposals/mine/")) == "/proposals/mine/"
    actions.publish_proposal(draft, consent=consent.pk, by=resident, at=now)
    assert f'href="/proposals/{draft.pk}/"' in told(visit(resident), "/proposals/mine/")
