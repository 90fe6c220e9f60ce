"""Others' words above one's own, names called in them, addresses to press on: plain words, wherever shown."""

import os
import re
from html import unescape
from html.parser import HTMLParser
from uuid import uuid4

import pytest
from django.utils.html import escape

from deliberation import actions, links
from deliberation.links import linked
from deliberation.models import Comment, Mention
from deliberation.models.comment import LONGEST_QUOTE
from deliberation.names import called, calls_in
from deliberation.rooms import ThreadRoom
from deliberation.rows import comment_row
from district.refusals import Refusal
from letters.models import Letter
from realtime import table
from realtime.ring import Ring
from tests.cast import NOON
from tests.deliberation.doors import comments_of, send
from tests.deliberation.test_malformed import INVENTED, collected, needs_collection

pytestmark = pytest.mark.django_db


def say(thread, person, body="말", **more):
    return actions.post_comment(thread, by=person, body=body, at=NOON, ref=uuid4(), **more)


def row_of(comment):
    return comment_row(Comment.objects.with_faces().get(pk=comment.pk))


# quotes


def test_a_quote_shows_the_beginning_of_what_was_said_and_by_whom(thread, comment, neighbour):
    long = say(thread, neighbour, "가" * 200)
    row = row_of(say(thread, neighbour, quote=long.pk))
    assert row["quote"] == {
        "id": long.pk, "author": {"name": neighbour.public_name, "badge": None},
        "body": "가" * (LONGEST_QUOTE - 1) + "…", "hidden": False,
    }  # fmt: skip
    assert row_of(say(thread, neighbour, quote=comment.pk))["quote"]["body"] == comment.body
    assert row_of(comment)["quote"] is None


@pytest.mark.parametrize("how", ["withdrawn", "hidden"])
def test_a_quote_goes_with_the_words_it_comes_from(thread, comment, resident, neighbour, moderator, how):
    quoting = say(thread, neighbour, quote=comment.pk)
    if how == "withdrawn":
        actions.withdraw_comment(comment, by=resident, at=NOON)
    else:
        actions.hide_words(comment, by=moderator, ground="spam", at=NOON)
    told = row_of(quoting)["quote"]
    assert (told["body"], told["hidden"]) == ("", True)
    assert comment.body not in str(ThreadRoom().snapshot(str(thread.pk)))


def test_only_standing_words_of_the_same_talk_are_quoted(thread, comment, evening, resident):
    elsewhere = say(evening.thread, resident)
    gone = actions.withdraw_comment(say(thread, resident), by=resident, at=NOON)
    for wrong in (elsewhere.pk, gone.pk, 0, -1, 10**30, "1", True, [comment.pk], {}, 1.5):
        with pytest.raises(Refusal) as no:
            say(thread, resident, quote=wrong)
        assert (no.value.code, no.value.status) == ("wrong_quote", 422)
    assert say(thread, resident, quote=comment.pk, parent=comment.pk).quote_of == comment


def test_no_door_quotes_what_is_not_there(asked, said, visit, resident):
    client = visit(resident)
    answer = send(client, "post", comments_of(asked.thread), body="말", quote=said.pk + 999)
    assert (answer.status_code, answer.json()["code"]) == (422, "wrong_quote")
    for sent in ("x", "9" * 19, "-1", "１"):
        form = client.post(f"/threads/{asked.thread_id}/comments/", {"body": "말", "quote": sent})
        assert form.status_code == 422
        assert client.get(f"/threads/{asked.thread_id}/comments/?quote={sent}").status_code == 200
    assert asked.thread.comments.count() == 1


def test_a_quote_is_written_without_javascript(asked, said, visit, resident):
    client = visit(resident)
    page = client.get(f"/threads/{asked.thread_id}/comments/?quote={said.pk}").content.decode()
    assert f'name="quote" value="{said.pk}"' in page
    assert said.body in page
    client.post(f"/threads/{asked.thread_id}/comments/", {"body": "말", "quote": str(said.pk)})
    assert asked.thread.comments.order_by("pk").last().quote_of == said


