"""계획: written while it is a draft, published once, and from then on only read."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from pledges.actions.laying import discard_pledge, publish_pledge, replan, restate
from pledges.card import head_cells
from pledges.desk_forms import StatusForm
from pledges.desk_forms_plan import Plan, sections_of, standing
from pledges.models import Pledge
from pledges.views import verbs
from pledges.views.desk_base import PledgePage, Unfit
from realtime.acts import ref_in


class PlanPage(PledgePage):
    """The plan of one pledge."""

    tab = "desk-pledge"
    template_name = "pledges/desk/plan.html"
    done = {
        "save": _("계획을 저장했습니다."),
        "publish": _("공약을 게시했습니다. 이제 계획은 변경 절차로만 바꿉니다."),
        "discard": _("초안을 지웠습니다."),
        "restate": _("추진상황을 바꾸었습니다."),
    }
    plan: Plan | None = None
    focus = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        editable = self.keeps and self.pledge.published_at is None
        told = super().get_context_data(**kwargs) | {"editable": editable, "focus": self.focus}
        if editable:
            return told | {"plan": self.plan or standing(self.pledge)}
        status = self.blank("status_form", StatusForm(pledge=self.pledge))
        return told | read_only(self.pledge) | {"status_form": status}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """One more or one fewer of something; else a press like any other."""
        press = request.POST.get("do", "")
        if not press.startswith(("add:", "drop:")):
            return super().post(request, *args, **kwargs)
        plan, self.focus = Plan.sent(self.pledge, request.POST), press
        self.plan, self.focus = plan.turned(press)
        return self.render_to_response(self.get_context_data(**self.kwargs))

    def press_save(self) -> None:
        """All of it as a whole."""
        self.plan = Plan.sent(self.pledge, self.request.POST)
        if not self.plan.is_valid():
            raise Unfit("plan")
        verbs.act(
            self.request, ref_in(self.request), "pledge.replan", replan, self.pledge, **self.plan.said()
        )

    def press_publish(self) -> None:
        """게시."""
        verbs.act(self.request, ref_in(self.request), "pledge.publish", publish_pledge, self.pledge)

    def press_discard(self) -> HttpResponse:
        """Throw the draft away."""
        verbs.act(self.request, ref_in(self.request), "pledge.discard", discard_pledge, self.pledge)
        messages.success(self.request, str(self.done["discard"]))
        return redirect("desk-pledges")

    def press_restate(self) -> None:
        """추진상황."""
        form = self.filled("status_form", StatusForm(self.request.POST, pledge=self.pledge))
        status = form.cleaned_data["status"]
        ref = ref_in(self.request)
        verbs.act(self.request, ref, "pledge.restate", restate, self.pledge, status=status)


def read_only(pledge: Pledge) -> dict[str, Any]:
    """What was written of it, under the names of its form."""
    names = dict(sections_of(pledge.form.layout))
    passages = [
        {"heading": names.get(each.section, each.section), "passage": each} for each in pledge.passages.all()
    ]
    header = [
        {"label": each.label, "said": pledge.header.get(each.code)} for each in head_cells(pledge.form.layout)
    ]
    for each in header:
        if isinstance(each["said"], list):
            each["said"] = ", ".join(each["said"])
    return {
        "header": header,
        "passages": passages,
        "milestones": pledge.milestones.all(),
        "charges": pledge.charges.select_related("department"),
    }
