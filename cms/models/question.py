"""관악구가 묻습니다: how the district puts a question."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import ItemBase
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.query import PageQuerySet

from cms.blocks import QuestionFacts
from cms.models.civic import CivicPage
from cms.models.plain import searchable
from cms.question_blocks import Reflections, SurveyItems, drafts, reflected
from cms.showing import questions as showing
from deliberation.actions import amend_question, open_question
from deliberation.actions.questions import Questionnaire, check_told
from deliberation.models import Comment, Question, Thread
from deliberation.models.question import Telling
from district.models import Department, Neighborhood, Person, Tag
from district.refusals import Refusal
from surveys.models import Survey

LONGEST_TITLE = Question._meta.get_field("title").max_length or 0


class QuestionTag(ItemBase):
    """주제어 붙임. Under which words the page files its question."""

    tag = models.ForeignKey(Tag, models.CASCADE, related_name="question_pages")
    content_object = ParentalKey("cms.QuestionPage", related_name="tagged_items")


class QuestionIndexPage(CivicPage):
    """관악구가 묻습니다. All questions of the district, the newest first."""

    template = "cms/question_index.html"
    subpage_types = ["cms.QuestionPage"]

    class Meta:
        verbose_name = verbose_name_plural = _("질문 목록")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        return context | showing.question_list(request.GET, self.get_url(request) or "", timezone.now())


class QuestionPage(CivicPage):
    """질문. The words of a question; its state, its dates in force and its answers are the record's."""

    question = models.ForeignKey(
        Question, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    kind = models.CharField(
        _("의제 갈래"), max_length=12, choices=Question.Kind, default=Question.Kind.GENERAL
    )
    topic = models.CharField(_("분야"), max_length=40, blank=True)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, related_name="+", verbose_name=_("맡은 부서")
    )
    opens_at = models.DateTimeField(_("여는 때"), null=True)
    closes_at = models.DateTimeField(_("마감하는 때"), null=True)
    purpose = models.TextField(_("묻는 까닭"))
    background = models.TextField(_("배경"), blank=True)
    facts = StreamField(QuestionFacts(), blank=True, verbose_name=_("알아둘 것"))
    survey_intro = models.TextField(_("설문 안내"), blank=True)
    survey_items = StreamField(
        SurveyItems(),
        blank=True,
        verbose_name=_("문항"),
        help_text=_("댓글 곁에서 함께 여쭙니다. 답한 분이 있는 문항은 바꾸지 않고 거두어 새로 만듭니다."),
    )
    survey_shown = models.CharField(
        _("설문 결과 공개"), max_length=12, choices=Survey.Shown, default=Survey.Shown.AFTER_ANSWER
    )
    survey_closes_at = models.DateTimeField(
        _("설문을 마감하는 때"), null=True, blank=True, help_text=_("비우면 질문과 함께 마감합니다.")
    )
    survey_dongs = ParentalManyToManyField(
        Neighborhood,
        blank=True,
        related_name="+",
        verbose_name=_("설문에 답하는 동"),
        help_text=_("비우면 본인확인을 마친 모든 분이 답합니다."),
    )
    closing = models.TextField(
        _("마무리 요약"),
        blank=True,
        help_text=_("마감한 뒤에, 나온 의견을 치우침 없이 요약합니다."),
    )
    result = models.TextField(
        _("반영 결과"), blank=True, help_text=_("적어서 게시하면 질문이 ‘결과 공개’가 됩니다.")
    )
    reflections = StreamField(
        Reflections(),
        blank=True,
        verbose_name=_("무엇이 어떻게 반영되었나"),
        help_text=_("의견마다 한 줄입니다."),
    )
    tags = ClusterTaggableManager(_("주제어"), through=QuestionTag, blank=True)

    template = "cms/question.html"
    parent_page_types = ["cms.QuestionIndexPage"]
    subpage_types: list[str] = []
    own_to_the_page: ClassVar[list[str]] = ["question"]
    carries_a_ticket = True
    exclude_fields_in_copy = own_to_the_page
    content_panels = [
        *CivicPage.content_panels,
        MultiFieldPanel([FieldRowPanel(["kind", "topic"]), FieldPanel("department")], heading=_("갈래")),
        FieldRowPanel(["opens_at", "closes_at"], heading=_("기간")),
        FieldPanel("purpose"),
        FieldPanel("background"),
        FieldPanel("facts"),
        FieldPanel("tags"),
        MultiFieldPanel(
            [
                FieldPanel("survey_intro"),
                FieldPanel("survey_items"),
                FieldRowPanel(["survey_shown", "survey_closes_at"]),
                FieldPanel("survey_dongs", widget=forms.CheckboxSelectMultiple),
            ],
            heading=_("설문"),
        ),
        MultiFieldPanel(
            [FieldPanel("closing"), FieldPanel("result"), FieldPanel("reflections")],
            heading=_("마감한 뒤에"),
        ),
    ]
    api_fields = [
        *CivicPage.api_fields,
        APIField("question"),
        APIField("kind", writable=True),
        APIField("topic", writable=True),
        APIField("department", writable=True),
        APIField("opens_at", writable=True),
        APIField("closes_at", writable=True),
        APIField("purpose", writable=True),
        APIField("background", writable=True),
        APIField("facts", writable=True),
        APIField("survey_intro", writable=True),
        APIField("survey_items", writable=True),
        APIField("survey_shown", writable=True),
        APIField("survey_closes_at", writable=True),
        # Read only: a client that asks nobody in particular would have to say so.
        APIField("survey_dongs"),
        APIField("closing", writable=True),
        APIField("result", writable=True),
        APIField("reflections", writable=True),
        APIField("tags", writable=True),
    ]

    class Meta:
        verbose_name = verbose_name_plural = _("질문")

    def words(self) -> str:
        told = [searchable(self.facts), self.closing, self.result, searchable(self.reflections)]
        return "\n".join([self.title, self.purpose, self.background, *told])

    def clean(self) -> None:
        """Say no while the editor is still at the desk."""
        super().clean()
        try:
            self.check_may_be_asked(timezone.now())
        except Refusal as refusal:
            # Not beside a field: a form of the API may not have that field at all.
            raise ValidationError(str(refusal.sentence), code=refusal.code) from None

    def check_may_be_asked(self, at: datetime) -> None:
        """Refuse what the record would refuse."""
        if len(self.title) > LONGEST_TITLE:
            raise Refusal(
                "title_too_long",
                _("제목은 %(limit)d자까지 쓸 수 있습니다.") % {"limit": LONGEST_TITLE},
                status=422,
            )
        if self.opens_at is None or self.closes_at is None:
            return
        Thread(opens_at=self.opens_at, closes_at=self.closes_at).check_order()
        record: Question | None = self.own_record() if self.pk else None
        if record is not None:
            record.check_may_reschedule(self.opens_at, self.closes_at, at)
        # As it would stand, in no table: the record itself is not touched before it is handed over.
        asked = Question(
            pk=record.pk if record else None,
            title=self.title,
            department=self.department,
            survey_id=record.survey_id if record else None,
            thread=Thread(opens_at=self.opens_at, closes_at=self.closes_at),
        )
        check_told(asked, at=at, survey=self.questionnaire(), telling=self.telling())

    def check_complete(self) -> None:
        """Refuse to ask half a question: a draft may lack what the public may not."""
        if self.department is None or self.opens_at is None or self.closes_at is None or not self.purpose:
            raise Refusal(
                "page_incomplete",
                _("맡은 부서, 여는 때, 마감하는 때, 묻는 까닭을 적은 뒤에 게시해 주세요."),
                status=422,
            )

    def questionnaire(self) -> Questionnaire | None:
        """The structured questions beside the talk, if there are any."""
        if not self.survey_items:
            return None
        return Questionnaire(
            items=drafts(self.survey_items),
            intro=self.survey_intro,
            shown=self.survey_shown,
            dongs=tuple(self.survey_dongs.all()),
            closes_at=self.survey_closes_at,
        )

    def telling(self) -> Telling:
        """What is said after the last word."""
        return Telling(summary=self.closing, result=self.result, reflections=reflected(self.reflections))

    def hand_over(self, *, by: Person | None, at: datetime) -> dict[str, Any]:
        """The question is opened once, and amended from then on."""
        self.check_complete()
        self.check_may_be_asked(at)
        told = self.telling()
        words = {
            "title": self.title,
            "slug": self.slug,
            "kind": self.kind,
            "topic": self.topic,
            "purpose": self.purpose,
            "background": self.background,
            "summary": told.summary,
            "result": told.result,
            "reflections": told.reflections,
            "survey": self.questionnaire(),
            "department": self.department,
            "opens_at": self.opens_at,
            "closes_at": self.closes_at,
            "url": self.address,
            "tags": list(self.tags.names()),
        }
        record: Question | None = self.own_record()
        if record is None:
            return {"question": open_question(**words, by=by, at=at)}
        return {"question": amend_question(record, **words, by=by, at=at)}

    @classmethod
    def with_proceedings(cls) -> PageQuerySet[Self]:
        """Somebody has answered, or somebody must."""
        heard = Exists(Comment.objects.filter(thread__question=OuterRef("question")))
        obliged = Q(question__mayor_called_at__isnull=False) | Q(question__result_at__isnull=False)
        return cls.objects.filter(obliged | heard)

    def take_back(self) -> None:
        """Unpublishing changes no record: what was asked was asked."""

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        return context | showing.question(request, self, timezone.now())
