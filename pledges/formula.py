"""식. The tiny language of further figures: numbers, + - * / ( ) and what stands elsewhere on the card.

    row("history", "협치회의 운영") · cell("online", "제안", "수") · column("costs", "금액")
    days("2022-10-11", "2023-12-31") · working_days("2023-01-01", "2023-12-31")
    target(1) · target(1, 2023) · actual(1) · rate(1) · weight(1) · log(1) · log(1, "participation")
    plan() · plan(2024) · spent() · spent(2023) · share()

It is read as Python reads an expression, then walked node by node: nothing of it is ever run.
"""

import ast
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Protocol

from django.utils.translation import gettext as _

from district.refusals import Refusal
from pledges.rates import NOTHING, number

LONGEST = 500
MOST_NODES = 120
NUMBER = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,4})?")
CENTURY = (date(1950, 1, 1), date(2150, 12, 31))
KINDS = ("progress", "participation")


class Card(Protocol):
    """What a formula may ask of a card; None where there is nothing to say."""

    def asked(self, name: str, arguments: Sequence[Any]) -> Fraction | None:
        """The figure of that name."""
        ...

    def parts(self, name: str, arguments: Sequence[Any]) -> Sequence[Decimal]:
        """What it is the sum of."""
        ...


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What a formula comes to, and its words with every number put in."""

    value: Fraction | None
    words: str


def _text(told: Any) -> bool:
    return isinstance(told, str) and 0 < len(told) <= 120


def _whole(told: Any) -> bool:
    return type(told) is int and 0 <= told <= 9999


def _day(told: Any) -> bool:
    try:
        return _text(told) and CENTURY[0] <= date.fromisoformat(told) <= CENTURY[1]
    except ValueError:
        return False


def _kind(told: Any) -> bool:
    return told in KINDS


type Shape = tuple[Callable[[Any], bool], ...]
# What each may be asked with; the shorter shapes first.
FUNCTIONS: Mapping[str, tuple[Shape, ...]] = {
    "cell": ((_text, _text, _text),),
    "row": ((_text, _text),),
    "column": ((_text, _text),),
    "days": ((_day, _day),),
    "working_days": ((_day, _day),),
    "target": ((_whole,), (_whole, _whole)),
    "actual": ((_whole,),),
    "rate": ((_whole,),),
    "weight": ((_whole,),),
    "log": ((_whole,), (_whole, _kind)),
    "plan": ((), (_whole,)),
    "spent": ((), (_whole,)),
    "share": ((),),
}
# What moves with the day on which it is asked, and what moves only by an amendment.
MOVING = frozenset({"actual", "rate", "log", "spent"})
PLANNED = frozenset({"target", "plan"})
OPERATORS: Mapping[type[ast.operator], tuple[str, int]] = {
    ast.Add: ("+", 1),
    ast.Sub: ("-", 1),
    ast.Mult: ("×", 2),
    ast.Div: ("÷", 2),
}
HIGHEST = 3


def check(text: str) -> None:
    """Refuse a formula that cannot be read, before it is kept."""
    tree = _tree(text)
    if sum(1 for _node in ast.walk(tree)) > MOST_NODES:
        raise _bad(_("식이 너무 깁니다."))
    _check(tree, text)


def moves(text: str) -> bool:
    """Whether it may come to something else on another day."""
    return any(call in MOVING for call, _arguments in _calls(text))


def asks_plan(text: str) -> bool:
    """Whether it may come to something else once the plan was amended."""
    return any(call in PLANNED for call, _arguments in _calls(text))


def reckon(text: str, card: Card) -> Reckoned:
    """What it comes to on that card; what is broken or divided by nought comes to nothing."""
    try:
        check(text)
        told = _reckon(_tree(text), text, card)[0]
        return Reckoned(told.value, _spelled(text, card) or told.words)
    except Refusal as refusal:
        return Reckoned(None, str(refusal))


def _spelled(text: str, card: Card) -> str:
    """A formula that is one sum and no more is written out: 116 + 73 + 500 + 1,847."""
    match _tree(text):
        case ast.Call(func=ast.Name(id=name), args=arguments):
            parts = card.parts(name, [each.value for each in arguments if isinstance(each, ast.Constant)])
            return " + ".join(number(part) for part in parts) if len(parts) > 1 else ""
    return ""


def _tree(text: str) -> ast.expr:
    if not text.strip() or len(text) > LONGEST or "\\" in text:
        raise _bad(_("식은 %(n)d자까지 적습니다.") % {"n": LONGEST})
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        raise _bad(_("식을 읽을 수 없습니다.")) from None


def _calls(text: str) -> Iterator[tuple[str, list[Any]]]:
    try:
        tree = _tree(text)
    except Refusal:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id, [each.value for each in node.args if isinstance(each, ast.Constant)]


def _check(node: ast.expr, text: str) -> None:
    match node:
        case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATORS:
            _check(left, text)
            _check(right, text)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            _check(operand, text)
        case ast.Constant(value=value) if type(value) in {int, float}:
            _literal(node, text)
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
            _check_call(name, arguments)
        case _:
            raise _bad(_("수와 + - * / ( ), 정해진 이름만 쓸 수 있습니다."))


def _check_call(name: str, arguments: Sequence[ast.expr]) -> None:
    told = [each.value if isinstance(each, ast.Constant) else None for each in arguments]
    for shape in FUNCTIONS.get(name, ()):
        if len(shape) == len(told) and all(right(each) for right, each in zip(shape, told, strict=True)):
            return
    raise _bad(_("%(name)s을(를) 그렇게 쓸 수 없습니다.") % {"name": name[:40]})


def _literal(node: ast.Constant, text: str) -> Fraction:
    told = ast.get_source_segment(text.strip(), node) or ""
    if not NUMBER.fullmatch(told):
        raise _bad(_("수는 열두 자리, 소수 넷째 자리까지 적습니다."))
    return Fraction(told)


def _reckon(node: ast.expr, text: str, card: Card) -> tuple[Reckoned, int]:
    """What a part of it comes to, and how tightly its words hold together."""
    match node:
        case ast.BinOp(left=left, op=op, right=right):
            return _both(_reckon(left, text, card), op, _reckon(right, text, card))
        case ast.UnaryOp(operand=operand):
            inner, tight = _reckon(operand, text, card)
            value = None if inner.value is None else -inner.value
            return Reckoned(value, f"-{_held(inner, tight, HIGHEST)}"), 2
        case ast.Call(func=ast.Name(id=name), args=arguments):
            told = [each.value for each in arguments if isinstance(each, ast.Constant)]
            value = card.asked(name, told)
            return Reckoned(value, number(value)), HIGHEST
        case ast.Constant():
            literal = _literal(node, text)
            return Reckoned(literal, number(literal)), HIGHEST
    raise _bad(_("식을 읽을 수 없습니다."))  # checked before


def _both(left: tuple[Reckoned, int], op: ast.operator, right: tuple[Reckoned, int]) -> tuple[Reckoned, int]:
    sign, tight = OPERATORS[type(op)]
    # a - (b + c) and a ÷ (b × c) keep their brackets.
    words = f"{_held(*left, tight)} {sign} {_held(*right, tight + (sign in '-÷'))}"
    return Reckoned(_value(left[0].value, sign, right[0].value), words), tight


def _value(left: Fraction | None, sign: str, right: Fraction | None) -> Fraction | None:
    if left is None or right is None or (sign == "÷" and not right):
        return None
    match sign:
        case "+":
            return left + right
        case "-":
            return left - right
        case "×":
            return left * right
    return left / right


def _held(told: Reckoned, tight: int, needed: int) -> str:
    return f"({told.words})" if tight < needed and told.words != NOTHING else told.words


def _bad(reason: str) -> Refusal:
    return Refusal("bad_formula", reason, status=422)
