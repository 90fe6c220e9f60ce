"""Whatever comes in through any door of pledges: kept as it came or refused, never half done, never a 5xx."""

import json
import re
import unicodedata
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from pledges.models import Pledge
from realtime.models import Event
from tests.cast import AGENDA, laid
from tests.deliberation.test_malformed import FRAMES, INVENTED, as_kept, collected, needs_collection
from tests.pledges.doors import act, done, last_quarter, plan, present, put, yesterday
from tests.states import standing

pytestmark = pytest.mark.django_db
VALUES = [
    None, True, False, 0, -1, 2**31, 2**63 - 1, 2**63, 1.5, 1e308, "", " ", "\x00", "가" * 5_000, "NaN",
    "Infinity", "1e400", [], [None], {}, {"a": 1}, [[[]]], "2026-02-30", "9999-12-31", "0001-01-01T00:00:00",
    "=1+1", "\u202e",
]  # fmt: skip
FEW = [None, -1, 2**63, "\x00", {"a": 1}, [[]], "NaN", "0001-01-01T00:00:00"]
values = pytest.mark.parametrize(
    "values", [FEW, pytest.param(VALUES, marks=pytest.mark.long)], ids=["few", "all"]
)
TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
KINDS = {"application/json", "application/problem+json"}


@pytest.fixture(autouse=True)
def patience(settings, gu, rule):
    settings.PACE_PERSON = settings.PACE_ADDRESS = "1000000/60"


@pytest.fixture
def keeper(visit, head):
    """Whoever keeps the pledges, and approves what the own department reports."""
    return visit(head)


@pytest.fixture
def body(department, statuses):
    """What a client lays, in every field that there is."""
    more = {
        "code": "6-2", "header": {"period": "2022.~2026."}, "share": 100, "parent": None, "order": 2,
        "source": "관리카드",
    }  # fmt: skip
    return plan(present(), department, **more)


@pytest.fixture
def promise(keeper, department, statuses):
    done(act(keeper, "pledges/", **plan(present(), department)), 201)
    return done(act(keeper, "pledges/6-1/publish/"))


@pytest.fixture
def doors(keeper, promise, council, members):
    """Every address at which something can be said, with a body that would be taken."""
    now = timezone.now()
    meeting = laid(council, [*AGENDA[:2]], starts_at=now, at=now)
    entry = {"when": "2001. 1. 1.", "title": "면담", "text": "", "kind": "progress", "channel": "",
             "indicator": 1, "count": 1, "evidence": "일지", "milestone": 1, "same_as": None,
             "note": ""}  # fmt: skip
    spending = {"fund": "district", "spent_on": yesterday(), "amount": 1, "evidence": "결의서"}
    kept = done(act(keeper, "pledges/6-1/spendings/", **spending), 201)
    year, quarter = last_quarter()
    lower = {"reason": "까닭", "targets": [{"no": 1, "year": year, "quarter": 0, "value": 1}], "budget": []}
    path = f"pledge-amendments/{done(act(keeper, 'pledges/6-1/amendments/', **lower), 201)['id']}/"
    measure = promise["indicators"][0]["stands_on"]
    return {
        "pledges/6-1/status/": {"status": "normal"},
        "pledges/6-1/entries/": entry,
        "pledges/6-1/spendings/": spending,
        "pledges/6-1/milestones/1/finish/": {"on": yesterday()},
        "pledges/6-1/measures/": {"indicator": 1, "kind": "paper", "opening": 1, "opening_on": yesterday(),
                                  "evidence": "카드", "body": council.pk},
        "pledges/6-1/basis/": {"measure": measure, "effective_on": yesterday(), "reason": "까닭"},
        "pledges/6-1/amendments/": lower,
        "pledges/6-1/closings/": {"year": year, "quarter": quarter, "words": "말", "problems": "",
                                  "remedies": "", "seen": None},
        f"pledge-spendings/{kept['id']}/withdraw/": {"reason": ""},
        f"{path}introduce/": {"meeting": meeting.pk, "kind": "report", "reason": ""},
        f"{path}bind/": {"item": meeting.items.first().pk},
        f"{path}enact/": {"effective_on": yesterday()},
    }  # fmt: skip


def sent(answer, where):
    """What came back was an answer, whatever had been sent."""
    assert answer.status_code < 500, where
    assert answer["Content-Type"] in KINDS, where
    return answer


