"""알림톡: approved words to a proved number, a message where there is no KakaoTalk, and never twice."""

import json
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection

from cms.actions import leave_house
from district.refusals import Refusal
from letters import actions, codes
from letters.models import Letter, Phone, Template
from letters.sealing import masked, number_of, unseal
from tests.cast import NOON

pytestmark = pytest.mark.django_db
TALK, SMS = "/v1/talk", "/v1/sms"
NIGHT = NOON.replace(hour=21)


def tell(about="소식", **more):
    return actions.tell(about, **{"title": about, "url": "/x/", "at": NOON, "bundle": False} | more)


def told(fake, path):
    return [json.loads(each["body"]) for each in fake.said(path)]


def letters_of(person):
    return list(Letter.objects.filter(person=person, road="talk").order_by("pk"))


@pytest.fixture
def reader(with_phone, resident, wish, talk):
    person = with_phone(resident)
    wish(person)
    talk.heard.clear()
    return person


def test_news_go_as_the_approved_words_with_a_button_to_stop(reader, talk, worker, visit):
    tell("가로등을 고칩니다", topic="body/3")
    worker()
    [said] = told(talk, TALK)
    assert said["to"] == "01012345678"
    assert said["template"] == "news"
    assert said["words"].startswith("[관악구] 받기로 하신 소식을 알려 드립니다.\n\n가로등을 고칩니다\n")
    assert "#{" not in said["words"]
    [letter] = letters_of(reader)
    assert (letter.state, letter.by_sms) == ("sent", False)
    [heard] = talk.said(TALK)
    assert heard["headers"]["Authorization"] == "Bearer secret-of-ours"
    assert heard["headers"]["Idempotency-Key"] == str(letter.key)
    stop = {each["name"]: each["url"] for each in said["buttons"]}["그만 받기"]
    assert visit().post(stop.removeprefix("http://127.0.0.1:8000")).status_code == 200
    assert not reader.follows.filter(ended_at=None).exists()


def test_a_text_of_its_own_is_filled_and_an_unapproved_one_never_sent(reader, talk, worker):
    facts = {"label": "답변", "words": "#{제목} 답변: #{결과}", "valid_from": NOON.date(), "source": "x"}
    answer = Template.objects.create(code="answer", **facts)
    more = {"topic": "body/3", "template": "answer", "variables": {"결과": "채택", "구": "다른 구"}}
    tell("첫째", **more)
    worker()
    assert [each["template"] for each in told(talk, TALK)] == ["news"]
    answer.approved_on = NOON.date()
    answer.save()
    tell("둘째", **more)
    worker()
    assert told(talk, TALK)[-1]["words"] == "둘째 답변: 채택"
    Template.objects.update(approved_on=None)
    tell("셋째", **more)
    worker()
    assert len(told(talk, TALK)) == 2
    assert [(each.state, each.fault) for each in letters_of(reader)][-1] == ("failed", "unfit")


def test_a_text_ends_and_begins_on_its_days(db):
    facts = {"label": "x", "words": "x", "source": "x", "approved_on": NOON.date(), "code": "c"}
    first = Template.objects.create(valid_from=NOON.date(), **facts)
    Template.objects.create(valid_from=NOON.date() + timedelta(days=2), **facts)
    assert Template.objects.on("c", NOON.date() - timedelta(days=1)) is None
    assert Template.objects.on("c", NOON.date() + timedelta(days=1)) == first
    assert Template.objects.on("c", NOON.date() + timedelta(days=2)) != first
    Template.objects.update(valid_until=NOON.date() + timedelta(days=3))
    assert Template.objects.on("c", NOON.date() + timedelta(days=4)) is None


