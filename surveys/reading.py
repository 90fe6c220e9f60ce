"""What somebody answered to one item, read from whichever door, or a refusal that says why not."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from district.intake import clean_words
from district.refusals import Refusal
from surveys.models import Answer, Item, Option
from surveys.models.item import LONGEST_ANSWER


def read_answers(items: Iterable[Item], told: Any) -> list[Answer]:
    """Every answer, in no table yet; all that has to be mended is said at once."""
    if not isinstance(told, Mapping):
        raise unfit([])
    wanted = {str(item.key): item for item in items}
    faults = [fault(key, _unknown()) for key in told if key not in wanted]
    answers: list[Answer] = []
    for key, item in wanted.items():
        try:
            answers += read_answer(item, told.get(key))
        except Refusal as refusal:
            faults.append(fault(key, refusal))
    if faults:
        raise unfit(faults)
    if not answers:
        raise Refusal("nothing_answered", _("한 문항 이상 답해 주세요."), 422)
    return answers


def read_answer(item: Item, value: Any) -> list[Answer]:
    """One item's answers: none, one, or several where several may be chosen."""
    if value is None or value == [] or (isinstance(value, str) and not value.strip()):
        if item.required:
            raise Refusal("answer_needed", _("이 문항에는 꼭 답해 주세요."), 422)
        return []
    if item.kind == Item.Kind.SCALE:
        return [Answer(item=item, number=_number(item, value))]
    if item.kind == Item.Kind.FREE:
        return [Answer(item=item, words=clean_words(value, LONGEST_ANSWER))]
    return [Answer(item=item, option=option) for option in _chosen(item, value)]


def _number(item: Item, value: Any) -> int:
    # bool is an int to Python, and no answer to anybody.
    if type(value) is not int or value not in item.scale:
        sentence = _("1부터 %(steps)d까지 가운데 하나를 골라 주세요.")
        raise Refusal("off_the_scale", sentence % {"steps": item.steps}, 422)
    return value


def _chosen(item: Item, value: Any) -> list[Option]:
    several = item.kind == Item.Kind.MULTIPLE
    keys = value if several else [value]
    offered = {str(option.key): option for option in item.options.all() if option.retired_at is None}
    fits = isinstance(keys, list) and all(isinstance(key, str) and key in offered for key in keys)
    if not fits or len(set(keys)) != len(keys):
        raise Refusal("not_offered", _("보기 가운데에서 골라 주세요."), 422)
    if several and item.most is not None and len(keys) > item.most:
        sentence = _("%(most)d개까지 고르실 수 있습니다.")
        raise Refusal("too_many_chosen", sentence % {"most": item.most}, 422, limit=item.most)
    return [offered[key] for key in keys]


def fault(key: object, refusal: Refusal) -> dict[str, str]:
    """One item that has to be mended, as the API says it."""
    return {"field": str(key)[:60], "code": refusal.code, "detail": str(refusal.sentence)}


def unfit(faults: list[dict[str, str]]) -> Refusal:
    """What came cannot be taken as answers."""
    return Refusal("answers_unfit", _("답을 다시 살펴 주세요."), 422, errors=faults[:100])


def _unknown() -> Refusal:
    return Refusal("item_unknown", _("이 설문에 없는 문항입니다."), 422)
