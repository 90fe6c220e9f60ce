"""A pledge, an amendment and a closing in every state, with the acts that the desk and programs know."""

from datetime import timedelta
from functools import partial

from django.urls import reverse

from committees.models import AgendaItem
from district.refusals import not_found
from district.visitors import speaker
from pledges.actions import amending, closing, entering, laying, measuring
from pledges.finding import amendment_at, closing_at, pledges_inside
from pledges.models import Amendment, Closing, Measure
from tests.cast import NOON, laid
from tests.committees.acts import items_of
from tests.pledges.acts import DAY, bound, plan, promised, proposed
from tests.states import Deed

INSIDE = frozenset({"secretary", "facilitator", "officer", "head", "auditor"})
COUNTED = [{"kind": "log"}, {"kind": "questions"}]
NAMED = {"no": 1, "name": "열린구청장실", "unit": "회", "weight": 100, "measures": COUNTED}
DONE = {"when": "2026. 9. 3.", "title": "면담"}
WORDS = "분기 목표를 채웠습니다."


def inside(pledge, person):
    """The pledge, as whoever may see it finds it."""
    found = pledges_inside(speaker(person), NOON).filter(pk=pledge.pk).first()
    if found is None:
        raise not_found()
    return found


class Pledges:
    """A promise of the department that keeps all of them."""

    def __init__(self, cast, administration, form, statuses, department):
        self.cast, self.administration, self.statuses = cast, administration, statuses
        self.told = plan(form, statuses["kept"], department, indicators=[NAMED])

    def states(self):
        return {
            "draft": self.draft,
            "published": self.published,
            "in approval": partial(self.reported, "in_approval"),
            "closed": partial(self.reported, "approved"),
        }

    def draft(self):
        return laying.lay_pledge(self.administration, **self.told, by=None, at=NOON - 100 * DAY)

    def published(self):
        return promised(self.administration, self.told, at=NOON - 100 * DAY)

    def reported(self, state):
        pledge = self.published()
        Closings.write(pledge, self.cast, state)
        return pledge

    def deeds(self):
        def act(verb, **said):
            def done(pledge, person):
                told = {name: each(pledge) if callable(each) else each for name, each in said.items()}
                verb(inside(pledge, person), by=person, at=NOON, **told)

            return done

        def of_first(verb, **said):
            def done(pledge, person):
                told = {name: each(pledge) if callable(each) else each for name, each in said.items()}
                verb(inside(pledge, person).indicators.get(), by=person, at=NOON, **told)

            return done

        def api(ending, method="post", **said):
            def asked(pledge):
                told = {name: each(pledge) if callable(each) else each for name, each in said.items()}
                return method, f"/api/v1/pledges/{pledge.code}/{ending}", told

            return asked

        def form(page, press, **said):
            return lambda pledge: (reverse(page, args=[pledge.pk]), {"do": press, **said})

        status, today = self.statuses["done"], NOON.date()
        spent = {"fund": "district", "amount": "3", "evidence": "지출결의서"}
        took = {"effective_on": today, "reason": "맞추어 보았습니다."}
        target = {"no": 1, "year": 2028, "quarter": 0, "value": "6"}
        day = today.replace(month=9, day=3)
        return {
            "replan": Deed(act(laying.replan, title="고친 제목"), api("", "put", title="고친 제목")),
            "discard": Deed(
                act(laying.discard_pledge), api("discard/"), form=form("desk-pledge", "discard"),
                inside=INSIDE,
            ),
            "publish": Deed(
                act(laying.publish_pledge), api("publish/"), form=form("desk-pledge", "publish"),
                inside=INSIDE,
            ),
            "restate": Deed(
                act(laying.restate, status=status), api("status/", status=status.code),
                form=form("desk-pledge", "restate", status=status.pk), inside=INSIDE,
            ),
            "enter": Deed(
                act(entering.add_entry, **DONE), api("entries/", **DONE),
                form=form("desk-pledge-entries", "add", kind="progress", **DONE), inside=INSIDE,
            ),
            "spend": Deed(
                act(entering.add_spending, spent_on=day, **spent),
                api("spendings/", spent_on=day.isoformat(), **spent),
                form=form("desk-pledge-spending", "add", spent_on=day.isoformat(), **spent),
                inside=INSIDE,
            ),
            "count": Deed(
                of_first(measuring.add_measure, kind="forums"), api("measures/", indicator=1, kind="forums")
            ),
            "take": Deed(
                of_first(measuring.take_measure, measure=self.other, **took),
                api("basis/", measure=lambda pledge: self.other(pledge).pk, reason=took["reason"],
                    effective_on=today.isoformat()),
            ),
            "propose": Deed(
                act(amending.propose_amendment, reason="까닭", targets=[target]),
                api("amendments/", reason="까닭", targets=[target]),
            ),
            "report": Deed(
                act(closing.write_closing, year=2026, quarter=0 + 3, words=WORDS, seen=self.seen),
                api("closings/", year=2026, quarter=3, words=WORDS),
            ),
        }  # fmt: skip

    @staticmethod
    def other(pledge):
        return Measure.objects.get(indicator__pledge=pledge, kind="questions")

    @staticmethod
    def seen(pledge):
        draft = Closing.objects.filter(pledge=pledge).first()
        return draft and draft.written_at


