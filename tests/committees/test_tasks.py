"""지정과제: given to whoever sits, answered until a day, counted as the log counts, told without names."""

import pytest

from committees.actions import assignments
from committees.actions.assignments import StepTold
from committees.documents.tasks import report_of
from committees.models import Assignment, Office
from committees.participation import rates
from letters.models import Dispatch
from papers import hwpx, pdf, workbook
from papers.document import text
from realtime.models import Event
from surveys.actions import answer_survey
from surveys.models import PanelMember
from tests.cast import APPOINTED, NOON, TERM_END
from tests.committees.tasks import (
    DAY,
    TODAY,
    TOLD,
    afresh,
    answer,
    given,
    large,
    part_of,
    planned,
    steps,
    survey_of,
)
from tests.referrals.acts import refuses

pytestmark = pytest.mark.django_db
LAST = NOON + 14 * DAY
OVER = NOON + 15 * DAY
LOG = [
    (195, 35, "195명 중 35명 (17.9%)"),
    (128, 43, "128명 중 43명 (33.6%)"),
    (127, 73, "127명 중 73명 (57.5%)"),
]


def told(person):
    """Each thing once, by whatever roads."""
    heard = Dispatch.objects.filter(letters__person=person).order_by("pk").distinct()
    return [each.title for each in heard]


def last_words(person):
    return Dispatch.objects.filter(letters__person=person).order_by("pk").last().words


def words(task):
    return rates([task])[task.pk].words


def named():
    heard = Event.objects.filter(name__startswith="assignment.").order_by("pk")
    return list(heard.values_list("name", flat=True))


def test_nobody_hears_of_a_task_that_is_only_drawn_up(council, members, officer):
    task = assignments.plan_assignment(council, by=officer, at=NOON, **TOLD, steps=steps())
    assert task.stage(TODAY) == "draft"
    assert not Assignment.objects.visible_to(members[0]).exists()
    assert told(members[0]) == []
    assignments.change_assignment(
        task, by=officer, at=NOON, **TOLD | {"title": "고친 과제"}, steps=steps()[:1]
    )
    assert (afresh(task).title, task.steps.count()) == ("고친 과제", 1)
    assert named() == ["assignment.planned", "assignment.changed"]


def test_whoever_sits_is_asked_in_their_part_and_is_told_until_when(council, members, part, officer):
    task = assignments.give_assignment(planned(council), by=officer, at=NOON)
    asked = dict(PanelMember.objects.filter(survey=survey_of(task)).values_list("person", "group"))
    assert asked == {each.pk: ("행정경제 분과" if each in members[1:5] else "") for each in members}
    assert told(members[0]) == ["지정과제를 드립니다: 골목길 조명 살피기"]
    assert last_words(members[0]) == "협치회의 위원께 드리는 과제입니다. 마감은 2026. 12. 8.(화)입니다."
    with refuses("assignment_given"):
        assignments.give_assignment(task, by=officer, at=NOON)
    with refuses("assignment_given"):
        assignments.change_assignment(task, by=officer, at=NOON, **TOLD, steps=steps())


@pytest.mark.parametrize("who", ["officer", "head", "administrator", "secretary"])
def test_its_department_and_whoever_keeps_its_papers_give_tasks(council, members, request, who):
    assert assignments.plan_assignment(
        council, by=request.getfixturevalue(who), at=NOON, **TOLD, steps=steps()
    ).pk


@pytest.mark.parametrize("who", ["member", "chair", "resident", "auditor", "mayor", "moderator"])
def test_nobody_else_does(council, members, request, who):
    with refuses("not_tasking", 403):
        assignments.plan_assignment(council, by=request.getfixturevalue(who), at=NOON, **TOLD, steps=steps())


