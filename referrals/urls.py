"""Addresses of referrals: below /api/v1/ for programs, below /desk/inbox/ for staff."""

from django.urls import path

from referrals.views import api, desk, presses, sheets

REFERRAL = "referrals/<uuid:id>/"
DESK = "inbox/<uuid:key>/"

api_urlpatterns = [
    path("referral-outcomes/", sheets.Outcomes.as_view(), name="api-referral-outcomes"),
    path("referral-grounds/", sheets.Grounds.as_view(), name="api-referral-grounds"),
    path("referral-phrases/", sheets.Phrases.as_view(), name="api-referral-phrases"),
    path("referrals/", api.Referrals.as_view(), name="api-referrals"),
    path(REFERRAL, api.ReferralDetail.as_view(), name="api-referral"),
    path(f"{REFERRAL}inside/", api.ReferralInside.as_view(), name="api-referral-inside"),
    path(f"{REFERRAL}claim/", api.Claim.as_view(), name="api-referral-claim"),
    path(f"{REFERRAL}release/", api.Release.as_view(), name="api-referral-release"),
    path(f"{REFERRAL}reroute/", api.Reroute.as_view(), name="api-referral-reroute"),
    path(f"{REFERRAL}pause/", api.PauseClock.as_view(), name="api-referral-pause"),
    path(f"{REFERRAL}resume/", api.Resume.as_view(), name="api-referral-resume"),
    path(f"{REFERRAL}reply/", api.Draft.as_view(), name="api-referral-reply"),
    path(f"{REFERRAL}submit/", api.Submit.as_view(), name="api-referral-submit"),
    path(f"{REFERRAL}recall/", api.Recall.as_view(), name="api-referral-recall"),
    path(f"{REFERRAL}papers/", sheets.DraftPapers.as_view(), name="api-referral-papers"),
    path(f"{REFERRAL}papers/<uuid:key>/", sheets.DraftPaper.as_view(), name="api-referral-paper"),
    path(f"{REFERRAL}approve/", api.Approve.as_view(), name="api-referral-approve"),
    path(f"{REFERRAL}return/", api.SendBack.as_view(), name="api-referral-return"),
    path(f"{REFERRAL}progress/", api.ReportProgress.as_view(), name="api-referral-progress"),
]

desk_urlpatterns = [
    path("inbox/", desk.Inbox.as_view(), name="desk-inbox"),
    path("inbox/news/", desk.news, name="desk-inbox-news"),
    path("inbox/bulk/", presses.bulk, name="desk-inbox-bulk"),
    path(DESK, desk.File.as_view(), name="desk-referral"),
    path(f"{DESK}recall/", presses.recall, name="desk-referral-recall"),
    path(f"{DESK}claim/", presses.claim, name="desk-referral-claim"),
    path(f"{DESK}release/", presses.release, name="desk-referral-release"),
    path(f"{DESK}resume/", presses.resume, name="desk-referral-resume"),
    path(f"{DESK}reroute/", presses.reroute, name="desk-referral-reroute"),
    path(f"{DESK}pause/", presses.pause, name="desk-referral-pause"),
    path(f"{DESK}reply/", presses.reply, name="desk-referral-reply"),
    path(f"{DESK}papers/", presses.lay_paper, name="desk-referral-paper"),
    path(f"{DESK}papers/<uuid:paper>/", presses.take_paper, name="desk-referral-paper-off"),
    path(f"{DESK}decide/", presses.decide, name="desk-referral-decide"),
    path(f"{DESK}progress/", presses.progress, name="desk-referral-progress"),
]
