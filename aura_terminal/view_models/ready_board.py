"""Which orders guests may fetch: what is being made, and what is ready, for a board they can see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from aura_terminal.domain import kitchen
from aura_terminal.domain.ids import OrderId, PartyId
from aura_terminal.domain.kinds import OrderType
from aura_terminal.domain.order_facts import GuestNamed, OrderCancelled, OrderTypeChanged
from aura_terminal.domain.waitlist import WaitlistFact
from aura_terminal.ports.reads import TicketRow
from aura_terminal.ports.waiting import WaitingRow
from aura_terminal.use_cases.shop import Shop
from aura_terminal.view_models.changes import Changes, Watch
from aura_terminal.view_models.kitchen import Now
from aura_terminal.view_models.runner import Runner

CALLED_FOR = timedelta(minutes=10)
LOOKS_BACK = 300
CONCERNS = (
    kitchen.TicketFired, kitchen.TicketBumped, kitchen.TicketRecalled, kitchen.TicketItemVoided, GuestNamed,
    OrderCancelled, OrderTypeChanged, *WaitlistFact.__args__,
)  # fmt: skip
CLEAR_MILLISECONDS = 15_000


@dataclass(frozen=True, slots=True)
class Called:
    """An order as it is called out: the guest's name where there is one, its number without the terminal's label.

    A party that waited and whose table is ready has no number.
    """

    order_id: OrderId | PartyId
    name: str
    number: str
    since: datetime


@dataclass(frozen=True, slots=True)
class ReadyBoard:
    """Orders being made, the oldest first, and those that are ready, the newest first."""

    making: tuple[Called, ...] = ()
    ready: tuple[Called, ...] = ()


class ReadyBoardModel(QObject):
    """Keeps the board while awake; `changed` follows. Table service is not called out.

    An order is ready when every station, and the pass where there is one, is done with all of it. It leaves the board
    by itself ten minutes later; that is no fact, and counts in no figure.
    """

    changed = Signal()

    def __init__(self, runner: Runner, changes: Changes, now: Now, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._now = now
        self._board = ReadyBoard()
        self._watch = Watch(changes, CONCERNS, self)
        self._watch.due.connect(self.refresh)
        self._clear = QTimer(self, interval=CLEAR_MILLISECONDS)
        self._clear.timeout.connect(self.refresh)

    @property
    def board(self) -> ReadyBoard:
        """What guests see."""
        return self._board

    @Slot()
    def wake(self) -> None:
        """The board is shown."""
        self._watch.wake()
        self._clear.start()

    @Slot()
    def rest(self) -> None:
        """The board is hidden."""
        self._clear.stop()
        self._watch.rest()

    @Slot()
    def refresh(self) -> None:
        """Look again."""
        now = self._now()
        self._runner.run(lambda shop: _read(shop, now), self._show)

    def _show(self, board: ReadyBoard) -> None:
        if board != self._board:
            self._board = board
            self.changed.emit()


def _read(shop: Shop, now: datetime) -> ReadyBoard:
    board = ready_board_of(shop.reads.kitchen.live(None), shop.reads.kitchen.bumped(None, LOOKS_BACK), now)
    day = shop.reads.store.profile().calendar.date_of(now)
    parties = called_parties(shop.reads.waitlist.parties(day), now)
    return ReadyBoard(board.making, (*parties, *board.ready))


def called_parties(rows: Iterable[WaitingRow], now: datetime) -> tuple[Called, ...]:
    """Parties that were called in the last minutes and have not come, the latest first; none without a name."""
    called = [
        Called(row.party_id, row.name, "", row.called_at)
        for row in rows
        if row.name and row.called_at is not None and row.ended_at is None and now - row.called_at < CALLED_FOR
    ]
    return tuple(sorted(called, key=lambda one: one.since, reverse=True))


def ready_board_of(live: Iterable[TicketRow], bumped: Iterable[TicketRow], now: datetime) -> ReadyBoard:
    """What is being made and what is ready, of these tickets."""
    making: dict[OrderId, Called] = {}
    for ticket in live:
        if _is_called(ticket) and _is_wanted(ticket):
            making.setdefault(ticket.order_id, _called(ticket, ticket.fired_at))
    ready: dict[OrderId, Called] = {}
    for ticket in bumped:
        at = ticket.bumped_at
        if at is None or now - at >= CALLED_FOR or ticket.order_id in making:
            continue
        if _is_called(ticket) and _is_wanted(ticket):
            ready.setdefault(ticket.order_id, _called(ticket, at))
    return ReadyBoard(tuple(making.values()), tuple(ready.values()))


def _is_called(ticket: TicketRow) -> bool:
    return ticket.order_type is not OrderType.DINE_IN


def _is_wanted(ticket: TicketRow) -> bool:
    return any(line.item.quantity > line.voided for line in ticket.lines)


def _called(ticket: TicketRow, since: datetime) -> Called:
    return Called(ticket.order_id, ticket.guest_name, ticket.number.rpartition("-")[2], since)
