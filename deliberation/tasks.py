"""The worker's part in keeping order: it sorts the queue, and decides nothing."""

from django.tasks import task

from deliberation.cases import words_in
from deliberation.models import Docket
from deliberation.scorer import score_of


@task(priority=10)
def score_docket(pk: int) -> None:
    """Put reported words where moderators should look first."""
    docket = Docket.objects.filter(pk=pk, decided_at=None).first()
    if docket is not None and (words := words_in(docket.target)):
        Docket.objects.filter(pk=pk).update(score=score_of(words))
