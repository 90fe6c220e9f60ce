"""정책제안 at the desk: what came in, and to which department it is handed."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from committees.desk import bodies_kept_by, bodies_read_by
from committees.models import Recommendation
from committees.views import recommendations_verbs as verbs
from district.models import Department
from district.paging import page_of
from district.refusals import Refusal, not_found
from district.visitors import person_of, signed_in
from realtime.acts import ref_in


class Recommendations(WagtailAdminTemplateMixin, TemplateView):
    """Those of one's own bodies, what nobody has in hand first; each handed over where it stands."""

    template_name = "committees/recommend/desk.html"
    header_icon = "mail"
    page_title = gettext_lazy("정책제안")
    refused: Refusal | None = None

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not bodies_read_by(signed_in(request)).exists():
            raise not_found()
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = signed_in(self.request)
        mine = Recommendation.objects.visible_to(None).filter(body__in=bodies_read_by(person))
        page = page_of(mine.exclude(pk__in=mine.in_state("proposed")), self.request.GET)
        kept = set(bodies_kept_by(person).values_list("pk", flat=True))
        return super().get_context_data(**kwargs) | {
            "waiting": [(each, each.body_id in kept) for each in mine.in_state("proposed").order_by("pk")],
            "others": page.rows,
            "next_url": page.next and f"?cursor={page.next}",
            "previous_url": page.previous and f"?cursor={page.previous}",
            "departments": Department.objects.all(),
            "total": mine.count(),
            "refused": self.refused,
            "chosen": self.request.POST.get("recommendation", ""),
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        """Hand one over."""
        asked = verbs.recommendation_at(request.POST.get("recommendation"), signed_in(request))
        word = request.POST.get("department", "")
        department = Department.objects.filter(pk=word).first() if word.isascii() and word.isdigit() else None
        try:
            if department is None:
                raise Refusal("department_needed", _("맡길 부서를 골라 주세요."), status=422)
            verbs.refer(request, ref_in(request), asked, department)
        except Refusal as refusal:
            self.refused = refusal
            return self.render_to_response(self.get_context_data(), status=refusal.status)
        told = _("%(label)s를 %(department)s에 맡겼습니다.")
        messages.success(request, told % {"label": asked.label, "department": department.name})
        return redirect("desk-recommendations")


class RecommendationMenuItem(MenuItem):
    """Only whoever keeps a body, and the audit, see it."""

    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("정책제안"), reverse_lazy("desk-recommendations"), icon_name="mail", order=353
        )

    def is_shown(self, request: HttpRequest) -> bool:
        person = person_of(request)
        return person is not None and bodies_read_by(person).exists()
