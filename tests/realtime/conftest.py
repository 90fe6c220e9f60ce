"""The corner is open while these tests run, and its clocks are fast."""

import pytest

from realtime import hub
from realtime.kinds import kinds
from tests.realtime.corner import Corner, Ledger
from tests.realtime.wire.doors import Doors


@pytest.fixture(autouse=True)
def corner(settings):
    settings.REORDER_SECONDS = 0.005
    settings.COMPARE_SECONDS = 0.05
    settings.BATCH_SECONDS = 0.01
    settings.TALLY_SECONDS = 0.01
    settings.PRESENCE_SECONDS = 0.02
    settings.REDIS_URL = ""
    settings.ALLOWED_HOSTS = ["testserver", "localhost"]
    kinds["corner"] = Corner()
    yield kinds["corner"]
    del kinds["corner"]
    # A thread keeps its line to the database of a test; the next one may be a test without any.
    for name, size in (("read", settings.READ_THREADS), ("act", settings.COMMAND_THREADS)):
        hub.threads(name, size).shutdown(wait=False)
    hub.threads.cache_clear()


@pytest.fixture
def ledger(monkeypatch):
    return Ledger(monkeypatch)


@pytest.fixture
async def house(corner):
    """The hub of this process, for one test."""
    ours = hub.here()
    yield ours
    await ours.close()


@pytest.fixture(scope="session")
def doors(tmp_path_factory):
    """Real servers, each started by the first test that asks for it."""
    opened = Doors(tmp_path_factory.mktemp("doors"))
    yield opened
    opened.end()
