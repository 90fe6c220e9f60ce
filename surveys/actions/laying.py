"""Laying a survey: what a page or a record asks becomes items that can be answered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NotRequired, TypedDict, Unpack
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from district.intake import clean_address, clean_name, clean_words, visible
from district.models import Department, Neighborhood, Person
from district.refusals import Refusal
from realtime.publish import publish
from surveys.models import Item, Option, PanelMember, Survey
from surveys.models.item import FEWEST_STEPS, MOST_STEPS
from surveys.models.survey import LEDGER

LONGEST_INTRO, LONGEST_GROUP = 5_000, 80
MOST_ITEMS, MOST_OPTIONS = 50, 30
USUAL_STEPS = 5


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer that is offered, as its page has it; the key is the block's."""

    key: UUID
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An item as its page has it; the key is the block's."""

    key: UUID
    kind: str
    text: str
    hint: str = ""
    required: bool = False
    most: int | None = None
    low: str = ""
    high: str = ""
    steps: int | None = None
    options: Iterable[Choice] = ()

    def words(self) -> dict[str, Any]:
        """As it will stand in the record, or a refusal."""
        if self.kind not in Item.Kind.values:
            raise Refusal("kind_unknown", _("그런 갈래의 문항은 없습니다."), 422)
        on_scale = self.kind == Item.Kind.SCALE
        return {
            "kind": self.kind,
            "text": clean_name(self.text, 300),
            "hint": _line(self.hint, 300),
            "required": self.required,
            "most": self._most(),
            "low": _line(self.low, 40) if on_scale else "",
            "high": _line(self.high, 40) if on_scale else "",
            "steps": self._steps() if on_scale else None,
            "retired_at": None,
        }

    def choices(self) -> list[tuple[UUID, str]]:
        """What is offered: at least two things, and none of them twice."""
        if self.kind not in {Item.Kind.SINGLE, Item.Kind.MULTIPLE}:
            return []
        offered = [(choice.key, clean_name(choice.text, 200)) for choice in self.options]
        if not 2 <= len(offered) <= MOST_OPTIONS:
            sentence = _("고르는 문항에는 보기를 2개부터 %(most)d개까지 적어 주세요.")
            raise Refusal("options_needed", sentence % {"most": MOST_OPTIONS}, 422)
        if len({visible(text) for _key, text in offered}) < len(offered):
            raise Refusal("option_twice", _("같은 보기가 두 번 있습니다."), 422)
        return offered

    def _most(self) -> int | None:
        if self.kind != Item.Kind.MULTIPLE or self.most is None:
            return None
        if not 1 <= self.most <= MOST_OPTIONS:
            raise Refusal("most_unfit", _("고를 수 있는 수를 다시 살펴 주세요."), 422)
        return self.most

    def _steps(self) -> int:
        steps = USUAL_STEPS if self.steps is None else self.steps
        if not FEWEST_STEPS <= steps <= MOST_STEPS:
            sentence = _("단계는 %(fewest)d부터 %(most)d까지 정하실 수 있습니다.")
            raise Refusal("steps_unfit", sentence % {"fewest": FEWEST_STEPS, "most": MOST_STEPS}, 422)
        return steps


class Asked(TypedDict):
    """What a page says of its survey."""

    title: str
    opens_at: datetime
    closes_at: datetime
    items: Iterable[Draft]
    intro: NotRequired[str]
    shown: NotRequired[str]
    panel: NotRequired[str]
    dongs: NotRequired[Iterable[Neighborhood]]
    people: NotRequired[Iterable[Person]]
    # 분과 and the like: what the group of a named person is called, by that person's number.
    groups: NotRequired[Mapping[int, str]]
    department: NotRequired[Department | None]
    url: NotRequired[str]


@dataclass(slots=True)
class Edition:
    """A survey as its page now has it, beside the last time. Nothing is written yet."""

    survey: Survey
    first: bool
    changed: set[str] = field(default_factory=set)
    items: list[Item] = field(default_factory=list)
    options: list[Option] = field(default_factory=list)
    dongs: set[int] = field(default_factory=set)
    people: dict[int, str] = field(default_factory=dict)

    @property
    def is_news(self) -> bool:
        """Whether anything is said otherwise; a page that moved is no news."""
        return bool(self.changed - {"url"} or self.items or self.options)

    def write(self) -> None:
        """Put it into the record; what the page no longer asks is retired, never deleted."""
        if self.changed:
            self.survey.people_asked = len(self.people)
            self.survey.save()
        for item in self.items:
            item.survey = self.survey
            item.save()
        for option in self.options:
            option.item = option.item  # takes over the number its item has now
            option.save()
        if "dongs" in self.changed:
            self.survey.dongs.set(self.dongs)
        if "people" in self.changed:
            self._name()

    def _name(self) -> None:
        named = self.survey.panel_members
        named.exclude(person__in=self.people).delete()
        kept = list(named.all())
        for member in kept:
            member.group = self.people[member.person_id]
        PanelMember.objects.bulk_update(kept, ["group"])
        new = self.people.keys() - {member.person_id for member in kept}
        PanelMember.objects.bulk_create(
            PanelMember(survey=self.survey, person_id=pk, group=self.people[pk]) for pk in sorted(new)
        )


