"""서명: chair and secretary stand for the words of one edition, each with a second factor of that moment."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from committees.actions.floors import LEDGER
from committees.actions.minutes import hold, ledger
from committees.documents.minutes import fingerprint
from committees.models import Meeting, Minutes, Office, Signature
from committees.roster import member_at
from district.dates import day
from district.models import Person
from district.refusals import Refusal
from district.second_factor import Proof
from realtime.publish import publish


class Standing(NamedTuple):
    """As what somebody signs: the office, how it is called there, and by which name it is held."""

    office: str
    label: str
    name: str


@transaction.atomic
def sign_minutes(
    minutes: Minutes, *, sha256: str, by: Person, at: datetime, proof: Proof, ref: UUID | None = None
) -> Minutes:
    """Stand for these words: those whose fingerprint the signer saw, and no others."""
    # Under both locks, or an edition could come between what was read and what is signed.
    held, minutes = hold(minutes)
    standing = check_signer(held, minutes, by, at)
    proof.check_of(by, at)
    text = minutes.text
    if sha256 != text.sha256 or fingerprint(text) != text.sha256:
        sentence = _("그사이 회의록이 바뀌었습니다. 새 판을 보고 다시 해 주세요.")
        raise Refusal("minutes_changed", sentence, status=409)
    text.check_complete()
    Signature.objects.create(
        text=text, person=by, sha256=text.sha256, factor=proof.factor, at=at, **standing._asdict()
    )
    if minutes.state != Minutes.State.SIGNING:
        minutes.state = Minutes.State.SIGNING
        minutes.save(update_fields=["state"])
    publish(LEDGER, "minutes.signed", minutes, **ledger(minutes, by, at, ref))
    return minutes


def check_signer(held: Meeting, minutes: Minutes, by: Person, at: datetime) -> Standing:
    """Refuse whoever neither led this meeting nor keeps its papers, signs twice, or is too early."""
    offices = standings(held, by, at)
    if not offices:
        sentence = _("이 회의의 위원장과 간사만 회의록에 서명할 수 있습니다.")
        raise Refusal("not_a_signer", sentence, status=403)
    minutes.check_may_sign(at)
    text = minutes.text
    signed = {each.office: each.person_id for each in text.standing}
    # Two offices in one hand are one pair of eyes.
    free = [each for each in offices if each.office not in signed and by.pk not in signed.values()]
    if not free:
        raise Refusal("already_signed", _("이미 서명한 회의록입니다."), status=409)
    return free[0]


def standings(held: Meeting, by: Person, at: datetime) -> list[Standing]:
    """As what this person may sign these minutes today, the chair's office first."""
    if not by.is_active:
        return []
    with translation.override(settings.LANGUAGE_CODE):  # kept with the signature, whoever presses
        return [each for kind in Signature.NEEDED for each in _standing(held, kind, by, day(at))[:1]]


def _standing(held: Meeting, kind: str, by: Person, today: date) -> list[Standing]:
    """Whoever held the office at the meeting and holds it still; where nobody does, whoever holds it now."""
    if kind == Office.Kind.CHAIR and held.acting_chair_id is not None:
        acting = member_at(held.bodies.all(), held.acting_chair, today)
        if acting is not None:
            led = held.acting_chair_id == by.pk
            return [Standing(kind, _("위원장 직무대행"), acting.name)] if led else []
    places = {held.round.convener_id, *(body.pk for body in held.bodies.all())}
    offices = Office.objects.filter(body__in=places, kind=kind)
    then = {office.holder for office in offices.occupied(held.day)} - {None}
    now = [office for office in offices.occupied(today) if office.holder is not None]
    theirs = [office for office in now if office.holder in then] or now
    # The body that met before the one that called it.
    theirs.sort(key=lambda office: office.body_id == held.round.convener_id)
    return [Standing(kind, _label(office), office.name) for office in theirs if office.holder == by.pk]


def _label(office: Office) -> str:
    return f"{office.body.called} {office.label}"
