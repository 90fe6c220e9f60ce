"""지정과제 by API, at the desk and on the site: the same acts, the same refusals, whatever is sent."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from committees.actions import assignments
from committees.models import Assignment
from district.models import AccessRecord, Department
from letters.models import Dispatch
from realtime.models import Event
from surveys.models import Survey
from tests.cast import in_office
from tests.committees.doors import act, problem
from tests.committees.tasks import ASKED, answer, given, planned, survey_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = timedelta(days=1)
STEPS = [{"kind": "survey", "title": "설문", "due_on": (TODAY + 10 * DAY).isoformat(), "asked": ASKED}]
SAID = {
    "title": "골목길 조명 살피기",
    "brief": "걸어 보고 답해 주세요.",
    "starts_on": TODAY.isoformat(),
    "due_on": (TODAY + 14 * DAY).isoformat(),
    "steps": STEPS,
}
FORM = {
    "title": "골목길 조명 살피기", "brief": "", "starts_on": TODAY.isoformat(),
    "due_on": (TODAY + 14 * DAY).isoformat(), "steps": "1", "s1-items": "1", "s1-kind": "survey",
    "s1-title": "설문", "s1-due_on": (TODAY + 10 * DAY).isoformat(), "s1-words": "", "s1i1-kind": "single",
    "s1i1-text": "어느 길이 어둡습니까?", "s1i1-hint": "", "s1i1-options": "큰길\n골목\n", "s1i1-most": "",
    "s1i1-steps": "", "s1i1-low": "", "s1i1-high": "",
}  # fmt: skip
NEW = reverse("desk-assignment-new")


def code_of(answer):
    return problem(answer)[0]


@pytest.fixture(autouse=True)
def town(gu, settings):
    settings.PACE_PERSON = settings.PACE_ADDRESS = "100000/60"


@pytest.fixture
def stranger():
    other = Department.objects.create(name="복지정책과", code="C01")
    return in_office("elsewhere", "officer", "복지팀 주무관", other)


def now_given(council, **days):
    """A task that runs today."""
    from committees.actions.assignments import StepTold

    steps = [StepTold("survey", "설문", TODAY + 10 * DAY, "", ASKED)]
    told = {"starts_on": TODAY, "due_on": TODAY + 14 * DAY, "steps": steps}
    return given(council, at=timezone.now(), **told | days)


def over(task):
    """The same, after its last day."""
    past = {"starts_on": TODAY - 20 * DAY, "due_on": TODAY - 2 * DAY}
    Assignment.objects.filter(pk=task.pk).update(**past)
    now = timezone.now()
    Survey.objects.filter(assignment_step__assignment=task).update(
        opens_at=now - 20 * DAY, closes_at=now - 2 * DAY
    )


def desk(task):
    return reverse("desk-assignment", args=[task.pk])


def test_a_task_is_drawn_up_given_reminded_of_and_reported_by_api(visit, council, members, officer):
    client = visit(officer)
    drawn = act(client, f"/api/v1/bodies/{council.pk}/assignments/", **SAID)
    assert (drawn.status_code, drawn.json()["stage"]) == (201, "draft"), drawn.content
    address = drawn.json()["url"].replace("/assignments", "/api/v1/assignments")
    assert visit().get(address).status_code == 404
    changed = client.put(
        address, {"ref": str(uuid4()), **SAID, "title": "고친 과제"}, content_type="application/json"
    )
    assert changed.json()["title"] == "고친 과제"
    assert act(client, f"{address}give/").json()["rate"]["words"] == "10명 중 0명 (0.0%)"
    assert act(client, f"{address}remind/").status_code == 200
    assert code_of(act(client, f"{address}remind/")) == "reminded_today"
    assert code_of(act(client, f"{address}report/", words="정리합니다.")) == "assignment_running"
    task = Assignment.objects.get()
    over(task)
    reported = act(client, f"{address}report/", words="골목이 어둡습니다.")
    assert (reported.json()["stage"], reported.json()["report"]) == ("reported", "골목이 어둡습니다.")
    assert visit().get(address).json()["report"] == "골목이 어둡습니다."


def test_one_press_twice_draws_up_one_task(visit, council, officer):
    ref, client = uuid4(), visit(officer)
    first, second = (act(client, f"/api/v1/bodies/{council.pk}/assignments/", ref, **SAID) for _n in "12")
    assert first.json()["id"] == second.json()["id"]
    assert (Assignment.objects.count(), Event.objects.filter(name="assignment.planned").count()) == (1, 1)


def test_drafts_are_there_for_whoever_gives_tasks_and_for_the_audit(
    visit, council, members, officer, auditor, stranger
):
    task = planned(council)
    for person, status in ((None, 404), (members[0], 404), (stranger, 404), (officer, 200), (auditor, 200)):
        assert visit(person).get(f"/api/v1/assignments/{task.pk}/").status_code == status
        assert len(visit(person).get("/api/v1/assignments/").json()["results"]) == (status == 200)
    assert code_of(act(visit(auditor), f"/api/v1/assignments/{task.pk}/give/")) == "not_tasking"
    assert code_of(act(visit(), f"/api/v1/assignments/{task.pk}/give/")) == "sign_in_needed"


def test_who_has_answered_is_read_inside_and_the_reading_stays(visit, council, members, officer, stranger):
    task = now_given(council)
    answer(task, members[:2], at=timezone.now())
    address = f"/api/v1/assignments/{task.pk}/panels/"
    for person in (members[0], stranger):
        assert visit(person).get(address).status_code == 404
    assert not AccessRecord.objects.exists()
    [panel] = visit(officer).get(address).json()["results"]
    assert sum(each["answered"] for each in panel["people"]) == 2
    assert AccessRecord.objects.get().person == officer
    page = visit(officer).get(reverse("desk-assignment-people", args=[task.pk]))
    assert members[0].name in page.content.decode()
    assert AccessRecord.objects.count() == 2


def test_the_list_is_narrowed_by_body_and_stage(visit, council, part, members):
    now_given(council)
    for asked, many in (("?stage=running", 1), ("?stage=reported", 0), (f"?body={part.pk}", 0)):
        assert len(visit().get(f"/api/v1/assignments/{asked}").json()["results"]) == many
    assert visit().get("/api/v1/assignments/?stage=odd").status_code == 422


def test_a_clerk_draws_up_a_task_without_a_script(visit, council, members, officer):
    client = visit(officer)
    first = client.get(NEW)
    assert first.status_code == 200
    form = FORM | {"body": council.pk}
    more = client.post(NEW, form | {"do": "add-item:1"})
    assert 'name="s1-items" value="2"' in more.content.decode()
    assert "어느 길이 어둡습니까?" in more.content.decode()
    steps = client.post(NEW, form | {"do": "add-step"}).content.decode()
    assert 'name="steps" value="2"' in steps
    fewer = client.post(NEW, form | {"do": "drop-item:1:1"}).content.decode()
    assert 'name="s1-items" value="0"' in fewer
    assert not Assignment.objects.exists()
    client.post(NEW, form | {"do": "save"})
    [row] = Assignment.objects.get().steps.get().asked
    assert [option["text"] for option in row["options"]] == ["큰길", "골목"]


def test_a_clerk_gives_a_task_reminds_and_reports_without_a_script(visit, council, members, officer):
    client = visit(officer)
    client.post(NEW, FORM | {"body": council.pk, "do": "save"})
    task = Assignment.objects.get()
    assert "어느 길이 어둡습니까?" in client.get(desk(task)).content.decode()
    client.post(desk(task), FORM | {"title": "고친 과제", "do": "save"})
    assert Assignment.objects.get().title == "고친 과제"
    client.post(desk(task), {"do": "give"})
    page = client.get(desk(task)).content.decode()
    assert "10명 중 0명 (0.0%)" in page
    client.post(desk(task), {"do": "remind"})
    assert Dispatch.objects.filter(title__startswith="지정과제에 답해 주세요").exists()
    over(task)
    client.post(desk(task), {"do": "report", "words": "골목이 어둡습니다."})
    assert Assignment.objects.get().report == "골목이 어둡습니다."


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"s1-kind": "visit"}, "step_needs_items"),
        ({"s1i1-options": "하나"}, "options_needed"),
        ({"s1-due_on": (TODAY + 15 * DAY).isoformat()}, "step_outside"),
        ({"steps": "0"}, "steps_needed"),
        ({"due_on": (TODAY - DAY).isoformat()}, "ends_before_start"),
    ],
)
def test_the_form_is_refused_as_the_api_is_and_keeps_its_words(visit, council, officer, changed, code):
    page = visit(officer).post(NEW, FORM | {"body": council.pk} | changed)
    assert page.status_code == 422
    assert "골목길 조명 살피기" in page.content.decode()
    said = {"title": "골목길 조명 살피기", "brief": "", "starts_on": TODAY.isoformat()}
    item = {"kind": "single", "text": "물음", "options": (FORM | changed)["s1i1-options"].split()}
    step = {
        "kind": (FORM | changed)["s1-kind"], "title": "설문", "due_on": (FORM | changed)["s1-due_on"],
        "asked": [item],
    }  # fmt: skip
    steps = [] if changed.get("steps") == "0" else [step]
    told = said | {"due_on": (FORM | changed)["due_on"], "steps": steps}
    answered = act(visit(officer), f"/api/v1/bodies/{council.pk}/assignments/", **told)
    assert code_of(answered) == code
    assert answered.json()["detail"] in page.content.decode()
    assert not Assignment.objects.exists()


def test_the_desk_of_tasks_is_not_there_for_others(visit, council, members, stranger, auditor):
    task = now_given(council)
    for person in (members[0], stranger):
        assert visit(person).get(desk(task)).status_code in {403, 404}
    page = visit(auditor).get(desk(task))
    assert page.status_code == 200
    assert 'value="remind"' not in page.content.decode()
    assert visit(auditor).get(reverse("desk-assignments")).status_code == 200
    assert visit(stranger).get(reverse("desk-assignment-file", args=[task.pk, "hwpx"])).status_code == 404


@pytest.mark.parametrize("form", ["hwpx", "pdf", "xlsx"])
def test_the_report_is_handed_out_in_every_form(visit, council, members, officer, form):
    task = now_given(council)
    taken = visit(officer).get(reverse("desk-assignment-file", args=[task.pk, form]))
    assert taken.status_code == 200
    assert taken.headers["Content-Disposition"].startswith("attachment")


def test_a_member_finds_the_way_to_the_questions_and_others_do_not(visit, council, members, resident):
    task = now_given(council)
    survey = survey_of(task)
    mine = visit(members[0]).get(task.get_absolute_url()).content.decode()
    assert f'href="/surveys/{survey.pk}/"' in mine
    for person in (None, resident):
        assert "답해 주실 설문" not in visit(person).get(task.get_absolute_url()).content.decode()
    answer(task, members[:1], at=timezone.now())
    again = visit(members[0]).get(task.get_absolute_url()).content.decode()
    assert "답하셨습니다" in again
    assert "10명 중 1명 (10.0%)" in again


def test_a_printed_task_shows_its_rate_with_its_source(visit, council):
    task = assignments.record_assignment(
        council, title="정책 제안 설문", brief="", starts_on=TODAY, due_on=TODAY, printed_when="2024. 6.",
        asked=195, answered=35, source="공약 관리카드 6-2 연번 6", by=None, at=timezone.now(),
    )  # fmt: skip
    page = visit().get(task.get_absolute_url()).content.decode()
    assert "195명 중 35명 (17.9%)" in page
    assert "근거: 공약 관리카드 6-2 연번 6" in page
    assert "2024. 6." in page


def test_counts_are_public_once_it_was_reported_and_five_have_answered(visit, council, members, officer):
    for answers, shown in ((4, False), (5, True)):
        task = now_given(council)
        answer(task, members[:answers], at=timezone.now())
        over(task)
        assert "설문 결과" not in visit().get(task.get_absolute_url()).content.decode()
        assignments.report_assignment(task, words="정리합니다.", by=officer, at=timezone.now())
        page = visit().get(task.get_absolute_url()).content.decode()
        assert ("설문 결과" in page) is shown


VALUES = [None, True, -1, 2**63, 1.5, "", "x" * 50_000, "\x00", [], {"a": 1}, "2026-13-45"]


def test_no_value_in_any_field_breaks_a_door(visit, council, members, officer):
    client, task = visit(officer), now_given(council)
    doors = {
        f"/api/v1/bodies/{council.pk}/assignments/": SAID,
        f"/api/v1/assignments/{task.pk}/report/": {"words": "정리"},
    }
    for address, body in doors.items():
        for field in body:
            for value in VALUES:
                assert act(client, address, **body | {field: value}).status_code < 500, (field, value)
    for field in STEPS[0]:
        for value in VALUES:
            steps = [STEPS[0] | {field: value}]
            answered = act(client, f"/api/v1/bodies/{council.pk}/assignments/", **SAID | {"steps": steps})
            assert answered.status_code < 500, (field, value)
    for field in ASKED[0]:
        for value in VALUES:
            steps = [STEPS[0] | {"asked": [ASKED[0] | {field: value}]}]
            answered = act(client, f"/api/v1/bodies/{council.pk}/assignments/", **SAID | {"steps": steps})
            assert answered.status_code < 500, (field, value)


@pytest.mark.parametrize(
    "word",
    [pytest.param(each, marks=pytest.mark.long) for each in ("-1", "x" * 50_000, "٣", "")]
    + ["\x00", str(2**64)],
)
def test_no_word_in_any_field_breaks_the_form(visit, council, officer, word):
    client = visit(officer)
    form = FORM | {"body": council.pk}
    for field in [*form, "do"]:
        assert client.post(NEW, form | {"do": "save", field: word}).status_code < 500, field
    for press in ("add-step", "add-item:1"):
        wrong = dict.fromkeys(form, word) | {"steps": "1", "s1-items": "1"}
        assert client.post(NEW, wrong | {"do": press}).status_code < 500
    for press in ("drop-step:9", "drop-item:1:9", "drop-item:1", "add-item:", "add-item:0", "odd:x"):
        assert client.post(NEW, form | {"do": press}).status_code == 200
