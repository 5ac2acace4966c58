"""A terminal and AuraFlow's contract server: a day told to the cent, runs with faults, and what is refused unsent."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from decimal import Decimal
from pathlib import Path
from random import Random
from unittest.mock import patch

import pytest

from aura_terminal.app.chance import SystemClock
from aura_terminal.app.command_line import main
from aura_terminal.app.opening import opened
from aura_terminal.domain.central_sheet import CentralSheet
from aura_terminal.domain.supplies import AdjustmentKind, Supply
from aura_terminal.store.locks import Role
from aura_terminal.use_cases.supplies import Adjustment
from sync.reconcile.effects import WITHOUT_KEYS
from sync.reconcile.pushing import Pushing
from tests.campaigns.central import never_look
from tests.campaigns.offices import ground_of
from tests.support.auraflow_house import MENU, FlowHouse, FlowWorld, prepare
from tests.support.auraflow_judge import differences
from tests.support.auraflow_office import KEY, SECRET, AuraFlowOffice
from tests.support.central_round import command
from tests.support.central_terminal import Terminal
from tests.support.chance import FRIDAY_EVENING, FixedClock
from tests.support.contract_server import ContractServer
from tests.support.fault_proxy import Fault, FaultProxy
from tests.support.memory_shop import EVERYTHING
from tests.support.office_faults import OfficeRun

SECRETS = f"{KEY} {SECRET}"
SEEDS = (5, 18)
"""Two terminals whose clocks are minutes apart; one that takes over twice in an outage."""


@pytest.fixture
def office() -> AuraFlowOffice:
    made = AuraFlowOffice(SystemClock())
    for name, price, category, sizes in MENU:
        made.add_product(name, price, category, sizes=sizes)
    made.add_customer("John Doe", phone="+49 30 555001", lifecycle_stage="vip", total_purchases=15)
    return made


@pytest.fixture
def server(office: AuraFlowOffice) -> Iterator[ContractServer]:
    with office.serve() as served:
        yield served


def test_a_day_is_told_to_the_cent_and_a_second_round_sends_nothing(
    office: AuraFlowOffice, server: ContractServer, tmp_path: Path
) -> None:
    folder = tmp_path / "shop"
    command(
        "init", "--store", "Trattoria", "--shop", "empty", "--currency", "USD", "--zone", "UTC", "--central",
        "auraflow", "--url", f"{server.url}/v1", "--secret-stdin", "--data", folder, secret=SECRETS,
    )  # fmt: skip
    sold = command("simulate", "--orders", 8, "--seed", 3, "--data", folder)
    rounds = [command("sync", "--once", "--data", folder) for _ in range(2)]
    assert sold["orders"] == 8
    assert [(one["pending"], one["parked"]) for one in rounds] == [(0, 0), (0, 0)]
    assert len([one for one in server.writes() if one.path == "/v1/transactions"]) == 8
    with opened(folder, Role.TOOL) as at_home:
        assert differences(at_home.store, office) == []
        sheets = {one.report: one for one in at_home.store.central_book.picture.documents(CentralSheet)}
    assert rounds[1]["sent"] == 0
    assert (server.violations, server.overruns) == ([], [])
    assert {"sales", "transactions", "top_products"} >= set(sheets) >= {"sales"}


def test_its_sales_report_stands_beside_ours_with_what_it_was_told(tmp_path: Path) -> None:
    clock, ground = FixedClock(FRIDAY_EVENING), ground_of("auraflow")
    world = FlowWorld(clock)
    prepare(tmp_path / "R1", "R1", clock, 1, "")
    with world.server as served:
        terminal = Terminal(tmp_path / "R1", served.url, "", clock, 1, WITHOUT_KEYS, speaks=ground.speaks)
        terminal.tokens.update(ground.tokens)
        terminal.open()
        try:
            assert terminal.run(3600)
            house = FlowHouse.at(terminal, Random(1))
            for _ in range(3):
                house.sell()
                terminal.pass_time(60)
            assert terminal.run(3600)
            terminal.courier.pull_again(terminal.now)
            assert terminal.run(3600)
            picture = terminal.stored.store.central_book.picture
            sheets = {one.report: one for one in picture.documents(CentralSheet)}
        finally:
            terminal.close()
    sales = {one.name: one.value for one in sheets["sales"].figures}
    assert (sales["total_sales"], sales["total_transactions"]) == (f"{world.office.turnover():.2f}", "3")
    assert [one.day for one in sheets["sales"].rows] == [FRIDAY_EVENING.date()]
    assert {one.name: one.value for one in sheets["transactions"].figures}["turnover"] == sales["total_sales"]
    assert sheets["top_products"].rows[0].dish in {name for name, *_ in MENU}
    assert served.violations == []


def test_test_keys_at_the_live_address_are_refused_before_anything_is_sent(tmp_path: Path) -> None:
    said = io.StringIO()
    words = [
        "init", "--store", "Trattoria", "--shop", "empty", "--currency", "USD", "--zone", "UTC", "--central",
        "auraflow", "--url", "https://api.auraflowpos.com/v1", "--secret-stdin", "--data", str(tmp_path / "shop"),
    ]  # fmt: skip
    secret = io.StringIO("pk_test_1 sk_test_2\n")
    with redirect_stdout(said), redirect_stderr(said), patch("sys.stdin", secret):
        assert main(words) == 2
    assert "keys of the sandbox" in said.getvalue()
    assert "pk_test_1" not in said.getvalue()


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_lost_and_nothing_comes_twice(seed: int, tmp_path: Path) -> None:
    outcome = OfficeRun(ground_of("auraflow"), tmp_path / "life", seed).play()
    assert outcome.wrong == []
    assert outcome.faults


def test_a_sale_that_is_sent_again_without_looking_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Pushing, "_is_doubtful", Pushing._is_doubtful)  # and put back after the test
    never_look()
    outcome = OfficeRun(ground_of("auraflow"), tmp_path / "life", 2).play()
    assert any("there 2 times" in one or "there 3 times" in one for one in outcome.wrong)


def test_an_adjustment_nobody_can_look_for_waits_for_a_person_who_has_looked(tmp_path: Path) -> None:
    clock, ground = FixedClock(FRIDAY_EVENING), ground_of("auraflow")
    office = AuraFlowOffice(clock, hides_notes=True)
    office.add_product("Espresso", "3.50", stock=100)
    office.movements.append({"id": "mov_1", "product_id": "prod_101", "adjustment": 1, "reason": "Delivery"})
    faults: list[Fault] = []
    with office.serve() as served:
        proxy = FaultProxy(
            served.address, lambda method, path: faults.pop() if "adjust" in path and faults else Fault.NONE
        )
        proxy.open()
        prepare(tmp_path / "R1", "R1", clock, 1, "")
        terminal = Terminal(tmp_path / "R1", proxy.url, "", clock, 1, WITHOUT_KEYS, speaks=ground.speaks)
        terminal.tokens.update(ground.tokens)
        terminal.open()
        try:
            assert terminal.run(3600)
            shop, supply = terminal.stored.shop, terminal.stored.store.central_book.picture.documents(Supply)[0]
            faults.append(Fault.DROP_AFTER)
            shop.supplies.adjust(EVERYTHING, Adjustment(supply.id, AdjustmentKind.WASTE, Decimal(4)))
            terminal.courier.committed(terminal.now)
            terminal.run(3600)
            parked = terminal.stored.store.reads.central.centre(5)
            assert [(row.kind, row.refused.problem) for row in parked] == [("supply_adjustment", "unsure")]
            assert office.products["prod_101"]["stock"] == 96
            shop.centrals.link(EVERYTHING, parked[0].record, parked[0].step, "mov_2")
            terminal.courier.committed(terminal.now)
            terminal.run(3600)
            assert terminal.stored.store.reads.central.centre(5) == ()
            assert office.products["prod_101"]["stock"] == 96
        finally:
            terminal.close()
            proxy.close()
    assert served.violations == []
