"""Terminals of one store that a test links and cuts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.mesh_links import Terminals

Meet = Callable[..., Terminals]

LABELS = ("R1", "R2", "K1")


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three terminals that know the demo shop, and that nobody has open."""
    folder = tmp_path_factory.mktemp("terminals")
    terminals = Terminals(folder).found(*LABELS)
    terminals.heal()
    terminals.close()
    return folder


@pytest.fixture
def meet(template: Path, tmp_path: Path) -> Iterator[Meet]:
    """Opens terminals of one store that all know the shop; some of R1, R2 and K1."""
    made: list[Terminals] = []

    def opened(*labels: str) -> Terminals:
        made.append(Terminals(tmp_path).copy(template, *labels))
        made[-1].heal()
        return made[-1]

    yield opened
    for terminals in made:
        terminals.close()
