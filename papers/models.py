"""첨부파일. The papers that lie with a record of the district."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self
from uuid import uuid4

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import Storage, storages
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from district.models import Person


def strongroom() -> Storage:
    """Where the bytes lie: never below MEDIA_URL, or they would be had without asking."""
    return storages["private"]


def shelf(attachment: "Attachment", name: str) -> str:
    """The place of one paper; nothing of a person's file name reaches the disk."""
    key = attachment.key.hex
    return f"papers/{key[:2]}/{key}.{attachment.kind}"


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    """The papers of a record, and who may have them."""

    def of(self, owner: models.Model) -> Self:
        """The papers that lie with one record, in the order they came."""
        return self.filter(
            owner_type=ContentType.objects.get_for_model(owner),
            owner_id=str(owner.pk),
            discarded=False,
        ).order_by("created_at", "pk")

    def public(self) -> Self:
        """Those that are shown beside their record to everybody."""
        return self.filter(audience=Attachment.Audience.PUBLIC)


class Attachment(models.Model):
    """첨부파일. One paper of a record: looked into when it came, and given out only as a download."""

    class Audience(models.TextChoices):
        PUBLIC = "public", _("모두")
        PRIVATE = "private", _("기록을 볼 수 있는 사람")

    key = models.UUIDField(_("열쇠"), default=uuid4, unique=True, editable=False)
    owner_type = models.ForeignKey(ContentType, models.PROTECT, verbose_name=_("기록 종류"))
    owner_id = models.CharField(_("기록 번호"), max_length=64)
    owner = GenericForeignKey("owner_type", "owner_id")
    name = models.CharField(_("파일 이름"), max_length=150, blank=True)
    kind = models.CharField(_("형식"), max_length=8)
    size = models.PositiveIntegerField(_("크기"))
    sha256 = models.CharField(_("지문"), max_length=64)
    audience = models.CharField(
        _("볼 수 있는 사람"), max_length=10, choices=Audience, default=Audience.PUBLIC
    )
    file = models.FileField(_("파일"), upload_to=shelf, storage=strongroom, max_length=100, blank=True)
    created_at = models.DateTimeField(_("올린 때"))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("올린 사람")
    )
    discarded = models.BooleanField(_("파기함"), default=False)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("첨부파일")
        verbose_name_plural = _("첨부파일")
        indexes = [models.Index(fields=["owner_type", "owner_id"], name="papers_of_a_record")]

    def __str__(self) -> str:
        return self.name or str(self.key)

    @property
    def url(self) -> str:
        """Where it is handed out."""
        return reverse("papers:download", args=[self.key, self.name])

    def may_be_had_by(self, person: "Person | None", at: datetime) -> bool:
        """Whoever may see the record may have its papers; private ones only whom the record itself names."""
        owners: Any = self.owner_type.model_class()
        if self.discarded or owners is None:
            return False
        owner = owners._default_manager.filter(pk=self.owner_id)
        if self.audience == self.Audience.PUBLIC:
            # A record without a rule, such as a department, is everybody's.
            return not hasattr(owner, "visible_to") or owner.visible_to(person).exists()
        return hasattr(owner, "private_to") and owner.private_to(person, at).exists()
