"""Who may do what: every cell of docs/roles.md is tried by the one it speaks of."""

from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from cms.desks.live import check_may_watch
from cms.models import BodyIndexPage, HomePage, PlainPage
from cms.newsroom import due
from committees.actions import meetings
from committees.actions.agenda import cancel_meeting, lay_paper
from committees.actions.resolutions import place_order, record_resolution, report_order
from committees.actions.seating import end_membership
from committees.models import AgendaItem, Resolution
from committees.rooms import FloorRoom
from deliberation import actions
from deliberation.actions import SessionDraft, open_forum, sessions
from district.models import AccessRecord, Person
from district.refusals import Refusal
from district.visitors import speaker
from tests.cast import NOON, in_office, laid
from tests.committees.acts import begin, gather, items_of, seat_of
from tests.committees.agenda_trials import AGENDA
from tests.committees.applicant_trials import APPLICANTS
from tests.committees.floor_trials import FLOOR
from tests.committees.minutes_trials import MINUTES
from tests.committees.seat_trials import SEATS
from tests.committees.turnover_trials import TURNOVER
from tests.committees.vote_trials import VOTES
from tests.committees.work_trials import WORK
from tests.deliberation import trials as proposals
from tests.deliberation.order_trials import ORDER
from tests.papers.made import pdf
from tests.pledges.pledge_trials import PLEDGES
from tests.referrals import trials as referrals
from tests.source import ROOT, tables
from tests.surveys import trials as surveys

ROWS = [row for rows in tables("docs/roles.md").values() for row in rows]
CAST = {
    "L0": None,
    "L1": "unverified",
    "L2": "neighbour",
    "author": "resident",
    "member": "member",
    "secretary": "secretary",
    "chair": "chair",
    "facilitator": "facilitator",
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
    actions.hide_words(world.comment, by=speaker(person), ground="spam", at=NOON, ref=uuid4())
    return "✓"


def read_versions(person, world):
    world.comment.check_may_read_versions(person, NOON)
    return "✓"


def enter_desk(person, world):
    return "✓" if person is not None and person.has_perm("wagtailadmin.access_admin") else ""


def draft(person, world):
    may = person is not None and world.home.permissions_for_user(person).can_add_subpage()
    return "✓" if may else ""


def draft_agenda(person, world):
    # Afresh: the groups of those who keep a body's papers change with every tick.
    reader = person and Person.objects.get(pk=person.pk)
    return "✓" if reader and world.bodies.permissions_for_user(reader).can_add_subpage() else ""


def approve_others(person, world):
    return _approve(person, world, writer=world.editor)


def approve_own(person, world):
    return _approve(person, world, writer=person)


def keep_rows(person, world):
    def may(verb):
        return person is not None and all(person.has_perm(f"district.{verb}_{kind}") for kind in KEPT)

    return "✓" if may("change") and may("add") else "read" if may("view") else ""


def watch(person, world):
    check_may_watch(speaker(person), NOON)
    return "✓"


def keep_talk(person, world):
    actions.pin_comment(world.comment, by=speaker(person), at=NOON, ref=uuid4())
    actions.slow_thread(world.thread, seconds=30, by=speaker(person), at=NOON, ref=uuid4())
    return "✓"


def keep_session(person, world):
    sessions.open_session(world.session, by=speaker(person), at=NOON, ref=uuid4())
    sessions.close_session(world.session, by=person, at=NOON, ref=uuid4())
    return "✓"


def attend(person, world):
    meetings.check_in(world.meeting, by=speaker(person), at=NOON, ref=uuid4())
    meetings.post_remark(world.closed, by=person, body="근거를 봅시다.", at=NOON, ref=uuid4())
    return "✓"


def take_roll(person, world):
    meetings.take_roll(world.meeting, seat=world.seat, mode="in_person", by=speaker(person), at=NOON)
    lay_paper(world.closed, SimpleUploadedFile("자료.pdf", pdf()), by=person, at=NOON)
    return "✓"


def run_meeting(person, world):
    meetings.call_to_order(world.meeting, by=speaker(person), at=NOON)
    meetings.take_up(world.closed, by=person, at=NOON)
    meetings.finish(world.closed, by=person, at=NOON)
    for act in (meetings.recess, meetings.resume, meetings.adjourn):
        act(world.meeting, by=person, at=NOON)
    return "✓"


def cancel(person, world):
    cancel_meeting(world.meeting, reason="태풍 예보", by=speaker(person), at=NOON)
    return "✓"


def record(person, world):
    said = {"form": "adopted", "method": "unanimous", "text": "원안대로 한다.", "at": NOON}
    resolution = record_resolution(world.on_floor, by=speaker(person), **said)
    place_order(resolution, what="할 일", department=world.department, due=None, by=person, at=NOON)
    return "✓"


def report(person, world):
    report_order(world.order, report="했습니다.", by=speaker(person), at=NOON)
    return "✓"


def read_closed(person, world):
    mine = AgendaItem.objects.filter(pk=world.closed.pk).private_to(person, NOON).exists()
    try:
        FloorRoom().enter(str(world.meeting.pk), person, NOON)
    except Refusal as refusal:
        return "papers alone" if mine or refusal.status != 404 else ""
    logged = AccessRecord.objects.filter(person=person).exists()
    return ("logged" if logged else "✓") if mine else "remarks alone"


def keep_members(person, world):
    speaker(person)  # nobody is the house itself there
    membership = world.meeting.round.convener.seats.get(number=5).memberships.get()
    end_membership(membership, on=NOON.date(), reason="resigned", by=person, at=NOON)
    return "✓"


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
    "draft an agenda below the pages of the bodies": draft_agenda,
    "approve a page that somebody else wrote": approve_others,
    "approve a page of one's own": approve_own,
    "keep departments, posts, postings and 동": keep_rows,
    "watch the live layer (실시간 현황)": watch,
    "put a word above a question, ask for calm (slow mode)": keep_talk,
    "open and close a session of a forum": keep_session,
    **AGENDA,
    "check in to a meeting, write a remark": attend,
    "take the roll, lay papers before the members": take_roll,
    "call a meeting to order, take up its items, adjourn it": run_meeting,
    **FLOOR,
    **VOTES,
    **MINUTES,
    "cancel a meeting, with the reason": cancel,
    "record a resolution, and ask a department to follow it": record,
    "report on what a department was asked to do": report,
    "read closed items, their papers and remarks": read_closed,
    "keep the memberships and offices of a body": keep_members,
    **SEATS,
    **TURNOVER,
    **WORK,
    **APPLICANTS,
    "answer a survey": surveys.respond,
    "take away what came in to a survey, without names": surveys.take_away,
    "see who of a panel has answered, and never what": surveys.see_panel,
    "remind those of a panel who have not answered": surveys.remind,
    "agree for a child below fourteen": surveys.guard,
    "take on a referral of one's department and write its answer": referrals.answer,
    "approve or send back an answer when it is one's turn": referrals.approve,
    "hand a referral over to another department": referrals.hand_over,
    "stop the clock of a referral, report what became of it": referrals.work,
    "read the file of a referral: drafts, hands, notes": referrals.read_file,
    "keep clocks, outcomes, grounds and chains of approval": referrals.keep_rules,
    "put a proposal before the public": proposals.publish,
    "agree with a proposal of somebody else's": proposals.agree,
    "veil and withdraw a proposal": proposals.withdraw,
    "merge proposals, and transfer one to another agency": proposals.transfer,
    "let a proposal be answered as a complaint": proposals.call_complaint,
    **ORDER,
    **PLEDGES,
}


