"""Pledges at the staff desk: planned, reported and closed by action; rules and forms are kept as rows."""

from django.urls import URLPattern, URLResolver
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from pledges.desk_rows import PledgeRulesGroup
from pledges.urls.desk import desk_urlpatterns
from pledges.views.desk_base import ApprovalsMenuItem, PledgesMenuItem


@hooks.register("register_admin_urls")
def pledge_urls() -> list[URLPattern | URLResolver]:
    """The board, the pledges behind it, and their closings."""
    return desk_urlpatterns


@hooks.register("register_admin_menu_item")
def pledge_menu() -> MenuItem:
    """Beside the committees."""
    return PledgesMenuItem()


@hooks.register("register_admin_menu_item")
def approval_menu() -> MenuItem:
    """For those whose hand a closing waits for."""
    return ApprovalsMenuItem()


@hooks.register("register_admin_viewset")
def pledge_rules() -> PledgeRulesGroup:
    """What a district sets for itself."""
    return PledgeRulesGroup()