def test_a_member_who_keeps_the_papers_gives_tasks_and_to_the_parts_as_well(council, members, part):
    mine = members[0].memberships.get()
    Office.objects.create(body=council, kind="secretary", membership=mine, start=APPOINTED, end=TERM_END)
    for body in (council, part):
        assert assignments.plan_assignment(body, by=members[0], at=NOON, **TOLD, steps=steps()).pk


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"title": " "}, "empty_words"),
        ({"due_on": TODAY - DAY}, "ends_before_start"),
        ({"steps": []}, "steps_needed"),
        ({"steps": steps() * 4}, "steps_needed"),
        ({"steps": [StepTold("dance", "춤", TODAY)]}, "unknown_step"),
        ({"steps": [StepTold("visit", "현장", TODAY + 15 * DAY)]}, "step_outside"),
        ({"steps": [StepTold("survey", "설문", TODAY)]}, "step_needs_items"),
        (
            {"steps": [StepTold("visit", "현장", TODAY, "", [{"kind": "free", "text": "글"}])]},
            "step_needs_items",
        ),
        ({"steps": [StepTold("survey", "설문", TODAY, "", [{"kind": "odd", "text": "글"}])]}, "kind_unknown"),
        (
            {
                "steps": [
                    StepTold(
                        "survey", "설문", TODAY, "", [{"kind": "single", "text": "물음", "options": ["하나"]}]
                    )
                ]
            },
            "options_needed",
        ),
    ],
)
def test_what_cannot_be_a_task_is_refused_and_nothing_is_written(council, officer, changed, code):
    with refuses(code, 422):
        assignments.plan_assignment(council, by=officer, at=NOON, **{**TOLD, "steps": steps(), **changed})
    assert not Assignment.objects.exists()
    assert named() == []


def test_a_task_whose_last_day_is_over_or_whose_body_is_empty_is_not_given(council, officer, members):
    task = planned(council)
    with refuses("assignment_past"):
        assignments.give_assignment(task, by=officer, at=OVER)
    council.seats.update(closed_on=TODAY - DAY)
    with refuses("nobody_sits"):
        assignments.give_assignment(task, by=officer, at=NOON)
    assert afresh(task).given_at is None


def test_of_a_panel_of_127_73_have_answered(council, dong):
    people = large(council, dong, 127)
    task = given(council)
    assert words(task) == "127명 중 0명 (0.0%)"
    answer(task, people[:73])
    assert words(task) == "127명 중 73명 (57.5%)"


@pytest.mark.parametrize(("asked", "answered", "printed"), LOG)
def test_a_printed_task_keeps_the_numbers_of_its_log(council, asked, answered, printed):
    said = {"title": "지정과제", "brief": "", "starts_on": TODAY, "due_on": TODAY, "printed_when": "2025. 6."}
    numbers = {"asked": asked, "answered": answered, "source": "공약 관리카드 6-2 연번 31"}
    task = assignments.record_assignment(council, **said, **numbers, by=None, at=NOON)
    assert words(task) == printed
    assert "근거: 공약 관리카드 6-2 연번 31" in text(report_of(task, NOON))
    with refuses("printed_rate", 422):
        assignments.record_assignment(council, **said, **numbers | {"answered": asked + 1}, by=None, at=NOON)


def test_who_answers_two_surveys_of_a_task_takes_part_once(council, members):
    twice = [
        StepTold("survey", name, TODAY + 7 * DAY, "", [{"kind": "free", "text": name}]) for name in "가나"
    ]
    task = given(council, steps=twice)
    for step in task.steps.all():
        item = str(step.survey.items.get().key)
        answer_survey(step.survey, by=members[0], answers={item: "좋습니다"}, at=NOON, ref=None)
    assert words(task) == "10명 중 1명 (10.0%)"


def test_who_leaves_the_body_stays_counted_and_is_bothered_no_more(council, members, officer):
    task = given(council)
    members[9].memberships.update(ended_on=TODAY, end_reason="resigned")
    assignments.remind_assignment(task, by=officer, at=NOON + DAY)
    assert told(members[9]) == ["지정과제를 드립니다: 골목길 조명 살피기"]
    assert told(members[8])[-1] == "지정과제에 답해 주세요: 골목길 조명 살피기"
    assert words(task) == "10명 중 0명 (0.0%)"
    assert "그 뒤에 위원이 바뀌어도 그대로 둡니다." in text(report_of(task, NOON))


