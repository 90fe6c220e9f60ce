"""Where sockets come in."""

from django.urls import re_path

from realtime.consumers import RoomSocket

websocket_urlpatterns = [
    re_path(r"^ws/rooms/(?P<kind>[^/]{1,40})/(?P<key>[^/]{1,64})/$", RoomSocket()),  # type: ignore[arg-type]
]
