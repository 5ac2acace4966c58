"""What a drill pulls is really pulled, comes back, and exists in training alone."""

from __future__ import annotations

import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from shiboken6 import delete

from aura_terminal.app.central_settings import CentralName, CentralSettings
from aura_terminal.app.devices import DEMO_DEVICES, build_devices
from aura_terminal.app.drills.cable import HOST, Cable
from aura_terminal.app.drills.hands import TrainingHands
from aura_terminal.app.drills.office import EMAIL, PracticeOffice
from aura_terminal.app.node_drill import LONGEST, TRY_AGAIN, NodeDrill
from aura_terminal.app.settings import Settings
from aura_terminal.app.supervisor import NodeSupervisor
from aura_terminal.app.training_folder import MARK
from sync.node.central_words import CentralState
from sync.node.frames import Frame, Topic
from sync.reconcile.effects import Link
from tests.support.chance import FixedClock

WAIT = 5.0


def heard(port: int) -> bytes:
    """What comes back from a port for a word; nothing where nobody answers."""
    try:
        with socket.create_connection((HOST, port), timeout=WAIT) as line:
            line.sendall(b"word")
            return line.recv(4)
    except OSError:
        return b""


def test_a_pulled_cable_drops_what_is_there_and_what_comes_until_it_is_mended() -> None:
    with socket.create_server((HOST, 0)) as far:
        cable = Cable(*far.getsockname()[:2])
        with socket.create_connection((HOST, cable.port), timeout=WAIT) as line:
            end, _ = far.accept()
            line.sendall(b"before")
            assert end.recv(6) == b"before"
            cable.pull()
            assert line.recv(1) == b""
            assert end.recv(1) == b""
            end.close()
        assert heard(cable.port) == b""
        cable.mend()
        with socket.create_connection((HOST, cable.port), timeout=WAIT) as line:
            far.settimeout(WAIT)
            for _ in range(2):  # one may have come and gone while it was pulled
                end, _ = far.accept()
                line.sendall(b"after")
                told = end.recv(5)
                end.close()
                if told:
                    break
            assert told == b"after"
        with socket.create_server((HOST, 0)) as other:
            cable.lead_to(*other.getsockname()[:2])
            with socket.create_connection((HOST, cable.port), timeout=WAIT) as line:
                other.settimeout(WAIT)
                end, _ = other.accept()
                end.sendall(b"there")
                assert line.recv(5) == b"there"
                end.close()
        port = cable.port
        cable.close()
        cable.close()
        again = Cable(HOST, 0, port)
        assert again.port == port
        again.close()
        assert heard(cable.port) == b""


def test_a_printer_without_power_refuses_and_has_it_again_when_it_is_over(tmp_path: Path) -> None:
    clock = FixedClock()
    devices = build_devices(DEMO_DEVICES, tmp_path, clock)
    kitchen = next(device for device in devices if device.name == "kitchen")
    for device in devices:
        device.begin_simulation()
    drill = NodeDrill(devices, clock)
    assert kitchen.station.simulator is not None

    def is_on() -> bool:
        assert kitchen.station.simulator is not None
        try:
            socket.create_connection(kitchen.station.simulator.address, timeout=WAIT).close()
        except OSError:
            return False
        return True

    assert is_on()
    drill.hear(Frame(Topic.DRILL, "kitchen"))
    assert not is_on()
    drill.hear(Frame(Topic.SPOOL))
    assert not is_on()
    drill.hear(Frame(Topic.DRILL, ""))
    assert is_on()
    drill.hear(Frame(Topic.DRILL, "kitchen"))
    clock.advance(seconds=int(LONGEST) + 1)
    drill.tick()
    assert is_on()
    for device in devices:
        device.end_simulation()


def test_a_printer_whose_port_was_taken_meanwhile_has_its_power_again_once_it_is_free(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    clock = FixedClock()
    devices = build_devices(DEMO_DEVICES, tmp_path, clock)
    kitchen = next(device for device in devices if device.name == "kitchen")
    assert kitchen.station.simulator is not None
    for device in devices:
        device.begin_simulation()
    drill = NodeDrill(devices, clock)
    drill.hear(Frame(Topic.DRILL, "kitchen"))
    address = kitchen.station.simulator.address
    with socket.create_server(address):
        drill.hear(Frame(Topic.DRILL, ""))
        drill.hear(Frame(Topic.DRILL, "bar"))
        drill.tick()
    clock.advance(seconds=int(TRY_AGAIN) + 1)
    drill.tick()
    socket.create_connection(address, timeout=WAIT).close()
    assert "drill_printer_stays_off" in caplog.text
    caplog.clear()
    for device in devices:
        device.end_simulation()


def test_nobody_can_pull_anything_outside_training(tmp_path: Path, qapp: QApplication) -> None:
    supervisor = NodeSupervisor(tmp_path, FixedClock())
    with pytest.raises(ValueError, match="training"):
        TrainingHands(tmp_path, Settings(), supervisor)
    (tmp_path / MARK).touch()
    hands = TrainingHands(tmp_path, Settings(), supervisor)
    assert hands.pulled_printer() == ""
    hands.neighbour.close()
    hands.office.close()
    delete(hands)
    delete(supervisor)


def state(
    rounds: int, *, pending: int = 0, link: Link = Link.ONLINE, confirmed: datetime | None = None
) -> CentralState:
    """What a node says of the practice back office."""
    return CentralState("auraconnect", link, pending=pending, rounds=rounds, last_confirmed=confirmed)


def test_a_back_office_that_is_known_is_ready_after_a_round_and_caught_up_after_a_word_since_it_was_mended(
    tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / MARK).touch()
    supervisor = NodeSupervisor(tmp_path, FixedClock())
    with socket.create_server((HOST, 0)) as free:
        port = free.getsockname()[1]
    known = CentralSettings(CentralName.AURACONNECT, f"http://{HOST}:{port}", EMAIL)
    served: list[tuple[str, ...]] = []
    monkeypatch.setattr(PracticeOffice, "_run", lambda self, process, *words: served.append(words))
    office = PracticeOffice(tmp_path, Settings(centrals=(known,)), supervisor)
    assert [words[:3] for words in served] == [("central", "--bind", HOST)]
    heard_of: list[str] = []
    office.ready.connect(lambda: heard_of.append("ready"))
    office.caught_up.connect(lambda: heard_of.append("caught up"))
    office.begin()
    for each in (state(0), state(1, pending=2), state(1, link=Link.OFFLINE)):
        supervisor.centrals_changed.emit((each,))
    assert heard_of == []
    supervisor.centrals_changed.emit((state(1),))
    assert heard_of == ["ready"]
    office.pull()
    assert heard(port) == b""
    office.mend()
    now = datetime.now(UTC)
    early, late = now - timedelta(minutes=1), now + timedelta(minutes=1)
    for each in (state(1, confirmed=early), state(2, confirmed=late, pending=1)):
        supervisor.centrals_changed.emit((each,))
    assert heard_of == ["ready"]
    supervisor.centrals_changed.emit((state(2, confirmed=late),))
    assert heard_of == ["ready", "caught up"]
    office.close()
    office.close()
    delete(office)
    delete(supervisor)
