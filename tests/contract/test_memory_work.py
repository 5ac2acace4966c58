"""The store in memory keeps what every store promises, so tests over it say something about the real one."""

from collections.abc import Callable
from threading import current_thread, main_thread

import pytest

from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.ids import ItemId
from aura_terminal.use_cases.ordering import NewOrder
from aura_terminal.use_cases.shop import Shop
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
from tests.support.memory_shop import (
    InlineStoreThread,
    MemoryVault,
    RealStoreThread,
    demo_store,
    memory_store,
    signed_in,
)


@pytest.fixture
def bench() -> Bench:
    store = memory_store()
    terminal = store.shop.terminal
    return Bench(
        store.begin, store.shop.reads, MemoryVault(), lambda: store.journal.jobs, store.clock, store.ids, terminal
    )


class TestMemoryWork(WorkContract):
    """Over the journal in memory."""


class TestMemoryReads(ReadsContract):
    """Over the journal in memory."""


class TestMemoryMesh(MeshContract):
    """Over the journal in memory."""


class TestMemoryAudit(AuditContract):
    """Over the journal in memory."""


class TestMemoryCatalogue(CatalogueContract):
    """Over the journal in memory."""


class TestMemoryCash(CashContract):
    """Over the journal in memory."""


class TestMemoryReports(ReportContract):
    """Over the journal in memory."""


class TestMemoryLabor(LaborContract):
    """Over the journal in memory."""


class TestMemoryGuests(GuestsContract):
    """Over the journal in memory."""


class TestMemoryDiscounts(DiscountsContract):
    """Over the journal in memory."""


class TestMemoryLoyalty(LoyaltyContract):
    """Over the journal in memory."""


class TestMemoryFloor(FloorContract):
    """Over the journal in memory."""


class TestMemoryReservations(ReservationsContract):
    """Over the journal in memory."""


class TestMemoryWaitlist(WaitlistContract):
    """Over the journal in memory."""


class TestMemoryComing(ComingContract):
    """Over the journal in memory."""


class TestMemorySupplies(SuppliesContract):
    """Over the journal in memory."""


def test_another_terminals_commits_are_changes_and_ones_own_are_not() -> None:
    first = demo_store()
    second = first.opened_by("R2")
    before = first.shop.reads.store.changes()
    signed_in(first.shop)
    assert first.shop.reads.store.changes() == before
    signed_in(second.shop)
    assert first.shop.reads.store.changes() > before


def test_each_terminal_counts_its_own_order_numbers_and_both_see_both() -> None:
    first = demo_store()
    second = first.opened_by("R2")
    for store in (first, second):
        store.shop.ordering.open_order(signed_in(store.shop), NewOrder())
    for store in (first, second):
        assert {row.number for row in store.shop.reads.orders.open_orders()} == {"R1-001", "R2-001"}


def test_a_real_store_thread_runs_calls_in_order_and_brings_refusals_back() -> None:
    ran: list[int] = []

    def note(number: int) -> Callable[[Shop], None]:
        return lambda shop: ran.append(number)

    with RealStoreThread(demo_store().shop) as store_thread:
        outcomes = [store_thread.submit(note(number)) for number in range(50)]
        refused = store_thread.submit(lambda shop: shop.reads.menu.sheet(ItemId("nothing")))
        other = store_thread.submit(lambda shop: current_thread() is main_thread())
        assert isinstance(refused.exception(timeout=10), NotFound)
        assert other.result(timeout=10) is False
    assert all(outcome.done() for outcome in outcomes)
    assert ran == list(range(50))


def test_an_inline_store_thread_has_run_a_call_when_it_returns() -> None:
    store_thread = InlineStoreThread(demo_store().shop)
    assert store_thread.submit(lambda shop: shop.terminal.label).result(timeout=0) == "R1"
    assert isinstance(store_thread.submit(lambda shop: shop.reads.menu.sheet(ItemId("no"))).exception(0), NotFound)


class TestMemoryValue(ValueContract):
    """Over the journal in memory."""


class TestMemoryPurchases(PurchaseContract):
    """Over the journal in memory."""


class TestMemoryLeads(LeadsContract):
    """Over a journal in memory."""
