"""A meeting that was held, with everything that minutes tell of: by plain rows and a log of its acts."""

from datetime import date, timedelta

from django.db import transaction

from committees.actions.minutes import ask_correction, close_corrections, lay_minutes
from committees.actions.signing import sign_minutes
from committees.documents.minutes import fingerprint
from committees.models import (
    AgendaItem,
    Ballot,
    Elector,
    Gist,
    Meeting,
    Minutes,
    Motion,
    Observer,
    Recusal,
    Resolution,
    Second,
    SpeakingTurn,
    Vote,
)
from committees.models.resolution import Order
from district.second_factor import Proof
from realtime.publish import publish
from tests.cast import NOON
from tests.committees.acts import gather, items_of, seats_in

END = NOON + timedelta(minutes=50)
LAID = NOON + timedelta(hours=2)
PERIOD = timedelta(days=7)
SIGNED = LAID + PERIOD + timedelta(hours=1)
SECRET_WORDS = ("호암로", "수억", "매도인", "비밀동의", "비밀의결", "비밀처리")


def minute(n):
    return NOON + timedelta(minutes=n)


def told(meeting, name, row, at):
    publish(meeting.room, name, row, by=None, at=at)


@transaction.atomic
def held(meeting, members, department):
    """Six of ten came; one went early; one item reported, one decided by roll call, one closed."""
    items = {item.kind: item for item in items_of(meeting)}
    decide, closed = items["decide"], items["consider"]
    came = gather(meeting, members[:6])
    Meeting.objects.filter(pk=meeting.pk).update(state="adjourned", called_at=NOON, adjourned_at=END)
    meeting.refresh_from_db()
    told(meeting, "meeting.called", meeting, NOON)
    for n, item in enumerate(items.values()):
        AgendaItem.objects.filter(pk=item.pk).update(
            state="done", taken_up_at=minute(5 + 10 * n), finished_at=minute(12 + 10 * n)
        )
        told(meeting, "item.taken_up", item, minute(5 + 10 * n))
    came[5].left_at = minute(40)
    came[5].save()
    told(meeting, "meeting.recessed", meeting, minute(20))
    told(meeting, "meeting.resumed", meeting, minute(24))
    spoken(meeting, members, items)
    moved(meeting, members, decide, "골목길 조명부터 바꾼다.", minute(26))
    moved(meeting, members, closed, "비밀동의: 호암로 부지를 산다.", minute(36))
    asked(meeting, members, decide, "협치과제 실행계획을 원안대로 의결한다.", minute(27))
    asked(meeting, members, closed, "호암로 부지를 수억에 산다.", minute(37))
    resolved(meeting, decide, "협치과제 실행계획을 원안대로 의결한다.", department, minute(30))
    resolved(meeting, closed, "비밀의결: 호암로 부지를 산다.", department, minute(39))
    seats = seats_in(meeting)
    Recusal.objects.create(
        item=decide, person=members[4], seat_id=seats[members[4].pk], name=members[4].name, kind="self",
        reason="배우자가 사업자입니다.", asked_by=members[4], asked_at=minute(15),
    )  # fmt: skip
    Observer.objects.create(meeting=meeting, name="도시재생과장", office="관악구", at=NOON)
    told(meeting, "meeting.adjourned", meeting, END)
    return Meeting.objects.get(pk=meeting.pk)


def spoken(meeting, members, items):
    """One word on each item, the chair's on the closed one too."""
    seats = seats_in(meeting)
    words = {
        "report": "세 건을 모두 마쳤습니다.",
        "decide": "골목길이 먼저입니다.",
        "consider": "매도인과 만났습니다.",
    }
    for kind, item in items.items():
        turn = SpeakingTurn.objects.create(
            item=item, person=members[1], seat_id=seats[members[1].pk], name=members[1].name, badge="",
            state="done", asked_at=minute(13), began_at=minute(14), ended_at=minute(15),
        )  # fmt: skip
        told(meeting, "turn.began", turn, minute(14))
        Gist.objects.create(
            item=item, turn=turn, name=members[1].name, words=words[kind], at=minute(14), typed_by=members[0]
        )


