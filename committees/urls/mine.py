"""Addresses of those who apply and of those who sit."""

from django.urls import path

from committees.views import calls, mine
from committees.views import my_api as api

api_urlpatterns = [
    path("me/seats/", api.MySeats.as_view(), name="api-my-seats"),
    path("me/applications/", api.MyApplications.as_view(), name="api-my-applications"),
    path("calls/<int:id>/apply/", api.Apply.as_view(), name="api-call-apply"),
    path("applications/<uuid:key>/withdraw/", api.Withdraw.as_view(), name="api-application-withdraw"),
    path("applications/<uuid:key>/answer/", api.Answer.as_view(), name="api-application-answer"),
]

site_urlpatterns = [
    path("calls/", calls.calls, name="calls"),
    path("calls/<int:pk>/", calls.call, name="call"),
    path("calls/<int:pk>/apply/", calls.apply, name="call-apply"),
    path("applications/<uuid:key>/", calls.application, name="application"),
    path("applications/<uuid:key>/withdraw/", calls.withdraw, name="application-withdraw"),
    path("applications/<uuid:key>/answer/", calls.answer, name="application-answer"),
    path("me/seats/", mine.seats, name="my-seats"),
    path("me/duties/", mine.duties, name="duties"),
    path("me/certificates/<int:id>.<slug:form>", mine.certificate, name="my-certificate"),
    path("members/<int:pk>/", mine.member, name="member"),
]