@values
def test_no_value_in_any_field_breaks_a_verb_or_is_half_done(keeper, doors, values):
    for address, told in doors.items():
        for field in told:
            for value in values:
                before = standing(), Event.objects.count()
                answer = sent(act(keeper, address, **told | {field: value}), (address, field, value))
                if answer.status_code >= 400:
                    assert (standing(), Event.objects.count()) == before, (address, field, value)


@values
def test_no_value_in_any_field_of_a_plan_breaks_it_or_is_half_laid(keeper, body, values):
    rows = ("indicators", "budget", "milestones", "charges", "passages")
    for field in body:
        for value in values:
            check_laid(keeper, body | {field: value}, (field, value))
    for row in rows:
        for field in body[row][0]:
            for value in values:
                wrong = {**body, row: [{**body[row][0], field: value}]}
                check_laid(keeper, wrong, (row, field, value))
    for field in ("year", "quarter", "value"):
        for value in values:
            targets = [{"year": present().start.year, "value": 1, field: value}]
            wrong = {**body, "indicators": [{**body["indicators"][0], "targets": targets}]}
            check_laid(keeper, wrong, ("targets", field, value))


def check_laid(keeper, body, where):
    """All of it stands, or nothing; and what stands is read again."""
    before = standing(), Event.objects.count()
    answer = sent(act(keeper, "pledges/", **body), where)
    if answer.status_code >= 400:
        assert (standing(), Event.objects.count()) == before, where
    else:
        laid_now = Pledge.objects.order_by("pk").last()
        sent(put(keeper, f"pledges/{laid_now.code}/", title="다시"), where)
        Pledge.objects.filter(pk=laid_now.pk).update(code=f"{900 - laid_now.pk % 800}-{laid_now.pk}")


def test_no_frame_that_is_no_object_breaks_a_verb(keeper, doors):
    for address in (*doors, "pledges/", "pledges/6-1/publish/"):
        for frame in FRAMES:
            answer = keeper.post(f"/api/v1/{address}", frame, content_type="application/json")
            assert answer.status_code in {400, 413, 422}, (address, frame[:20])
        for ref in FEW:
            body = json.dumps({"ref": ref})
            answer = keeper.post(f"/api/v1/{address}", body, content_type="application/json")
            assert answer.status_code in {400, 422}, (address, ref)


@pytest.fixture
def say(keeper, promise, reporter):
    """Put one text into every place that takes words; say what was kept of it."""
    year, quarter = last_quarter()

    def said(text):
        kept = []
        told = {"when": _day(), "title": text, "text": text, "note": text, "evidence": text}
        for address, body, fields in (
            ("pledges/6-1/entries/", told, ("title", "text", "note", "evidence")),
            ("pledges/6-1/entries/", told | {"title": "면담"}, ("text", "note", "evidence")),
            ("pledges/6-1/spendings/", _spending(text), ("evidence",)),
            ("pledges/6-1/amendments/", _lower(text, year), ("reason",)),
            ("pledges/6-1/closings/", {"year": year, "quarter": quarter, "words": text, "problems": text},
             ("words", "problems")),
        ):  # fmt: skip
            answer = sent(_bytes(keeper, address, body), (address, text))
            if answer.status_code < 400:
                row = answer.json()
                kept += [row[field] for field in fields]
                if address.endswith("amendments/"):
                    done(act(keeper, f"pledge-amendments/{row['id']}/drop/"))
        return kept

    return said


def _spending(text):
    return {"fund": "district", "spent_on": yesterday(), "amount": 1, "evidence": text}


def _lower(text, year):
    return {"reason": text, "targets": [{"no": 1, "year": year, "value": 1}]}


def _day():
    year, month, day = yesterday().split("-")
    return f"{year}. {int(month)}. {int(day)}."


def _bytes(client, address, body):
    """As a client sends it, halves of characters and all."""
    raw = json.dumps({"ref": str(uuid4()), **body}).encode()
    return client.post(f"/api/v1/{address}", raw, content_type="application/json")


def check_kept(text, kept):
    """Each place has the very text, but for what is cut off both ends, or none of it."""
    for words in kept:
        assert unicodedata.is_normalized("NFC", words)
        # A line with others is never turned around; whatever else was written stands.
        line = " ".join(as_kept(TURNING.sub("", text)).split())
        assert words in {as_kept(text), line, ""}, (text, words)


@pytest.mark.parametrize("every", [3, pytest.param(1, marks=pytest.mark.long)])
def test_strange_words_are_kept_or_refused_everywhere_and_never_run(say, visit, promise, every):
    for text in [*INVENTED[::every], *(each for each in INVENTED if "<img" in each)]:
        check_kept(text, say(text))
    check_shown(visit)


