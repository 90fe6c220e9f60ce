"""Addresses of letters: below /api/v1/ for programs, at the root for people."""

from django.urls import path

from letters.views import api, api_ways, site, ways

api_urlpatterns = [
    path("letters/", api.Letters.as_view(), name="api-letters"),
    path("letters/ways/", api_ways.Ways.as_view(), name="api-ways"),
    path("letters/browsers/", api_ways.Browsers.as_view(), name="api-browsers"),
    path("letters/browsers/<uuid:key>/", api_ways.BrowserDetail.as_view(), name="api-browser"),
    path("letters/number/", api_ways.Number.as_view(), name="api-number"),
    path("letters/number/prove/", api_ways.NumberProof.as_view(), name="api-number-prove"),
    path("letters/<uuid:key>/", api.LetterDetail.as_view(), name="api-letter"),
    path("letters/<uuid:key>/read/", api.LetterReading.as_view(), name="api-letter-read"),
    path("letters/<uuid:key>/confirm/", api.LetterReceipt.as_view(), name="api-letter-confirm"),
    path("follows/", api.Follows.as_view(), name="api-follows"),
    path("follows/<uuid:key>/", api.FollowDetail.as_view(), name="api-follow"),
]

site_urlpatterns = [
    path("me/letters/", site.letters, name="letters"),
    path("me/letters/ways/", ways.prefer, name="letter_ways"),
    path("me/letters/number/", ways.claim_number, name="number_claim"),
    path("me/letters/number/prove/", ways.prove_number, name="number_prove"),
    path("me/letters/number/drop/", ways.drop_number, name="number_drop"),
    path("me/letters/browsers/<uuid:key>/drop/", ways.drop_browser, name="browser_drop"),
    path("sw.js", ways.service_worker, name="service_worker"),
    path("letters/<uuid:key>/", site.letter, name="letter"),
    path("letters/<uuid:key>/confirm/", site.confirm, name="letter_confirm"),
    path("letters/stop/<str:token>/", site.stop, name="letter_stop"),
    path("follows/", site.follow, name="follow"),
    path("follows/<uuid:key>/choose/", ways.choose, name="follow_choose"),
    path("follows/<uuid:key>/end/", site.unfollow, name="unfollow"),
]
