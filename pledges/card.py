"""관리카드 서식. What a district prints of a pledge, as data that a clerk writes and that is checked here.

A layout has the names of its years, its title, the rows of its head and its sections in their order;
docs/pledges.md tells how one is written. Nothing in it computes: it says where a figure is printed.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from district.refusals import Refusal
from papers.document import Cell, Column, Table
from pledges.card_words import (
    CELLS,
    CHANNELS,
    COLUMNS,
    FUNDS,
    GROUPED,
    MOST,
    NESTED,
    OPTIONS,
    PERIODS,
    SECTIONS,
    TABLE_OPTIONS,
)

type Layout = Mapping[str, Any]

BOX, TICKED = "□", "■"
# What no database keeps and no paper prints.
_ODD = re.compile("[\x00-\x09\x0b-\x1f\ud800-\udfff]")
_NAMED = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class HeadCell:
    """One cell of the head that somebody fills in: what it is called, and among what one chooses."""

    code: str
    label: str
    kind: str
    """`words`, `choice` (one of the options) or `choices` (several)."""
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a layout something stands, as a clerk finds it: `sections.3.columns.2`."""

    path: str = ""

    def at(self, name: object) -> "Place":
        """A place within this one."""
        return Place(f"{self.path}.{name}" if self.path else str(name))

    def refuse(self, reason: str) -> Refusal:
        """No card can be printed from this."""
        told = {"place": self.path or _("맨 위"), "reason": reason}
        return Refusal("bad_layout", _("서식의 %(place)s: %(reason)s") % told, status=422)


def head_cells(layout: Layout) -> list[HeadCell]:
    """What somebody fills in of the head, in reading order; a cell is called by the name to its left."""
    found: list[HeadCell] = []
    for row in layout["head"]["rows"]:
        label = ""
        for cell in row:
            label = " ".join(cell.get("label", label).split())
            if "code" in cell:
                found.append(HeadCell(cell["code"], label, _kind(cell), tuple(_options(cell))))
    return found


def codes_by_label(layout: Layout) -> dict[str, str]:
    """The code of each cell by the name that stands beside it, for files that know the names alone."""
    return {cell.label: cell.code for cell in head_cells(layout)}


def fill(pattern: str, **words: object) -> str:
    """The pattern with its names in braces put in; str.format would also open what lies behind them."""
    return _NAMED.sub(lambda found: str(words.get(found[1], found[0])), pattern)


def chosen(told: object) -> list[str]:
    """What was chosen in a cell: one word is a choice of one."""
    if isinstance(told, list):
        return [str(each) for each in told]
    return [str(told)] if told else []


def check_header(layout: Layout, header: object) -> None:
    """Refuse a head with a cell the form does not have, or with a choice it does not offer."""
    if not isinstance(header, dict):
        raise _bad_header(_("머리칸"), "")
    cells = {cell.code: cell for cell in head_cells(layout)}
    for code, told in header.items():
        cell = cells.get(code)
        if cell is None:
            raise _bad_header(str(code), "")
        words = chosen(told)
        if cell.kind == "words":
            if isinstance(told, list) or len(str(told)) > MOST:
                raise _bad_header(cell.label, str(told)[:40])
        elif (cell.kind == "choice" and len(words) > 1) or not set(words) <= set(cell.options):
            raise _bad_header(cell.label, ", ".join(words)[:40])


def check(layout: object) -> None:
    """Refuse a form from which no card could be printed, and say where it is wrong."""
    here = Place()
    form = _mapping(layout, here, {"head", "sections"}, {"title", "periods", "nothing", "tables"})
    for name in ("title", "nothing"):
        _text(form.get(name, ""), here.at(name))
    for name, pattern in _mapping(form.get("periods", {}), here.at("periods"), set(), PERIODS).items():
        place = here.at("periods").at(name)
        if "{year}" not in _text(pattern, place):
            raise place.refuse(_("{year}가 들어가야 합니다."))
        _filled(pattern, place, {"year"})
    _filled(form.get("title", ""), here.at("title"), {"code", "title"})
    _check_head(form["head"], here.at("head"))
    _check_tables(form.get("tables", {}), here.at("tables"))
    for n, section in enumerate(_list(form["sections"], here.at("sections")), 1):
        _check_section(section, here.at("sections").at(n))


def _kind(cell: Mapping[str, Any]) -> str:
    if "choices" not in cell:
        return "words"
    nested = any(isinstance(each, dict) for each in cell["choices"])
    return "choices" if nested or cell.get("several") else "choice"


