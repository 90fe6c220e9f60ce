"""What a stranger's words can be laid into, by the actions of the house, and on which pages they are read."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import cycle
from uuid import UUID, uuid4

from cms.actions import rename_person
from cms.guarding import ask_guardian
from cms.models import ProposalIndexPage, QuestionIndexPage, QuestionPage, SectionPage
from deliberation import actions
from deliberation.actions import clock
from deliberation.models import Question, Thread
from district.guardians import token_of
from district.intake import clean_name, clean_words
from district.models import Person
from district.refusals import Refusal
from letters.actions import follow, tell
from letters.models import Letter
from referrals import actions as referrals
from surveys.actions import Choice, Draft, answer_survey, lay_survey
from tests.cast import NOON, account
from tests.deliberation.comment_stands import Stands as Order
from tests.deliberation.proposal_stands import RECENT, Stands
from tests.deliberation.proposers import agreed, fresh, published, written

SOON = NOON - timedelta(minutes=1)
SHARED, ROWS = 19, 20
"""As many names as a draft takes, as many rows as a list shows."""


class Pen:
    """Writes with other people's strings, cut to what a field takes; what no field takes is left out."""

    def __init__(self, texts: list[str]) -> None:
        self.texts, self.turn = texts, cycle(texts)

    def line(self, longest: int, text: str = "") -> str:
        """A name: one string."""
        return self._fit(clean_name, text or next(self.turn), longest)

    def lines(self, longest: int, most: int = ROWS) -> list[str]:
        """A name from each string."""
        return [self.line(longest, text) for text in self.texts[:most]]

    def words(self, longest: int) -> str:
        """As many strings, each in a line of its own, as there is room for."""
        told, left = [], longest
        for text in (next(self.turn) for _ in self.texts):
            one = self._fit(clean_words, text, longest)
            if len(one) < left:
                told.append(one)
                left -= len(one) + 1
        return "\n".join(told)

    def _fit(self, clean, text: str, longest: int) -> str:
        try:
            return clean(text[:longest], longest)
        except Refusal:
            return "x"


