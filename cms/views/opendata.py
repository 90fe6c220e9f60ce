"""공개 자료: what there is to be had, what each column means, and the tables themselves."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from committees.exchange.writing import ROSTER, roster_rows
from deliberation.datasets import DATASETS as OF_DELIBERATION
from deliberation.datasets import Dataset
from district.feeds import MAX_AGE
from district.refusals import Refusal, not_found, problem_response
from papers.sheet import answer
from pledges.datasets import DATASETS as OF_PLEDGES

FEEDS = ("questions", "answers", "proposals", "meetings", "resolutions", "minutes", "pledges")
MEMBERSHIPS = Dataset(
    "memberships",
    _("위원"),
    _("위원회마다 누가 어느 자리에 언제부터 언제까지 앉았는지. 이름은 본인이 공개에 동의한 것입니다."),
    [*ROSTER],
    lambda at: roster_rows(),
)
DATASETS = {**OF_DELIBERATION, MEMBERSHIPS.name: MEMBERSHIPS, **OF_PLEDGES}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The tables with their columns, and the ways to have them."""
    return render(request, "cms/open_data.html", {"datasets": DATASETS.values(), "feeds": FEEDS})


@require_safe
def dataset(request: HttpRequest, name: str) -> HttpResponseBase:
    """One table, the same for everybody, in the district's own language."""
    try:
        with translation.override(settings.LANGUAGE_CODE):
            response = _written(request, name)
    except Refusal as refusal:
        # To a machine: whoever wants to read goes to the page.
        return problem_response(refusal)
    patch_cache_control(response, public=True, max_age=MAX_AGE)
    return response


def _written(request: HttpRequest, name: str) -> HttpResponseBase:
    found = DATASETS.get(name)
    if found is None:
        raise not_found()
    return answer(request, found.name, found.columns, found.rows(timezone.now()), request.GET)
