"""The judge of the mesh campaign says what is wrong with four files, and nothing where nothing is."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from aura_terminal.store.folders import store_file
from tests.support.memory_shop import EVERYTHING
from tests.support.mesh_links import Terminals
from tests.support.mesh_oracle import Promised, judge_mesh, promised
from tests.support.mesh_service import told
from tests.support.store_service import order_of, tampering
from tests.support.store_shop import StoredShop

Meet = Callable[..., Terminals]

LABELS = ("R1", "R2", "K1")
DAMAGE = {
    "acknowledged facts": "DELETE FROM journal WHERE arrival = (SELECT max(arrival) FROM journal)",
    "a gap or a fact twice": "DELETE FROM journal WHERE type = 'line_added'",
    "another history": "UPDATE journal SET hash = zeroblob(32) WHERE arrival = (SELECT max(arrival) FROM journal)",
    "is None": "DELETE FROM journal WHERE type = 'payment_taken'",
    "not those of the journal": "DELETE FROM payments",
    "no conflict says so": "UPDATE orders SET due_minor = 1, paid_minor = total_minor - 1 WHERE status = 'closed'",
    "never cooked": "UPDATE tickets SET bumped_us = NULL",
    "has 0 slips": "DELETE FROM spool_jobs WHERE kind = 'kitchen_slip'",
    "has 0 receipts": "DELETE FROM spool_jobs WHERE kind = 'receipt'",
}


@pytest.fixture
def served(meet: Meet) -> tuple[Terminals, list[dict[str, Any]]]:
    """Three terminals after an order that was sent, bumped and paid, and what its hands were told."""
    terminals = meet(*LABELS)
    register, kitchen = terminals["R1"], terminals["K1"]
    order_id = order_of(register, EVERYTHING, 2)
    terminals.heal()
    acks: list[dict[str, Any]] = []
    for ticket in kitchen.shop.reads.kitchen.live(None):
        kitchen.shop.kitchen.bump(EVERYTHING, ticket.ticket_id)
        cooked = [(line.item.line_id, line.item.quantity) for line in ticket.lines]
        acks.append(ack(kitchen, "bumped", ticket=ticket.ticket_id, generation=0, cooked=cooked))
    terminals.heal()
    due = register.shop.reads.orders.sheet(order_id).cash_due
    paid = register.shop.paying.take_cash(EVERYTHING, order_id, due, register.shop.paying.new_attempt())
    acks.append(ack(register, "paid", order=order_id, **told(paid.facts)))
    terminals.heal()
    return terminals, acks


def ack(stored: StoredShop, event: str, **more: Any) -> dict[str, Any]:
    """What a hand notes after an act."""
    origin = stored.store.identity.origin
    seq = dict(stored.store.known())[origin]
    held = stored.store.hash_at(origin, seq)
    assert held is not None
    return {"event": event, "origin": origin, "seq": seq, "hash": held.hex()} | more


def files(terminals: Terminals) -> dict[str, Path]:
    return {stored.store.identity.label: store_file(stored.folder) for stored in terminals}


def test_terminals_that_kept_what_was_promised_get_a_clean_bill(served: tuple[Terminals, list[dict[str, Any]]]) -> None:
    terminals, acks = served
    assert judge_mesh(files(terminals), promised(acks)) == []


@pytest.mark.parametrize("words", DAMAGE)
def test_each_kind_of_damage_to_one_file_is_told(served: tuple[Terminals, list[dict[str, Any]]], words: str) -> None:
    terminals, acks = served
    with closing(tampering(terminals["R1"])) as raw:
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute(DAMAGE[words])
    assert any(words in complaint for complaint in judge_mesh(files(terminals), promised(acks)))


def test_a_line_that_two_cooks_cooked_is_told(served: tuple[Terminals, list[dict[str, Any]]]) -> None:
    terminals, acks = served
    twice: Promised = promised([*acks, *(one for one in acks if one["event"] == "bumped")])
    complaints = judge_mesh(files(terminals), twice)
    assert any("asked for 1 times and cooked 2 times" in complaint for complaint in complaints)
