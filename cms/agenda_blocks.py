"""The pieces of an agenda and of a forum; what is closed about them leaves the desk by no road."""

from collections import Counter
from collections.abc import Iterable
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid4, uuid5

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from committees.models.agenda import AgendaItem, label_of
from deliberation.models import Session
from district.models import Post
from district.refusals import Refusal

LONGEST_ITEM = AgendaItem._meta.get_field("title").max_length
LONGEST_GROUND = AgendaItem._meta.get_field("closed_ground").max_length
LONGEST_SESSION = Session._meta.get_field("title").max_length
OPEN = AgendaItem.Disclosure.OPEN.value


class AgendaItemBlock(blocks.StructBlock):
    """안건. One matter of an agenda as its editor writes it."""

    title = blocks.CharBlock(label=_("제목"), max_length=LONGEST_ITEM)
    kind = blocks.ChoiceBlock(
        label=_("갈래"),
        choices=AgendaItem.Kind.choices,
        default=AgendaItem.Kind.REPORT,
        help_text=_("항 번호는 갈래마다 차례대로 붙습니다. 예: 의결 2항"),
    )
    text = blocks.TextBlock(label=_("내용"), required=False, rows=5)
    documents = blocks.ListBlock(
        DocumentChooserBlock(label=_("문서")),
        label=_("공개 자료"),
        default=[],
        collapsed=True,
        help_text=_("누구나 내려받을 수 있습니다. 공개하지 않는 안건의 자료는 게시한 뒤에 간사가 올립니다."),
    )
    disclosure = blocks.ChoiceBlock(
        label=_("공개 범위"),
        choices=AgendaItem.Disclosure.choices,
        default=AgendaItem.Disclosure.OPEN,
        help_text=_("비공개는 번호만, 부분공개는 번호와 제목만 누구나 봅니다. 나머지는 위원만 봅니다."),
    )
    closed_ground = blocks.CharBlock(
        label=_("비공개 근거"),
        max_length=LONGEST_GROUND,
        required=False,
        help_text=_("공개하지 않을 때 적습니다. 예: 공공기관의 정보공개에 관한 법률 제9조제1항제5호"),
    )
    closed_until = blocks.DateBlock(
        label=_("비공개를 다시 볼 날"), required=False, help_text=_("공개하지 않을 때, 정해졌으면 적습니다.")
    )

    class Meta:
        icon = "list-ol"
        label = _("안건")
        label_format = "{kind} · {title} · {disclosure}"
        template = "cms/blocks/agenda_item.html"

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        """Say beside the field what does not fit together."""
        cleaned = super().clean(value)
        errors = {
            field: ValidationError(str(refusal), code=refusal.code)
            for field, refusal in misfits(cleaned).items()
        }
        if errors:
            raise blocks.StructBlockValidationError(block_errors=errors)
        return cleaned

    def get_api_representation(self, value: Any, context: Any = None) -> dict[str, Any]:
        """All of an open item, and of any other nothing that was written about it."""
        if is_open(value):
            return super().get_api_representation(value, context)
        return public_part(value)

    def get_searchable_content(self, value: Any) -> list[str]:
        return super().get_searchable_content(value) if is_open(value) else []

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        # Its template is the public's, whoever draws it: what is closed does not come so far.
        shown = value if is_open(value) else {**dict.fromkeys(value, ""), **public_part(value)}
        return super().get_context(value, parent_context) | {"self": shown, "value": shown}


class AgendaItems(blocks.StreamBlock):
    """The items of an agenda in their order."""

    item = AgendaItemBlock()

    class Meta:
        collapsed = True

    def get_api_representation(self, value: Any, context: Any = None) -> list[dict[str, Any]]:
        """Each with its number, for that is all there is to say of a closed one."""
        told = super().get_api_representation(value, context)
        for row, label in zip(told, labels(value), strict=True):
            row["value"]["label"] = label
        return told


