"""A closed item's words and papers leave the desk by no road: number and ‘비공개’, and nothing else."""

import pytest
from django.core.exceptions import ValidationError
from django.test.utils import override_settings
from django.urls import reverse
from wagtail.models import APIToken, ReferenceIndex
from wagtail.search.backends import get_search_backend

from cms.agenda_blocks import public_words
from cms.models import AgendaPage
from letters.models import Dispatch
from realtime.models import Event
from search.models import Entry
from tests.cms.conftest import CLOSED, GROUND, INSIDE, item
from tests.cms.record import form_of

PARTIAL = "위탁 기관과의 소송 경과"
SECRETS = (CLOSED, INSIDE, GROUND)


@pytest.fixture
def laid(calling, editor):
    """A live agenda with an open, a closed and a partly open item."""
    page = calling(
        editor,
        items=[
            item("2027년 협치 계획", kind="decide", text="여섯 과제를 정합니다."),
            item(CLOSED, kind="decide", text=INSIDE, disclosure="closed", closed_ground=GROUND),
            item(PARTIAL, text=INSIDE, disclosure="partial", closed_ground="지방자치법 제75조"),
        ],
    )
    page.get_latest_revision().publish()
    return AgendaPage.objects.get(pk=page.pk)


def silent(answer, secrets=SECRETS) -> bool:
    """Whether nothing of what is closed stands in it."""
    told = answer.content.decode() if hasattr(answer, "content") else str(answer)
    return not any(secret in told for secret in secrets)


ROADS = [
    "", "?type=cms.AgendaPage&fields=*", "?search=수탁자", f"?search={CLOSED}", "?descendant_of={above}",
    "?child_of={above}", "{page}/", "{page}/?fields=*", "{page}/?version=draft", "find/?id={page}",
]  # fmt: skip
EDITORS_ROADS = ["", "{page}/", "{page}/?version=draft", "{page}/revisions/", "{page}/revisions/{revision}/"]


def test_the_pages_api_tells_a_stranger_its_number_alone(laid, client):
    for road in ROADS:
        address = f"/api/cms/pages/{road.format(page=laid.pk, above=laid.get_parent().pk)}"
        answer = client.get(address, follow=True)
        assert answer.status_code == 200, road
        assert silent(answer, (*SECRETS, PARTIAL)), road
    values = [block["value"] for block in answer.json()["items"]]
    assert values[0]["title"] == "2027년 협치 계획"
    assert values[1] == {"kind": "decide", "disclosure": "closed", "label": "의결 2항"}
    assert values[2] == {"kind": "report", "disclosure": "partial", "label": "보고 1항"}


def test_the_pages_api_tells_an_editor_no_more(laid, client, keeper):
    laid.title = "고친 제목"
    laid.save_revision(user=keeper)
    _, token = APIToken.create_token(user=keeper, name="시험")
    place = {"page": laid.pk, "revision": laid.latest_revision_id}
    for road in EDITORS_ROADS:
        bearer = {"authorization": f"Bearer {token}"}
        answer = client.get(f"/api/cms/pages/{road.format(**place)}", headers=bearer)
        assert answer.status_code == 200, road
        assert silent(answer, (*SECRETS, PARTIAL)), road


def test_no_filter_and_no_order_tells_of_what_is_closed(laid, client):
    for asked in (f"items={CLOSED}", f"items__contains={CLOSED}", "order=items", "order=title&order=-items"):
        answer = client.get(f"/api/cms/pages/?type=cms.AgendaPage&{asked}")
        assert (answer.status_code, answer.json()["code"]) == (400, "bad_request"), asked
    assert client.get("/api/cms/pages/?type=cms.AgendaPage&order=title").status_code == 200


def test_the_page_and_its_preview_show_its_number_alone(laid, client, keeper):
    assert silent(client.get(laid.get_url()))
    assert "비공개 안건" in client.get(laid.get_url()).content.decode()
    client.force_login(keeper)
    draft = client.get(reverse("wagtailadmin_pages:view_draft", args=[laid.pk]))
    assert draft.status_code == 200
    assert silent(draft)
    assert "비공개 안건" in draft.content.decode()
    preview = reverse("wagtailadmin_pages:preview_on_edit", args=[laid.pk])
    assert client.post(preview, form_of(laid, title="미리 볼 제목")).json()["is_valid"]
    seen = client.get(f"{preview}?mode=")
    assert seen.status_code == 200
    assert silent(seen)


