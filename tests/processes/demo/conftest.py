from pathlib import Path

import pytest

from guanxi.processes.demo import DemoFile, write_demo_files
from tests.processes.demo.world import World, world_of


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="session")
def demo_files(demo_folder: Path) -> list[DemoFile]:
    return write_demo_files(demo_folder)


@pytest.fixture(scope="session")
def world(demo_files: list[DemoFile], demo_folder: Path) -> World:
    """The demo as `make run` loads it."""
    return world_of(demo_folder)


@pytest.fixture(scope="session", params=[20250630, 1, 7919])
def any_world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> World:
    """A demo of whatever seed: what the stories need holds by construction, not by luck."""
    folder = tmp_path_factory.mktemp("seeded")
    write_demo_files(folder, seed=request.param)
    return world_of(folder)
