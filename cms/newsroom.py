"""편집실. Who writes pages, who passes them, and on which road."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from cms.models import BodyIndexPage, HomePage, ReviewTask
from committees.models import Office
from district.calendar import day

EDITORS, REVIEWERS, SECRETARIES = "편집자", "검토자", "간사"
ROAD, REVIEW = "편집 → 검토 → 게시", "검토"
# Reviewers change nothing outside a review: whoever writes does not pass.
MAY = {EDITORS: ["add_page", "change_page"], REVIEWERS: ["publish_page", "lock_page", "unlock_page"]}
# Below the bodies, and none but their own: the draft of another body may have closed items.
MAY_CALL = ["add_page"]
MAY_FILE = ["add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document"]


def open_house(title: str) -> HomePage:
    """The first page, at the root of the site; a second call finds it."""
    if home := HomePage.objects.first():
        return home
    root = Page.objects.get(depth=1)
    site = Site.objects.filter(is_default_site=True).first()
    welcome = site.root_page if site else None
    # Made before the welcome page goes: a site without a root page goes with it.
    home = HomePage(title=title, slug="cheong", show_in_menus=False)
    root.add_child(instance=home)
    address = urlsplit(settings.BASE_URL)
    site = site or Site(is_default_site=True)
    site.root_page, site.site_name = home, title
    site.hostname = address.hostname or "localhost"
    site.port = address.port or (443 if address.scheme == "https" else 80)
    site.save()
    if welcome is not None and welcome.specific_class is Page and welcome.is_leaf():
        welcome.delete()
    home.save_revision().publish()
    return HomePage.objects.get(pk=home.pk)


def set_up_newsroom(home: Page) -> Workflow:
    """Editors, reviewers and the road from draft to publication; as often as one likes."""
    groups = {name: Group.objects.get_or_create(name=name)[0] for name in MAY}
    for name, group in groups.items():
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        _grant(group, home, MAY[name])
    _grant_files(groups[EDITORS])
    task = ReviewTask.objects.filter(name=REVIEW).first() or ReviewTask.objects.create(name=REVIEW)
    task.groups.add(groups[REVIEWERS])
    road, _ = Workflow.objects.get_or_create(name=ROAD)
    WorkflowTask.objects.get_or_create(workflow=road, task=task, defaults={"sort_order": 0})
    WorkflowPage.objects.get_or_create(page=home, defaults={"workflow": road})
    return road


def due(at: datetime) -> None:
    """Let those draft agendas who hold the office of a secretary today, and nobody whose office has ended."""
    group, _ = Group.objects.get_or_create(name=SECRETARIES)
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    _grant_files(group)
    for index in BodyIndexPage.objects.all():
        _grant(group, index, MAY_CALL)
    held = Office.objects.occupied(day(at)).filter(kind=Office.Kind.SECRETARY, post__isnull=False)
    group.user_set.set({office.holder for office in held if office.holder is not None})


def _grant(group: Group, home: Page, codenames: list[str]) -> None:
    for permission in Permission.objects.filter(
        content_type__app_label="wagtailcore", codename__in=codenames
    ):
        GroupPagePermission.objects.get_or_create(group=group, page=home, permission=permission)


def _grant_files(group: Group) -> None:
    root = Collection.get_first_root_node()
    files = ["wagtailimages", "wagtaildocs"]
    for permission in Permission.objects.filter(content_type__app_label__in=files, codename__in=MAY_FILE):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)
