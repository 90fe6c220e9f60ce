"""The verbs of asking a department and of answering for it."""

from referrals.actions.answering import approve, lay_paper, send_back, submit, take_paper, write_reply
from referrals.actions.asking import again_until, ask_again, end, refer, rename
from referrals.actions.handling import claim, nothing_asked, pause, release, reroute, resume, supply
from referrals.actions.progress import report_progress
from referrals.actions.recalling import recall
from referrals.actions.reminding import due

__all__ = [
    "again_until",
    "approve",
    "ask_again",
    "claim",
    "due",
    "end",
    "lay_paper",
    "nothing_asked",
    "pause",
    "recall",
    "refer",
    "release",
    "rename",
    "report_progress",
    "reroute",
    "resume",
    "send_back",
    "submit",
    "supply",
    "take_paper",
    "write_reply",
]
