"""관악구 as bin/demo begins it: its bodies and the meetings they held, built once for all who go on."""

from datetime import timedelta

import pytest
from django.db import connection

from cms.demo.bodies import seat_bodies
from cms.demo.build import lay_ground
from cms.demo.councils import seat_councils
from cms.demo.facts import facts
from cms.demo.meetings import convene
from cms.demo.pages import lay_menu
from cms.demo.people import appoint, open_account
from cms.newsroom import open_house
from tests import databases
from tests.cast import BEGINNING, NOON


def menu_of(slug):
    return next(menu for menu in facts("gwanak")["menus"] if menu["slug"] == slug)


def furnish():
    """The ground, the posts and the menu, then the bodies and what they met for."""
    gwanak = facts("gwanak")
    lay_ground(gwanak)
    appoint(gwanak["posts"], BEGINNING)
    lay_menu(open_house("온라인관악청"), menu_of("governance") | {"pages": []})
    call_bodies()


def call_bodies():
    """Their seats and their meetings; on the same day it changes nothing."""
    seat_bodies(NOON)
    seat_councils(NOON)
    convened()


def convened(days_later=0):
    """The meetings alone, as they are called on a later day."""
    convene(NOON + timedelta(days=days_later), open_account("editor"))


@pytest.fixture(scope="session")
def kept(django_db_setup, django_db_blocker, tmp_path_factory):
    """The file of it; elsewhere than in SQLite it is built anew each time."""
    if connection.vendor != "sqlite":
        return None
    place = tmp_path_factory.mktemp("furnished") / "demo.sqlite3"
    with django_db_blocker.unblock():
        databases.renew()
        furnish()
        databases.put_aside(place)
        databases.renew()
    return place


@pytest.fixture
def furnished(kept, transactional_db):
    """A copy of one's own."""
    databases.renew(kept)
    if kept is None:
        furnish()
