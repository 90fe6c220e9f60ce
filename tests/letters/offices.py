"""Mail servers as they are: one that says no, one that hangs up in the middle, one that is not there."""

import smtplib

from django.core.mail.backends.locmem import EmailBackend


class SaysNo(EmailBackend):
    """Takes nothing, and says so."""

    def send_messages(self, messages):
        raise smtplib.SMTPRecipientsRefused({messages[0].to[0]: (450, b"try later")})


class HangsUp(EmailBackend):
    """Takes the mail, and is gone before it says so."""

    def send_messages(self, messages):
        super().send_messages(messages)
        raise smtplib.SMTPServerDisconnected("Connection unexpectedly closed")


class IsNotThere(EmailBackend):
    """Nobody picks up."""

    def open(self):
        raise ConnectionRefusedError(111, "Connection refused")


class EndsTheWorker(EmailBackend):
    """The worker is ended right after the mail went, before anybody could write it down."""

    def send_messages(self, messages):
        super().send_messages(messages)
        raise SystemExit
