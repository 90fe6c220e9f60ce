"""What is taken from somebody: words for good, by two moderators; the right to speak, until a day."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from deliberation.actions.covering import blank
from deliberation.actions.moderation import DESK, LEDGER, hide, lock_target, settle, settle_anew, told_hidden
from deliberation.actions.notices import tell_about
from deliberation.models import Appeal, Blanking, Block, Comment, Docket, HouseRule, Measure, Proposal
from deliberation.models.about import Target
from deliberation.models.moderation import LONGEST_NOTE, check_may_moderate, check_may_reveal
from district import access
from district.dates import official_time
from district.intake import clean_words
from district.models import Person
from district.models.offices import Role
from district.refusals import Refusal
from letters.actions import tell
from realtime.publish import publish, ring


@transaction.atomic
def ask_blanking(
    target: Target, *, by: Person, rule: str, reason: str, at: datetime, ref: UUID | None = None
) -> Target:
    """Ask a colleague to destroy words; until then they are hidden, for nobody should read them meanwhile."""
    office = check_may_moderate(by, at)
    target = lock_target(target)
    ground = HouseRule.objects.for_blanking(at).said(rule)
    Blanking.check_may_ask(target)
    target.blankings.create(rule=ground, reason=clean_words(reason, LONGEST_NOTE), asked_by=by, asked_at=at)
    if target.state != Comment.State.STANDING:
        ring(DESK)
        publish(LEDGER, "blanking.asked", target, by=by, at=at, ref=ref, office=office.label)
        return target
    settle(target, Docket.Decision.HIDDEN, by=by, at=at, rule=ground)
    hide(target, ground.code, by=by, at=at, office=office)
    told_hidden(target, by=by, at=at, ref=ref, office=office.label)
    return target


@transaction.atomic
def confirm_blanking(target: Target, *, by: Person, at: datetime, ref: UUID | None = None) -> Target:
    """Destroy words wherever they stand: the second pair of eyes, and the last."""
    office = check_may_moderate(by, at)
    target = lock_target(target)
    asked = _asked(target)
    asked.check_may_confirm(by)
    asked.confirmed_by, asked.confirmed_at = by, at
    asked.save(update_fields=["confirmed_by", "confirmed_at"])
    _close_all(target, asked, by=by, at=at)
    target.hidden_ground, target.hidden_at, target.hidden_by = asked.rule.code, at, by
    blank(target, at)
    title, words = _("쓰신 글의 내용을 지웠습니다."), _("까닭: %(ground)s") % {"ground": asked.rule.label}
    tell_about(target, "blanked", title=title, words=words, at=at)
    ring(DESK)
    facts = {"ground": asked.rule.code, "asked_by": asked.asked_by_id, "confirmed_by": by.pk}
    told: dict[str, Any] = {"by": by, "at": at, "ref": ref, "office": office.label, "facts": facts}
    publish(
        target.room, "proposal.blanked" if isinstance(target, Proposal) else "comment.blanked", target, **told
    )
    return target


def _close_all(target: Target, asked: Blanking, *, by: Person, at: datetime) -> None:
    """Nothing can be decided any more about words that are gone; they count as gone, not also as hidden."""
    if target.state == Comment.State.HIDDEN:
        settle_anew(target, Docket.Decision.BLANKED, asked.rule)
    for docket in target.dockets.filter(decided_at=None):
        docket.decide(Docket.Decision.BLANKED, by=by, at=at, rule=asked.rule)
    done = {"decided_by": by, "decided_at": at}
    target.appeals.filter(decided_at=None).update(outcome=Appeal.Outcome.UPHELD, **done)
    target.measures.filter(decided_at=None).update(outcome=Measure.Outcome.HIDDEN, **done)


@transaction.atomic
def drop_blanking(target: Target, *, by: Person, at: datetime, ref: UUID | None = None) -> Target:
    """Find that the words need not be destroyed; they stay as hidden as they were."""
    office = check_may_moderate(by, at)
    target = lock_target(target)
    asked = _asked(target)
    asked.dropped_at = at
    asked.save(update_fields=["dropped_at"])
    ring(DESK)
    publish(LEDGER, "blanking.dropped", target, by=by, at=at, ref=ref, office=office.label)
    return target


def _asked(target: Target) -> Blanking:
    """What a colleague has asked for."""
    asked = target.blankings.filter(confirmed_at=None, dropped_at=None).select_related("rule").first()
    if asked is None:
        raise Refusal("no_blanking_asked", _("지우기를 청한 것이 없습니다."), status=409)
    return asked


@transaction.atomic
def block_person(
    person: Person,
    *,
    by: Person,
    rule: str,
    reason: str,
    until: datetime,
    at: datetime,
    ref: UUID | None = None,
) -> Block:
    """Let somebody speak no more until a day; open lines hear of it within two seconds."""
    office = check_may_moderate(by, at)
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    ground = HouseRule.objects.for_hiding(at).said(rule)
    Block.check_may_block(person, by, until, at)
    block = Block(person=person, rule=ground, since=at, until=until, by=by)
    block.reason = clean_words(reason, LONGEST_NOTE)
    block.save(force_insert=True)
    _rest(person, at)
    _tell_blocked(block, at)
    publish(LEDGER, "person.blocked", block, by=by, at=at, ref=ref, office=office.label)
    return block


def _tell_blocked(block: Block, at: datetime) -> None:
    """They hear of it before they write for nothing."""
    with translation.override(settings.LANGUAGE_CODE):
        facts = {"until": official_time(block.until), "ground": block.rule.label}
        title = str(_("글쓰기와 공감을 제한했습니다."))
        words = _("%(until)s까지입니다. 까닭: %(ground)s") % facts
    told: dict[str, Any] = {
        "title": title,
        "words": words,
        "url": "/transparency/",
        "people": [block.person_id],
    }
    tell(f"block/{block.pk}", at=at, bundle=False, **told)


@transaction.atomic
def lift_block(block: Block, *, by: Person, at: datetime, ref: UUID | None = None) -> Block:
    """Give the right to speak back before its day."""
    office = check_may_moderate(by, at)
    person = Person.objects.select_for_update(no_key=True).get(pk=block.person_id)
    block = Block.objects.select_related("rule").get(pk=block.pk)
    block.check_stands(at)
    block.lifted_at, block.lifted_by = at, by
    block.save(update_fields=["lifted_at", "lifted_by"])
    _rest(person, at)
    publish(LEDGER, "person.unblocked", block, by=by, at=at, ref=ref, office=office.label)
    return block


def _rest(person: Person, at: datetime) -> None:
    """Until when this person's right to speak rests: the longest of what stands."""
    standing = person.blocks.filter(lifted_at=None, until__gt=at).order_by("-until")
    person.blocked_until = standing.values_list("until", flat=True).first()
    person.save(update_fields=["blocked_until"])


@transaction.atomic
def reveal_author(
    target: Target, *, by: Person, at: datetime, rule: str = "", ref: UUID | None = None
) -> Target:
    """Look behind a nickname, a moderator on a ground; written down before it is shown."""
    office = check_may_reveal(by, at)
    # Whoever audits looks at how it was done, and needs no rule that somebody has broken.
    ground = None if office.role == Role.AUDITOR else HouseRule.objects.for_hiding(at).said(rule)
    with translation.override(settings.LANGUAGE_CODE):
        purpose = str(_("쓴 사람의 신원")) + (f": {ground.label}" if ground else "")
    access.read(by, target, purpose=purpose[:60], at=at)
    facts = {"ground": ground.code if ground else ""}
    publish(LEDGER, "author.revealed", target, by=by, at=at, ref=ref, office=office.label, facts=facts)
    return target
