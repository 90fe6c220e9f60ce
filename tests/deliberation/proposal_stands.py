"""A proposal in every state it can stand in, and everything that can be done with it."""

from datetime import timedelta
from functools import partial

from deliberation import actions, proposing
from deliberation.models import Category, ParticipationPolicy
from deliberation.speakers import draft_at, proposal_at
from district.visitors import speaker
from referrals import actions as referrals
from tests.cast import NOON
from tests.deliberation.proposers import agreed, fresh, laid_ground, published, written
from tests.states import Deed

EARLIER, RECENT = NOON - timedelta(days=120), NOON - timedelta(days=3)
ACCEPTED = {"words": "내년 예산에 담습니다.", "outcome": "accepted", "planned_on": NOON.date()}
REJECTED = {
    "words": "살펴 알려 드립니다.", "outcome": "rejected", "ground": "underway", "reason": "이미 합니다.",
}  # fmt: skip
BROUGHT = {"words": "낙성대역 4번 출구 앞입니다."}


class Stands:
    """The cast makes it so, through the actions."""

    def __init__(self, cast, department, policy, supporters):
        self.cast, self.supporters = cast, supporters
        Category.objects.create(code="roads", label="도로", department=department, source="시험")
        self.consent = laid_ground(policy, department)
        self.first = published(cast["member"], EARLIER, title="먼저 낸 것")

    def states(self):
        names = (
            "draft", "collecting", "lapsed", "review", "asked", "reviewed", "mayor_due", "answered",
            "underway", "done", "withdrawn", "transferred", "civil", "merged",
        )  # fmt: skip
        return {name: partial(self.stand, name) for name in names}

    def stand(self, name):
        proposal = getattr(self, name)()
        assert fresh(proposal).status(NOON) == {"asked": "review"}.get(name, name)
        return fresh(proposal)

    def draft(self):
        return written(self.cast["author"], RECENT)

    def collecting(self, at=RECENT):
        return published(self.cast["author"], at)

    def lapsed(self):
        return self.collecting(NOON - timedelta(days=90))

    def review(self):
        return agreed(self.collecting(), self.supporters, RECENT)

    def asked(self):
        proposal, told = self.review(), {"kind": "supplement", "reason": "어디인지 적어 주세요."}
        referrals.pause(proposal.referral, **told, by=self.cast["officer"], at=RECENT)
        return proposal

    def reviewed(self, said=REJECTED):
        proposal = self.review()
        self.answer(proposal.referral, said, ("head", "director"))
        return proposal

    def mayor_due(self):
        ParticipationPolicy.objects.update(voices_needed=1)
        proposal = self.collecting()
        actions.post_comment(proposal.thread, by=self.supporters[0], body="꼭 필요합니다.", at=RECENT)
        return fresh(proposal)

    def answered(self):
        proposal = self.mayor_due()
        self.answer(proposal.mayor_referral, {"words": "하겠습니다."}, ("head", "director", "mayor"))
        return proposal

    def underway(self, *more):
        proposal = self.reviewed(ACCEPTED)
        for kind in ("started", *more):
            referrals.report_progress(
                fresh(proposal).referral, kind=kind, on=NOON.date(), by=self.cast["officer"], at=NOON
            )
        return proposal

    def done(self):
        return self.underway("finished")

    def withdrawn(self):
        return actions.withdraw_proposal(self.collecting(), by=self.cast["author"], at=RECENT)

    def transferred(self):
        told = {"to": "서울특별시", "reason": "시의 일입니다.", "by": self.cast["officer"], "at": RECENT}
        return actions.transfer_proposal(self.collecting(), **told)

    def civil(self):
        return actions.turn_into_case(self.collecting(), by=self.cast["author"], at=RECENT)

    def merged(self):
        told = {"into": self.first, "by": self.cast["officer"], "at": RECENT}
        return actions.merge_proposals(self.collecting(), **told)

    def answer(self, referral, said, hands):
        draft = referrals.write_reply(referral, by=self.cast["officer"], at=RECENT, **said)
        referrals.submit(draft, by=self.cast["officer"], at=RECENT)
        for hand in hands:
            referrals.approve(draft, by=self.cast[hand], at=RECENT)

    def deeds(self):
        consent = {"consent": self.consent.pk}
        return {
            "save": Deed(
                partial(on_sheet, actions.save_proposal, {"title": "새 제목"}),
                lambda draft: ("patch", sheet(draft), {"title": "새 제목"}),
            ),
            "publish": Deed(
                partial(on_sheet, actions.publish_proposal, consent),
                lambda draft: ("post", sheet(draft, "publish/"), consent),
            ),
            "discard": Deed(
                partial(on_sheet, actions.discard_draft, {}),
                lambda draft: ("delete", sheet(draft), {}),
                form=lambda draft: (f"/proposals/drafts/{draft.key}/discard/", {}),
            ),
            "amend": verb("amend", "patch", "", {"place": "역 뒤"}, form=False),
            "support": verb("support", "put", "support/"),
            "unsupport": verb("unsupport", "delete", "support/", form=False),
            "withdraw": verb("withdraw", "post", "withdraw/"),
            "transfer": verb(
                "transfer", "post", "transfer/", {"to": "서울특별시", "reason": "시의 일입니다."}
            ),
            "civil": verb("civil", "post", "civil/"),
            "merge": verb("merge", "post", "merge/", {"into": self.first.pk}),
            "veil": verb("veil", "post", "veil/"),
            "reconsider": verb("reconsider", "post", "reconsider/", {"words": "다시 보아 주세요."}),
            "supply": Deed(
                supply,
                lambda proposal: ("post", f"/api/v1/proposals/{proposal.pk}/supplement/", BROUGHT),
                form=lambda proposal: (f"/proposals/{proposal.pk}/supply/", BROUGHT),
            ),
        }


def supply(proposal, person):
    """With papers it is no command of the room: the API and the page know it."""
    found = proposal_at(proposal.pk, person)
    actions.supply_proposal(found, **BROUGHT, by=speaker(person), at=NOON)


def sheet(draft, rest=""):
    return f"/api/v1/proposals/drafts/{draft.key}/{rest}"


def on_sheet(action, said, proposal, person):
    """As the doors find a draft: by the key that only its author knows."""
    draft = draft_at(proposal.key, person)
    action(draft, by=speaker(person), at=NOON, **said)


def verb(name, method, rest, said=None, *, form=True):
    """A verb that all three doors know."""
    said = said or {}
    full = f"proposal.{name}"

    def act(proposal, person):
        found = proposal_at(proposal.pk, person)
        proposing.act(full, found, by=speaker(person), at=NOON, ref=None, said=said)

    return Deed(
        act,
        lambda proposal: (method, f"/api/v1/proposals/{proposal.pk}/{rest}", said),
        lambda proposal: proposal.thread_id and ("thread", str(proposal.thread_id), full, said),
        (lambda proposal: (f"/proposals/{proposal.pk}/{name}/", said)) if form else None,
    )
