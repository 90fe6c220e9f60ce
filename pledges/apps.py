"""What pledges tell the house when it opens."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PledgesConfig(AppConfig):
    name = "pledges"
    verbose_name = _("공약")

    def ready(self) -> None:
        from pledges import excerpts
        from search.entries import open_kind

        open_kind("pledge", _("공약"), excerpt=excerpts.of_pledges)