def _options(cell: Mapping[str, Any]) -> Iterator[str]:
    for each in cell.get("choices", ()):
        if isinstance(each, dict):
            yield each["label"]
            yield from each["choices"]
        else:
            yield each


def _bad_header(label: str, words: str) -> Refusal:
    sentence = _("관리카드 머리칸의 %(cell)s에 적을 수 없는 값입니다. %(words)s")
    return Refusal("bad_header", (sentence % {"cell": label, "words": words}).strip(), status=422)


def _check_head(head: object, here: Place) -> None:
    told = _mapping(head, here, {"widths", "rows"}, set())
    widths = [_number(width, here.at("widths")) for width in _list(told["widths"], here.at("widths"))]
    rows, codes = [], set()
    for n, row in enumerate(_list(told["rows"], here.at("rows")), 1):
        cells = []
        for m, cell in enumerate(_list(row, here.at("rows").at(n)), 1):
            place = here.at("rows").at(n).at(m)
            cells.append(_check_cell(cell, place))
            if cell.get("code") in codes:
                raise place.refuse(_("같은 코드의 칸이 둘입니다."))
            codes |= {cell["code"]} if "code" in cell else set()
        rows.append(cells)
    try:
        Table([Column("", width) for width in widths], rows, headed=False)
    except ValueError:
        raise here.refuse(_("칸이 표를 빈틈없이 채우지 않습니다. columns와 rows를 살펴 주세요.")) from None


def _check_cell(cell: object, place: Place) -> Cell:
    told = _mapping(cell, place, set(), CELLS)
    if sum(name in told for name in ("label", "code", "of")) != 1:
        raise place.refuse(_("label, code, of 가운데 하나만 있어야 합니다."))
    columns, rows = (_number(told.get(name, 1), place.at(name), whole=True) for name in ("columns", "rows"))
    for name in ("label", "code", "before"):
        _text(told.get(name, ""), place.at(name))
    _one_of(told.get("of"), place.at("of"), {None, *OPTIONS})
    _one_of(told.get("fund", "all"), place.at("fund"), {*FUNDS, "all"})
    _one_of(told.get("align", "left"), place.at("align"), {"left", "center", "right"})
    _flag(told.get("several", False), place.at("several"))
    if "choices" in told:
        _check_choices(told["choices"], place.at("choices"))
        options = list(_options(told))
        if "code" not in told or len(options) != len(set(options)):
            raise place.at("choices").refuse(_("code가 있는 칸에, 서로 다른 말로 적습니다."))
    return Cell("", int(columns), int(rows))


def _check_choices(choices: object, place: Place) -> None:
    for each in _list(choices, place):
        if isinstance(each, dict):
            inner = _mapping(each, place, {"label", "choices"}, set())
            words = [inner["label"], *_list(inner["choices"], place)]
        else:
            words = [each]
        if not all(_text(word, place).strip() for word in words):
            raise place.refuse(_("고를 말이 비어 있습니다."))


def _check_tables(tables: object, here: Place) -> None:
    for code, options in _mapping(tables, here, set(), None).items():
        place = here.at(code)
        told = _mapping(options, place, set(), TABLE_OPTIONS)
        for name in ("head", "total", "before"):
            _text(told.get(name, ""), place.at(name))
        for name in ("flat", "untitled", "shares"):
            _flag(told.get(name, False), place.at(name))
        for name, title in _mapping(told.get("titles", {}), place.at("titles"), set(), None).items():
            _text(name, place.at("titles"))
            _text(title, place.at("titles").at(name))
        for group in _list(told["groups"], place.at("groups")) if "groups" in told else ():
            inner = _mapping(group, place.at("groups"), {"label", "columns"}, set())
            _text(inner["label"], place.at("groups"))
            for name in _list(inner["columns"], place.at("groups")):
                _text(name, place.at("groups"))


def _check_section(section: object, here: Place) -> None:
    if not isinstance(section, dict) or not isinstance(section.get("kind"), str):
        raise here.refuse(_("kind가 있어야 합니다."))
    _one_of(section["kind"], here.at("kind"), set(SECTIONS))
    needed, more = SECTIONS[section["kind"]]
    told = _mapping(section, here, {"kind", *needed}, more)
    for name in ("text", "title", "section", "mark", "code", "empty", "note", "unit", "first", "total"):
        _text(told.get(name, ""), here.at(name))
    for name in ("whole_years", "lines", "trim"):
        _flag(told.get(name, False), here.at(name))
    _one_of(told.get("level", 2), here.at("level"), {2, 3})
    _one_of(told.get("entries", "progress"), here.at("entries"), {"progress", "participation"})
    if "columns" in told:
        _check_columns(told["columns"], here.at("columns"), COLUMNS[section["kind"]])
    _check_kind(told, here)
    if "funds" in told:
        for n, fund in enumerate(_list(told["funds"], here.at("funds")), 1):
            place = here.at("funds").at(n)
            row = _mapping(fund, place, {"fund", "label"}, set())
            _one_of(row["fund"], place.at("fund"), {*FUNDS, "all"})
            _text(row["label"], place.at("label"))


