"""Where the words of a remark stand, so that a blanking finds every copy."""

from committees.models import Remark


def blank_words(pk: int) -> None:
    """The words themselves; frames are drawn from them, and no index has them."""
    Remark.objects.filter(pk=pk).update(body="")


PLACES = {"committees.Remark.body": blank_words}
