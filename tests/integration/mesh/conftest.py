"""Terminals of one store that a test links and cuts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.mesh_links import Terminals

Meet = Callable[..., Terminals]


@pytest.fixture
def meet(tmp_path: Path) -> Iterator[Meet]:
    """Founds a store on terminals of these labels and lets them come to know the same."""
    made: list[Terminals] = []

    def found(*labels: str) -> Terminals:
        made.append(Terminals(tmp_path, *labels))
        made[-1].heal()
        return made[-1]

    yield found
    for terminals in made:
        terminals.close()
