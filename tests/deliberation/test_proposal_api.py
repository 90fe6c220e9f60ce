"""The door for programs through which residents propose, agree and take back, and offices answer for it."""

from datetime import timedelta
from uuid import uuid4

import pytest

from deliberation import actions
from deliberation.models import Endorsement
from district.models import Consent
from realtime.door import mark
from realtime.models import Event
from tests.deliberation.doors import problem, send
from tests.deliberation.proposers import BODY, TITLE, agreed, fresh, published, written

pytestmark = pytest.mark.django_db
LIST = "/api/v1/proposals/"


@pytest.fixture
def living(consent, resident, now):
    """What a resident proposed a day ago."""
    return published(resident, now - timedelta(days=1))


def at(proposal, what=""):
    return f"{LIST}{proposal.pk}/{what}{'/' if what else ''}"


def drafted(key, what=""):
    return f"{LIST}drafts/{key}/{what}{'/' if what else ''}"


def test_a_proposal_is_written_saved_and_published(visit, consent, resident, dong):
    client = visit(resident)
    begun = send(client, "post", LIST, title=TITLE)
    assert begun.status_code == 201
    key = begun.json()["key"]
    saved = send(
        client, "patch", drafted(key), body=BODY, category="roads", neighborhood=dong.pk, tags=["조명"]
    ).json()
    assert (saved["title"], saved["body"], saved["category"], saved["tags"]) == (
        TITLE,
        BODY,
        "roads",
        ["조명"],
    )
    assert client.get(drafted(key)).json()["saved_at"] == saved["saved_at"]
    answer = send(client, "post", drafted(key, "publish"), consent=consent.pk)
    row = answer.json()
    assert (answer.status_code, row["status"], row["seq"]) == (201, "collecting", 1)
    [listed] = visit().get(LIST).json()["results"]
    assert listed == {name: row[name] for name in row if name != "seq"}
    assert (listed["neighborhood"]["name"], listed["category"]["label"]) == ("낙성대동", "도로·교통")


def test_a_draft_is_found_by_nobody_else(visit, consent, resident, neighbour):
    draft = written(resident)
    for client in (visit(), visit(neighbour)):
        assert problem(client.get(drafted(draft.key))) == ("not_found", 404)
        assert client.get(LIST).json()["results"] == []
    assert problem(send(visit(neighbour), "patch", drafted(draft.key), title="남의 글")) == ("not_found", 404)
    mine = visit(resident).get(f"{LIST}mine/")
    assert [row["key"] for row in mine.json()["drafts"]] == [str(draft.key)]
    assert mine.headers["Cache-Control"] == "private, no-store"
    assert problem(visit().get(f"{LIST}mine/")) == ("sign_in_needed", 403)


def test_an_autosave_of_yesterdays_tab_is_told_of_the_newer_one(visit, consent, resident):
    client, draft = visit(resident), written(resident)
    read = client.get(drafted(draft.key)).json()["saved_at"]
    newer = send(client, "patch", drafted(draft.key), saved_at=read, body="새 글").json()["saved_at"]
    answer = send(client, "patch", drafted(draft.key), saved_at=read, body="옛 글")
    assert problem(answer) == ("draft_changed", 409)
    assert answer.json()["saved_at"] == newer
    assert send(client, "patch", drafted(draft.key), saved_at=newer, body="이어서").status_code == 200
    assert problem(send(client, "patch", drafted(draft.key), saved_at="어제", body="글")) == ("invalid", 422)


def test_a_refused_field_is_named_and_a_draft_is_thrown_away(visit, consent, resident):
    client, draft = visit(resident), written(resident)
    answer = send(client, "patch", drafted(draft.key), title="가" * 101)
    assert problem(answer) == ("too_long", 422)
    assert [error["field"] for error in answer.json()["errors"]] == ["title"]
    incomplete = written(resident, category="")
    answer = send(client, "post", drafted(incomplete.key, "publish"), consent=consent.pk)
    assert problem(answer) == ("proposal_incomplete", 422)
    assert problem(send(client, "post", drafted(draft.key, "publish"))) == ("consent_needed", 422)
    assert send(client, "delete", drafted(draft.key)).status_code == 204
    assert client.get(drafted(draft.key)).status_code == 404


def test_parts_are_offered_by_a_link_and_taken_on(visit, consent, resident, neighbour, unverified):
    draft = written(resident)
    offered = send(visit(resident), "post", drafted(draft.key, "shares"), label="이웃", percent=30)
    assert offered.status_code == 201
    link = f"{LIST}shares/{offered.json()['key']}/"
    assert problem(visit().get(link)) == ("sign_in_needed", 403)
    seen = visit(neighbour).get(link).json()
    assert (seen["title"], seen["author"], seen["percent"], seen["consent"]) == (
        TITLE, resident.masked_name, 30, consent.pk
    )  # fmt: skip
    refused = send(visit(unverified), "post", f"{link}accept/", consent=consent.pk)
    assert problem(refused) == ("verification_needed", 403)
    assert send(visit(neighbour), "post", f"{link}accept/", consent=consent.pk).json()["name"] == (
        neighbour.public_name
    )
    assert visit(neighbour).get(drafted(draft.key)).json()["own_percent"] == 70
    assert problem(send(visit(neighbour), "delete", link)) == ("not_author", 403)
    assert send(visit(neighbour), "post", f"{link}decline/").status_code == 200
    assert problem(visit(neighbour).get(link)) == ("share_gone", 409)


