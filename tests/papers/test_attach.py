"""Laying papers to a record, handing them out, destroying them."""

from datetime import UTC, date, datetime
from hashlib import sha256
from uuid import uuid4

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile

from district.models import AccessRecord, Neighborhood, Person, Post, Posting
from district.refusals import Refusal
from papers.actions import MOST_PAPERS, discard, lay, looked_into, shelve
from papers.models import Attachment
from search.entries import file
from search.models import Entry, EntryQuerySet
from tests.papers.made import pdf, picture

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 21, 3, tzinfo=UTC)


@pytest.fixture
def dong():
    return Neighborhood.objects.get_or_create(code="0000000001", defaults={"name": "이웃동"})[0]


@pytest.fixture
def story(dong):
    """A record that says who may see it."""
    file(dong, kind="story", title="이야기", words="", url="/", on=date(2026, 11, 21))
    return Entry.objects.of(dong).get()


def laid(owner, name="회의록.pdf", data=None, **facts):
    return lay(owner, looked_into(SimpleUploadedFile(name, data or pdf())), by=None, at=NOON, **facts)


def test_a_paper_is_kept_with_its_fingerprint_outside_the_open_shelf(dong):
    paper = laid(dong)
    assert (paper.name, paper.kind, paper.size, paper.created_at) == ("회의록.pdf", "pdf", len(pdf()), NOON)
    assert paper.sha256 == sha256(pdf()).hexdigest()
    assert "회의록" not in paper.file.name
    assert storages["private"].exists(paper.file.name)
    assert not storages["default"].exists(paper.file.name)


def test_a_refused_paper_leaves_nothing(dong):
    with pytest.raises(Refusal) as refused:
        laid(dong, "a.exe")
    assert refused.value.code == "file_kind"
    assert not Attachment.objects.exists()


def test_ten_papers_lie_with_a_record_and_no_eleventh(dong):
    for _ in range(MOST_PAPERS):
        laid(dong)
    with pytest.raises(Refusal) as refused:
        laid(dong)
    assert (refused.value.code, refused.value.status) == ("too_many_files", 409)
    assert Attachment.objects.of(dong).count() == MOST_PAPERS


def test_a_paper_is_handed_out_as_a_download_that_can_do_nothing(client, dong):
    paper = laid(dong)
    answer = client.get(paper.url)
    assert b"".join(answer.streaming_content) == pdf()
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"] == "public, no-cache"
    assert client.get(paper.url, headers={"if-none-match": answer["ETag"]}).status_code == 304


def test_only_the_key_decides_what_is_handed_out(client, dong):
    paper = laid(dong)
    assert client.get(f"/files/{paper.key}/x.html").status_code == 200
    assert client.get(f"/files/{uuid4()}/회의록.pdf").status_code == 404
    assert client.get("/files/1/회의록.pdf").status_code == 404
    assert client.post(paper.url).status_code == 405


def test_a_paper_of_a_record_that_may_not_be_seen_is_not_there(client, story):
    paper = laid(story)
    assert client.get(paper.url).status_code == 200
    Entry.objects.update(audience="department:교통과")
    assert client.get(paper.url).status_code == 404


def test_a_private_paper_is_handed_out_only_by_a_record_that_names_for_whom(client, dong, story, monkeypatch):
    """That everybody may see the record says nothing about its private papers."""
    papers = [laid(owner, audience="private") for owner in (dong, story)]
    assert [client.get(paper.url).status_code for paper in papers] == [404, 404]
    reader = Person.objects.create(email="reader@gwanak.example")

    def private_to(entries, person, at):
        return entries.filter(title="이야기") if person == reader else entries.none()

    monkeypatch.setattr(EntryQuerySet, "private_to", private_to, raising=False)
    assert [client.get(paper.url).status_code for paper in papers] == [404, 404]
    client.force_login(reader, "allauth.account.auth_backends.AuthenticationBackend")
    answers = [client.get(paper.url) for paper in papers]
    assert [answer.status_code for answer in answers] == [404, 200]
    assert answers[1]["Cache-Control"] == "private, no-store"
    Entry.objects.update(title="")
    assert client.get(papers[1].url).status_code == 404


def test_an_auditor_is_written_down_before_the_paper_is_handed_out(client, story, monkeypatch):
    monkeypatch.setattr(EntryQuerySet, "private_to", lambda entries, person, at: entries, raising=False)
    auditor = Person.objects.create(email="auditor@gwanak.example")
    post = Post.objects.create(role="auditor", title="감사담당관")
    Posting.objects.create(post=post, person=auditor, start=date(2022, 7, 1))
    client.force_login(auditor, "allauth.account.auth_backends.AuthenticationBackend")
    client.get(laid(story).url)
    assert not AccessRecord.objects.exists()  # what everybody may have, the auditor may, too
    paper = laid(story, audience="private")
    assert client.get(paper.url).status_code == 200
    [record] = AccessRecord.objects.all()
    assert (record.person, record.office, record.row) == (auditor, "감사담당관", paper)


def test_papers_change_their_shelf_together_and_with_their_record(client, story, dong):
    papers, other = [laid(story), laid(story)], laid(dong)
    assert shelve(story, "private") == 2
    assert [client.get(paper.url).status_code for paper in (*papers, other)] == [404, 404, 200]
    assert not Attachment.objects.of(story).public().exists()


def test_what_a_signed_in_person_gets_is_kept_for_nobody_else(client, story):
    reader = Person.objects.create(email="reader@gwanak.example")
    client.force_login(reader, "allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(laid(story).url)["Cache-Control"] == "private, no-store"


def test_a_paper_whose_bytes_are_gone_is_not_there(client, dong):
    paper = laid(dong)
    paper.file.storage.delete(paper.file.name)
    assert client.get(paper.url).status_code == 404


def test_destroyed_papers_leave_their_number_and_fingerprint(
    client, dong, django_capture_on_commit_callbacks
):
    paper = laid(dong, "얼굴.png", picture("PNG"))
    url, kept = paper.url, paper.file.name
    with django_capture_on_commit_callbacks(execute=True):
        assert discard(dong) == 1
    paper.refresh_from_db()
    assert (paper.name, paper.file.name, paper.discarded, len(paper.sha256)) == ("", "", True, 64)
    assert not storages["private"].exists(kept)
    assert client.get(url).status_code == 404
    assert not Attachment.objects.of(dong).exists()
    assert discard(dong) == 0
