"""What the desk shows first to whoever owes an answer."""

from typing import Any

from django.utils import timezone
from wagtail.admin.ui.components import Component

from district.visitors import signed_in
from referrals import inbox

SHOWN = 10


class InboxPanel(Component):
    """답변할 일: the first due first."""

    order = 30
    template_name = "referrals/panel.html"

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        person, at = signed_in(parent_context["request"]), timezone.now()
        lines = inbox.lines_of(person, inbox.Asked(), at)
        late = sum(line.is_late for line in lines)
        return {"lines": lines[:SHOWN], "count": len(lines), "late": late}