@needs_collection
@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("every", [97, pytest.param(1, marks=pytest.mark.long)])
@pytest.mark.parametrize("name", ["blns.jsonl", "xss_payloads.jsonl"])
def test_the_collected_strings_are_kept_or_refused_everywhere(say, visit, promise, name, every):
    for row in collected(name)[::every]:
        check_kept(row["text"], say(row["text"]))
    check_shown(visit)


def check_shown(visit):
    """What was kept is read at every door, and no page runs it."""
    for path in (
        "pledges/",
        "pledges/6-1/",
        "pledges/6-1/entries/",
        "pledges/6-1/spendings/",
        "pledge-closings/",
    ):
        assert visit().get(f"/api/v1/{path}").status_code == 200
    for name in ("pledges", "pledge-entries", "pledge-budget"):
        for form in ("csv", "json", "xlsx"):
            answer = visit().get(f"/data/{name}/", {"format": form})
            assert answer.status_code == 200
            assert b"".join(answer.streaming_content)
    page = visit().get(f"/pledges/{present().pk}/6-1/entries/").content.decode()
    assert "<img src=x" not in page


@pytest.mark.parametrize(
    "asked",
    [
        {"on": "\x00"}, {"on": "2023-13-01"}, {"administration": "-1"}, {"administration": str(2**64)},
        {"administration": "\x00"}, {"department": "x"}, {"status": "가" * 99}, {"cursor": "\x00"},
        {"limit": "0"}, {"limit": "10000000000000000000000"}, {"around": "-1"}, {"drafts": "아마"},
        {"tag": "\x00"},
    ],
)  # fmt: skip
def test_nothing_that_is_asked_for_breaks_a_list(visit, promise, asked):
    for path in (
        "pledges/",
        "pledge-closings/",
        "pledges/6-1/",
        "pledges/6-1/entries/",
        "pledges/evaluation/",
    ):
        answer = visit().get(f"/api/v1/{path}", asked)
        assert answer.status_code in {200, 404, 422}, (path, asked, answer.content)
        assert answer["Content-Type"] in KINDS


@pytest.mark.parametrize(
    "asked", [{"year": "\x00"}, {"year": "-1"}, {"year": "99999999999999999999"}, {"enc": "x"}]
)
def test_nothing_that_is_asked_for_breaks_the_evaluation(visit, home, promise, asked):
    for form in ("", "csv/", "pdf/", "%00/", "../"):
        assert visit().get(f"/pledges/evaluation/{form}", asked).status_code in {200, 301, 400, 404, 422}


@pytest.mark.parametrize("key", [0, 2**63, 10**30])
def test_no_number_breaks_an_address(keeper, promise, key):
    for path in (
        f"pledges/6-1/milestones/{key}/finish/", f"pledge-entries/{key}/withdraw/",
        f"pledge-closings/{key}/submit/", f"pledge-spendings/{key}/withdraw/",
        f"pledge-amendments/{key}/enact/", f"pledge-amendments/{key}/drop/",
    ):  # fmt: skip
        told = {"on": yesterday(), "reason": "까닭", "effective_on": yesterday()}
        assert act(keeper, path, **told).status_code == 404, path
    assert keeper.get(f"/api/v1/pledges/6-1/measures/{key}/").status_code == 404


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"\x00", b"{", b"[]", b"NaN", b"\xff\xfe\xff", b"PK\x03\x04kaputt", b'{"a":' * 5_000,
        b'{"pledges": 5}', b'{"pledges": [5, null, {"code": []}]}', b'{"pledges": [{"code": NaN}]}',
        b'{"pledges": [{"code": "6-9", "title": {"a": 1}}]}', "관리번호,공약명\n".encode(),
        '관리번호,공약명,부서\n=1+1,"@x\n",없는과\n'.encode(),
    ],
)  # fmt: skip
def test_no_file_breaks_the_import_and_none_that_is_wrong_comes_in_half(keeper, promise, raw):
    before = standing(), Event.objects.count()
    for dry_run in ("true", "false"):
        told = {"file": SimpleUploadedFile("a.json", raw), "administration": present().pk, "form": "gwanak"}
        answer = sent(keeper.post("/api/v1/pledges/import/", told | {"dry_run": dry_run}), raw[:30])
        assert answer.status_code in {200, 422}, answer.content
        if answer.status_code == 200 and dry_run == "false":
            assert answer.json()["problems"] == []
        else:
            assert (standing(), Event.objects.count()) == before
