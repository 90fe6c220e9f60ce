"""Addresses of the district below /api/v1/."""

from django.urls import path

from district import views

urlpatterns = [
    path("departments/", views.Departments.as_view(), name="departments"),
    path("posts/", views.Posts.as_view(), name="posts"),
    path("neighborhoods/", views.Neighborhoods.as_view(), name="neighborhoods"),
    path("administrations/", views.Administrations.as_view(), name="administrations"),
    path("tags/", views.Tags.as_view(), name="tags"),
    path("consents/", views.Consents.as_view(), name="consents"),
]
