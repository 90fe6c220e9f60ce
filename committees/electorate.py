"""표결에 참여할 위원. Who may answer a vote that runs: one rule for a called name and for a sealed box."""

from datetime import datetime

from django.utils.translation import gettext as _

from committees.models import Elector, Vote
from district.models import Person
from district.refusals import Refusal


def lock_vote(vote: Vote | int) -> Vote:
    """A ballot waits for its vote alone: three hundred of them do not wait for the meeting."""
    held = Vote.objects.locked().select_related("item__meeting", "motion")
    return held.get(pk=vote if isinstance(vote, int) else vote.pk)


def check_may_cast(vote: Vote, by: Person | None, at: datetime) -> Elector:
    """Refuse whoever was not asked, keeps out of it, or comes after the close."""
    vote.check_open()
    vote.check_own_answers()
    check_in_time(vote, at)
    elector = vote.electors.filter(person=by).first() if by is not None and by.is_active else None
    if elector is None:
        raise Refusal("not_an_elector", _("이 표결을 시작할 때 참여할 위원이 아니었습니다."), 403)
    vote.item.recusals.check_takes_part(elector.person_id)
    return elector


def check_in_time(vote: Vote, at: datetime) -> None:
    """서면 표결 ends by the clock, whether anybody has closed it or not."""
    closes_at = vote.item.meeting.closes_at
    if closes_at is not None and at >= closes_at:
        raise Refusal("vote_closed", _("표결을 마쳤습니다. 이 표는 세지 않았습니다."), 409)
