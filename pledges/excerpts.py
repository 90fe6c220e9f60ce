"""The sentence under the title of a pledge in the search."""

from typing import Any

from pledges.models import Passage, Pledge
from pledges.passages import named


def of_pledges(pledges: list[Pledge]) -> dict[Any, str]:
    """What it is about in a line; without one, what its card says first in words alone."""
    said = {pledge.pk: pledge.summary for pledge in pledges}
    silent = [pk for pk, summary in said.items() if not summary]
    for passage in Passage.objects.filter(pledge__in=silent).order_by("pledge", "order"):
        if not named([passage.text]):
            said[passage.pledge_id] = said[passage.pledge_id] or passage.text
    return said
