"""What surveys tell the house when they open."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SurveysConfig(AppConfig):
    name = "surveys"
    verbose_name = _("설문")

    def ready(self) -> None:
        from papers.retention import copies
        from surveys import blanking

        for place, blank in blanking.PLACES.items():
            copies("answer", place, blank)
