"""들여오기: the desk's page on which the administrator brings in bodies of another house."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminDateInput

from committees.actions.importing import Report, check_may_import, import_bodies
from committees.exchange.reading import read
from district.dates import day
from district.models.offices import Role
from district.refusals import Refusal
from district.visitors import signed_in


class ManyFiles(forms.ClearableFileInput):
    """A table of bodies and one of people come together."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, each with its bytes."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[tuple[str, bytes]]:
        """Their names and what is in them."""
        several = data if isinstance(data, list | tuple) else [data]
        return [
            (file.name, file.read()) for file in (super(FilesField, self).clean(each) for each in several)
        ]


class ImportForm(forms.Form):
    """What is brought in, from where, and the days that it leaves out."""

    rosters = FilesField(
        label=_("파일"), help_text=_("Popolo(JSON)나 CSV. 기구 표와 위원 표는 함께 고르세요.")
    )
    source = forms.CharField(
        label=_("자료의 이름"),
        max_length=50,
        help_text=_("영문 소문자와 붙임표. 같은 이름으로 다시 넣으면 바뀐 것만 들어옵니다."),
    )
    since = forms.DateField(label=_("시작일이 없는 줄에 쓸 날"), required=False, widget=AdminDateInput)
    until = forms.DateField(label=_("끝나는 날이 없는 줄에 쓸 날"), required=False, widget=AdminDateInput)


class Import(WagtailAdminTemplateMixin, FormView):
    """Try it, read what would come in, then bring it in; one wrong line lets nothing in."""

    template_name = "committees/desk/import.html"
    form_class = ImportForm
    page_title = _("기구와 위원 들여오기")
    header_icon = "download"
    success_url = reverse_lazy("desk-import")
    report: Report | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            check_may_import(signed_in(request), timezone.now())
        except Refusal as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: ImportForm) -> HttpResponse:
        told = {name: form.cleaned_data[name] for name in ("source", "since", "until")}
        dry_run = "try" in self.request.POST
        try:
            self.report = import_bodies(
                read(form.cleaned_data["rosters"]),
                by=signed_in(self.request),
                at=timezone.now(),
                dry_run=dry_run,
                **told,
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        if dry_run:
            return self.render_to_response(self.get_context_data(form=form))
        messages.success(self.request, " ".join(self.report.in_words()))
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"report": self.report}


class ImportMenuItem(MenuItem):
    """Only whoever keeps bodies sees it."""

    def is_shown(self, request: HttpRequest) -> bool:
        return signed_in(request).holds(Role.ADMIN, day(timezone.now()))
