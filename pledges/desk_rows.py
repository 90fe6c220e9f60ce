"""What of pledges is kept as rows: who keeps them and by when, the forms, and how a pledge may stand."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from pledges.models import CardForm, Closing, Pledge, PledgeRule, Status
from pledges.quarters import quarter_end


class Rows(ModelViewSet):
    """Rows that the administrator keeps and the auditor reads."""

    add_to_admin_menu = False
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    search_backend_name = None


class RuleEdit(generic.EditView):
    """A rule is mended only until a quarter was closed under it: then a new rule is a new row."""

    def get_object(self, *args: object) -> PledgeRule:
        rule: PledgeRule = super().get_object(*args)
        closed = Closing.objects.values_list("year", "quarter").distinct()
        if any(quarter_end(year, quarter) >= rule.valid_from for year, quarter in closed):
            raise PermissionDenied
        return rule


class FormEdit(generic.EditView):
    """A form is mended only until something was published in it."""

    def get_object(self, *args: object) -> CardForm:
        form: CardForm = super().get_object(*args)
        if Pledge.objects.filter(form=form, published_at__isnull=False).exists():
            raise PermissionDenied
        return form


class RuleRows(Rows):
    """공약 관리 기준."""

    model, icon = PledgeRule, "cogs"
    edit_view_class = RuleEdit
    form_fields = ["valid_from", "keeper", "report_working_days", "source"]
    list_display = ("keeper", "valid_from", "report_working_days", "source")


class CardFormRows(Rows):
    """관리카드 서식: a new edition of a form is a new row."""

    model, icon = CardForm, "form"
    name = url_prefix = "pledge-card-forms"
    edit_view_class = FormEdit
    form_fields = ["code", "name", "layout", "valid_from", "source"]
    list_display = ("name", "code", "valid_from", "source")


class StatusRows(Rows):
    """추진상황."""

    model, icon = Status, "list-ul"
    name = url_prefix = "pledge-statuses"
    form_fields = ["form", "code", "label", "meaning", "order"]
    list_display = ("label", "form", Column("get_meaning_display", label=_("뜻")), "order")
    list_filter = ("form",)


class PledgeRulesGroup(ModelViewSetGroup):
    """공약 기준. One menu for all of it."""

    menu_label = _("공약 기준")
    menu_icon = "cogs"
    menu_order = 362
    items = (RuleRows, CardFormRows, StatusRows)
