"""The door for people, without a line of JavaScript."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, unquote, urlsplit
from uuid import uuid4

import pytest

from deliberation import actions
from deliberation.drafts import MOST_KEPT, draft_of
from deliberation.models import Comment, Thread
from realtime.models import Event

pytestmark = pytest.mark.django_db
PAGE = "/정책참여/밤길/"


def form_of(thread):
    return f"/threads/{thread.pk}/comments/"


def goes_to(answer):
    assert answer.status_code == 302, answer.content.decode()[:500]
    return unquote(answer.headers["Location"])


def next_of(answer):
    return parse_qs(urlsplit(answer.headers["Location"]).query)["next"][0]


def test_a_comment_is_posted_by_a_form_and_shown_in_its_place(visit, asked, resident):
    answer = visit(resident).post(form_of(asked.thread), {"body": "가로등이 필요합니다."})
    comment = Comment.objects.get()
    assert goes_to(answer) == f"{PAGE}?around={comment.pk}#comment-{comment.pk}"
    assert comment.body == "가로등이 필요합니다."


def test_a_reply_is_posted_by_a_form_and_shown_below_the_comment_it_answers(visit, said, neighbour):
    answer = visit(neighbour).post(form_of(said.thread), {"body": "같은 생각입니다.", "parent": said.pk})
    reply = Comment.objects.latest("id")
    assert reply.parent == said
    assert goes_to(answer) == f"{PAGE}?around={said.pk}&reply={reply.pk}#comment-{reply.pk}"


def test_a_form_sent_twice_is_one_comment(visit, asked, resident):
    client, ref = visit(resident), str(uuid4())
    first = client.post(form_of(asked.thread), {"body": "한 번만", "ref": ref})
    assert goes_to(client.post(form_of(asked.thread), {"body": "한 번만", "ref": ref})) == goes_to(first)
    assert Comment.objects.count() == 1


def test_a_stale_form_keeps_the_words_and_asks_again_with_a_new_number(visit, asked, resident):
    client, ref = visit(resident), str(uuid4())
    client.post(form_of(asked.thread), {"body": "하나", "ref": ref})
    answer = client.post(form_of(asked.thread), {"body": "다른 말", "ref": ref})
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "다른 말" in shown
    [fresh] = re.findall(r'name="ref" value="([^"]+)"', shown)
    assert fresh != ref
    assert client.post(form_of(asked.thread), {"body": "다른 말", "ref": fresh}).status_code == 302
    assert Comment.objects.count() == 2


def test_a_reader_signs_in_and_finds_the_words_again(visit, asked, resident):
    client = visit()
    answer = client.post(form_of(asked.thread), {"body": "로그인 전에 쓴 말"})
    assert urlsplit(answer.headers["Location"]).path == "/accounts/login/"
    assert next_of(answer) == f"{PAGE}#composer"
    assert not Comment.objects.exists()
    client.post("/accounts/login/", {"login": resident.email, "password": "cheong-demo"})

    class Request:
        session = client.session

    assert "_auth_user_id" in client.session
    assert draft_of(Request, asked.thread) == "로그인 전에 쓴 말"
    client.post(form_of(asked.thread), {"body": "로그인 전에 쓴 말"})
    Request.session = client.session
    assert draft_of(Request, asked.thread) == ""


def test_a_reply_waits_in_a_form_of_its_own_while_its_author_signs_in(visit, said, neighbour):
    client, words = visit(), {"body": "로그인 전에 쓴 답글", "parent": said.pk}
    assert next_of(client.post(form_of(said.thread), words)) == form_of(said.thread)
    client.post("/accounts/login/", {"login": neighbour.email, "password": "cheong-demo"})
    shown = client.get(form_of(said.thread)).content.decode()
    assert "로그인 전에 쓴 답글" in shown
    assert f'name="parent" value="{said.pk}"' in shown
    client.post(form_of(said.thread), words)
    assert Comment.objects.latest("id").parent == said
    assert goes_to(client.get(form_of(said.thread))) == PAGE


def test_an_unverified_account_is_sent_to_be_verified_and_keeps_the_words(visit, asked, unverified):
    client = visit(unverified)
    answer = client.post(form_of(asked.thread), {"body": "확인 전에 쓴 말"})
    assert "verify" in urlsplit(answer.headers["Location"]).path
    assert next_of(answer) == f"{PAGE}#composer"
    assert client.session["drafts"][str(asked.thread_id)]["body"] == "확인 전에 쓴 말"
    assert not Comment.objects.exists()


def test_a_session_keeps_a_few_drafts_of_bounded_length(visit, asked, policy, now):
    client = visit()
    for n in range(MOST_KEPT + 2):
        other = actions.open_question(
            title=f"질문 {n}", opens_at=now, closes_at=now + timedelta(1), by=None, at=now
        )
        client.post(form_of(other.thread), {"body": "가" * 5_000})
    drafts = client.session["drafts"]
    assert len(drafts) == MOST_KEPT
    assert str(other.thread_id) in drafts
    assert all(len(draft["body"]) == 2_000 for draft in drafts.values())


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("가" * 1023, "1,000자까지 쓸 수 있습니다. 23자를 줄여 주세요."),
        (" ", "내용을 적어 주세요."),
        ("가\x00", "저장할 수 없는 글자가 들어 있습니다."),
    ],
)
def test_refused_words_come_back_with_the_reason(visit, asked, resident, body, sentence):
    answer = visit(resident).post(form_of(asked.thread), {"body": body})
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in shown
    assert body.strip("\x00 ") in shown
    assert not Comment.objects.exists()


@pytest.mark.parametrize("parent", ["x", "-1", "9" * 40, "\x00", "999999"])
def test_a_wrong_parent_is_refused(visit, asked, resident, parent):
    assert visit(resident).post(form_of(asked.thread), {"body": "말", "parent": parent}).status_code == 422
    assert not Comment.objects.exists()


def test_a_closed_thread_says_so_and_keeps_the_words(visit, asked, resident, now):
    Thread.objects.update(opens_at=now - timedelta(2), closes_at=now - timedelta(1))
    answer = visit(resident).post(form_of(asked.thread), {"body": "늦은 말"})
    assert answer.status_code == 409
    assert "토론이 마감되었습니다." in answer.content.decode()
    assert "늦은 말" in answer.content.decode()


def test_a_form_without_its_token_is_refused(visit, asked, resident):
    client = visit(resident, enforce_csrf_checks=True)
    assert client.post(form_of(asked.thread), {"body": "말"}).status_code == 403
    assert not Comment.objects.exists()


def test_the_address_of_a_comment_leads_to_its_page(visit, said, neighbour, now):
    assert goes_to(visit().get(f"/comments/{said.pk}/")) == f"{PAGE}?around={said.pk}#comment-{said.pk}"
    reply = actions.post_comment(said.thread, by=neighbour, body="답글", at=now, parent=said.pk)
    place = f"{PAGE}?around={said.pk}&reply={reply.pk}#comment-{reply.pk}"
    assert goes_to(visit().get(f"/comments/{reply.pk}/")) == place


@pytest.mark.parametrize("number", ["0", "999999", "9" * 30])
def test_what_is_not_there_is_not_found(visit, gu, number):
    for address in (f"/comments/{number}/", f"/comments/{number}/replies/", f"/comments/{number}/edit/"):
        assert visit().get(address).status_code == 404
    assert visit().post(f"/threads/{number}/comments/").status_code == 404
    assert visit().post(f"/comments/{number}/reaction/").status_code == 404


def test_all_replies_stand_on_a_page_of_their_own(visit, said, neighbour, now):
    for n in range(5):
        actions.post_comment(said.thread, by=neighbour, body=f"답글 {n}번", at=now, parent=said.pk)
    shown = visit(neighbour).get(f"/comments/{said.pk}/replies/").content.decode()
    assert re.findall(r"답글 \d번", shown) == [f"답글 {n}번" for n in range(5)]
    assert visit().get(f"/comments/{said.pk}/replies/?cursor=x").status_code == 422


def test_ones_own_words_are_mended_by_a_form(visit, said, resident, neighbour):
    address, client = f"/comments/{said.pk}/edit/", visit(resident)
    assert said.body in client.get(address).content.decode()
    assert goes_to(client.post(address, {"body": "고친 말"})).endswith(f"#comment-{said.pk}")
    said.refresh_from_db()
    assert said.body == "고친 말"
    too_long = client.post(address, {"body": "가" * 1001})
    assert (too_long.status_code, "가" * 1001 in too_long.content.decode()) == (422, True)
    assert visit(neighbour).get(address).status_code == 403
    assert visit(neighbour).post(address, {"body": "남의 말"}).status_code == 403
    assert "/accounts/login/" in goes_to(visit().get(address))


def test_old_words_are_not_mended_any_more(visit, said, resident, now):
    Comment.objects.update(posted_at=now - timedelta(hours=2))
    answer = visit(resident).get(f"/comments/{said.pk}/edit/")
    assert goes_to(answer).startswith(PAGE)


def test_ones_own_words_are_taken_back_by_a_button(visit, said, resident, neighbour):
    address = f"/comments/{said.pk}/withdraw/"
    assert visit(resident).get(address).status_code == 405
    assert visit(neighbour).post(address).status_code == 403
    assert goes_to(visit(resident).post(address)).endswith(f"#comment-{said.pk}")
    said.refresh_from_db()
    assert said.ground == "withdrawn"


def test_agreeing_is_a_button_that_is_pressed_again(visit, said, neighbour, unverified):
    address, client = f"/comments/{said.pk}/reaction/", visit(neighbour)
    for count in (1, 0, 1):
        client.post(address)
        said.refresh_from_db()
        assert said.reactions == count
    assert "/accounts/login/" in goes_to(visit().post(address))
    assert "verify" in goes_to(visit(unverified).post(address))


def test_a_moderator_hides_by_a_form_with_a_ground(visit, said, moderator, resident):
    address = f"/comments/{said.pk}/hide/"
    shown = visit(moderator).get(address).content.decode()
    for label in ("욕설·비방", "개인정보", "광고·도배", "선거법", "주제와 무관"):
        assert label in shown
    assert visit(moderator).post(address).status_code == 422
    assert visit(resident).get(address).status_code == 403
    assert visit(resident).post(address, {"ground": "spam"}).status_code == 403
    visit(moderator).post(address, {"ground": "election"})
    said.refresh_from_db()
    assert (said.ground, said.hidden_by) == ("election", moderator)
    assert Event.objects.latest("id").office == "누리집 운영 담당"


def test_hidden_words_are_in_no_form(visit, said, moderator, resident, now):
    actions.hide_words(said, by=moderator, ground="spam", at=now)
    for person in (resident, moderator):
        for what in ("edit", "hide"):
            answer = visit(person).get(f"/comments/{said.pk}/{what}/")
            assert answer.status_code in {302, 403}
