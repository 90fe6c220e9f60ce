"""서면심의. A meeting for which nobody comes together: each answers by the day that the notice names."""

from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from committees.actions.notices import agenda_lines, when_and_where, write_letters
from committees.models import AgendaItem, Meeting, Vote
from district.refusals import Refusal


def tell_begun(held: Meeting, at: datetime) -> None:
    """Nobody sits in a hall who would see it: each member is written to that the answers are taken now."""
    with translation.override(settings.LANGUAGE_CODE):
        lines = [*when_and_where(held), *agenda_lines(held)]
        write_letters(held, "begun", _("%(meeting)s 서면심의 시작"), lines, at, needs_receipt=False)


def all_answered(held: Meeting) -> bool:
    """Whether every matter to be decided was put, and nobody is waited for any more."""
    votes = list(Vote.objects.filter(item__meeting=held).exclude(state=Vote.State.VOID))
    put = {vote.item_id for vote in votes}
    to_put = {item.pk for item in held.items.standing() if item.is_resolvable}
    return bool(votes) and to_put <= put and all(vote.cast == vote.asked for vote in votes)


def check_may_adjourn(held: Meeting, at: datetime) -> None:
    """Whoever was given time has it, unless everybody has answered before."""
    if _runs_still(held, at) and not all_answered(held):
        raise _still_open()


def check_may_close(vote: Vote, held: Meeting, at: datetime) -> None:
    """The same of one vote: it stays open until the day that its members were told."""
    if _runs_still(held, at) and vote.cast < vote.asked:
        raise _still_open()


def _runs_still(held: Meeting, at: datetime) -> bool:
    return held.is_written and held.closes_at is not None and at < held.closes_at


def _still_open() -> Refusal:
    sentence = _("서면 의견을 받는 때까지, 또는 모두 답할 때까지 기다려 주세요.")
    return Refusal("written_still_open", sentence, 409)


def finish_items(held: Meeting, at: datetime) -> dict[str, list[int]]:
    """All were before the members from the beginning, and all end with it; which they are."""
    ended = []
    for item in held.items.standing().exclude(state=AgendaItem.State.DONE):
        item.state, item.taken_up_at = AgendaItem.State.DONE, item.taken_up_at or held.called_at
        item.finished_at = max(at, item.taken_up_at or at)
        item.save(update_fields=["state", "taken_up_at", "finished_at"])
        ended.append(item.pk)
    return {"items": ended}
