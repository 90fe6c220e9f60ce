"""What the pages of a meeting say live is what the server says, in sentences that stand in one place."""

import re

import pytest
from django.template.loader import render_to_string

from committees.models import Meeting
from committees.rooms import MeetingRoom
from committees.rows import quorum_row
from committees.templatetags import sitting
from tests.source import ROOT

SCRIPTS = ROOT / "static" / "site" / "js"
ROOMS = [
    "floor",
    "floor_room",
    "floor_remarks",
    "console",
    "console_count",
    "console_gist",
    "console_calling",
]
OURS = [
    "attend",
    "press",
    "meeting",
    "stage",
    "course",
    "votes",
    "floor_speaking",
    "floor_ballots",
    *ROOMS,
    "screen",
]


def test_every_sentence_a_page_says_live_is_written_on_it():
    written = set(re.findall(r'data-word="([^"]+)"', render_to_string("committees/_words.html")))
    said = {
        name
        for script in OURS
        for name in re.findall(r'"(m-[\w-]+)"', (SCRIPTS / f"{script}.js").read_text(encoding="utf-8"))
    }
    assert said
    assert said - written == set()


def test_the_record_that_writes_itself_knows_only_what_a_meeting_tells():
    assert set(sitting.SAID) <= set(MeetingRoom.events)
    for sentence in sitting.SAID.values():
        assert set(re.findall(r"%\((\w+)\)s", str(sentence))) <= set(sitting.facts_of({}))


def test_a_line_of_the_record_names_who_came_and_what_was_decided():
    at = "2026-11-24T19:04:00+09:00"
    came = {"attendance": {"name": "강나온", "mode_label": "영상"}}
    decided = {"resolution": {"item_label": "의결 1항", "form_label": "원안가결"}, "items": []}
    taken = {"items": [{"label": "보고 1항", "state": "done"}, {"label": "의결 1항", "state": "on_floor"}]}
    lines = sitting.logged(
        [
            {"seq": 4, "name": "resolution.recorded", "at": at, "data": decided},
            {"seq": 3, "name": "item.taken_up", "at": at, "data": taken},
            {"seq": 2, "name": "item.laid", "at": at, "data": {}},
            {"seq": 1, "name": "attendance.recorded", "at": at, "data": came},
        ]
    )
    assert [line["words"] for line in lines] == [
        "의결 1항 결과: 원안가결",
        "의결 1항을 상정하다",
        "강나온 출석(영상)",
    ]
    assert {line["clock"] for line in lines} == {"19:04"}


@pytest.mark.parametrize(("share", "carries"), [("majority", 4), ("half", 3), ("two_thirds", 4)])
@pytest.mark.django_db
def test_the_console_is_told_how_many_hands_carry(sitting, share, carries):
    sitting.bodies.get().rules.update(majority=share)
    afresh = Meeting.objects.visible_to(None).get(pk=sitting.pk)
    assert quorum_row(afresh)["carries"] == carries
