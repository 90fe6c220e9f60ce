"""제안하기: where the proposals of residents are found."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.models.civic import CivicPage
from cms.showing import proposals as showing


class ProposalIndexPage(CivicPage):
    """제안하기. All that residents propose; each proposal is a record and needs no page of its own."""

    template = "cms/proposal_index.html"
    parent_page_types = ["cms.SectionPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = verbose_name_plural = _("제안 목록")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        return context | showing.proposal_list(request.GET, self.get_url(request) or "", timezone.now())