@pytest.mark.parametrize(
    ("words", "values", "filled"),
    [
        ("#{가} #{나} #{가}", {"가": 1, "나": "둘"}, "1 둘 1"),
        ("#{가}", {}, None),
        ("#{가}", {"가": "  "}, None),
        ("#{가}", {"가": "#{나}", "나": "x"}, "#{나}"),
        ("가" * 999 + "#{가}", {"가": "나"}, "가" * 999 + "나"),
        ("가" * 999 + "#{가}", {"가": "나나"}, None),
    ],
)
def test_a_text_is_filled_wholly_and_at_most_a_thousand_letters_or_not_at_all(words, values, filled):
    assert Template(words=words).filled(values) == filled


def test_approved_words_are_not_changed_and_too_long_ones_not_taken(db):
    template = Template.objects.get(code="news")
    template.words = "다른 글"
    template.full_clean()
    template.approved_on = NOON.date()
    template.save()
    template.words = "또 다른 글"
    with pytest.raises(ValidationError):
        template.full_clean()
    with pytest.raises(ValidationError):
        Template(code="x", label="x", words="가" * 1001, valid_from=NOON.date(), source="x").full_clean()


def test_several_go_as_one_where_words_for_several_are_approved_and_else_one_by_one(reader, talk, worker):
    for n in range(3):
        tell(f"{n}번", topic="body/3")
    worker()
    [said] = told(talk, TALK)
    assert said["template"] == "bundle"
    assert "3건" in said["words"]
    Template.objects.filter(code="bundle").update(approved_on=None)
    for n in range(3, 5):
        tell(f"{n}번", topic="body/3")
    worker()
    assert [each["template"] for each in told(talk, TALK)] == ["bundle", "news", "news"]
    assert {each.state for each in letters_of(reader)} == {"sent"}


def test_a_number_without_kakaotalk_gets_a_message_with_the_same_words(reader, talk, worker):
    talk.answers[TALK] = (422, {"code": "no_talk"})
    tell(topic="body/3")
    worker()
    [sms] = told(talk, SMS)
    assert (sms["to"], sms["from"], sms["kind"]) == ("01012345678", "0212340000", "lms")
    assert sms["words"] == told(talk, TALK)[0]["words"]
    [letter] = letters_of(reader)
    assert (letter.state, letter.by_sms) == ("sent", True)
    worker(NOON + timedelta(days=1))
    assert len(talk.heard) == 2


@pytest.mark.parametrize(
    ("answers", "outcome", "asked"),
    [
        ({TALK: 429}, ("waiting", ""), 1),
        ({TALK: 503}, ("waiting", ""), 1),
        ({TALK: 302}, ("waiting", ""), 1),
        ({TALK: (422, {"code": "bad_template"})}, ("waiting", ""), 1),
        ({TALK: 500}, ("failed", "doubt"), 1),
        ({TALK: 504}, ("failed", "doubt"), 1),
        ({TALK: "hangs up"}, ("failed", "doubt"), 1),
        ({TALK: (422, {"code": "no_talk"}), SMS: "hangs up"}, ("failed", "doubt"), 2),
        ({TALK: (404, {"code": "no_talk"}), SMS: 503}, ("waiting", ""), 2),
    ],
)
def test_what_the_gateway_refused_is_tried_later_and_what_it_may_have_taken_never(
    reader, talk, worker, answers, outcome, asked
):
    talk.answers = answers
    tell(topic="body/3")
    worker()
    [letter] = letters_of(reader)
    assert (letter.state, letter.fault) == outcome
    assert len(talk.heard) == asked
    talk.answers = {}
    worker(NOON + timedelta(hours=1))
    [letter] = letters_of(reader)
    assert len(talk.heard) == asked + (outcome[0] == "waiting")
    assert letter.state == ("sent" if outcome[0] == "waiting" else "failed")


def test_a_gateway_that_is_not_there_costs_one_try_and_keeps_no_mail_waiting(
    reader, talk, worker, settings, unverified, wish
):
    settings.TALK_URL = "http://127.0.0.1:9/"
    tell(topic="body/3")
    worker()
    [letter] = letters_of(reader)
    assert (letter.state, letter.tries) == ("waiting", 1)
    assert [each.to for each in mail.outbox] == [[reader.email]]


