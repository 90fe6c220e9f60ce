"""The forums of the demo: one that was held on paper, and one that talks while somebody looks."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from cms.demo.bodies import staff
from cms.demo.facts import facts
from cms.demo.pages import lay
from cms.models import ForumIndexPage, ForumPage, SectionPage
from committees.models import Body
from committees.roster import roster
from deliberation.actions import (
    amend_forum,
    close_session,
    open_session,
    pin_comment,
    post_comment,
    record_past_session,
    support_comment,
)
from deliberation.models import Comment, Forum, Session, Thread
from district.calendar import day
from district.models import Person, Post

EVENING = time(19)
TWO_HOURS = timedelta(hours=2)


def hold_forums(at: datetime, editor: Person, neighbours: list[Person]) -> dict[str, str]:
    """Every forum of the file once, and always one that talks today; answers its logins by role."""
    told = facts("forums")
    staff(told["posts"], at)
    index = lay(
        SectionPage.objects.get(slug="governance"), ForumIndexPage, **told["index"], show_in_menus=True
    )
    body = Body.objects.get(slug=told["body"])
    for plan in told["past"]:
        if not ForumPage.objects.child_of(index).filter(slug=plan["slug"]).exists():
            tell_of(plan, index, body, editor, at)
    Evenings(told["living"], index, body, editor, neighbours, at).hold()
    return told["logins"]


@transaction.atomic
def tell_of(plan: dict[str, Any], index: Page, body: Body, editor: Person, at: datetime) -> None:
    """A forum as it was printed: what the paper does not say stays unsaid."""
    words = {name: plan[name] for name in ("slug", "title", "purpose", "outcome")}
    forum = record_of(put_up(ForumPage(**words, body=body), editor, index))
    amend_forum(forum, **plan["printed"], by=editor, at=at)
    for ordinal in range(1, plan["sessions"] + 1):
        record_past_session(forum, ordinal=ordinal, title=plan["session"], by=editor, at=at)


def put_up(page: ForumPage, editor: Person, index: Page | None = None) -> ForumPage:
    """The page an editor writes; the seam makes the record of it."""
    if index is not None:
        index.add_child(instance=page)
    page.save_revision(user=editor).publish()
    return ForumPage.objects.get(pk=page.pk)


def record_of(page: ForumPage) -> Forum:
    """What the seam made of the page."""
    return Forum.objects.get(pk=page.forum_id)


@dataclass(frozen=True)
class Evenings:
    """The living forum: an evening that goes on now, and those that are announced."""

    plan: dict[str, Any]
    index: Page
    body: Body
    editor: Person
    neighbours: list[Person]
    at: datetime

    def hold(self) -> None:
        """Call it once; on a later day a fresh evening follows the one that was used up or has ended."""
        page = ForumPage.objects.child_of(self.index).filter(slug=self.plan["slug"]).first()
        if page is None:
            self.call()
        elif not self.held_today(record_of(page)):
            self.call_again(page)

    @transaction.atomic
    def call(self) -> None:
        sessions = [self.announced(**row) for row in self.plan["sessions"]]
        words = {name: self.plan[name] for name in ("slug", "title", "purpose")}
        page = put_up(ForumPage(**words, body=self.body, sessions=sessions), self.editor, self.index)
        self.talk(record_of(page).sessions.order_by("ordinal")[0])

    @transaction.atomic
    def call_again(self, page: ForumPage) -> None:
        for left_open in record_of(page).sessions.going_on():
            close_session(left_open, by=self.facilitator, at=self.at)
        announced = len(self.plan["sessions"])
        title = self.plan["series"][(len(page.sessions) - announced) % len(self.plan["series"])]
        page.sessions.append(self.announced(title=title, area=self.plan["sessions"][0]["area"], in_days=0))
        forum = record_of(put_up(page, self.editor))
        self.talk(forum.sessions.order_by("-ordinal")[0])

    def held_today(self, forum: Forum) -> bool:
        """Whether the day has had its evening: a second run on one day changes nothing."""
        opened = forum.sessions.values_list("opened_at", flat=True)
        return any(moment and day(moment) == day(self.at) for moment in opened)

    def announced(self, title: str, area: str, in_days: int) -> tuple[str, dict[str, Any]]:
        """One session as a block of the page; the one of today began within the hour."""
        starts_at = self.begun() if in_days == 0 else self.on_the_clock(EVENING, in_days)
        value = {
            "title": title,
            "area": area,
            "place": self.plan["place"],
            "starts_at": starts_at,
            "ends_at": starts_at + TWO_HOURS,
            "facilitator": str(self.post.pk),
        }
        return "session", value

    def on_the_clock(self, clock: time, in_days: int) -> datetime:
        return datetime.combine(
            day(self.at) + timedelta(days=in_days), clock, timezone.get_current_timezone()
        )

    def begun(self) -> datetime:
        """The last full or half hour that leaves time for a talk, on this very day."""
        earlier = timezone.localtime(self.at) - timedelta(minutes=30)
        clock = time(earlier.hour, 30 * (earlier.minute >= 30))
        same_day = day(earlier) == day(self.at)
        return self.on_the_clock(clock if same_day else time(0), 0)

    @property
    def post(self) -> Post:
        return Post.objects.get(title=facts("forums")["posts"][0]["title"])

    @property
    def facilitator(self) -> Person:
        return Person.objects.get(postings__post=self.post)

    def talk(self, session: Session) -> None:
        """Open it and let residents and members speak in turn up to this moment."""
        begun = self.begun()
        open_session(session, by=self.facilitator, at=begun)
        step = (self.at - begun) / (len(self.plan["words"]) + 3)
        thread = Thread.objects.get(session=session)
        said: list[Comment] = []
        post_comment(thread, by=self.facilitator, body=self.plan["welcome"], at=begun + step)
        speakers = {"resident": iter(self.neighbours[::4]), "member": iter(self.members() * 2)}
        for n, word in enumerate(self.plan["words"], 2):
            parent = said[word["to"]].pk if "to" in word else None
            by = next(speakers[word["who"]])
            said.append(post_comment(thread, by=by, body=word["body"], at=begun + step * n, parent=parent))
        for n in range(self.plan["supports"]):
            comment, by = said[n * n % len(said)], self.neighbours[(n * 13 + 5) % len(self.neighbours)]
            support_comment(comment, by=by, at=self.at)
        pin_comment(said[self.plan["pinned"]], by=self.facilitator, at=self.at)

    def members(self) -> list[Person]:
        """Those appointed to the body: officials who sit by right would speak for their office."""
        seated = [one.person_id for one in roster([self.body], day(self.at)) if one.basis == "appointed"]
        return list(Person.objects.filter(pk__in=seated).order_by("email"))
