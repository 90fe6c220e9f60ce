"""열. The columns of a form's table as they are drawn: groups, years and quarters."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from papers.document import Align, Block, Cell, Column, Heading
from pledges.card import fill

NAMING = frozenset({"no", "name", "side"})


@dataclass(frozen=True, slots=True)
class Leaf:
    """One column: what of a row stands in it, under which title."""

    of: str
    label: str
    width: float = 1
    align: Align = "center"
    key: int = 0
    """The year or the quarter, where there are several of a kind."""
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Several columns under one title; a column by itself is a group without one."""

    label: str
    leaves: tuple[Leaf, ...]


type Several = Mapping[str, Sequence[tuple[int, str]]]
"""Of which kinds there are several: each key with its title."""


def laid(columns: Iterable[Mapping[str, Any]], several: Several, names: Mapping[str, str]) -> list[Group]:
    """The columns of a section, with its years and quarters put in."""
    told = []
    for column in columns:
        if "columns" in column:
            inner = [leaf for each in column["columns"] for leaf in _leaves(each, several, names)]
            told.append(Group(fill(column["label"], **names), tuple(inner)))
        else:
            told += [Group("", (leaf,)) for leaf in _leaves(column, several, names)]
    return told


def leaves_of(groups: Iterable[Group]) -> list[Leaf]:
    """The columns one by one."""
    return [leaf for group in groups for leaf in group.leaves]


def drawn(groups: Iterable[Group]) -> list[Column]:
    """Their widths and sides, and which of them name a row."""
    return [Column(leaf.label, leaf.width, leaf.align, head=leaf.of in NAMING) for leaf in leaves_of(groups)]


def heads(groups: Sequence[Group]) -> list[list[Cell]]:
    """The head rows: one, or two where a title stands over others."""
    if not any(_parted(group) for group in groups):
        return [[Cell(group.label or group.leaves[0].label, columns=len(group.leaves)) for group in groups]]
    above = [
        Cell(group.label, columns=len(group.leaves)) if _parted(group) else _whole(group) for group in groups
    ]
    return [above, [Cell(leaf.label) for group in groups if _parted(group) for leaf in group.leaves]]


def titled(title: str) -> Iterator[Block]:
    """The name of a table as a heading: as a caption it could be left behind at the foot of a page."""
    if title:
        yield Heading(title, 3)


def row(groups: Iterable[Group], told: Callable[[Leaf], object]) -> list[Cell]:
    """A row: what is told of each column, as words."""
    return [Cell(str(told(leaf))) for leaf in leaves_of(groups)]


def _whole(group: Group) -> Cell:
    return Cell(group.label or group.leaves[0].label, columns=len(group.leaves), rows=2)


def _parted(group: Group) -> bool:
    """Whether its columns have titles of their own below that of the group."""
    return bool(group.label) and any(leaf.label for leaf in group.leaves)


def _leaves(column: Mapping[str, Any], several: Several, names: Mapping[str, str]) -> Iterator[Leaf]:
    of, width, align = column["of"], column.get("width", 1), column.get("align", "center")
    if of in several:
        for key, label in several[of]:
            yield Leaf(of, label, width, align, key)
    else:
        yield Leaf(of, fill(column.get("label", ""), **names), width, align, 0, column.get("channel", ""))
