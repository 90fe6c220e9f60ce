"""Rules of the live meeting: kept at the desk, said in plain words, given by the API; and quick phrases."""

import pytest

from committees.models import BodyRule, Phrase
from committees.rule_words import rule_words
from tests.cast import BEGINNING
from tests.committees.doors import api

pytestmark = pytest.mark.django_db


def said(**rule):
    return {each.label: (each.words, each.note) for each in rule_words(BodyRule(**rule))}


@pytest.mark.parametrize(
    ("rule", "label", "words"),
    [
        ({}, "의결정족수", ("출석의 과반수", "기권은 반대처럼 셉니다")),
        ({"majority_of": "voting"}, "의결정족수", ("투표(기권 제외)의 과반수", "기권은 세지 않습니다")),
        (
            {"majority_of": "roster", "majority": "two_thirds"},
            "의결정족수",
            ("재적의 3분의 2 이상", "오지 않은 위원도 셉니다"),
        ),
        ({"seconds_needed": 0}, "재청", ("재청 없이 성립합니다", "")),
        ({"seconds_needed": 2}, "재청", ("재청 2명이면 성립합니다", "")),
        ({"speaking_seconds": None}, "발언 시간", ("한도를 정하지 않았습니다", "")),
        ({"speaking_seconds": 180}, "발언 시간", ("한 번에 3분까지", "")),
        ({"speaking_seconds": 90}, "발언 시간", ("한 번에 1분 30초까지", "")),
        ({"speaking_seconds": 45}, "발언 시간", ("한 번에 45초까지", "")),
        ({"ballots_changeable": True}, "호명투표", ("마치기 전에 고칠 수 있습니다", "")),
        ({"ballots_changeable": False}, "호명투표", ("한 번 내면 고칠 수 없습니다", "")),
        ({"run_off_by": "most"}, "결선투표", ("많이 얻은 사람이 당선됩니다", "")),
        ({"run_off_by": "majority"}, "결선투표", ("의결정족수를 얻은 사람이 당선됩니다", "")),
        ({"recusals_counted": True}, "제척·기피·회피", ("빠진 위원도 재적과 출석에 셉니다", "")),
        ({"recusals_counted": False}, "제척·기피·회피", ("빠진 위원은 재적과 출석에서 뺍니다", "")),
        ({"written_allowed": True}, "서면심의", ("할 수 있습니다", "")),
        ({"written_allowed": False}, "서면심의", ("하지 않습니다", "")),
        ({"corrections_days": 10}, "회의록 정정", ("올린 뒤 10일 동안", "")),
    ],
)
def test_each_rule_is_said_in_plain_words(rule, label, words):
    assert said(**rule)[label] == words


def test_the_administrator_lays_them_at_the_desk_and_the_api_gives_them(visit, administrator, council):
    BodyRule.objects.all().delete()
    told = {
        "body": council.pk, "valid_from": BEGINNING.isoformat(), "source": "협치 조례", "quorum": "majority",
        "majority": "two_thirds", "majority_of": "voting", "tie": "chair", "seconds_needed": "2",
        "speaking_seconds": "", "run_off_by": "majority", "written_allowed": "on", "corrections_days": "10",
        "term_years": "2", "renewal_within_days": "1", "chairs": "1", "youth_until": "39", "many_bodies": "3",
        "counting_unit": "round", "notice_days": "7", "doors_open_minutes": "60",
        "applications_kept_days": "180", "sheets_kept_days": "1095",
    }  # fmt: skip
    answer = visit(administrator).post("/desk/bodyrule/new/", told)
    assert answer.status_code == 302, answer.context["form"].errors
    row = visit().get(api(council)).json()["rule"]
    kept = {
        "majority_of": "voting", "tie": "chair", "seconds_needed": 2, "speaking_seconds": None,
        "ballots_changeable": False, "run_off_by": "majority", "recusals_counted": False,
        "written_allowed": True, "corrections_days": 10,
    }  # fmt: skip
    assert {name: row[name] for name in kept} == kept


def test_phrases_of_a_body_and_of_all_are_kept_by_the_administrator(visit, administrator, officer, council):
    desk = visit(administrator)
    for body in ("", council.pk):
        made = desk.post(
            "/desk/meeting-phrases/new/", {"body": body, "words": "시험 삼아 적은 말", "order": "1"}
        )
        assert made.status_code == 302, made.context["form"].errors
    made = Phrase.objects.filter(words="시험 삼아 적은 말")
    assert {phrase.body for phrase in made} == {None, council}
    shown = desk.get("/desk/meeting-phrases/").content.decode()
    assert "모든 기구" in shown
    gone = made.get(body=None)
    assert desk.post(f"/desk/meeting-phrases/delete/{gone.pk}/").status_code == 302
    assert made.get().body == council
    assert visit(officer).get("/desk/meeting-phrases/").status_code != 200
