"""A district of which only one pledge sheet is known: its name, its departments and its card."""

from datetime import date, datetime
from typing import Any

from cms.demo.build import lay_ground, logins, staff_newsroom
from cms.demo.facts import facts
from cms.demo.pages import lay_house
from cms.demo.people import appoint, settle_residents
from cms.demo.pledges import copy_sheets, lay_rule

SHEETS = tuple(facts("sheets")["districts"])


def build_sheet(name: str, at: datetime) -> dict[str, str]:
    """That district as far as its sheet tells; answers one e-mail address per role."""
    told, sheet = facts("sheets"), facts(f"pledges/{name}")
    posts = [*told["districts"][name], *told["posts"]]
    lay_ground(ground_of(told, sheet))
    appoint(posts, date.fromisoformat(told["rule"]["valid_from"]))
    lay_house(house_of(sheet))
    staff_newsroom()
    settle_residents("resident", told["residents"], at)
    lay_rule(told["rule"])
    copy_sheets(name, at)
    return logins({"posts": posts}, {})


def ground_of(told: dict[str, Any], sheet: dict[str, Any]) -> dict[str, Any]:
    """Its years are those of its sheet; of what is not known there is none."""
    nothing: dict[str, Any] = {"categories": [], "bureaus": [], "policies": []}
    return nothing | {
        "district": sheet["district"],
        "administrations": [
            row for row in sheet["administrations"] if row["name"] == sheet["administration"]
        ],
        "neighborhoods": told["neighborhoods"],
        "departments": [*sheet["departments"], told["keeper"]],
    }


def house_of(sheet: dict[str, Any]) -> dict[str, Any]:
    """Home, the menu of pledges, and the legal texts every house must have."""
    gwanak = facts("gwanak")
    return {
        "district": sheet["district"],
        "menus": [menu for menu in gwanak["menus"] if menu["slug"] == "pledges"],
        "legal": [row for row in gwanak["legal"] if row["kind"] in {"terms", "privacy"}],
        "plain": gwanak["plain"],
    }
