"""What of committees is kept at the desk: kinds, grounds, bodies, their rules, places, terms, exemptions."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from committees.actions import places, sheets, terms
from committees.desk import ExemptionForm, SeatForm, TermForm, of_my_bodies
from committees.models import Body, BodyKind, BodyRule, EndGround, GenderExemption, Phrase, Seat, Term
from district.refusals import Refusal


class Rows(ModelViewSet):
    """Rows that the administrator keeps and the auditor reads."""

    add_to_admin_menu = False
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    search_backend_name = None


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


class KindRows(Rows):
    """기구의 갈래."""

    model, icon = BodyKind, "list-ul"
    form_fields = ["code", "label", "is_part", "order", "source"]
    list_display = ("label", "code", "is_part", "order", "source")


class GroundRows(Rows):
    """해촉·종료 사유: a new law is a new row."""

    model, icon = EndGround, "list-ul"
    form_fields = [
        "code",
        "label",
        "dismisses",
        "words_needed",
        "valid_from",
        "valid_until",
        "order",
        "source",
    ]
    list_display = ("label", "code", "dismisses", "words_needed", "valid_from", "valid_until", "source")


class BodyRows(Rows):
    """Whole bodies and their parts."""

    model, icon = Body, "group"
    panels = [
        MultiFieldPanel(
            [FieldPanel("name"), FieldPanel("short_name"), FieldPanel("slug"), FieldPanel("kind")],
            heading=_("이름과 갈래"),
        ),
        MultiFieldPanel(
            [FieldPanel("parent"), FieldPanel("department"), FieldPanel("neighborhood")],
            heading=_("맡은 곳"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("purpose"),
                FieldRowPanel([FieldPanel("legal_basis"), FieldPanel("legal_article")]),
            ],
            heading=_("하는 일과 근거"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("established_on"), FieldPanel("dissolved_on")]),
                FieldPanel("sunset_on", help_text=_("자문기관은 많아야 5년마다 존속 여부를 살핍니다.")),
                FieldPanel("order"),
            ],
            heading=_("기간과 순서"),
        ),
    ]
    list_display = ("name", "kind", "parent", "department", "sunset_on")
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
    panels = [
        FieldPanel("body"),
        FieldPanel("valid_from"),
        FieldPanel("source"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("quorum"), FieldPanel("majority")]),
                FieldRowPanel([FieldPanel("majority_of"), FieldPanel("tie")]),
                FieldRowPanel([FieldPanel("ballots_changeable"), FieldPanel("run_off_by")]),
                FieldRowPanel([FieldPanel("recusals_counted"), FieldPanel("written_allowed")]),
            ],
            heading=_("정족수와 의결"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("seconds_needed"), FieldPanel("speaking_seconds")]),
                FieldPanel(
                    "corrections_days",
                    help_text=_("위원이 회의록을 고쳐 달라고 할 수 있는 날수입니다. 지나면 서명합니다."),
                ),
            ],
            heading=_("회의 진행과 회의록"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("seats_at_most"), FieldPanel("term_years")]),
                FieldRowPanel([FieldPanel("renewals_allowed"), FieldPanel("renewal_within_days")]),
                FieldPanel("vacancy_counts"),
                FieldPanel(
                    "chairs", help_text=_("두 명이면 당연직과 위촉직에서 한 분씩 공동위원장을 둡니다.")
                ),
            ],
            heading=_("정원과 임기"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("gender_ceiling"),
                FieldRowPanel([FieldPanel("youth_until"), FieldPanel("many_bodies")]),
            ],
            heading=_("구성의 균형"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("counting_unit"), FieldPanel("notice_days")]),
                FieldRowPanel([FieldPanel("doors_open_minutes"), FieldPanel("remote_allowed")]),
            ],
            heading=_("회의"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("applications_kept_days"), FieldPanel("sheets_kept_days")])],
            heading=_("개인정보 보관"),
        ),
    ]
    list_display = ("body", "valid_from", "quorum", "majority", "term_years", "renewals_allowed", "source")


def whose(phrase: Phrase) -> str:
    """Of which body; without one it is everybody's."""
    return str(phrase.body or _("모든 기구"))


class PhraseRows(Rows):
    """자주 쓰는 말: what a secretary puts into the gist of a speech with one press."""

    model, icon = Phrase, "openquote"
    name = url_prefix = "meeting-phrases"
    form_fields = ["body", "words", "order"]
    list_display = ("words", Column("whose", label=_("기구"), accessor=whose), "order")
    list_filter = ("body",)


class OpenSeat(Enacting, generic.CreateView):
    """위원석을 둠."""

    def save_instance(self) -> Seat:
        return places.open_seat(**self.form.cleaned_data, by=self.request.user, at=timezone.now())


class CloseSeat(Enacting, generic.EditView):
    """위원석을 없앰."""

    def save_instance(self) -> Seat:
        on = self.form.cleaned_data["closed_on"]
        return places.close_seat(self.object, on=on, by=self.request.user, at=timezone.now())


class SeatRows(Rows):
    """Places: a place once made is only taken away, for somebody may have sat there."""

    model, icon = Seat, "site"
    add_view_class, edit_view_class = OpenSeat, CloseSeat
    list_display = ("body", "number", "basis", "post", "opened_on", "closed_on")
    list_filter = ("body", "basis")

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        fields = ["closed_on"] if for_update else ["body", "number", "basis", "post", "opened_on"]
        return forms.modelform_factory(Seat, form=SeatForm, fields=fields)


class LayTerm(Enacting, generic.CreateView):
    """제n기를 엶."""

    page_title = _("기수 적기")

    def save_instance(self) -> Term:
        return terms.lay_term(**self.form.cleaned_data, by=self.request.user, at=timezone.now())


class MendTerm(Enacting, generic.EditView):
    """What was mistyped is mended until somebody was appointed for it."""

    def save_instance(self) -> Term:
        said = {name: value for name, value in self.form.cleaned_data.items() if name != "body"}
        return terms.mend_term(self.object, **said, by=self.request.user, at=timezone.now())


class MyIndex(generic.IndexView):
    """Rows of the bodies of one's own department."""

    def get_base_queryset(self) -> Any:
        return of_my_bodies(self.model, self.request.user).select_related("body")


class TermRows(Rows):
    """제n기, by the department of the body."""

    model, icon = Term, "history"
    index_view_class, add_view_class, edit_view_class = MyIndex, LayTerm, MendTerm
    list_display = ("body", "number", "start", "end", "printed")
    inspect_view_fields = ["body", "number", "start", "end", "printed"]

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return TermForm


class GrantExemption(Enacting, generic.CreateView):
    """예외를 적음."""

    page_title = _("성별 비율의 예외 적기")

    def save_instance(self) -> GenderExemption:
        return sheets.grant_exemption(**self.form.cleaned_data, by=self.request.user, at=timezone.now())


class ExemptionRows(Rows):
    """성별 비율의 예외: what another council decided is written down once."""

    model, icon = GenderExemption, "lock-open"
    index_view_class, add_view_class = MyIndex, GrantExemption
    list_display = ("body", "valid_from", "valid_until", "decided_by", "decided_on")
    inspect_view_fields = [
        "body",
        "valid_from",
        "valid_until",
        "decided_by",
        "decided_on",
        "reason",
        "recorded_by",
        "recorded_at",
    ]

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return ExemptionForm
