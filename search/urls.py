"""Where the index answers clients."""

from django.urls import path

from search import views

app_name = "search"
urlpatterns = [path("", views.Search.as_view(), name="search")]
