"""What somebody writes stands on every page as it was written, and does nothing there."""

import re
from html import unescape

import pytest

from deliberation import actions
from deliberation.models import Comment
from deliberation.templatetags import talk
from district.models import Person

pytestmark = pytest.mark.django_db
MARKS = " ".join(["__csrf__", "__thread__", *talk.WORDS.values()])
HOSTILE = [
    MARKS,
    "<script>alert(1)</script></p></li></template><img src=x onerror=alert(1)>",
    """"quoted" 'once' & &amp; &lt; &#39;""",
    "{{ csrf_token }} {% csrf_token %} {# gone #} {{ comment.author.email }}",
    "\N{SYMBOL FOR NULL} \N{ZERO WIDTH SPACE}\N{RIGHT-TO-LEFT OVERRIDE}\\0 \\g<0>",
    "가" * 1_000,
]


@pytest.fixture
def evening_page(evening):
    return evening.thread, [f"/sessions/{evening.pk}/", f"/sessions/{evening.pk}/wall/"]


@pytest.fixture
def question_page(asked):
    return asked.question.thread, [asked.url]


@pytest.fixture(params=["question_page", "evening_page"])
def talked(request, speaker, resident, now):
    """The pages that show a comment and an answer to it."""
    thread, pages = request.getfixturevalue(request.param)
    at = max(now, thread.opens_at or now)
    comment = actions.post_comment(thread, by=resident, body="처음", at=at)
    actions.post_comment(thread, by=resident, body="답글", at=at, parent=comment.pk)
    return [*pages, f"/comments/{comment.pk}/replies/"]


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_somebody_writes_is_shown_whole_and_does_nothing(talked, visit, resident, words):
    pages = talked
    Comment.objects.update(body=words, seat_label=words[:250])
    Person.objects.filter(pk=resident.pk).update(nickname=words[:20])
    for page in pages:
        for reader in (None, resident):
            shown = visit(reader).get(page).content.decode()
            assert told_in(shown, 'field="body') == {words}, page
            assert told_in(shown, 'field="name') == {words[:20]}, page
            assert told_in(shown, 'part="seat') == {words[:250]}, page
            assert "<script>alert" not in shown
            assert "<img src=x" not in shown


def told_in(shown, place):
    """What stands there, where anything does; words that were not escaped would end at their first tag."""
    return {unescape(told) for told in re.findall(rf'data-{place}">([^<]*)<', shown) if told}


def test_hidden_words_are_on_no_page(talked, visit, resident, moderator, now):
    pages = talked
    Comment.objects.update(body="숨겨야하는말")
    for each in Comment.objects.all():
        actions.hide_words(each, by=moderator, ground="spam", at=now)
    for page in pages:
        assert "숨겨야하는말" not in visit(resident).get(page).content.decode()
