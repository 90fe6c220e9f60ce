"""Committees at the staff desk: bodies are kept, seats and offices enacted, proceedings only read."""

from django import forms
from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSetGroup
from wagtail.permissions import register_permission_policy

from committees.actions import offices, seating
from committees.desk import (
    AppointForm,
    ElectForm,
    EndMembershipForm,
    EndOfficeForm,
    ProceedingsPolicy,
    SeatingPolicy,
    bodies_read_by,
)
from committees.desk_rows import (
    BodyRows,
    Enacting,
    ExemptionRows,
    GroundRows,
    KindRows,
    PhraseRows,
    Rows,
    RuleRows,
    SeatRows,
    TermRows,
)
from committees.models import GenderExemption, Meeting, Membership, Office, Resolution, Round, Term
from committees.urls.work import desk_urlpatterns as desk_work
from committees.views import importing, inviting, member_sheet, transfers
from committees.views.recommendations_desk import RecommendationMenuItem
from committees.views.tasks_desk import TaskMenuItem

for seated in (Membership, Office, Term, GenderExemption):
    register_permission_policy(seated, SeatingPolicy(seated))
for held in (Round, Meeting, Resolution):
    register_permission_policy(held, ProceedingsPolicy(held))


class Appoint(Enacting, generic.CreateView):
    """위촉."""

    page_title = _("위촉하기")

    def save_instance(self) -> Membership:
        return seating.appoint_somebody(**self.form.cleaned_data, by=self.request.user, at=timezone.now())


class EndMembership(Enacting, generic.EditView):
    """해촉·사임."""

    page_title = _("위촉 끝내기")
    submit_button_label = _("끝내기")
    success_message = _("위촉을 끝냈습니다.")

    def save_instance(self) -> Membership:
        said = {**self.form.cleaned_data, "reason": self.form.cleaned_data["reason"].pk}
        said.pop("who", None)
        return seating.end_membership(self.object, **said, by=self.request.user, at=timezone.now())


class Elect(Enacting, generic.CreateView):
    """선출."""

    page_title = _("임원 정하기")

    def save_instance(self) -> Office:
        return offices.elect(**self.form.cleaned_data, by=self.request.user, at=timezone.now())


class EndOffice(Enacting, generic.EditView):
    """An office ends."""

    page_title = _("임원직 끝내기")
    submit_button_label = _("끝내기")
    success_message = _("임원직을 끝냈습니다.")

    def save_instance(self) -> Office:
        on = self.form.cleaned_data["on"]
        return offices.end_office(self.object, on=on, by=self.request.user, at=timezone.now())


class MembershipIndex(generic.IndexView):
    """Those who sit, or sat, in bodies of one's own department."""

    def get_base_queryset(self) -> QuerySet[Membership]:
        mine = Membership.objects.filter(seat__body__in=bodies_read_by(self.request.user))
        return mine.select_related("seat__body", "end_reason")


class OfficeIndex(generic.IndexView):
    """Those who lead, or led, bodies of one's own department."""

    def get_base_queryset(self) -> QuerySet[Office]:
        mine = Office.objects.filter(body__in=bodies_read_by(self.request.user))
        return mine.select_related("body", "membership", "post")


def to_sheet(membership: Membership) -> str:
    """What leads there."""
    return str(_("열기"))


def sheet_address(membership: Membership) -> str:
    """Where what a member declared is read and written."""
    return reverse("desk-sheet", args=[membership.pk])


class MembershipRows(Rows):
    """위촉과 해촉, by the department of the body."""

    model, icon = Membership, "user"
    index_view_class = MembershipIndex
    add_view_class = Appoint
    edit_view_class = EndMembership
    search_fields = ("name", "seat__body__name")
    list_display = (
        "name",
        Column("seat", label=_("위원석")),
        "start",
        Column("last_day", label=_("마지막 날")),
        "renewal_no",
        Column("end_reason", label=_("끝난 까닭")),
        TitleColumn("sheet", label=_("인적사항"), accessor=to_sheet, get_url=sheet_address),
    )
    inspect_view_fields = [
        "name",
        "affiliation",
        "seat",
        "term",
        "start",
        "end",
        "renewal_no",
        "predecessor",
        "ended_on",
        "end_reason",
        "end_note",
    ]

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return EndMembershipForm if for_update else AppointForm


