"""The doors of the evaluation."""

from django.urls import URLPattern, URLResolver, path

from pledges.views import evaluation

evaluation_urlpatterns: list[URLPattern | URLResolver] = [
    path("pledges/evaluation/", evaluation.page, name="pledge-evaluation"),
    path("pledges/evaluation/<slug:form>/", evaluation.file, name="pledge-evaluation-file"),
]
