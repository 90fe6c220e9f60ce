"""Words in every state that those who keep order can bring them into, and all that can be done with them."""

from datetime import timedelta
from functools import partial

from deliberation import actions
from deliberation.desk import case_url
from deliberation.models.about import noun_of
from deliberation.speakers import comment_at, target_at
from deliberation.views.deeds import DEEDS
from district.visitors import speaker
from tests.cast import NOON
from tests.deliberation.proposal_stands import verb
from tests.deliberation.proposers import published
from tests.states import Deed

SOON = NOON - timedelta(minutes=10)
SAID = {
    "report": {"rule": "abuse"},
    "hide": {"ground": "abuse"},
    "ask_blanking": {"rule": "privacy", "reason": "전화번호"},
    "appeal": {"words": "욕이 아닙니다."},
    "decide_appeal": {"outcome": "upheld"},
    "request_measure": {"words": "제 이름입니다."},
    "object": {"words": "사실입니다."},
    "decide_measure": {"outcome": "restored"},
}
API = {
    "keep": "keep/", "claim": "claim/", "release": "release/", "hide": "hide/", "restore": "restore/",
    "ask_blanking": "blanking/", "confirm_blanking": "blanking/confirm/", "drop_blanking": "blanking/drop/",
    "report": "report/", "appeal": "appeal/", "decide_appeal": "appeal/decide/",
    "request_measure": "measure/", "take_measure": "measure/take/", "object": "measure/object/",
    "decide_measure": "measure/decide/",
}  # fmt: skip
SITE = {"report": "report/", "request_measure": "measure/"}
ON_WATCH = frozenset({"moderator", "colleague", "auditor"})


class Stands:
    """Somebody spoke; others report, hide, object and decide."""

    def __init__(self, cast, thread):
        self.cast, self.thread = cast, thread

    def states(self):
        names = (
            "standing", "reported", "claimed", "hidden", "appealed", "to_blank", "blanked",
            "measure_asked", "measured", "objected", "withdrawn",
        )  # fmt: skip
        return {name: getattr(self, name) for name in names}

    def done(self, verb, comment, by, at=SOON, **said):
        told = {**SAID.get(verb, {}), **said}
        return DEEDS[verb].action(comment, by=self.cast[by], at=at, **told)

    def standing(self):
        said = {"body": "가로등이 필요합니다.", "at": SOON - timedelta(minutes=5)}
        return actions.post_comment(self.thread, by=self.cast["author"], **said)

    def reported(self):
        return self.done("report", self.standing(), "chair")

    def claimed(self):
        return self.done("claim", self.reported(), "moderator")

    def hidden(self):
        return self.done("hide", self.standing(), "moderator")

    def appealed(self):
        return self.done("appeal", self.hidden(), "author")

    def to_blank(self):
        return self.done("ask_blanking", self.standing(), "moderator")

    def blanked(self):
        return self.done("confirm_blanking", self.to_blank(), "colleague")

    def measure_asked(self):
        return self.done("request_measure", self.standing(), "chair")

    def measured(self):
        return self.done("take_measure", self.measure_asked(), "moderator")

    def objected(self):
        return self.done("object", self.measured(), "author")

    def withdrawn(self):
        return actions.withdraw_comment(self.standing(), by=self.cast["author"], at=SOON)

    def words(self):
        """What its author and its neighbours do."""
        return {
            "edit": own("edit", actions.edit_comment, "patch", "", {"body": "고친 글입니다."}),
            "withdraw": own("withdraw", actions.withdraw_comment, "post", "withdraw/"),
            "support": own("support", actions.support_comment, "put", "reaction/", form=None),
            "reply": Deed(
                self.reply,
                lambda comment: (
                    "post",
                    f"/api/v1/threads/{comment.thread_id}/comments/",
                    answering(comment),
                ),
                lambda comment: ("thread", str(comment.thread_id), "comment.post", answering(comment)),
                lambda comment: (f"/threads/{comment.thread_id}/comments/", answering(comment)),
            ),
            **{verb: self.deed(verb) for verb in ("report", "appeal", "request_measure", "object")},
        }

    def order(self):
        """What those who keep order do."""
        verbs = (
            "claim", "release", "keep", "hide", "restore", "ask_blanking", "confirm_blanking",
            "drop_blanking", "decide_appeal", "take_measure", "decide_measure",
        )  # fmt: skip
        refused = {"outcome": "refused"}
        return {
            **{verb: self.deed(verb) for verb in verbs},
            "refuse_measure": self.deed("decide_measure", refused),
        }

    def reply(self, comment, person):
        actions.post_comment(comment.thread, by=speaker(person), at=NOON, **answering(comment))

    def deed(self, verb, said=None):
        said = said or SAID.get(verb, {})

        def act(comment, person):
            found = target_at(noun_of(comment), comment.pk, person)
            DEEDS[verb].action(found, by=speaker(person), at=NOON, **said)

        asked = partial(_api, API[verb], said)
        if verb in SITE:
            return Deed(act, asked, form=lambda comment: (f"{comment.get_absolute_url()}{SITE[verb]}", said))
        if verb in {"appeal", "object"}:
            return Deed(act, asked, form=partial(_ground, verb, said))
        desk = {"verb": verb, **said}
        return Deed(act, asked, form=lambda comment: (case_url(comment), desk), inside=ON_WATCH)


def answering(comment):
    return {"body": "맞습니다.", "parent": comment.pk}


def own(name, action, method, rest, said=None, form=True):
    """A verb that all three doors know."""
    said = said or {}

    def act(comment, person):
        action(comment_at(comment.pk, person), by=speaker(person), at=NOON, **said)

    return Deed(
        act,
        lambda comment: (method, f"/api/v1/comments/{comment.pk}/{rest}", said),
        lambda comment: (
            "thread",
            str(comment.thread_id),
            f"comment.{name}",
            {"comment": comment.pk, **said},
        ),
        form and (lambda comment: (f"/comments/{comment.pk}/{name}/", said)),
    )


def _api(rest, said, comment):
    return "post", f"/api/v1{comment.get_absolute_url()}{rest}", said


def _ground(verb, said, comment):
    """One page for both: under a measure its author objects to that, else to the hiding."""
    hidden = type(comment).objects.get(pk=comment.pk)
    measured = hidden.measures.filter(decided_at=None).exclude(hidden_at=None).exists()
    fits = hidden.is_hidden and measured == (verb == "object")
    return (f"{comment.get_absolute_url()}ground/", said) if fits else None


class OfProposals(Stands):
    """A proposal's own words: the same order is kept over them, and its course goes on."""

    def states(self):
        return {name: stand for name, stand in super().states().items() if name != "withdrawn"}

    def standing(self):
        return published(self.cast["author"], SOON - timedelta(minutes=5))

    def words(self):
        acts = {"support": ("put", "support/", {}), "amend": ("patch", "", {"place": "역 뒤"})}
        acts |= {"withdraw": ("post", "withdraw/", {}), "veil": ("post", "veil/", {})}
        return {
            **{name: verb(name, *how, form=name not in {"amend"}) for name, how in acts.items()},
            **{name: self.deed(name) for name in ("report", "appeal", "request_measure", "object")},
        }
