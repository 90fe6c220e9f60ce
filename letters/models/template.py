"""알림톡 문안. Words that the messenger's house has approved, with places for ours."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LONGEST = 1000
PLACE = re.compile(r"#\{([^{}#\n]{1,20})\}")
NEWS, BUNDLE = "news", "bundle"


class TemplateQuerySet(models.QuerySet["Template"]):
    def on(self, code: str, day: date) -> "Template | None":
        """What may be sent under that code on that day; what was not approved does not exist."""
        approved = Q(approved_on__lte=day, valid_from__lte=day)
        standing = self.filter(approved, Q(valid_until=None) | Q(valid_until__gte=day), code=code)
        return standing.order_by("-valid_from", "-pk").first()


class Template(models.Model):
    """알림톡 문안. Sent word for word as it was approved: only the places are filled in."""

    kept_by_admin = ("add", "change", "view")

    code = models.CharField(gettext_lazy("코드"), max_length=40)
    label = models.CharField(gettext_lazy("이름"), max_length=60)
    words = models.TextField(
        gettext_lazy("문안"),
        validators=[MaxLengthValidator(LONGEST)],
        help_text=gettext_lazy("바뀌는 자리는 #{제목}처럼 적습니다. 채운 뒤에도 1,000자를 넘지 않습니다."),
    )
    approved_on = models.DateField(
        gettext_lazy("승인받은 날"),
        null=True,
        blank=True,
        help_text=gettext_lazy("알림톡 운영사의 승인을 받은 뒤에 적습니다. 비어 있으면 보내지 않습니다."),
    )
    valid_from = models.DateField(gettext_lazy("시행일"))
    valid_until = models.DateField(gettext_lazy("마지막 날"), null=True, blank=True)
    source = models.CharField(gettext_lazy("근거"), max_length=300)

    objects = TemplateQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = gettext_lazy("알림톡 문안")
        ordering = ["code", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="template_once_a_day"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="template_ends_after_beginning",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} ({self.code})"

    def clean(self) -> None:
        """What was approved is these words and no others: new words are a new row."""
        before = Template.objects.filter(pk=self.pk).first() if self.pk else None
        changed = before is not None and (before.words, before.code) != (self.words, self.code)
        if before is not None and changed and before.approved_on is not None:
            raise ValidationError({"words": _("승인받은 문안은 고칠 수 없습니다. 새 문안을 만들어 주세요.")})

    @property
    def places(self) -> list[str]:
        """What must be filled in, in the order in which it stands."""
        return list(dict.fromkeys(PLACE.findall(self.words)))

    def filled(self, values: Mapping[str, Any]) -> str | None:
        """The words as they leave; none where a place would stay empty or they grow too long."""
        if any(not str(values.get(place, "")).strip() for place in self.places):
            return None
        words = PLACE.sub(lambda found: str(values[found[1]]), self.words)
        return words if len(words) <= LONGEST else None
