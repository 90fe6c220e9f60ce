"""What the table of roles says of surveys and of guardians, tried by whoever comes."""

from datetime import date, timedelta
from uuid import uuid4

from cms import guarding
from district.identity import Identity
from district.models import AccessRecord, Consent
from district.models.guardians import mark_of_child
from district.refusals import Refusal
from district.visitors import speaker
from surveys.actions import lay_survey, remind_panel
from surveys.desk import panel_inside, take_answers
from tests.cast import NOON, account
from tests.surveys.sheets import ITEMS, answer


def respond(person, world):
    response = answer(_survey(world), speaker(person))
    return "as office" if response.office else "✓"


def take_away(person, world):
    survey = _survey(world)
    if not survey.reads_inside(person, NOON):
        return ""
    take_answers(survey, by=person, at=NOON)
    return "logged" if AccessRecord.objects.filter(person=person).exists() else "✓"


def see_panel(person, world):
    survey = _survey(world, panel="named", people=[world.cast["member"]])
    try:
        panel_inside(survey.pk, person, NOON)
    except Refusal:
        return ""
    return "logged" if AccessRecord.objects.filter(person=person).exists() else "✓"


def remind(person, world):
    survey = _survey(world, panel="named", people=[world.cast["member"]])
    remind_panel(survey, by=speaker(person), at=NOON)
    return "✓"


def guard(person, world):
    guardian = speaker(person)
    identity = Identity(name="김보호", ci=f"CI-{guardian.pk}", birth=date(1984, 3, 1))
    if guardian.ci_hash:  # known by the proof that is shown again
        guardian.ci_hash = identity.ci_hash
    Consent.objects.create(kind="guardian", version="1", title="동의", in_force_from=NOON.date())
    asked = guarding.ask_guardian(account("child"), at=NOON)
    mark = mark_of_child("김하늘", date(2014, 5, 5), NOON)
    guarding.consent_for_child(
        asked, by=guardian, identity=identity, way="development", child_mark=mark, at=NOON
    )
    return "✓"


def _survey(world, **panel):
    week = timedelta(days=7)
    asked = {"title": "밤길 설문", "opens_at": NOON - week, "closes_at": NOON + week, "items": ITEMS}
    return lay_survey(uuid4(), by=None, at=NOON, department=world.department, **asked, **panel)
