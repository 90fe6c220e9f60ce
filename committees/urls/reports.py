"""Addresses of reports: below /api/v1/ for programs, below /bodies/ for people."""

from django.urls import path

from committees.views import reports

api_urlpatterns = [
    path("reports/bodies/<slug:name>/", reports.BodyReport.as_view(), name="api-body-report"),
]

site_urlpatterns = [
    path("bodies/reports/", reports.index, name="body-reports"),
    path("bodies/reports/<slug:name>/", reports.report, name="body-report"),
]
