"""The demo shop in a file of its own for each test, copied from one that is founded once."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from aura_terminal.domain.staff import Actor
from aura_terminal.store.locks import Role
from tests.support.chance import FixedClock, SeededIds
from tests.support.memory_shop import signed_in
from tests.support.store_shop import StoredShop, founded, opened

Make = Callable[..., StoredShop]


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A founded store nobody has open."""
    folder = tmp_path_factory.mktemp("template") / "store"
    founded(folder).store.close()
    return folder


@pytest.fixture
def make(template: Path, tmp_path: Path) -> Iterator[Make]:
    """Opens stores; all are closed when the test ends."""
    made: list[StoredShop] = []

    def open_one(folder: Path | None = None, role: Role = Role.SCREEN, seed: int = 1) -> StoredShop:
        place = folder or tmp_path / "store"
        if not place.exists():
            shutil.copytree(template, place)
        clock = FixedClock()
        made.append(opened(place, clock, SeededIds(clock, seed), role))
        return made[-1]

    yield open_one
    for stored in made:
        stored.store.close()


@pytest.fixture
def stored(make: Make) -> StoredShop:
    """The demo shop as its screen has it open."""
    return make()


@pytest.fixture
def marta(stored: StoredShop) -> Actor:
    """A server."""
    return signed_in(stored.shop)


@pytest.fixture
def carla(stored: StoredShop) -> Actor:
    """The manager."""
    return signed_in(stored.shop, "carla-lombardi")
