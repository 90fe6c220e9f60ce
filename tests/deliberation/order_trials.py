"""Who may keep order: the trials of docs/roles.md for reports, decisions, objections and identities."""

from datetime import timedelta
from uuid import uuid4

from deliberation import actions
from deliberation.models.moderation import check_may_look_on, may_moderate
from district.models import AccessRecord
from district.visitors import speaker
from tests.cast import NOON
from tests.deliberation.order import colleague
from tests.deliberation.proposers import published
from tests.deliberation.trials import proposed


def report_words(person, world):
    actions.report_words(world.others, by=speaker(person), rule="abuse", at=NOON, ref=uuid4())
    proposed(world)
    actions.report_words(published(world.others.author), by=person, rule="abuse", at=NOON, ref=uuid4())
    return "✓"


def ask_measure(person, world):
    actions.request_measure(world.others, by=speaker(person), words="제 이름입니다.", at=NOON, ref=uuid4())
    proposed(world)
    actions.request_measure(published(world.others.author), by=person, words="제 이름입니다.", at=NOON)
    return "✓"


def object_to_hiding(person, world):
    actions.hide_words(world.comment, by=world.cast["moderator"], ground="spam", at=NOON)
    actions.appeal_hiding(world.comment, by=speaker(person), words="아닙니다.", at=NOON, ref=uuid4())
    hidden = actions.hide_words(proposed(world), by=world.cast["moderator"], ground="spam", at=NOON)
    actions.appeal_hiding(hidden, by=person, words="아닙니다.", at=NOON, ref=uuid4())
    return "✓"


def see_queue(person, world):
    check_may_look_on(person, NOON)
    return "✓" if may_moderate(person, NOON) else "read"


def keep_order(person, world):
    by = speaker(person)
    for words in (world.comment, proposed(world)):
        actions.report_words(words, by=world.cast["L2"], rule="abuse", at=NOON)
        actions.claim_words(words, by=by, at=NOON)
        actions.keep_words(words, by=by, at=NOON)
        actions.hide_words(words, by=by, ground="spam", at=NOON)
        actions.restore_words(words, by=by, at=NOON)
    return "✓"


def read_hidden(person, world):
    hidden = actions.hide_words(proposed(world), by=world.cast["moderator"], ground="spam", at=NOON)
    return "✓" if hidden.may_read_whole(person, NOON) else ""


def decide_measure(person, world):
    for words in (world.comment, proposed(world)):
        actions.request_measure(words, by=world.cast["L2"], words="제 이름입니다.", at=NOON)
        actions.take_measure(words, by=colleague(f"moderator{words.pk}{type(words).__name__}"), at=NOON)
        actions.object_to_measure(words, by=world.cast["author"], words="사실입니다.", at=NOON)
        actions.decide_measure(words, by=speaker(person), outcome="restored", at=NOON)
    return "✓"


def decide_appeal(person, world):
    actions.hide_words(world.comment, by=colleague(), ground="spam", at=NOON)
    actions.appeal_hiding(world.comment, by=world.cast["author"], words="아닙니다.", at=NOON)
    actions.decide_appeal(world.comment, by=speaker(person), outcome="restored", at=NOON)
    return "✓"


def destroy_words(person, world):
    said = {"rule": "privacy", "reason": "번호", "at": NOON}
    actions.ask_blanking(world.comment, by=speaker(person), **said)
    actions.confirm_blanking(world.comment, by=colleague(), at=NOON)
    actions.ask_blanking(world.others, by=colleague("moderator3"), **said)
    actions.confirm_blanking(world.others, by=person, at=NOON)
    asked = actions.ask_blanking(proposed(world), by=person, **said)
    actions.confirm_blanking(asked, by=colleague("moderator4"), at=NOON)
    return "✓"


def block(person, world):
    until = NOON + timedelta(days=1)
    told = {"rule": "abuse", "reason": "되풀이한 욕설", "until": until, "at": NOON}
    blocked = actions.block_person(world.cast["L2"], by=speaker(person), **told)
    actions.lift_block(blocked, by=person, at=NOON)
    return "✓"


def see_identity(person, world):
    actions.reveal_author(world.comment, by=speaker(person), rule="abuse", at=NOON)
    return "logged" if AccessRecord.objects.filter(person=person).exists() else "✓"


def keep(*rows):
    """Whoever keeps such rows adds and changes them; whoever audits looks at them."""

    def trial(person, world):
        def may(verb):
            named = (row.split(".") for row in rows)
            return person is not None and all(person.has_perm(f"{app}.{verb}_{row}") for app, row in named)

        return "✓" if may("change") and may("add") else "read" if may("view") else ""

    return trial


ORDER = {
    "report a comment or a proposal": report_words,
    "ask that a comment or a proposal be hidden for a while (임시조치)": ask_measure,
    "object to the hiding of one's words": object_to_hiding,
    "see the moderators' queue and its cases": see_queue,
    "take on, keep, hide and restore what was reported": keep_order,
    "read the words of a hidden proposal": read_hidden,
    "decide what its author objects to a colleague's 임시조치": decide_measure,
    "decide an appeal against a colleague's hiding": decide_appeal,
    "destroy words, on a ground, with a colleague": destroy_words,
    "block a person until a day, and lift it": block,
    "see the identity behind a nickname": see_identity,
    "keep thresholds, categories, the rules of the house and the words to look at": keep(
        "deliberation.participationpolicy",
        "deliberation.category",
        "deliberation.houserule",
        "deliberation.watchword",
        "deliberation.questiontarget",
    ),
    "keep the texts of 알림톡, write down their approval, and set the night": keep(
        "letters.template", "letters.hours"
    ),
}
