"""Addresses of deliberation: below /api/v1/ for programs, at the root for people."""

from django.urls import path

from deliberation.feeds import feed_questions
from deliberation.views import api, forums, sessions, site

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
    path("comments/<int:id>/pin/", forums.CommentPin.as_view(), name="api-comment-pin"),
    path("forums/", forums.Forums.as_view(), name="api-forums"),
    path("forums/<int:id>/", forums.ForumDetail.as_view(), name="api-forum"),
    path("sessions/<int:id>/", forums.SessionDetail.as_view(), name="api-session"),
    path("sessions/<int:id>/open/", forums.SessionOpening.as_view(), name="api-session-opening"),
    path("sessions/<int:id>/close/", forums.SessionClosing.as_view(), name="api-session-closing"),
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
    path("comments/<int:id>/pin/", sessions.pin, name="pin-comment"),
    path("sessions/<int:id>/", sessions.session, name="session"),
    path("sessions/<int:id>/wall/", sessions.wall, name="session-wall"),
    path("sessions/<int:id>/open/", sessions.open_session, name="open-session"),
    path("sessions/<int:id>/close/", sessions.close_session, name="close-session"),
    path("sessions/<int:id>/unpin/", sessions.unpin, name="unpin-comment"),
    path("feeds/questions.atom", feed_questions, name="feed-questions"),
]
