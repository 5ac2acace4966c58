"""Two servers edit the same tables while the network comes and goes, and an oracle that keeps its own count.

The oracle knows nothing of facts, stamps or folds: it adds up what each server was told as done. A line's quantity is
changed only by the server who added it and before anybody else can have seen it, so that there is one right answer.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from random import Random

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import ItemId, LineId, OrderId
from aura_terminal.domain.lines import LineState
from aura_terminal.domain.order_facts import LineAdded
from aura_terminal.use_cases.ordering import Asked, NewOrder
from tests.support.memory_shop import EVERYTHING
from tests.support.mesh_links import Terminals
from tests.support.store_service import plain_items
from tests.support.store_shop import StoredShop

REGISTERS = ("R1", "R2")
PARTITION_CHANCE, HEAL_CHANCE = 0.15, 0.25


@dataclass
class Counted:
    """A line as the oracle remembers it; `seen` are those who may have seen it."""

    item: ItemId
    quantity: int
    seen: set[str]
    is_sent: bool = False
    voided: int = 0


@dataclass
class Oracle:
    """Every order's lines."""

    orders: dict[OrderId, dict[LineId, Counted]] = field(default_factory=dict)

    def items(self, order_id: OrderId) -> Counter[ItemId]:
        """How many of each item a party is to pay."""
        wanted: Counter[ItemId] = Counter()
        for line in self.orders[order_id].values():
            wanted[line.item] += line.quantity - line.voided
        return +wanted

    def cooked(self, order_id: OrderId) -> Counter[LineId]:
        """How many of each line the kitchen has to cook."""
        sent = {line_id: line for line_id, line in self.orders[order_id].items() if line.is_sent}
        return +Counter({line_id: line.quantity - line.voided for line_id, line in sent.items()})


class Soak:
    """So many acts, with partitions in between; the terminals are cut off at the end and know different things."""

    def __init__(self, terminals: Terminals, chance: Random) -> None:
        self._terminals, self._chance = terminals, chance
        self._items = plain_items(terminals["R1"])[:6]
        self._is_cut = False
        self.oracle = Oracle()

    def run(self, acts: int, *, seconds_between: int) -> None:
        """Act, let time pass, lose each other and meet again."""
        for _ in range(3):
            self._open()
        self._meet()
        for _ in range(acts):
            self._act(self._chance.choice(REGISTERS))
            self._terminals.pass_time(seconds=seconds_between)
            self._weather()

    def _weather(self) -> None:
        if self._is_cut and self._chance.random() < HEAL_CHANCE:
            self._meet()
        elif not self._is_cut and self._chance.random() < PARTITION_CHANCE:
            self._terminals.cut()
            self._is_cut = True
        elif not self._is_cut:
            self._meet()

    def _meet(self) -> None:
        self._terminals.heal()
        self._is_cut = False
        for lines in self.oracle.orders.values():
            for line in lines.values():
                line.seen |= set(REGISTERS)

    def _open(self) -> None:
        done = self._terminals["R1"].shop.ordering.open_order(EVERYTHING, NewOrder())
        self.oracle.orders[done.order_id] = {}

    def _act(self, label: str) -> None:
        order_id = self._chance.choice(list(self.oracle.orders))
        stored, lines = self._terminals[label], self.oracle.orders[order_id]
        own = [line_id for line_id, line in lines.items() if line.seen == {label} and not line.is_sent]
        sent = [line_id for line_id, line in lines.items() if line.seen == {label} and line.is_sent and not line.voided]
        act = self._chance.choice(("add", "add", "more", "send", "void"))
        if act == "more" and own:
            self._more(stored, order_id, self._chance.choice(own))
        elif act == "send":
            self._send(stored, order_id)
        elif act == "void" and sent:
            line_id = self._chance.choice(sent)
            stored.shop.ordering.void_line(EVERYTHING, order_id, line_id, 1, "soak")
            lines[line_id].voided += 1
        else:
            self._add(stored, order_id, label)

    def _add(self, stored: StoredShop, order_id: OrderId, label: str) -> None:
        note = f"wish {sum(map(len, self.oracle.orders.values()))}"  # no two lines alike, so that none joins another
        asked = Asked(self._chance.choice(self._items), quantity=self._chance.randint(1, 3), note=note)
        (added,) = (
            fact for fact in stored.shop.ordering.add_item(EVERYTHING, order_id, asked).facts
            if isinstance(fact, LineAdded)
        )  # fmt: skip
        self.oracle.orders[order_id][added.line_id] = Counted(asked.item_id, asked.quantity, {label})

    def _more(self, stored: StoredShop, order_id: OrderId, line_id: LineId) -> None:
        line = self.oracle.orders[order_id][line_id]
        line.quantity = self._chance.randint(1, 5)
        stored.shop.ordering.change_quantity(EVERYTHING, order_id, line_id, line.quantity)

    def _send(self, stored: StoredShop, order_id: OrderId) -> None:
        sheet = stored.shop.reads.orders.sheet(order_id)
        unsent = [line.line_id for line in sheet.lines if line.state is LineState.NEW]
        try:
            stored.shop.ordering.send(EVERYTHING, order_id)
        except RuleBroken as broken:
            if broken.rule is not Rule.NOTHING_TO_SEND:
                raise
        for line_id in unsent:
            self.oracle.orders[order_id][line_id].is_sent = True


def items_on(stored: StoredShop, order_id: OrderId) -> Counter[ItemId]:
    """How many of each item a terminal would have a party pay."""
    wanted: Counter[ItemId] = Counter()
    for line in stored.shop.reads.orders.sheet(order_id).lines:
        wanted[line.item_id] += line.quantity - line.voided
    return +wanted


def cooking(stored: StoredShop, order_id: OrderId) -> Counter[LineId]:
    """How many of each line a terminal's kitchen would cook, over all its tickets."""
    wanted: Counter[LineId] = Counter()
    for ticket in stored.shop.reads.kitchen.live(None):
        if ticket.order_id == order_id:
            for line in ticket.lines:
                wanted[line.item.line_id] += line.item.quantity - line.voided - line.repeated
    return +wanted
