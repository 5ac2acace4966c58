"""Failures that restaurants have had with other systems: what came of one check on several terminals.

The numbers are those of the list of twenty. Stores and machines are real, links are in memory.
"""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

import msgspec
import pytest

from aura_terminal.domain.ordering import OrderStatus
from aura_terminal.domain.tax import OrderType
from aura_terminal.ports.journal import ForeignHistory, JournalRow
from aura_terminal.use_cases.ordering import NewOrder
from tests.integration.node.node_process import ROOT
from tests.support.memory_shop import EVERYTHING
from tests.support.mesh_links import Terminals, a_table, facts_everywhere, seated
from tests.support.store_service import order_of, pay
from tests.support.store_shop import StoredShop

Meet = Callable[..., Terminals]
CHILD_SECONDS = 60
LOST_WORDS = 100  # the five hundred of the list are pushed again by two processes below


def everything_of(stored: StoredShop) -> list[JournalRow]:
    """All that a terminal holds."""
    known = stored.store.known()
    return [row for origin, seq in known for row in stored.store.facts_after(origin, 0, seq)]


def test_a_paid_order_stays_paid_when_an_old_draft_of_it_arrives_again(meet: Meet) -> None:
    """Failure 1: a draft that was synchronised and then paid offline opened again, and its payment was gone."""
    terminals = meet("R1", "R2", "K1")
    register = terminals["R1"]
    table_id = a_table(register)
    order_id = seated(register, table_id)
    terminals.heal()
    draft = everything_of(terminals["R2"])
    terminals.cut()
    pay(register, EVERYTHING, order_id)
    for label in ("R1", "R2", "K1"):
        terminals[label].store.receive(draft)
        terminals.restart(label)
    terminals.heal()
    for stored in terminals:
        stored.store.receive(draft)
        sheet = stored.shop.reads.orders.sheet(order_id)
        assert (sheet.status, len(sheet.payments), sheet.due.minor) == (OrderStatus.CLOSED, 1, 0)
        assert a_table(stored) == table_id
    assert len(terminals.digests()) == 1


def test_what_is_sent_again_after_a_lost_word_is_there_once(meet: Meet) -> None:
    """Failure 2: the word that an order had arrived was lost, and it was there twice."""
    terminals, chance = meet("R1", "R2"), Random(2)
    sender = terminals["R1"]
    for _ in range(LOST_WORDS):
        terminals.cut()
        link = terminals.link("R1", "R2")
        terminals.talk(seconds=0)
        link.deaf.add(chance.choice(("R1", "R2")))  # the facts arrive and the word of it is lost, or neither arrives
        sender.shop.ordering.open_order(EVERYTHING, NewOrder(OrderType.TAKEOUT))
        terminals.talk(seconds=0)
    terminals.heal()
    first, second = (Counter(row.fact_id for row in everything_of(stored)) for stored in terminals)
    assert first == second
    assert set(first.values()) == {1}
    assert len(terminals.digests()) == 1
    assert len(terminals["R2"].shop.reads.orders.open_orders()) == LOST_WORDS


TWICE = """
import sys, msgspec
from pathlib import Path
from aura_terminal.app.chance import SystemClock, SystemIds
from aura_terminal.ports.journal import JournalRow
from aura_terminal.store.locks import Role
from aura_terminal.store.open_store import open_store
store = open_store(Path(sys.argv[1]), SystemClock(), SystemIds(), role=Role.NODE, ballast_bytes=4096)
for push in msgspec.msgpack.decode(Path(sys.argv[2]).read_bytes(), type=list[list[JournalRow]]):
    store.receive(push)
store.close()
"""


def test_pushes_that_two_processes_of_a_terminal_take_over_and_over_are_there_once(meet: Meet, tmp_path: Path) -> None:
    """Failure 2: 500 random pushes, each resent one to five times, also by two processes that share the store."""
    terminals, chance = meet("R1", "R2"), Random(22)
    sender, taker = terminals["R1"], terminals["R2"]
    before = dict(taker.store.known())[sender.store.identity.origin]
    for _ in range(60):
        pay(sender, EVERYTHING, order_of(sender, EVERYTHING, chance.randint(1, 3)))
    facts = sender.store.facts_after(sender.store.identity.origin, before, 100_000)
    pushes = []
    for number in range(500):
        start = len(facts) * number // 500
        push = facts[max(0, start - chance.randint(0, 20)) : start + chance.randint(1, 10)]
        pushes += [push] * chance.randint(1, 5)
    told = tmp_path / "pushes"
    told.write_bytes(msgspec.msgpack.encode([[*push] for push in pushes]))
    command = [sys.executable, "-c", TWICE, str(taker.folder), str(told)]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE) as other:
        for push in pushes:
            taker.store.receive(push)
        _, trouble = other.communicate(timeout=CHILD_SECONDS)
    assert (other.returncode, trouble) == (0, b"")
    terminals.heal()
    assert terminals.digests() == {sender.store.fold_digest()}
    assert facts_everywhere(terminals, "order_opened") == [60, 60]
    assert facts_everywhere(terminals, "payment_taken") == [60, 60]
    assert taker.reopen().store.verify() == ()


def test_two_terminals_that_took_a_thousand_orders_each_alone_clash_nowhere(meet: Meet) -> None:
    """Failure 3: two devices gave two orders the same number, and one of them was dropped in silence."""
    terminals = meet("R1", "R2")
    terminals.cut()
    for label in ("R1", "R2"):
        for number in range(1000):
            if number == 500:
                terminals.restart(label)
            seat = terminals[label].shop.ordering.open_order
            seat(EVERYTHING, NewOrder(OrderType.TAKEOUT, guest_name=f"{label} {number}"))
    terminals.heal()
    for stored in terminals:
        rows = stored.shop.reads.orders.open_orders()
        assert len({row.order_id for row in rows}) == len({row.number for row in rows}) == 2000
        assert {row.guest_name for row in rows} == {f"{at} {number}" for at in ("R1", "R2") for number in range(1000)}


def test_a_cloned_disk_that_goes_on_is_noticed_and_loses_nobody_an_order(meet: Meet) -> None:
    """Failure 3: a copied database went on under the same name, and orders of one of the two were lost."""
    terminals = meet("R1", "R2")
    clone = terminals.clone("R1", "cloned")
    ours, theirs = seated(terminals["R1"], a_table(terminals["R1"])), seated(clone, a_table(clone))
    terminals.heal()
    with pytest.raises(ForeignHistory, match="another history"):
        terminals["R2"].store.receive(everything_of(clone))
    assert terminals["R2"].shop.reads.orders.sheet(ours).order_id == ours
    assert clone.shop.reads.orders.sheet(theirs).order_id == theirs
    clone.store.close()