class Amendments:
    """A change of such a promise, and the agendas before which it may come."""

    def __init__(self, pledges, council, meeting):
        self.pledge = pledges.published()
        self.meeting = meeting
        self.ahead = laid(council, ordinal=3, starts_at=NOON + 7 * DAY)
        self.heard, self.open = items_of(meeting)[0], items_of(self.ahead)[1]
        settled = {"state": "done", "taken_up_at": NOON, "finished_at": NOON}
        AgendaItem.objects.filter(pk=self.heard.pk).update(**settled)

    def states(self):
        names = ("draft", "before body", "settled", "lost", "enacted", "dropped")
        return {name: partial(self.stand, name) for name in names}

    def stand(self, name):
        amendment = proposed(self.pledge, targets=[(1, 2028, 0, 6)])
        if name in {"before body", "lost"}:
            amendment = bound(amendment, items_of(self.ahead)[0])
        if name == "lost":
            AgendaItem.objects.filter(pk=amendment.item_id).update(withdrawn_at=NOON)
        if name in {"settled", "enacted"}:
            amendment = bound(amendment, self.heard)
        if name == "enacted":
            amendment = amending.enact_amendment(amendment, effective_on=NOON.date(), by=None, at=NOON)
        if name == "dropped":
            amendment = amending.drop_amendment(amendment, by=None, at=NOON)
        return Amendment.objects.get(pk=amendment.pk)

    def deeds(self):
        def act(verb, **said):
            def done(amendment, person):
                verb(amendment_at(amendment.pk, speaker(person), NOON), by=person, at=NOON, **said)

            return done

        def api(ending, **said):
            return lambda amendment: ("post", f"/api/v1/pledge-amendments/{amendment.pk}/{ending}/", said)

        def form(press, **said):
            def asked(amendment):
                address = reverse("desk-pledge-amendments", args=[amendment.pledge_id])
                return address, {"do": press, "row": amendment.pk, **said}

            return asked

        today = NOON.date()
        return {
            "introduce": Deed(
                act(amending.introduce_amendment, meeting=self.ahead, kind="decide", reason="급함"),
                api("introduce", meeting=self.ahead.pk, kind="decide", reason="급함"),
                form=form("introduce", meeting=self.ahead.pk, kind="decide", reason="급함"),
                inside=INSIDE - {"auditor"},
            ),
            "bind": Deed(
                act(amending.bind_amendment, item=self.open), api("bind", item=self.open.pk),
                form=form("bind", item=self.open.pk), inside=INSIDE,
            ),
            "enact": Deed(
                act(amending.enact_amendment, effective_on=today),
                api("enact", effective_on=today.isoformat()),
                form=form("enact", effective_on=today.isoformat()), inside=INSIDE,
            ),
            "drop": Deed(
                act(amending.drop_amendment), api("drop"), form=form("drop"), inside=INSIDE,
            ),
        }  # fmt: skip


class Closings:
    """The third quarter of such a promise, as one of its officers wrote it."""

    def __init__(self, pledges, cast):
        self.pledge, self.cast = pledges.published(), cast

    def states(self):
        names = {"drafting": "drafting", "in approval": "in_approval", "approved": "approved"}
        return {name: partial(self.write, self.pledge, self.cast, state) for name, state in names.items()}

    @staticmethod
    def write(pledge, cast, state):
        said = {"year": 2026, "quarter": 3, "words": WORDS}
        at = NOON - timedelta(hours=1)
        draft = closing.write_closing(pledge, by=cast["officer"], at=at, **said)
        if state != "drafting":
            closing.submit_closing(draft, by=cast["officer"], at=at)
        if state == "approved":
            closing.approve_closing(draft, by=cast["head"], at=at)
        draft = Closing.objects.get(pk=draft.pk)
        assert draft.state == state
        return draft

    def deeds(self):
        def act(verb, **said):
            def done(draft, person):
                verb(closing_at(draft.pk, speaker(person), NOON), by=person, at=NOON, **said)

            return done

        def api(ending, **said):
            return lambda draft: ("post", f"/api/v1/pledge-closings/{draft.pk}/{ending}/", said)

        def form(press, **said):
            def asked(draft):
                return reverse("desk-pledge-closing", args=[draft.pledge_id, draft.pk]), {"do": press, **said}

            return asked

        def write(draft, person):
            said = {"year": 2026, "quarter": 3, "words": "고쳐 씁니다.", "seen": draft.written_at}
            closing.write_closing(draft.pledge, by=speaker(person), at=NOON, **said)

        def written(draft):
            said = {"year": 2026, "quarter": 3, "words": "고쳐 씁니다.", "seen": draft.written_at.isoformat()}
            return "post", f"/api/v1/pledges/{draft.pledge.code}/closings/", said

        said = {"words": "고쳐 씁니다.", "problems": "", "remedies": ""}
        return {
            "write": Deed(write, written, form=form("save", **said), inside=INSIDE),
            "submit": Deed(act(closing.submit_closing), api("submit"), form=form("submit"), inside=INSIDE),
            "approve": Deed(
                act(closing.approve_closing), api("approve"), form=form("approve"), inside=INSIDE
            ),
            "return": Deed(
                act(closing.return_closing, note="다시"), api("return", note="다시"),
                form=form("return", note="다시"), inside=INSIDE,
            ),
        }  # fmt: skip
