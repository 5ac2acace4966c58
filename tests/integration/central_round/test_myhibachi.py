"""A terminal and MyHibachi's contract server: a day of bookings told once, and a second round that sends nothing."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from random import Random

from aura_terminal.app.chance import SystemClock
from aura_terminal.app.opening import opened
from aura_terminal.domain.central_sheet import CentralSheet
from aura_terminal.store.locks import Role
from tests.support.central_round import command
from tests.support.contract_server import ContractServer
from tests.support.myhibachi_house import HibachiWorld, Host
from tests.support.myhibachi_judge import differences
from tests.support.myhibachi_server import EMAIL, PASSWORD

ACTS = 25


def told_of(server: ContractServer) -> int:
    """How many requests changed something there, signing in apart."""
    return len([one for one in server.writes() if "/auth/" not in one.path])


def test_a_day_of_bookings_is_told_once_and_a_second_round_sends_nothing(tmp_path: Path) -> None:
    clock, chance, folder = SystemClock(), Random("a day at the grill"), tmp_path / "shop"
    world = HibachiWorld(clock)
    office, server = world.office, world.server
    office.book.add_customer("Jane Smith", "555-987-6543", tier="silver", dietary=["shellfish"])
    with office:
        command(
            "init", "--store", "Grill", "--shop", "demo", "--currency", "USD", "--zone", "UTC", "--central",
            "myhibachi", "--url", server.url, "--user", EMAIL, "--secret-stdin", "--data", folder, secret=PASSWORD,
        )  # fmt: skip
        first = command("sync", "--once", "--data", folder)
        with opened(folder, Role.TOOL) as at_home:
            host = Host(at_home.shop, clock, chance)
            done = sum(host.act() for _ in range(ACTS))
        for _ in range(4):
            world.change(chance)
        rounds = [command("sync", "--once", "--data", folder) for _ in range(2)]
        told = told_of(server)
        rounds.append(command("sync", "--once", "--data", folder))
        today = clock.now().date()
        with opened(folder, Role.TOOL) as at_home:
            assert differences(at_home.store, office, today) == []
            sheets = [one.report for one in at_home.store.central_book.picture.documents(CentralSheet)]
            days = [at_home.store.reads.tables.reservations(today + timedelta(days=day)) for day in range(20)]
        assert done >= ACTS - 3
        assert any(days)
        assert sheets == ["analytics"]
        assert [(one["pending"], one["parked"]) for one in (first, *rounds)] == [(0, 0)] * 4
        assert told_of(server) == told
        assert (server.violations, server.overruns) == ([], [])
