"""My letters by page and by API: mine alone, opened by looking, confirmed by pressing."""

from uuid import uuid4

import pytest

from letters.models import Follow, Letter
from letters.offers import offer
from realtime.models import Event
from tests.deliberation.doors import problem, send

pytestmark = pytest.mark.django_db
LETTERS, FOLLOWS = "/api/v1/letters/", "/api/v1/follows/"
OFFER = offer("body/3", "협치회의", "/bodies/3/")


def api_of(letter, verb=""):
    return f"{LETTERS}{letter.key}/{verb}"


def test_my_list_holds_mine_newest_first_and_counts_the_unopened(notice, resident, wish, visit):
    told = visit(resident).get(LETTERS, {"unread": "1", "limit": "1"}).json()
    assert told["unread"] == 1
    [row] = told["results"]
    assert (row["title"], row["needs_receipt"], row["read_at"]) == (notice.title, True, None)
    assert row["reason"] == "꼭 알려 드리는 일"
    assert visit(resident).get(LETTERS)["Cache-Control"] == "private, no-store"


def test_a_guest_has_no_letters(visit, db):
    assert problem(visit().get(LETTERS)) == ("sign_in_needed", 403)
    assert problem(visit().get(FOLLOWS)) == ("sign_in_needed", 403)
    assert visit().get("/me/letters/").status_code == 302


def test_nobody_reads_or_confirms_anothers_letter_by_any_door(notice, resident, neighbour, screen_of, visit):
    hers = screen_of(neighbour)
    mine = visit(resident)
    assert problem(mine.get(api_of(hers))) == ("not_found", 404)
    for verb in ("read/", "confirm/"):
        assert problem(send(mine, "post", api_of(hers, verb))) == ("not_found", 404)
        assert problem(send(visit(), "post", api_of(hers, verb))) == ("not_found", 404)
    assert mine.get(hers.get_absolute_url()).status_code == 404
    assert mine.post(f"{hers.get_absolute_url()}confirm/").status_code == 404
    hers.refresh_from_db()
    assert (hers.read_at, hers.received_at) == (None, None)


def test_nobody_ends_anothers_wish(wish, resident, neighbour, visit):
    hers = wish(neighbour)
    assert problem(send(visit(resident), "delete", f"{FOLLOWS}{hers.key}/")) == ("not_found", 404)
    assert visit(resident).post(f"/follows/{hers.key}/end/").status_code == 404
    hers.refresh_from_db()
    assert hers.ended_at is None


def test_a_letter_that_is_looked_at_is_opened_but_not_confirmed(notice, resident, screen_of, visit):
    letter = screen_of(resident)
    assert "확인했습니다" in visit(resident).get(letter.get_absolute_url()).content.decode()
    letter.refresh_from_db()
    assert letter.read_at is not None
    assert letter.received_at is None
    assert visit(resident).get(LETTERS).json()["unread"] == 0


def test_one_press_confirms_and_a_second_changes_nothing(notice, resident, screen_of, visit):
    letter = screen_of(resident)
    client = visit(resident)
    assert client.post(f"{letter.get_absolute_url()}confirm/").status_code == 302
    letter.refresh_from_db()
    first = letter.received_at
    assert first is not None
    client.post(f"{letter.get_absolute_url()}confirm/")
    assert send(client, "post", api_of(letter, "confirm/")).json()["seq"] == 0
    letter.refresh_from_db()
    assert letter.received_at == first
    assert Event.objects.filter(name="letter.received").count() == 1
    assert "확인하셨습니다" in client.get(letter.get_absolute_url()).content.decode()


def test_a_receipt_sent_twice_with_one_number_is_one(notice, resident, screen_of, visit):
    letter, ref = screen_of(resident), uuid4()
    first = send(visit(resident), "post", api_of(letter, "confirm/"), ref=ref)
    again = send(visit(resident), "post", api_of(letter, "confirm/"), ref=ref)
    assert first.json() == again.json()
    assert first.json()["seq"] == 1
    assert problem(send(visit(resident), "post", FOLLOWS, ref=ref, offer=OFFER)) == ("ref_reused", 409)


