"""연임 조사. Whose term ends before the new one begins, who of them may stay, and why somebody may not."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _

from committees.models import Application, BodyRule, Call, Membership
from committees.tenure import Tenure, tenures
from district.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Candidate:
    """One whose term ends: whether they may be appointed anew, else why not, with the terms they served."""

    membership: Membership
    application: Application | None = None
    code: str = ""
    sentence: str = ""
    earlier: tuple[Membership, ...] = ()

    @property
    def may(self) -> bool:
        """Whether the district may ask them to stay."""
        return not self.code


def candidates(call: Call) -> list[Candidate]:
    """Everybody whose term in this body runs out just before the call's day, by seat."""
    rule = call.body.rule_on(call.starts_on)
    first = call.starts_on - timedelta(days=rule.renewal_within_days)
    ending = Membership.objects.filter(
        seat__body=call.body, ended_on=None, end__gte=first, end__lt=call.starts_on
    )
    # Somebody who was appointed twice in a row is asked once, for the later of the two.
    last = {each.person_id: each for each in ending.select_related("person", "seat").order_by("start")}
    rows = sorted(last.values(), key=lambda each: each.seat.number)
    asked = {each.renews_id: each for each in call.applications.exclude(renews=None)}
    applied = {each.person_id: each for each in call.applications.exclude(state=Application.State.WITHDRAWN)}
    served = tenures(call.body, list(last), call.starts_on)
    return [
        _candidate(each, asked.get(each.pk) or applied.get(each.person_id), served.get(each.person_id), rule)
        for each in rows
    ]


def _candidate(
    membership: Membership, application: Application | None, tenure: Tenure | None, rule: BodyRule
) -> Candidate:
    if not membership.person.is_active:
        return Candidate(membership, application, "person_left", _("탈퇴했거나 닫힌 계정입니다."))
    if tenure is None:
        return Candidate(membership, application)
    try:
        tenure.check(rule)
    except Refusal as refusal:
        return Candidate(membership, application, refusal.code, str(refusal), tenure.earlier)
    return Candidate(membership, application)
