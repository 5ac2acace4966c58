"""Materials that are not shown any more: bought no more here, unless the whole list is gone."""

from __future__ import annotations

import pytest

from aura_terminal.domain.central import CentralConfirmed
from aura_terminal.domain.documents import put
from aura_terminal.domain.ids import Origin, SupplyId
from aura_terminal.domain.supplies import Supply
from aura_terminal.ports.central import PULLED, Sweep
from aura_terminal.ports.store import SYSTEM
from sync.connectors.unified.naming import CONNECTOR, record_of
from sync.connectors.unified.pulls.catalogue import vanished
from tests.support.chance import FRIDAY_EVENING
from tests.support.memory_shop import MemoryStore, demo_store
from tests.unit.sync.connectors.auraconnect.pictures import NOW_MS, JournalPicture

MATERIALS = {"flour": "mat-1", "oil": "mat-2"}


@pytest.fixture
def store() -> MemoryStore:
    made = demo_store()
    for name, central_id in MATERIALS.items():
        linked = CentralConfirmed(record_of("supply", name), PULLED, "there", central_id, FRIDAY_EVENING)
        keep(made, put(Supply(SupplyId(name), name, "kg")), linked)
    return made


def keep(store: MemoryStore, *facts: object) -> None:
    store.journal.commit(Origin("node"), SYSTEM, FRIDAY_EVENING, facts, ())  # type: ignore[arg-type]  # facts


def bought(store: MemoryStore, *gone: str) -> set[str]:
    """What is bought still after two passes without these."""
    picture = JournalPicture(store.journal)
    keep(store, *vanished(Sweep(CONNECTOR, "materials", began_ms=NOW_MS), gone, picture))
    return {str(one.id) for one in picture.documents(Supply) if one.active} & set(MATERIALS)


def test_a_material_that_is_gone_is_bought_no_more(store: MemoryStore) -> None:
    assert bought(store, "mat-1") == {"oil"}


def test_materials_that_are_all_gone_at_once_are_bought_as_before(store: MemoryStore) -> None:
    assert bought(store, "mat-1", "mat-2") == {"flour", "oil"}


def test_the_last_one_of_those_that_are_left_may_go(store: MemoryStore) -> None:
    assert bought(store, "mat-1") == {"oil"}
    assert bought(store, "mat-2") == set()
