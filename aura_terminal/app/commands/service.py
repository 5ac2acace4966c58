"""`simulate`: an invented service through the use cases, acknowledged line by line."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import TextIO

from aura_terminal.app.chance import SeededIds, ServiceClock, SystemClock, SystemIds
from aura_terminal.app.command_line import FINE, Call, WrongUse
from aura_terminal.app.opening import opened
from aura_terminal.app.simulation import INVENTED_STAFF, Service, Sums, Told
from aura_terminal.domain.money import Money
from aura_terminal.ports.chance import Clock, Ids
from aura_terminal.store.locks import Role

FIRST_GUEST = datetime(2026, 6, 5, 9, 0, tzinfo=UTC)
MINUTE = 60.0


def simulate(call: Call) -> int:
    """Serve invented guests until so many orders are settled; on a new store the same seed serves the same guests.

    The service has a clock and ids of its own, which the seed decides; with `--now` it runs on this machine's, so that
    a node beside it prints what comes.
    """
    asked = call.arguments
    if asked.orders < 1 or asked.rate < 0:
        raise WrongUse(f"--orders {asked.orders} --rate {asked.rate}: name at least 1 order and no rate below 0.")
    start, facts = _where_the_store_stands(call.folder)
    service_clock = ServiceClock(start)
    clock: Clock = SystemClock() if asked.now else service_clock
    ids: Ids = SystemIds() if asked.now else SeededIds(service_clock, Random(f"ids {asked.seed} {facts}"))
    with ExitStack() as stack:
        shop = stack.enter_context(opened(call.folder, Role.SCREEN, clock, ids)).shop
        if not shop.reads.menu.categories():
            raise WrongUse(f"The store in {call.folder} sells nothing; set one up with --shop demo or a menu file.")
        tell = _telling(stack.enter_context(open(asked.acks, "a", encoding="utf-8"))) if asked.acks else _silence
        chance = Random(f"guests {asked.seed} {facts}")
        sums = Service(shop, INVENTED_STAFF, chance, _paced(tell, asked.rate), service_clock.advance).run(asked.orders)
    call.report(asdict(sums), _words(sums))
    return FINE


def _where_the_store_stands(folder: Path) -> tuple[datetime, int]:
    """When the next service begins, the morning after the last order, and how many facts there are (0 when new)."""
    with opened(folder, Role.TOOL) as store:
        orders = store.shop.reads.orders
        seen = [row.opened_at for row in (*orders.recent(1), *orders.open_orders())]
        if not seen:
            return FIRST_GUEST, 0
        morning = (max(seen) + timedelta(days=1)).replace(hour=FIRST_GUEST.hour, minute=0, second=0, microsecond=0)
        return morning, store.shop.reads.store.status(morning).facts


def _silence(_: Told) -> None:
    """Nobody asked to be told."""


def _telling(file: TextIO) -> Callable[[Told], None]:
    def tell(told: Told) -> None:
        file.write(json.dumps(asdict(told)) + "\n")
        file.flush()

    return tell


def _paced(tell: Callable[[Told], None], orders_a_minute: int) -> Callable[[Told], None]:
    """Tell, and after each settled order wait as long as the rate asks for."""
    if orders_a_minute == 0:
        return tell

    def tell_and_wait(told: Told) -> None:
        tell(told)
        if told.event == "paid":
            time.sleep(MINUTE / orders_a_minute)

    return tell_and_wait


def _words(sums: Sums) -> str:
    total = Money(sums.total_minor, sums.currency).plain()
    return f"{sums.orders} orders settled with {sums.payments} payments: {total} {sums.currency}."
