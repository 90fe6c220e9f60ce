"""Addresses of surveys: below /api/v1/ for programs, at the root for people."""

from django.urls import path

from surveys.views import api, site

api_urlpatterns = [
    path("surveys/", api.Surveys.as_view(), name="api-surveys"),
    path("surveys/<int:id>/", api.SurveyDetail.as_view(), name="api-survey"),
    path("surveys/<int:id>/response/", api.SurveyResponse.as_view(), name="api-survey-response"),
    path("surveys/<int:id>/results/", api.SurveyResults.as_view(), name="api-survey-results"),
    path("surveys/<int:id>/panel/", api.SurveyPanel.as_view(), name="api-survey-panel"),
]

site_urlpatterns = [path("surveys/<int:pk>/", site.survey, name="survey")]
