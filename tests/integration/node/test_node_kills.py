"""kill -9 at any moment: no kitchen slip is lost, no second copy looks like a first, no receipt or drawer doubles.

The printers live in this process, so they go on when the node dies, as printers do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from threading import Event

import pytest

from aura_terminal.app.chance import SystemClock
from aura_terminal.app.device_settings import DeviceModel, DeviceSettings
from aura_terminal.domain.paper import PrintJobId, SpoolKind, SpoolState
from aura_terminal.ports.printing import Fault
from devices.simulators.escpos_printer import SimulatedPrinter
from sync.node.address import read_address
from tests.integration.node.node_process import Shop, running, wait_until

BANNER = "POSSIBLE DUPLICATE"
SETTLED_WITHIN = 60.0


@dataclass
class Service:
    """A shop with two printers that outlive every node, and what was asked of them."""

    shop: Shop
    front: SimulatedPrinter
    kitchen: SimulatedPrinter
    slips: dict[str, PrintJobId] = field(default_factory=dict)
    receipts: dict[str, PrintJobId] = field(default_factory=dict)
    kicks: list[PrintJobId] = field(default_factory=list)

    def sell(self) -> None:
        """What one sale spools."""
        number = len(self.receipts)
        for course in (1, 2):
            slip = f"slip {number:03}-{course}"
            self.slips[slip] = self.shop.spool(SpoolKind.KITCHEN_SLIP, "kitchen", slip)
        self.kicks.append(self.shop.spool(SpoolKind.DRAWER_KICK, "drawer", f"kick {number:03}"))
        receipt = f"receipt {number:03}"
        self.receipts[receipt] = self.shop.spool(SpoolKind.RECEIPT, "receipt", receipt)
        self.front.close_drawer()

    def work_until_killed(self, chance: Random) -> None:
        """Start a node, perhaps sell while it works, and kill it: at some moment, or just when something happened."""
        with running(self.shop.start_node()) as node:
            if chance.random() < 0.1:
                Event().wait(chance.uniform(0.0, 0.8))
                return
            assert wait_until(lambda: (here := read_address(self.shop.folder)) is not None and here.pid == node.pid)
            seen = len(self.kitchen.slips), len(self.front.slips), self.front.kicks
            if chance.random() < 0.5:
                Event().wait(chance.uniform(0.0, 0.5))
                self.sell()
            match chance.choice(["slip", "receipt", "kick", "moment"]):
                case "slip":
                    self.kitchen.wait_for_slips(seen[0] + 1, within=2.0)
                case "receipt":
                    self.front.wait_for_slips(seen[1] + 1, within=2.0)
                case "kick":
                    wait_until(lambda: self.front.kicks > seen[2], within=2.0)
                case _:
                    Event().wait(chance.uniform(0.0, 0.3))

    def work_until_settled(self) -> None:
        """Let a last node do what is left."""
        with running(self.shop.start_node()):
            assert wait_until(self.is_settled, within=SETTLED_WITHIN), self.shop.store.spool_status()

    def is_settled(self) -> bool:
        status = self.shop.store.spool_status()
        undecided = [job for job in status.in_trouble if job.job.kind is SpoolKind.KITCHEN_SLIP]
        return status.waiting == 0 and not undecided

    def check(self) -> None:
        """The promises, counted on paper."""
        firsts, copies = papers(self.kitchen)
        for slip in self.slips:
            assert firsts[slip] + copies[slip] >= 1, f"{slip} never came out"
            assert firsts[slip] <= 1, f"{slip} came out {firsts[slip]} times without a warning"
        firsts, copies = papers(self.front)
        assert not copies
        for receipt, job_id in self.receipts.items():
            state = self.shop.job(job_id).state
            assert state in (SpoolState.PRINTED, SpoolState.UNCONFIRMED), f"{receipt} is {state}"
            assert firsts[receipt] == 1 or (firsts[receipt] == 0 and state is SpoolState.UNCONFIRMED), receipt
        kicks = [self.shop.job(job_id) for job_id in self.kicks]
        assert all(kick.attempts <= 1 for kick in kicks)
        opened = sum(kick.state is SpoolState.PRINTED for kick in kicks)
        assert opened <= self.front.kicks <= sum(kick.attempts for kick in kicks)
        assert self.shop.store.verify() == ()


def papers(printer: SimulatedPrinter) -> tuple[Counter[str], Counter[str]]:
    """How often each title stands on paper: without a warning, and as a possible duplicate."""
    firsts: Counter[str] = Counter()
    copies: Counter[str] = Counter()
    for slip in printer.slips:
        title = next(line.strip() for line in slip.text.splitlines() if line.strip().startswith(("slip", "receipt")))
        (copies if BANNER in slip.text else firsts)[title] += 1
    return firsts, copies


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    printers = [SimulatedPrinter(now=SystemClock().now) for _ in range(2)]
    for printer in printers:
        printer.open()
    front, kitchen = printers
    devices = [
        DeviceSettings("front", model=DeviceModel.ESCPOS, address=address_of(front), routes=("receipt", "drawer")),
        DeviceSettings("kitchen", model=DeviceModel.ESCPOS, address=address_of(kitchen), routes=("kitchen",)),
    ]
    shop = Shop(tmp_path, devices)
    yield Service(shop, front, kitchen)
    shop.store.close()
    for printer in printers:
        printer.close()


def address_of(printer: SimulatedPrinter) -> str:
    host, port = printer.address
    return f"tcp://{host}:{port}"


def serve_through_kills(service: Service, seed: int, kills: int) -> None:
    chance = Random(seed)
    for _ in range(kills):
        for _ in range(chance.randint(1, 3)):
            service.sell()
        service.work_until_killed(chance)
    service.work_until_settled()
    service.check()


def test_three_kills_lose_nothing_and_double_nothing_unmarked(service: Service) -> None:
    serve_through_kills(service, seed=1, kills=3)


@pytest.mark.campaign
@pytest.mark.parametrize("seed", range(2, 22))
def test_many_kills_lose_nothing_and_double_nothing_unmarked(service: Service, seed: int) -> None:
    serve_through_kills(service, seed, kills=25)


@pytest.mark.campaign  # it waits ten seconds for the repeat; `tests/unit/devices` tries the rule without
def test_a_slip_that_was_out_when_the_node_was_killed_comes_again_and_says_so(service: Service) -> None:
    """Killed between the paper and the note of it, for certain: the node cannot hear that the printer is done."""
    service.kitchen.leave_paper_for(1)
    service.sell()
    with running(service.shop.start_node()):
        service.shop.wait_for(service.slips["slip 000-1"], SpoolState.IN_PRINTER)
    service.kitchen.mend(Fault.PAPER_OUT)
    service.work_until_settled()
    firsts, copies = papers(service.kitchen)
    assert (firsts["slip 000-1"], copies["slip 000-1"]) == (1, 1)
    assert service.shop.job(service.slips["slip 000-1"]).state is SpoolState.REPRINTED
    service.check()