@pytest.fixture
def facilitator(department):
    return in_office("facilitator", "officer", "협치조정관", department)


@pytest.fixture
def session(council, facilitator):
    """An evening that the facilitator is about to open."""
    post = facilitator.postings.get().post
    evening = SessionDraft(
        key=uuid4(),
        ordinal=1,
        title="골목과 안전",
        starts_at=NOON,
        ends_at=NOON + timedelta(hours=2),
        facilitator=post,
    )
    forum = open_forum(title="공론장", slug="talk", body=council, sessions=[evening], by=None, at=NOON)
    return forum.sessions.get()


@pytest.fixture
def hall(meeting, members):
    """A meeting that could begin: six are there, the chair and others are on their way."""
    gather(meeting, members[2:8])
    return meeting


@pytest.fixture
def on_floor(council, members, secretary):
    """What another meeting is about to decide."""
    sitting = begin(laid(council, ordinal=3), secretary, members[2:8])
    return meetings.take_up(items_of(sitting)[1], by=secretary, at=NOON)


@pytest.fixture
def order(council, department):
    """What an earlier one asked of a department."""
    past = items_of(laid(council, ordinal=1))[1]
    decided = {"year": 2026, "number": 1, "text": "원안대로 한다.", "form": "adopted", "decided_at": NOON}
    resolution = Resolution.objects.create(item=past, body=council, **decided)
    return resolution.orders.create(what="할 일", department=department)


@pytest.fixture
def world(
    request, home, comment, thread, residents, editor, visit, hall, on_floor, order, session, members,
    department,
):  # fmt: skip
    """A question with words in it, a meeting about to begin, and everybody who might touch them."""
    (stranger,) = residents(1)
    others = actions.post_comment(thread, by=stranger, body="버스가 더 필요합니다.", at=NOON, ref=uuid4())
    bodies = home.add_child(instance=BodyIndexPage(title="위원회"))
    cast = {column: name and request.getfixturevalue(name) for column, name in CAST.items()}
    due(NOON)
    return SimpleNamespace(
        home=HomePage.objects.get(), comment=comment, others=others, thread=thread, editor=editor,
        visit=visit, cast=cast, meeting=hall, closed=items_of(hall)[2], seat=seat_of(hall, members[9]),
        session=session, department=department, on_floor=on_floor, order=order,
        bodies=bodies,
    )  # fmt: skip


def test_the_table_has_a_trial_for_every_right_and_a_column_for_everybody():
    head = next(
        line for line in (ROOT / "docs/roles.md").read_text("utf-8").splitlines() if line.startswith("| may")
    )
    assert [cell.strip() for cell in head.strip("|").split("|")] == ["may", *CAST]
    assert [row[0] for row in ROWS] == list(TRIALS)


@pytest.mark.django_db
@pytest.mark.parametrize("part", range(4))  # of the rows: setting the world up costs more than a row
def test_everybody_may_do_what_the_table_says_and_nothing_else(part, world):
    for right, *cells in ROWS[part::4]:
        told = dict(zip(CAST, cells, strict=True))
        may = {column: _try(TRIALS[right], person, world) for column, person in world.cast.items()}
        assert may == told, right


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
