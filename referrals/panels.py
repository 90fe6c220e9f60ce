"""What the desk shows first to whoever owes an answer."""

from typing import Any

from django.utils import timezone
from wagtail.admin.ui.components import Component

from district.dates import day
from district.visitors import signed_in
from referrals import inbox
from referrals.places import late_in

SHOWN = 10


class InboxPanel(Component):
    """답변할 일: the first due first."""

    order = 30
    template_name = "referrals/panel.html"

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        person, at = signed_in(parent_context["request"]), timezone.now()
        places = inbox.waiting(person, inbox.Asked(), at)
        lines, late = inbox.lines_of(places[:SHOWN], at), late_in(places, day(at))
        return {"lines": lines, "count": len(places), "late": late}
