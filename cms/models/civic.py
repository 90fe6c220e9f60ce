"""What every page of the house has in common."""

from datetime import datetime
from http import HTTPMethod
from typing import Any, ClassVar, Self
from urllib.parse import unquote

from django.db import models
from django.db.models import F, Q
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.models import Page, PageManager, PagePermissionTester
from wagtail.query import PageQuerySet

from cms.models.handover import Handover
from cms.page_forms import CivicForm
from cms.panels import HandOverPanel
from district.calendar import day
from district.models import Person
from district.refusals import Refusal
from search import entries


class CivicQuerySet(PageQuerySet):
    """Pages, and how far their records have followed them."""

    def to_hand_over(self) -> Self:
        """Live pages whose record has not heard of the last publication, or of a move."""
        published = Q(live_revision__isnull=False)
        unheard = published & (Q(handover__revision=None) | ~Q(handover__revision=F("live_revision")))
        moved = Q(handover=None) | ~Q(handover__path=F("url_path"))
        return self.live().filter(unheard | moved, alias_of=None)


CivicManager = PageManager.from_queryset(CivicQuerySet)


class CivicPage(Page):
    """쪽. How an editor tells the public about something."""

    summary = models.CharField(
        _("한 줄 소개"), max_length=200, blank=True, help_text=_("목록과 검색에서 제목 아래에 보입니다.")
    )
    objects = CivicManager()
    base_form_class = CivicForm

    allowed_http_methods = [HTTPMethod.GET, HTTPMethod.HEAD, HTTPMethod.OPTIONS]
    # Kept as the live row has them whatever revision is looked at, and left out of copies.
    own_to_the_page: ClassVar[list[str]] = []
    carries_a_ticket = False
    content_panels = [HandOverPanel(), *Page.content_panels, FieldPanel("summary")]
    api_fields = [APIField("summary", writable=True)]
    search_fields = Page.search_fields

    class Meta:
        abstract = True

    def with_content_json(self, content: dict[str, Any]) -> Self:
        """A draft holds words; what became of earlier ones belongs to the page."""
        draft = super().with_content_json(content)
        own = [self._meta.get_field(name).attname for name in self.own_to_the_page]
        # From the row: whoever holds this page may have read it before the last publication.
        live = type(self).objects.filter(pk=self.pk).values(*own).first() if own else None
        for attname in own:
            setattr(draft, attname, live[attname] if live else getattr(self, attname))
        return draft

    def own_record(self) -> Any:
        """The record of this page; a former alias does not speak for the page it was a mirror of."""
        name = self.own_to_the_page[0]
        record = getattr(self, name)
        if record is None:
            # A form that was open while tick published may have saved the page without its key.
            kept = Handover.objects.filter(page=self.pk).values("record")
            return self._meta.get_field(name).related_model.objects.filter(pk__in=kept).first()
        holders = type(self).objects.filter(**{name: record}, alias_of=None, pk__lt=self.pk)
        return None if holders.exists() else record

    @classmethod
    def with_proceedings(cls) -> PageQuerySet[Self]:
        """Those of its kind on which something has happened that may not be lost with them."""
        return cls.objects.none()

    def permissions_for_user(self, user: Person) -> "CivicPermissions":
        """Wagtail's rights, and the two of ours."""
        return CivicPermissions(user, self)

    @property
    def address(self) -> str:
        """Where the public reads it, in letters: percent signs would triple the length of Korean."""
        return unquote(self.get_url() or "")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().serve(request, *args, **kwargs)
        if self.carries_a_ticket:  # which is for no other reader
            patch_cache_control(response, private=True, no_cache=True)
        return response

    def words(self) -> str:
        """What a resident may search for on this page; nothing keeps it out of the index."""
        return ""

    def hand_over(self, *, by: Person | None, at: datetime) -> dict[str, Any]:
        """Let the record follow the published page; answers what ties the page to it."""
        if words := self.words():
            entries.file(
                self,
                kind="page",
                title=self.title,
                words=f"{self.summary}\n{words}",
                url=self.address,
                on=day(self.first_published_at or at),
            )
        return {}

    def take_back(self) -> None:
        """The page is no longer public: it is not found any more. Records stay as they are."""
        entries.withdraw(self)

    def check_may_go(self) -> None:
        """Refuse to lose a page on which residents answered or a body met."""
        if proceedings_below(self):
            raise Refusal(
                "page_has_proceedings",
                _("의견이 달렸거나 회의가 열린 쪽은 지울 수 없습니다. 게시를 내릴 수는 있습니다."),
                status=409,
            )

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Every road of deletion that has the page in hand ends here."""
        self.check_may_go()
        return super().delete(*args, **kwargs)


def proceedings_below(page: Page) -> bool:
    """Whether anything has happened on this page or on one below it; each kind is asked once."""
    return any(
        kind.with_proceedings().descendant_of(page, inclusive=True).filter(alias_of=None).exists()
        for kind in CivicPage.__subclasses__()
    )


class CivicPermissions(PagePermissionTester):
    """Who may do what with a page: nobody deletes proceedings, nobody passes their own words."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return super().can_delete(ignore_bulk) and self.may_go()

    def may_go(self) -> bool:
        """Whether nothing that happened would be lost with the page."""
        return not proceedings_below(self.page)

    def can_move(self) -> bool:
        # Not as deletion, as Wagtail has it: the record follows a page to its new place.
        return super().can_delete(ignore_bulk=True)

    def can_publish(self) -> bool:
        return super().can_publish() and not is_own_draft(self.page, self.user)


def is_own_draft(page: Page, person: Person) -> bool:
    """Whether this person wrote what waits to be published; the first account of a house stands alone."""
    revision = page.latest_revision
    return not person.is_superuser and revision is not None and revision.user_id == person.pk
