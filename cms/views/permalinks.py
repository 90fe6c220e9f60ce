"""Addresses that stay, wherever a page moves."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from cms.models import QuestionPage
from district.intake import MAX_INTEGER


@require_safe
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """To the page on which a question is asked, while there is one."""
    if pk > MAX_INTEGER:  # no row can have it, and the database would break over the comparison
        raise Http404
    page = QuestionPage.objects.live().filter(question=pk, alias_of=None).first()
    url = page.get_url(request) if page else None
    if url is None:
        raise Http404
    kept = request.GET.urlencode()
    return redirect(f"{url}?{kept}" if kept else url)