class Strangers:
    """The cast lets them write; each `…s` lays rows and says who reads them where."""

    def __init__(self, cast, home, department, policy, supporters) -> None:
        self.cast, self.department, self.brief = cast, department, False
        self.section = home.add_child(instance=SectionPage(title="정책참여", slug="participation"))
        index = self.section.add_child(instance=ProposalIndexPage(title="제안하기", slug="proposals"))
        index.save_revision().publish()
        self.supporters = supporters
        self.stands = Stands(cast, department, policy, supporters)

    def scenes(self) -> tuple:
        """All of it, one after the other."""
        asked = (self.surveys, self.order, self.questions, self.letters)
        return (self.sheets, self.proposals, self.answers, *asked)

    def also(self, *pages: tuple) -> Iterator[tuple]:
        """Where the same words are read once more."""
        return iter(() if self.brief else pages)

    # 제안

    def sheets(self, pen: Pen) -> Iterator[tuple]:
        """A sheet with everything on it, and who is invited to it."""
        author = self.cast["author"]
        draft = written(author, NOON, **self.written(pen))
        for label in pen.lines(40, SHARED):
            share = actions.invite_share(draft, label=label, percent=1, by=author, at=NOON)
        sheet = f"/proposals/drafts/{draft.key}/"
        yield author, f"{sheet}people/"
        yield author, f"{sheet}publish/"
        yield from self.also((author, sheet), (author, f"{sheet}?do=find"), (author, "/proposals/mine/"))
        yield self.cast["member"], f"/proposals/invited/{share.key}/"

    def proposals(self, pen: Pen) -> Iterator[tuple]:
        """Before everybody's eyes: the list, one of them, and the forms that end it."""
        author, officer = self.cast["author"], self.cast["officer"]
        laid = [
            published(author, NOON - timedelta(minutes=n), **self.written(pen) | {"title": title})
            for n, title in enumerate(pen.lines(100))
        ]
        first = f"/proposals/{laid[0].pk}/"
        yield None, "/participation/proposals/"
        yield from self.also((None, first), (author, first), (author, f"{first}withdraw/"))
        yield from self.also(*((officer, f"{first}{act}/") for act in ("transfer", "merge", "civil")))
        told = {"to": pen.line(120), "reason": pen.words(500), "by": officer, "at": NOON}
        actions.transfer_proposal(laid[0], **told)
        yield None, first
        actions.merge_proposals(laid[1], into=laid[2], by=officer, at=NOON)
        yield from self.also(*((None, f"/proposals/{one.pk}/") for one in laid[1:3]))

    def written(self, pen: Pen) -> dict:
        """What stands on a sheet."""
        tags = list(dict.fromkeys(pen.line(20) for _ in range(5)))
        return {"title": pen.line(100), "body": pen.words(5_000), "place": pen.line(120), "tags": tags}

    # 답변

    def answers(self, pen: Pen) -> Iterator[tuple]:
        """What offices write while they work on it, and what is read of that when they are done."""
        officer, head = self.cast["officer"], self.cast["head"]
        words = self.written(pen)
        proposal = agreed(published(self.cast["author"], RECENT, **words), self.supporters, RECENT)
        referral, key = proposal.referral, proposal.referral.key
        referrals.pause(referral, kind="inquiry", reason=pen.line(300), by=officer, at=RECENT)
        yield from self.also((None, f"/proposals/{proposal.pk}/"))
        referrals.resume(referral, by=officer, at=RECENT)
        said = {
            "words": pen.words(5_000),
            "outcome": "rejected",
            "ground": "underway",
            "reason": pen.words(500),
        }
        draft = referrals.write_reply(referral, by=officer, at=RECENT, **said)
        yield officer, f"/desk/inbox/{key}/"
        referrals.submit(draft, by=officer, at=RECENT)
        yield from self.also((head, "/desk/inbox/"), (head, f"/desk/inbox/{key}/"))
        for hand in ("head", "director"):
            referrals.approve(draft, note=pen.words(300), by=self.cast[hand], at=RECENT)
        actions.ask_reconsideration(fresh(proposal), words=pen.words(500), by=self.cast["author"], at=NOON)
        yield None, f"/proposals/{proposal.pk}/"
        yield from self.also((officer, f"/desk/inbox/{fresh(proposal).referral.key}/"))

    # 설문

    def surveys(self, pen: Pen) -> Iterator[tuple]:
        """Each kind of item, and what was answered in words."""
        words, resident = uuid4(), self.cast["member"]
        # Cut to one length, two of them may be the same.
        offered = dict.fromkeys(["가로등", *pen.lines(200)])
        choices = [Choice(UUID(int=n), text) for n, text in enumerate(offered, 100)]
        items = [
            Draft(key=uuid4(), kind="single", text=pen.line(300), hint=pen.line(300), options=choices),
            Draft(
                key=uuid4(), kind="scale", text=pen.line(300), low=pen.line(40), high=pen.line(40), steps=5
            ),
            Draft(key=words, kind="free", text=pen.line(300), hint=pen.line(300)),
        ]
        survey = lay_survey(
            uuid4(), by=None, at=RECENT, title=pen.line(200), intro=pen.words(1_000), opens_at=RECENT,
            closes_at=NOON + timedelta(days=7), department=self.department, items=items, url="",
        )  # fmt: skip
        yield from self.also((None, f"/surveys/{survey.pk}/"))
        said = {str(items[0].key): str(choices[0].key), str(words): pen.words(1_000)}
        answer_survey(survey, by=resident, answers=said, at=NOON, ref=None)
        yield resident, f"/surveys/{survey.pk}/"
        yield self.cast["officer"], f"/desk/surveys/inspect/{survey.pk}/"

    # 댓글과 운영

    def order(self, pen: Pen) -> Iterator[tuple]:
        """Whatever is said while neighbours report, object and decide."""
        question = self.asked()
        order = Order(self.cast, question.thread)
        author, moderator = self.cast["author"], self.cast["moderator"]
        rename_person(author, nickname=pen.line(20), at=RECENT)
        stood = actions.post_comment(question.thread, by=author, body=pen.words(1_000), at=RECENT)
        order.standing = lambda: stood
        note = {"words": pen.words(500)}
        order.done("report", stood, "chair", **note)
        yield from self.also((self.cast["chair"], f"/comments/{stood.pk}/report/"))
        order.done("request_measure", stood, "chair", **note)
        order.done("take_measure", stood, "moderator")
        order.done("object", stood, "author", words=pen.words(1_000))
        order.done("ask_blanking", stood, "moderator", reason=pen.words(500))
        yield author, f"/comments/{stood.pk}/ground/"
        yield moderator, f"/desk/moderation/{stood.pk}/"
        tabs = ("", "?tab=measures", "?tab=blankings")
        yield from self.also(
            *((moderator, f"/desk/moderation/{tab}") for tab in tabs), (None, "/transparency/")
        )

    # 묻습니다

    def asked(self, **words) -> Question:
        """A question with its page."""
        index = QuestionIndexPage.objects.first() or self.section.add_child(
            instance=QuestionIndexPage(title="관악구가 묻습니다", slug="questions")
        )
        said = {
            "title": "무엇이 먼저입니까?",
            "slug": "first",
            "purpose": "여쭙니다.",
            "topic": "도시",
        } | words
        page = index.add_child(
            instance=QuestionPage(
                kind="general", department=self.department, opens_at=NOON - timedelta(days=7),
                closes_at=NOON + timedelta(days=7), live=False, **said,
            )
        )  # fmt: skip
        page.save_revision(clean=False).publish()
        return QuestionPage.objects.get(pk=page.pk).question

    def questions(self, pen: Pen) -> Iterator[tuple]:
        """The page of a question with the words under it, and what became of them."""
        author = self.cast["author"]
        opinions = [
            {"type": "reflection", "id": str(uuid4()), "value": {
                "opinion": text, "verdict": "taken", "words": pen.words(1_000), "people": 3,
                "department": str(self.department.pk), "until": None, "resolution": "",
                "link_label": pen.line(80), "link_page": None, "link_url": "https://example.org/",
            }}
            for text in pen.lines(200)
        ]  # fmt: skip
        question = self.asked(title=pen.line(200), purpose=pen.words(1_000), topic=pen.line(40))
        page = QuestionPage.objects.get(question=question)
        for n, text in enumerate(pen.lines(20)):
            by = self.supporters[n % len(self.supporters)]
            rename(by, text)
            one = actions.post_comment(question.thread, by=by, body=pen.words(1_000), at=SOON)
        for place in ("quote", "parent"):
            said = {"body": pen.words(1_000), place: one.pk}
            actions.post_comment(question.thread, by=author, at=SOON, **said)
        actions.edit_comment(one, by=one.author, body=pen.words(1_000), at=SOON)
        yield from self.also((None, page.get_url()), (author, f"/comments/{one.pk}/replies/"))
        yield from self.also(*((one.author, f"/comments/{one.pk}/{step}/") for step in ("versions", "edit")))
        # As if a day had gone by: the clock looks after the last word.
        for model, pk in ((Thread, question.thread_id), (QuestionPage, page.pk)):
            model.objects.filter(pk=pk).update(closes_at=NOON - timedelta(seconds=30))
        clock.due(NOON)
        page = QuestionPage.objects.get(pk=page.pk)
        page.closing, page.result = pen.words(1_000), pen.words(1_000)
        page.reflections = opinions
        page.save_revision(clean=False).publish()
        yield None, page.get_url()

    # 소식

    def letters(self, pen: Pen) -> Iterator[tuple]:
        """What somebody is told, follows and is called."""
        resident = self.cast["author"]
        rename(resident, pen.line(20))
        for n, title in enumerate(pen.lines(100)):
            follow(resident, topic=f"proposal/{n}", title=title, url="/", at=NOON)
            told = {
                "title": title,
                "words": pen.words(500),
                "url": "/",
                "people": [resident],
                "bundle": False,
            }
            tell(f"proposal/{n}/strange/{uuid4()}", at=NOON, **told)
        letter = Letter.objects.filter(person=resident).latest("pk")
        yield resident, "/me/letters/"
        yield from self.also(
            (resident, letter.get_absolute_url()), (resident, "/me/"), (resident, "/me/name/")
        )
        child = account(f"child{uuid4().hex[:6]}", nickname=pen.line(20))
        yield None, f"/guardian/{token_of(ask_guardian(child, at=NOON))}/"


def rename(person: Person, wanted: str) -> None:
    """Call somebody so, if that may be anybody's name."""
    try:
        rename_person(person, nickname=wanted, at=RECENT)
    except Refusal:
        rename_person(person, nickname=f"이웃{person.pk}", at=RECENT)
