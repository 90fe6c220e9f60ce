"""Whatever an office is sent to write: it is kept and shown as it came, or refused with a code."""

import json
from html import unescape
from unicodedata import category
from uuid import uuid4

import pytest
from django.db import transaction

from referrals.models import Handover, Pause, Progress, Reply, Step
from tests.cast import NOON
from tests.deliberation.test_malformed import CODES, FRAMES, INVENTED, as_kept, collected, needs_collection
from tests.referrals.doors import api
from tests.referrals.stands import Stands

pytestmark = pytest.mark.django_db
KNOWN = CODES | {"invalid", "bad_address", "unknown_choice", "delay_reason_needed"}
VERBS = (
    "claim", "release", "reroute", "pause", "resume", "reply", "submit", "recall", "approve", "return",
    "progress",
)  # fmt: skip


@pytest.fixture(autouse=True)
def patience(settings, monkeypatch):
    settings.PACE_PERSON = settings.PACE_ADDRESS = "1000000/60"
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)


@pytest.fixture
def stands(home, officer, head, director, mayor, department, elsewhere):
    cast = {"officer": officer, "head": head, "director": director, "mayor": mayor}
    return Stands(cast, department, elsewhere)


@pytest.fixture
def sent(visit, stands):
    """Send it, look at what was kept, and undo it for the next: the code of a refusal, or the words."""
    clients = {name: visit(person) for name, person in stands.cast.items()}

    def send(who, referral, verb, kept, **said):
        body = json.dumps({"ref": str(uuid4()), **said})
        with transaction.atomic():
            answer = clients[who].post(api(referral, verb), body, content_type="application/json")
            assert answer.status_code < 500, (verb, said)
            words = kept() if answer.status_code < 300 else None
            transaction.set_rollback(True)
        return (None, words) if answer.status_code < 300 else (answer.json()["code"], None)

    return send


def newest(model, name):
    return lambda: getattr(model.objects.order_by("-pk").first(), name)


def check_words(texts, sent, stands):
    """Each text door of the desk's verbs takes each string, or says why not."""
    asked, held, answered = stands.waiting(), stands.with_head(), stands.answered()
    step = held.draft.steps.get(ordinal=2)
    today, version = NOON.date().isoformat(), {"version": 1}
    delayed = {"kind": "delayed", "on": today, "planned_on": today}
    doors = [
        ("officer", asked, "reply", "words", newest(Reply, "words"), {}),
        ("officer", asked, "reply", "reason", newest(Reply, "reason"), {"words": "하겠습니다."}),
        ("officer", asked, "reply", "video_url", newest(Reply, "video_url"), {"words": "하겠습니다."}),
        (
            "officer",
            asked,
            "reroute",
            "reason",
            newest(Handover, "reason"),
            {"department": stands.elsewhere.pk},
        ),
        ("officer", asked, "pause", "reason", newest(Pause, "reason"), {"kind": "inquiry"}),
        ("head", held, "approve", "note", lambda: Step.objects.get(pk=step.pk).note, version),
        ("head", held, "return", "note", lambda: Step.objects.get(pk=step.pk).note, version),
        ("officer", answered, "progress", "words", newest(Progress, "words"), delayed),
    ]
    for text in texts:
        for who, referral, verb, name, kept, said in doors:
            code, words = sent(who, referral, verb, kept, **said, **{name: text})
            assert code in KNOWN | {None}, (verb, name, text, code)
            if code is None and name != "video_url":
                # A line of a name is one line, and nothing in it turns the others around; words keep all.
                assert bare(words) in {"", bare(as_kept(text))}, (verb, name, text)


def bare(text):
    """The letters that are seen."""
    return "".join(letter for letter in text if not letter.isspace() and category(letter) != "Cf")


def test_strange_words_are_kept_as_they_came_or_refused(sent, stands):
    check_words(INVENTED, sent, stands)


@pytest.mark.parametrize("name", ["outcome", "ground", "planned_on", "kind", "limit_on", "on", "department"])
def test_what_is_none_of_the_choices_is_refused(sent, stands, name):
    asked, answered = stands.waiting(), stands.answered()
    for wrong in [*INVENTED[::3], None, [], {}, 5, True, -1, "9" * 40, "2026-02-30"]:
        for verb, said in (
            ("reply", {"words": "하겠습니다."}),
            ("pause", {"kind": "inquiry", "reason": "묻습니다."}),
            ("progress", {"kind": "started", "on": "2026-11-24"}),
            ("reroute", {"reason": "치수과 일입니다.", "department": stands.elsewhere.pk}),
        ):
            if name in said or (verb, name) in {
                ("reply", "outcome"),
                ("reply", "ground"),
                ("reply", "planned_on"),
            }:
                about = answered if verb == "progress" else asked
                code, _kept = sent("officer", about, verb, lambda: None, **said | {name: wrong})
                assert code in KNOWN | {None}, (verb, name, wrong)


@pytest.mark.parametrize("frame", FRAMES)
def test_a_body_that_is_none_is_refused_at_every_verb(visit, stands, frame):
    client, referral = visit(stands.cast["officer"]), stands.waiting()
    for verb in VERBS:
        answer = client.post(api(referral, verb), frame, content_type="application/json")
        assert 400 <= answer.status_code < 500
        assert answer.json()["code"] in CODES | {"invalid"}, verb


def test_no_words_become_a_part_of_the_file_or_of_the_list(visit, stands):
    client = visit(stands.cast["officer"])
    for text in [text for text in INVENTED if "<" in text or "{" in text]:
        with transaction.atomic():
            referral = stands.waiting(title=text)
            draft = stands.drafting()
            Reply.objects.filter(pk=draft.draft.pk).update(words=text, reason=text)
            for address in ("/desk/inbox/", f"/desk/inbox/{referral.key}/", f"/desk/inbox/{draft.key}/"):
                page = client.get(address).content.decode()
                assert text not in page or "<" not in text, address
                assert "".join(text.split()) in "".join(unescape(page).split()), address
            transaction.set_rollback(True)


@needs_collection
@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("every", [160, pytest.param(1, marks=pytest.mark.long)])
@pytest.mark.parametrize("name", ["blns.jsonl", "xss_payloads.jsonl"])
def test_collected_words_are_kept_as_they_came_or_refused(sent, stands, name, every):
    check_words([row["text"] for row in collected(name)][::every], sent, stands)