def test_only_those_who_have_not_answered_are_reminded_and_once_a_day(council, members, officer):
    task = given(council)
    answer(task, members[:9])
    assignments.remind_assignment(task, by=officer, at=NOON)
    assert [len(told(each)) for each in members] == [1] * 9 + [2]
    with refuses("reminded_today"):
        assignments.remind_assignment(task, by=officer, at=NOON)
    answer(task, members[9:])
    with refuses("all_answered"):
        assignments.remind_assignment(task, by=officer, at=NOON + DAY)


def test_nobody_is_reminded_of_a_task_that_was_not_given(council, members, officer):
    with refuses("assignment_not_given"):
        assignments.remind_assignment(planned(council), by=officer, at=NOON)


def test_three_working_days_before_a_survey_closes_whoever_owes_hears_of_it_once(council, members):
    task = given(council)  # its survey closes on Friday, 4 December
    answer(task, members[:9])
    assignments.due(NOON + 6 * DAY)  # Monday: four working days are left
    assert [len(told(each)) for each in members] == [1] * 10
    for _minute in range(2):
        assignments.due(NOON + 7 * DAY)
    assert [len(told(each)) for each in members] == [1] * 9 + [2]
    assert told(members[9])[-1] == "지정과제 마감이 다가옵니다: 골목길 조명 살피기"
    assert last_words(members[9]) == "2026. 12. 4.(금)까지 답하실 수 있습니다."


def test_a_task_given_in_its_last_days_is_not_told_twice(council, members):
    given(council, at=NOON + 8 * DAY)
    assignments.due(NOON + 9 * DAY)
    assert told(members[0]) == ["지정과제를 드립니다: 골목길 조명 살피기"]


def test_it_is_summed_up_once_after_its_last_day_and_members_are_told(council, members, officer):
    task = given(council)
    with refuses("assignment_running"):
        assignments.report_assignment(task, words="골목이 어둡습니다.", by=officer, at=LAST)
    assignments.report_assignment(task, words="골목이 어둡습니다.", by=officer, at=OVER)
    assert afresh(task).stage(TODAY) == "reported"
    assert told(members[0])[-1] == "지정과제의 결과를 정리했습니다: 골목길 조명 살피기"
    assert last_words(members[0]) == "참여: 10명 중 0명 (0.0%)"
    with refuses("assignment_reported"):
        assignments.report_assignment(task, words="다시 씁니다.", by=officer, at=OVER)


def test_the_report_says_what_each_large_part_chose_and_of_small_ones_nothing(council, dong):
    people = large(council, dong, 27)
    for name, some in (("큰 분과", people[:12]), ("다른 분과", people[12:24]), ("작은 분과", people[24:])):
        part_of(council, name, some)
    task = given(council)
    answer(task, people[:12], 0)
    answer(task, people[12:24], 1)
    answer(task, people[24:26], 1)
    while_open = text(report_of(task, NOON))
    assert "무엇을 골랐는지는 마감한 뒤에 싣습니다." in while_open
    assert "큰길" not in while_open
    printed = text(report_of(task, OVER)).splitlines()
    assert "작은 분과\t3\t2\t66.7" in printed
    # With the two of the small one hidden, the next smallest hides as well, or a sum would tell of them.
    shown = [line for line in printed if line.startswith("보기\t")]
    assert shown == ["보기\t큰 분과\t계\t%"]
    assert "골목\t0\t14\t53.8" in printed
    assert not any(person.name in line for person in people for line in printed)


def test_the_report_opens_in_every_form(council, members):
    task = given(council)
    answer(task, members[:6])
    printed = report_of(task, OVER)
    assert hwpx.check(hwpx.write(printed)) == []
    assert pdf.write(printed).startswith(b"%PDF")
    assert workbook.write(printed).startswith(b"PK")


def test_a_list_of_tasks_asks_as_often_as_one(council, members, django_assert_num_queries):
    tasks = [given(council) for _n in range(4)]
    with django_assert_num_queries(1):
        assert len(rates(tasks)) == 4
