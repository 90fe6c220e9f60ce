"""The worker's part in keeping order: it sorts the queue, and decides nothing."""

from django.tasks import task

from deliberation.models import Docket
from deliberation.scorer import score_of


@task(priority=10)
def score_docket(pk: int) -> None:
    """Put a reported comment where moderators should look first."""
    docket = Docket.objects.filter(pk=pk, decided_at=None).select_related("comment").first()
    if docket is not None and docket.comment.body:
        Docket.objects.filter(pk=pk).update(score=score_of(docket.comment.body))
