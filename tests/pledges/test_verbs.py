"""What may be done with a pledge by programs: each verb once, its refusals beside it, and nothing twice."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from committees.actions import meetings
from committees.models import Membership
from pledges.desk_forms import NumberField
from pledges.models import Amendment, Pledge, ProgressEntry, Spending
from realtime.models import Event
from tests.cast import AGENDA, in_office, laid
from tests.pledges.acts import settled
from tests.pledges.doors import act, code, done, last_quarter, plan, present, put, today, yesterday

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def patience(settings, gu, rule):
    settings.PACE_PERSON = settings.PACE_ADDRESS = "100000/60"


@pytest.fixture
def keeper(visit, officer):
    """A client of 기획예산과, which keeps the pledges."""
    return visit(officer)


@pytest.fixture
def works(visit, reporter):
    """A client of 자치행정과, which reports."""
    return visit(reporter)


@pytest.fixture
def promise(keeper, autonomy, statuses):
    """A pledge of this administration, laid and published through the door."""
    done(act(keeper, "pledges/", **plan(present(), autonomy)), 201)
    return done(act(keeper, "pledges/6-1/publish/"))


@pytest.fixture
def entry(works, promise):
    told = {"when": said(yesterday()), "title": "면담", "indicator": 1, "count": 3, "evidence": "면담 일지"}
    return done(act(works, "pledges/6-1/entries/", **told), 201)


def said(on):
    """2026. 11. 21., as a clerk writes a day."""
    year, month, day = on.split("-")
    return f"{year}. {int(month)}. {int(day)}."


def test_a_keeper_lays_plans_and_publishes_a_pledge(keeper, works, visit, autonomy, statuses):
    body = plan(present(), autonomy)
    assert code(act(works, "pledges/", **body)) == (403, "not_pledge_keeper")
    assert code(act(visit(), "pledges/", **body)) == (403, "sign_in_needed")
    row = done(act(keeper, "pledges/", **body), 201)
    assert (row["code"], row["published_at"], row["tags"]) == ("6-1", None, ["소통"])
    assert [each["target"] for each in row["indicators"]] == ["144", "144"]
    assert row["budget"]["total"] == "7.5"
    assert code(act(keeper, "pledges/", **body)) == (409, "pledge_code_taken")
    assert code(put(works, "pledges/6-1/", title="다른 이름"))[0] in {403, 404}
    changed = done(put(keeper, "pledges/6-1/", title="열린 관악청"))
    assert (changed["title"], len(changed["indicators"])) == ("열린 관악청", 2)
    assert code(act(works, "pledges/6-1/publish/"))[0] in {403, 404}
    assert done(act(keeper, "pledges/6-1/publish/"))["thread"]
    assert code(put(keeper, "pledges/6-1/", title="또")) == (409, "pledge_published")


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"code": "육"}, "pledge_code"),
        ({"form": "서식"}, "invalid"),
        ({"status": "partial"}, "invalid"),
        ({"parent": "9-9"}, "invalid"),
        ({"department": 10**6}, "invalid"),
        ({"budget": [{"fund": "district", "year": 2025, "amount": -1}]}, "amount_below_nought"),
        ({"budget": [{"fund": "gold", "year": 2025, "amount": 1}]}, "invalid"),
        ({"title": " "}, "empty_words"),
        ({"header": {"nature": "없는 값"}}, "bad_header"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_and_nothing_of_it_stands(
    keeper, autonomy, statuses, wrong, refusal
):
    answer = act(keeper, "pledges/", **plan(present(), autonomy) | wrong)
    assert answer.status_code == 422, answer.content.decode()
    assert answer.json()["code"] == refusal
    assert not Pledge.objects.exists()


def test_what_was_laid_and_thrown_away_is_not_laid_again_by_the_same_request(keeper, autonomy, statuses):
    body = plan(present(), autonomy) | {"ref": str(uuid4())}
    done(act(keeper, "pledges/", **body), 201)
    done(act(keeper, "pledges/6-1/discard/"))
    assert code(act(keeper, "pledges/", **body)) == (404, "not_found")
    assert done(act(keeper, "pledges/", **body | {"ref": str(uuid4())}), 201)["code"] == "6-1"


def test_the_same_digits_are_numbers_at_the_desk_and_here(keeper, autonomy, statuses):
    assert NumberField().clean("1,212") == 1212
    with pytest.raises(ValidationError):
        NumberField().clean("１２")
    asked = plan(present(), autonomy)
    assert code(act(keeper, "pledges/", **asked | {"share": "５０"})) == (422, "invalid")
    asked["indicators"][0]["targets"][0]["value"] = "３６"
    assert code(act(keeper, "pledges/", **asked)) == (422, "invalid")


def test_nobody_learns_by_a_refusal_that_there_is_a_draft(keeper, visit, resident, autonomy, statuses):
    done(act(keeper, "pledges/", **plan(present(), autonomy)), 201)
    other = plan(present(), autonomy) | {"code": "6-3"}
    answers = [act(visit(resident), "pledges/", **other, parent=parent) for parent in ("6-1", "9-9")]
    assert [code(answer) for answer in answers] == [(422, "invalid")] * 2
    assert done(act(keeper, "pledges/", **other, parent="6-1"), 201)["parent"] == "6-1"


def test_weights_of_ninety_nine_are_not_published(keeper, autonomy, statuses):
    body = plan(present(), autonomy)
    body["indicators"][0]["weight"] = 69
    done(act(keeper, "pledges/", **body), 201)
    assert code(act(keeper, "pledges/6-1/publish/")) == (422, "weights_not_whole")


def test_the_same_number_does_it_once(works, promise):
    ref, told = uuid4(), {"fund": "district", "spent_on": yesterday(), "amount": "1.5", "evidence": "결의서"}
    first = done(act(works, "pledges/6-1/spendings/", ref, **told), 201)
    again = done(act(works, "pledges/6-1/spendings/", ref, **told), 201)
    assert again == first
    assert Spending.objects.count() == 1
    other = act(works, "pledges/6-1/spendings/", ref, **told | {"amount": "2"})
    assert code(other) == (409, "ref_reused")


def test_the_number_may_stand_in_the_head(works, promise):
    told = {"fund": "district", "spent_on": yesterday(), "amount": "1.5", "evidence": "결의서"}
    address, json = "/api/v1/pledges/6-1/spendings/", "application/json"
    assert works.post(address, told, content_type=json).json()["code"] == "bad_ref"
    for _twice in range(2):
        answer = works.post(address, told, content_type=json, headers={"Idempotency-Key": str(KEY)})
        assert answer.status_code == 201
    assert Spending.objects.count() == 1


KEY = uuid4()


def test_what_was_done_moves_a_figure_at_once(works, keeper, entry):
    told = works.get("/api/v1/pledges/6-1/").json()
    assert (told["indicators"][0]["actual"], told["indicators"][0]["rate"]) == ("3", "2.1")
    counted = next(each for each in told["indicators"][0]["measures"] if each["taken"])
    pieces = works.get(f"/api/v1/pledges/6-1/measures/{counted['id']}/").json()["results"]
    assert [each["title"] for each in pieces] == ["면담"]
    assert code(act(works, f"pledge-entries/{entry['id']}/withdraw/", reason=" ")) == (422, "empty_words")
    gone = done(act(works, f"pledge-entries/{entry['id']}/withdraw/", reason="두 번 적음"))
    assert (gone["withdrawn_reason"], bool(gone["withdrawn_at"])) == ("두 번 적음", True)
    assert works.get("/api/v1/pledges/6-1/").json()["indicators"][0]["actual"] == "0"
    assert works.get("/api/v1/pledges/6-1/entries/").json()["results"] == []
    again = act(works, f"pledge-entries/{entry['id']}/withdraw/", reason="또")
    assert code(again) == (409, "entry_withdrawn")


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"evidence": ""}, "evidence_needed"),
        ({"count": -1}, "amount_below_nought"),
        ({"indicator": None}, "indicator_needed"),
        ({"indicator": 9}, "invalid"),
        ({"milestone": 9}, "invalid"),
        ({"same_as": 9}, "invalid"),
        ({"when": "언젠가"}, "bad_partial_date"),
        ({"when": "2001. 1. 1."}, "outside_administration"),
        ({"kind": "무엇"}, "invalid"),
        ({"count": "셋"}, "invalid"),
    ],
)
def test_a_figure_that_cannot_be_shown_is_not_kept(works, promise, wrong, refusal):
    told = {"when": said(yesterday()), "title": "면담", "indicator": 1, "count": 3, "evidence": "면담 일지"}
    answer = act(works, "pledges/6-1/entries/", **told | wrong)
    assert (answer.status_code, answer.json()["code"]) == (422, refusal), answer.content.decode()
    assert not ProgressEntry.objects.exists()


def test_who_does_not_work_on_a_pledge_enters_nothing(visit, promise, resident, audit):
    stranger = visit(in_office("stranger", "officer", "감사 주무관", audit))
    told = {"when": said(yesterday()), "title": "면담"}
    for client in (stranger, visit(resident)):
        assert code(act(client, "pledges/6-1/entries/", **told)) == (403, "not_pledge_department")
        spending = {"fund": "district", "spent_on": yesterday(), "amount": 1, "evidence": "결의서"}
        assert code(act(client, "pledges/6-1/spendings/", **spending)) == (403, "not_pledge_department")


def test_money_is_entered_and_taken_back(works, promise):
    told = {"fund": "district", "spent_on": yesterday(), "amount": "1.5", "evidence": "지출결의서"}
    row = done(act(works, "pledges/6-1/spendings/", **told), 201)
    assert (row["amount"], row["evidence"]) == ("1.5", "지출결의서")
    assert works.get("/api/v1/pledges/6-1/").json()["spending"]["total"] == "1.5"
    assert works.get("/api/v1/pledges/6-1/spendings/").json()["results"] == [
        {name: value for name, value in row.items() if name != "seq"}
    ]
    assert code(act(works, "pledges/6-1/spendings/", **told | {"amount": -1})) == (422, "amount_below_nought")
    assert code(act(works, "pledges/6-1/spendings/", **told | {"evidence": ""})) == (422, "evidence_needed")
    done(act(works, f"pledge-spendings/{row['id']}/withdraw/", reason="잘못 적음"))
    assert works.get("/api/v1/pledges/6-1/").json()["spending"]["total"] is None


def test_a_step_of_the_plan_is_finished_and_opened_again(works, promise):
    path = "pledges/6-1/milestones/1/finish/"
    assert promise["next_milestone"]["title"] == "기본계획"
    assert done(act(works, path, on=yesterday()))["milestones"][0]["done_on"] == yesterday()
    assert done(act(works, path, on=None))["milestones"][0]["done_on"] is None
    assert code(act(works, "pledges/6-1/milestones/7/finish/", on=yesterday())) == (404, "not_found")


def test_how_it_stands_is_said_by_its_keeper(keeper, works, promise, auditor, visit):
    assert done(act(keeper, "pledges/6-1/status/", status="slow"))["status"]["meaning"] == "slow"
    assert code(act(works, "pledges/6-1/status/", status="done")) == (403, "not_pledge_keeper")
    assert code(act(visit(auditor), "pledges/6-1/status/", status="done")) == (403, "not_pledge_keeper")
    assert code(act(keeper, "pledges/6-1/status/", status="없음")) == (422, "invalid")


def test_another_count_is_laid_and_taken_and_both_stay_visible(keeper, works, council, entry):
    paper = {
        "indicator": 1,
        "kind": "paper",
        "opening": 16,
        "opening_on": yesterday(),
        "evidence": "관리카드",
    }
    row = done(act(keeper, "pledges/6-1/measures/", **paper))
    laid = next(each for each in row["indicators"][0]["measures"] if each["kind"] == "paper")
    assert (row["indicators"][0]["actual"], laid["taken"], laid["value"]) == ("3", False, "16")
    taking = {"measure": laid["id"], "effective_on": today().isoformat(), "reason": "집계와 대조"}
    assert code(act(works, "pledges/6-1/basis/", **taking)) == (403, "not_pledge_keeper")
    taken = done(act(keeper, "pledges/6-1/basis/", **taking))["indicators"][0]
    assert (taken["actual"], taken["stands_on"], len(taken["measures"])) == ("16", laid["id"], 2)
    assert code(act(keeper, "pledges/6-1/measures/", **paper)) == (409, "measure_exists")
    bad = {"indicator": 1, "kind": "meetings"}
    assert code(act(keeper, "pledges/6-1/measures/", **bad)) == (422, "bad_measure")
    assert code(act(keeper, "pledges/6-1/basis/", **taking | {"measure": 10**6})) == (422, "invalid")


@pytest.fixture
def draft(keeper, promise):
    """Fewer meetings in the year to come."""
    targets = [{"no": 1, "year": today().year + 1, "value": 6}]
    lower = {"reason": "면담을 신청하는 분이 줄었습니다.", "targets": targets}
    return done(act(keeper, "pledges/6-1/amendments/", **lower), 201)


@pytest.fixture
def agenda(council, members):
    """A meeting of today with one item to hear and one to decide, to which six of ten have come."""
    now = timezone.now()
    Membership.objects.update(end=today() + timedelta(days=365))
    meeting = laid(council, [*AGENDA[:2]], starts_at=now, at=now - timedelta(days=10))
    for person in members[:6]:
        meetings.check_in(meeting, by=person, at=now)
    return meeting


def test_a_draft_of_an_amendment_is_its_keepers_alone(keeper, works, visit, member, draft):
    told = {"reason": "까닭", "targets": [{"no": 1, "year": today().year, "value": 1}]}
    assert (draft["state"], draft["targets"][0]["value"]) == ("draft", "6")
    assert code(act(works, "pledges/6-1/amendments/", **told)) == (403, "not_pledge_keeper")
    assert code(act(keeper, "pledges/6-1/amendments/", **told)) == (409, "amendment_in_hand")
    assert visit().get("/api/v1/pledges/6-1/amendments/").json()["results"] == []
    assert visit().get("/api/v1/pledges/6-1/").json()["amendments"] == []
    assert len(keeper.get("/api/v1/pledges/6-1/amendments/").json()["results"]) == 1
    path = f"pledge-amendments/{draft['id']}/drop/"
    assert code(act(visit(member), path)) == (404, "not_found")
    assert done(act(keeper, path))["state"] == "dropped"


def test_a_target_changes_by_an_item_that_was_decided(keeper, visit, agenda, secretary, draft):
    path, enacting = f"pledge-amendments/{draft['id']}/", {"effective_on": today().isoformat()}
    assert code(act(keeper, f"{path}enact/", **enacting)) == (409, "item_missing")
    pending = agenda.items.get(kind="decide")
    bound = done(act(keeper, f"{path}bind/", item=pending.pk))
    assert (bound["state"], bound["item"]["id"]) == ("before_body", pending.pk)
    assert code(act(keeper, f"{path}enact/", **enacting)) == (409, "item_undecided")
    meetings.call_to_order(agenda, by=secretary, at=timezone.now())
    settled(agenda, 1, secretary, at=timezone.now())
    enacted = done(act(keeper, f"{path}enact/", **enacting))
    assert (enacted["state"], enacted["effective_on"]) == ("enacted", today().isoformat())
    told = visit().get("/api/v1/pledges/6-1/").json()
    years = {each["year"]: each for each in told["indicators"][0]["years"]}
    span = years[today().year + 1]
    assert (span["target"], span["planned"], span["amended"]) == ("6", "36", True)
    assert [each["number"] for each in told["amendments"]] == [1]
    assert code(act(keeper, f"{path}drop/")) == (409, "amendment_enacted")


def test_an_amendment_is_put_on_an_agenda_or_let_go(keeper, council, members, promise):
    lower = {"reason": "예산이 줄었습니다.", "budget": [
        {"fund": "district", "year": present().start.year, "amount": 5}
    ]}  # fmt: skip
    draft = done(act(keeper, "pledges/6-1/amendments/", **lower), 201)
    now = timezone.now()
    meeting = laid(council, starts_at=now + timedelta(days=9), at=now)
    path = f"pledge-amendments/{draft['id']}/"
    put_on = done(act(keeper, f"{path}introduce/", meeting=meeting.pk, kind="report", reason="먼저 봅니다."))
    assert put_on["item"]["id"] in meeting.items.values_list("pk", flat=True)
    assert code(act(keeper, f"{path}introduce/", meeting=10**6, kind="report")) == (422, "invalid")
    Amendment.objects.filter(pk=draft["id"]).update(item=None)
    assert done(act(keeper, f"{path}drop/"))["state"] == "dropped"


def test_a_quarter_is_closed_by_its_department_and_approved_by_its_head(
    keeper, works, visit, reporter, autonomy, entry, auditor
):
    year, quarter = last_quarter()
    head = visit(in_office("autonomy-head", "head", "자치행정과장", autonomy))
    report = {"year": year, "quarter": quarter, "words": "계획대로 하였습니다."}
    draft = done(act(works, "pledges/6-1/closings/", **report))
    assert (draft["state"], draft["figures"]) == ("drafting", None)
    assert visit().get("/api/v1/pledge-closings/").json()["results"] == []
    for insider in (works, head, keeper, visit(auditor)):
        assert len(insider.get("/api/v1/pledge-closings/").json()["results"]) == 1
    path = f"pledge-closings/{draft['id']}/"
    assert code(act(head, f"{path}approve/")) == (409, "closing_not_submitted")
    assert done(act(works, f"{path}submit/"))["state"] == "in_approval"
    assert code(act(works, f"{path}approve/")) == (403, "not_approver")
    assert done(act(head, f"{path}return/", note="실적을 더 적어 주세요."))["state"] == "drafting"
    done(act(works, f"{path}submit/"))
    closed = done(act(head, f"{path}approve/", note="확인"))
    assert (closed["state"], closed["figures"]["indicators"][0]["no"]) == ("approved", 1)
    public = visit().get("/api/v1/pledge-closings/", {"code": "6-1", "year": year}).json()["results"]
    assert [each["id"] for each in public] == [draft["id"]]
    assert visit().get("/api/v1/pledge-closings/", {"quarter": 0}).json()["results"] == []
    again = act(works, "pledges/6-1/closings/", **report)
    assert code(again) == (409, "closing_approved")


def test_a_quarter_that_is_not_over_is_not_closed(works, promise):
    now = {"year": today().year + 1, "quarter": 1, "words": "미리"}
    assert code(act(works, "pledges/6-1/closings/", **now)) == (409, "quarter_not_over")


def test_pledges_come_in_by_a_file_tried_first(keeper, works, autonomy, statuses):
    facts = SimpleUploadedFile(
        "list.csv", "관리번호,공약명,부서\n7-1,도서관을 늘립니다,자치행정과\n".encode()
    )

    def send(client, **more):
        facts.seek(0)
        told = {"file": facts, "administration": present().pk, "form": "gwanak", **more}
        return client.post("/api/v1/pledges/import/", told)

    assert code(send(works)) == (403, "not_pledge_keeper")
    tried = done(send(keeper, dry_run="true"))
    assert (tried["laid"], tried["dry_run"], Pledge.objects.count()) == (["7-1"], True, 0)
    assert done(send(keeper))["laid"] == ["7-1"]
    events = Event.objects.count()
    assert done(send(keeper))["unchanged"] == ["7-1"]
    assert (Pledge.objects.count(), Event.objects.count()) == (1, events)
    assert code(send(keeper, form="없음")) == (422, "invalid")


def test_an_answer_to_an_act_is_nobody_elses(works, promise):
    told = {"fund": "district", "spent_on": yesterday(), "amount": 1, "evidence": "결의서"}
    assert act(works, "pledges/6-1/spendings/", **told)["Cache-Control"] == "private, no-store"
