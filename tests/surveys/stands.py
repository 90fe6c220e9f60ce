"""A survey before, while and after it takes answers, with and without somebody's answer in it."""

from datetime import timedelta
from functools import partial

from district.visitors import speaker
from surveys.actions import answer_survey, lay_survey
from surveys.speakers import survey_at
from tests.cast import NOON
from tests.states import Deed
from tests.surveys.sheets import ITEMS, PARK, answer, told

DAY = timedelta(days=1)


class Stands:
    """The department asks; the author may have answered at once."""

    def __init__(self, cast, department, elsewhere, key):
        self.cast, self.department, self.elsewhere, self.key = cast, department, elsewhere, key

    def states(self):
        names = ("upcoming", "open", "answered", "another_dong", "closed", "closed_answered")
        return {name: getattr(self, name) for name in names}

    def laid(self, opens=-DAY, closes=DAY, **facts):
        hours = {"opens_at": NOON + opens, "closes_at": NOON + closes, "at": NOON - 7 * DAY}
        told = {"title": "밤길 설문", "items": ITEMS, "department": self.department, "by": None}
        return lay_survey(self.key, **told | hours | facts)

    def upcoming(self):
        return self.laid(opens=DAY / 2)

    def open(self):
        return self.laid()

    def answered(self):
        answer(survey := self.laid(), self.cast["author"], at=NOON - DAY / 2)
        return survey

    def another_dong(self):
        return self.laid(panel="dongs", dongs=[self.elsewhere])

    def closed(self):
        return self.laid(opens=-2 * DAY, closes=-DAY)

    def closed_answered(self):
        answer(survey := self.laid(opens=-2 * DAY, closes=-DAY), self.cast["author"], at=NOON - 1.5 * DAY)
        return survey

    def deeds(self):
        answers = {"answers": told(where=PARK)}
        form = {f"item-{key}": value for key, value in answers["answers"].items()}
        return {
            "answer": Deed(
                partial(respond, answers),
                lambda survey: ("post", f"/api/v1/surveys/{survey.pk}/response/", answers),
                form=lambda survey: (f"/surveys/{survey.pk}/", form),
            ),
            "see results": Deed(look, lambda survey: ("get", f"/api/v1/surveys/{survey.pk}/results/", {})),
        }


def respond(answers, survey, person):
    answer_survey(survey_at(survey.pk, person), by=speaker(person), at=NOON, ref=None, **answers)


def look(survey, person):
    survey_at(survey.pk, person).check_may_see_results(person, NOON)
