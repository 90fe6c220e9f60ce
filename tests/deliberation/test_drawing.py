"""A comment has one markup: what is drawn once and filled is what the template itself would draw."""

from datetime import timedelta
from itertools import product

import pytest
from django.template.context import Context
from django.template.loader import get_template
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import override

from deliberation.links import linked
from deliberation.models import Comment
from deliberation.models.comment import LONGEST_COMMENT
from deliberation.templatetags import talk
from district.dates import ago, moment, official_time
from district.models import Neighborhood, Person
from tests.cast import NOON

pytestmark = pytest.mark.django_db
GROUNDS = ["abuse", "privacy", "spam", "election", "off_topic"]
COMMENT = get_template("deliberation/_comment.html").template
NOW = NOON + timedelta(hours=3)
RIGHTS = [(True, True, True), (True, False, False), (False, False, True), (False, False, False)]
HOSTILE = [
    *(f"__{mark}__" for mark in (*(each.strip("_") for each in talk.WORDS.values()), "csrf", "thread")),
    " ".join(talk.WORDS.values()),
    "<script>alert(1)</script></p></li><img src=x onerror=alert(1)>",
    """"quoted" 'once' `tick` & &amp; &lt; &#39;""",
    "{{ csrf_token }} {% csrf_token %} {# gone #} {{ comment.author.email }} %(n)s {n} {0}",
    "\\1 \\g<0> $1 \N{SYMBOL FOR NULL} \N{ZERO WIDTH SPACE}\N{RIGHT-TO-LEFT OVERRIDE}\ufffd\x7f\x1f",
    "첫 줄\n\n둘째 줄\t끝",
    "가" * 10_000,
]


def said(words="가로등이 필요합니다.", *, number=7, **facts):
    """A comment as a page has it, without a table behind it."""
    author = Person(nickname="관악산다람쥐", neighborhood=Neighborhood(name="낙성대동"))
    return_to = {"reply_count": 0, "latest_replies": [], "mine": False, "supported_by_me": False}
    told = {name: facts.pop(name, default) for name, default in return_to.items()}
    comment = Comment(pk=number, thread_id=3, author=author, body=words, posted_at=NOON, **facts)
    vars(comment).update(told)
    return comment


def around(rights):
    """The page that a comment stands on."""
    names = ("open", "may_pin", "may_moderate")
    page = dict(zip(names, rights, strict=True)) | {"thread": {"id": 3}, "csrf_token": "sealed<&>"}
    return page | {"limit": LONGEST_COMMENT}


def plain(comment, rights, reply=False):
    """The same comment by the template alone, as Django draws any."""
    answers = [plain(each, rights, True) for each in comment.latest_replies]
    above = comment.quote_of
    row = {
        "id": comment.pk, "author_name": comment.author_name, "seat_label": comment.seat_label,
        "dong": comment.dong, "office": comment.office, "edited_at": comment.edited_at,
        "mine": comment.mine, "supported_by_me": comment.supported_by_me, "body": linked(comment.shown_body),
        "stance": comment.stance, "stance_label": comment.get_stance_display(), "quote": talk.quoted(comment),
        "quote_id": above and above.pk, "quote_name": above and above.author_name,
        "quote_body": above and above.excerpt,
        "reactions": comment.reactions, "is_hidden": comment.is_hidden, "ground": comment.ground,
        "ground_label": comment.ground_label,
        "reply_count": comment.reply_count, "latest_replies": mark_safe("".join(answers)),
        "more_replies": comment.reply_count > len(comment.latest_replies),
        "moment": moment(comment.posted_at), "official_time": official_time(comment.posted_at),
        "ago": ago(comment.posted_at, NOW),
    }  # fmt: skip
    return COMMENT.render(Context(around(rights) | {"comment": row, "reply": reply}))


def pen(rights, language="ko"):
    return talk.Pen(COMMENT, language, rights, escape("sealed<&>"), NOW)


def kinds():
    """Every part that a comment may have or lack."""
    for edited, mine, supported, seat, home in product((None, NOON), *[(False, True)] * 4):
        one = said(edited_at=edited, mine=mine, supported_by_me=supported, seat_label="위원" if seat else "")
        one.author.neighborhood = one.author.neighborhood if home else None
        yield one
    for stance in Comment.Stance.values:
        yield said(stance=stance, quote_of=said("옮긴 말", number=5))
        yield said(stance=stance, quote_of=said("가린 말", number=5, state="withdrawn"))
    for state, ground in (("withdrawn", ""), *(("hidden", ground) for ground in GROUNDS)):
        yield said("숨겨야하는말", state=state, hidden_ground=ground)
    yield said(reply_count=1, latest_replies=[said("답글", number=8)])
    yield said(reply_count=5, latest_replies=[said(f"답글 {n}", number=n, mine=n == 9) for n in (8, 9, 10)])


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("rights", RIGHTS)
def test_a_comment_is_drawn_as_its_template_draws_it(rights, language):
    with override(language):
        for comment in kinds():
            for reply in (False, True):
                if reply and comment.latest_replies:
                    continue
                assert pen(rights, language).draw([comment], reply) == plain(comment, rights, reply)


@pytest.mark.parametrize("reply", [False, True])
def test_the_empty_comment_of_the_browser_is_the_same_template_with_every_part(reply):
    page = around(RIGHTS[0])
    drawn = get_template("deliberation/_comment.html").template.engine.from_string(
        "{% load talk %}{% unsaid reply=reply %}"
    )
    blank = page | {"comment": {"id": talk.NUMBER, "reactions": 0}, "reply": reply, "blank": True}
    assert drawn.render(Context(page | {"reply": reply, "thread": type("", (), {"pk": 3, "id": 3})})) == (
        COMMENT.render(Context(blank))
    )


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_somebody_writes_stands_there_as_it_was_written(words):
    answer = said(words, number=8, seat_label=words)
    quote = said(words, number=5)
    comment = said(words, seat_label=words, reply_count=1, latest_replies=[answer], quote_of=quote)
    comment.author.nickname = answer.author.nickname = quote.author.nickname = words
    comment.author.neighborhood.name = words
    shown = pen(RIGHTS[0]).draw([comment], False)
    assert shown == plain(comment, RIGHTS[0])
    assert shown.count(f'data-field="body">{escape(words)}</p>') == 2
    assert shown.count(f'data-field="name">{escape(words)}</span>') == 2
    assert shown.count(f'data-field="quote-body">{escape(quote.excerpt)}</p>') == 1
    assert shown.count(f'data-part="seat">{escape(words)}</span>') == 2
    assert shown.count(f'data-part="dong">{escape(words)}</span>') == 1


def test_no_mark_is_left_where_words_go():
    for comment, rights in product(kinds(), RIGHTS):
        assert not talk.MARK.search(pen(rights).draw([comment], False))
