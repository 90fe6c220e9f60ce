"""인사발령 at the desk: every post with whoever holds it, and one press for the whole order."""

from datetime import date
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from committees.actions.seating import account_of
from committees.actions.transfers import Move
from committees.views import seat_verbs
from district.dates import day
from district.models import Person, Post, Posting
from district.models.offices import Role
from district.refusals import Refusal, not_found
from district.visitors import person_of, signed_in
from realtime.acts import ref_in


def may_transfer(person: Person | None) -> bool:
    """Whoever keeps the posts."""
    return person is not None and person.holds(Role.ADMIN, day(timezone.now()))


class TransferMenuItem(MenuItem):
    """Shown to those for whom the page opens."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_transfer(person_of(request))


class Transfers(WagtailAdminTemplateMixin, TemplateView):
    """인사발령. Posts, their holders, and who takes them from which day."""

    page_title = _("인사발령")
    header_icon = "user"
    template_name = "committees/transfers.html"
    http_method_names = ["get", "head", "post"]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_transfer(signed_in(request)):
            raise not_found()
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        said, today = self.request.POST, day(timezone.now())
        held = Prefetch("postings", Posting.objects.on(today).select_related("person").order_by("start"))
        posts = Post.objects.select_related("department").prefetch_related(held)
        rows = [
            {
                "post": post,
                "holders": list(post.postings.all()),
                "email": said.get(f"email-{post.pk}", ""),
                "vacate": f"vacate-{post.pk}" in said,
            }
            for post in posts
        ]
        typed = {"on": said.get("on", today.isoformat()), "order_no": said.get("order_no", "")}
        return {**super().get_context_data(**kwargs), "rows": rows, "ref": uuid4(), **typed}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do all of it, or say why nothing was done and keep what was typed."""
        try:
            on = asked_day(request.POST.get("on", ""))
            moves = asked_moves(request)
            order_no = request.POST.get("order_no", "")
            seat_verbs.transfer(request, ref_in(request), moves, on, order_no)
        except Refusal as refusal:
            return self.render_to_response(self.get_context_data(refusal=refusal), status=refusal.status)
        messages.success(request, gettext("발령 %(n)d건을 기록했습니다.") % {"n": len(moves)})
        return redirect("desk-transfers")


def asked_day(text: str) -> date:
    """From which day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal("bad_date", gettext("날짜를 2026-11-21처럼 적어 주세요."), 422) from None


def asked_moves(request: HttpRequest) -> list[Move]:
    """Those posts beside which somebody was written, or which are to be empty."""
    moves: list[Move] = []
    for post in Post.objects.order_by("pk"):
        email = request.POST.get(f"email-{post.pk}", "")
        if email.strip():
            moves.append((post, account_of(email)))
        elif f"vacate-{post.pk}" in request.POST:
            moves.append((post, None))
    return moves
