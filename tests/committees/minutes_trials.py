"""Of the rights on minutes, what each column of docs/roles.md tries."""

from datetime import timedelta

import pytest

from committees.actions import minutes as acts
from committees.actions.signing import sign_minutes
from committees.models import Gist, Meeting
from committees.rights import rights_of
from committees.views.minutes_files import check_exports, read_by
from district.models import AccessRecord
from district.refusals import Refusal
from district.second_factor import Proof
from district.visitors import speaker
from tests.cast import NOON

END = NOON + timedelta(hours=1)


def over(world):
    """What was on the floor is over, and somebody had said something."""
    meeting = world.on_floor.meeting
    typist = meeting.attendances.order_by("id").last().person
    Gist.objects.create(item=world.on_floor, name="김도연", words="찬성합니다.", at=NOON, typed_by=typist)
    Meeting.objects.filter(pk=meeting.pk).update(state="adjourned", adjourned_at=END)
    return Meeting.objects.get(pk=meeting.pk)


def laid(world):
    """Its minutes, laid by whoever keeps its papers."""
    return acts.lay_minutes(over(world), by=world.cast["secretary"], at=END)


def keep_minutes(person, world):
    minutes = acts.lay_minutes(over(world), by=speaker(person), at=END)
    line = {"field": "gist", "line": 1, "words": "김도연: 반대합니다."}
    acts.amend_minutes(minutes, edition=1, changes=[line], reason="오기", by=person, at=END)
    acts.close_corrections(minutes, by=person, at=END)
    return "✓"


def correct_minutes(person, world):
    said = {"edition": 1, "field": "gist", "line": 1, "words": "김도연: 반대합니다."}
    acts.ask_correction(laid(world), by=speaker(person), at=END, **said)
    return "✓"


def sign(person, world):
    minutes = acts.close_corrections(laid(world), by=world.cast["secretary"], at=END)
    proof = Proof(speaker(person).pk, "totp", END)
    sign_minutes(minutes, sha256=minutes.text.sha256, by=person, at=END, proof=proof)
    return "✓"


def read_unpublished(person, world):
    meeting = laid(world).meeting
    rights = rights_of(meeting, person, END)
    if not rights.entitled:
        with pytest.raises(Refusal) as refused:
            read_by(meeting, person, END)
        assert refused.value.status == 404
        return ""
    _text, inside = read_by(meeting, person, END)
    assert inside
    return "logged" if AccessRecord.objects.filter(person=person).exists() else "✓"


def take_package(person, world):
    meeting = laid(world).meeting
    rights = rights_of(meeting, person, END)
    check_exports(meeting, speaker(person), rights.ways, END)
    return "logged" if rights.only_audits else "✓"


MINUTES = {
    "lay the minutes, mend them, end the time for corrections": keep_minutes,
    "ask for a correction of the minutes": correct_minutes,
    "sign the minutes": sign,
    "read minutes that are not published yet": read_unpublished,
    "take the minutes away for the archive": take_package,
}
