"""Writing a proposal without a line of JavaScript."""

import re
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from deliberation import actions
from deliberation.models import Proposal
from papers.models import Attachment
from tests.cast import PASSWORD
from tests.deliberation.proposal_site.door import (
    NEW,
    WORDS,
    goes_to,
    next_of,
    sheet_of,
    shown,
)

pytestmark = pytest.mark.django_db


def test_the_first_words_become_a_draft_and_lead_to_the_next_step(visit, resident, policy, category):
    answer = visit(resident).post(
        NEW, WORDS | {"do": "next", "place": "2번 출구", "tags": "자전거, 보행 안전"}
    )
    draft = Proposal.objects.get()
    assert goes_to(answer) == f"{sheet_of(draft)}people/"
    assert (draft.title, draft.body, draft.place) == (WORDS["title"], WORDS["body"], "2번 출구")
    assert sorted(draft.tags.names()) == ["보행 안전", "자전거"]
    assert draft.category == category


def test_a_sheet_sent_twice_is_one_draft(visit, resident, policy, category):
    client, ref = visit(resident), str(uuid4())
    first = client.post(NEW, WORDS | {"ref": ref})
    assert goes_to(client.post(NEW, WORDS | {"ref": ref})) == goes_to(first)
    assert Proposal.objects.count() == 1


def test_a_guest_writes_first_signs_in_and_finds_the_words_again(visit, resident, policy, category):
    client = visit()
    answer = client.post(NEW, WORDS | {"do": "next"})
    assert urlsplit(answer.headers["Location"]).path == "/accounts/login/"
    assert next_of(answer) == NEW
    assert not Proposal.objects.exists()
    client.post("/accounts/login/", {"login": resident.email, "password": PASSWORD})
    again = shown(client.get(NEW))
    assert WORDS["title"] in again
    assert WORDS["body"] in again
    client.post(NEW, WORDS)
    assert "proposed" not in client.session
    assert Proposal.objects.get().author == resident


def test_an_unverified_resident_writes_and_is_told_what_publishing_needs(
    visit, unverified, policy, category, consent
):
    client = visit(unverified)
    client.post(NEW, WORDS)
    draft = Proposal.objects.get()
    last = shown(client.get(f"{sheet_of(draft)}publish/"))
    assert "본인확인이 필요합니다. 쓰신 글은 남아 있습니다." in last
    assert "만 14세 미만은 보호자의 동의를" in last
    assert "제안 게시하기" not in last
    answer = client.post(f"{sheet_of(draft)}publish/now/", {"consent": consent.pk})
    assert urlsplit(answer.headers["Location"]).path == "/me/verify/"
    assert next_of(answer) == f"{sheet_of(draft)}publish/"
    draft.refresh_from_db()
    assert (draft.title, draft.published_at) == (WORDS["title"], None)


def test_a_tab_of_yesterday_does_not_write_over_todays_words(visit, draft, resident, now):
    yesterday = draft.saved_at.isoformat()
    actions.save_proposal(draft, by=resident, at=now, title="새 제목")
    client = visit(resident)
    answer = client.post(sheet_of(draft), WORDS | {"title": "어제의 제목", "saved_at": yesterday})
    page = shown(answer, 409)
    assert "어제의 제목" in page
    assert "새 제목" in page
    draft.refresh_from_db()
    assert draft.title == "새 제목"
    # Pressed again it is done knowingly, for the form now carries the newer time.
    [newer] = re.findall(r'name="saved_at" value="([^"]+)"', page)
    assert newer == draft.saved_at.isoformat()
    goes_to(client.post(sheet_of(draft), WORDS | {"title": "어제의 제목", "saved_at": newer}))
    draft.refresh_from_db()
    assert draft.title == "어제의 제목"


def test_a_time_that_nobody_can_read_is_older_than_anything(visit, draft, resident):
    for unreadable in ("어제", "2026-11-24", "2026-11-24T12:00:00"):
        shown(visit(resident).post(sheet_of(draft), WORDS | {"saved_at": unreadable}), 409)


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("title", {"title": "가" * 101}),
        ("body", {"body": "가" * 5_001}),
        ("category", {"category": "no-such"}),
        ("dong", {"dong": "999999"}),
        ("tags", {"tags": "하나,둘,셋,넷,다섯,여섯"}),
    ],
)
def test_what_has_to_be_mended_is_named_and_the_words_stay(visit, draft, resident, field, words):
    said = WORDS | {"saved_at": draft.saved_at.isoformat(), "place": "남는 말"} | words
    page = shown(visit(resident).post(sheet_of(draft), said), 422)
    assert f'href="#{field}"' in page
    assert "남는 말" in page
    draft.refresh_from_db()
    assert draft.place == ""


def test_papers_are_laid_with_the_sheet_and_taken_away_again(visit, draft, resident):
    client = visit(resident)
    paper = SimpleUploadedFile("지도.txt", "역 앞 지도".encode())
    said = WORDS | {"saved_at": draft.saved_at.isoformat(), "papers": [paper]}
    goes_to(client.post(sheet_of(draft), said))
    [laid] = Attachment.objects.of(draft)
    assert laid.name in shown(client.get(sheet_of(draft)))
    draft.refresh_from_db()
    goes_to(client.post(sheet_of(draft), WORDS | {"drop_paper": str(laid.key)}))
    assert not Attachment.objects.of(draft).exists()


def test_a_sheet_with_a_paper_sent_twice_has_it_once(visit, resident, policy, category):
    client, ref = visit(resident), str(uuid4())
    for _ in range(2):
        client.post(NEW, WORDS | {"ref": ref, "papers": [SimpleUploadedFile("지도.txt", b"map")]})
    assert Attachment.objects.of(Proposal.objects.get()).count() == 1


def test_a_paper_that_is_not_what_it_says_is_refused_and_the_words_are_saved(visit, draft, resident):
    paper = SimpleUploadedFile("지도.pdf", b"MZ\x90\x00 not a pdf")
    page = shown(
        visit(resident).post(sheet_of(draft), WORDS | {"title": "고친 제목", "papers": [paper]}), 422
    )
    assert 'href="#papers"' in page
    draft.refresh_from_db()
    assert draft.title == "고친 제목"
    assert not Attachment.objects.of(draft).exists()


def test_similar_proposals_are_listed_without_javascript(visit, proposal, neighbour):
    client = visit(neighbour)
    answer = client.post(NEW, {"title": "자전거 거치대를 늘려 주세요", "do": "find"}, follow=True)
    assert proposal.title in shown(answer)
    assert proposal.url in shown(answer)
    guest = visit().post(NEW, {"title": "자전거 거치대를 늘려 주세요", "do": "find"})
    assert proposal.url in shown(guest)


def test_a_draft_is_nobody_elses_business(visit, draft, neighbour):
    for way in ("", "people/", "publish/"):
        assert visit(neighbour).get(sheet_of(draft) + way).status_code == 404
        assert visit().get(sheet_of(draft) + way).status_code == 302
    for way in ("invite/", "publish/now/", "discard/"):
        assert visit(neighbour).post(sheet_of(draft) + way).status_code == 404


def test_a_draft_is_thrown_away(visit, draft, resident):
    assert goes_to(visit(resident).post(f"{sheet_of(draft)}discard/")) == "/proposals/mine/"
    assert not Proposal.objects.exists()