def test_a_follower_is_asked_for_no_receipt(notice, unverified, wish, worker, screen_of, visit):
    wish(unverified)
    worker()
    letter = screen_of(unverified)
    assert visit(unverified).get(api_of(letter)).json()["needs_receipt"] is False
    assert problem(send(visit(unverified), "post", api_of(letter, "confirm/"))) == ("no_receipt_asked", 409)
    assert "확인했습니다" not in visit(unverified).get(letter.get_absolute_url()).content.decode()


def test_what_was_offered_is_followed_and_ended(resident, visit):
    begun = send(visit(resident), "post", FOLLOWS, offer=OFFER)
    assert begun.status_code == 201
    assert begun.json()["topic"] == "body/3"
    [row] = visit(resident).get(FOLLOWS).json()["results"]
    ended = send(visit(resident), "delete", f"{FOLLOWS}{row['key']}/")
    assert ended.json()["ended_at"] is not None
    assert visit(resident).get(FOLLOWS).json()["results"] == []


@pytest.mark.parametrize("made_up", ["body/3", "", None, 7, {"topic": "body/3"}, OFFER[:-3] + "AAA"])
def test_what_the_house_did_not_offer_is_not_followed(resident, visit, made_up):
    assert problem(send(visit(resident), "post", FOLLOWS, offer=made_up)) == ("unknown_topic", 422)
    assert visit(resident).post("/follows/", {"offer": made_up or ""}).status_code == 302
    assert not Follow.objects.exists()


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("cursor=x", "bad_cursor"),
        ("limit=0", "bad_cursor"),
        ("unread=maybe", "invalid"),
        ("around=-1", "bad_cursor"),
    ],
)
def test_a_list_asked_for_wrongly_is_refused(resident, visit, query, code):
    assert problem(visit(resident).get(f"{LETTERS}?{query}")) == (code, 422)


@pytest.mark.parametrize("body", ["[]", "{", '"x"', '{"ref": 7}', '{"ref": "x"}'])
def test_a_malformed_act_changes_nothing(notice, resident, screen_of, visit, body):
    letter = screen_of(resident)
    for address in (api_of(letter, "confirm/"), api_of(letter, "read/"), FOLLOWS):
        answer = visit(resident).post(address, body, content_type="application/json")
        assert problem(answer)[1] in {400, 422}
    letter.refresh_from_db()
    assert (letter.read_at, letter.received_at) == (None, None)


def test_the_site_follows_and_stops_and_comes_back_to_the_page(resident, visit):
    client = visit(resident)
    assert client.post("/follows/", {"offer": OFFER, "next": "/bodies/3/"}).url == "/bodies/3/"
    wish = Follow.objects.get()
    assert "협치회의" in client.get("/me/letters/").content.decode()
    away = {"next": "https://elsewhere.example/"}
    assert client.post(f"/follows/{wish.key}/end/", away).url == "/me/letters/"
    wish.refresh_from_db()
    assert wish.ended_at is not None


def test_a_guest_who_wants_to_follow_is_asked_to_sign_in_first(visit, db):
    answer = visit().post("/follows/", {"offer": OFFER, "next": "/bodies/3/"})
    assert answer.url == "/accounts/login/?next=%2Fbodies%2F3%2F"


def test_the_masthead_shows_a_dot_only_to_whom_it_concerns(notice, home, resident, unverified, visit):
    assert "읽지 않은 것 1건" in visit(resident).get("/me/").content.decode()
    assert "읽지 않은 것 " not in visit(unverified).get("/me/letters/").content.decode().split("data-some")[0]
    assert 'id="bell"' not in visit().get("/").content.decode()


def test_my_data_hold_my_letters_and_wishes(notice, resident, wish, visit):
    wish(resident)
    told = visit(resident).get("/me/export/").json()
    assert [row["title"] for row in told["letters"]] == [notice.title]
    assert [row["topic"] for row in told["follows"]] == ["body/3"]


def test_a_list_of_many_costs_as_many_questions_as_one_of_few(gu, resident, visit, django_assert_num_queries):
    from letters.actions import tell
    from tests.cast import NOON

    for n in range(25):
        tell(f"{n}", title=f"알림 {n}", url="/", people=[resident], at=NOON)
    client = visit(resident)
    page = client.get(LETTERS).json()
    assert (len(page["results"]), page["unread"]) == (20, 25)
    assert len(client.get(page["next"]).json()["results"]) == 5
    assert Letter.objects.on_screen().unread().count() == 25
