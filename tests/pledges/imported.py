"""The cards of three districts, brought into a house as their facts files tell them."""

import json
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from district.models import Administration, Department
from pledges.actions.importing import import_pledges
from pledges.book import read
from pledges.differences import differences_of
from pledges.exchange.facts import read_facts
from pledges.figures import figures_of
from pledges.models import Pledge

FACTS = Path(__file__).parents[2] / "cms/demo/pledges"
AT = datetime(2024, 1, 15, 10, tzinfo=ZoneInfo("Asia/Seoul"))
AS_OF = date(2023, 12, 31)
DISTRICTS = {"6-1": "gwanak", "6-1-1": "gwanak", "6-2": "gwanak", "5-1": "junggu", "5-2": "wonstop"}
DEPARTMENTS = ("감사담당관", "기획예산과", "자치행정과", "총무과")


def file_of(name):
    """The facts of a district."""
    return json.loads((FACTS / f"{name}.json").read_text(encoding="utf-8"))


def staffed():
    """The departments that the cards name."""
    for n, name in enumerate(DEPARTMENTS):
        Department.objects.get_or_create(name=name, defaults={"code": f"P{n}"})


def bring(file, administration=None, **said):
    """Lay and publish what a file tells, by the house itself."""
    staffed()
    administration = administration or Administration.objects.get(start=date(2022, 7, 1))
    return import_pledges(read_facts(file), administration, **{"by": None, "at": AT, "publish": True} | said)


def reading(code, on=AS_OF):
    """One card on a day."""
    return read([Pledge.objects.get(code=code)], on)[0]


def differences(code, on=AS_OF):
    """Its printed cells by their places."""
    [told] = differences_of([reading(code, on)]).values()
    return {each.place: each for each in told}


def figures(code, on=AS_OF):
    """Its further figures by their codes."""
    [told] = figures_of([reading(code, on)]).values()
    return {each.figure.code: each for each in told}
