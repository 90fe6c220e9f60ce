"""Addresses of letters: below /api/v1/ for programs, at the root for people."""

from django.urls import path

from letters.views import api, site

api_urlpatterns = [
    path("letters/", api.Letters.as_view(), name="api-letters"),
    path("letters/<uuid:key>/", api.LetterDetail.as_view(), name="api-letter"),
    path("letters/<uuid:key>/read/", api.LetterReading.as_view(), name="api-letter-read"),
    path("letters/<uuid:key>/confirm/", api.LetterReceipt.as_view(), name="api-letter-confirm"),
    path("follows/", api.Follows.as_view(), name="api-follows"),
    path("follows/<uuid:key>/", api.FollowDetail.as_view(), name="api-follow"),
]

site_urlpatterns = [
    path("me/letters/", site.letters, name="letters"),
    path("letters/<uuid:key>/", site.letter, name="letter"),
    path("letters/<uuid:key>/confirm/", site.confirm, name="letter_confirm"),
    path("letters/stop/<str:token>/", site.stop, name="letter_stop"),
    path("follows/", site.follow, name="follow"),
    path("follows/<uuid:key>/end/", site.unfollow, name="unfollow"),
]