def test_who_has_to_sign_in_first_finds_the_quote_and_the_stance_again(asked, said, visit, resident):
    client, address = visit(), f"/threads/{asked.thread_id}/comments/"
    away = client.post(address, {"body": "말", "quote": str(said.pk), "stance": "con"})
    assert "login" in away.url
    client.force_login(resident, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get(address).content.decode()
    assert f'name="quote" value="{said.pk}"' in page
    assert re.search(r'value="con" checked', page)


# names


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("@관악산다람쥐님께", {1}),
        ("안녕하세요 @관악산다람쥐, @강감찬 님", {1, 2}),
        ("mail@관악산다람쥐 me@강감찬.kr", set()),
        ("@관악산 다람쥐", {4}),  # the longest name that somebody bears
        ("@관악산다", {3}),
        ("@쌍둥이", set()),  # two bear it
        ("@ 관악산다람쥐 @@", set()),
        ("@없는사람", set()),
        ("(@강감찬)", {2}),
    ],
)
def test_a_call_means_the_longest_name_that_one_person_bears(words, names):
    known = [
        (1, "관악산다람쥐"),
        (2, "강감찬"),
        (3, "관악산"),
        (4, "관악산 다람쥐"),
        (5, "쌍둥이"),
        (6, "쌍둥이"),
    ]
    assert called(calls_in(words), known) == names


def test_who_spoke_here_and_is_called_is_told_once_without_the_words(thread, resident, neighbour, officer):
    say(thread, resident)
    comment = say(
        thread,
        neighbour,
        "@관악산다람쥐님, @관악산다람쥐! 비밀스러운 말",
    )
    assert [mention.person for mention in Mention.objects.filter(comment=comment)] == [resident]
    [letter] = Letter.objects.on_screen().filter(person=resident)
    assert thread.title in letter.dispatch.title
    assert letter.dispatch.url == comment.get_absolute_url()
    assert "비밀" not in letter.dispatch.title + letter.dispatch.words


def test_who_did_not_speak_here_or_took_it_back_or_calls_themselves_is_not_told(
    thread, evening, resident, neighbour, residents
):
    other, gone, twin = residents(3)
    say(evening.thread, other)
    actions.withdraw_comment(say(thread, gone), by=gone, at=NOON)
    for person, name in ((other, "다른이"), (gone, "떠난이")):
        person.nickname = name
        person.save()
    say(thread, resident, "@관악산다람쥐 @다른이 @떠난이")
    say(thread, twin)
    twin.nickname = resident.nickname
    twin.save()
    say(thread, neighbour, "@관악산다람쥐")  # two bear it by now
    assert not Mention.objects.exists()
    assert not Letter.objects.exists()


def test_no_comment_calls_the_whole_town(thread, residents, neighbour):
    for person in residents(8):
        say(thread, person)
    say(thread, neighbour, " ".join(f"@주민{n}" for n in range(8)))
    assert Mention.objects.count() == 5


# links


@pytest.mark.parametrize(
    ("words", "addresses"),
    [
        ("https://gwanak.example/밤길", ["https://gwanak.example/"]),
        ("https://gwanak.example/a를 보세요", ["https://gwanak.example/a"]),
        ("보세요(https://gwanak.example/a_(b)).", ["https://gwanak.example/a_(b)"]),
        (
            "http://a.example, https://b.example:8080/?q=1&r=2#top!",
            ["http://a.example", "https://b.example:8080/?q=1&r=2#top"],
        ),
        ("HTTPS://A.example", ["HTTPS://A.example"]),
        ("https://a.example/b(지도)", ["https://a.example/b"]),
        ("https://bank.example@evil.example/", ["https://bank.example"]),
        ("javascript:alert(1) ftp://a.example //a.example data:text/html,x xhttps://a.example", []),
        ("https:// https://-a https://)", []),
    ],
)
def test_addresses_of_the_web_become_links_and_nothing_else_does(words, addresses):
    drawn = str(linked(words))
    assert re.findall(r'href="([^"]*)"', drawn) == [escape(each) for each in addresses]
    check_drawn(words)


