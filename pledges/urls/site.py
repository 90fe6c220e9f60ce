"""The doors for everybody."""

from django.urls import URLPattern, URLResolver, path, re_path

from pledges.models.pledge import CODE
from pledges.urls.card import card_urlpatterns
from pledges.urls.evaluation import evaluation_urlpatterns
from pledges.views import site

ONE = "pledges/<int:administration>/<str:code>/"

site_urlpatterns: list[URLPattern | URLResolver] = [
    path("feeds/pledges.atom", site.feed, name="feed-pledges"),
    *evaluation_urlpatterns,
    path(ONE, site.pledge, name="pledge"),
    path(f"{ONE}figures/", site.figures, name="pledge-figures"),
    path(f"{ONE}entries/", site.entries, name="pledge-entries"),
    path(f"{ONE}measures/<int:pk>/", site.evidence, name="pledge-measure"),
    # Of figures alone: pages that editors lay below /pledges/ have words.
    re_path(rf"^pledges/(?P<code>{CODE.pattern})/$", site.latest, name="pledge-latest"),
    *card_urlpatterns,
]
