"""An evening at the demo shop with everything a closing tells of, for tests and pictures."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from aura_terminal.domain.cash import MovementKind
from aura_terminal.domain.ids import DrawerId, ItemId, OrderId, SessionId
from aura_terminal.domain.money import Money
from aura_terminal.domain.staff import Actor, Job, StaffMember
from aura_terminal.domain.tip_rules import TipOut, TipPool, TipRules
from aura_terminal.use_cases.cash import Moving
from aura_terminal.use_cases.ordering import Asked, NewOrder
from tests.support.memory_shop import EVERYTHING, MemoryStore, signed_in
from tests.support.staged_mesh import member, peer, stage_mesh
from tests.support.tips import card_with_tip

JOBS = {"marta-rossi": "Waiter", "sofia-conti": "Waiter", "paolo-ferrara": "Cook", "nina-vogel": "Runner"}
RULES = TipRules(
    tip_outs=(TipOut(("Waiter",), ("Cook",), Decimal(10)),), pools=(TipPool("Floor", ("Waiter", "Runner")),)
)  # fmt: skip


def order_of(store: MemoryStore, by: Actor, *items: str) -> OrderId:
    """An order of these items."""
    order_id = store.shop.ordering.add_item(by, NewOrder(), Asked(ItemId(items[0]))).order_id
    for item in items[1:]:
        store.shop.ordering.add_item(by, order_id, Asked(ItemId(item)))
    return order_id


def pay(store: MemoryStore, by: Actor, order_id: OrderId) -> None:
    """Cash for all that is due."""
    due = store.shop.reads.orders.sheet(order_id).due
    store.shop.paying.take_cash(by, order_id, due, store.shop.paying.new_attempt())


def evening(store: MemoryStore) -> SessionId:
    """Four people work five hours: sales, tips on cards, a void, a removed line, a no sale, a drawer that is short.

    One table stays open, and R3 was not heard for a while.
    """
    shop = store.shop
    with store.begin(EVERYTHING.id) as work:
        members = [one for one in work.documents.all(StaffMember) if one.id in JOBS]
    put = [replace(one, jobs=(Job(JOBS[one.id], Money(1500, "EUR")),)) for one in members]
    shop.administration.put_documents(EVERYTHING, put)
    shop.tips.put_rules(EVERYTHING, RULES)
    people = {name: signed_in(shop, name) for name in JOBS}
    marta, sofia, carla = people["marta-rossi"], people["sofia-conti"], signed_in(shop, "carla-lombardi")
    for person in people.values():
        shop.labor.clock_in(person)
    session = shop.cash.begin(sofia, DrawerId("R1"), {2000: 5, 500: 6, 100: 20}).session_id
    for number in range(6):
        store.clock.advance(minutes=25)
        pay(store, (marta, sofia)[number % 2], order_of(store, marta, "diavola", "tiramisu"))
    card_with_tip(store, marta, 1250)
    card_with_tip(store, sofia, 480)
    wrong = order_of(store, marta, "diavola", "margherita", "tiramisu")
    lines = shop.reads.orders.sheet(wrong).lines
    shop.ordering.remove_line(marta, wrong, lines[2].line_id)
    shop.ordering.send(marta, wrong)
    shop.ordering.void_line(carla, wrong, lines[0].line_id, 1, "dropped on the floor")
    pay(store, sofia, wrong)
    shop.paying.open_drawer(carla, "coins for the bar")
    shop.cash.move(carla, session, Moving(MovementKind.DROP, Money(5000, "EUR")))
    store.clock.advance(minutes=30)
    order_of(store, marta, "napoli")
    shop.labor.clock_out(people["paolo-ferrara"])
    shop.labor.clock_out(marta, tips=Money(600, "EUR"))
    return session


def end_drawer(store: MemoryStore, session: SessionId) -> None:
    """Count the drawer two euros short and end its session."""
    expected = store.shop.reads.cash.row(session).expected
    assert expected is not None
    euros, cents = divmod(expected.minor - 200, 100)
    store.shop.cash.end(EVERYTHING, session, {100: euros, 10: cents // 10, 1: cents % 10})


def lose_a_terminal(store: MemoryStore) -> None:
    """R3 was heard an hour ago, R2 just now."""
    now, mesh = store.clock.now(), stage_mesh(store)
    holds = tuple((str(origin), seq) for origin, seq in store.shop.reads.books.known())
    mesh.peer_states = (peer("R2", now, holds=holds), peer("R3", now - timedelta(minutes=65)))
    mesh.terminal_rows = tuple(member(label, now - timedelta(days=9)) for label in ("R1", "R2", "R3"))