def is_open(item: Any) -> bool:
    """Whether everybody may read it."""
    return bool(item["disclosure"] == OPEN)


def public_part(item: Any) -> dict[str, Any]:
    """What may be said of an item that is not open."""
    return {"kind": item["kind"], "disclosure": item["disclosure"]}


def check_fits(item: Any) -> None:
    """Refuse an item that says one thing and keeps another."""
    for refusal in misfits(item).values():
        raise refusal


def misfits(item: Any) -> dict[str, Refusal]:
    """What of an item does not fit its disclosure, by its field."""
    found: dict[str, Refusal] = {}
    if is_open(item):
        if item["closed_ground"] or item["closed_until"]:
            sentence = gettext("비공개 근거를 적은 안건이 ‘공개’로 되어 있습니다. 다시 골라 주세요.")
            found["disclosure"] = Refusal("item_is_open", sentence, status=422)
        return found
    try:
        AgendaItem.check_ground(item["closed_ground"])
    except Refusal as refusal:
        found["closed_ground"] = refusal
    if len(item["documents"]):
        sentence = gettext(
            "공개하지 않는 안건의 자료는 여기에 붙일 수 없습니다. 게시한 뒤에 간사가 회의에 올립니다."
        )
        found["documents"] = Refusal("papers_not_public", sentence, status=422)
    return found


def keys(stream: Iterable[Any]) -> list[UUID]:
    """By which the record finds each block again; a client of the API may have sent any id, or one twice."""
    told: list[UUID] = []
    for block in stream:
        key = _key(block.id)
        told.append(key if key not in told else uuid5(key, str(len(told))))
    return told


def _key(said: str | None) -> UUID:
    try:
        return UUID(said) if said else uuid4()
    except ValueError:
        return uuid5(NAMESPACE_OID, str(said))


def labels(items: Iterable[Any]) -> list[str]:
    """의결 2항: the number of each item within its kind, as the record will count."""
    counted: Counter[str] = Counter()
    said = []
    for block in items:
        kind = block.value["kind"]
        counted[kind] += 1
        said.append(label_of(kind, counted[kind]))
    return said


def public_words(items: Iterable[Any]) -> str:
    """An agenda as everybody may read it: of an item that is not open its number alone."""
    items = list(items)
    lines = []
    for block, label in zip(items, labels(items), strict=True):
        value = block.value
        words = f"{value['title']}\n{value['text']}" if is_open(value) else _disclosed(value)
        lines.append(f"{label} {words}")
    return "\n".join(lines)


def _disclosed(value: Any) -> str:
    return str(AgendaItem.Disclosure(value["disclosure"]).label)


def speaking_posts() -> list[tuple[str, str]]:
    """Offices whose holder may keep a session of a forum."""
    posts = Post.objects.select_related("department")
    return [
        (str(post.pk), f"{post.department.name} · {post.title}" if post.department else post.title)
        for post in posts
        if post.speaks
    ]


class SessionBlock(blocks.StructBlock):
    """공론장 회차. One evening of a forum as its editor announces it."""

    title = blocks.CharBlock(label=_("이야깃거리"), max_length=LONGEST_SESSION)
    starts_at = blocks.DateTimeBlock(label=_("여는 때"))
    ends_at = blocks.DateTimeBlock(label=_("마치는 때"))
    area = blocks.CharBlock(label=_("권역"), max_length=60, required=False, help_text=_("예: 낙성대권"))
    place = blocks.CharBlock(label=_("곳"), max_length=120, required=False)
    facilitator = blocks.ChoiceBlock(
        label=_("진행하는 직위"),
        choices=speaking_posts,
        help_text=_("그날 이 직위에 있는 사람이 회차를 열고, 의견을 위에 두고, 마칩니다."),
    )

    class Meta:
        icon = "group"
        label = _("회차")
        label_format = "{title} · {starts_at}"


class ForumSessions(blocks.StreamBlock):
    """The sessions of a forum in their order."""

    session = SessionBlock()

    class Meta:
        collapsed = True