class OfficeRows(Rows):
    """임원, by the department of the body."""

    model, icon = Office, "crosshairs"
    index_view_class = OfficeIndex
    add_view_class = Elect
    edit_view_class = EndOffice
    list_display = (Column("label", label=_("직")), "body", Column("name", label=_("이름")), "start", "end")
    inspect_view_fields = [
        "body",
        "kind",
        "title",
        "membership",
        "post",
        "start",
        "end",
        "meeting",
        "vote",
        "method",
        "yes",
        "no",
        "abstain",
    ]

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return EndOfficeForm if for_update else ElectForm


class Proceedings(Rows):
    """What was called, held and decided; words of items stand on their pages."""

    form_fields: list[str] = []


class RoundRows(Proceedings):
    model, icon = Round, "date"
    list_display = ("convener", "year", "kind", "ordinal")
    list_filter = ("convener", "year", "kind")
    inspect_view_fields = ["convener", "year", "kind", "ordinal"]


class MeetingRows(Proceedings):
    model, icon = Meeting, "calendar"
    list_display = (Column("title", label=_("회의")), "starts_at", "state", "mode", "place")
    list_filter = ("state",)
    inspect_view_fields = [
        "round",
        "starts_at",
        "printed_when",
        "place",
        "mode",
        "state",
        "edition",
        "source",
    ]


class ResolutionRows(Proceedings):
    # No inspection: it would show the words of a closed item to offices that are not inside.
    model, icon = Resolution, "check"
    inspect_view_enabled = False
    list_display = (Column("label", label=_("번호")), "body", "form", "method", "decided_at")
    list_filter = ("body", "form")


class CommitteesGroup(ModelViewSetGroup):
    """위원회. One menu for all of it."""

    menu_label = _("위원회")
    menu_icon = "group"
    menu_order = 350
    items = (
        MembershipRows,
        OfficeRows,
        RoundRows,
        MeetingRows,
        ResolutionRows,
        TermRows,
        ExemptionRows,
        BodyRows,
        RuleRows,
        PhraseRows,
        SeatRows,
        KindRows,
        GroundRows,
    )


@hooks.register("register_admin_viewset")
def committees_rows() -> CommitteesGroup:
    return CommitteesGroup()


@hooks.register("register_admin_urls")
def importing_urls() -> list[URLPattern]:
    """Where bodies of another house come in."""
    return [path("import-bodies/", importing.Import.as_view(), name="desk-import")]


@hooks.register("register_settings_menu_item")
def importing_menu() -> MenuItem:
    """Beside what is set once."""
    return importing.ImportMenuItem(_("기구와 위원 들여오기"), reverse("desk-import"), icon_name="download")


@hooks.register("register_admin_urls")
def transfer_urls() -> list[URLPattern]:
    """인사발령, and what a member declared."""
    return [
        path("transfers/", transfers.Transfers.as_view(), name="desk-transfers"),
        path("members/<int:pk>/sheet/", member_sheet.Sheet.as_view(), name="desk-sheet"),
        path("members/<int:pk>/invite/", inviting.invite, name="desk-invite"),
    ]


@hooks.register("register_settings_menu_item")
def transfer_menu() -> MenuItem:
    """Beside what is set once."""
    return transfers.TransferMenuItem(_("인사발령"), reverse_lazy("desk-transfers"), icon_name="user")


@hooks.register("register_admin_urls")
def work_urls() -> list[URLPattern]:
    """지정과제 and 정책제안."""
    return desk_work


@hooks.register("register_admin_menu_item")
def task_menu() -> MenuItem:
    """Beside the committees."""
    return TaskMenuItem()


@hooks.register("register_admin_menu_item")
def recommendation_menu() -> MenuItem:
    """Beside the tasks."""
    return RecommendationMenuItem()
