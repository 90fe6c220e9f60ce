"""What referrals tell the house when they open."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReferralsConfig(AppConfig):
    name = "referrals"
    verbose_name = _("부서 배정")

    def ready(self) -> None:
        from papers.retention import copies
        from realtime.kinds import open_rooms
        from referrals import blanking
        from referrals.rooms import DeskRoom

        open_rooms("desk", DeskRoom())
        for place, blank in blanking.PLACES.items():
            copies("referral", place, blank)
