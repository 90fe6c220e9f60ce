"""Doors of Wagtail that lead elsewhere in this house; they stand before its own."""

from typing import NoReturn

from django.http import Http404, HttpRequest
from django.urls import path
from django.views.generic import RedirectView
from wagtail.admin.auth import require_admin_access

from district.desk import OwnAccount


def nowhere(request: HttpRequest, **kwargs: str) -> NoReturn:
    """No page is here."""
    raise Http404


urlpatterns = [
    # Wagtail's own form knows no second factor.
    path("login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("account/", require_admin_access(OwnAccount.as_view())),
    # Wagtail would delete and revive people by the dozen, whatever their own rules say.
    path("bulk/district/person/<str:action>/", nowhere),
]
