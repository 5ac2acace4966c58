"""One life of a store on a disk: opened, sold at, voided at, copied, closed for the day and left.

It is lived in a process of its own, which may be traced, hindered or killed at any system call, and says over a socket
what it was told as done. `sendto` is used for nothing else, so that a trace shows what was said between which writes.
"""

from __future__ import annotations

import socket
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

from aura_terminal.domain.errors import RuleBroken, Unavailable
from aura_terminal.domain.ids import OrderId
from aura_terminal.domain.staff import Actor, Approval
from aura_terminal.store import backups
from aura_terminal.store.open_store import open_store
from aura_terminal.use_cases.shop import open_shop
from tests.support.chance import FixedClock, SeededIds
from tests.support.memory_shop import EVERYTHING, MemoryVault
from tests.support.store_service import order_of, pay
from tests.support.store_shop import SMALL_BALLAST, StoredShop

SERVICE = ("open", "order", "pay", "order", "void", "pay", "copy", "order", "pay", "close_day", "leave")
RESTARTS = ("open", "order", "pay", "leave", "open", "order", "write_back", "void", "pay", "leave")
SALES = ("open", "order", "pay", "order", "pay", "order", "pay")
LIVES = {"service": SERVICE, "restarts": RESTARTS, "sales": SALES}
TRIES = 2
"""An act that was refused is tried once more, as a person does."""


class DiskLife:
    """Acts one after the other on one folder; what comes of each is said at once.

    `kept SEQ HASH` is the end of this terminal's chain after an act, `copied NAME SEQ` a copy that was made,
    `refused ACT TROUBLE SENTENCE` what a person was told of the disk, `ruled ACT RULE` what the shop's rules refused
    because an act before was, `bug ACT TRACE` everything else that was raised.
    """

    def __init__(self, folder: Path, line: socket.socket, synchronous: str = "") -> None:
        self._folder, self._line, self._synchronous = folder, line, synchronous
        self._clock = FixedClock()
        self._ids = SeededIds(self._clock, 7)
        self._stored: StoredShop | None = None
        self._acts: dict[str, Callable[[], object]] = {
            "open": self._open, "order": self._order, "pay": self._pay, "void": self._void, "copy": self._copy,
            "write_back": lambda: self._shop.store.write_back(), "close_day": self._close_day, "leave": self._leave,
        }  # fmt: skip

    def live(self, acts: Sequence[str]) -> None:
        """Every act, in order; a bug ends the life."""
        try:
            for act in acts:
                self._try(act)
        except Exception:
            self._say("bug", act, traceback.format_exc())
        self._say("ended")

    def _try(self, act: str) -> None:
        for _ in range(TRIES):
            if act != "open" and self._stored is None:
                return
            self._clock.advance(seconds=5)
            try:
                self._acts[act]()
            except Unavailable as trouble:
                self._say("refused", act, str(getattr(trouble, "trouble", "")), trouble.hint)
            except RuleBroken as broken:
                self._say("ruled", act, broken.rule.value)
                break
            else:
                break
        self._tell_the_end()

    @property
    def _shop(self) -> StoredShop:
        assert self._stored is not None
        return self._stored

    def _open(self) -> None:
        store = open_store(self._folder, self._clock, self._ids, ballast_bytes=SMALL_BALLAST)
        if self._synchronous:
            store._connections.write.raw.execute(f"PRAGMA synchronous={self._synchronous}").fetchall()
        shop = open_shop(
            store.begin, store.reads, MemoryVault(), self._clock, self._ids, store.identity, store.spool, store.paper
        )
        self._stored = StoredShop(self._folder, self._clock, self._ids, store, shop)

    def _order(self) -> None:
        order_of(self._shop, EVERYTHING, 2)

    def _open_orders(self) -> list[OrderId]:
        return [row.order_id for row in self._shop.shop.reads.orders.open_orders()]

    def _pay(self) -> None:
        for order_id in self._open_orders()[:1]:
            pay(self._shop, EVERYTHING, order_id)

    def _void(self) -> None:
        for order_id in self._open_orders()[:1]:
            line = self._shop.shop.reads.orders.sheet(order_id).lines[0]
            ordering = self._shop.shop.ordering
            ordering.void_line(EVERYTHING, order_id, line.line_id, 1, "dropped", approval=self._approval(EVERYTHING))

    def _approval(self, by: Actor) -> Approval:
        return Approval(by.id, self._clock.now(), "void")

    def _copy(self) -> None:
        copy = backups.back_up(self._folder, self._clock.now())
        self._say("copied", copy.relative_to(self._folder).as_posix(), str(self._end()[0]))

    def _close_day(self) -> None:
        while open_ones := self._open_orders():
            pay(self._shop, EVERYTHING, open_ones[0])
        self._shop.shop.closing.close_day(EVERYTHING)

    def _leave(self) -> None:
        try:
            self._shop.store.close()
        finally:
            self._stored = None

    def _end(self) -> tuple[int, str]:
        store = self._shop.store
        seq = dict(store.known()).get(store.identity.origin, 0)
        found = store.hash_at(store.identity.origin, seq)
        return seq, found.hex() if found else ""

    def _tell_the_end(self) -> None:
        if self._stored is None:
            return
        try:
            seq, hash_ = self._end()
        except Unavailable as trouble:
            self._say("refused", "look", str(getattr(trouble, "trouble", "")), trouble.hint)
        else:
            self._say("kept", str(seq), hash_)

    def _say(self, *words: str) -> None:
        self._line.send("\x1f".join(words).encode() + b"\x1e")
