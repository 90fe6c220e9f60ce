"""Where the words of an answer stand, so that a blanking finds every copy."""

from django.utils import timezone

from surveys.models import Answer


def blank_words(pk: int) -> None:
    """The words themselves; that something was answered stays, and no index has them."""
    Answer.objects.filter(pk=pk).exclude(words="").update(words="", blanked_at=timezone.now())


PLACES = {"surveys.Answer.words": blank_words}
