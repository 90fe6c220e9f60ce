"""What is told, to whom, who wishes to hear of it, and how; the sending itself is the worker's."""

from letters.actions.carrying import carry_follows
from letters.actions.clock import due
from letters.actions.following import choose, follow, forget, leave_road, prefer, stop, unfollow
from letters.actions.ledger import LEDGER
from letters.actions.means import add_browser, claim_number, drop_browser, drop_number, prove_number
from letters.actions.reading import confirm, read, receipts
from letters.actions.telling import call_worker, supersede, tell

__all__ = [
    "LEDGER",
    "add_browser",
    "call_worker",
    "carry_follows",
    "choose",
    "claim_number",
    "confirm",
    "drop_browser",
    "drop_number",
    "due",
    "follow",
    "forget",
    "leave_road",
    "prefer",
    "prove_number",
    "read",
    "receipts",
    "stop",
    "supersede",
    "tell",
    "unfollow",
]