@transaction.atomic
def lay_survey(key: UUID, *, by: Person | None, at: datetime, **asked: Unpack[Asked]) -> Survey:
    """Ask what the page asks; laying the same again changes nothing and tells nobody."""
    survey = Survey.objects.locked().filter(source_key=key).first() or Survey(source_key=key, laid_at=at)
    edition = _compared(survey, asked, at)
    edition.write()
    if edition.is_news:
        publish(LEDGER, "survey.laid", survey, by=by, at=at)
    return survey


def check_survey(key: UUID, *, at: datetime, **asked: Unpack[Asked]) -> None:
    """Refuse before publication what laying it would refuse; only a race can then still bring a refusal."""
    survey = Survey.objects.filter(source_key=key).first() or Survey(source_key=key, laid_at=at)
    _compared(survey, asked, at)


def _facts(asked: Asked) -> dict[str, Any]:
    intro, panel = asked.get("intro", ""), Survey.Panel(asked.get("panel", Survey.Panel.VERIFIED))
    usual = Survey.Shown.AT_END if panel == Survey.Panel.NAMED else Survey.Shown.AFTER_ANSWER
    return {
        "title": clean_name(asked["title"], 200),
        "intro": clean_words(intro, LONGEST_INTRO) if intro.strip() else "",
        "opens_at": asked["opens_at"],
        "closes_at": asked["closes_at"],
        "shown": Survey.Shown(asked.get("shown", usual)).value,
        "panel": panel.value,
        "department": asked.get("department"),
        "url": clean_address(asked.get("url", "")),
    }


def _compared(survey: Survey, asked: Asked, at: datetime) -> Edition:
    """Hold what is asked now against the record, and refuse what may not change."""
    edition = Edition(survey, first=survey.pk is None)
    was = Survey(opens_at=survey.opens_at, closes_at=survey.closes_at)
    edition.changed = _written(survey, _facts(asked), everything=edition.first)
    survey.check_order()
    narrowed = _compare_panel(edition, asked)
    if not edition.first and survey.responses.exists():
        survey.check_may_change(edition.changed, was, at, narrowed=narrowed)
    _compare_items(edition, list(asked["items"]), at)
    return edition


def _compare_panel(edition: Edition, asked: Asked) -> bool:
    """Tell whether somebody who was asked would be asked no longer."""
    survey, first = edition.survey, edition.first
    by_dong, by_name = survey.panel == Survey.Panel.DONGS, survey.panel == Survey.Panel.NAMED
    edition.dongs = {dong.pk for dong in asked.get("dongs", ())} if by_dong else set()
    groups = asked.get("groups", {})
    named = asked.get("people", ()) if by_name else ()
    edition.people = {person.pk: _line(groups.get(person.pk, ""), LONGEST_GROUP) for person in named}
    survey.check_panel(edition.dongs, edition.people)
    dongs = set() if first else set(survey.dongs.values_list("pk", flat=True))
    people = {} if first else dict(survey.panel_members.values_list("person", "group"))
    if dongs != edition.dongs:
        edition.changed.add("dongs")
    if people != edition.people:
        edition.changed.add("people")
    return bool(dongs - edition.dongs or people.keys() - edition.people.keys())


def _compare_items(edition: Edition, drafts: list[Draft], at: datetime) -> None:
    """Find each item again by its key; what the page no longer has is retired."""
    if not 1 <= len(drafts) <= MOST_ITEMS:
        sentence = _("문항을 1개부터 %(most)d개까지 적어 주세요.")
        raise Refusal("items_needed", sentence % {"most": MOST_ITEMS}, 422)
    known: dict[UUID, Item] = {}
    if not edition.first:
        known = {item.key: item for item in edition.survey.items.prefetch_related("options")}
    for ordinal, draft in enumerate(drafts, 1):
        item = known.pop(draft.key, None) or Item(key=draft.key)
        words = {**draft.words(), "ordinal": ordinal}
        new = item.pk is None
        if changed := _written(item, words, everything=new):
            if changed & Item.MEANING and not new:
                item.check_meaning_kept()
            edition.items.append(item)
        _compare_options(edition, item, draft.choices(), at)
    for item in known.values():
        if item.retired_at is None:
            item.retired_at = at
            edition.items.append(item)


def _compare_options(edition: Edition, item: Item, offered: list[tuple[UUID, str]], at: datetime) -> None:
    known = {} if item.pk is None else {option.key: option for option in item.options.all()}
    for ordinal, (key, text) in enumerate(offered, 1):
        option = known.pop(key, None) or Option(item=item, key=key)
        new = option.pk is None
        changed = _written(option, {"text": text, "ordinal": ordinal, "retired_at": None}, everything=new)
        if "text" in changed and not new:
            option.check_meaning_kept()
        if changed:
            edition.options.append(option)
    for option in known.values():
        if option.retired_at is None:
            option.retired_at = at
            edition.options.append(option)


def _written(row: Any, facts: dict[str, Any], *, everything: bool = False) -> set[str]:
    """Take over what is new, and tell what that is."""
    changed = {name for name, value in facts.items() if everything or getattr(row, name) != value}
    for name in changed:
        setattr(row, name, facts[name])
    return changed


def _line(text: str, limit: int) -> str:
    return clean_name(text, limit) if text.strip() else ""
