"""How an order evolves by leaving the house; as in `order_fold`, nothing here fails, and no money is touched.

Of promises, contacts and drivers the one said last counts. What was said after the order was paid counts as well: most
of it happens then.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aura_terminal.domain.errand_facts import (
    ContactGiven,
    DriverNamed,
    HandoverTakenBack,
    OrderHandedOver,
    OrderPromised,
    OrderSentOut,
    WarningSeen,
)
from aura_terminal.domain.ids import LineId
from aura_terminal.domain.order_fold import evolve

if TYPE_CHECKING:
    from aura_terminal.domain.ordering import Order


@dataclass(slots=True)
class Errand:
    """What is known of an order's way to its guest, and which warnings about its lines somebody has seen."""

    promise: OrderPromised | None = None
    contact: ContactGiven | None = None
    driver: str = ""
    sent_out: OrderSentOut | None = None
    handed_over: OrderHandedOver | None = None
    warned: dict[LineId, WarningSeen] = field(default_factory=dict)


@evolve.register(OrderPromised)
def _(fact: OrderPromised, order: Order) -> None:
    order.errand.promise = fact


@evolve.register(ContactGiven)
def _(fact: ContactGiven, order: Order) -> None:
    order.errand.contact = fact


@evolve.register(DriverNamed)
def _(fact: DriverNamed, order: Order) -> None:
    order.errand.driver = fact.driver


@evolve.register(OrderSentOut)
def _(fact: OrderSentOut, order: Order) -> None:
    order.errand.sent_out = order.errand.sent_out or fact
    order.errand.driver = fact.driver or order.errand.driver


@evolve.register(OrderHandedOver)
def _(fact: OrderHandedOver, order: Order) -> None:
    order.errand.handed_over = order.errand.handed_over or fact


@evolve.register(HandoverTakenBack)
def _(fact: HandoverTakenBack, order: Order) -> None:
    order.errand.sent_out = order.errand.handed_over = None


@evolve.register(WarningSeen)
def _(fact: WarningSeen, order: Order) -> None:
    order.errand.warned[fact.line_id] = fact
