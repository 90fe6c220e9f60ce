"""만 14세 미만: what a child asks, what a guardian says, and how it is taken back."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.actions import LEDGER
from district.dates import day
from district.guardians import ADULT
from district.models import Consent, GuardianConsent, Person
from district.refusals import Refusal
from letters.actions import tell
from realtime.publish import forget_frames, publish

if TYPE_CHECKING:
    from district.identity import Identity


def guardian_text(at: datetime) -> Consent:
    """The text that guardians agree to on that day."""
    text = Consent.objects.in_force_on(day(at)).filter(kind=Consent.Kind.GUARDIAN).first()
    if text is None:
        raise Refusal("no_guardian_text", _("보호자께서 동의하실 글이 아직 마련되지 않았습니다."), 409)
    return text


@transaction.atomic
def ask_guardian(child: Person, *, at: datetime, ref: UUID | None = None) -> GuardianConsent:
    """A child asks for a guardian's word; the address that is still open is given again."""
    child = Person.objects.select_for_update().get(pk=child.pk)
    child.check_unverified()
    guardian_text(at)
    asked = child.guardian_consents.open_on(at).first()
    if asked is None:
        child.guardian_consents.filter(agreed_at=None, closed_at=None).update(closed_at=at)
        asked = child.guardian_consents.create(asked_at=at)
        publish(LEDGER, "guardian.asked", asked, by=child, at=at, ref=ref)
    return asked


@transaction.atomic
def consent_for_child(
    asked: GuardianConsent,
    *,
    by: Person,
    identity: "Identity",
    way: str,
    child_mark: str,
    at: datetime,
    ref: UUID | None = None,
) -> GuardianConsent:
    """A grown-up whom a provider has just vouched for agrees; the child may then be verified."""
    # The child first, as in asking: an address opens once, however often it is pressed.
    child = Person.objects.select_for_update().get(pk=asked.child_id)
    asked = GuardianConsent.objects.select_for_update().get(pk=asked.pk)
    asked.check_open(at)
    asked.check_guardian(by)
    child.check_unverified()
    check_proven(by, identity, at)
    # Given before with another name or birthday: the last word stands.
    child.guardian_consents.end_standing(at, child_mark="")
    asked.guardian, asked.consent, asked.way = by, guardian_text(at), way
    asked.agreed_at, asked.child_mark = at, child_mark
    asked.save()
    _tell_child(
        asked,
        "agreed",
        title=_("보호자께서 동의하셨습니다."),
        words=_("본인확인을 한 번 더 하시면 참여하실 수 있습니다."),
        url="/me/verify/",
        at=at,
    )
    facts = {"way": way, "version": asked.consent.version}
    publish(LEDGER, "guardian.agreed", asked, by=by, at=at, ref=ref, facts=facts)
    return asked


def check_proven(by: Person, identity: "Identity", at: datetime) -> None:
    """Refuse a guardian who is not of age, or who was proven to be somebody else than the account says."""
    if identity.ci_hash != by.ci_hash:
        raise Refusal("identity_changed", _("이 계정은 다른 분으로 확인되어 있습니다."))
    if identity.is_below(ADULT, at):
        raise Refusal("guardian_too_young", _("만 19세 이상인 보호자께서 동의하실 수 있습니다."), 403)


@transaction.atomic
def withdraw_for_child(
    given: GuardianConsent, *, by: Person, at: datetime, ref: UUID | None = None
) -> GuardianConsent:
    """A guardian takes the word back: the child reads on, and speaks no more."""
    child = Person.objects.select_for_update().get(pk=given.child_id)
    given = GuardianConsent.objects.select_for_update().get(pk=given.pk)
    if given.guardian_id != by.pk:
        raise Refusal("not_the_guardian", _("동의하신 보호자만 거두실 수 있습니다."), 403)
    given.check_standing()
    given.ended_at, given.child_mark = max(filter(None, (at, given.agreed_at))), ""
    given.save(update_fields=["ended_at", "child_mark"])
    child.forget_identity()
    _tell_child(
        given,
        "ended",
        title=_("보호자께서 동의를 거두셨습니다."),
        words=_("읽기는 그대로 하실 수 있습니다. 쓰신 글은 남습니다."),
        url="/me/",
        at=at,
    )
    publish(LEDGER, "guardian.withdrawn", given, by=by, at=at, ref=ref)
    # The frames in memory were drawn with the name that is gone.
    forget_frames()
    return given


def _tell_child(
    given: GuardianConsent, about: str, *, title: Promise, words: Promise, url: str, at: datetime
) -> None:
    # Kept, so in the district's own language and not in that of whoever pressed.
    with translation.override(settings.LANGUAGE_CODE):
        tell(
            f"guardian/{given.key}/{about}",
            title=str(title),
            words=str(words),
            url=url,
            people=[given.child_id],
            because=gettext("보호자께 하신 부탁"),
            at=at,
        )
