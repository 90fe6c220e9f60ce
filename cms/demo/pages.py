"""The six menus and what stands under them, as editable pages."""

from datetime import date
from typing import Any

from django.utils.html import format_html
from wagtail.models import Page

from cms.models import (
    CivicPage,
    HomePage,
    LegalPage,
    PlainPage,
    PledgesPage,
    ProposalIndexPage,
    QuestionIndexPage,
    SectionPage,
)
from cms.newsroom import open_house, set_up_newsroom
from district.models import Department


def paragraphs(*words: str) -> list[dict[str, Any]]:
    """Plain sentences as the body of a page."""
    return [{"type": "paragraph", "value": str(format_html("<p>{}</p>", one))} for one in words]


def lay(parent: Page, model: type[CivicPage], slug: str, **words: Any) -> CivicPage:
    """A published page under its parent; one that stands there already is left as editors have it."""
    if page := model.objects.child_of(parent).filter(slug=slug).first():
        return page
    page = model(slug=slug, **words)
    parent.add_child(instance=page)
    page.save_revision().publish()
    return model.objects.get(pk=page.pk)


def lay_house(facts: dict[str, Any]) -> HomePage:
    """Home, menus, legal pages and the newsroom."""
    home = open_house(facts["district"]["site_name"])
    set_up_newsroom(home)
    for menu in facts["menus"]:
        lay_menu(home, menu)
    for legal in facts["legal"]:
        lay(
            home,
            LegalPage,
            legal["slug"],
            title=legal["title"],
            kind=legal["kind"],
            version=legal["version"],
            in_force_from=date.fromisoformat(legal["version"]),
            body=paragraphs(*legal["body"]),
        )
    for title, slug, words in facts["plain"]:
        lay(home, PlainPage, slug, title=title, body=paragraphs(words))
    return home


def lay_menu(home: HomePage, menu: dict[str, Any]) -> None:
    """One of the six doors, and the pages behind it in the order of the plan."""
    section = lay(
        home,
        SectionPage,
        menu["slug"],
        title=menu["title"],
        summary=menu["summary"],
        department=Department.objects.get(code=menu["department"]),
        show_in_menus=True,
    )
    for title, slug, words, *shows in menu["pages"]:
        if shows:
            lay_pledges(section, slug, title=title, summary=words, shows=shows[0])
        else:
            lay(section, PlainPage, slug, title=title, body=paragraphs(words), show_in_menus=True)
    if "questions" in menu:
        title, slug, summary = menu["questions"]
        lay(section, QuestionIndexPage, slug, title=title, summary=summary, show_in_menus=True)
    if "proposals" in menu:
        title, slug, summary = menu["proposals"]
        lay(section, ProposalIndexPage, slug, title=title, summary=summary, show_in_menus=True)


def lay_pledges(section: CivicPage, slug: str, **told: str) -> CivicPage:
    """A page drawn from the pledges, once in the place of the plain one that an older demo has there."""
    old = PlainPage.objects.child_of(section).filter(slug=slug).first()
    following = old.get_next_sibling() if old else None
    if old:
        old.delete()
    page = lay(Page.objects.get(pk=section.pk), PledgesPage, slug, **told, show_in_menus=True)
    if following:
        page.move(following, pos="left")
    return page
