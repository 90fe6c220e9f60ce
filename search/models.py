"""통합검색. One line of the index for everything the district lets people find."""

from typing import TYPE_CHECKING, Self

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from district.models import Person


class EntryQuerySet(models.QuerySet["Entry"]):
    """What the index may show, and to whom."""

    def of(self, row: models.Model) -> Self:
        """The line that stands for one record."""
        return self.filter(
            content_type=ContentType.objects.get_for_model(row),
            object_id=str(row.pk),
        )

    def visible_to(self, person: "Person | None") -> Self:
        """Only what everyone may read: a narrower circle gets its own rule with the issue that brings it."""
        return self.filter(audience=Entry.Audience.PUBLIC)


class Entry(models.Model):
    """검색 항목. How one record is found; of its words it keeps only the pieces."""

    class Audience(models.TextChoices):
        PUBLIC = "public", _("모두")
        NONE = "none", _("내림")

    kind = models.CharField(_("종류"), max_length=40)
    content_type = models.ForeignKey(ContentType, models.PROTECT, verbose_name=_("기록 종류"))
    object_id = models.CharField(_("기록 번호"), max_length=64)
    row = GenericForeignKey("content_type", "object_id")
    title = models.CharField(_("제목"), max_length=300, blank=True)
    title_tokens = models.TextField(_("제목 조각"), blank=True)
    tokens = models.TextField(_("본문 조각"), blank=True)
    state = models.CharField(_("상태"), max_length=40, blank=True)
    department = models.CharField(_("부서"), max_length=100, blank=True)
    dong = models.CharField(_("동"), max_length=50, blank=True)
    on = models.DateField(_("날짜"))
    tags = models.JSONField(_("태그"), default=list, blank=True)
    audience = models.CharField(_("볼 수 있는 사람"), max_length=40, default=Audience.PUBLIC)
    url = models.CharField(_("주소"), max_length=500)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("검색 항목")
        verbose_name_plural = _("검색 항목")
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id"], name="one_entry_a_record")
        ]

    def __str__(self) -> str:
        return self.title or f"{self.kind} {self.object_id}"
