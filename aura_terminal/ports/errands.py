"""Orders on their way out of the house, as screens read them; pure, so that every reader shows one alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from aura_terminal.domain.errands import Progress, progress_of
from aura_terminal.domain.kinds import OrderStatus, OrderType

if TYPE_CHECKING:
    from aura_terminal.domain.errand_facts import PromiseKind
    from aura_terminal.domain.ids import LineId, OrderId
    from aura_terminal.domain.kitchen import KitchenTicket
    from aura_terminal.domain.money import Money
    from aura_terminal.domain.ordering import Order

FORGOTTEN = timedelta(days=1)
"""How long after its time a promised order stays on the board though nobody said that the guest has it."""

LOOKED_BACK = timedelta(hours=2)
"""How long a paid order that was promised for no time is looked at."""

LINGERS = timedelta(minutes=10)
"""How long such an order stays on the board once it is ready and paid: most guests at a counter take it at once."""


@dataclass(frozen=True, slots=True)
class ErrandSheet:
    """What an order says of its way to the guest; `seen` are lines whose warning somebody saw, and what it said."""

    due_at: datetime | None
    kind: PromiseKind | None
    phone: str
    street: str
    floor: str
    note: str
    driver: str
    sent_out_at: datetime | None
    handed_at: datetime | None
    seen: tuple[tuple[LineId, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class ErrandRow:
    """An order on the board. `ready_at` is when its last ticket was bumped, once all are."""

    order_id: OrderId
    number: str
    order_type: OrderType
    call_name: str
    source: str
    items: int
    progress: Progress
    opened_at: datetime
    ready_at: datetime | None
    is_held: bool
    total: Money
    due: Money
    sheet: ErrandSheet


class ErrandReads(Protocol):
    """Orders that leave the house."""

    def board(self, now: datetime) -> tuple[ErrandRow, ...]:
        """Takeout and delivery orders nobody has handed over yet: promised ones by their time, the others after them
        in the order they were opened."""


def errand_sheet(order: Order) -> ErrandSheet:
    """What an order says of its way to the guest."""
    errand = order.errand
    promise, contact = errand.promise, errand.contact
    return ErrandSheet(
        None if promise is None else promise.due_at, None if promise is None else promise.kind,
        *(("", "", "", "") if contact is None else (contact.phone, contact.street, contact.floor, contact.note)),
        errand.driver, None if errand.sent_out is None else errand.sent_out.left_at,
        None if errand.handed_over is None else errand.handed_over.handed_at,
        tuple((line_id, seen.words) for line_id, seen in sorted(errand.warned.items())),
    )  # fmt: skip


def board_of(
    orders: Iterable[tuple[Order, Sequence[KitchenTicket], bool]], now: datetime
) -> tuple[ErrandRow, ...]:  # fmt: skip
    """The board of these orders with their tickets and whether each is held for release."""
    rows = [_row(order, tickets, is_held, now) for order, tickets, is_held in orders if _leaves(order)]
    return tuple(sorted((row for row in rows if _is_to_do(row, now)), key=_by_time))


def _leaves(order: Order) -> bool:
    is_there = order.status in (OrderStatus.OPEN, OrderStatus.CLOSED) and bool(order.lines)
    return is_there and order.order_type is not OrderType.DINE_IN and order.errand.handed_over is None


def _row(order: Order, tickets: Sequence[KitchenTicket], is_held: bool, now: datetime) -> ErrandRow:
    progress = progress_of(order, tickets, now)
    done = [one.bumped_at for one in tickets if one.bumped_at is not None]
    items = sum(line.charged_quantity for line in order.lines.values())
    return ErrandRow(
        order.id, order.number, order.order_type, order.guest_name, order.source, items, progress, order.opened_at,
        max(done, default=order.closed_at) if progress is Progress.READY else None, is_held,
        order.bill.total, order.bill.due, errand_sheet(order),
    )  # fmt: skip


def _is_to_do(row: ErrandRow, now: datetime) -> bool:
    if row.sheet.due_at is not None:
        return now < row.sheet.due_at + FORGOTTEN
    lingered = row.ready_at is not None and now >= row.ready_at + LINGERS
    return not (lingered and not row.due)


def _by_time(row: ErrandRow) -> tuple[bool, datetime, str]:
    due_at = row.sheet.due_at
    return due_at is None, due_at or row.opened_at, row.order_id