def test_by_night_nothing_rings_but_the_mail_goes(reader, talk, worker):
    tell(topic="body/3", at=NIGHT)
    worker(NIGHT)
    worker(NIGHT + timedelta(hours=10, minutes=59))
    assert talk.heard == []
    assert len(mail.outbox) == 1
    morning = NIGHT + timedelta(hours=11)
    assert letters_of(reader)[0].due_at == morning
    worker(morning)
    assert len(talk.heard) == 1


def test_what_was_refused_in_the_evening_waits_for_the_morning_too(reader, talk, worker):
    talk.answers[TALK] = 503
    late = NIGHT - timedelta(seconds=30)
    tell(topic="body/3", at=late)
    worker(late)
    talk.answers = {}
    worker(late + timedelta(hours=1))
    assert len(talk.heard) == 1
    worker(NIGHT + timedelta(hours=11))
    assert len(talk.heard) == 2


def test_a_number_lies_sealed_and_masked_and_gets_nothing_before_it_is_proved(
    talk, resident, worker, settings, django_capture_on_commit_callbacks, visit
):
    phone = actions.claim_number(resident, number="+82 10-1234-5678", at=NOON)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM letters_phone")
        [row] = cursor.fetchall()
    assert "1234" not in "".join(map(str, row[2:4])).replace(str(phone.key), "")
    assert "5678" not in phone.sealed
    assert phone.number == "01012345678"
    tell(people=[resident], because="의견을 쓰신 질문")
    worker()
    assert talk.heard == []
    page = visit(resident).get("/me/letters/").content.decode()
    assert "010-****-5678" in page
    assert "1234-5678" not in page
    settings.PHONE_KEYS = ["n" * 32, "k" * 32]
    assert Phone.objects.get().number == "01012345678"


def test_the_code_goes_once_and_by_a_message(talk, resident):
    phone = actions.claim_number(resident, number="01012345678", at=NOON)
    assert codes.send(str(phone.key), NOON)
    assert not codes.send(str(phone.key), NOON)
    [sms] = told(talk, SMS)
    assert unseal(phone.code_sealed) in sms["words"]
    assert sms["kind"] == "sms"


def test_a_wrong_code_is_refused_and_counted_and_after_five_no_code_is_right(talk, resident):
    phone = actions.claim_number(resident, number="01012345678", at=NOON)
    code = unseal(phone.code_sealed)
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    for _ in range(5):
        with pytest.raises(Refusal) as refused:
            actions.prove_number(resident, code=wrong, at=NOON)
        assert refused.value.code == "wrong_code"
    with pytest.raises(Refusal) as refused:
        actions.prove_number(resident, code=code, at=NOON)
    assert refused.value.code == "code_expired"
    with pytest.raises(Refusal):
        actions.prove_number(resident, code=wrong, at=NOON)
    phone.refresh_from_db()
    assert phone.guesses == 6  # however often somebody guesses on


def test_a_code_is_good_for_five_minutes(talk, resident):
    phone = actions.claim_number(resident, number="01012345678", at=NOON)
    late = NOON + timedelta(minutes=5, seconds=1)
    with pytest.raises(Refusal) as refused:
        actions.prove_number(resident, code=unseal(phone.code_sealed), at=late)
    assert refused.value.code == "code_expired"
    proved = actions.prove_number(resident, code=unseal(phone.code_sealed), at=NOON + timedelta(minutes=5))
    assert proved.proved_at is not None
    assert proved.code_sealed == ""
    with pytest.raises(Refusal) as refused:
        actions.prove_number(resident, code="000000", at=NOON)
    assert refused.value.code == "no_number"


def test_codes_are_asked_for_once_a_minute_and_a_strangers_telephone_does_not_ring_all_day(
    talk, residents, resident
):
    actions.claim_number(resident, number="01012345678", at=NOON)
    with pytest.raises(Refusal) as refused:
        actions.claim_number(resident, number="01012345678", at=NOON)
    assert refused.value.code == "too_fast"
    cache.clear()
    people = residents(6)
    for person in people[:5]:
        actions.claim_number(person, number="010 1234 5678", at=NOON)
    with pytest.raises(Refusal):
        actions.claim_number(people[5], number="010-1234-5678", at=NOON)


