"""Every address of the house, in one place."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.generic import RedirectView
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as desk_urls
from wagtail.api.v3.urls import api as pages_api
from wagtail.documents import urls as document_urls

from cms import api
from cms.views import (
    choosing,
    errors,
    guarding,
    health,
    me,
    metrics,
    opendata,
    pages,
    permalinks,
    searching,
    verifying,
)
from committees.urls import api_urlpatterns as api_committees
from committees.urls import site_urlpatterns as site_committees
from deliberation.urls import api_urlpatterns, site_urlpatterns
from letters.urls import api_urlpatterns as api_letters
from letters.urls import site_urlpatterns as site_letters
from pledges.urls import api_urlpatterns as api_pledges
from pledges.urls import site_urlpatterns as site_pledges
from referrals.urls import api_urlpatterns as api_referrals
from surveys.urls import api_urlpatterns as api_surveys
from surveys.urls import site_urlpatterns as site_surveys

handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.page_not_found
handler500 = errors.server_error

v1: list[URLPattern | URLResolver] = [
    path("", api.Root.as_view(), name="api_root"),
    path("me/", api.Me.as_view(), name="me"),
    path("schema/", api.Schema.as_view(), name="schema"),
    path("search/", include("search.urls")),
    path("", include("realtime.urls")),
    path("", include("district.urls")),
    path("", include(api_urlpatterns)),
    path("", include(api_committees)),
    path("", include(api_letters)),
    path("", include(api_pledges)),
    path("", include(api_referrals)),
    path("", include(api_surveys)),
]

site = [
    path("search/", searching.search, name="search"),
    path("me/", me.me, name="mine"),
    path("me/name/", me.rename, name="rename"),
    path("me/export/", me.my_data, name="my_data"),
    path("me/agree/<int:pk>/", me.agree, name="agree"),
    path("me/leave/", me.leave, name="leave"),
    path("me/verify/", verifying.verify, name="verify"),
    path("me/verify/<slug:key>/", verifying.verify, name="verify_by"),
    path("me/verify/<slug:key>/back/", verifying.came_back, name="verified_by"),
    path("me/guardian/", guarding.mine, name="guardian_mine"),
    path("me/guardian/ask/", guarding.ask, name="guardian_ask"),
    path("me/guardian/<uuid:key>/withdraw/", guarding.withdraw, name="guardian_withdraw"),
    path("guardian/<str:token>/", guarding.consent, name="guardian"),
    path("guardian/<str:token>/prove/", guarding.prove, name="guardian_prove"),
    path("guardian/<str:token>/prove/<slug:key>/", guarding.prove, name="guardian_prove_by"),
    path("verify/", RedirectView.as_view(pattern_name="verify", query_string=True)),
    path("display/", choosing.display, name="display"),
    path("language/", choosing.choose, name="language"),
    path("data/", opendata.index, name="open_data"),
    path("data/<slug:name>/", opendata.dataset, name="dataset"),
    path("questions/<int:pk>/", permalinks.question, name="question_page"),
    path("proposals/", permalinks.proposals, name="proposals_page"),
    path("pledges/all/", permalinks.pledges, name="pledges_page"),
    path("bodies/<int:pk>/", permalinks.body, name="body_page"),
    path("forums/<int:pk>/", permalinks.forum, name="forum_page"),
]

# Behind a real front server these files are its own business.
media = (
    [re_path(r"^media/(?P<path>.*)$", serve, {"document_root": settings.MEDIA_ROOT})]
    if settings.DEBUG or settings.DEMO
    else []
)

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", metrics.metrics, name="metrics"),
    path("accounts/", include("allauth.urls")),
    path("_allauth/", include("allauth.headless.urls")),
    path("desk/", include("district.desk_urls")),
    path("desk/", include(desk_urls)),
    path("documents/", include(document_urls)),
    path("files/", include("papers.urls")),
    path("api/v1/", include(v1)),
    path("api/cms/", pages_api.urls),
    *media,
    # Before the pages: a machine that asks wrongly is not answered with a page.
    re_path(r"^api/(?P<rest>.*)$", api.nothing_here),
    path("", include(site)),
    path("", include(site_urlpatterns)),
    path("", include(site_committees)),
    path("", include(site_letters)),
    path("", include(site_pledges)),
    path("", include(site_surveys)),
    re_path(wagtail_urls.serve_pattern, pages.page),
    path("", include(wagtail_urls)),
]
