"""The verbs of deliberation; nothing that was asked, said or hidden changes in any other way."""

from deliberation.actions.clock import due
from deliberation.actions.comments import (
    edit_comment,
    hide_comment,
    post_comment,
    support_comment,
    unsupport_comment,
    withdraw_comment,
)
from deliberation.actions.forums import (
    SessionDraft,
    amend_forum,
    check_sessions,
    open_forum,
    record_past_session,
)
from deliberation.actions.questions import amend_question, open_question
from deliberation.actions.sessions import close_session, open_session, pin_comment, unpin_comment

__all__ = [
    "SessionDraft",
    "amend_forum",
    "amend_question",
    "check_sessions",
    "close_session",
    "due",
    "edit_comment",
    "hide_comment",
    "open_forum",
    "open_question",
    "open_session",
    "pin_comment",
    "post_comment",
    "record_past_session",
    "support_comment",
    "unpin_comment",
    "unsupport_comment",
    "withdraw_comment",
]
