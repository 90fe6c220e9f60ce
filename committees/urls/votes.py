"""Addresses of votes: below /api/v1/ for programs, below a meeting for people, and the page of a vote."""

from django.urls import path

from committees.views import vote_acts as acts
from committees.views import vote_page
from committees.views import vote_presses as presses

api_urlpatterns = [
    path("agenda-items/<int:id>/votes/", acts.Votes.as_view(), name="api-item-votes"),
    path("agenda-items/<int:id>/elections/", acts.Elections.as_view(), name="api-item-elections"),
    path("votes/<int:id>/", acts.VoteDetail.as_view(), name="api-vote"),
    path("votes/<int:id>/ballots/", acts.Ballots.as_view(), name="api-vote-ballots"),
    path("votes/<int:id>/roll/", acts.Roll.as_view(), name="api-vote-roll"),
    path("votes/<int:id>/close/", acts.VoteClosed.as_view(), name="api-vote-close"),
    path("votes/<int:id>/void/", acts.VoteVoided.as_view(), name="api-vote-void"),
    path("votes/<int:id>/run-off/", acts.RunOff.as_view(), name="api-vote-run-off"),
    path("votes/<int:id>/resolution/", acts.VoteResolution.as_view(), name="api-vote-resolution"),
    path("votes/<int:id>/receipts/", acts.Receipts.as_view(), name="api-vote-receipts"),
]

ITEM, VOTE = "meetings/<int:pk>/items/<int:id>", "meetings/<int:pk>/votes/<int:id>"
site_urlpatterns = [
    path(f"{ITEM}/vote/", presses.put, name="item-vote"),
    path(f"{ITEM}/election/", presses.elect, name="item-election"),
    path(f"{VOTE}/ballot/", presses.ballot, name="vote-ballot"),
    path(f"{VOTE}/roll/", presses.roll, name="vote-roll"),
    path(f"{VOTE}/close/", presses.close, name="vote-close"),
    path(f"{VOTE}/void/", presses.void, name="vote-void"),
    path(f"{VOTE}/run-off/", presses.run_off, name="vote-run-off"),
    path(f"{VOTE}/resolution/", presses.resolve, name="vote-resolution"),
    path("votes/<int:pk>/", vote_page.vote, name="vote"),
]