def test_agreeing_answers_with_the_number_and_the_same_ref_counts_once(visit, living, neighbour):
    client, ref = visit(neighbour), uuid4()
    first = send(client, "put", at(living, "support"), ref).json()
    assert (first["supports"], first["supports_needed"], first["review_called_at"]) == (1, 5, None)
    assert send(client, "put", at(living, "support"), ref).json() == first
    assert send(client, "delete", at(living, "support")).json()["supports"] == 0
    assert problem(send(visit(), "put", at(living, "support"))) == ("sign_in_needed", 403)
    assert Endorsement.objects.count() == 1


def test_a_form_and_a_program_press_the_same_button(visit, living, neighbour):
    ref = uuid4()
    send(visit(neighbour), "put", at(living, "support"), ref)
    sealed = mark(ref, "proposal.support", living.room, {})
    assert Event.objects.get(ref=ref).digest == sealed.digest


@pytest.mark.parametrize(
    ("what", "body", "who", "code"),
    [
        ("withdraw", {}, "neighbour", ("not_author", 403)),
        ("transfer", {"to": "서울특별시", "reason": "시의 일"}, "neighbour", ("not_in_charge", 403)),
        ("transfer", {"to": "", "reason": "시의 일"}, "officer", ("empty_words", 422)),
        ("transfer", {}, "officer", ("empty_words", 422)),
        ("civil", {}, "neighbour", ("not_in_charge", 403)),
        ("merge", {"into": 999}, "officer", ("not_found", 404)),
        ("merge", {}, "officer", ("not_found", 404)),
        ("merge", {"into": "x"}, "officer", ("not_found", 404)),
        ("veil", {}, "neighbour", ("not_author", 403)),
        ("reconsider", {"words": "다시"}, "resident", ("not_answered", 409)),
        ("withdraw", {"reason": 7}, "resident", ("bad_text", 422)),
    ],
)
def test_what_is_not_ones_own_to_do_is_refused_with_a_code(request, visit, living, what, body, who, code):
    by = request.getfixturevalue(who)
    assert problem(send(visit(by), "post", at(living, what), **body)) == code
    assert problem(send(visit(), "post", at(living, what), **body))[0] in {"sign_in_needed", code[0]}
    assert fresh(living).end == ""


@pytest.mark.parametrize(
    ("what", "body", "who", "status"),
    [
        ("withdraw", {"reason": "다시 쓰겠습니다"}, "resident", "withdrawn"),
        ("transfer", {"to": "서울특별시", "reason": "시의 일"}, "officer", "transferred"),
        ("civil", {}, "resident", "civil"),
        ("veil", {}, "resident", "collecting"),
    ],
)
def test_what_one_may_is_done_and_answered_with_the_row(request, visit, living, what, body, who, status):
    answer = send(visit(request.getfixturevalue(who)), "post", at(living, what), **body)
    assert (answer.status_code, answer.json()["status"]) == (200, status)
    assert visit().get(at(living)).json()["status"] == status


def test_a_duplicate_is_merged_and_says_where_it_went(visit, living, neighbour, officer, now):
    later = published(neighbour, now)
    row = send(visit(officer), "post", at(later, "merge"), into=living.pk).json()
    assert (row["status"], row["merged_into"]) == ("merged", living.pk)


def test_filing_is_amended_and_words_are_not(visit, living, resident):
    client = visit(resident)
    assert send(client, "patch", at(living), tags=["안전"]).json()["tags"] == ["안전"]
    assert problem(send(client, "patch", at(living), title="새 제목")) == ("words_fixed", 409)


def test_a_veiled_proposal_keeps_its_title_and_its_way(visit, living, resident, now):
    actions.veil_proposal(living, by=resident, at=now)
    shown = visit().get(at(living)).json()
    assert (shown["title"], shown["body"], shown["place"], shown["veiled"]) == (TITLE, "", "", True)
    assert BODY not in visit().get("/feeds/proposals.atom").content.decode()


def test_one_proposal_shows_who_must_answer_and_its_way(visit, living, residents, now):
    agreed(living, residents(5), now)
    shown = visit().get(at(living)).json()
    assert shown["referral"]["department"]["name"] == "도로과"
    assert shown["referral"]["due"]
    assert (shown["mayor_referral"], shown["reconsideration"]) == (None, None)
    assert [(step["step"], step["state"]) for step in shown["timeline"]] == [
        ("published", "done"), ("collecting", "done"), ("review", "now"), ("answered", "later"),
    ]  # fmt: skip
    assert shown["timeline"][2] | {"from": ""} == {
        "step": "review", "label": "부서검토", "who": "도로과", "from": "", "to": None,
        "due": shown["referral"]["due"], "state": "now", "note": "",
    }  # fmt: skip
    assert visit().get(at(living, "timeline")).json()["results"] == shown["timeline"]
    assert shown["proposers"] == [{"name": "홍*동", "percent": 100, "main": True}]


