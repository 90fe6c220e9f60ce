"""The pieces an editor builds a page of."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

WORDS = ["bold", "ol", "ul", "link", "document-link"]


class FactBlock(blocks.StructBlock):
    """One figure with its name, as the plan prints it."""

    label = blocks.CharBlock(label=_("이름"), max_length=60)
    value = blocks.CharBlock(label=_("값"), max_length=200)

    class Meta:
        icon = "list-ul"
        label = _("한 줄 사실")
        template = "cms/blocks/fact.html"


class StepBlock(blocks.StructBlock):
    """One step of a procedure, with who takes it."""

    title = blocks.CharBlock(label=_("단계"), max_length=60)
    who = blocks.CharBlock(label=_("누가"), max_length=60, required=False)
    text = blocks.TextBlock(label=_("설명"), required=False)


class LinkBlock(blocks.StructBlock):
    """A way on, to a page of this house or to another."""

    title = blocks.CharBlock(label=_("제목"), max_length=80)
    text = blocks.CharBlock(label=_("설명"), max_length=200, required=False)
    page = blocks.PageChooserBlock(label=_("쪽"), required=False)
    url = blocks.URLBlock(label=_("바깥 주소"), required=False)


class NoticeBlock(blocks.StructBlock):
    """What a reader must not miss."""

    title = blocks.CharBlock(label=_("제목"), max_length=80)
    text = blocks.RichTextBlock(label=_("글"), features=WORDS)


class TableBlock(blocks.StructBlock):
    """A small table; its first row names the columns."""

    caption = blocks.CharBlock(label=_("표 제목"), max_length=120)
    head = blocks.ListBlock(blocks.CharBlock(label=_("칸 이름")), label=_("머리"))
    rows = blocks.ListBlock(blocks.ListBlock(blocks.CharBlock(required=False, label=_("칸"))), label=_("줄"))


class DocumentBlock(blocks.StructBlock):
    """A paper to read beside the question."""

    title = blocks.CharBlock(label=_("제목"), max_length=120)
    document = DocumentChooserBlock(label=_("문서"))

    class Meta:
        icon = "doc-full"
        label = _("자료")
        template = "cms/blocks/document.html"


class BodyBlock(blocks.StreamBlock):
    """The body of a plain page."""

    heading = blocks.CharBlock(
        label=_("소제목"), icon="title", max_length=120, template="cms/blocks/heading.html"
    )
    paragraph = blocks.RichTextBlock(
        label=_("글"), features=["h3", *WORDS], template="cms/blocks/paragraph.html"
    )
    facts = blocks.ListBlock(FactBlock(), label=_("사실"), icon="list-ul", template="cms/blocks/facts.html")
    steps = blocks.ListBlock(StepBlock(), label=_("절차"), icon="list-ol", template="cms/blocks/steps.html")
    notice = NoticeBlock(label=_("알림"), icon="warning", template="cms/blocks/notice.html")
    image = ImageBlock(label=_("그림"), template="cms/blocks/image.html")
    table = TableBlock(label=_("표"), icon="table", template="cms/blocks/table.html")
    links = blocks.ListBlock(LinkBlock(), label=_("바로 가기"), icon="link", template="cms/blocks/links.html")


class QuestionFacts(blocks.StreamBlock):
    """What a resident should know before answering."""

    fact = FactBlock()
    document = DocumentBlock()
    paragraph = blocks.RichTextBlock(label=_("글"), features=WORDS, template="cms/blocks/paragraph.html")
