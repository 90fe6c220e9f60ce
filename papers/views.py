"""The counter at which papers are handed out: as downloads only, to whoever may see their record."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from district.visitors import person_of
from papers.contents import MEDIA_TYPES
from papers.models import Attachment


@require_safe
def download(request: HttpRequest, key: UUID, name: str) -> FileResponse:
    """Give out one paper; what a person may not see is not there."""
    paper = Attachment.objects.filter(key=key).select_related("owner_type").first()
    person = person_of(request)
    if paper is None or not paper.may_be_had_by(person):
        raise Http404
    try:
        stream = paper.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(
        stream, as_attachment=True, filename=paper.name, content_type=MEDIA_TYPES[paper.kind]
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    # What a signed-in person gets may be theirs alone: only an anonymous answer is kept for others.
    public = person is None and paper.audience == Attachment.Audience.PUBLIC
    response["Cache-Control"] = "public, max-age=300" if public else "private, no-store"
    return response
