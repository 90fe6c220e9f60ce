"""들여오기: the desk's page on which the keeper brings in cards and lists of pledges."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from committees.views.turnover.forms import DeskForm
from district.models import Administration, Department
from district.refusals import not_found
from pledges.actions.importing import Report, import_pledges
from pledges.exchange.reading import read
from pledges.models import CardForm
from pledges.views.desk_base import DeskPage


class ImportForm(DeskForm):
    """What is brought in, under which administration, and what holds where the file does not say it."""

    file = forms.FileField(
        label=_("파일"),
        help_text=_("공약 관리카드(JSON)나 공약 목록(CSV, xlsx). 목록에는 공약명이라는 열이 있어야 합니다."),
    )
    administration = forms.ModelChoiceField(Administration.objects.all(), label=_("민선"), empty_label=None)
    form = forms.ModelChoiceField(
        CardForm.objects.all(), label=_("서식"), required=False, empty_label=_("파일에 적힌 대로"),
        help_text=_("파일에 서식이 없는 공약에 씁니다."),
    )  # fmt: skip
    department = forms.ModelChoiceField(
        Department.objects.all(), label=_("맡은 부서"), required=False, empty_label=_("파일에 적힌 대로"),
        help_text=_("파일에 부서가 없는 공약에 씁니다. 고르지 않으면 총괄하는 부서가 맡습니다."),
    )  # fmt: skip
    publish = forms.BooleanField(
        label=_("들여온 공약을 바로 게시"), required=False,
        help_text=_("추진실적이 있는 자료는 게시해야 들어옵니다. 게시한 계획은 변경 절차로만 바뀝니다."),
    )  # fmt: skip


class Import(DeskPage):
    """Try it, read what would come in, then bring it in; one thing that is wrong lets nothing in."""

    template_name = "pledges/desk/import.html"
    page_title = _("공약 들여오기")
    header_icon = "download"
    done = {"try": "", "bring": ""}
    report: Report | None = None

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if not self.keeps:
            raise not_found()
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = {"form": self.blank("form", ImportForm()), "report": self.report}
        return super().get_context_data(**kwargs) | told

    def press_try(self) -> HttpResponse:
        """What would come in; nothing does."""
        self.report = self._import(dry_run=True)
        return self.again(200)

    def press_bring(self) -> HttpResponse:
        """Bring it in, and go to the list of pledges."""
        report = self._import(dry_run=False)
        messages.success(self.request, " ".join([*report.in_words(), *report.notes[:10]]))
        return redirect("desk-pledges")

    def _import(self, *, dry_run: bool) -> Report:
        said = dict(self.filled("form", ImportForm(self.request.POST, self.request.FILES)).cleaned_data)
        file, administration = said.pop("file"), said.pop("administration")
        told = read(file.name, file.read())
        return import_pledges(told, administration, by=self.person, at=self.at, dry_run=dry_run, **said)
