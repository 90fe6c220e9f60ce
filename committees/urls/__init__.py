"""Addresses of committees: below /api/v1/ for programs, at the root for people, calendars and open data."""

from django.urls import path

from committees.urls.agenda import api_urlpatterns as api_agenda
from committees.urls.agenda import site_urlpatterns as site_agenda
from committees.urls.calls import api_urlpatterns as api_calls
from committees.urls.floor import api_urlpatterns as api_floor
from committees.urls.floor import site_urlpatterns as site_floor
from committees.urls.mine import api_urlpatterns as api_mine
from committees.urls.mine import site_urlpatterns as site_mine
from committees.urls.minutes import api_urlpatterns as api_minutes
from committees.urls.minutes import site_urlpatterns as site_minutes
from committees.urls.reports import api_urlpatterns as api_reports
from committees.urls.reports import site_urlpatterns as site_reports
from committees.urls.seats import api_urlpatterns as api_seats
from committees.urls.votes import api_urlpatterns as api_votes
from committees.urls.votes import site_urlpatterns as site_votes
from committees.urls.work import api_urlpatterns as api_work
from committees.urls.work import site_urlpatterns as site_work
from committees.views import acts, api, chair, data, imports, presses, site

api_urlpatterns = [
    path("bodies/", api.Bodies.as_view(), name="api-bodies"),
    path("bodies/<int:id>/", api.BodyDetail.as_view(), name="api-body"),
    path("bodies/<int:id>/members/", api.BodyMembers.as_view(), name="api-body-members"),
    path("imports/", imports.Imports.as_view(), name="api-imports"),
    path("imports/<slug:source>/", imports.ImportedSource.as_view(), name="api-import"),
    path("meetings/", api.Meetings.as_view(), name="api-meetings"),
    path("meetings/<int:id>/", api.MeetingDetail.as_view(), name="api-meeting"),
    path("meetings/<int:id>/inside/", api.MeetingInside.as_view(), name="api-meeting-inside"),
    path("meetings/<int:id>/attendances/", acts.Attendances.as_view(), name="api-meeting-attendances"),
    path("meetings/<int:id>/call/", acts.MeetingCall.as_view(), name="api-meeting-call"),
    path("meetings/<int:id>/recess/", acts.MeetingRecess.as_view(), name="api-meeting-recess"),
    path("meetings/<int:id>/resume/", acts.MeetingResumption.as_view(), name="api-meeting-resume"),
    path("meetings/<int:id>/adjourn/", acts.MeetingAdjournment.as_view(), name="api-meeting-adjourn"),
    path("meetings/<int:id>/cancel/", acts.MeetingCancellation.as_view(), name="api-meeting-cancel"),
    path("attendances/<int:id>/end/", acts.AttendanceEnd.as_view(), name="api-attendance-end"),
    path("agenda-items/<int:id>/take-up/", acts.ItemTakenUp.as_view(), name="api-item-take-up"),
    path("agenda-items/<int:id>/finish/", acts.ItemFinished.as_view(), name="api-item-finish"),
    path("agenda-items/<int:id>/remarks/", acts.Remarks.as_view(), name="api-item-remarks"),
    path("agenda-items/<int:id>/resolution/", acts.ItemResolution.as_view(), name="api-item-resolution"),
    path("resolutions/", api.Resolutions.as_view(), name="api-resolutions"),
    path("resolutions/<int:id>/", api.ResolutionDetail.as_view(), name="api-resolution"),
    path("resolutions/<int:id>/orders/", acts.Orders.as_view(), name="api-resolution-orders"),
    path("orders/<int:id>/report/", acts.OrderReport.as_view(), name="api-order-report"),
    *api_agenda,
    *api_seats,
    *api_calls,
    *api_work,
    *api_mine,
    *api_reports,
    *api_minutes,
    *api_floor,
    *api_votes,
]

site_urlpatterns = [
    *site_reports,
    *site_minutes,
    *site_floor,
    *site_votes,
    path("meetings/<int:pk>/", site.meeting, name="meeting"),
    path("meetings/<int:pk>/floor/", site.floor, name="meeting-floor"),
    path("meetings/<int:pk>/console/", site.console, name="meeting-console"),
    path("meetings/<int:pk>/chair/", chair.desk, name="meeting-chair"),
    path("meetings/<int:pk>/screen/", site.screen, name="meeting-screen"),
    path("meetings/<int:pk>/check-in/", presses.check_in, name="meeting-check-in"),
    path("meetings/<int:pk>/door-code/", site.door_code, name="meeting-door-code"),
    path("meetings/<int:pk>/call/", presses.running("call"), name="meeting-call"),
    path("meetings/<int:pk>/recess/", presses.running("recess"), name="meeting-recess"),
    path("meetings/<int:pk>/resume/", presses.running("resume"), name="meeting-resume"),
    path("meetings/<int:pk>/adjourn/", presses.running("adjourn"), name="meeting-adjourn"),
    path("meetings/<int:pk>/cancel/", presses.cancel, name="meeting-cancel"),
    path("meetings/<int:pk>/acting-chair/", presses.lead, name="meeting-lead"),
    path("meetings/<int:pk>/roll/", presses.roll, name="meeting-roll"),
    path("meetings/<int:pk>/attendances/<int:id>/end/", presses.end_attendance, name="attendance-end"),
    path("meetings/<int:pk>/items/<int:id>/take-up/", presses.take_up, name="item-take-up"),
    path("meetings/<int:pk>/items/<int:id>/finish/", presses.finish, name="item-finish"),
    path("meetings/<int:pk>/items/<int:id>/resolution/", presses.resolve, name="item-resolution"),
    path("meetings/<int:pk>/items/<int:id>/remark/", presses.remark, name="item-remark"),
    path("meetings/<int:pk>/items/<int:id>/paper/", presses.paper, name="item-paper"),
    *site_agenda,
    path("resolutions/<int:pk>/", site.resolution, name="resolution"),
    path("resolutions/<int:pk>/order/", presses.order, name="resolution-order"),
    path("orders/<int:pk>/report/", presses.report, name="order-report"),
    *site_mine,
    path("calendar/<slug:slug>.ics", data.calendar, name="calendar"),
    path("feeds/meetings.atom", data.feed_meetings, name="feed-meetings"),
    path("feeds/resolutions.atom", data.feed_resolutions, name="feed-resolutions"),
    path("data/popolo.json", data.popolo_json, name="popolo"),
    *site_work,
]
