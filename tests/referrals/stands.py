"""A referral in every state, and everything that the offices can do with it."""

from district.visitors import speaker
from referrals import actions
from referrals.speakers import referral_at, reply_to_decide, reply_to_submit
from tests.cast import NOON
from tests.referrals.conftest import ANSWER
from tests.states import Deed

OFFICES = frozenset({"secretary", "facilitator", "officer", "head", "director", "auditor", "admin"})
"""Who may read the file, and so finds its forms at the desk; the mayor's office that of its own answers."""
WRITTEN = {**ANSWER, "planned_on": ANSWER["planned_on"].isoformat()}


class Stands:
    """The officer of the department works on it, and its head and director decide."""

    def __init__(self, cast, department, elsewhere):
        self.cast, self.department, self.elsewhere = cast, department, elsewhere

    def states(self):
        names = (
            "waiting", "claimed", "paused", "drafting", "with_head", "with_director", "with_mayor",
            "returned", "answered", "underway", "done", "ended",
        )  # fmt: skip
        return {name: getattr(self, name) for name in names}

    def waiting(self, **facts):
        told = {"kind": "proposal", "label": "제안", "title": "골목길 조명", "url": "/proposals/12/"}
        return actions.refer(**told | facts, department=self.department, by=None, at=NOON)

    def by(self, name):
        return {"by": self.cast[name], "at": NOON}

    def claimed(self):
        return actions.claim(self.waiting(), **self.by("officer"))

    def paused(self):
        return actions.pause(self.claimed(), kind="inquiry", reason="의견을 묻습니다.", **self.by("officer"))

    def drafting(self, **facts):
        said = {"words": "하겠습니다."} if facts else ANSWER
        return actions.write_reply(self.waiting(**facts), **said, **self.by("officer")).referral

    def with_head(self, **facts):
        return actions.submit(self.drafting(**facts).draft, **self.by("officer"))

    def with_director(self, **facts):
        return self.approved(self.with_head(**facts), "head")

    def with_mayor(self):
        return self.approved(self.with_director(kind="mayor", level="mayor"), "director")

    def returned(self):
        reply = self.with_head().draft
        return actions.send_back(reply, note="근거를 더 적어 주세요.", **self.by("head"))

    def answered(self):
        return self.approved(self.with_director(), "director")

    def underway(self):
        return self.moved(self.answered(), "started")

    def done(self):
        return self.moved(self.underway(), "finished")

    def ended(self):
        return actions.end(self.waiting(), ground="withdrawn", by=None, at=NOON)

    def approved(self, referral, hand):
        return actions.approve(referral.draft, **self.by(hand))

    def moved(self, referral, kind):
        return actions.report_progress(referral, kind=kind, on=NOON.date(), **self.by("officer"))

    def deeds(self):
        pausing = {"kind": "inquiry", "reason": "의견을 묻습니다."}
        moving = {"kind": "started", "on": NOON.date()}
        return {
            "claim": deed("claim", actions.claim),
            "release": deed("release", actions.release),
            "reroute": deed(
                "reroute",
                actions.reroute,
                {"to": self.elsewhere, "reason": "치수과 일입니다."},
                sent={"department": self.elsewhere.pk, "reason": "치수과 일입니다."},
                form={"to": self.elsewhere.pk, "reason": "치수과 일입니다."},
            ),
            "pause": deed("pause", actions.pause, pausing, sent=pausing),
            "resume": deed("resume", actions.resume),
            "reply": deed("reply", actions.write_reply, ANSWER, sent=WRITTEN),
            "submit": on_version("submit", actions.submit, reply_to_submit),
            "recall": deed("recall", actions.recall),
            "approve": on_version("approve", actions.approve, form="decide"),
            "return": on_version(
                "return", actions.send_back, said={"note": "더 적어 주세요."}, form="decide"
            ),
            "progress": deed(
                "progress", actions.report_progress, moving, sent={"kind": "started", "on": str(NOON.date())}
            ),
        }


def newest(referral):
    """The version that somebody has before their eyes."""
    versions = referral.replies.order_by("-version").values_list("version", flat=True)
    return versions.first() or 1


def deed(name, action, said=None, sent=None, form=None):
    def act(referral, person):
        action(referral_at(referral.key, person, NOON), by=speaker(person), at=NOON, **said or {})

    return _at_doors(act, name, name, lambda referral: sent or {}, lambda referral: form or sent or {})


def on_version(name, action, read=reply_to_decide, said=None, form=None):
    """Whoever decides says which version was read."""

    def act(referral, person):
        by = speaker(person)
        reply = read(referral_at(referral.key, person, NOON), newest(referral), by, NOON)
        action(reply, by=by, at=NOON, **said or {})

    def sent(referral):
        return {"version": newest(referral), **(said or {})}

    def pressed(referral):
        return {**sent(referral), **({"return": "1"} if name == "return" else {})}

    return _at_doors(act, name, form, sent, pressed)


def _at_doors(act, name, press, sent, pressed):
    def api(referral):
        return "post", f"/api/v1/referrals/{referral.key}/{name}/", sent(referral)

    def form(referral):
        return f"/desk/inbox/{referral.key}/{press}/", pressed(referral)

    return Deed(act, api, form=press and form, inside=OFFICES)
