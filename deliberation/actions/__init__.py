"""The verbs of deliberation; nothing that was asked, said or hidden changes in any other way."""

from deliberation.actions.clock import DUES, due
from deliberation.actions.comments import (
    edit_comment,
    post_comment,
    support_comment,
    unsupport_comment,
    withdraw_comment,
)
from deliberation.actions.drafting import (
    attach_paper,
    begin_proposal,
    discard_draft,
    discard_paper,
    forget_drafts,
    save_proposal,
)
from deliberation.actions.forums import (
    SessionDraft,
    amend_forum,
    check_sessions,
    open_forum,
    record_past_session,
)
from deliberation.actions.merging import merge_proposals
from deliberation.actions.moderation import (
    LEDGER,
    claim_words,
    hide_words,
    keep_words,
    release_words,
    report_words,
    restore_words,
)
from deliberation.actions.pins import pin_comment, slow_thread, unpin_comment
from deliberation.actions.proposals import (
    amend_proposal,
    ask_reconsideration,
    publish_proposal,
    transfer_proposal,
    turn_into_case,
    veil_proposal,
    withdraw_proposal,
)
from deliberation.actions.questions import amend_question, open_question
from deliberation.actions.reading import forget_reading, mark_read
from deliberation.actions.remedies import (
    appeal_hiding,
    decide_appeal,
    decide_measure,
    object_to_measure,
    request_measure,
    take_measure,
)
from deliberation.actions.sanctions import (
    ask_blanking,
    block_person,
    confirm_blanking,
    drop_blanking,
    lift_block,
    reveal_author,
)
from deliberation.actions.sessions import close_session, open_session
from deliberation.actions.sharing import accept_share, decline_share, drop_share, invite_share
from deliberation.actions.supplements import supply_proposal
from deliberation.actions.supports import support_proposal, unsupport_proposal
from deliberation.actions.talks import open_talk

__all__ = [
    "DUES",
    "LEDGER",
    "SessionDraft",
    "accept_share",
    "amend_forum",
    "amend_proposal",
    "amend_question",
    "appeal_hiding",
    "ask_blanking",
    "ask_reconsideration",
    "attach_paper",
    "begin_proposal",
    "block_person",
    "check_sessions",
    "claim_words",
    "close_session",
    "confirm_blanking",
    "decide_appeal",
    "decide_measure",
    "decline_share",
    "discard_draft",
    "discard_paper",
    "drop_blanking",
    "drop_share",
    "due",
    "edit_comment",
    "forget_drafts",
    "forget_reading",
    "hide_words",
    "invite_share",
    "keep_words",
    "lift_block",
    "mark_read",
    "merge_proposals",
    "object_to_measure",
    "open_forum",
    "open_question",
    "open_session",
    "open_talk",
    "pin_comment",
    "post_comment",
    "publish_proposal",
    "record_past_session",
    "release_words",
    "report_words",
    "request_measure",
    "restore_words",
    "reveal_author",
    "save_proposal",
    "slow_thread",
    "supply_proposal",
    "support_comment",
    "support_proposal",
    "take_measure",
    "transfer_proposal",
    "turn_into_case",
    "unpin_comment",
    "unsupport_comment",
    "unsupport_proposal",
    "veil_proposal",
    "withdraw_comment",
    "withdraw_proposal",
]
