"""우리 집의 줄. What a file names, as the rows of this house: forms, statuses, departments, bodies."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from committees.models import Body
from district.models import Administration, Department
from district.refusals import Refusal
from pledges import card
from pledges.exchange.told import IndicatorTold, PledgeTold
from pledges.models import CardForm, Measure, Pledge, PledgeRule, Status

# Counts of the house stand behind what the paper and the log say, until somebody takes them.
FIRST = {Measure.Kind.PAPER: 0, Measure.Kind.LOG: 1}


class House:
    """The rows of the house by the names that files give them, read once."""

    def __init__(
        self, administration: Administration, on: date, form: CardForm | None, department: Department | None
    ) -> None:
        self.administration = administration
        forms = CardForm.objects.filter(valid_from__lte=on).order_by("code", "valid_from")
        self.forms = {each.code: each for each in forms}
        self.statuses: dict[int, list[Status]] = {}
        for status in Status.objects.filter(form__in=self.forms.values()).order_by("form", "order", "id"):
            self.statuses.setdefault(status.form_id, []).append(status)
        self.departments = {each.name: each for each in Department.objects.all()}
        self.bodies = {each.slug: each for each in Body.objects.all()}
        rule = PledgeRule.objects.filter(valid_from__lte=on).select_related("keeper").first()
        self.department = department or (rule.keeper if rule else None)
        self.form = form

    def form_of(self, told: PledgeTold, here: Pledge | None = None) -> CardForm:
        """Said by its code, as it was, or found by the words under which it says how a pledge stands."""
        if told.form:
            return _known(self.forms.get(told.form), _("없는 서식입니다: %s") % told.form)
        if here is not None:
            return here.form
        words = {told.status, *told.statuses} - {""}
        for form in self.forms.values():
            if words and words <= {status.label for status in self.statuses.get(form.pk, ())}:
                return form
        first = self.form or next(iter(self.forms.values()), None)
        return _known(first, _("관리카드 서식이 없습니다. 서식을 먼저 만들어 주세요."))

    def status_of(self, told: PledgeTold, form: CardForm) -> Status:
        """By its code or its words; of what is not said, it is underway."""
        statuses = self.statuses.get(form.pk, [])
        if told.status:
            said = told.status.replace(" ", "")
            found = (each for each in statuses if said in {each.code, each.label.replace(" ", "")})
            return _known(next(found, None), _("서식에 없는 추진상황입니다: %s") % told.status)
        underway = [each for each in statuses if each.meaning == Status.Meaning.UNDERWAY]
        return _known(next(iter([*underway, *statuses]), None), _("서식에 추진상황이 없습니다."))

    def department_of(self, words: str, otherwise: Department | None = None) -> Department | None:
        """By its name, by the title of its head, by the team within it."""
        if words in self.departments:
            return self.departments[words]
        for name in (words.removesuffix("장"), words.split(" ", maxsplit=1)[0]):
            if name in self.departments:
                return self.departments[name]
        return otherwise

    def plan(
        self, told: PledgeTold, as_of: date, missing: list[str], here: Pledge | None = None
    ) -> dict[str, Any]:
        """What `lay_pledge` takes, of all that the file says."""
        form = self.form_of(told, here)
        otherwise = here.department if here else self.department
        department = self.department_of(told.department) if told.department else otherwise
        plan: dict[str, Any] = {
            "code": told.code,
            "title": told.title,
            "form": form,
            "status": self.status_of(told, form),
            "department": _known(department, _("없는 부서입니다: %s") % (told.department or "-")),
            "parent": self._parent(told.parent),
            "summary": told.summary,
            "source": told.source,
            "tags": told.tags,
            "indicators": [self._indicator(told, each, as_of, missing) for each in told.indicators],
        }
        if told.share is not None:
            plan["share"] = told.share
        return plan if told.is_list else plan | self._card(told, form, missing)

    def _card(self, told: PledgeTold, form: CardForm, missing: list[str]) -> dict[str, Any]:
        return {
            "header": self._header(told, form, missing),
            "budget": told.budget,
            "milestones": [{"title": title} for title in told.milestones],
            "charges": list(self._charges(told)),
            "passages": told.passages,
        }

    def _parent(self, code: str) -> Pledge | None:
        if not code:
            return None
        found = Pledge.objects.filter(administration=self.administration, code=code).first()
        return _known(found, _("없는 상위 공약입니다: %s") % code)

    def _charges(self, told: PledgeTold) -> Iterable[dict[str, Any]]:
        """Offices; one without a department of its own sits where the one above it does."""
        above: Department | None = None
        for label, said in told.charges:
            above = self.department_of(said) if said else self.department_of(label, above)
            yield {"label": label, "department": above}

    @staticmethod
    def _header(told: PledgeTold, form: CardForm, missing: list[str]) -> dict[str, Any]:
        by_label = card.codes_by_label(form.layout)
        by_label = {label.replace(" ", ""): code for label, code in by_label.items()}
        codes = set(by_label.values())
        header = {}
        for name, cell in told.header.items():
            code = name if name in codes else by_label.get(name.replace(" ", ""))
            if code is None:
                missing.append(
                    _("%(code)s 머리칸: 서식에 없는 칸 %(name)s") % {"code": told.code, "name": name}
                )
            else:
                header[code] = cell
        return header

    def _indicator(
        self, told: PledgeTold, indicator: IndicatorTold, as_of: date, missing: list[str]
    ) -> dict[str, Any]:
        targets = [
            {"year": year, "quarter": quarter, "value": value}
            for (year, quarter), value in sorted(indicator.targets.items())
            if value is not None
        ]
        return {
            "no": indicator.no,
            "name": indicator.name,
            "metric": indicator.metric,
            "unit": indicator.unit,
            "weight": indicator.weight,
            "targets": targets,
            "measures": self._measures(told, indicator, as_of, missing),
        }

    def _measures(
        self, told: PledgeTold, indicator: IndicatorTold, as_of: date, missing: list[str]
    ) -> list[dict[str, Any]]:
        laid: list[dict[str, Any]] = []
        for each in indicator.measures:
            kind, slug = str(each.get("kind")), str(each.get("body") or "")
            body = self.bodies.get(slug)
            if slug and body is None:
                said = {"code": told.code, "no": indicator.no, "body": slug}
                missing.append(
                    _("%(code)s 지표 %(no)s: 기구(%(body)s)가 없어 추진실적 일지로 셉니다.") % said
                )
                kind = Measure.Kind.LOG.value
            if any(one["kind"] == kind and one["body"] == body for one in laid):
                continue
            laid.append({"kind": kind, "body": body} | _opening(each, kind, as_of))
        return sorted(laid, key=lambda one: FIRST.get(one["kind"], 2))


def _opening(said: Mapping[str, Any], kind: str, as_of: date) -> dict[str, Any]:
    """The printed total, the day of which it tells, and where it is printed."""
    if kind != Measure.Kind.PAPER:
        return {}
    on = said.get("opening_on")
    return {
        "opening": said.get("opening"),
        "opening_on": date.fromisoformat(on) if isinstance(on, str) else as_of,
        "evidence": said.get("evidence"),
    }


def _known[Row](row: Row | None, sentence: str) -> Row:
    if row is None:
        raise Refusal("unknown_choice", sentence, status=422)
    return row
