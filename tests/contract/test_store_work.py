"""The store on disk keeps what every store promises."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from aura_terminal.domain.paper import SpooledJob
from aura_terminal.store.engine import connect
from aura_terminal.store.folders import store_file
from aura_terminal.store.founding import found_store
from aura_terminal.store.open_store import open_store
from aura_terminal.store.spool_rows import COLUMNS, spooled
from tests.contract.audit_contract import AuditContract
from tests.contract.cash_contract import CashContract
from tests.contract.catalogue_contract import CatalogueContract
from tests.contract.floor_contract import FloorContract
from tests.contract.house_contract import (
    DiscountsContract,
    GuestsContract,
    LoyaltyContract,
    ReservationsContract,
    SuppliesContract,
)
from tests.contract.labor_contract import LaborContract
from tests.contract.leads_contract import LeadsContract
from tests.contract.mesh_contract import MeshContract
from tests.contract.purchase_contract import PurchaseContract
from tests.contract.reads_contract import ReadsContract
from tests.contract.report_contract import ReportContract
from tests.contract.store_bench import Bench
from tests.contract.value_contract import ValueContract
from tests.contract.waiting_contract import ComingContract, WaitlistContract
from tests.contract.work_contract import WorkContract
from tests.support.chance import FixedClock, SeededIds
from tests.support.memory_shop import MemoryVault


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    clock = FixedClock()
    ids = SeededIds(clock)
    folder = tmp_path / "store"
    identity = found_store(folder, clock, ids, label="R1", documents=())
    store = open_store(folder, clock, ids, ballast_bytes=0)

    def jobs() -> Sequence[SpooledJob]:
        raw = connect(str(store_file(folder)))
        try:
            return [spooled(row) for row in raw.execute(f"SELECT {COLUMNS} FROM spool_jobs ORDER BY rowid")]
        finally:
            raw.close()

    yield Bench(store.begin, store.reads, MemoryVault(), jobs, clock, ids, identity)
    store.close()


class TestStoreWork(WorkContract):
    """Over the journal on disk."""


class TestStoreReads(ReadsContract):
    """Over the journal on disk."""


class TestStoreMesh(MeshContract):
    """Over the journal on disk."""


class TestStoreAudit(AuditContract):
    """Over the journal on disk."""


class TestStoreCatalogue(CatalogueContract):
    """Over the journal on disk."""


class TestStoreCash(CashContract):
    """Over the journal on disk."""


class TestStoreReports(ReportContract):
    """Over the journal on disk."""


class TestStoreLabor(LaborContract):
    """Over the journal on disk."""


class TestStoreGuests(GuestsContract):
    """Over the journal on disk."""


class TestStoreDiscounts(DiscountsContract):
    """Over the journal on disk."""


class TestStoreLoyalty(LoyaltyContract):
    """Over the journal on disk."""


class TestStoreFloor(FloorContract):
    """Over the journal on disk."""


class TestStoreReservations(ReservationsContract):
    """Over the journal on disk."""


class TestStoreWaitlist(WaitlistContract):
    """Over the journal on disk."""


class TestStoreComing(ComingContract):
    """Over the journal on disk."""


class TestStoreSupplies(SuppliesContract):
    """Over the journal on disk."""


class TestStoreValue(ValueContract):
    """Over the journal on disk."""


class TestStorePurchases(PurchaseContract):
    """Over the journal on disk."""


class TestStoreLeads(LeadsContract):
    """Over the journal on disk."""
