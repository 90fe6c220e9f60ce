"""The living demo district, built through the actions; run twice on one day, it changes nothing."""

from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import Group

from cms.demo.bodies import seat_bodies
from cms.demo.councils import seat_councils
from cms.demo.facts import address, facts
from cms.demo.forums import hold_forums
from cms.demo.history import remember
from cms.demo.meetings import convene
from cms.demo.order import keep_order, keep_order_of_proposals
from cms.demo.pages import lay_house
from cms.demo.people import appoint, open_account, settle_residents
from cms.demo.pledges import keep_pledges
from cms.demo.proposals import propose_all
from cms.demo.questions import NEIGHBOURS, Town
from cms.demo.sittings import sit
from cms.demo.tasks import give_tasks
from cms.demo.turnover import turn_over
from cms.models import QuestionIndexPage
from cms.newsroom import EDITORS, REVIEWERS
from deliberation.models import Category, ParticipationPolicy
from district.models import Administration, Department, District, Neighborhood, Person

FEWEST_RESIDENTS = 10


def build(at: datetime, residents: int = 0) -> dict[str, str]:
    """관악구 as far as the house stands; answers one e-mail address per role."""
    gwanak = facts("gwanak")
    lay_ground(gwanak)
    officers = appoint(gwanak["posts"], date(2026, 7, 1))
    lay_house(gwanak)
    index = QuestionIndexPage.objects.get()
    officers |= staff_newsroom()
    open_account("unverified", nickname="새로 온 이웃")
    here = settle_residents("resident", max(residents, FEWEST_RESIDENTS), at)
    neighbours = settle_residents("neighbor", NEIGHBOURS, at)
    remember(index, officers["editor"])
    Town(index, facts("questions"), officers, neighbours, at).ask_all()
    propose_all(at, neighbours, here[0])
    keep_order(at, neighbours, (officers["moderator"], officers["moderator2"]))
    keep_order_of_proposals(at, neighbours, officers["moderator2"])
    seats = seat_bodies(at)
    seat_councils(at)
    convene(at, officers["editor"])
    seats = seats | sit(at, officers["editor"])
    give_tasks(at)
    seats = seats | turn_over(at)
    seats = {"본인확인 전 주민": "unverified"} | seats | hold_forums(at, officers["editor"], neighbours)
    # After all that is counted: a sheet stands on the house's count only where both say the same.
    keep_pledges(at, neighbours)
    return logins(gwanak, seats)


def lay_ground(gwanak: dict[str, Any]) -> None:
    """The district itself: its name, its years, its 동, its departments and its thresholds."""
    district = District.current()
    if district.pk is None:
        District.objects.create(**gwanak["district"], demo=True)
    for row in gwanak["administrations"]:
        Administration.objects.get_or_create(
            name=row["name"], defaults={"start": row["start"], "end": row["end"]}
        )
    for order, (name, code) in enumerate(gwanak["neighborhoods"]):
        Neighborhood.objects.get_or_create(code=code, defaults={"name": name, "order": order})
    for order, row in enumerate(gwanak["departments"]):
        Department.objects.get_or_create(code=row["code"], defaults={"name": row["name"], "order": order})
    for order, row in enumerate(gwanak["categories"]):
        filed = {"label": row["label"], "ordinal": order, "source": "온라인관악청 운영계획"}
        department = Department.objects.get(code=row["department"])
        Category.objects.get_or_create(code=row["code"], defaults=filed | {"department": department})
    for order, row in enumerate(gwanak["bureaus"], len(gwanak["departments"])):
        facts = {"name": row["name"], "order": order}
        bureau, _made = Department.objects.get_or_create(code=row["code"], defaults=facts)
        Department.objects.filter(code__in=row["holds"], parent=None).update(parent=bureau)
    for row in gwanak["policies"]:
        ParticipationPolicy.objects.get_or_create(valid_from=row["valid_from"], defaults=row)


def staff_newsroom() -> dict[str, Person]:
    """One who writes pages and one who passes them."""
    people = {}
    for login, group, title in (("editor", EDITORS, "편집자"), ("reviewer", REVIEWERS, "검토자")):
        people[login] = open_account(login, nickname=title)
        people[login].groups.add(Group.objects.get(name=group))
    return people


def logins(gwanak: dict[str, Any], seats: dict[str, str]) -> dict[str, str]:
    """One login per role, residents first, then those who sit in bodies."""
    named = {"주민": "resident0001", "이웃 주민": "resident0002"}
    named |= seats | {"편집자": "editor", "검토자": "reviewer"}
    named |= {row["title"]: row["login"] for row in gwanak["posts"]}
    return {role: address(login) for role, login in named.items()}
