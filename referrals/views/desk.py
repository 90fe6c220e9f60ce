"""What staff see: one inbox by due day, and the file of each referral."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from district.dates import day
from district.models import Person
from district.paging import page_of
from district.visitors import signed_in
from referrals import inbox
from referrals.clocks import calendar_of
from referrals.forms import FilterForm, RerouteForm, forms_for
from referrals.models import Referral
from referrals.offices import Offices
from referrals.places import late_in
from referrals.reach import answers_for
from referrals.rights import check_staff
from referrals.rows import acts_of, papers_of, supplements_of
from referrals.speakers import inside_at
from referrals.timeline import timeline

MOST_BELLS = 4
"""A director's page stands at the doors of so many departments; of the others it asks now and then."""


class DeskPage(WagtailAdminTemplateMixin, TemplateView):
    """A page among Wagtail's own, with its way back."""

    header_icon = "tasks"
    http_method_names = ["get", "head"]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, *self.above(), {"url": "", "label": self.get_page_title()}]

    def above(self) -> list[dict[str, Any]]:
        """What stands between the desk's first page and this one."""
        return []


class Inbox(DeskPage):
    """접수함. Everything that awaits an answer, the first due first."""

    page_title = _("답변할 일")
    template_name = "referrals/inbox.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person, at = signed_in(self.request), timezone.now()
        check_staff(person, at)
        form = FilterForm(self.request.GET or None, person=person, at=at)
        asked = form.asked() if self.request.GET else inbox.Asked()
        listed = _closed(self.request, asked, at) if asked.is_closed else _standing(self.request, asked, at)
        told = {
            "form": form,
            "asked": asked,
            "ref": uuid4(),
            "today": day(at),
            "address": self.request.get_full_path(),
        }
        told["reroute_form"] = RerouteForm()
        if not asked.is_closed:
            told |= _bells(self.request, person, at)
        told["may_reroute"] = bool(listed["lines"]) and not asked.is_closed
        return super().get_context_data(**kwargs) | told | listed


def _bells(request: HttpRequest, person: Person, at: datetime) -> dict[str, str]:
    """Where whoever reads this list hears of a new line, and from which line on one is new."""
    query = request.GET.copy()
    query.pop("cursor", None)
    query["after"] = inbox.newest(person, at)
    rooms = [f"desk/{each}" for each in sorted(answers_for(person, at))[:MOST_BELLS]]
    return {"bells": " ".join(rooms) or "none", "news": f"?{query.urlencode()}"}


@require_safe
def news(request: HttpRequest) -> JsonResponse:
    """How many lines came to this list since it was read."""
    person, at = signed_in(request), timezone.now()
    check_staff(person, at)
    asked = FilterForm(request.GET, person=person, at=at).asked()
    return JsonResponse({"count": inbox.arrived(person, asked, at, request.GET.get("after", ""))})


def _standing(request: HttpRequest, asked: inbox.Asked, at: datetime) -> dict[str, Any]:
    places = inbox.waiting(signed_in(request), asked, at)
    shown = inbox.slice_of(places, request.GET.get("cursor"))
    links = {way: _link(request, getattr(shown, way)) for way in ("next", "previous")}
    lines, late = inbox.lines_of(shown.places, at), late_in(places, day(at))
    return {"lines": lines, "count": shown.count, "late": late, **links}


def _link(request: HttpRequest, cursor: str | None) -> str | None:
    if cursor is None:
        return None
    query = request.GET.copy()
    query["cursor"] = cursor
    return f"{request.path}?{query.urlencode()}"


def _closed(request: HttpRequest, asked: inbox.Asked, at: datetime) -> dict[str, Any]:
    page = page_of(inbox.rows_of(signed_in(request), asked, at).with_file(), request.GET, size=inbox.PAGE)
    lines = [inbox.Line(each, each.due(), None) for each in page.rows]
    return {"lines": lines, "count": None, "late": 0, **page.links(request)}


class File(DeskPage):
    """One referral with its file, and what this person may do about it."""

    template_name = "referrals/file.html"
    header_icon = "mail"
    refused: str = ""

    def above(self) -> list[dict[str, Any]]:
        return [{"url": reverse_lazy("desk-inbox"), "label": _("답변할 일")}]

    def get_page_title(self) -> str:
        return self.referral.title or str(self.referral)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person, at = signed_in(self.request), timezone.now()
        self.referral = inside_at(kwargs["key"], person, at)
        return super().get_context_data(**kwargs) | file_context(self.request, self.referral, at)


def file_context(request: HttpRequest, referral: Referral, at: datetime) -> dict[str, Any]:
    """The file as it stands, with the forms of what may be done now."""
    person = signed_in(request)
    acts = acts_of(referral, person, at)
    versions = list(referral.replies.all())
    papers = papers_of(versions)
    line = inbox.line_of(referral, day(at), calendar_of([day(referral.asked_at), day(at)]), Offices(day(at)))
    return {
        "referral": referral,
        "line": line,
        "acts": acts,
        "timeline": timeline(referral),
        "supplements": supplements_of(referral),
        "draft": referral.draft,
        "versions": [{"reply": each, "papers": papers.get(str(each.pk), [])} for each in reversed(versions)],
        "draft_papers": papers.get(str(referral.draft.pk), []) if referral.draft else [],
        "ref": uuid4(),
        **forms_for(referral, acts, at),
    }


def shown_again(request: HttpRequest, referral: Referral, **changed: Any) -> HttpResponse:
    """The same page with the words that were just written, and why they could not be taken."""
    view = File()
    view.setup(request, key=referral.key)
    context = view.get_context_data(key=referral.key) | changed
    status = 200 if "refused" not in changed else 422
    return view.render_to_response(context, status=status)


def address_of(referral: Referral) -> str:
    """The page of its file."""
    return reverse("desk-referral", args=[referral.key])
