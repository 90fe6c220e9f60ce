"""Addresses of what is laid before a meeting by a press, and of who means to come."""

from django.urls import path

from committees.views import introducing, rsvps

api_urlpatterns = [
    path("meetings/<int:id>/items/", introducing.Items.as_view(), name="api-meeting-items"),
    path("agenda-items/<int:id>/withdraw/", introducing.ItemWithdrawal.as_view(), name="api-item-withdraw"),
    path("meetings/<int:id>/past-orders/", introducing.PastOrders.as_view(), name="api-meeting-past-orders"),
    path("meetings/<int:id>/rsvps/", rsvps.Rsvps.as_view(), name="api-meeting-rsvps"),
]

site_urlpatterns = [
    path("meetings/<int:pk>/items/", introducing.introduce, name="meeting-items"),
    path("meetings/<int:pk>/items/<int:id>/withdraw/", introducing.withdraw, name="item-withdraw"),
    path("meetings/<int:pk>/past-orders/", introducing.past_orders, name="meeting-past-orders"),
    path("meetings/<int:pk>/rsvp/", rsvps.send, name="meeting-rsvp"),
]
