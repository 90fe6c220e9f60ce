"""Addresses of what is said and moved: below /api/v1/ for programs, below a meeting for people."""

from django.urls import path

from committees.views import floor_acts as acts
from committees.views import floor_presses as presses

api_urlpatterns = [
    path("agenda-items/<int:id>/turns/", acts.Turns.as_view(), name="api-item-turns"),
    path("turns/<int:id>/begin/", acts.TurnBegun.as_view(), name="api-turn-begin"),
    path("turns/<int:id>/end/", acts.TurnEnded.as_view(), name="api-turn-end"),
    path("turns/<int:id>/withdraw/", acts.TurnWithdrawn.as_view(), name="api-turn-withdraw"),
    path("agenda-items/<int:id>/speakers-list/", acts.SpeakersList.as_view(), name="api-item-list"),
    path("agenda-items/<int:id>/gists/", acts.Gists.as_view(), name="api-item-gists"),
    path("gists/<int:id>/", acts.GistMended.as_view(), name="api-gist"),
    path("agenda-items/<int:id>/motions/", acts.Motions.as_view(), name="api-item-motions"),
    path("motions/<int:id>/second/", acts.MotionSeconded.as_view(), name="api-motion-second"),
    path("motions/<int:id>/withdraw/", acts.MotionWithdrawn.as_view(), name="api-motion-withdraw"),
    path("motions/<int:id>/lapse/", acts.MotionLapsed.as_view(), name="api-motion-lapse"),
    path("agenda-items/<int:id>/recusals/", acts.Recusals.as_view(), name="api-item-recusals"),
    path("recusals/<int:id>/withdraw/", acts.RecusalWithdrawn.as_view(), name="api-recusal-withdraw"),
    path("meetings/<int:id>/observers/", acts.Observers.as_view(), name="api-meeting-observers"),
    path("observers/<int:id>/remove/", acts.ObserverRemoved.as_view(), name="api-observer-remove"),
]

ITEM, MEETING = "meetings/<int:pk>/items/<int:id>", "meetings/<int:pk>"
site_urlpatterns = [
    path(f"{ITEM}/turn/", presses.turn, name="item-turn"),
    path(f"{ITEM}/list/", presses.speakers_list, name="item-list"),
    path(f"{ITEM}/gist/", presses.type_gist, name="item-gist"),
    path(f"{ITEM}/motion/", presses.move, name="item-motion"),
    path(f"{ITEM}/recusal/", presses.recuse, name="item-recusal"),
    path(f"{MEETING}/turns/<int:id>/begin/", presses.turning("begin"), name="turn-begin"),
    path(f"{MEETING}/turns/<int:id>/end/", presses.turning("end"), name="turn-end"),
    path(f"{MEETING}/turns/<int:id>/withdraw/", presses.turning("withdraw"), name="turn-withdraw"),
    path(f"{MEETING}/gists/<int:id>/", presses.change_gist, name="gist-change"),
    path(f"{MEETING}/motions/<int:id>/second/", presses.second, name="motion-second"),
    path(f"{MEETING}/motions/<int:id>/withdraw/", presses.moving("withdraw"), name="motion-withdraw"),
    path(f"{MEETING}/motions/<int:id>/lapse/", presses.moving("lapse"), name="motion-lapse"),
    path(f"{MEETING}/recusals/<int:id>/withdraw/", presses.withdraw_recusal, name="recusal-withdraw"),
    path(f"{MEETING}/observers/", presses.observe, name="meeting-observers"),
    path(f"{MEETING}/observers/<int:id>/remove/", presses.leave_out, name="observer-remove"),
]
