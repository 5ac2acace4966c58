"""An empty store to hold to a contract, and what the contracts' tests do again and again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest

from aura_terminal.domain.ids import ItemId, OrderId, StaffId
from aura_terminal.domain.order_facts import OrderOpened
from aura_terminal.domain.paper import PrintJob, PrintJobId, SpooledJob, SpoolKind
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.domain.staff import Actor, StaffMember
from aura_terminal.domain.tax import OrderType, TaxRegime
from aura_terminal.ports.chance import Ids
from aura_terminal.ports.reads import Reads
from aura_terminal.ports.store import Begin, PinVault, TerminalIdentity, Work
from aura_terminal.use_cases.ordering import Asked, NewOrder
from aura_terminal.use_cases.shop import Shop, open_shop
from tests.support.chance import FixedClock
from tests.support.memory_shop import demo_files, load, signed_in
from tests.support.memory_spool import MemorySpool

NOBODY = OrderId("00000000-0000-7000-8000-000000000000")
WATER = Asked(ItemId("sparkling-water-0-25-l"))


@dataclass(frozen=True, slots=True)
class Bench:
    """An empty store that a test may use; `jobs` reads the spool, oldest first."""

    begin: Begin
    reads: Reads
    vault: PinVault
    jobs: Callable[[], Sequence[SpooledJob]]
    clock: FixedClock
    ids: Ids
    terminal: TerminalIdentity

    def shop(self) -> Shop:
        """The use cases on this store."""
        spool = MemorySpool()  # nothing that is asked of these shops is about paper that was spooled before
        return open_shop(self.begin, self.reads, self.vault, self.clock, self.ids, self.terminal, spool, spool)


class StoreFixtures:
    """The demo shop on the store under test; a store's test class supplies `bench`."""

    @pytest.fixture
    def shop(self, bench: Bench) -> Shop:
        """The demo shop on the store under test."""
        shop = bench.shop()
        load(shop, demo_files())
        return shop

    @pytest.fixture
    def marta(self, shop: Shop) -> Actor:
        """A server."""
        return signed_in(shop, "marta-rossi")

    @pytest.fixture
    def carla(self, shop: Shop) -> Actor:
        """A manager."""
        return signed_in(shop, "carla-lombardi")


@dataclass(frozen=True, slots=True)
class Sale:
    order_id: OrderId
    number: str


def sell(shop: Shop, by: Actor) -> Sale:
    """A glass of water, paid."""
    order_id = shop.ordering.add_item(by, NewOrder(), WATER).order_id
    sheet = shop.reads.orders.sheet(order_id)
    assert shop.paying.take_cash(by, order_id, sheet.due, shop.paying.new_attempt()).closed
    return Sale(order_id, sheet.number)


def opening(work: Work, order_id: OrderId) -> OrderOpened:
    """An opening as the use case would keep it."""
    profile = work.documents.get(StoreProfile, STORE_PROFILE)
    today = profile.calendar.date_of(work.now)
    return OrderOpened(
        order_id=order_id,
        number=f"R1-{work.ledger.next_order_number(today):03d}",
        order_type=OrderType.DINE_IN,
        business_date=today,
        opened_at=work.now,
        opened_by=StaffId("marta-rossi"),
        server_name="Marta Rossi",
        terminal="R1",
        currency=profile.currency,
        terms=work.documents.get(TaxRegime, profile.tax_regime).terms,
    )


def kick(bench: Bench) -> PrintJob:
    """A job that needs no document."""
    return PrintJob(PrintJobId(bench.ids.new()), SpoolKind.DRAWER_KICK, "drawer", "No sale")


def member(staff_id: str) -> StaffMember:
    """A member of the demo shop's staff as its files say."""
    return next(one for one in demo_files().documents if isinstance(one, StaffMember) and one.id == staff_id)
