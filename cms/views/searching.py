"""통합검색 as a page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.showing.questions import options
from deliberation.models import Question
from district.intake import clean_words
from district.refusals import Refusal
from district.visitors import person_of
from search.entries import kinds
from search.results import Hit, results

LONGEST_QUERY = 100


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What the house knows about a few words."""
    asked = {name: request.GET.get(name, "") for name in ("q", "kind", "tag")}
    context: dict[str, Any] = {
        "query": asked["q"] or asked["tag"],
        "results": [],
        "kinds": options(
            request.path,
            "kind",
            [("", _("모두")), *((kind.name, kind.label) for kind in kinds.values())],
            asked,
            {name: value for name, value in asked.items() if value},
        ),
        "problem": None,
    }
    try:
        return render(request, "cms/search.html", context | _found(request, asked))
    except Refusal as refusal:
        said = context | {"problem": refusal.sentence}
        return render(request, "cms/search.html", said, status=refusal.status)


def _found(request: HttpRequest, asked: dict[str, str]) -> dict[str, Any]:
    told = {name: clean_words(value, LONGEST_QUERY) for name, value in asked.items() if value.strip()}
    if not {"q", "tag"} & told.keys():
        return {}
    answer = results(
        told.get("q", ""),
        person_of(request),
        cursor=request.GET.get("cursor"),
        kind=told.get("kind"),
        tags=[told["tag"]] if "tag" in told else [],
    )
    kept = {name: value for name, value in asked.items() if value}
    return {
        "results": [_line(hit) for hit in answer.hits],
        "total": answer.total,
        "next_url": answer.next and f"?{urlencode(kept | {'cursor': answer.next})}",
        "previous_url": answer.previous and f"?{urlencode(kept | {'cursor': answer.previous})}",
    }


def _line(hit: Hit) -> dict[str, Any]:
    entry = hit.entry
    states = dict(Question.Status.choices)
    return {
        "title": entry.title,
        "url": entry.url,
        "kind": entry.kind,
        "kind_label": hit.kind_label,
        "excerpt": hit.excerpt,
        "on": entry.on,
        "state": states.get(entry.state, entry.state),
        "department": entry.department,
        "tags": entry.tags,
    }
