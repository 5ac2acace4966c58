"""The evening a demo restaurant begins with: guests in the house, food under way, and nothing that waits for paper."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from pathlib import Path

from aura_terminal.app.chance import SystemClock
from aura_terminal.app.commands.set_up import set_up
from aura_terminal.app.demo_evening import begin_evening
from aura_terminal.app.new_shop import demo_shop
from aura_terminal.app.opening import opened
from aura_terminal.domain.paper import SpoolState
from aura_terminal.store.driver import sqlite
from aura_terminal.store.folders import store_file
from aura_terminal.store.locks import Role


def test_no_slip_of_an_evening_that_was_invented_waits_for_paper(tmp_path: Path) -> None:
    set_up(tmp_path, "R1", demo_shop())
    orders = begin_evening(tmp_path)
    with opened(tmp_path, Role.SCREEN) as store:
        reads, status = store.shop.reads, store.store.spool_status()
        tickets = reads.kitchen.live(None)
        assert len(reads.orders.open_orders()) == orders
        assert SystemClock().now() - min(ticket.fired_at for ticket in tickets) > timedelta(minutes=10)
        assert (status.waiting, status.in_trouble) == (0, ())
    with closing(sqlite.connect(store_file(tmp_path))) as raw:
        asked = "SELECT ticket_id, state FROM spool_jobs WHERE kind = 'kitchen_slip'"
        slips = dict(raw.execute(asked).fetchall())
    assert slips == dict.fromkeys((ticket.ticket_id for ticket in tickets), SpoolState.PRINTED.value)
