"""How an order evolves by what happens to its party; as in `order_fold`, nothing here fails or opens what has ended."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from aura_terminal.domain.ids import PaymentId, StaffId, TableId
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.domain.order_fold import evolve
from aura_terminal.domain.sharing_facts import (
    BillShared,
    OrderHanded,
    OrderParked,
    OrderResumed,
    SharePrinted,
    TablesLinked,
)

if TYPE_CHECKING:
    from aura_terminal.domain.ordering import Order

MOST_KEPT = 99
"""No plan of ours has so many shares."""


@dataclass(slots=True)
class Party:
    """What is known of a party beside its lines and its money.

    `linked` are the tables it has beside its order's own. `served` says of payments that were taken before the order
    was handed on who served it then. `plan` is how its bill is shared, None for one bill.
    """

    linked: tuple[TableId, ...] = ()
    served: dict[PaymentId, StaffId] = field(default_factory=dict)
    handed: list[OrderHanded] = field(default_factory=list)
    parked: OrderParked | None = None
    plan: BillShared | None = None
    printed: list[SharePrinted] = field(default_factory=list)


@evolve.register(TablesLinked)
def _(fact: TablesLinked, order: Order) -> None:
    if order.status is OrderStatus.OPEN:
        order.table_id, order.table_name = fact.table_id, fact.table_name
        order.party.linked = tuple(dict.fromkeys(one for one in fact.also if one != fact.table_id))


@evolve.register(OrderHanded)
def _(fact: OrderHanded, order: Order) -> None:
    if order.status is not OrderStatus.OPEN or fact in order.party.handed:
        return
    for payment in order.payments:
        order.party.served.setdefault(payment.id, order.opened_by)
    order.party.handed.append(fact)
    order.opened_by, order.server_name = fact.to, fact.to_name


@evolve.register(OrderParked)
def _(fact: OrderParked, order: Order) -> None:
    order.party.parked = fact


@evolve.register(OrderResumed)
def _(fact: OrderResumed, order: Order) -> None:
    order.party.parked = None


@evolve.register(BillShared)
def _(fact: BillShared, order: Order) -> None:
    if order.status is OrderStatus.OPEN:
        each = tuple({share.id: share for share in fact.shares}.values())[:MOST_KEPT]
        order.party.plan = replace(fact, shares=each) if each else None


@evolve.register(SharePrinted)
def _(fact: SharePrinted, order: Order) -> None:
    if fact not in order.party.printed:
        order.party.printed.append(fact)
