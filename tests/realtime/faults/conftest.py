"""One town for all faults; it is mended before each test."""

import shutil
import tempfile
from pathlib import Path

import pytest

from tests.realtime.faults.crowd import crowd_in
from tests.realtime.faults.town import Town


def pytest_collection_modifyitems(items):
    """What breaks servers needs real ones, and time."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("real")
            item.add_marker(pytest.mark.timeout(600 if item.get_closest_marker("long") else 240))


@pytest.fixture(scope="session")
def founded():
    folder = Path(tempfile.mkdtemp(prefix="cheong-town-"))
    town = Town(folder)
    try:
        town.open()
        yield town
    finally:
        town.close()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def town(founded):
    """The town with everything running."""
    founded.mend()
    return founded


@pytest.fixture
async def crowd(town):
    """A room of the town, and its people."""
    async with crowd_in(town) as people:
        yield people
