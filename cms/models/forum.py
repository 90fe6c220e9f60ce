"""공론장: how the district calls residents and members to talk in the same hour."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.query import PageQuerySet

from cms.agenda_blocks import ForumSessions, keys
from cms.blocks import BodyBlock
from cms.models.civic import CivicPage
from cms.models.plain import searchable
from cms.showing import forums as showing
from committees.models import Body
from deliberation.actions import SessionDraft, amend_forum, check_sessions, open_forum
from deliberation.models import Forum, Session
from district.models import Person, Post
from district.refusals import Refusal


class ForumIndexPage(CivicPage):
    """공론장 목록. All forums of the district, those that talk now first."""

    template = "cms/forum_index.html"
    subpage_types = ["cms.ForumPage"]

    class Meta:
        verbose_name = verbose_name_plural = _("공론장 목록")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        return context | showing.forum_list(request.GET)


class ForumPage(CivicPage):
    """공론장. The words of a forum; its sessions and what was said in them are the record's."""

    forum = models.ForeignKey(Forum, models.PROTECT, null=True, blank=True, editable=False, related_name="+")
    body = models.ForeignKey(
        Body,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("함께하는 기구"),
        help_text=_("고르시면 그 기구의 위원이 쓴 의견에 ‘협치회의 위원’ 같은 이름표가 붙습니다."),
    )
    purpose = models.TextField(_("여는 까닭"))
    sessions = StreamField(
        ForumSessions(),
        blank=True,
        verbose_name=_("회차"),
        help_text=_("회차는 진행하는 사람이 그 자리에서 열고 마칩니다. 적은 시각은 안내입니다."),
    )
    outcome = models.TextField(
        _("나온 결과"), blank=True, help_text=_("공론장이 끝난 뒤에 무엇이 나왔는지 적습니다.")
    )
    words_about = StreamField(BodyBlock(), blank=True, verbose_name=_("글"))

    template = "cms/forum.html"
    parent_page_types = ["cms.ForumIndexPage"]
    subpage_types: list[str] = []
    own_to_the_page: ClassVar[list[str]] = ["forum"]
    exclude_fields_in_copy = own_to_the_page
    content_panels = [
        *CivicPage.content_panels,
        FieldPanel("purpose"),
        FieldPanel("body"),
        FieldPanel("sessions"),
        FieldPanel("outcome"),
        FieldPanel("words_about"),
    ]
    api_fields = [
        *CivicPage.api_fields,
        APIField("forum"),
        APIField("body", writable=True),
        APIField("purpose", writable=True),
        APIField("sessions", writable=True),
        APIField("outcome", writable=True),
        APIField("words_about", writable=True),
    ]

    class Meta:
        verbose_name = verbose_name_plural = _("공론장")

    def words(self) -> str:
        return "\n".join([self.title, self.purpose, searchable(self.words_about), self.outcome])

    @classmethod
    def with_proceedings(cls) -> PageQuerySet[Self]:
        """A session was opened, or held on paper."""
        held = Q(opened_at__isnull=False) | Q(key=None)
        return cls.objects.filter(Exists(Session.objects.filter(held, forum=OuterRef("forum"))))

    def drafts(self) -> list[SessionDraft]:
        """The sessions as the page announces them, numbered on after those that were held on paper."""
        before = self.forum.sessions.filter(key=None).count() if self.forum else 0
        blocks = enumerate(zip(self.sessions, keys(self.sessions), strict=True), before + 1)
        return [SessionDraft(key=key, ordinal=n, **_announced(one.value)) for n, (one, key) in blocks]

    def clean(self) -> None:
        """Say no while the editor is still at the desk."""
        super().clean()
        try:
            if self.forum is not None or self.sessions:
                check_sessions(self.forum, self.drafts())
        except Refusal as refusal:
            raise ValidationError(str(refusal.sentence), code=refusal.code) from None

    def hand_over(self, *, by: Person | None, at: datetime) -> dict[str, Any]:
        """The forum is called once, and amended from then on."""
        if not self.purpose:
            raise Refusal("page_incomplete", _("여는 까닭을 적은 뒤에 게시해 주세요."), status=422)
        words = {
            "title": self.title,
            "slug": self.slug,
            "body": self.body,
            "purpose": self.purpose,
            "outcome": self.outcome,
            "sessions": self.drafts(),
            "url": self.address,
        }
        record: Forum | None = self.own_record()
        if record is None:
            return {"forum": open_forum(**words, by=by, at=at)}
        return {"forum": amend_forum(record, **words, by=by, at=at)}

    def take_back(self) -> None:
        """Unpublishing changes no record: who was called was called."""

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        return context | showing.forum(request, self, timezone.now())


def _announced(value: Any) -> dict[str, Any]:
    """One session as its record takes it."""
    words = {name: value[name] for name in ("title", "area", "place", "starts_at", "ends_at")}
    post = value["facilitator"]
    return words | {"facilitator": Post.objects.filter(pk=post).first() if post else None}
