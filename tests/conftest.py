"""The house as tests meet it: its settings, a migrated database, and the cast of tests/cast.py."""

import gc
import os
import tempfile

# Before the settings are read: a house without secrets, with files in a folder of its own.
os.environ.setdefault("DEMO", "1")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
os.environ.setdefault("LOG_LEVEL", "WARNING")
FILES = tempfile.TemporaryDirectory(prefix="cheong-files-")
os.environ["DATA_DIR"] = FILES.name

import django  # noqa: E402

django.setup()

import pytest  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.cache import cache  # noqa: E402
from django.db import connections  # noqa: E402
from django.test import TransactionTestCase, override_settings  # noqa: E402

from tests import databases  # noqa: E402

NEEDS_SERVERS = "needs PostgreSQL and Valkey: python -m pytest -p tests.servers -m real"
PLAIN_FILES = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

pytest_plugins = ["tests.cast", "tests.states", "tests.cms.furnished"]


def pytest_addoption(parser):
    parser.addoption("--long", action="store_true", help="also run the tests marked long")


def pytest_collection_modifyitems(config, items):
    """Say why a test cannot run here."""
    servers = config.pluginmanager.get_plugin("tests.servers")
    missing = servers.MISSING if servers else [NEEDS_SERVERS]
    for item in items:
        if missing and item.get_closest_marker("real"):
            item.add_marker(pytest.mark.skip(reason="; ".join(missing)))
        if item.get_closest_marker("long") and not config.getoption("--long"):
            item.add_marker(pytest.mark.skip(reason="runs with bin/test --long"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item, nextitem):
    """After whoever committed the next test gets a fresh copy: to empty the old one takes thrice as long."""
    outcome = yield
    if nextitem is not None and _commits(item):
        databases.renew()
    return outcome


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session):
    """Migrate, if nothing is kept from before, while no test's time is running."""
    if any(_needs_rows(item) for item in session.items) and not session.config.option.collectonly:
        databases.keep()
    # The house and its tests stay to the end: nothing of them is garbage, however often one looks.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000)


@pytest.fixture(scope="session", autouse=True)
def house():
    """Cheap passwords, silent letters, plain file names: what a test does not mean to test."""
    with override_settings(
        STORAGES=settings.STORAGES | {"staticfiles": PLAIN_FILES},
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        MAILERS={"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}},
        # Wagtail's index and references are written by the worker; nothing here reads them.
        TASKS={"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}},
        WHITENOISE_AUTOREFRESH=True,
    ):
        yield


@pytest.fixture(scope="session")
def django_db_setup(request, django_test_environment, django_db_blocker):
    """Start from a copy of the migrated database instead of migrating it."""
    with django_db_blocker.unblock():
        databases.prepare()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: None)
        yield
    with django_db_blocker.unblock():
        databases.discard()


@pytest.fixture(autouse=True)
def unbroken_connection(request, monkeypatch):
    """The end of a request, even one collected late, does not end the transaction a test lives in."""
    if _needs_rows(request.node) and not _commits(request.node):
        monkeypatch.setattr(connections["default"], "close_if_unusable_or_obsolete", lambda: None)


@pytest.fixture(autouse=True)
def forgetful_cache():
    """No test inherits another's counters."""
    yield
    cache.clear()


def _needs_rows(item):
    return bool(item.get_closest_marker("django_db") or "db" in getattr(item, "fixturenames", ()))


def _commits(item):
    marker = item.get_closest_marker("django_db")
    return bool(marker and (marker.kwargs.get("transaction") or "transactional_db" in item.fixturenames))
