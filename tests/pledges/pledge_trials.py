"""Who plans and amends pledges, who reports of them, who approves, and who reads drafts; docs/roles.md."""

from datetime import date

from district.models import Administration, Department
from district.visitors import speaker
from pledges.actions.amending import drop_amendment, propose_amendment
from pledges.actions.closing import approve_closing, submit_closing, write_closing
from pledges.actions.entering import add_entry, add_spending, withdraw_entry
from pledges.actions.laying import lay_pledge, publish_pledge, restate
from pledges.actions.measuring import add_measure, take_measure
from pledges.finding import closings_inside, pledges_inside
from pledges.models import CardForm, PledgeRule, Status
from tests.cast import BEGINNING, NOON

RULES = ("pledgerule", "cardform", "status")
YEAR = {"no": 1, "name": "골목 조명", "unit": "곳", "weight": 100, "targets": [{"year": 2026, "value": 4}]}


def keep(person, world):
    by = speaker(person)
    promise = _laid(world, by=by, ours=False)
    publish_pledge(promise, by=by, at=NOON)
    restate(promise, status=_status("slow"), by=by, at=NOON)
    indicator = promise.indicators.get()
    paper = {"kind": "paper", "opening": 1, "opening_on": NOON.date(), "evidence": "관리카드"}
    measure = add_measure(indicator, **paper, by=by, at=NOON)
    take_measure(indicator, measure=measure, effective_on=NOON.date(), reason="대조", by=by, at=NOON)
    lower = propose_amendment(promise, reason="까닭", targets=[(1, 2026, 0, 2)], by=by, at=NOON)
    drop_amendment(lower, by=by, at=NOON)
    return "✓"


def report(person, world):
    by, promise = speaker(person), _promised(world)
    entry = add_entry(promise, when="2026. 11. 2.", title="조명을 바꿈", by=by, at=NOON)
    withdraw_entry(entry, reason="두 번 적음", by=by, at=NOON)
    spent = {"fund": "district", "spent_on": date(2026, 11, 2), "amount": 1, "evidence": "결의서"}
    add_spending(promise, **spent, by=by, at=NOON)
    return "✓"


def close(person, world):
    submit_closing(_written(world, by=speaker(person)), by=person, at=NOON)
    return "✓"


def approve(person, world):
    officer = world.cast["officer"]
    closing = submit_closing(_written(world, by=officer), by=officer, at=NOON)
    approve_closing(closing, by=speaker(person), at=NOON)
    return "✓"


def read_drafts(person, world):
    draft, closing = _laid(world, by=None, code="9-1"), _written(world, by=world.cast["officer"])
    drafts = pledges_inside(person, NOON).filter(pk=draft.pk).exists()
    closings = closings_inside(person, NOON).filter(pk=closing.pk).exists()
    return {(True, True): "✓", (False, False): ""}.get((drafts, closings), "half of them")


def keep_rules(person, world):
    def may(verb):
        return person is not None and all(person.has_perm(f"pledges.{verb}_{rule}") for rule in RULES)

    return "✓" if may("change") and may("add") else "read" if may("view") else ""


def _rule(world, ours):
    """Pledges are kept by the department of the cast, or by another one."""
    keeper = world.department if ours else _elsewhere()
    told = {"keeper": keeper, "report_working_days": 10, "source": "공약 관리 규정"}
    PledgeRule.objects.update_or_create(valid_from=BEGINNING, defaults=told)


def _elsewhere():
    return Department.objects.get_or_create(name="치수과")[0]


def _status(code):
    return Status.objects.get(form__code="gwanak", code=code)


def _laid(world, by, ours=True, code="1-1"):
    """A promise of the department of the cast which another keeps, or the other way round."""
    _rule(world, ours=not ours)
    running = Administration.objects.get_or_create(
        start=date(2026, 7, 1), defaults={"name": "민선9기", "end": date(2030, 6, 30)}
    )[0]
    return lay_pledge(
        running, code=code, title="밤길을 밝힙니다", form=CardForm.objects.get(code="gwanak"),
        status=_status("normal"), department=world.department if ours else _elsewhere(),
        indicators=[YEAR], by=by, at=NOON,
    )  # fmt: skip


def _promised(world):
    return publish_pledge(_laid(world, by=None), by=None, at=NOON)


def _written(world, by):
    told = {"year": 2026, "quarter": 3, "words": "계획대로 하였습니다."}
    return write_closing(_promised(world), **told, by=by, at=NOON)


PLEDGES = {
    "plan, publish and amend a pledge, say how it stands, take what counts": keep,
    "enter what was done for a pledge of one's department, and what it cost": report,
    "write the closing of a quarter and send it up": close,
    "approve the closing of a quarter when it is one's turn": approve,
    "read drafts of pledges and closings that are not approved yet": read_drafts,
    "keep the rules of pledges, forms of cards and how a pledge may stand": keep_rules,
}
