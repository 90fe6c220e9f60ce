"""Letters at the staff desk: those that did not go are read, the words of 알림톡 and the hours are kept."""

from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from letters.desk import LettersMenuItem, LettersPanel
from letters.models import Hours, Letter, Template


class FailedIndex(generic.IndexView):
    """The newest of those that failed."""

    def get_base_queryset(self) -> QuerySet[Letter]:
        return Letter.objects.filter(state=Letter.State.FAILED).select_related("dispatch", "person")


class FailedLetters(ModelViewSet):
    """Whom the district could not tell by a road; the same lies on their screen."""

    model, icon = Letter, "mail"
    menu_label = _("보내지 못한 알림")
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = FailedIndex
    search_backend_name = None
    search_fields = ("dispatch__title",)
    list_filter = ("road", "fault")
    form_fields = ["dispatch"]
    list_display = (
        "dispatch",
        Column("person", label=_("받는 사람")),
        Column("get_road_display", label=_("보내는 길")),
        Column("get_fault_display", label=_("까닭")),
        Column("tries", label=_("보내 본 횟수")),
        Column("taken_at", label=_("마지막으로 보내 본 때"), sort_key="taken_at"),
    )
    ordering = "-id"


class Kept(ModelViewSet):
    """Rows that the administrator keeps and the auditor reads."""

    icon = "mail"
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    search_backend_name = None


class TemplateRows(Kept):
    """알림톡 문안: written here, approved by the messenger's house, and from that day on never changed."""

    model = Template
    form_fields = ["code", "label", "words", "approved_on", "valid_from", "valid_until", "source"]
    list_display = (
        "label",
        "code",
        BooleanColumn("approved_on", label=_("승인")),
        "approved_on",
        "valid_from",
        "valid_until",
    )
    search_fields = ("code", "label", "words")


class HoursRows(Kept):
    """보내는 때: a new rule is a new row."""

    model = Hours
    form_fields = ["valid_from", "night_from", "night_until", "list_at", "list_weekday", "source"]
    list_display = ("valid_from", "night_from", "night_until", "list_at", "get_list_weekday_display")


class LettersGroup(ModelViewSetGroup):
    """알림. One menu for all of it."""

    menu_label = _("알림")
    menu_icon = "mail"
    menu_order = 310
    items = (FailedLetters("failed_letters"), TemplateRows("talk_templates"), HoursRows("letter_hours"))


@hooks.register("register_admin_viewset")
def letters_group() -> LettersGroup:
    return LettersGroup()


@hooks.register("register_admin_urls")
def letters_panel() -> list[URLPattern]:
    return [path("letters/", LettersPanel.as_view(), name="desk-letters")]


@hooks.register("register_reports_menu_item")
def letters_menu() -> MenuItem:
    return LettersMenuItem()
