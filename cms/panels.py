"""What the desk shows beside a page."""

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.panels import Panel

from cms.models.handover import Handover
from committees.models import AgendaItem
from letters.actions import receipts


class HandOverPanel(Panel):
    """Tells the editor why the record could not follow the page, or that the page is here to stay."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/desks/hand_over.html"

        def is_shown(self) -> bool:
            return self.instance.pk is not None and (self.refused is not None or self.stays)

        @cached_property
        def refused(self) -> Handover | None:
            """The last hand-over, if it was refused."""
            return Handover.objects.filter(page_id=self.instance.pk).exclude(code="").first()

        @cached_property
        def stays(self) -> bool:
            """Whether residents have answered on it, or a body has met."""
            return not self.instance.permissions_for_user(self.request.user).may_go()

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            return {"refused": self.refused, "stays": self.stays}


class MeetingPanel(Panel):
    """Tells the editor what has become of the agenda, and where its closed papers are laid."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/desks/meeting.html"

        def is_shown(self) -> bool:
            return self.instance.meeting_id is not None

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            meeting = self.instance.meeting
            told = receipts(f"meeting/{meeting.pk}/notice/{meeting.edition}")
            return {
                "meeting": meeting,
                "told": len(told),
                "confirmed": sum(1 for when in told.values() if when),
                "closed": meeting.items.standing().exclude(disclosure=AgendaItem.Disclosure.OPEN),
                "console_url": reverse("meeting-console", args=[meeting.pk]),
            }
