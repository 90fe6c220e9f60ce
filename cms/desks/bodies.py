"""What bodies ask of the departments that keep them: terms and sunsets that come, balances that are lost."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from wagtail.admin.ui.components import Component

from committees.balance import ending, gauges, many_bodies
from committees.models import Body, Membership
from committees.views.ground import NEAR_DAYS
from district.calendar import day
from district.visitors import signed_in

SHOWN = 10
LONG, SHORT = 90, 30


class BodiesDesk(Component):
    """위원회: whose term ends in 90 and in 30 days, what is near its 존속기한, what is out of balance."""

    order = 45
    template_name = "cms/desks/bodies.html"

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        today = day(timezone.now())
        kept = Body.objects.kept_by(signed_in(parent_context["request"]), today)
        return panel(list(kept.standing(today)), today)


def panel(bodies: list[Body], today: date) -> dict[str, Any]:
    """All of it in as many statements for fifty bodies as for one; a part goes with its whole."""
    wholes = [body for body in bodies if body.parent_id is None]
    leaving = list(ending(wholes, today, LONG)) if wholes else []
    measured = gauges(wholes, today)
    return {
        "kept": wholes,
        "ending": of_bodies(wholes, leaving, today),
        "short": SHORT,
        "long": LONG,
        "sunsets": sunsets(wholes, today),
        "unbalanced": [
            {"body": body, "gauge": measured[body.pk]}
            for body in wholes
            if measured[body.pk].over and measured[body.pk].exemption is None
        ],
        "many": many_bodies(wholes, today)[:SHOWN],
        "today": today,
    }


def of_bodies(bodies: list[Body], leaving: list[Membership], today: date) -> list[dict[str, Any]]:
    """Body by body how many terms end soon and later, those that end first above."""
    soon = today + timedelta(days=SHORT)
    rows = []
    for body in bodies:
        mine = [each for each in leaving if each.seat.body_id == body.pk]
        if mine:
            within = sum(each.last_day <= soon for each in mine)
            rows.append({"body": body, "short": within, "long": len(mine), "first": mine[0].last_day})
    return sorted(rows, key=lambda row: row["first"])


def sunsets(bodies: list[Body], today: date) -> list[dict[str, Any]]:
    """Those whose 존속기한 comes within half a year or has passed, the nearest first."""
    near = [(body.sunset_on, body) for body in bodies if body.sunset_on is not None]
    last = today + timedelta(days=NEAR_DAYS)
    return [
        {"body": body, "on": on, "left": (on - today).days}
        for on, body in sorted(near, key=lambda pair: (pair[0], pair[1].pk))
        if on <= last
    ]
