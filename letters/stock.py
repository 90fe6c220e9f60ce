"""What an operator asks of the letters: how many wait by which road, and of how many nobody knows."""

from collections import Counter
from datetime import datetime

from letters.models import Letter, Road


def letters_at(at: datetime, most: int) -> tuple[dict[str, int], int]:
    """Looked up at the moment of asking, in the worker's own order, and no further than told."""
    begun = Letter.objects.begun(at).order_by("due_at").values_list("road", flat=True)
    waiting = Counter(begun[:most])
    doubts = Letter.objects.filter(state=Letter.State.FAILED, fault=Letter.Fault.DOUBT)
    return {road.value: waiting[road.value] for road in Road if road != Road.SCREEN}, doubts.count()
