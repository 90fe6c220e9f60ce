"""What committees tell the house when it opens."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommitteesConfig(AppConfig):
    name = "committees"
    verbose_name = _("위원회")

    def ready(self) -> None:
        from committees import blanking, excerpts
        from committees.rooms import FloorRoom, MeetingRoom
        from papers.retention import copies
        from realtime.kinds import open_rooms
        from search.entries import open_kind

        open_rooms("meeting", MeetingRoom())
        open_rooms("floor", FloorRoom())
        open_kind("body", _("위원회"), excerpt=excerpts.of_bodies)
        open_kind("meeting", _("회의"), excerpt=excerpts.of_meetings)
        open_kind("minutes", _("회의록"), excerpt=excerpts.of_minutes)
        open_kind("recommendation", _("정책제안"), excerpt=excerpts.of_recommendations)
        open_kind("resolution", _("의결"), excerpt=excerpts.of_resolutions)
        for place, blank in blanking.PLACES.items():
            copies("remark", place, blank)
        for place, blank in blanking.GIST_PLACES.items():
            copies("gist", place, blank)
        for place, blank in blanking.APPLICATION_PLACES.items():
            copies("application", place, blank)
