"""Edits, deletions, reorderings, cut tails and altered tables at random places: `verify` names each and its place."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from aura_terminal.domain.staff import Actor
from aura_terminal.store.inspection import inspect
from aura_terminal.store.verify import Kind
from tests.support.store_service import serve, tampering
from tests.support.store_shop import StoredShop
from tests.support.tampering import Altered, alter

EXPECTED = {
    "edit": {Kind.CHANGED},
    "delete": {Kind.MISSING},
    "reorder": {Kind.REORDERED},
    "cut": {Kind.HEAD},
    "fold": {Kind.FOLD},
}


@pytest.fixture
def served(stored: StoredShop, marta: Actor) -> StoredShop:
    """A store with a service in it that nobody has open."""
    serve(stored, marta)
    stored.store.close()
    assert inspect(stored.folder).findings == ()
    return stored


def faults(served: StoredShop, folder: Path, seeds: range) -> Iterator[tuple[int, Altered]]:
    """The seeds whose fault was not named at its place, with what it was."""
    for seed in seeds:
        shutil.copytree(served.folder, folder)
        raw = tampering(StoredShop(folder, served.clock, served.ids, served.store, served.shop))
        done = alter(raw, Random(seed))
        raw.close()
        found = {(one.kind, one.seq) for one in inspect(folder).findings}
        kinds = {kind for kind, seq in found if done.kind in ("cut", "fold") or seq == done.seq}
        if not EXPECTED[done.kind] <= kinds:
            yield seed, done
        shutil.rmtree(folder)


def test_each_of_twenty_is_named_with_its_place(served: StoredShop, tmp_path: Path) -> None:
    assert list(faults(served, tmp_path / "altered", range(20))) == []


@pytest.mark.campaign
def test_each_of_two_hundred_is_named_with_its_place(served: StoredShop, tmp_path: Path) -> None:
    assert list(faults(served, tmp_path / "altered", range(1000, 1200))) == []