def test_nothing_that_is_kept_for_others_to_read_has_its_words(laid):
    rows = [Entry.objects.values(), Dispatch.objects.values(), Event.objects.values()]
    assert silent([list(each) for each in rows])
    assert silent(laid.words(), (*SECRETS, PARTIAL))
    assert public_words(laid.items).splitlines()[2:] == ["의결 2항 비공개", "보고 1항 부분공개"]
    assert silent(laid._meta.get_field("items").stream_block.get_searchable_content(laid.items))
    assert silent(str(laid.items[1].render()) + str(laid.items.render_as_block()))


def test_wagtails_own_indexes_do_not_have_its_words(laid, client):
    ReferenceIndex.create_or_update_for_object(laid)
    assert silent(list(ReferenceIndex.objects.values()))
    get_search_backend().add(laid)
    found = {
        word: client.get("/api/cms/pages/", {"search": word}).json()["items"] for word in (CLOSED, "전체회의")
    }
    assert found[CLOSED] == []
    assert [page["id"] for page in found["전체회의"]] == [laid.pk]


DOORS = [
    "/", "/search/?q=수탁자", "/feeds/meetings.atom", "/calendar/council.ics", "/api/v1/meetings/",
    "/api/v1/meetings/{meeting}/", "/api/v1/rooms/meeting/{meeting}/", "/meetings/{meeting}/",
    "/api/v1/rooms/meeting/{meeting}/events?after=0", "/api/v1/search/?q=수탁자",
    "/governance/bodies/council/",
]  # fmt: skip


def test_no_other_door_tells_a_stranger_more(laid, client):
    for door in DOORS:
        answer = client.get(door.format(meeting=laid.meeting_id))
        assert answer.status_code == 200, door
        assert silent(b"".join(answer.streaming_content) if answer.streaming else answer), door


def test_an_item_that_was_open_and_is_closed_is_told_no_more(laid, client):
    items = [{"type": "item", "id": block.id, "value": dict(block.value)} for block in laid.items]
    items[0]["value"] |= {"disclosure": "closed", "closed_ground": GROUND}
    laid.items, laid.change_reason = items, "개인정보가 있어 공개하지 않습니다."
    laid.save_revision().publish()
    for address in (laid.get_url(), f"/api/cms/pages/{laid.pk}/", "/search/?q=여섯"):
        assert silent(client.get(address), ("2027년 협치 계획", "여섯 과제를")), address


MISFITS = [
    ({"disclosure": "closed"}, "closed_ground_needed"),
    ({"disclosure": "partial", "closed_ground": "  "}, "closed_ground_needed"),
    ({"disclosure": "open", "closed_ground": GROUND}, "item_is_open"),
]


def test_what_does_not_fit_its_disclosure_is_refused_at_the_desk(calling):
    page = calling()
    for words, code in MISFITS:
        page.items = [item("안건", **words)]
        with pytest.raises(ValidationError) as refused:
            page.full_clean()
        assert refused.value.error_dict["__all__"][0].code == code


@override_settings(WAGTAILDOCS_EXTENSIONS=["txt"])
def test_a_paper_that_everybody_could_fetch_is_not_put_to_a_closed_item(calling, keeper, client):
    from django.core.files.base import ContentFile
    from wagtail.documents.models import Document

    paper = Document.objects.create(title="제안서", file=ContentFile(b"x", name="p.txt"))
    closed = {"disclosure": "closed", "closed_ground": GROUND}
    page = calling(items=[item("안건", documents=[paper.pk], **closed)])
    with pytest.raises(ValidationError) as refused:
        page.full_clean()
    assert refused.value.error_dict["__all__"][0].code == "papers_not_public"
    opened = calling(slug="open", items=[item("안건", kind="decide", documents=[paper.pk])])
    opened.get_latest_revision().publish()
    context = client.get(opened.get_url()).context
    assert [(each["label"], each["title"]) for each in context["documents"]] == [("의결 1항", "제안서")]