def test_a_new_number_takes_the_place_of_the_old_only_when_it_is_proved(with_phone, resident):
    person = with_phone(resident)
    cache.clear()
    phone = actions.claim_number(person, number="01099998888", at=NOON)
    assert Phone.objects.proved().get().number == "01012345678"
    actions.prove_number(person, code=unseal(phone.code_sealed), at=NOON)
    assert Phone.objects.proved().get().number == "01099998888"
    assert list(Phone.objects.exclude(ended_at=None).values_list("sealed", "code_sealed")) == [("", "")]


def test_who_takes_the_number_away_or_leaves_is_kept_nowhere(with_phone, resident, neighbour, talk, worker):
    person = with_phone(resident)
    with_phone(neighbour, "01077776666")
    talk.heard.clear()
    tell(people=[person, neighbour], because="의견을 쓰신 질문")
    actions.drop_number(person, at=NOON)
    leave_house(neighbour, at=NOON)
    assert set(Phone.objects.values_list("sealed", "code_sealed")) == {("", "")}
    worker()
    assert talk.heard == []
    assert {each.state for each in [*letters_of(person), *letters_of(neighbour)]} == {"dropped"}


def test_a_number_that_nobody_proved_is_forgotten_after_a_day(talk, resident):
    actions.claim_number(resident, number="01012345678", at=NOON)
    actions.due(NOON + timedelta(days=1) - timedelta(seconds=1))
    assert Phone.objects.standing().exists()
    actions.due(NOON + timedelta(days=1))
    assert Phone.objects.get().sealed == ""


@pytest.mark.parametrize("number", ["", None, 7, "0212345678", "010-123-456", "01212345678", "0101234567890"])
def test_what_is_no_mobile_number_is_refused(number):
    with pytest.raises(Refusal) as refused:
        number_of(number)
    assert refused.value.code == "bad_number"


def test_numbers_are_read_as_people_write_them():
    written = ["010-1234-5678", "010 1234 5678", "010.1234.5678", "+82 10-1234-5678", "+82(0)10 1234 5678"]
    assert {number_of(each) for each in written} == {"01012345678"}
    assert masked("0111234567") == "011-****-4567"


def test_the_road_is_closed_without_keys_and_without_approved_words(talk, resident, settings, visit):
    Template.objects.update(approved_on=None)
    with pytest.raises(Refusal) as refused:
        actions.claim_number(resident, number="01012345678", at=NOON)
    assert refused.value.code == "road_closed"
    assert "알림톡을 보내는 데만" not in visit(resident).get("/me/letters/").content.decode()
    Template.objects.update(approved_on=NOON.date())
    settings.PHONE_KEYS = []
    with pytest.raises(Refusal):
        actions.claim_number(resident, number="01012345678", at=datetime(2026, 12, 1, tzinfo=NOON.tzinfo))


def test_a_key_that_was_lost_breaks_no_page_and_sends_nothing(reader, talk, worker, settings, visit):
    settings.PHONE_KEYS = ["z" * 32]
    assert visit(reader).get("/me/letters/").status_code == 200
    tell(topic="body/3")
    worker()
    assert talk.heard == []
    assert [(each.state, each.fault) for each in letters_of(reader)] == [("failed", "gone")]
    settings.PHONE_KEYS = []
    assert visit(reader).get("/me/letters/").status_code == 200


def test_the_console_writes_what_would_go_without_the_number(
    talk, resident, with_phone, worker, settings, capsys
):
    person = with_phone(resident)
    settings.TALK_BACKEND = "letters.roads.gateway.Console"
    tell(people=[person], because="의견을 쓰신 질문")
    worker()
    written = capsys.readouterr().out
    assert "010-****-5678" in written
    assert "01012345678" not in written
    assert "[관악구]" in written
