"""Referrals by HTTP: the same for everybody outside, and the file for those whose work it is."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest

from referrals.actions import claim, recall, report_progress, submit, write_reply
from referrals.models import Progress, Referral, Reply
from tests.cast import NOON
from tests.deliberation.doors import problem
from tests.referrals.acts import afresh, names
from tests.referrals.conftest import ANSWER
from tests.referrals.doors import act, api

pytestmark = pytest.mark.django_db
SECRET = "아직은안에서만읽는글"


@pytest.fixture
def now(monkeypatch):
    """The doors read the clock at the moment of the tests."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON + timedelta(hours=1))


@pytest.fixture(autouse=True)
def at_noon(now):
    """All of it on one day."""


def test_everybody_may_know_who_has_it_and_nobody_what_is_being_written(visit, referral, officer, head):
    write_reply(referral, by=officer, at=NOON, **ANSWER | {"words": SECRET})
    row = visit().get(api(referral)).json()
    assert (row["state"], row["due"], row["reply"]) == ("drafting", "2026-12-24", None)
    assert SECRET not in json.dumps(row, ensure_ascii=False)
    assert row == visit(head).get(api(referral)).json()
    assert problem(visit().get(api(referral, "inside"))) == ("sign_in_needed", 403)
    told = visit(head).get(api(referral, "inside")).json()
    assert told["versions"][0]["words"] == SECRET
    assert told["rights"] == ["pause", "release", "reroute"]


@pytest.mark.parametrize("who", ["resident", "stranger", "moderator", "mayor"])
def test_to_others_the_file_is_not_there(visit, referral, request, who):
    assert problem(visit(request.getfixturevalue(who)).get(api(referral, "inside"))) == ("not_found", 404)


def test_a_private_matter_is_not_there_for_the_public_and_in_the_inbox_of_its_office(
    visit, ask, officer, resident
):
    referral = ask(public=False)
    for person in (None, resident):
        assert problem(visit(person).get(api(referral))) == ("not_found", 404)
    assert problem(act(visit(resident), referral, "claim")) == ("not_found", 404)
    assert visit(officer).get(api(referral)).status_code == 200
    assert act(visit(officer), referral, "claim").status_code == 200


def test_the_inbox_is_for_those_who_answer(visit, referral, officer, head, resident, stranger):
    assert problem(visit().get("/api/v1/referrals/")) == ("sign_in_needed", 403)
    assert problem(visit(resident).get("/api/v1/referrals/")) == ("not_answering", 403)
    [row] = visit(head).get("/api/v1/referrals/").json()["results"]
    assert (row["id"], row["days_left"], row["holder"]) == (str(referral.key), 22, "")
    assert visit(stranger).get("/api/v1/referrals/").json()["results"] == []


def test_the_inbox_is_narrowed_and_goes_on(visit, ask, answer, officer, head, director):
    done = answer(ask(title="끝난 것"))
    for n in range(60):
        ask(title=f"제안 {n}", quiet=True)
    client = visit(head)
    first = client.get("/api/v1/referrals/").json()
    second = client.get(first["next"]).json()
    assert (len(first["results"]), len(second["results"]), second["next"]) == (50, 10, None)
    assert not {row["id"] for row in first["results"]} & {row["id"] for row in second["results"]}
    [row] = client.get("/api/v1/referrals/?state=answered").json()["results"]
    assert (row["id"], row["days_left"]) == (str(done.key), None)
    assert len(client.get("/api/v1/referrals/?q=제안 59").json()["results"]) == 1
    for bad in ("state=asleep", "due=never", "department=x", "cursor=o2026-01-01:1.x"):
        assert client.get(f"/api/v1/referrals/?{bad}").status_code == 422, bad


