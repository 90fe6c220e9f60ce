"""The page itself: read, pressed, and read again at the very place where it was pressed."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from committees.desk import bodies_kept_by
from committees.models import Call
from committees.views.turnover import presses, showing, verbs
from committees.views.turnover.forms import NewPlanForm
from district.refusals import Refusal, not_found
from district.visitors import person_of, signed_in
from realtime.acts import ref_in

DONE = {
    "change": ("plan", _("계획을 저장했습니다.")),
    "publish": ("call", _("공고했습니다.")),
    "paper": ("call", _("접수했습니다.")),
    "ask_renewals": ("renewals", _("연임 의사를 물었습니다.")),
    "answer": ("renewals", _("연임 의사를 적었습니다.")),
    "choose": ("applicants", _("저장했습니다.")),
    "assign": ("parts", _("분과를 배정했습니다.")),
    "place": ("parts", _("고친 배정을 저장했습니다.")),
    "decide": ("decide", _("선정을 확정했습니다. 지원자께 알렸습니다.")),
    "call_up": ("decide", _("선정으로 올렸습니다. 본인에게 알렸습니다.")),
    "appoint": ("appoint", _("모두 위촉했습니다.")),
    "ceremony": ("ceremony", _("위촉식 초안을 만들었습니다. 게시하면 위원께 알립니다.")),
    "officer": ("officers", _("임원을 정했습니다.")),
}
"""In which section a press is answered, and with what."""


class DeskPage(WagtailAdminTemplateMixin, TemplateView):
    """A page among Wagtail's own, for those who keep a body and for whoever audits."""

    header_icon = "group"
    page_title = _("위촉 업무")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, *self.above(), {"url": "", "label": self.get_page_title()}]

    def above(self) -> list[dict[str, Any]]:
        """What stands between the desk's first page and this one."""
        return []


class Turnovers(DeskPage):
    """All calls by stage, and a new one."""

    template_name = "committees/turnover/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = signed_in(self.request)
        if not showing.may_look(person):
            raise not_found()
        bodies = bodies_kept_by(person)
        told = {
            "stages": showing.listed(person),
            "form": NewPlanForm(bodies=bodies),
            "keeps": bodies.exists(),
        }
        return super().get_context_data(**kwargs) | told | kwargs

    def post(self, request: HttpRequest) -> HttpResponse:
        """새 위촉 계획."""
        form = NewPlanForm(request.POST, bodies=bodies_kept_by(signed_in(request)))
        if form.is_valid():
            said = dict(form.cleaned_data)
            body = said.pop("body")
            try:
                call, _seq = verbs.plan(request, ref_in(request), body, said)
            except Refusal as refusal:
                form.add_error(None, str(refusal))
            else:
                return redirect(reverse("desk-turnover", args=[call.pk]))
        return self.render_to_response(self.get_context_data(form=form), status=422)


class Turnover(DeskPage):
    """One call, whole."""

    template_name = "committees/turnover/page.html"
    presses: dict[str, Callable[[HttpRequest, Call], str]] = presses.PRESSES

    def above(self) -> list[dict[str, Any]]:
        return [{"url": reverse_lazy("desk-turnovers"), "label": _("위촉 업무")}]

    def get_page_title(self) -> str:
        return self.call.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person, at = signed_in(self.request), timezone.now()
        self.call = showing.call_at(kwargs["pk"], person)
        shown = showing.context_of(self.request, self.call, person, at)
        # Said once: whoever reloads the page after another press reads no word of this one.
        section, sentence = DONE.get(self.request.GET.get("done", ""), ("", ""))
        said = {section: sentence} if self.request.method != "POST" else {}
        return super().get_context_data(**kwargs) | shown | {"said": said, "refusals": {}}

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One press, one verb; then the same page at the same place."""
        call, verb = showing.call_at(pk, signed_in(request)), request.POST.get("verb", "")
        if verb not in self.presses:
            raise not_found()
        try:
            anchor = self.presses[verb](request, call)
        except presses.Unfit as unfit:
            return self.shown_again(call, verb, 422, **{unfit.name: unfit.form})
        except Refusal as refusal:
            told = {"refusals": {DONE[verb][0]: str(refusal)}, **presses.bound(request, call, verb)}
            return self.shown_again(call, verb, refusal.status, **told)
        query = [pair for pair in parse_qsl(request.GET.urlencode()) if pair[0] not in {"done", "open"}]
        return redirect(f"{request.path}?{urlencode([*query, ('done', verb)])}#{anchor}")

    def shown_again(self, call: Call, verb: str, status: int, **changed: Any) -> HttpResponse:
        """The same page with the words that were just written, and why they could not be taken."""
        context = self.get_context_data(pk=call.pk) | {"pressed": verb} | changed
        return self.render_to_response(context, status=status)


class TurnoverMenuItem(MenuItem):
    """Shown to those for whom the page opens."""

    def __init__(self) -> None:
        address = reverse_lazy("desk-turnovers")
        super().__init__(_("위촉 업무"), address, name="turnovers", icon_name="group", order=345)

    def is_shown(self, request: HttpRequest) -> bool:
        return showing.may_look(person_of(request))
