"""Where the words of a comment stand, so that a blanking finds every copy."""

from deliberation.models import Comment, CommentVersion
from search import entries


def blank_words(pk: int) -> None:
    """The words themselves."""
    Comment.objects.filter(pk=pk).update(body="")


def blank_versions(pk: int) -> None:
    """What stood there before it was mended."""
    CommentVersion.objects.filter(comment=pk).update(body="")


def blank_entry(pk: int) -> None:
    """The pieces by which the words are found; they can be put together again."""
    entries.withdraw(Comment(pk=pk))


PLACES = {
    "deliberation.Comment.body": blank_words,
    "deliberation.CommentVersion.body": blank_versions,
    "search.Entry": blank_entry,
}
