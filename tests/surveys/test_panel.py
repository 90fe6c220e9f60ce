"""A panel asked by name, as the tasks of the 정책자문단 are: rate, groups, and who is still awaited."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from district.models import AccessRecord
from district.refusals import Refusal
from letters.models import Letter
from realtime.models import Event
from surveys import panel
from surveys.actions import remind_panel
from surveys.counting import results
from surveys.desk import free_words, take_answers
from surveys.models import PanelMember, Survey
from tests.cast import NOON, in_office
from tests.deliberation.doors import send
from tests.surveys.sheets import ALLEY, PARK, WHERE, answer

pytestmark = pytest.mark.django_db
PLANNING, WELFARE, SAFETY = "기획분과", "복지분과", "안전분과"


@pytest.fixture
def crowd(residents):
    return residents(20)


@pytest.fixture
def task(gu, lay, crowd):
    """Twelve of planning, five of welfare, three of safety."""
    groups = {person.pk: PLANNING for person in crowd[:12]}
    groups |= {person.pk: WELFARE for person in crowd[12:17]} | {person.pk: SAFETY for person in crowd[17:]}
    return lay(panel="named", people=crowd, groups=groups)


def code(act, *told, **how):
    with pytest.raises(Refusal) as no:
        act(*told, **how)
    return no.value.code


def came(task, people, **otherwise):
    for person in people:
        answer(task, person, **otherwise)
    return Survey.objects.get(pk=task.pk)


def test_the_rate_is_told_with_both_numbers_and_rounded_half_up():
    assert panel.rate(73, 127) == {"asked": 127, "answered": 73, "percent": 57.5}
    assert panel.rate_in_words(73, 127) == "127명 중 73명 (57.5%)"
    assert panel.rate_in_words(35, 195) == "195명 중 35명 (17.9%)"
    assert panel.rate_in_words(0, 0) == "-"


def test_each_group_has_its_own_rate(task, crowd):
    came(task, crowd[10:14])
    assert panel.groups(task) == [
        {"group": PLANNING, "asked": 12, "answered": 2, "percent": 16.7},
        {"group": WELFARE, "asked": 5, "answered": 2, "percent": 40.0},
        {"group": SAFETY, "asked": 3, "answered": 0, "percent": 0.0},
    ]
    told = results(Survey.objects.get())
    assert (told["asked"], told["responses"], told["percent"]) == (20, 4, 20.0)


def test_who_is_awaited_is_known_and_who_left_is_not(task, crowd):
    came(task, crowd[:18])
    gone = crowd[19]
    gone.is_active = False
    gone.save()
    assert [member.person for member in panel.not_answered(task)] == [crowd[18]]
    assert sum(member.has_answered for member in panel.members(task)) == 18


def test_a_group_is_told_where_five_answered_and_nobody_can_be_reckoned_out(task, crowd):
    came(task, crowd[:12], where=PARK)
    came(task, crowd[12:17], where=ALLEY)
    told = {row["group"]: row["items"] for row in panel.results_by_group(task)}
    assert told[SAFETY] is None
    assert told[WELFARE][0]["options"][0]["count"] == 5
    assert told[PLANNING][0]["options"][1]["count"] == 12
    assert [item["kind"] for item in told[WELFARE]] == ["single", "multiple", "scale"]
    # One of safety answers: the whole less the other two would be that one, so welfare is silent, too.
    came(task, crowd[17:18], where=ALLEY)
    told = {row["group"]: row["items"] for row in panel.results_by_group(task)}
    assert (told[SAFETY], told[WELFARE]) == (None, None)
    assert told[PLANNING] is not None


@pytest.mark.parametrize(
    ("answered", "hidden"),
    [
        ({"a": 5, "b": 6}, set()),
        ({"a": 0, "b": 6}, {"a"}),
        ({"a": 1, "b": 6, "c": 9}, {"a", "b"}),
        ({"a": 2, "b": 3, "c": 9}, {"a", "b"}),
        ({"a": 4}, {"a"}),
        ({"a": 1, "b": 5}, {"a", "b"}),
    ],
)
def test_what_is_withheld_hides_five_or_nobody(answered, hidden):
    assert panel.withheld(answered) == hidden


def test_groups_are_counted_for_this_panel_alone(task, lay, crowd):
    other = lay(key=type(WHERE)(int=902), panel="named", people=crowd, groups={crowd[0].pk: "다른 모둠"})
    came(task, crowd)
    came(other, crowd)
    told = {row["group"]: row for row in panel.results_by_group(task)}
    assert set(told) == {PLANNING, WELFARE, SAFETY}
    assert told[PLANNING]["items"][0]["answered"] == 12


def test_a_group_may_be_called_otherwise_after_answers_and_nobody_is_dropped(task, lay, crowd):
    came(task, crowd[:3])
    lay(panel="named", people=crowd, groups={crowd[0].pk: "운영위원회"})
    assert PanelMember.objects.get(person=crowd[0]).group == "운영위원회"
    assert code(lay, panel="named", people=crowd[1:]) == "survey_underway"


def test_what_a_named_panel_said_waits_for_the_end_for_everybody(task, crowd, officer, auditor):
    """Who answered is seen at once; counts seen beside it would say what each of them chose."""
    came(task, crowd[:1])
    for person in (officer, auditor, crowd[0]):
        assert not task.may_see_results(person, NOON)
        assert task.may_see_results(person, task.closes_at)
    assert code(take_answers, task, by=officer, at=NOON) == "results_at_end"
    assert not AccessRecord.objects.exists()


@pytest.mark.parametrize("shown", ["always", "after_answer"])
def test_no_other_showing_is_laid_for_named_people(gu, lay, crowd, shown):
    assert code(lay, panel="named", people=crowd, shown=shown) == "named_at_end"
    assert not Survey.objects.exists()


def test_what_is_taken_away_of_a_panel_has_no_moment_no_dong_and_no_order(task, crowd, officer):
    came(task, crowd[:6])
    columns, rows = take_answers(task, by=officer, at=task.closes_at)
    assert [column.name for column in columns][:2] == ["response", "item_1"]
    assert len(list(rows)) == 6
    words = [written.words for written in free_words(task)]
    assert words == sorted(words)


def test_a_reminder_reaches_those_who_have_not_answered_and_once_a_day(task, crowd, officer):
    came(task, crowd[:18])
    remind_panel(task, by=officer, at=NOON)
    told = Letter.objects.filter(road="screen", dispatch__about__startswith=f"survey/{task.pk}/remind/")
    assert {letter.person for letter in told} == set(crowd[18:])
    assert code(remind_panel, task, by=officer, at=NOON + timedelta(hours=1)) == "reminded_today"
    answer(task, crowd[18])
    remind_panel(task, by=officer, at=NOON + timedelta(days=1))
    assert told.filter(person=crowd[18]).count() == 1
    assert told.filter(person=crowd[19]).count() == 2
    assert [event.facts["people"] for event in Event.objects.filter(name="survey.reminded")] == [2, 1]
    answer(task, crowd[19])
    assert code(remind_panel, task, by=officer, at=NOON + timedelta(days=2)) == "all_answered"


def test_only_the_office_that_asks_reminds_and_only_while_it_is_open(task, lay, crowd, officer, auditor):
    stranger = in_office("stranger", "officer", "치수과 주무관")
    for person in (stranger, auditor, crowd[0]):
        assert code(remind_panel, task, by=person, at=NOON) == "not_the_asker"
    assert code(remind_panel, task, by=officer, at=task.closes_at) == "survey_closed"
    open_to_all = lay(key=type(WHERE)(int=903))
    assert code(remind_panel, open_to_all, by=officer, at=NOON) == "panel_not_named"


def test_a_panel_of_195_costs_as_many_statements_as_one_of_ten(gu, lay, residents):
    def costs(key, people):
        task = lay(key=type(WHERE)(int=key), panel="named", people=people)
        with CaptureQueriesContext(connection) as seen:
            panel.results_by_group(task)
            list(panel.members(task))
            results(task)
        return len(seen)

    people = residents(195)
    assert costs(910, people[:10]) == costs(911, people)


@pytest.fixture
def asked_by_name(gu, lay, now, crowd):
    return lay(
        panel="named",
        people=crowd[:6],
        groups={crowd[0].pk: SAFETY},
        opens_at=now - timedelta(days=7),
        closes_at=now + timedelta(days=7),
    )


def test_the_api_tells_the_asker_who_answered_and_keeps_that_they_looked(
    asked_by_name, visit, officer, crowd, now
):
    answer(asked_by_name, crowd[0], at=now)
    address = f"/api/v1/surveys/{asked_by_name.pk}/panel/"
    told = visit(officer).get(address).json()
    assert (told["words"], told["percent"]) == ("6명 중 1명 (16.7%)", 16.7)
    assert sum(member["answered"] for member in told["people"]) == 1
    assert {row["items"] for row in told["groups"]} == {None}
    assert str(ALLEY) not in str(told)
    assert AccessRecord.objects.get().purpose == "설문에 누가 답했는지 보기"
    for person in (crowd[0], crowd[9]):
        assert visit(person).get(address).status_code == 404
    assert send(visit(officer), "post", address).json()["survey"] == asked_by_name.pk
    assert Letter.objects.filter(road="screen", person=crowd[1]).exists()


def test_the_desk_lists_the_awaited_reminds_them_and_shows_no_counts_before_the_end(
    asked_by_name, visit, officer, crowd, now
):
    answer(asked_by_name, crowd[0], at=now)
    client = visit(officer)
    inside = client.get(f"/desk/surveys/inspect/{asked_by_name.pk}/").content.decode()
    assert "6명 중 1명 (16.7%)" in inside
    assert "골목길" not in inside
    assert "역 뒤가" not in inside
    assert client.post(f"/desk/surveys/{asked_by_name.pk}/answers/", {"form": "csv"}).status_code == 302
    address = f"/desk/surveys/{asked_by_name.pk}/people/"
    shown = client.get(address).content.decode()
    assert shown.count("<td>답하지 않음</td>") == 5
    assert "골목길" not in shown
    for expected in ("답하지 않은 분들께 알렸습니다.", "오늘은 이미 알렸습니다."):
        assert expected in client.post(address, follow=True).content.decode()
    Survey.objects.update(opens_at=now - timedelta(days=9), closes_at=now - timedelta(minutes=1))
    assert "골목길" in client.get(f"/desk/surveys/inspect/{asked_by_name.pk}/").content.decode()


def test_of_a_survey_of_all_nobody_is_listed(asked_now, visit, officer):
    assert visit(officer).get(f"/desk/surveys/{asked_now.pk}/people/").status_code == 404
    assert visit(officer).get(f"/api/v1/surveys/{asked_now.pk}/panel/").status_code == 404