def test_an_answer_goes_its_whole_way_by_the_api(visit, referral, officer, head, director):
    said = ANSWER | {"planned_on": "2027-02-22"}
    assert act(visit(officer), referral, "claim").json()["state"] == "claimed"
    draft = act(visit(officer), referral, "reply", **said).json()
    assert (draft["version"], draft["outcome"]["code"]) == (1, "accepted")
    assert act(visit(officer), referral, "submit", version=1).json()["state"] == "in_approval"
    assert (
        act(visit(head), referral, "return", version=1, note="금액을 적어 주세요.").json()["state"]
        == "drafting"
    )
    assert (
        act(visit(officer), referral, "reply", **said | {"words": "3천만 원입니다."}).json()["version"] == 2
    )
    assert act(visit(officer), referral, "submit", version=2).status_code == 200
    assert problem(act(visit(head), referral, "approve", version=1)) == ("not_submitted", 409)
    assert act(visit(head), referral, "approve", version=2).json()["state"] == "in_approval"
    row = act(visit(director), referral, "approve", version=2).json()
    assert (row["state"], row["reply"]["words"]) == ("answered", "3천만 원입니다.")
    started = act(visit(officer), referral, "progress", kind="started", on="2026-11-24").json()
    assert [step["kind"] for step in started["progress"]] == ["started"]


def test_the_clock_is_stopped_and_goes_on_by_the_api(visit, referral, officer, elsewhere):
    client = visit(officer)
    stopped = act(client, referral, "pause", kind="supplement", reason="위치를 적어 주세요.").json()
    assert (stopped["paused"], stopped["due"]) == ("supplement", None)
    assert act(client, referral, "resume").json()["paused"] is None
    moved = act(client, referral, "reroute", department=elsewhere.pk, reason="치수과 일입니다.").json()
    assert moved["department"]["name"] == "치수과"


@pytest.mark.parametrize(
    ("verb", "said", "code"),
    [
        ("claim", {}, "not_drafting"),
        ("release", {}, "not_its_office"),
        ("reply", {"words": "제가 답합니다."}, "not_drafting"),
        ("pause", {"kind": "inquiry", "reason": "묻습니다."}, "not_its_office"),
        ("reroute", {"reason": "저희가 아닙니다."}, "not_its_office"),
        ("submit", {"version": 1}, "not_drafting"),
        ("approve", {"version": 1}, "not_approver"),
        ("return", {"version": 1, "note": "다시 써 주세요."}, "not_approver"),
        ("progress", {"kind": "started", "on": "2026-11-24"}, "not_its_office"),
    ],
)
@pytest.mark.parametrize("who", ["stranger", "resident", "auditor"])
def test_of_another_department_or_none_nothing_is_done(
    visit, referral, officer, elsewhere, request, verb, said, code, who
):
    write_reply(referral, by=officer, at=NOON, **ANSWER)
    before = names(referral)
    said = said | ({"department": elsewhere.pk} if verb == "reroute" else {})
    refused, status = problem(act(visit(request.getfixturevalue(who)), referral, verb, **said))
    assert refused == code
    assert status in {403, 409}
    assert names(referral) == before


@pytest.mark.parametrize("verb", ["submit", "approve", "return"])
def test_an_outsider_cannot_count_the_versions(visit, referral, officer, head, resident, verb):
    submit(write_reply(referral, by=officer, at=NOON, **ANSWER), by=officer, at=NOON)
    recall(referral, by=officer, at=NOON)
    for person in (resident, None):
        said = {
            problem(act(visit(person), referral, verb, version=n, note="보고 싶습니다.")) for n in (1, 2, 3)
        }
        assert len(said) == 1
        assert said.pop()[1] == 403
    assert problem(act(visit(head), referral, "approve", version=3)) == ("not_found", 404)


def test_whose_turn_it_is_not_approves_nothing(visit, referral, officer, head, director, stranger):
    submit(write_reply(referral, by=officer, at=NOON, **ANSWER), by=officer, at=NOON)
    for person in (stranger, officer, director):
        assert problem(act(visit(person), referral, "approve", version=1)) == ("not_approver", 403)
    assert act(visit(head), referral, "approve", version=1).status_code == 200
    assert problem(act(visit(head), referral, "approve", version=1)) == ("step_decided", 409)
    assert problem(act(visit(director), referral, "approve", version=2)) == ("not_found", 404)


