"""Where papers are handed out."""

from django.urls import path

from papers import views

app_name = "papers"
# A name that the shelf would not write is still a name: only the key decides.
urlpatterns = [path("<uuid:key>/<str:name>", views.download, name="download")]
