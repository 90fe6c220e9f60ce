"""Addresses of the rooms below /api/v1/."""

from django.urls import path

from realtime import views

urlpatterns = [
    path("rooms/<str:kind>/<str:key>/", views.Snapshot.as_view(), name="room"),
    path("rooms/<str:kind>/<str:key>/ticket/", views.NewTicket.as_view(), name="room-ticket"),
    path("rooms/<str:kind>/<str:key>/events", views.events, name="room-events"),
]