class Reader(HTMLParser):
    """What a browser finds in it."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.words, self.open = "", 0

    def handle_starttag(self, tag, attrs):
        assert tag == "a"
        told = dict(attrs)
        assert set(told) == {"href", "rel"}
        assert re.match(r"https?://[0-9a-z]", told["href"], re.IGNORECASE)
        assert told["rel"] == "nofollow ugc noopener"
        self.open += 1

    def handle_endtag(self, tag):
        assert tag == "a"
        self.open -= 1

    def handle_data(self, data):
        self.words += data

    def handle_comment(self, data):
        raise AssertionError(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def check_drawn(words):
    """Nothing but our own links stands in it, and taken away these leave the words as they were."""
    drawn = str(linked(words))
    bare = re.sub(r'<a href="[^"<>]*" rel="nofollow ugc noopener">|</a>', "", drawn)
    assert "<" not in bare
    assert ">" not in bare
    assert unescape(bare) == unescape(escape(words))
    reader = Reader()
    reader.feed(drawn)
    reader.close()
    assert reader.open == 0


@pytest.mark.parametrize("text", INVENTED, ids=range(len(INVENTED)))
def test_strange_words_are_drawn_as_words(text):
    check_drawn(text)
    check_drawn(f"https://a.example/{text}")
    calls_in(text)


@pytest.mark.parametrize(
    "text",
    ["https://a" * 5_000, "https://a/" + ")" * 50_000, "@" * 50_000, "https://a/(" * 5_000, "@가 " * 20_000],
)
@pytest.mark.timeout(20)  # a rule that goes back over what it read would take minutes
def test_drawing_is_done_in_one_go(text):
    linked(text)
    calls_in(text)


@needs_collection
@pytest.mark.slow
@pytest.mark.parametrize("name", ["blns.jsonl", "xss_payloads.jsonl"])
def test_collected_words_are_drawn_quoted_and_called_unharmed(name, thread, resident, neighbour):
    say(thread, resident)
    for number, row in enumerate(collected(name)):
        text = row["text"]
        check_drawn(text)
        check_drawn(f"http://a.example/?{text}")
        if number % 25:
            continue
        try:
            said = say(thread, neighbour, f"@{text}"[:1000])
        except Refusal:  # which codes, test_malformed says
            continue
        told = row_of(say(thread, resident, quote=said.pk))["quote"]["body"]
        assert said.body.startswith(told.removesuffix("…"))


def test_the_page_and_its_script_follow_one_rule():
    """The pattern of links.js, read as Python reads it, is the pattern of links.py."""
    path = os.path.join(os.path.dirname(__file__), "../../static/site/js/links.js")
    with open(path, encoding="utf-8") as file:
        script = file.read()
    pattern = re.search(r"const LINK = /(.+)/gi;", script)[1]
    assert pattern.replace("\\/", "/").replace(
        "[/?#][0-9A-Za-z\\-._~:/?#[\\]", "[/?#][0-9A-Za-z\\-._~:/?#\\[\\]"
    ) == (links.LINK.pattern)
    assert re.search(r'const TRAILING = "(.+)";', script)[1] == links.TRAILING


def test_a_kept_frame_falls_with_the_words_it_quotes(thread, comment, neighbour):
    say(thread, neighbour, quote=comment.pk)
    messages = table.stretch_of(thread.room, 0).messages
    ring = Ring(10)
    for message in messages:
        ring.keep(message)
    assert comment.body in ring.between(1, 2)[0].text
    ring.drop(f"deliberation.comment/{comment.pk}", before=3)
    assert ring.between(1, 2) is None
