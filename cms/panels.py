"""What the desk shows beside a page."""

from typing import Any

from django.utils.functional import cached_property
from wagtail.admin.panels import Panel

from cms.models.handover import Handover


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
            """Whether residents have answered on it."""
            return not self.instance.permissions_for_user(self.request.user).may_go()

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            return {"refused": self.refused, "stays": self.stays}
