"""The counter at which papers are handed out: as downloads only, to whoever may see their record."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from district import access
from district.calendar import day
from district.models.offices import Role
from district.visitors import person_of
from papers.contents import MEDIA_TYPES
from papers.models import Attachment


@require_safe
def download(request: HttpRequest, key: UUID, name: str) -> HttpResponseBase:
    """Give out one paper; what a person may not see is not there."""
    paper = Attachment.objects.filter(key=key).select_related("owner_type").first()
    person, at = person_of(request), timezone.now()
    if paper is None or not paper.may_be_had_by(person, at):
        raise Http404
    try:
        stream = paper.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    private = paper.audience == Attachment.Audience.PRIVATE
    if private and person is not None and person.holds(Role.AUDITOR, day(at)):
        access.read(person, paper, purpose="private paper", at=at)
    response = FileResponse(
        stream, as_attachment=True, filename=paper.name, content_type=MEDIA_TYPES[paper.kind]
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    # What a signed-in person gets may be theirs alone: only an anonymous answer is kept for others.
    public = person is None and not private
    # Kept, but asked for again each time: what was open may have been closed since.
    response["Cache-Control"] = "public, no-cache" if public else "private, no-store"
    response["ETag"] = f'"{paper.sha256}"'
    # Any response will do; only the stubs ask for one that is read whole.
    return get_conditional_response(request, response["ETag"], response=response) or response  # type: ignore[arg-type]
