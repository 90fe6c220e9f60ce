"""The pieces of a question beside its words: what is asked in a form, and what became of the answers."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.agenda_blocks import keys
from committees.models import Resolution
from deliberation.models import Reflection
from deliberation.models.question import Reflected
from district.intake import clean_address
from district.models import Department
from district.refusals import Refusal
from surveys.actions import Choice, Draft
from surveys.models import Item
from surveys.models.item import FEWEST_STEPS, MOST_STEPS

LONGEST_ASKED = Item._meta.get_field("text").max_length
LONGEST_OPINION = Reflection._meta.get_field("opinion").max_length
NEWEST_RESOLUTIONS = 200


class AskedBlock(blocks.StructBlock):
    """문항. What every kind of item has."""

    text = blocks.CharBlock(label=_("물음"), max_length=LONGEST_ASKED)
    hint = blocks.CharBlock(label=_("도움말"), max_length=LONGEST_ASKED, required=False)
    required = blocks.BooleanBlock(label=_("꼭 답해야 함"), required=False)


class SingleBlock(AskedBlock):
    """One of several answers."""

    options = blocks.ListBlock(blocks.CharBlock(label=_("보기"), max_length=200), label=_("보기"), min_num=2)

    class Meta:
        icon = "radio-full"
        label = Item.Kind.SINGLE.label


class MultipleBlock(SingleBlock):
    """Several of several answers."""

    most = blocks.IntegerBlock(
        label=_("고를 수 있는 수"), min_value=1, required=False, help_text=_("비우면 모두 고를 수 있습니다.")
    )

    class Meta:
        icon = "list-ul"
        label = Item.Kind.MULTIPLE.label


class ScaleBlock(AskedBlock):
    """A place between two ends."""

    low = blocks.CharBlock(label=_("가장 낮은 쪽"), max_length=40, required=False)
    high = blocks.CharBlock(label=_("가장 높은 쪽"), max_length=40, required=False)
    steps = blocks.IntegerBlock(label=_("단계"), min_value=FEWEST_STEPS, max_value=MOST_STEPS, default=5)

    class Meta:
        icon = "decimal"
        label = Item.Kind.SCALE.label


class FreeBlock(AskedBlock):
    """Words; they are read at the desk and counted nowhere."""

    class Meta:
        icon = "pilcrow"
        label = Item.Kind.FREE.label


class SurveyItems(blocks.StreamBlock):
    """The structured questions in their order."""

    single = SingleBlock()
    multiple = MultipleBlock()
    scale = ScaleBlock()
    free = FreeBlock()

    class Meta:
        collapsed = True


def drafts(items: Iterable[Any]) -> tuple[Draft, ...]:
    """The items as the survey takes them; a block's id is the key of its item, an option's of its option."""
    return tuple(
        Draft(
            key=key,
            kind=block.block_type,
            text=block.value["text"],
            hint=block.value["hint"] or "",
            required=bool(block.value["required"]),
            most=block.value.get("most"),
            low=block.value.get("low") or "",
            high=block.value.get("high") or "",
            steps=block.value.get("steps"),
            options=_choices(block.value),
        )
        for block, key in zip(items, keys(items), strict=True)
    )


def _choices(value: Any) -> list[Choice]:
    offered = value.get("options")
    if offered is None:
        return []
    bound = offered.bound_blocks
    return [Choice(key, child.value) for child, key in zip(bound, keys(bound), strict=True)]


def departments() -> list[tuple[str, str]]:
    """Who may have to do it."""
    return [(str(department.pk), department.name) for department in Department.objects.all()]


def resolutions() -> list[tuple[str, str]]:
    """What was decided, as everybody may read it, the newest first."""
    rows = Resolution.objects.visible_to(None).order_by("-decided_at", "-id")[:NEWEST_RESOLUTIONS]
    return [(str(each.pk), f"{each.label} {each.item.shown_title}") for each in rows]


class ReflectionBlock(blocks.StructBlock):
    """반영 결과. What became of one of the opinions."""

    opinion = blocks.CharBlock(label=_("의견"), max_length=LONGEST_OPINION)
    verdict = blocks.ChoiceBlock(label=_("반영"), choices=Reflection.Verdict.choices)
    words = blocks.TextBlock(label=_("무엇이 어떻게"), rows=3)
    people = blocks.IntegerBlock(label=_("말한 사람"), min_value=1, required=False)
    department = blocks.ChoiceBlock(
        label=_("맡은 부서"),
        choices=departments,
        required=False,
        help_text=_("반영하거나 일부 반영할 때 고릅니다."),
    )
    until = blocks.DateBlock(label=_("언제까지"), required=False)
    resolution = blocks.ChoiceBlock(label=_("이어진 의결"), choices=resolutions, required=False)
    link_label = blocks.CharBlock(
        label=_("이어진 사업이나 공약"), max_length=120, required=False, help_text=_("예: 골목길 조명 바꾸기")
    )
    link_page = blocks.PageChooserBlock(label=_("그 쪽"), required=False)
    link_url = blocks.CharBlock(label=_("그 주소"), max_length=500, required=False)

    class Meta:
        icon = "tick"
        label = _("의견 하나")
        label_format = "{verdict} · {opinion}"

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        """Say beside the field what does not fit together."""
        cleaned = super().clean(value)
        errors = {}
        for field, check in CHECKS.items():
            try:
                check(cleaned)
            except Refusal as refusal:
                errors[field] = ValidationError(str(refusal.sentence), code=refusal.code)
        if errors:
            raise blocks.StructBlockValidationError(block_errors=errors)
        return cleaned


def _check_office(value: Any) -> None:
    Reflection.check_somebodys(value["verdict"], value["department"] or None)


def _check_named(value: Any) -> None:
    if (value["link_url"] or value["link_page"]) and not value["link_label"]:
        raise Refusal("link_unnamed", _("이어진 사업이나 공약의 이름을 적어 주세요."), 422)


def _check_url(value: Any) -> None:
    clean_address(value["link_url"])


CHECKS = {"department": _check_office, "link_label": _check_named, "link_url": _check_url}


class Reflections(blocks.StreamBlock):
    """What became of the opinions, in the order in which people should read it."""

    reflection = ReflectionBlock()

    class Meta:
        collapsed = True


def reflected(stream: Iterable[Any]) -> tuple[Reflected, ...]:
    """The outcomes as the record takes them; a block's id is the key of its row."""
    stream = list(stream)
    offices = Department.objects.in_bulk(_numbers(stream, "department"))
    decided = Resolution.objects.visible_to(None).in_bulk(_numbers(stream, "resolution"))
    return tuple(
        Reflected(
            key=key,
            opinion=block.value["opinion"],
            verdict=block.value["verdict"],
            words=block.value["words"],
            people=block.value["people"],
            department=offices.get(_number(block.value["department"])),
            until=block.value["until"],
            resolution=decided.get(_number(block.value["resolution"])),
            link_label=block.value["link_label"] or "",
            link_url=_address(block.value),
        )
        for block, key in zip(stream, keys(stream), strict=True)
    )


def _numbers(stream: Iterable[Any], field: str) -> list[int]:
    return [_number(block.value[field]) for block in stream]


def _number(chosen: str | None) -> int:
    """The row that was chosen; a client of the API may have sent anything."""
    return int(chosen) if chosen and chosen.isascii() and chosen.isdecimal() and len(chosen) < 10 else 0


def _address(value: Any) -> str:
    page = value["link_page"]
    return (page.get_url() or "") if page and page.live else value["link_url"] or ""
