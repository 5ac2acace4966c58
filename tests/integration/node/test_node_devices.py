"""A real node process beside a real store: detours, health in the journal, and questions over the bus."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from aura_terminal.app.device_settings import DeviceModel, DeviceSettings
from aura_terminal.domain.paper import SpoolKind, SpoolState
from sync.node.device_words import Act, DeviceAnswer, DeviceAsk, Outcome, decode_answer, encode_ask
from sync.node.frames import LONGEST_TO_SCREEN, Frame, FrameReader, Topic, encode_frame
from tests.integration.node.node_process import PATIENCE, Shop, running, wait_until

NOWHERE = "serial:/dev/no-printer-is-here"
GRILL = DeviceSettings("grill", model=DeviceModel.ESCPOS, address=NOWHERE, routes=("grill",), backups=("bar",))
BAR = DeviceSettings("bar", routes=("bar", "drawer"))


class Bus:
    """A screen's end of the bus, by hand."""

    def __init__(self, shop: Shop) -> None:
        address = shop.address()
        self._pipe = socket.create_connection(("127.0.0.1", address.port), timeout=PATIENCE)
        self._reader = FrameReader(LONGEST_TO_SCREEN)
        self._pipe.sendall(encode_frame(Frame(Topic.TOKEN, address.token)))

    def ask(self, act: Act, *, device: str = "", model: str = "", address: str = "") -> DeviceAnswer:
        """Ask, and wait for the answer to it."""
        ask = DeviceAsk(act.value, act, device, model, address)
        self._pipe.sendall(encode_frame(Frame(Topic.DEVICE, encode_ask(ask))))
        while True:
            for frame in self._reader.feed(self._pipe.recv(65536)):
                if frame.topic is Topic.ANSWER:
                    return decode_answer(frame.payload)

    def close(self) -> None:
        self._pipe.close()


def wait(condition: Callable[[], bool]) -> None:
    assert wait_until(condition)


UNDER_WAY = frozenset({SpoolState.QUEUED, SpoolState.SENDING, SpoolState.HELD})


def opened(shop: Shop, bus: Bus) -> bool:
    """Whether the drawer says that it is open; told to open again once a busy machine gave the last kick up."""
    if not shop.jobs or shop.job(shop.jobs[-1]).state not in UNDER_WAY:
        shop.spool(SpoolKind.DRAWER_KICK, "drawer", "No sale")
    return bus.ask(Act.READ, device="bar").drawer == "open"


def test_a_dead_kitchen_printer_is_gone_round_and_everybody_can_read_it(tmp_path: Path) -> None:
    shop = Shop(tmp_path, (GRILL, BAR))
    with running(shop.start_node()):
        slip = shop.spool(SpoolKind.KITCHEN_SLIP, "grill", "Table 7")
        shop.wait_for(slip, SpoolState.REDIRECTED)
        wait(lambda: len(shop.slips("bar")) == 1)
        assert "REDIRECTED FROM GRILL" in shop.slips("bar")[0]
        wait(lambda: len(shop.store.paper.detours()) == 1)
        (detour,) = shop.store.paper.detours()
        assert (detour.id, detour.to) == ("R1/grill", "bar")
        assert "/dev/no-printer-is-here" in detour.reason
        wait(lambda: any(state.device == "grill" and state.faults for state in shop.store.paper.states()))
        second = shop.spool(SpoolKind.KITCHEN_SLIP, "grill", "Table 8")
        shop.wait_for(second, SpoolState.REDIRECTED)
    with running(shop.start_node()):  # a detour outlives the node
        third = shop.spool(SpoolKind.KITCHEN_SLIP, "grill", "Table 9")
        shop.wait_for(third, SpoolState.REDIRECTED)
        wait(lambda: len(shop.slips("bar")) == 3)
    shop.store.close()


def test_devices_answer_over_the_bus(tmp_path: Path) -> None:
    shop = Shop(tmp_path, (GRILL, BAR))
    with closing(shop.store), running(shop.start_node()), closing(Bus(shop)) as bus:
        read = bus.ask(Act.READ, device="bar")
        assert (read.outcome, read.words, read.drawer) == (Outcome.DONE, "Ready: it answers, and has paper.", "closed")
        wait(lambda: opened(shop, bus))
        dead = bus.ask(Act.READ, device="grill")
        assert dead.outcome is Outcome.FAILED
        assert "there is no such line" in dead.words
        assert bus.ask(Act.TRY, device="grill").outcome is Outcome.DONE
        assert bus.ask(Act.TRY, device="cellar").words == "There is no device cellar here."
        nobody = bus.ask(Act.IDENTIFY, address=NOWHERE)
        assert nobody.outcome is Outcome.FAILED
        wrong = bus.ask(Act.SAMPLE, address="tcp://till:port", model="escpos")
        assert "no address of a printer" in wrong.words
