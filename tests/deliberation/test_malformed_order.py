"""Whatever is sent to keep order, to quote or to call by name: kept as it came, or refused with a code."""

import json
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.db import transaction

from deliberation import actions
from deliberation.models import Appeal, Blanking, Block, Comment, Measure, Report
from deliberation.rooms import ThreadRoom
from district.refusals import Refusal
from realtime.consumers import parsed
from realtime.kinds import Address, Context
from tests.cast import NOON
from tests.deliberation.comment_stands import Stands
from tests.deliberation.doors import comments_of
from tests.deliberation.order import colleague
from tests.deliberation.test_malformed import CODES, FRAMES, INVENTED, as_kept, collected, needs_collection

pytestmark = pytest.mark.django_db
CHOICES = {
    "ground_needed",
    "unknown_ground",
    "unknown_outcome",
    "bad_measure_end",
    "bad_block_end",
    "invalid",
}
TALK = {"wrong_quote", "wrong_parent", "unknown_stance", "no_stance_here"}
STRANGE = [*INVENTED[::3], None, [], {}, [[]], 5, -1, 0, 2**63, 1.5, True, "9" * 40, "１"]


@pytest.fixture(autouse=True)
def patience(settings, monkeypatch):
    settings.PACE_PERSON = settings.PACE_ADDRESS = "1000000/60"
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)


@pytest.fixture
def stands(thread, home, resident, neighbour, moderator):
    cast = {"author": resident, "chair": neighbour, "moderator": moderator, "colleague": colleague()}
    return Stands(cast, thread)


@pytest.fixture
def sent(visit, stands):
    """Send it, look at what was kept, and undo it for the next: the code of a refusal, or the words."""
    clients = {name: visit(person) for name, person in stands.cast.items()}

    def send(who, address, kept=lambda: "", **said):
        raw = json.dumps({"ref": str(uuid4()), **said})
        with transaction.atomic():
            answer = clients[who].post(address, raw, content_type="application/json")
            assert answer.status_code < 500, (address, said)
            words = kept() if answer.status_code < 300 else None
            transaction.set_rollback(True)
        return (None, words) if answer.status_code < 300 else (answer.json()["code"], None)

    return send


def newest(model, name):
    return lambda: getattr(model.objects.order_by("-pk").first(), name)


def word_doors(stands):
    """Every address of order that takes words: who, where, under which name, and where they are kept."""
    plain, hidden, appealed = stands.standing(), stands.hidden(), stands.appealed()
    asked, measured = stands.measure_asked(), stands.measured()
    until = (NOON + timedelta(days=3)).isoformat()
    block = {"comment": plain.pk, "rule": "abuse", "until": until}
    return [
        ("chair", at(plain, "report"), "words", newest(Report, "words"), {"rule": "abuse"}),
        ("chair", at(plain, "measure"), "words", newest(Measure, "words"), {}),
        ("author", at(hidden, "appeal"), "words", newest(Appeal, "words"), {}),
        ("colleague", at(appealed, "appeal/decide"), "answer", appealed.appeals.get, {"outcome": "upheld"}),
        ("moderator", at(asked, "measure/decide"), "answer", asked.measures.get, {"outcome": "refused"}),
        ("author", at(measured, "measure/object"), "words", measured.measures.get, {}),
        ("moderator", at(plain, "blanking"), "reason", newest(Blanking, "reason"), {"rule": "privacy"}),
        ("moderator", "/api/v1/blocks/", "reason", newest(Block, "reason"), block),
    ]


def at(comment, verb):
    return f"/api/v1/comments/{comment.pk}/{verb}/"


def check_words(texts, sent, doors):
    for text in texts:
        for who, address, name, kept, said in doors:
            code, words = sent(who, address, kept, **said, **{name: text})
            assert code in CODES | {"invalid", None}, (address, text, code)
            if code is None:
                words = getattr(words, "objection", "") or getattr(words, "answer", words)
                assert words == as_kept(text), (address, text)


def test_strange_words_reach_the_file_as_they_came_or_are_refused(sent, stands):
    check_words(INVENTED, sent, word_doors(stands))


@pytest.mark.parametrize(
    ("who", "stand", "verb", "name", "said"),
    [
        ("chair", "standing", "report", "rule", {}),
        ("moderator", "standing", "hide", "ground", {}),
        ("moderator", "standing", "blanking", "rule", {"reason": "번호"}),
        ("colleague", "appealed", "appeal/decide", "outcome", {}),
        ("moderator", "measured", "measure/decide", "outcome", {}),
        ("moderator", "measured", "measure/decide", "rule", {"outcome": "hidden"}),
        ("moderator", "measure_asked", "measure/take", "until", {}),
        ("moderator", "standing", "identity", "rule", {}),
    ],
)
def test_what_is_none_of_the_choices_is_refused(sent, stands, who, stand, verb, name, said):
    address = at(getattr(stands, stand)(), verb)
    for wrong in STRANGE:
        code, _kept = sent(who, address, **said, **{name: wrong})
        # No end at all is the longest that the law allows.
        assert code in CODES | CHOICES | ({None} if name == "until" and not wrong else set()), wrong


