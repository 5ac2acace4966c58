"""One life of a terminal on its store, in a process that may be killed at any moment: it says what it was told as done.

Lines of JSON go through a pipe, each only after the act has returned, so that what is in the pipe was acknowledged.
"""

from __future__ import annotations

import json
import os
import traceback
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from aura_terminal.domain.errors import NotFound, RuleBroken
from aura_terminal.domain.ids import ItemId, OrderId
from aura_terminal.domain.staff import Actor, Approval
from aura_terminal.store import backups
from aura_terminal.use_cases.floor import Part
from aura_terminal.use_cases.ordering import Asked, NewOrder
from tests.support.chance import FRIDAY_EVENING, FixedClock, SeededIds
from tests.support.memory_shop import EVERYTHING
from tests.support.store_acts import one_of
from tests.support.store_service import pay, plain_items
from tests.support.store_shop import opened

Said = dict[str, Any]  # a line of JSON
OFTEN = 5


class StoreLife:
    """Acts of a service, picked by chance, on the store in a folder. `early` says each act before it is done."""

    def __init__(self, folder: Path, line: int, chance: Random, number: int, *, early: bool = False) -> None:
        self._folder, self._line, self._chance, self._early = folder, line, chance, early
        self._clock = FixedClock(FRIDAY_EVENING + timedelta(minutes=7 * number))
        self._ids = SeededIds(self._clock, chance.getrandbits(64))
        self._said: Said = {}
        seldom: tuple[Callable[[], None], ...] = (self._close_day, self._copy, self._leave, self._write_back)
        often = (self._open, self._add, self._send, self._pay, self._pay, self._void, self._split, self._bump,
                 self._remove, self._punch)  # fmt: skip
        self._acts = often * OFTEN + seldom

    def live(self, acts: int) -> None:
        """Open the store and do so many acts, unless it is killed before; what is raised is said too."""
        name = "start"
        try:
            self._stored = opened(self._folder, self._clock, self._ids)
            self._items: list[ItemId] = plain_items(self._stored)
            self._tell("start")
            for _ in range(acts):
                act = self._chance.choice(self._acts)
                name = act.__name__.removeprefix("_")
                self._do(name, act)
            self._stored.store.close()
        except Exception:
            self._write({"bug": name, "trace": traceback.format_exc()})

    def _do(self, name: str, act: Callable[[], None]) -> None:
        self._clock.advance(seconds=3)
        self._said = {}
        if self._early:
            origin, seq = self._end()
            self._write({"act": name, "origin": origin, "seq": seq + 1})
        try:
            act()
        except (RuleBroken, NotFound):
            return  # no act
        if not self._early:
            self._tell(name)

    def _tell(self, name: str) -> None:
        origin, seq = self._end()
        hash_ = self._stored.store.hash_at(origin, seq) or b""
        self._write({"act": name, "origin": origin, "seq": seq, "hash": hash_.hex(), **self._said})

    def _end(self) -> tuple[str, int]:
        store = self._stored.store
        return store.identity.origin, dict(store.known()).get(store.identity.origin, 0)

    def _write(self, said: Said) -> None:
        os.write(self._line, json.dumps(said).encode() + b"\n")

    # What staff do

    def _some_order(self) -> OrderId:
        return one_of([row.order_id for row in self._stored.shop.reads.orders.open_orders()], self._number())

    def _number(self) -> int:
        return self._chance.randrange(1000)

    def _approval(self) -> Approval:
        return Approval(EVERYTHING.id, self._clock.now(), "void")

    def _of(self, event: str, order_id: OrderId) -> None:
        """Say what the judge of orders is to find. A line that was moved keeps its facts where it was ordered."""
        sheet = self._stored.shop.reads.orders.sheet(order_id)
        self._said = {
            "event": event, "order_id": order_id, "number": sheet.number, "total_minor": sheet.total.minor
        }  # fmt: skip

    def _open(self) -> None:
        asked = Asked(one_of(self._items, self._number()), quantity=1 + self._number() % 3)
        self._of("opened", self._stored.shop.ordering.add_item(EVERYTHING, NewOrder(), asked).order_id)

    def _add(self) -> None:
        order = self._some_order()
        self._stored.shop.ordering.add_item(EVERYTHING, order, Asked(one_of(self._items, self._number())))
        self._of("added", order)

    def _send(self) -> None:
        order = self._some_order()
        self._stored.shop.ordering.send(EVERYTHING, order)

    def _pay(self) -> None:
        order = self._some_order()
        pay(self._stored, EVERYTHING, order)
        self._of("paid", order)

    def _void(self) -> None:
        order = self._some_order()
        line = one_of(self._stored.shop.reads.orders.sheet(order).lines, self._number())
        self._stored.shop.ordering.void_line(
            EVERYTHING, order, line.line_id, 1, "dropped", approval=self._approval()
        )  # fmt: skip

    def _remove(self) -> None:
        order = self._some_order()
        line = one_of(self._stored.shop.reads.orders.sheet(order).lines, self._number())
        self._stored.shop.ordering.remove_line(EVERYTHING, order, line.line_id)

    def _split(self) -> None:
        order = self._some_order()
        line = one_of(self._stored.shop.reads.orders.sheet(order).lines, self._number())
        self._stored.shop.floor.split_order(EVERYTHING, order, [Part(line.line_id, 1)])

    def _bump(self) -> None:
        tickets = [row.ticket_id for row in self._stored.shop.reads.kitchen.live(None)]
        self._stored.shop.kitchen.bump(EVERYTHING, one_of(tickets, self._number()))

    def _punch(self) -> None:
        labor = self._stored.shop.labor
        punches: tuple[Callable[[Actor], object], ...] = (
            labor.clock_in, labor.begin_break, labor.end_break, labor.clock_out,
        )  # fmt: skip
        one_of(punches, self._number())(EVERYTHING)

    def _close_day(self) -> None:
        self._stored.shop.closing.close_day(EVERYTHING)

    def _copy(self) -> None:
        copy = backups.back_up(self._folder, self._clock.now())
        self._said = {"copy": copy.name}

    def _leave(self) -> None:
        self._stored.store.close()
        self._stored = opened(self._folder, self._clock, self._ids)

    def _write_back(self) -> None:
        self._stored.store.write_back()
