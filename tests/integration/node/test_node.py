"""The node as a real process beside a real store."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
from collections.abc import Callable

import pytest

from aura_terminal.domain.paper import SpoolKind, SpoolState
from aura_terminal.ports.printing import Confidence, HealthKind, Power
from sync.node.address import read_address
from sync.node.frames import LONGEST_TO_SCREEN, Frame, FrameReader, Topic
from sync.node.health import decode_health
from tests.integration.node.node_process import PATIENCE, Shop, running, wait_until

Process = subprocess.Popen[bytes]


class Screen:
    """A peer that knows the token."""

    def __init__(self, shop: Shop) -> None:
        address = shop.address()
        self.pipe = socket.create_connection(("127.0.0.1", address.port), timeout=PATIENCE)
        self._reader = FrameReader(LONGEST_TO_SCREEN)
        self._frames: list[Frame] = []
        self.say(f"token {address.token}\n".encode())

    def say(self, data: bytes) -> None:
        self.pipe.sendall(data)

    def hear(self, topic: Topic) -> Frame:
        """The next frame of a topic; what comes before is passed over."""
        while True:
            while self._frames:
                frame = self._frames.pop(0)
                if frame.topic is topic:
                    return frame
            data = self.pipe.recv(4096)
            assert data, "the node hung up"
            self._frames = self._reader.feed(data)


def test_what_is_spooled_comes_out_of_the_printer_of_its_route(shop: Shop, node: Process) -> None:
    receipt = shop.spool(SpoolKind.RECEIPT, "receipt", "Receipt R1-042")
    slip = shop.spool(SpoolKind.KITCHEN_SLIP, "kitchen", "2 x Margherita")
    drinks = shop.spool(SpoolKind.KITCHEN_SLIP, "bar", "1 x Spritz")
    for job in (receipt, slip, drinks):
        shop.wait_for(job, SpoolState.PRINTED)
    assert "Receipt R1-042" in shop.slips("front")[0]
    assert "2 x Margherita" in shop.slips("kitchen")[0]
    assert "1 x Spritz" in shop.slips("bar")[0]
    assert sorted(file.suffix for file in (shop.folder / "printed" / "front").iterdir()) == [".bin", ".png", ".txt"]


def test_a_drawer_kick_opens_the_drawer_once(shop: Shop, node: Process) -> None:
    kick = shop.spool(SpoolKind.DRAWER_KICK, "drawer", "Cash R1-042")
    shop.wait_for(kick, SpoolState.PRINTED)
    assert shop.job(kick).attempts == 1


def test_what_was_spooled_while_no_node_ran_is_printed_by_the_next(shop: Shop) -> None:
    jobs = [shop.spool(SpoolKind.KITCHEN_SLIP, "kitchen", f"{number} x Tiramisu") for number in range(5)]
    with running(shop.start_node()):
        for job in jobs:
            shop.wait_for(job, SpoolState.PRINTED)
    printed = [re.findall(r"\d x Tiramisu", slip) for slip in shop.slips("kitchen")]
    assert printed == [[f"{number} x Tiramisu"] for number in range(5)]


def test_a_screen_hears_beats_health_and_changes(shop: Shop, node: Process) -> None:
    screen = Screen(shop)
    rows = decode_health(screen.hear(Topic.HEALTH).payload)
    printers = [row.device for row in rows if row.kind is HealthKind.PRINTER]  # the drawer is heard of a moment later
    assert printers == ["front", "kitchen", "bar"]
    screen.hear(Topic.BEAT)
    shop.spool(SpoolKind.RECEIPT, "receipt", "Receipt R1-043")
    screen.say(b"spool\n")
    screen.hear(Topic.CHANGED)
    screen.pipe.close()


def test_a_screen_that_comes_later_hears_the_health_that_was_found_before(shop: Shop, node: Process) -> None:
    shop.wait_for(shop.spool(SpoolKind.RECEIPT, "receipt", "Receipt R1-044"), SpoolState.PRINTED)
    screen = Screen(shop)
    front = decode_health(screen.hear(Topic.HEALTH).payload)[0]
    assert (front.power, front.confidence, front.faults) == (Power.ONLINE, Confidence.REPORTED, ())
    screen.pipe.close()


@pytest.mark.parametrize("said", [b"token wrong\n", b"\x00" * 5000, b"stop\n", b"token"])
def test_whatever_a_stranger_says_the_node_goes_on_printing(shop: Shop, node: Process, said: bytes) -> None:
    stranger = socket.create_connection(("127.0.0.1", shop.address().port), timeout=PATIENCE)
    stranger.sendall(said)
    shop.wait_for(shop.spool(SpoolKind.RECEIPT, "receipt", "Receipt R1-045"), SpoolState.PRINTED)
    assert node.poll() is None
    stranger.close()


def ask_by_signal(shop: Shop, node: Process) -> None:
    node.send_signal(signal.SIGTERM)


def ask_by_interrupt(shop: Shop, node: Process) -> None:
    node.send_signal(signal.SIGINT)


def ask_by_closing_its_input(shop: Shop, node: Process) -> None:
    assert node.stdin is not None
    node.stdin.close()


def ask_over_the_bus(shop: Shop, node: Process) -> None:
    screen = Screen(shop)
    screen.say(b"stop\n")
    screen.pipe.close()


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such signals")
@pytest.mark.parametrize("ask", [ask_by_signal, ask_by_interrupt, ask_by_closing_its_input, ask_over_the_bus])
def test_a_node_that_is_asked_ends_in_order(shop: Shop, node: Process, ask: Callable[[Shop, Process], None]) -> None:
    ask(shop, node)
    assert node.wait(PATIENCE) == 0
    assert read_address(shop.folder) is None


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such signals")
def test_a_node_that_was_told_to_outlive_its_terminal_stays(shop: Shop) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)  # inherited by what is started now, as nohup does it
    try:
        process = shop.start_node()
    finally:
        signal.signal(signal.SIGHUP, before)
    with running(process) as node:
        shop.address()
        node.send_signal(signal.SIGHUP)
        shop.wait_for(shop.spool(SpoolKind.RECEIPT, "receipt", "Receipt R1-049"), SpoolState.PRINTED)
        assert node.poll() is None


def test_a_second_node_says_who_works_here_and_gives_up(shop: Shop, node: Process) -> None:
    with running(shop.start_node()) as second:
        _, told = second.communicate(timeout=PATIENCE)
    assert second.returncode == 3
    assert f"node already runs (process {node.pid})" in told.decode()
    assert node.poll() is None
    shop.wait_for(shop.spool(SpoolKind.RECEIPT, "receipt", "Receipt R1-046"), SpoolState.PRINTED)


def test_a_folder_without_a_store_is_refused_in_words(shop: Shop) -> None:
    (shop.folder / "store.sqlite").rename(shop.folder / "elsewhere.sqlite")
    with running(shop.start_node()) as node:
        _, told = node.communicate(timeout=PATIENCE)
    (shop.folder / "elsewhere.sqlite").rename(shop.folder / "store.sqlite")
    assert node.returncode == 2
    assert "there is no store" in told.decode()


def test_the_log_tells_the_life_of_the_node_line_by_line(shop: Shop, node: Process) -> None:
    shop.wait_for(shop.spool(SpoolKind.RECEIPT, "receipt", "Receipt R1-047"), SpoolState.PRINTED)
    ask_by_signal(shop, node)
    node.wait(PATIENCE)
    lines = [json.loads(line) for line in (shop.folder / "logs" / "node.log").read_text("utf-8").splitlines()]
    assert (lines[0]["said"], lines[-1]["said"]) == ("node_started", "node_ended")
    assert {line["process"] for line in lines} == {"node"}
    assert [line["level"] for line in lines if line["level"] not in ("INFO", "DEBUG")] == []


def test_a_node_notices_a_commit_without_being_told(shop: Shop, node: Process) -> None:
    """The worker alone would look again after five seconds; the node looks at the store four times a second."""
    shop.wait_for(shop.spool(SpoolKind.RECEIPT, "receipt", "warm"), SpoolState.PRINTED)
    kick = shop.spool(SpoolKind.DRAWER_KICK, "drawer", "Cash R1-048")
    assert wait_until(lambda: shop.job(kick).state is SpoolState.PRINTED, within=3.0)
