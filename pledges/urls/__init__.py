"""The addresses of pledges."""

from pledges.urls.api import api_urlpatterns
from pledges.urls.site import site_urlpatterns

__all__ = ["api_urlpatterns", "site_urlpatterns"]
