"""What is kept of words, and how it is checked and emptied."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from deliberation import actions
from deliberation.models import Comment, CommentVersion, Thread, Voice
from papers.retention import blank, places
from search.models import Entry
from tests.cast import NOON

pytestmark = pytest.mark.django_db
SECRET = "지워야하는말"


def test_a_blanking_finds_every_copy_of_the_words(thread, resident):
    comment = actions.post_comment(thread, by=resident, body=SECRET, at=NOON)
    actions.edit_comment(comment, by=resident, body=f"{SECRET} 고침", at=NOON)
    blank("comment", comment.pk)
    assert places("comment") == [
        "deliberation.Comment.body",
        "deliberation.CommentVersion.body",
        "deliberation.Report.words",
        "deliberation.Appeal.words",
        "search.Entry",
    ]
    kept = [*Comment.objects.values(), *CommentVersion.objects.values(), *Entry.objects.values()]
    assert "지워" not in str(kept)
    thread.refresh_from_db()
    assert (thread.voices, thread.standing_comments, thread.recount()) == (1, 1, {})


def test_the_recount_says_what_differs_and_changes_nothing(thread, comment):
    out = StringIO()
    call_command("recount", stdout=out)
    assert "모두 맞습니다." in out.getvalue()
    Thread.objects.update(voices=7)
    with pytest.raises(CommandError):
        call_command("recount", stdout=out)
    assert "voices 7, 기록 1" in out.getvalue()
    assert Thread.objects.get().voices == 7


def test_the_recount_proves_each_voice_and_each_reaction(thread, comment, neighbour):
    actions.support_comment(comment, by=neighbour, at=NOON)
    thread.refresh_from_db()
    assert thread.recount() == {}
    Comment.objects.update(reaction_count=5)
    Voice.objects.update(standing=2)
    assert thread.recount() == {"voices misheard": (2, 0), "reactions miscounted": (1, 0)}


def test_somebody_who_left_is_no_name_any_more(thread, comment, resident):
    resident.leave(NOON)
    [row] = Comment.objects.for_page(thread, {}, None).rows
    assert (row.author_name, row.dong, row.body) == ("탈퇴한 주민", None, comment.body)
    thread.refresh_from_db()
    assert thread.voices == 1
