"""What the desk shows of letters: those that did not go, to be read and not to be sent again."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from letters.models import Letter


class FailedIndex(generic.IndexView):
    """The newest of those that failed."""

    def get_base_queryset(self) -> QuerySet[Letter]:
        return Letter.objects.filter(state=Letter.State.FAILED).select_related("dispatch", "person")


class FailedLetters(ModelViewSet):
    """Whom the district could not tell by mail; the same lies on their screen."""

    model, icon = Letter, "mail"
    menu_label = _("보내지 못한 메일")
    menu_order = 310
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = FailedIndex
    search_backend_name = None
    search_fields = ("dispatch__title",)
    list_filter = ("fault",)
    form_fields = ["dispatch"]
    list_display = (
        "dispatch",
        Column("person", label=_("받는 사람")),
        Column("get_fault_display", label=_("까닭")),
        Column("tries", label=_("보내 본 횟수")),
        Column("taken_at", label=_("마지막으로 보내 본 때"), sort_key="taken_at"),
    )
    ordering = "-id"


@hooks.register("register_admin_viewset")
def failed_letters() -> FailedLetters:
    return FailedLetters("failed_letters")
