"""Addresses of deliberation: below /api/v1/ for programs, at the root for people."""

from django.urls import path

from deliberation import proposal_urls
from deliberation.feeds import feed_answers, feed_proposals, feed_questions
from deliberation.views import api, forums, keeping, moderation, objections, pins, sessions, site

api_urlpatterns = [
    path("questions/", api.Questions.as_view(), name="api-questions"),
    path("questions/<int:id>/", api.QuestionDetail.as_view(), name="api-question"),
    path("threads/<int:id>/", api.ThreadDetail.as_view(), name="api-thread"),
    path("threads/<int:id>/comments/", api.ThreadComments.as_view(), name="api-thread-comments"),
    path("comments/<int:id>/", api.CommentDetail.as_view(), name="api-comment"),
    path("comments/<int:id>/versions/", api.CommentVersions.as_view(), name="api-comment-versions"),
    path("comments/<int:id>/withdraw/", api.CommentWithdrawal.as_view(), name="api-comment-withdrawal"),
    path("comments/<int:id>/hide/", api.CommentHiding.as_view(), name="api-comment-hiding"),
    path("comments/<int:id>/reaction/", api.CommentReaction.as_view(), name="api-comment-reaction"),
    path("comments/<int:id>/pin/", keeping.CommentPin.as_view(), name="api-comment-pin"),
    path("threads/<int:id>/slow/", keeping.ThreadPause.as_view(), name="api-thread-slow"),
    path("threads/<int:id>/read/", keeping.ThreadReadMark.as_view(), name="api-thread-read"),
    path("forums/", forums.Forums.as_view(), name="api-forums"),
    path("forums/<int:id>/", forums.ForumDetail.as_view(), name="api-forum"),
    path("sessions/<int:id>/", forums.SessionDetail.as_view(), name="api-session"),
    path("sessions/<int:id>/open/", forums.SessionOpening.as_view(), name="api-session-opening"),
    path("sessions/<int:id>/close/", forums.SessionClosing.as_view(), name="api-session-closing"),
    *(
        path(f"comments/<int:id>/{address}", view.as_view(), name=f"api-comment-{name}")
        for address, name, view in moderation.doors("comment")
    ),
    path("dockets/", moderation.Dockets.as_view(), name="api-dockets"),
    path("dockets/decide/", moderation.Decisions.as_view(), name="api-dockets-decide"),
    path("appeals/", moderation.Appeals.as_view(), name="api-appeals"),
    path("measures/", moderation.Measures.as_view(), name="api-measures"),
    path("blankings/", moderation.Blankings.as_view(), name="api-blankings"),
    path("blocks/", moderation.Blocks.as_view(), name="api-blocks"),
    path("blocks/<int:id>/lift/", moderation.BlockLift.as_view(), name="api-block-lift"),
    path("house-rules/", moderation.HouseRules.as_view(), name="api-house-rules"),
    path("transparency/", moderation.Transparency.as_view(), name="api-transparency"),
    *proposal_urls.api_urlpatterns,
    path("participation-policies/", api.Policies.as_view(), name="api-participation-policies"),
]

site_urlpatterns = [
    path("threads/<int:id>/comments/", site.speak, name="speak"),
    path("comments/<int:id>/", site.permalink, name="permalink"),
    path("comments/<int:id>/replies/", site.replies, name="replies"),
    path("comments/<int:id>/edit/", site.edit, name="edit-comment"),
    path("comments/<int:id>/withdraw/", site.withdraw, name="withdraw-comment"),
    path("comments/<int:id>/hide/", site.hide, name="hide-comment"),
    path("comments/<int:id>/reaction/", site.react, name="react"),
    path("comments/<int:id>/pin/", pins.pin, name="pin-comment"),
    path("comments/<int:id>/versions/", site.versions, name="comment-versions"),
    path("threads/<int:id>/unpin/", pins.unpin, name="unpin-comment"),
    path("threads/<int:id>/slow/", pins.slow, name="slow-thread"),
    path("sessions/<int:id>/", sessions.session, name="session"),
    path("sessions/<int:id>/wall/", sessions.wall, name="session-wall"),
    path("sessions/<int:id>/open/", sessions.open_session, name="open-session"),
    path("sessions/<int:id>/close/", sessions.close_session, name="close-session"),
    *(
        path(f"comments/<int:id>/{name}/", view, {"noun": "comment"}, name=f"{named}-comment")
        for name, view, named in objections.PAGES
    ),
    path("transparency/", objections.transparency_page, name="transparency"),
    path("transparency/data.csv", objections.transparency_sheet, {"ending": "csv"}, name="transparency-csv"),
    path(
        "transparency/data.json", objections.transparency_sheet, {"ending": "json"}, name="transparency-json"
    ),
    *proposal_urls.site_urlpatterns,
    path("feeds/questions.atom", feed_questions, name="feed-questions"),
    path("feeds/proposals.atom", feed_proposals, name="feed-proposals"),
    path("feeds/answers.atom", feed_answers, name="feed-answers"),
]
