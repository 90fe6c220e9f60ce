"""Where the words of a referral stand, so that a blanking finds every copy."""

from referrals.models import Referral


def blank_words(pk: int) -> None:
    """What somebody asked again, and why."""
    Referral.objects.filter(pk=pk).update(words="")


def blank_title(pk: int) -> None:
    """The title it was made with: a copy of its subject's."""
    Referral.objects.filter(pk=pk).update(title="")


PLACES = {"referrals.Referral.words": blank_words, "referrals.Referral.title": blank_title}