def test_the_list_is_narrowed_ordered_and_paged(visit, consent, living, neighbour, residents, dong, now):
    other = published(
        neighbour, now, title="자전거 거치대", body="자전거", neighborhood=dong.pk, tags=["자전거"]
    )
    agreed(living, residents(2), now)
    client = visit()

    def found(**asked):
        return [row["id"] for row in client.get(LIST, asked).json()["results"]]

    assert found() == [other.pk, living.pk]
    assert found(order="supports") == [living.pk, other.pk]
    for asked, rows in (
        ({"dong": dong.pk}, [other]), ({"tag": "자전거"}, [other]), ({"q": "조명"}, [living]),
        ({"category": "roads"}, [other, living]), ({"category": "nowhere"}, []),
        ({"status": "collecting"}, [other, living]), ({"status": "lapsed"}, []), ({"q": "없는말"}, []),
    ):  # fmt: skip
        assert found(**asked) == [row.pk for row in rows], asked
    for order in ("newest", "supports"):
        first = client.get(LIST, {"order": order, "limit": 1}).json()
        second = client.get(first["next"]).json()
        assert [first["results"][0]["id"], second["results"][0]["id"]] == found(order=order)
    for wrong in ({"status": "x"}, {"order": "x"}, {"dong": "x"}):
        assert problem(client.get(LIST, wrong)) == ("invalid", 422)
    assert problem(client.get(LIST, {"cursor": "x"})) == ("bad_cursor", 422)


def test_a_draft_of_monday_that_is_published_on_friday_is_fridays(
    visit, consent, living, neighbour, resident, now
):
    early = written(neighbour, now - timedelta(days=2), title="일찍 쓴 것")
    late = published(resident, now - timedelta(hours=2), title="그 사이의 것")
    actions.publish_proposal(early, consent=consent.pk, by=neighbour, at=now)
    assert [row["title"] for row in visit().get(LIST).json()["results"]][:2] == ["일찍 쓴 것", late.title]


def test_a_list_costs_the_same_however_long(
    visit, consent, residents, neighbour, now, django_assert_max_num_queries
):
    for n, person in enumerate(residents(12)):
        agreed(published(person, now, title=f"제안 {n}"), [neighbour], now)
    with django_assert_max_num_queries(8):
        assert len(visit().get(LIST).json()["results"]) == 12


def test_the_same_was_proposed_before(visit, living, neighbour, now):
    other = published(neighbour, now, title="모래밭을 놓아 주세요", body="모래밭")
    client = visit()

    def found(**asked):
        return [row["id"] for row in client.get(f"{LIST}similar/", asked).json()["results"]]

    assert found(title="골목길 조명이 어두워요 밝게 조명") == [living.pk]
    assert found(title="조명") == [living.pk]
    assert found(title="조명", besides=living.pk) == []
    assert found(body="골목길 조명") == [living.pk]
    assert found(title="음수대를 놓아 주세요") == []
    assert found(title="모래밭") == [other.pk]
    assert found() == []


def test_categories_say_who_answers(visit, consent):
    [row] = visit().get("/api/v1/proposal-categories/").json()["results"]
    assert (row["code"], row["department"]["name"]) == ("roads", "도로과")


def test_the_feed_tells_of_proposals(visit, living):
    told = visit().get("/feeds/proposals.atom").content.decode()
    assert TITLE in told
    assert f"/proposals/{living.pk}/" in told


def test_an_unchanged_proposal_is_not_sent_again(visit, living, neighbour, now):
    client = visit()
    mark_of = client.get(at(living)).headers["ETag"]
    assert client.get(at(living), HTTP_IF_NONE_MATCH=mark_of).status_code == 304
    actions.support_proposal(living, by=neighbour, at=now)
    assert client.get(at(living), HTTP_IF_NONE_MATCH=mark_of).status_code == 200


def test_the_wording_that_holds_today_is_asked_for(visit, consent, resident, now):
    draft = written(resident, now)
    Consent.objects.create(kind="proposal", version="9", title="새 글", in_force_from=now.date())
    answer = send(visit(resident), "post", drafted(draft.key, "publish"), consent=consent.pk)
    assert problem(answer) == ("consent_changed", 409)


def test_the_desk_reads_proposals_and_no_drafts(visit, home, living, resident, administrator, auditor):
    draft = written(resident, title="아직 쓰는 중")
    for person in (administrator, auditor):
        shown = visit(person).get("/desk/proposal/").content.decode()
        assert TITLE in shown
        assert "아직 쓰는 중" not in shown
        assert visit(person).get(f"/desk/proposal/inspect/{living.pk}/").status_code == 200
        looked = visit(person).get(f"/desk/proposal/inspect/{draft.pk}/").content.decode()
        assert "아직 쓰는 중" not in looked
    assert visit(administrator).get("/desk/category/").status_code == 200
    assert visit(resident).get("/desk/proposal/").status_code != 200
