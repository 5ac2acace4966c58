"""A house that sells what AuraFlow has on its list, and tells it: the ground of runs with faults."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from random import Random

from aura_terminal.domain.errors import NotFound, RuleBroken
from aura_terminal.domain.ids import LineId
from aura_terminal.domain.menu import Category, Item, ModifierGroup
from aura_terminal.domain.promotions import Promotion
from aura_terminal.domain.supplies import Supply
from aura_terminal.domain.tax import OrderType
from aura_terminal.use_cases.asking import NewOrder
from aura_terminal.use_cases.returns import Way
from sync.connectors.auraflow.office import OFFICE
from tests.support.auraflow_judge import differences
from tests.support.auraflow_office import KEY, SECRET, AuraFlowOffice
from tests.support.central_service import House
from tests.support.central_shop import central_documents
from tests.support.central_terminal import Speaks, Terminal, set_up
from tests.support.chance import FixedClock
from tests.support.contract_server import ContractServer
from tests.support.office_faults import Ground, People

KEPT_THERE = (Item, Category, ModifierGroup, Promotion, Supply)
"""What a house has from AuraFlow, or not at all."""
MENU = (
    ("Espresso", "3.50", "Beverages", ()),
    ("Latte", "4.20", "Beverages", (("Small", "-0.50"), ("Large", "0.75"))),
    ("Croissant", "2.95", "Bakery", ()),
    ("Lunch plate", "12.90", "Kitchen", (("Half", "-4.40"), ("Full", "0.00"))),
)  # fmt: skip


class FlowHouse(House):
    """People who also take goods back, which AuraFlow is told of as returns."""

    @classmethod
    def at(cls, terminal: Terminal, chance: Random) -> FlowHouse:
        """Who works at a terminal; everybody may do everything."""
        stored = terminal.stored
        return cls(stored.store, stored.shop, terminal.clock, stored.ids, chance, knows=lambda store, staff_id: True)

    def bring_back(self) -> object:
        """A guest brings something back."""
        paid = [row.order_id for row in self._shop.reads.orders.recent(20)]
        order_id = self._chance.choice(paid) if paid else None
        if order_id is None:
            raise NotFound("order", "")
        left = self._shop.returns.look(order_id).lines
        if not left:
            raise NotFound("line", "")
        line = self._chance.choice(left)
        lines = ((LineId(line.line_id), 1),)
        return self._shop.returns.take_back(self._by(), order_id, lines, "cold", Way.CASH)

    def sell(self) -> object:
        """Somebody takes something along and pays at once."""
        begun = self._shop.ordering.add_item(self._by(), NewOrder(OrderType.TAKEOUT), self._codes.wish())
        return self._pay(begun.order_id)

    def act(self) -> bool:
        """As any house, with more that is paid at once, and now and then a return."""
        way = self._chance.random()
        with suppress(RuleBroken, NotFound):
            if way < 0.5:
                self.sell() if way < 0.42 else self.bring_back()
                self.acts += 1
                return True
        return super().act()


class FlowWorld:
    """AuraFlow in one run."""

    def __init__(self, clock: FixedClock) -> None:
        self.office = AuraFlowOffice(clock)
        for name, price, category, sizes in MENU:
            self.office.add_product(name, price, category, sizes=sizes)
        self.office.add_customer("John Doe", phone="+49 30 555001", lifecycle_stage="vip")
        self.server: ContractServer = self.office.serve()

    def people(self, terminal: Terminal, chance: Random) -> People:
        """Who works at a terminal."""
        return FlowHouse.at(terminal, chance)

    def change(self, chance: Random) -> None:
        """Prices change, and somebody registers."""
        if chance.random() < 0.5:
            number = len(self.office.customers)
            self.office.add_customer(f"Guest {number}", email=f"g{number}@example.org")
        else:
            id_ = chance.choice(list(self.office.products))
            self.office.change_product(id_, price=self.office.products[id_]["price"] + 1)

    def differences(self, terminal: Terminal) -> list[str]:
        """What AuraFlow does not hold just as the terminal holds it."""
        return differences(terminal.stored.store, self.office)


def prepare(folder: Path, label: str, clock: FixedClock, seed: int, store_id: str) -> None:
    """A terminal of a house with people, tables and taxes, and nothing to sell yet."""
    documents = tuple(one for one in central_documents() if not isinstance(one, KEPT_THERE))
    set_up(folder, label, clock, seed, store_id, documents=documents)


GROUND = Ground(
    Speaks(OFFICE, OFFICE.serves, "/v1"), {"password": f"{KEY} {SECRET}"}, FlowWorld, prepare,
)  # fmt: skip
