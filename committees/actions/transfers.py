"""인사발령: one order moves many people between posts, and with the posts go the seats and offices."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from committees.actions.floors import office_of, show_tickets_again
from committees.models import Body
from district.dates import day
from district.intake import clean_name
from district.models import Person, Post, Posting
from district.models.offices import Role
from district.refusals import Refusal
from realtime.publish import Address, publish

LEDGER = Address("ledger", "district")
LONGEST_ORDER, MOST_MOVES = 40, 200

type Move = tuple[Post, Person | None]


@transaction.atomic
def transfer(
    moves: Sequence[Move],
    *,
    on: date,
    order_no: str,
    by: Person | None,
    at: datetime,
    ref: UUID | None = None,
) -> list[Posting]:
    """From that day each post is in the hand that the order names, or in nobody's; all of it or nothing."""
    if by is not None and not by.holds(Role.ADMIN, day(at)):
        raise Refusal("not_administrator", _("인사발령은 관리 담당만 기록할 수 있습니다."), status=403)
    _check_moves(moves)
    order_no = clean_name(order_no, LONGEST_ORDER)
    # In one order everywhere: two clerks with two orders never wait for each other in a ring.
    posts = {post.pk: post for post in Post.objects.select_for_update().order_by("pk").filter(
        pk__in=[post.pk for post, _person in moves]
    )}  # fmt: skip
    people = _locked({person.pk for _post, person in moves if person is not None})
    done = [
        _move(posts[post.pk], people[person.pk] if person else None, on, order_no) for post, person in moves
    ]
    for n, posting in enumerate(done):
        publish(
            LEDGER, "post.transferred", posting, by=by, at=at, ref=ref if n == 0 else None,
            office=office_of(by, at), facts={"post": posting.post_id, "on": on.isoformat()},
        )  # fmt: skip
    _tell_meetings(list(posts.values()))
    return done


def _check_moves(moves: Sequence[Move]) -> None:
    """An order moves somebody, and no post twice."""
    posts = [post.pk for post, _person in moves]
    if not 1 <= len(posts) <= MOST_MOVES or len(posts) != len(set(posts)):
        raise Refusal("bad_order", _("발령할 직위를 한 번씩, 200개까지 적어 주세요."), status=422)


def _locked(people: set[int]) -> dict[int, Person]:
    """Those who take a post: nobody leaves the house while being given one."""
    found = Person.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk")
    rows = {person.pk: person for person in found}
    if any(not person.is_active for person in rows.values()):
        raise Refusal("account_closed", _("탈퇴했거나 닫힌 계정에는 직위를 맡길 수 없습니다."))
    return rows


def _move(post: Post, person: Person | None, on: date, order_no: str) -> Posting:
    """Whoever holds the post holds it until the day before; whoever is named holds it from that day."""
    running = list(post.postings.filter(Q(end=None) | Q(end__gte=on)).order_by("start", "pk"))
    post.check_hand_over(running, person, on)
    for held in running:
        held.end = on - timedelta(days=1)
        held.save(update_fields=["end"])
    if person is not None:
        return post.postings.create(person=person, start=on, order_no=order_no)
    return running[-1]


def _tell_meetings(posts: Sequence[Post]) -> None:
    """Where one of these posts sits or leads, those present show again who they are, and are counted anew."""
    bodies = Body.objects.filter(Q(seats__post__in=posts) | Q(offices__post__in=posts)).distinct()
    for body in bodies.order_by("pk"):
        show_tickets_again(body)
