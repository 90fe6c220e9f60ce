"""A ticket is for one person, one room and one minute."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from district.refusals import Refusal
from realtime import tickets
from realtime.tickets import Ticket
from tests.realtime.corner import HERE

NOW = datetime(2026, 11, 24, 12, tzinfo=ZoneInfo("Asia/Seoul"))


def ticket(**changed):
    until = (NOW + timedelta(seconds=60)).timestamp()
    return Ticket(7, str(HERE), ["read", "speak"], "cookie", "session-key", until)._replace(**changed)


def test_a_ticket_comes_back_as_it_was_given():
    assert tickets.verify(tickets.seal(ticket()), HERE, NOW) == ticket()


def test_a_ticket_shows_nobody_whose_it_is():
    assert "session-key" not in tickets.seal(ticket())


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("ticket_forged", lambda: "garbage"),
        ("ticket_forged", lambda: None),
        ("ticket_forged", lambda: {"a": "가"}),
        ("ticket_forged", lambda: tickets.seal(ticket())[:-4] + "AAAA"),
        ("ticket_forged", lambda: tickets.lock("another house").encrypt(b"[]").decode()),
        ("ticket_forged", lambda: tickets.safe().encrypt(b"[1]").decode()),
        ("ticket_expired", lambda: tickets.seal(ticket(until=NOW.timestamp()))),
        ("ticket_other_room", lambda: tickets.seal(ticket(room="corner/2"))),
    ],
)
def test_what_is_no_good_is_refused_by_its_own_code(code, text):
    with pytest.raises(Refusal) as refused:
        tickets.verify(text(), HERE, NOW)
    assert refused.value.code == code
    assert str(refused.value)


def test_a_ticket_outlives_a_change_of_the_secret(settings):
    sealed = tickets.seal(ticket())
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "tomorrow's"
    assert tickets.verify(sealed, HERE, NOW).person == 7


@pytest.mark.parametrize("how", ["signed out", "new password", "left"])
def test_a_ticket_ends_with_the_session(client, resident, how):
    client.force_login(resident)
    held = ticket(person=resident.pk, session=client.session.session_key)
    assert tickets.holder(held) == resident
    if how == "signed out":
        client.logout()
    elif how == "new password":
        resident.set_password("another one entirely")
        resident.save()
    else:
        resident.leave(NOW)
    assert tickets.holder(held) is None


def test_nobody_holds_the_ticket_of_another_person(client, resident, neighbour):
    client.force_login(resident)
    assert tickets.holder(ticket(person=neighbour.pk, session=client.session.session_key)) is None
