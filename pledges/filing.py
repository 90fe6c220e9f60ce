"""Letting pledges be found, by what everybody may read of them."""

from district.dates import day
from pledges.models import Pledge
from search import entries


def file_pledge(pledge: Pledge) -> None:
    """Found by its code, its title, what it is measured by and what its card says; not before it is out."""
    if pledge.published_at is None:
        return
    measured = [f"{each.name} {each.metric}" for each in pledge.indicators.all()]
    told = [f"{each.title}\n{each.text}" for each in pledge.passages.all()]
    entries.file(
        pledge,
        kind="pledge",
        title=str(pledge),
        words="\n".join(filter(None, [pledge.summary, *measured, *told])),
        url=pledge.get_absolute_url(),
        on=day(pledge.published_at),
        state=pledge.status.label,
        department=pledge.department.name,
        tags=pledge.tags.names(),
    )


def file_restated(pledge: Pledge) -> None:
    """Found under where it stands now."""
    entries.refile(pledge, state=pledge.status.label)
