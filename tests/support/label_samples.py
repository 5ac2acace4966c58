"""Labels as a restaurant prints them."""

from __future__ import annotations

from datetime import UTC, datetime, time

from aura_terminal.domain.business_day import BusinessCalendar
from aura_terminal.domain.ids import FireId, GroupId, LineId, ModifierId, OrderId, StationId, TicketId
from aura_terminal.domain.menu import ChosenModifier, ModifierKind
from aura_terminal.domain.money import Money
from aura_terminal.domain.tax import OrderType
from aura_terminal.domain.ticket_facts import TicketFired, TicketItem
from aura_terminal.use_cases.labels import takeout_labels

CALENDAR = BusinessCalendar("Europe/Berlin", time(4))
_CHEESE = ChosenModifier(
    ModifierId("cheese"), GroupId("extras"), "Extra Cheese", ModifierKind.ADD, 1, Money(150, "EUR")
)


def _item(line: str, name: str, quantity: int, *modifiers: ChosenModifier, note: str = "") -> TicketItem:
    return TicketItem(LineId(line), name, quantity, modifiers, note, (), 0, 0)


TICKET = TicketFired(
    ticket_id=TicketId("t1"),
    order_id=OrderId("o1"),
    fire_id=FireId("f1"),
    station_id=StationId("kitchen"),
    number="R1-042",
    order_type=OrderType.TAKEOUT,
    table_name="",
    guest_name="Zoë",
    server_name="Marta",
    fired_at=datetime(2026, 11, 22, 18, 4, tzinfo=UTC),
    target_minutes=15,
    items=(
        _item("l1", "Classic Burger", 2, _CHEESE, note="no onions ^XZ please"),
        _item("l2", "Crème brûlée", 1),
    ),
)
TAKEOUT = takeout_labels(TICKET, CALENDAR).document
