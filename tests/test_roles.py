"""Who may do what: every cell of docs/roles.md is tried by the one it speaks of."""

from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import transaction

from cms.models import HomePage, PlainPage
from deliberation import actions
from district.refusals import Refusal
from district.visitors import speaker
from tests.cast import NOON
from tests.source import ROOT, tables

ROWS = [row for rows in tables("docs/roles.md").values() for row in rows]
CAST = {
    "L0": None,
    "L1": "unverified",
    "L2": "neighbour",
    "author": "resident",
    "officer": "officer",
    "head": "head",
    "director": "director",
    "mayor": "mayor",
    "editor": "editor",
    "reviewer": "reviewer",
    "moderator": "moderator",
    "auditor": "auditor",
    "admin": "administrator",
}
KEPT = ("department", "post", "posting", "neighborhood")


def read_public(person, world):
    answer = world.visit(person).get(f"/api/v1/threads/{world.thread.pk}/comments/")
    return "✓" if answer.status_code == 200 else ""


def comment(person, world):
    said = actions.post_comment(
        world.thread, by=speaker(person), body="가로등이 필요합니다.", at=NOON, ref=uuid4()
    )
    return "as office" if said.office else "✓"


def be_a_voice(person, world):
    comment(person, world)
    return "✓" if world.thread.voices_heard.filter(person=person, standing__gt=0).exists() else ""


def support(person, world):
    actions.support_comment(world.others, by=speaker(person), at=NOON, ref=uuid4())
    return "✓"


def edit(person, world):
    actions.edit_comment(world.comment, by=speaker(person), body="고친 글입니다.", at=NOON, ref=uuid4())
    return "✓"


def withdraw(person, world):
    actions.withdraw_comment(world.comment, by=speaker(person), at=NOON, ref=uuid4())
    return "✓"


def hide(person, world):
    actions.hide_comment(world.comment, by=speaker(person), ground="spam", at=NOON, ref=uuid4())
    return "✓"


def read_versions(person, world):
    world.comment.check_may_read_versions(person, NOON)
    return "✓"


def enter_desk(person, world):
    return "✓" if person is not None and person.has_perm("wagtailadmin.access_admin") else ""


def draft(person, world):
    may = person is not None and world.home.permissions_for_user(person).can_add_subpage()
    return "✓" if may else ""


def approve_others(person, world):
    return _approve(person, world, writer=world.editor)


def approve_own(person, world):
    return _approve(person, world, writer=person)


def keep_rows(person, world):
    def may(verb):
        return person is not None and all(person.has_perm(f"district.{verb}_{kind}") for kind in KEPT)

    return "✓" if may("change") and may("add") else "read" if may("view") else ""


TRIALS = {
    "read what is public": read_public,
    "comment": comment,
    "be counted as a voice": be_a_voice,
    "agree with a comment (공감)": support,
    "edit a comment, while it is fresh": edit,
    "withdraw a comment": withdraw,
    "hide a comment, with a ground": hide,
    "read what an edited comment said before": read_versions,
    "enter the staff desk": enter_desk,
    "draft a page": draft,
    "approve a page that somebody else wrote": approve_others,
    "approve a page of one's own": approve_own,
    "keep departments, posts, postings and 동": keep_rows,
}


@pytest.fixture
def world(request, home, comment, thread, residents, editor, visit):
    """A question with words of the author and of somebody else, and everybody who might touch them."""
    (stranger,) = residents(1)
    others = actions.post_comment(thread, by=stranger, body="버스가 더 필요합니다.", at=NOON, ref=uuid4())
    cast = {column: name and request.getfixturevalue(name) for column, name in CAST.items()}
    return SimpleNamespace(
        home=HomePage.objects.get(), comment=comment, others=others, thread=thread, editor=editor,
        visit=visit, cast=cast,
    )  # fmt: skip


def test_the_table_has_a_trial_for_every_right_and_a_column_for_everybody():
    head = next(
        line for line in (ROOT / "docs/roles.md").read_text("utf-8").splitlines() if line.startswith("| may")
    )
    assert [cell.strip() for cell in head.strip("|").split("|")] == ["may", *CAST]
    assert [row[0] for row in ROWS] == list(TRIALS)


@pytest.mark.django_db
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_everybody_may_do_what_the_table_says_and_nothing_else(row, world):
    told = dict(zip(CAST, row[1:], strict=True))
    assert {column: _try(TRIALS[row[0]], person, world) for column, person in world.cast.items()} == told


def _try(trial, person, world):
    with transaction.atomic():
        try:
            with transaction.atomic():
                outcome = trial(person, world)
        except Refusal as refusal:
            outcome = "" if refusal.status in {403, 409} else f"refused with {refusal.status}"
        transaction.set_rollback(True)
    return outcome


def _approve(person, world, writer):
    if person is None:
        return ""
    page = world.home.add_child(instance=PlainPage(title="안내", live=False))
    page.save_revision(user=writer)
    state = page.get_workflow().start(page, writer)
    task = state.current_task_state.task.specific
    return "✓" if "approve" in {name for name, *_ in task.get_actions(page, person)} else ""
