"""Addresses of minutes: below /api/v1/ for programs, below their meeting for people."""

from django.urls import path

from committees.minutes_feed import feed_minutes
from committees.views import minutes, minutes_api

api_urlpatterns = [
    path("meetings/<int:id>/minutes/", minutes_api.MeetingMinutes.as_view(), name="api-meeting-minutes"),
    path("minutes/<int:id>/amend/", minutes_api.MinutesAmendment.as_view(), name="api-minutes-amend"),
    path("minutes/<int:id>/corrections/", minutes_api.Corrections.as_view(), name="api-minutes-corrections"),
    path("minutes/<int:id>/close/", minutes_api.MinutesClosing.as_view(), name="api-minutes-close"),
    path("minutes/<int:id>/sign/", minutes_api.MinutesSigning.as_view(), name="api-minutes-sign"),
    path("minutes/<int:id>/publish/", minutes_api.MinutesPublication.as_view(), name="api-minutes-publish"),
    path("minutes/<int:id>/export/", minutes_api.MinutesExport.as_view(), name="api-minutes-export"),
    path("minutes/<int:id>/<slug:form>/", minutes_api.MinutesPaper.as_view(), name="api-minutes-paper"),
    path(
        "corrections/<int:id>/answer/", minutes_api.CorrectionAnswer.as_view(), name="api-correction-answer"
    ),
    path(
        "corrections/<int:id>/withdraw/",
        minutes_api.CorrectionWithdrawal.as_view(),
        name="api-correction-withdraw",
    ),
]

site_urlpatterns = [
    path("meetings/<int:pk>/minutes/", minutes.minutes, name="minutes"),
    path("meetings/<int:pk>/minutes/lay/", minutes.lay, name="minutes-lay"),
    path("meetings/<int:pk>/minutes/amend/", minutes.amend, name="minutes-amend"),
    path("meetings/<int:pk>/minutes/correct/", minutes.correct, name="minutes-correct"),
    path("meetings/<int:pk>/minutes/close/", minutes.close, name="minutes-close"),
    path("meetings/<int:pk>/minutes/sign/", minutes.sign, name="minutes-sign"),
    path("meetings/<int:pk>/minutes/publish/", minutes.publish, name="minutes-publish"),
    path("meetings/<int:pk>/minutes/export/", minutes.export, name="minutes-export"),
    path("meetings/<int:pk>/minutes/corrections/<int:id>/answer/", minutes.answer, name="correction-answer"),
    path(
        "meetings/<int:pk>/minutes/corrections/<int:id>/withdraw/",
        minutes.withdraw,
        name="correction-withdraw",
    ),
    path("meetings/<int:pk>/minutes/<slug:form>/", minutes.paper, name="minutes-paper"),
    path("feeds/minutes.atom", feed_minutes, name="feed-minutes"),
]
