"""Where acts about letters are written down."""

from realtime.publish import Address

LEDGER = Address("ledger", "letters")
