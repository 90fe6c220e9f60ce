"""연임. How often somebody was appointed to a body without a break, and what its rule says to that."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils.translation import gettext as _

from committees.models import Body, BodyRule, Membership
from district.dates import official_range
from district.models import Person
from district.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Tenure:
    """The how-manieth renewal an appointment would be, and the terms it would go on from."""

    renewal_no: int = 0
    earlier: tuple[Membership, ...] = ()

    def check(self, rule: BodyRule) -> None:
        """Refuse one term more than the ordinance allows, and show those that were served."""
        if rule.renewals_allowed is None or self.renewal_no <= rule.renewals_allowed:
            return
        served = ", ".join(official_range(each.start, each.last_day) for each in self.earlier)
        sentence = _("연임은 %(times)s회까지 할 수 있습니다.") % {"times": rule.renewals_allowed}
        if served:
            sentence = f"{sentence} {_('이어서 맡은 임기: %(terms)s') % {'terms': served}}"
        facts = [
            {"membership": each.pk, "start": each.start.isoformat(), "end": each.last_day.isoformat()}
            for each in self.earlier
        ]
        raise Refusal("renewals_used", sentence, earlier=facts)


def tenures(
    body: Body,
    people: Iterable[Person | int],
    start: date,
    *,
    vacancy: bool = False,
    rule: BodyRule | None = None,
    said: int = 0,
) -> dict[int, Tenure]:
    """For many at once, by person: what an appointment on that day would be to each of them."""
    rule = rule or body.rule_on(start)
    wanted = [person.pk if isinstance(person, Person) else person for person in people]
    before: dict[int, list[Membership]] = {person: [] for person in wanted}
    served = Membership.objects.filter(seat__body=body, person__in=wanted, start__lt=start)
    for each in served.select_related("end_reason").order_by("start"):
        before[each.person_id].append(each)
    found = {person: _tenure(rows, start, rule, vacancy) for person, rows in before.items()}
    # What was served before this house came to be only the form can say.
    return {
        person: replace(tenure, renewal_no=max(tenure.renewal_no, said)) for person, tenure in found.items()
    }


def tenure_of(
    body: Body,
    person: Person,
    start: date,
    *,
    vacancy: bool = False,
    rule: BodyRule | None = None,
    said: int = 0,
) -> Tenure:
    """The same for one."""
    return tenures(body, [person], start, vacancy=vacancy, rule=rule, said=said)[person.pk]


def going_on(held: Iterable[Membership], rules: Mapping[int, BodyRule]) -> dict[int, Tenure]:
    """What one more term would be right after each of these, by membership; where no rule says, nothing."""
    asked = [each for each in held if each.seat.body_id in rules]
    served: dict[tuple[int, int], list[Membership]] = {}
    rows = Membership.objects.filter(
        seat__body__in={each.seat.body_id for each in asked}, person__in={each.person_id for each in asked}
    )
    for row in rows.select_related("seat", "end_reason").order_by("start"):
        served.setdefault((row.seat.body_id, row.person_id), []).append(row)
    found = {}
    for each in asked:
        start = each.last_day + timedelta(days=1)
        before = [row for row in served[each.seat.body_id, each.person_id] if row.start < start]
        found[each.pk] = _tenure(before, start, rules[each.seat.body_id], vacancy=False)
    return found


def _tenure(before: list[Membership], start: date, rule: BodyRule, vacancy: bool) -> Tenure:
    """Terms are counted and not numbers added: what a 보궐 served may or may not be a term of its own."""
    run = _run(before, start, rule)
    served = 0
    for each in run:
        counts = rule.vacancy_counts or each.predecessor_id is None
        # A first term may bear a number already: what was served before this house came to be.
        served = max(served + counts, each.renewal_no + counts)
    served += rule.vacancy_counts or not vacancy
    return Tenure(max(served - 1, 0), tuple(run))


def _run(before: list[Membership], start: date, rule: BodyRule) -> list[Membership]:
    """Those that go on into that day, one from the other; being dismissed or away ends it."""
    run: list[Membership] = []
    for each in reversed(before):
        if each.is_dismissed or (start - each.last_day).days > rule.renewal_within_days:
            break
        run.insert(0, each)
        start = each.start
    return run