def _check_kind(section: Mapping[str, Any], here: Place) -> None:
    """What a kind asks of its columns taken together."""
    kind, columns = section["kind"], section.get("columns", [])
    if kind == "performance" and "rate" not in [each.get("of") for each in columns[1:]]:
        sentence = _("이행률(rate)은 첫째가 아닌 열에, 묶음 밖에 있어야 합니다.")
        raise here.at("columns").refuse(sentence)
    if kind == "log" and not columns and not section.get("lines"):
        raise here.refuse(_("columns나 lines가 있어야 합니다."))


def _check_columns(columns: object, here: Place, known: Iterable[str], depth: int = 1) -> None:
    for n, column in enumerate(_list(columns, here), 1):
        place = here.at(n)
        if isinstance(column, dict) and "columns" in column:
            told = _mapping(column, place, {"label", "columns"}, set())
            if depth == NESTED:
                raise place.refuse(_("열의 묶음은 한 겹까지입니다."))
            _filled(_text(told["label"], place.at("label")), place.at("label"), GROUPED)
            _check_columns(told["columns"], place.at("columns"), known, depth + 1)
            continue
        told = _mapping(column, place, {"of"}, {"label", "width", "align", "channel"})
        _one_of(told["of"], place.at("of"), set(known))
        _filled(_text(told.get("label", ""), place.at("label")), place.at("label"), GROUPED)
        _one_of(told.get("channel"), place.at("channel"), {None, *CHANNELS})
        _number(told.get("width", 1), place.at("width"))
        _one_of(told.get("align", "center"), place.at("align"), {"left", "center", "right"})
        if (told["of"] == "channel") != ("channel" in told):
            raise place.refuse(_("channel은 of가 channel인 열에 적습니다."))


def _mapping(told: object, place: Place, needed: set[str], more: Iterable[str] | None) -> dict[str, Any]:
    if not isinstance(told, dict) or not all(isinstance(name, str) for name in told):
        raise place.refuse(_("이름과 값의 묶음({ })이어야 합니다."))
    missing = sorted(needed - set(told))
    if missing:
        raise place.refuse(_("%(name)s이(가) 없습니다.") % {"name": missing[0]})
    strange = sorted(set(told) - needed - set(more)) if more is not None else []
    if strange:
        raise place.refuse(_("%(name)s은(는) 모르는 이름입니다.") % {"name": strange[0][:40]})
    return told


def _list(told: object, place: Place) -> Sequence[Any]:
    if not isinstance(told, list) or not told or len(told) > MOST:
        raise place.refuse(_("하나 이상을 담은 목록([ ])이어야 합니다."))
    return told


def _text(told: object, place: Place) -> str:
    if not isinstance(told, str) or len(told) > MOST or _ODD.search(told):
        raise place.refuse(_("%(n)d자 이하의 글이어야 합니다.") % {"n": MOST})
    return told


def _flag(told: object, place: Place) -> None:
    if not isinstance(told, bool):
        raise place.refuse(_("true나 false여야 합니다."))


def _number(told: object, place: Place, *, whole: bool = False) -> float:
    right = isinstance(told, int) or (isinstance(told, float) and not whole)
    if isinstance(told, bool) or not right or not 0 < told <= MOST:  # type: ignore[operator]
        raise place.refuse(_("0보다 크고 %(n)d 이하인 수여야 합니다.") % {"n": MOST})
    return told  # type: ignore[return-value]


def _one_of(told: object, place: Place, known: set[Any]) -> None:
    if not isinstance(told, str | int | None) or told not in known:
        names = ", ".join(sorted(str(each) for each in known if each is not None))
        raise place.refuse(_("%(names)s 가운데 하나여야 합니다.") % {"names": names})


def _filled(pattern: str, place: Place, known: Iterable[str]) -> None:
    """A pattern may name only what the card can put in its place."""
    if not set(_NAMED.findall(pattern)) <= set(known):
        names = ", ".join(f"{{{name}}}" for name in sorted(known))
        raise place.refuse(_("중괄호에는 %(names)s만 쓸 수 있습니다.") % {"names": names})
