"""들여오기: cards and lists of pledges laid by the acts of the house, all of them or none."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from district.dates import day
from district.models import Administration, Department, Person
from district.refusals import Refusal
from pledges.actions.doings import Doings
from pledges.actions.laying import lay_pledge, publish_pledge, replan, restate
from pledges.exchange.house import House
from pledges.exchange.kept import differs, said_otherwise
from pledges.exchange.told import PledgeTold, Problem, Told
from pledges.models import CardForm, Pledge
from pledges.models.pledge import LEDGER, is_keeper
from pledges.when import span_days
from realtime.publish import publish


@dataclass(slots=True)
class Report:
    """What came in, what had come before, and what cannot."""

    laid: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    published: list[str] = field(default_factory=list)
    entries: int = 0
    spendings: int = 0
    cells: int = 0
    """Rows of tables, figures and printed cells."""
    replaced: int = 0
    """Of these, how many stood otherwise on a published card; the notes say each."""
    notes: list[str] = field(default_factory=list)
    """What came in otherwise than it was said, or stays as it is."""
    unread: list[str] = field(default_factory=list)
    withheld: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def changes(self) -> int:
        """How much is new or different."""
        pledges = len(self.laid) + len(self.changed) + len(self.published)
        return pledges + self.entries + self.spendings + self.cells

    def in_words(self) -> list[str]:
        """What a clerk reads of it."""
        told = (
            (_("공약 %d건을 새로 넣습니다."), len(self.laid)),
            (_("공약 %d건이 바뀝니다."), len(self.changed)),
            (_("공약 %d건을 게시합니다."), len(self.published)),
            (_("추진실적 %d건을 넣습니다."), self.entries),
            (_("집행액 %d칸을 넣습니다."), self.spendings),
            (_("현황표와 인쇄본의 칸 %d개를 넣습니다."), self.cells),
            (_("게시한 카드에 적힌 칸 %d개를 바꿉니다."), self.replaced),
            (_("공약 %d건은 이미 있습니다."), len(self.unchanged)),
            (_("이름과 전화번호 %d곳은 넣지 않습니다."), self.withheld),
            (_("읽지 않는 칸이 %d가지 있습니다."), len(self.unread)),
            (_("%d곳을 들여올 수 없습니다."), len(self.problems)),
        )
        lines = [sentence % n for sentence, n in told if n]
        return lines if self.changes or self.problems else [*lines, _("바뀌는 것이 없습니다.")]


def check_may_import(by: Person | None, at: datetime) -> None:
    """Pledges are brought in by whoever keeps them; nobody at all is the house itself."""
    if by is not None and not is_keeper(by, day(at)):
        raise Refusal("not_pledge_keeper", _("공약을 총괄하는 부서만 하실 수 있습니다."), status=403)


def import_pledges(
    told: Told,
    administration: Administration,
    *,
    by: Person | None,
    at: datetime,
    dry_run: bool = False,
    publish: bool = False,
    published_at: datetime | None = None,
    form: CardForm | None = None,
    department: Department | None = None,
    ref: UUID | None = None,
) -> Report:
    """Lay them all, or, where one thing is wrong, none; the same file a second time changes nothing."""
    check_may_import(by, at)
    house = House(administration, day(at), form, department)
    with transaction.atomic():
        # Two imports at once would lay every pledge twice.
        Administration.objects.select_for_update(no_key=True).get(pk=administration.pk)
        laying = Laying(told, house, by, at, (published_at or at) if publish else None)
        report = laying.lay()
        if not report.problems and report.changes:
            _tell(administration, report, by, at, ref)
        if dry_run or report.problems:
            transaction.set_rollback(True)
    if report.problems and not dry_run:
        first = report.problems[0]
        said = {"n": len(report.problems), "pledge": first.pledge, "first": first.sentence}
        sentence = _("%(n)d곳을 들여올 수 없어 아무것도 넣지 않았습니다. %(pledge)s: %(first)s") % said
        raise Refusal("import_problems", sentence, status=422)
    return report


def _tell(
    administration: Administration, report: Report, by: Person | None, at: datetime, ref: UUID | None
) -> None:
    facts = {
        "laid": len(report.laid), "changed": len(report.changed), "entries": report.entries,
        "replaced": report.replaced,
    }  # fmt: skip
    publish(LEDGER, "pledges.imported", administration, by=by, at=at, ref=ref, facts=facts)


class Laying:
    """One import under way."""

    def __init__(
        self, told: Told, house: House, by: Person | None, at: datetime, publish_at: datetime | None
    ) -> None:
        self.told, self.house, self.by, self.at, self.publish_at = told, house, by, at, publish_at
        self.report = Report(problems=list(told.problems), unread=list(told.unread), withheld=told.withheld)
        self.laid: list[tuple[PledgeTold, Pledge]] = []
        self.fresh: set[int] = set()
        here = Pledge.objects.filter(administration=house.administration).order_by("order", "id")
        self.here = {each.code: each for each in here.select_related("form", "department", "status")}
        self.last = max((each.order for each in self.here.values()), default=0)
        self.places = {id(each): n for n, each in enumerate(told.pledges, 1)}

    def lay(self) -> Report:
        """Plans first, wholes before their parts; then what was done of them."""
        self._number()
        for told in sorted(self.told.pledges, key=lambda each: bool(each.parent)):
            self._guarded(told, self._plan, told)
        if self.publish_at is not None:
            for told, pledge in self.laid:
                self._guarded(told, self._publish, told, pledge)
        for told, pledge in self.laid:
            self._guarded(told, self._doings, told, pledge)
        self.report.notes = list(dict.fromkeys(self.report.notes))
        return self.report

    def _guarded(self, told: PledgeTold, step: Any, *arguments: Any) -> None:
        """One step of one pledge; what it refuses is said of that pledge, and the others go on."""
        try:
            with transaction.atomic():
                step(*arguments)
        except Refusal as refusal:
            problem = Problem(told.line, told.code or told.title, refusal.code, str(refusal))
            self.report.problems.append(problem)

    def _number(self) -> None:
        """A list without numbers: what is there by its title keeps its own, the others follow the last."""
        by_title: dict[str, list[str]] = {}
        for each in self.here.values():
            by_title.setdefault(each.title, []).append(each.code)
        taken = set(self.here)
        taken |= {told.code for told in self.told.pledges}
        last = 0
        for told in self.told.pledges:
            namesakes = by_title.get(" ".join(told.title.split()), [])
            if told.code:
                continue
            if namesakes:
                told.code = namesakes.pop(0)
                continue
            while (code := _numbered(last := last + 1)) in taken:
                pass
            told.code = code
            taken.add(code)

    def as_of(self, told: PledgeTold) -> date:
        """Until which day it tells: as said, or the last that its log and its spending name."""
        if self.told.as_of is not None:
            return self.told.as_of
        days = [when.ends_on for _entry, when in Doings.dated(told)]
        days += [span_days(each.year, 0)[1] for each in told.spendings]
        administration = self.house.administration
        last = max(days, default=day(self.at))
        return max(min(last, administration.end, day(self.at)), administration.start)

    def _plan(self, told: PledgeTold) -> None:
        pledge = self.here.get(told.code)
        missing: list[str] = []
        plan = self.house.plan(told, self.as_of(told), missing, pledge)
        self.report.notes += missing
        if pledge is None:
            plan["order"] = self.last + self.places[id(told)]
            pledge = lay_pledge(self.house.administration, **plan, by=self.by, at=self.at)
            self.fresh.add(pledge.pk)
            self.report.laid.append(told.code)
        elif self._replan(pledge, told, _as_told(plan, told)):
            self.report.changed.append(told.code)
        else:
            self.report.unchanged.append(told.code)
        self.laid.append((told, pledge))

    def _replan(self, pledge: Pledge, told: PledgeTold, plan: dict[str, Any]) -> bool:
        """Of a draft all is drawn anew; what was published keeps its promises and its words."""
        other = differs(pledge, plan)
        words = said_otherwise(pledge, plan)
        stands = plan.get("status", pledge.status) == pledge.status
        if pledge.published_at is None:
            if not other and not words and stands:
                return False
            replan(pledge, **plan, by=self.by, at=self.at)
            return True
        if other:
            pledge.check_draft()
        if words:
            said = {"code": told.code, "words": ", ".join(words)}
            self.report.notes.append(_("%(code)s: 게시한 뒤라 그대로 둡니다: %(words)s") % said)
        if stands:
            return False
        restate(pledge, status=plan["status"], by=self.by, at=self.at)
        return True

    def _publish(self, told: PledgeTold, pledge: Pledge) -> None:
        pledge.refresh_from_db()
        if pledge.published_at is None and self.publish_at is not None:
            publish_pledge(pledge, by=self.by, at=self.publish_at)
            self.report.published.append(told.code)

    def _doings(self, told: PledgeTold, pledge: Pledge) -> None:
        pledge.refresh_from_db()
        if told.tells_doings:
            pledge.check_published()
        doings = Doings(pledge, told, self.as_of(told), self.by, self.at)
        doings.lay(stand=pledge.pk in self.fresh)
        self.report.entries += doings.entries
        self.report.spendings += doings.spendings
        self.report.cells += doings.cells
        self.report.replaced += doings.replaced
        self.report.notes += doings.notes


def _as_told(plan: dict[str, Any], told: PledgeTold) -> dict[str, Any]:
    """Of a list what stands in it: a column that is not there says nothing of a pledge that is."""
    if not told.is_list:
        return plan
    said = {
        "department": told.department, "status": told.status, "parent": told.parent, "summary": told.summary,
        "source": told.source, "tags": told.tags, "indicators": told.indicators, "form": told.form,
    }  # fmt: skip
    return {name: value for name, value in plan.items() if said.get(name, True)}


def _numbered(n: int) -> str:
    """1 to 999, then 1-1000 and so on: a 관리번호 begins with at most three digits."""
    return str(n) if n < 1000 else f"{n // 1000}-{n}"
