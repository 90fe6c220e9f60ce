"""The six menus above and the links below, as every page shows them."""

from typing import TypedDict

from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page, Site

from district.calendar import day
from district.models import Consent

KEY, FOOT = "cms:menus", "cms:foot"
# Publication forgets it at once in the shared cache; other processes' own caches wait this long.
SECONDS = 5


class Menu(TypedDict):
    """A door, or one behind it."""

    title: str
    url: str
    active: bool
    children: list["Menu"]


def menus(request: HttpRequest) -> list[Menu]:
    """The menus of this site, those that lead to where the reader is marked."""
    kept = cache.get(KEY)
    if kept is None:
        kept = _read(request)
        cache.set(KEY, kept, SECONDS)
    for menu in kept:
        for one in (menu, *menu["children"]):
            one["active"] = request.path.startswith(one["url"])
    return kept


def forget() -> None:
    """A page came or went."""
    cache.delete_many([KEY, FOOT])


def foot_links(request: HttpRequest) -> list[dict[str, str]]:
    """The texts in force, and the pages beside the menus: 처리방침, 이용약관, 접근성, 운영 원칙."""
    kept = cache.get(FOOT)
    if kept is None:
        texts = Consent.objects.in_force_on(day(timezone.now())).for_everybody().exclude(url="")
        kept = [{"title": text.title, "url": text.url} for text in texts]
        site = Site.find_for_request(request)
        if site is not None:
            beside = (
                Page.objects.live()
                .public()
                .child_of(site.root_page)
                .filter(show_in_menus=False, legalpage=None)
            )
            kept += [{"title": page.title, "url": page.get_url(request) or ""} for page in beside]
        cache.set(FOOT, kept, SECONDS)
    return kept


def _read(request: HttpRequest) -> list[Menu]:
    site = Site.find_for_request(request)
    if site is None:
        return []
    root = site.root_page
    depths = (root.depth + 1, root.depth + 2)
    pages = Page.objects.live().public().in_menu().descendant_of(root).filter(depth__in=depths)
    doors: dict[str, Menu] = {}
    for page in pages:
        menu = _menu(page, request)
        if page.depth == depths[0]:
            doors[page.path] = menu
        elif parent := doors.get(page.path[: -page.steplen]):
            parent["children"].append(menu)
    return list(doors.values())


def _menu(page: Page, request: HttpRequest) -> Menu:
    return Menu(title=page.title, url=page.get_url(request) or "", active=False, children=[])
