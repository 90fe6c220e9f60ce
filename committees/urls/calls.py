"""Addresses of turnovers: at the desk for people, below /api/v1/ for programs."""

from django.urls import path

from committees.views import calls_desk as api
from committees.views.turnover import files, page

desk_urlpatterns = [
    path("turnover/", page.Turnovers.as_view(), name="desk-turnovers"),
    path("turnover/<int:pk>/certificates/", files.all_of, name="desk-certificates"),
    path("turnover/<int:pk>/certificates/<int:id>.<slug:form>", files.one_of, name="desk-certificate"),
]
"""The page of one call itself is laid by `cms.desks.turnover`, for its ceremony is a page of the site."""

api_urlpatterns = [
    path("calls/", api.Calls.as_view(), name="api-calls"),
    path("calls/<int:id>/", api.CallDetail.as_view(), name="api-call"),
    path("calls/<int:id>/applications/", api.Applications.as_view(), name="api-call-applications"),
    path("calls/<int:id>/papers/", api.Papers.as_view(), name="api-call-papers"),
    path("calls/<int:id>/publish/", api.Publish.as_view(), name="api-call-publish"),
    path("calls/<int:id>/ask-renewals/", api.AskRenewals.as_view(), name="api-call-ask-renewals"),
    path("calls/<int:id>/choose/", api.Choose.as_view(), name="api-call-choose"),
    path("calls/<int:id>/parts/", api.Parts.as_view(), name="api-call-parts"),
    path("calls/<int:id>/decide/", api.Decide.as_view(), name="api-call-decide"),
    path("calls/<int:id>/appoint/", api.Appoint.as_view(), name="api-call-appoint"),
    path("calls/<int:id>/certificates/", api.Certificates.as_view(), name="api-call-certificates"),
    path("applications/<int:id>/part/", api.ApplicationPart.as_view(), name="api-application-part"),
    path("applications/<int:id>/call-up/", api.CallUp.as_view(), name="api-application-call-up"),
]
