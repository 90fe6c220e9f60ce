"""The words of a hidden proposal: moved out of its row, so that whoever reads the row reads none of them."""

from typing import Any

from deliberation.models.proposal import Proposal

HIDDEN, BLANKED, NOTHING_LEFT = "가린 제안 {}번", "내용을 지운 제안 {}번", "–"
"""What stands in their place; the number tells one from another, also where a title was copied to."""
WORDS = ("title", "body", "place", "end_reason", "transferred_to")
ROW = [*WORDS, "kept"]
"""The cells that hiding and restoring write."""


def put_aside(proposal: Proposal) -> None:
    """Move the words where only those who may read them look; the caller saves."""
    proposal.kept = words_of(proposal)
    for name in WORDS:
        setattr(proposal, name, "")
    proposal.title, proposal.body = HIDDEN.format(proposal.pk), NOTHING_LEFT


def put_back(proposal: Proposal) -> list[str]:
    """Let them stand again, as if nobody had touched them; the tags that belong to them."""
    words = words_of(proposal)
    for name in WORDS:
        setattr(proposal, name, words[name])
    proposal.kept = None
    return list(words["tags"])


def put_end_aside(proposal: Proposal) -> None:
    """It ends while it is hidden: why is told by those who may read it, and shown once it stands again."""
    if not proposal.is_hidden:
        return
    if proposal.kept is not None:
        proposal.kept |= {name: getattr(proposal, name) for name in ("end_reason", "transferred_to")}
        proposal.transferred_to = ""
    proposal.end_reason = ""


def words_of(proposal: Proposal) -> dict[str, Any]:
    """The words themselves, wherever they lie: for its proposers and for those who keep order."""
    if proposal.kept is not None:
        return dict.fromkeys(WORDS, "") | {"tags": []} | proposal.kept
    tags = sorted(tag.name for tag in proposal.tags.all())
    return {name: getattr(proposal, name) for name in WORDS} | {"tags": tags}
