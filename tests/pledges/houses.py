"""The house of the demo as far as pledges count it: bodies, the copied log, tasks, a forum, questions."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from cms.demo.facts import facts
from cms.demo.log import copy_log
from cms.demo.tasks import copy_past
from committees.actions.meetings import adjourn, call_to_order
from committees.models import Body, BodyRule, Office, Seat, Term
from deliberation.actions import open_forum, open_question
from deliberation.actions.forums import record_past_session
from deliberation.models import ParticipationPolicy
from tests.cast import NOON, laid, seated
from tests.committees.acts import gather

BEFORE = date(2019, 7, 1)


def copied():
    """Everything that the papers tell of, by the demo's own facts and actions; answers the bodies by slug."""
    bodies = founded()
    copy_log(NOON)
    told = facts("tasks")
    copy_past(told | {"counted": told["counted"] | {"rows": []}}, bodies)
    ParticipationPolicy.objects.get_or_create(valid_from=BEFORE, defaults={"source": "온라인관악청 운영계획"})
    for on, kind, _department, title in facts("history")["questions"]:
        ask(title, date.fromisoformat(on), kind=kind)
    [forum] = facts("forums")["past"]
    on_paper(bodies["governance-council"], forum["sessions"], **forum["printed"])
    return bodies


def founded():
    """The bodies of the papers with their parts and rules, nobody in them."""
    bodies = {}
    for row in facts("bodies")["bodies"]:
        body = bodies[row["slug"]] = Body.objects.create(**named(row))
        BodyRule.objects.create(body=body, **row["rule"])
        for part in row["parts"]:
            bodies[part["slug"]] = Body.objects.create(parent=body, **named(part))
    return bodies


def named(row):
    """What of a row of bodies.json is the body itself."""
    words = {key: row[key] for key in ("slug", "name", "short_name") if key in row}
    return words | {"kind_id": row["kind"]}


def ask(title, on, **words):
    """A question that opens on that day."""
    opens_at = morning(on)
    closes_at = opens_at + timedelta(days=21)
    return open_question(title=title, opens_at=opens_at, closes_at=closes_at, by=None, at=opens_at, **words)


def on_paper(body, sessions, **printed):
    """A forum that was held before this house stood, without an hour of its own."""
    forum = open_forum(title="공론장", slug="paper", body=body, sessions=[], by=None, at=NOON, **printed)
    for ordinal in range(1, sessions + 1):
        record_past_session(forum, ordinal=ordinal, title="동 권역별 공론장", by=None, at=NOON)
    return forum


def meet(body, people, secretary, starts_at):
    """A plenary of five members from notice to adjournment, at the time given."""
    term = Term.objects.create(body=body, number=3, start=date(2023, 3, 20), end=date(2025, 3, 19))
    Seat.objects.bulk_create(Seat(body=body, number=n, opened_on=term.start) for n in range(1, 6))
    seated(body, people, start=term.start, end=term.end)
    Office.objects.create(body=body, kind="secretary", post=secretary.postings.get().post, start=term.start)
    notice = starts_at - timedelta(days=10)
    meeting = laid(body, ordinal=1, starts_at=starts_at, at=notice, mode="in_person")
    gather(meeting, people, at=starts_at)
    call_to_order(meeting, by=secretary, at=starts_at)
    return adjourn(meeting, by=secretary, at=starts_at + timedelta(hours=2))


def morning(on):
    """Nine o'clock there."""
    return timezone.make_aware(datetime.combine(on, time(9)))
