"""What can be done with papers; the action of the record they lie with tells of it."""

from datetime import datetime
from functools import partial
from hashlib import sha256

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from district.models import Person
from district.refusals import Refusal
from papers.contents import MAX_BYTES, Paper, check_size, look_into
from papers.models import Attachment

MOST_PAPERS = 10


def looked_into(upload: UploadedFile) -> Paper:
    """What was brought, looked into; before anything is locked, for a large picture takes seconds."""
    check_size(upload.size or 0)
    return look_into(upload.name or "", upload.read(MAX_BYTES + 1))


@transaction.atomic
def lay(
    owner: Model,
    paper: Paper,
    *,
    by: Person | None,
    at: datetime,
    audience: str = Attachment.Audience.PUBLIC,
) -> Attachment:
    """Lay what was looked into to a record."""
    attachment = Attachment(
        owner=owner,
        name=paper.name,
        kind=paper.kind,
        size=len(paper.data),
        sha256=sha256(paper.data).hexdigest(),
        audience=audience,
        created_at=at,
        added_by=by,
    )
    # Locked, or two papers could each be the tenth.
    type(owner)._base_manager.select_for_update().get(pk=owner.pk)
    if Attachment.objects.of(owner).count() >= MOST_PAPERS:
        raise Refusal("too_many_files", _("첨부파일은 10개까지 올릴 수 있습니다."), 409)
    attachment.file.save(paper.name, ContentFile(paper.data), save=False)
    attachment.save()
    return attachment


def shelve(owner: Model, audience: str) -> int:
    """Put all papers of a record on another shelf; from then on they are handed out to nobody else."""
    return Attachment.objects.of(owner).update(audience=audience)


def hand_over(owner: Model, to: Model) -> int:
    """Lay the papers of one version of a record to the next one."""
    return Attachment.objects.of(owner).update(owner_id=str(to.pk))


@transaction.atomic
def take_away(paper: Attachment) -> None:
    """Destroy one paper that nobody needs any more; that it was there stays known."""
    _destroy(Attachment.objects.select_for_update().get(pk=paper.pk))


@transaction.atomic
def discard(owner: Model) -> int:
    """Destroy the papers of a record; that they were there stays known, by number and fingerprint."""
    papers = list(Attachment.objects.of(owner).select_for_update())
    for paper in papers:
        _destroy(paper)
    return len(papers)


def _destroy(paper: Attachment) -> None:
    # Bytes cannot be rolled back, so they go only when the row has gone.
    transaction.on_commit(partial(paper.file.storage.delete, paper.file.name or ""), robust=True)
    paper.name, paper.file, paper.discarded = "", "", True
    paper.save(update_fields=["name", "file", "discarded"])
