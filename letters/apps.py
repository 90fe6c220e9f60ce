"""What letters tell the house when it opens."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LettersConfig(AppConfig):
    name = "letters"
    verbose_name = _("알림")

    def ready(self) -> None:
        from letters.rooms import PersonRoom
        from realtime.kinds import open_rooms

        open_rooms("person", PersonRoom())
