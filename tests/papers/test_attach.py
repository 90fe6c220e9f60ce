"""Laying papers to a record, handing them out, destroying them."""

from datetime import UTC, date, datetime
from hashlib import sha256
from uuid import uuid4

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile

from district.models import Neighborhood, Person
from district.refusals import Refusal
from papers.actions import MOST_PAPERS, attach, discard
from papers.models import Attachment
from search.entries import file
from search.models import Entry
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
    return attach(owner, SimpleUploadedFile(name, data or pdf()), by=None, at=NOON, **facts)


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
    assert answer["Cache-Control"] == "public, max-age=300"


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


def test_a_private_paper_needs_a_record_that_knows_who_may_see_it(client, dong, story):
    assert client.get(laid(dong, audience="private").url).status_code == 404
    answer = client.get(laid(story, audience="private").url)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"


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
