"""The staff desk: its letters, its menu, and what it shows first."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from cms.desks.bodies import BodiesDesk
from cms.desks.home import QuestionsDesk
from cms.desks.introducing import Introduce, IntroduceMenuItem
from cms.desks.live import LiveMenuItem, LivePanel, numbers
from cms.desks.meetings import MeetingsDesk
from cms.desks.turnover import TurnoverDesk
from cms.models import CivicPage, Handover
from cms.models.civic import is_own_draft
from committees.urls.calls import desk_urlpatterns as turnover_urlpatterns
from committees.views.turnover.page import TurnoverMenuItem
from district.models import Person
from district.refusals import Refusal
from district.visitors import person_of

FONT = "vendor/pretendard-gov/pretendardvariable-gov-dynamic-subset.css"
NEEDLESS = {"help"}
WORKING_ON_PAGES = {"publish", "unpublish", "delete", "move"}


@hooks.register("insert_global_admin_css")
def letters() -> SafeString:
    """Korean letters on machines that have none, and the accent of the house."""
    return format_html(
        '<link rel="stylesheet" href="{}"><link rel="stylesheet" href="{}">',
        static(FONT),
        static("desk/desk.css"),
    )


@hooks.register("construct_main_menu")
def trimmed(request: HttpRequest, items: list[MenuItem]) -> None:
    """Wagtail's own help is about Wagtail."""
    items[:] = [item for item in items if item.name not in NEEDLESS]


@hooks.register("construct_homepage_panels")
def first_look(request: HttpRequest, panels: list[Any]) -> None:
    """What is open and what is owed, before what was last edited."""
    person = person_of(request)
    if person is not None:
        panels += [MeetingsDesk(), BodiesDesk(), QuestionsDesk()]


@hooks.register("register_admin_urls")
def live() -> list[URLPattern]:
    """How the house does, to look at."""
    return [
        path("live/", LivePanel.as_view(), name="desk-live"),
        path("live/numbers/", numbers, name="desk-live-numbers"),
    ]


@hooks.register("register_admin_urls")
def turnovers() -> list[URLPattern]:
    """위촉 업무: seats are filled on one page, its ceremony included."""
    page = path("turnover/<int:pk>/", TurnoverDesk.as_view(), name="desk-turnover")
    return [*turnover_urlpatterns, page]


@hooks.register("register_admin_urls")
def introducing() -> list[URLPattern]:
    """Where what residents propose comes before a body."""
    return [path("introduce/", Introduce.as_view(), name="desk-introduce")]


@hooks.register("register_admin_menu_item")
def introducing_menu() -> MenuItem:
    """Beside the committees."""
    return IntroduceMenuItem()


@hooks.register("register_admin_menu_item")
def turnover_menu() -> MenuItem:
    """Beside the committees."""
    return TurnoverMenuItem()


@hooks.register("register_reports_menu_item")
def live_menu() -> MenuItem:
    """Beside the other reports."""
    return LiveMenuItem()


@hooks.register("before_publish_page")
def not_ones_own(request: HttpRequest, page: Page) -> HttpResponse | None:
    """The form has saved a reviewer's own changes by now: they are a draft, and somebody else's turn."""
    person = person_of(request)
    if isinstance(person, Person) and is_own_draft(Page.objects.get(pk=page.pk), person):
        messages.error(request, _("직접 고친 글은 다른 검토자가 게시합니다. 고친 글은 초안으로 남았습니다."))
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None


@hooks.register("after_publish_page")
@hooks.register("after_edit_page")
def told(request: HttpRequest, page: Page) -> None:
    """Tell whoever published that the record could not follow."""
    refused = Handover.objects.filter(page=page.pk).exclude(code="").first()
    if isinstance(page, CivicPage) and refused is not None and not hasattr(request, "told_of_refusal"):
        request.told_of_refusal = True  # type: ignore[attr-defined]
        messages.error(request, refused.sentence)


@hooks.register("before_delete_page")
def not_with_proceedings(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Say why a page stays, where Wagtail would only say no."""
    if not isinstance(page, CivicPage):
        return None
    try:
        page.check_may_go()
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None


@hooks.register("after_bulk_action")
def told_in_bulk(
    request: HttpRequest, action_type: str, objects: list[Any], action_class_instance: Any
) -> None:
    """The same, for many pages at once."""
    if action_type not in WORKING_ON_PAGES:
        return
    pages = [one.pk for one in objects if isinstance(one, Page)]
    for refused in Handover.objects.filter(page__in=pages).exclude(code="").select_related("page"):
        messages.error(request, f"{refused.page.title}: {refused.sentence}")
