"""인적사항 at the desk: what a member declared, read with a line in the file of accesses, and written."""

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from committees.actions import sheets
from committees.models import Gender, Membership
from committees.speakers import found
from committees.views import seat_verbs
from district.dates import day
from district.refusals import Refusal
from district.visitors import kept_from_others, signed_in
from realtime.acts import ref_in


class SheetForm(forms.Form):
    """What is left empty stays as it was."""

    gender = forms.ChoiceField(
        label=_("성별"), choices=[("", _("그대로 둠")), *Gender.choices], required=False
    )
    birth_year = forms.IntegerField(label=_("출생연도"), min_value=1900, max_value=2100, required=False)
    phone = forms.CharField(label=_("휴대전화"), max_length=40, required=False)


class Sheet(WagtailAdminTemplateMixin, TemplateView):
    """One member's."""

    page_title = _("위원 인적사항")
    header_icon = "user"
    template_name = "committees/member_sheet.html"
    http_method_names = ["get", "head", "post"]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return kept_from_others(super().dispatch(request, *args, **kwargs))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person, at = signed_in(self.request), timezone.now()
        membership = self.membership()
        body = membership.seat.body
        facts = sheets.read_sheet(membership.person, body=body, by=person, at=at, purpose="desk_sheet")
        told = {
            "membership": membership,
            "facts": facts,
            "ref": uuid4(),
            "gender": Gender(facts.gender).label if facts.gender else "",
            "may_write": body.is_kept_by(person, day(at)),
        }
        return {"form": SheetForm(), **super().get_context_data(**kwargs), **told}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Write down what was declared."""
        form = SheetForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            seat_verbs.write_sheet(request, ref_in(request), self.membership(), form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(form=form), status=refusal.status)
        messages.success(request, gettext("인적사항을 적었습니다."))
        return redirect("desk-sheet", pk=self.kwargs["pk"])

    def membership(self) -> Membership:
        """Whose it is."""
        rows = Membership.objects.visible_to(signed_in(self.request)).select_related("person")
        return found(rows, self.kwargs["pk"])
