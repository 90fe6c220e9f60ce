"""The front of the house: pages, the desk, and what joins the other apps."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CMSConfig(AppConfig):
    name = "cms"
    verbose_name = _("쪽")

    def ready(self) -> None:
        from wagtail.signals import page_published, page_unpublished

        from cms import publishing
        from search.entries import open_kind

        page_published.connect(publishing.hear_publication, dispatch_uid="cms.published")
        page_unpublished.connect(publishing.hear_unpublication, dispatch_uid="cms.unpublished")
        open_kind("page", _("안내"), excerpt=publishing.excerpts)
