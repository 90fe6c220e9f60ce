"""Committees at the staff desk: bodies are kept, seats and offices enacted, proceedings only read."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.permissions import register_permission_policy

from committees.actions import seating
from committees.desk import (
    AppointForm,
    ElectForm,
    EndMembershipForm,
    EndOfficeForm,
    ProceedingsPolicy,
    SeatingPolicy,
    bodies_read_by,
)
from committees.models import Body, BodyRule, Meeting, Membership, Office, Resolution, Round, Seat, Term
from district.refusals import Refusal

for seated in (Membership, Office):
    register_permission_policy(seated, SeatingPolicy(seated))
for held in (Round, Meeting, Resolution):
    register_permission_policy(held, ProceedingsPolicy(held))


class Rows(ModelViewSet):
    """Rows that the administrator keeps and the auditor reads."""

    add_to_admin_menu = False
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    search_backend_name = None


class BodyRows(Rows):
    """Whole bodies and their parts."""

    model, icon = Body, "group"
    form_fields = [
        "name",
        "short_name",
        "slug",
        "kind",
        "parent",
        "department",
        "purpose",
        "legal_basis",
        "established_on",
        "dissolved_on",
        "order",
    ]
    list_display = ("name", "kind", "parent", "department")
    list_filter = ("kind",)
    search_fields = ("name", "short_name")


class RuleEdit(generic.EditView):
    """A row is mended only until the first meeting was held under it."""

    def get_object(self, *args: Any) -> BodyRule:
        rule: BodyRule = super().get_object(*args)
        if rule.is_kept:
            raise PermissionDenied
        return rule


class RuleRows(Rows):
    """Quorum, term and counting: a new ordinance is a new row."""

    model, icon = BodyRule, "cogs"
    edit_view_class = RuleEdit
    form_fields = [
        "body",
        "valid_from",
        "quorum",
        "majority",
        "seats_at_most",
        "term_years",
        "renewals_allowed",
        "counting_unit",
        "notice_days",
        "doors_open_minutes",
        "remote_allowed",
        "source",
    ]
    list_display = ("body", "valid_from", "quorum", "majority", "term_years", "counting_unit", "source")


class SeatRows(Rows):
    """Places: a place once made is only taken away, for somebody may have sat there."""

    model, icon = Seat, "site"
    list_display = ("body", "number", "basis", "post", "opened_on", "closed_on")
    list_filter = ("body", "basis")

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        self.form_fields = ["closed_on"] if for_update else ["body", "number", "basis", "post", "opened_on"]
        return super().get_form_class(for_update)


class TermRows(Rows):
    """제n기."""

    model, icon = Term, "history"
    form_fields = ["body", "number", "start", "end", "printed"]
    list_display = ("body", "number", "start", "end", "printed")


class Enacting:
    """Saves by an action; what it refuses stands beside the form."""

    form: Any
    produced_error_code: str
    produced_error_message: str

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)  # type: ignore[misc]
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            self.produced_error_code = refusal.code
            self.produced_error_message = str(refusal)
            return self.form_invalid(form)  # type: ignore[attr-defined]


class Appoint(Enacting, generic.CreateView):
    """위촉."""

    page_title = _("위촉하기")

    def save_instance(self) -> Membership:
        return seating.appoint(**self.form.cleaned_data, by=self.request.user, at=timezone.now())


class EndMembership(Enacting, generic.EditView):
    """해촉."""

    page_title = _("해촉하기")
    submit_button_label = _("해촉")
    success_message = _("위촉을 끝냈습니다.")

    def save_instance(self) -> Membership:
        told = {name: self.form.cleaned_data[name] for name in ("on", "reason")}
        return seating.end_membership(self.object, **told, by=self.request.user, at=timezone.now())


class Elect(Enacting, generic.CreateView):
    """선출."""

    page_title = _("임원 정하기")

    def save_instance(self) -> Office:
        return seating.elect(**self.form.cleaned_data, by=self.request.user, at=timezone.now())


class EndOffice(Enacting, generic.EditView):
    """An office ends."""

    page_title = _("임원직 끝내기")
    submit_button_label = _("끝내기")
    success_message = _("임원직을 끝냈습니다.")

    def save_instance(self) -> Office:
        on = self.form.cleaned_data["on"]
        return seating.end_office(self.object, on=on, by=self.request.user, at=timezone.now())


class MembershipIndex(generic.IndexView):
    """Those who sit, or sat, in bodies of one's own department."""

    def get_base_queryset(self) -> QuerySet[Membership]:
        mine = Membership.objects.filter(seat__body__in=bodies_read_by(self.request.user))
        return mine.select_related("seat__body")


class OfficeIndex(generic.IndexView):
    """Those who lead, or led, bodies of one's own department."""

    def get_base_queryset(self) -> QuerySet[Office]:
        mine = Office.objects.filter(body__in=bodies_read_by(self.request.user))
        return mine.select_related("body", "membership", "post")


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
        Column("get_end_reason_display", label=_("끝난 까닭")),
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
    inspect_view_fields = ["body", "kind", "title", "membership", "post", "start", "end"]

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
        BodyRows,
        RuleRows,
        SeatRows,
        TermRows,
    )


@hooks.register("register_admin_viewset")
def committees_rows() -> CommitteesGroup:
    return CommitteesGroup()
