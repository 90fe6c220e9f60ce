"""The doors for calendars, feeds and whoever counts again: the same for everybody, and kept a while."""

from django.http import HttpRequest, HttpResponse, JsonResponse

from committees import feeds, popolo
from committees.calendars import calendar_of
from committees.models import Body
from district.feeds import given
from district.refusals import not_found


@given
def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The meetings of a body and its parts."""
    body = Body.objects.visible_to(None).filter(slug=slug).first()
    if body is None:
        raise not_found()
    written = calendar_of(body, request.build_absolute_uri)
    response = HttpResponse(written, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="{body.slug}.ics"'
    return response


@given
def popolo_json(request: HttpRequest) -> HttpResponse:
    """Who sits where, and since when."""
    return JsonResponse(popolo.popolo(), json_dumps_params={"ensure_ascii": False})


feed_meetings = given(feeds.Meetings())
feed_resolutions = given(feeds.Resolutions())