def test_the_same_request_is_done_once(visit, referral, officer, head):
    ref = uuid4()
    first = act(visit(officer), referral, "claim", ref).json()
    again = act(visit(officer), referral, "claim", ref).json()
    assert first["seq"] == again["seq"]
    assert names(referral).count("referral.claimed") == 1
    assert problem(act(visit(officer), referral, "release", ref)) == ("ref_reused", 409)
    submit(write_reply(referral, by=officer, at=NOON, **ANSWER), by=officer, at=NOON)
    ref = uuid4()
    answers = [act(visit(head), referral, "approve", ref, version=1) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert names(referral).count("referral.approved") == 1


@pytest.mark.parametrize(
    "said",
    [
        {"words": "글\x00"}, {"words": ["글"]}, {"words": None}, {"words": "가" * 20_001}, {},
        {"words": "글", "planned_on": "2026-13-01"}, {"words": "글", "outcome": "perhaps"},
        {"words": "글", "video_url": "javascript:alert(1)"}, {"words": "글", "outcome": {"code": 1}},
        {"words": "글", "ground": "x" * 500},
    ],
)  # fmt: skip
def test_what_cannot_be_an_answer_is_refused_and_nothing_is_kept(visit, referral, officer, said):
    answer = act(visit(officer), referral, "reply", **said)
    assert answer.status_code == 422
    assert not Reply.objects.exists()
    assert afresh(referral).state == "waiting"


@pytest.mark.parametrize(
    ("verb", "said"),
    [
        ("pause", {"kind": "nap", "reason": "쉽니다."}),
        ("pause", {"kind": "inquiry", "reason": ""}),
        ("pause", {"kind": "inquiry", "reason": "묻습니다.", "limit_on": "later"}),
        ("reroute", {"department": 10**17, "reason": "저희가 아닙니다."}),
        ("reroute", {"department": None, "reason": "저희가 아닙니다."}),
        ("submit", {"version": 0}),
        ("submit", {}),
        ("progress", {"kind": "started", "on": "20261124x"}),
    ],
)
def test_malformed_acts_are_refused(visit, referral, officer, verb, said):
    assert act(visit(officer), referral, verb, **said).status_code == 422
    assert names(referral) == ["referral.made"]
    assert not Progress.objects.exists()


def test_an_address_that_names_nothing_is_a_problem(visit, officer):
    for rest in ("", "inside/"):
        assert visit(officer).get(f"/api/v1/referrals/{uuid4()}/{rest}").status_code == 404
        assert visit(officer).get(f"/api/v1/referrals/7/{rest}").status_code == 404
    assert Referral.objects.count() == 0


def test_an_unchanged_row_is_not_sent_again(visit, referral, officer):
    first = visit().get(api(referral))
    assert visit().get(api(referral), headers={"If-None-Match": first["ETag"]}).status_code == 304
    claim(referral, by=officer, at=NOON)
    assert visit().get(api(referral), headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_the_bell_of_a_department_rings_for_its_own(
    visit, referral, department, head, stranger, resident, auditor
):
    address = f"/api/v1/rooms/desk/{department.pk}/"
    assert visit(head).get(address).json()["waiting"] == 1
    assert visit(auditor).get(address).status_code == 200
    for person in (None, resident, stranger):
        assert visit(person).get(address).status_code == 404
    assert visit(auditor).get("/api/v1/rooms/desk/999999/").status_code == 404


def test_fifty_lines_of_the_inbox_cost_no_more_than_one(visit, ask, head, django_assert_max_num_queries):
    for n in range(50):
        ask(kind="mayor" if n % 2 else "question", quiet=True)
    client = visit(head)
    with django_assert_max_num_queries(16):
        assert len(client.get("/api/v1/referrals/").json()["results"]) == 50


def test_what_is_done_asks_for_no_more_progress(visit, referral, answer, officer):
    answer(referral)
    assert visit(officer).get(api(referral, "inside")).json()["rights"] == ["progress"]
    report_progress(referral, kind="finished", on=NOON.date(), by=officer, at=NOON)
    assert visit(officer).get(api(referral, "inside")).json()["rights"] == []