def test_who_or_until_when_is_blocked_is_said_in_full_or_refused(sent, stands):
    plain, until = stands.standing(), (NOON + timedelta(days=3)).isoformat()
    for wrong in STRANGE:
        for name in ("comment", "rule", "until"):
            said = {"comment": plain.pk, "rule": "abuse", "reason": "욕설", "until": until} | {name: wrong}
            code, _kept = sent("moderator", "/api/v1/blocks/", **said)
            # A number in other digits is that number, and names whatever bears it.
            fits = {None} if name == "comment" and str(wrong).isdigit() else set()
            assert code in CODES | CHOICES | {"not_found"} | fits, (name, wrong)


def test_a_strange_quote_or_stance_is_refused_by_both_doors_alike(sent, stands, resident):
    plain, room = stands.standing(), Address("thread", str(stands.thread.pk))
    for wrong in STRANGE:
        for name in ("quote", "parent", "stance"):
            said = {"body": "맞습니다.", name: wrong}
            code, _kept = sent("author", comments_of(stands.thread), **said)
            assert code in CODES | TALK | {None, "invalid"}, (name, wrong)
            with transaction.atomic():
                told = None
                try:
                    frame = parsed({"text": json.dumps({"type": "comment.post", **said})})
                    ThreadRoom().commands["comment.post"](room, resident, frame, Context(NOON, None))
                except Refusal as refusal:
                    told = refusal.code
                transaction.set_rollback(True)
            assert told == code, (name, wrong)
    assert Comment.objects.get() == plain


def test_whoever_is_called_by_a_strange_name_is_nobody(sent, stands):
    stands.standing()
    for text in INVENTED[::2]:
        for body in (f"@{text}", f"@관악산다람쥐{text}", f"@{text} @관악산다람쥐 @"):
            code, kept = sent("chair", comments_of(stands.thread), newest(Comment, "body"), body=body)
            assert code in CODES | {None}, body
            assert code or kept == as_kept(body)


@pytest.mark.parametrize("frame", FRAMES)
def test_a_body_that_is_none_is_refused_at_every_door(visit, stands, moderator, frame):
    client = visit(moderator)
    comment = stands.standing()
    verbs = (
        "report", "claim", "release", "keep", "hide", "restore", "blanking", "blanking/confirm",
        "blanking/drop", "appeal", "appeal/decide", "measure", "measure/take", "measure/object",
        "measure/decide", "identity", "pin", "reaction",
    )  # fmt: skip
    others = ("/api/v1/blocks/", "/api/v1/dockets/decide/", f"/api/v1/threads/{stands.thread.pk}/slow/")
    for address in [*(at(comment, verb) for verb in verbs), *others]:
        method = "put" if address.endswith(("reaction/", "slow/")) else "post"
        answer = getattr(client, method)(address, frame, content_type="application/json")
        assert 400 <= answer.status_code < 500, address
        assert answer.json()["code"] in CODES | {"invalid"}, address


def test_no_words_become_a_part_of_the_case_or_of_the_ground(visit, stands, moderator, resident):
    texts = [text for text in INVENTED if "<" in text or "{" in text]
    client, author = visit(moderator), visit(resident)
    for text in texts:
        with transaction.atomic():
            comment = stands.objected()
            Comment.objects.filter(pk=comment.pk).update(body=text)
            comment.measures.update(words=text, objection=text)
            actions.ask_blanking(
                comment, by=moderator, rule="privacy", reason=text, at=comment.measures.get().objected_at
            )
            page = client.get(f"/desk/moderation/{comment.pk}/").content.decode()
            assert text not in page or "<" not in text
            assert text in unescape(page)
            for address in (f"/comments/{comment.pk}/ground/", "/desk/moderation/?tab=measures"):
                shown = (author if address.startswith("/c") else client).get(address).content.decode()
                assert text not in shown or "<" not in text, address
            transaction.set_rollback(True)


@needs_collection
@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("every", [160, pytest.param(1, marks=pytest.mark.long)])
@pytest.mark.parametrize("name", ["blns.jsonl", "xss_payloads.jsonl"])
def test_collected_words_reach_the_file_as_they_came_or_are_refused(sent, stands, name, every):
    check_words([row["text"] for row in collected(name)][::every], sent, word_doors(stands))
