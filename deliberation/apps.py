"""What deliberation tells the house when it opens."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeliberationConfig(AppConfig):
    name = "deliberation"
    verbose_name = _("숙의")

    def ready(self) -> None:
        from deliberation import blanking, excerpts
        from deliberation.rooms import ThreadRoom
        from papers.retention import copies
        from realtime.kinds import open_rooms
        from search.entries import open_kind

        open_rooms("thread", ThreadRoom())
        open_kind("question", _("관악구가 묻습니다"), excerpt=excerpts.of_questions)
        open_kind("proposal", _("제안"), excerpt=excerpts.of_proposals)
        open_kind("forum", _("공론장"), excerpt=excerpts.of_forums)
        open_kind("comment", _("댓글"), excerpt=excerpts.of_comments)
        for place, blank in blanking.PLACES.items():
            copies("comment", place, blank)
        for place, blank in blanking.PROPOSAL_PLACES.items():
            copies("proposal", place, blank)