def moved(meeting, members, item, words, at):
    """Moved, seconded, carried."""
    motion = Motion.objects.create(
        item=item, number=1, kind="main", mover=members[1], seat_id=seats_in(meeting)[members[1].pk],
        name=members[1].name, text=words, state="carried", moved_at=at, seconded_at=at, ended_at=at,
    )  # fmt: skip
    Second.objects.create(motion=motion, person=members[2], name=members[2].name, at=at)
    told(meeting, "motion.moved", motion, at)
    return motion


def asked(meeting, members, item, subject, at):
    """A roll call of five: three for it, one against, one abstains; the sixth keeps out."""
    vote = Vote.objects.create(
        item=item, number=1, method="roll_call", subject=subject, state="closed", result="carried",
        majority="majority", majority_of="present", tie="fails", sitting=9, present=5, asked=5, cast=4,
        yes=3, no=1, abstain=0, needed=3, opened_at=at, closed_at=at, opened_by=members[0],
    )  # fmt: skip
    seats = seats_in(meeting)
    for n, (person, choice) in enumerate(zip(members[:5], ("yes", "yes", "yes", "no", ""), strict=True)):
        elector = Elector.objects.create(
            vote=vote, person=person, seat_id=seats[person.pk], name=person.name, order=n
        )
        if choice:
            Ballot.objects.create(vote=vote, elector=elector, choice=choice, cast_at=at, entered_by=person)
    told(meeting, "vote.opened", vote, at)
    told(meeting, "vote.closed", vote, at)
    return vote


def resolved(meeting, item, words, department, at):
    """Decided by that vote, and somebody is asked to do it."""
    body = meeting.round.convener
    number = Resolution.objects.next_number(body, 2026)
    resolution = Resolution.objects.create(
        item=item, body=body, vote=item.votes.get(), year=2026, number=number, text=words, form="adopted",
        method="roll_call", yes=3, no=1, abstain=0, sitting=9, present=5, needed=3, majority="majority",
        decided_at=at,
    )  # fmt: skip
    what = "조명을 바꿉니다." if item.is_open else "비밀처리 계약합니다."
    Order.objects.create(resolution=resolution, department=department, what=what, due=date(2026, 12, 31))
    told(meeting, "resolution.recorded", resolution, at)
    return resolution


def laid_minutes(meeting, secretary, at=LAID):
    return lay_minutes(meeting, by=secretary, at=at)


def to_sign(meeting, secretary):
    """Laid, and the time for corrections over."""
    return close_corrections(laid_minutes(meeting, secretary), by=secretary, at=SIGNED)


def proof_of(person, at=SIGNED):
    return Proof(person.pk, "totp", at)


def signs(minutes, person, at=SIGNED, sha256=None):
    minutes = Minutes.objects.get(pk=minutes.pk)
    return sign_minutes(
        minutes, sha256=minutes.text.sha256 if sha256 is None else sha256, by=person, at=at,
        proof=proof_of(person, at),
    )  # fmt: skip


def line_of(minutes, field, part):
    """The number of the first line that says so."""
    lines = Minutes.objects.get(pk=minutes.pk).text.fields[field]
    return next(n for n, each in enumerate(lines) if part in each["words"] and not each.get("head"))


def asks(
    minutes,
    person,
    field="gist",
    part="골목길이 먼저입니다.",
    words="김도연: 골목길과 공원이 먼저입니다.",
    at=LAID,
):
    row = Minutes.objects.get(pk=minutes.pk)
    return ask_correction(
        row, edition=row.edition, field=field, line=line_of(row, field, part), words=words, by=person, at=at
    )


def whole(minutes):
    """Whether what stands in the row is what was signed."""
    text = Minutes.objects.get(pk=minutes.pk).text
    return fingerprint(text) == text.sha256
