"""The screen's watch over its node, with a bare node on the real bus: real processes, real sockets, real kills."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QIODevice
from PySide6.QtNetwork import QHostAddress, QTcpServer
from pytestqt.qtbot import QtBot

from aura_terminal.app.chance import SystemClock
from aura_terminal.app.supervisor import LARGEST_LAST_WORDS, NodeSupervisor, last_words
from aura_terminal.view_models.status import NodeState
from sync.node.address import NodeAddress, read_address, write_address

BARE_NODE = Path(__file__).parent / "bare_node.py"
ROOT = Path(__file__).parents[3]
PATIENCE = 20_000
NOTICED_WITHIN = 2.0


def bare_node(folder: Path) -> tuple[str, ...]:
    return (sys.executable, str(BARE_NODE), str(folder))


class Watch:
    """A supervisor and everything it said."""

    def __init__(self, qtbot: QtBot, folder: Path, command: tuple[str, ...] | None = None) -> None:
        self.folder = folder
        self._qtbot = qtbot
        self.supervisor = NodeSupervisor(folder, SystemClock(), command=command or bare_node(folder))
        self.states: list[NodeState] = []
        self.supervisor.state_changed.connect(self.states.append)

    @property
    def state(self) -> NodeState:
        return self.supervisor.state

    @property
    def pid(self) -> int:
        pid = self.supervisor.node_pid
        assert pid is not None
        return pid

    def wait_for(self, state: NodeState, within: int = PATIENCE) -> None:
        self._qtbot.waitUntil(lambda: self.state is state, timeout=within)

    def wait_for_restarts(self, restarts: int) -> None:
        self._qtbot.waitUntil(lambda: self.supervisor.restarts >= restarts, timeout=PATIENCE)


@pytest.fixture(autouse=True)
def project_can_be_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


@pytest.fixture
def watch(qtbot: QtBot, tmp_path: Path) -> Iterator[Watch]:
    watch = Watch(qtbot, tmp_path)
    watch.supervisor.start()
    yield watch
    watch.supervisor.stop()


@contextmanager
def node_of_its_own(folder: Path) -> Iterator[int]:
    """A node that somebody else started; answers its pid."""
    with subprocess.Popen(bare_node(folder), stdin=subprocess.PIPE) as process:
        deadline = time.monotonic() + PATIENCE / 1000
        while read_address(folder) is None and time.monotonic() < deadline and process.poll() is None:
            os.sched_yield()
        yield process.pid
        process.kill()


def exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_node_is_started_and_ended_with_the_screen(watch: Watch) -> None:
    assert watch.state is NodeState.STARTING
    watch.wait_for(NodeState.RUNNING)
    pid = watch.pid
    watch.supervisor.stop()
    assert not exists(pid)
    assert read_address(watch.folder) is None, "it was ended in order, not by force"
    assert watch.states == [NodeState.RUNNING]


def test_a_killed_node_is_reported_within_two_seconds_and_runs_again_by_itself(watch: Watch) -> None:
    watch.wait_for(NodeState.RUNNING)
    first = watch.pid
    os.kill(first, signal.SIGKILL)
    killed = time.monotonic()
    watch.wait_for(NodeState.STOPPED)
    assert time.monotonic() - killed < NOTICED_WITHIN
    watch.wait_for(NodeState.RUNNING)
    assert watch.pid != first
    assert watch.states == [NodeState.RUNNING, NodeState.STOPPED, NodeState.RUNNING]
    assert watch.supervisor.restarts == 1


def test_a_node_killed_again_and_again_comes_back_every_time(watch: Watch) -> None:
    for restarts in range(1, 4):
        watch.wait_for(NodeState.RUNNING)
        os.kill(watch.pid, signal.SIGKILL)
        watch.wait_for(NodeState.STOPPED)
        watch.wait_for_restarts(restarts)
    watch.wait_for(NodeState.RUNNING)


@pytest.mark.skipif(os.name != "posix", reason="only POSIX can freeze a process")
def test_a_frozen_node_is_reported_within_two_seconds_and_greeted_when_it_thaws(watch: Watch) -> None:
    watch.wait_for(NodeState.RUNNING)
    pid = watch.pid
    os.kill(pid, signal.SIGSTOP)
    frozen = time.monotonic()
    watch.wait_for(NodeState.STOPPED)
    assert time.monotonic() - frozen < NOTICED_WITHIN
    os.kill(pid, signal.SIGCONT)
    watch.wait_for(NodeState.RUNNING)
    assert (watch.pid, watch.supervisor.restarts) == (pid, 0)


@pytest.mark.skipif(os.name != "posix", reason="only POSIX can freeze a process")
def test_a_node_that_stays_frozen_is_replaced(watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aura_terminal.app.supervisor.ANSWER_WITHIN", 300)
    watch.wait_for(NodeState.RUNNING)
    frozen = watch.pid
    os.kill(frozen, signal.SIGSTOP)
    watch.wait_for(NodeState.STOPPED)
    watch.wait_for(NodeState.RUNNING)
    assert watch.pid != frozen
    assert not exists(frozen)


def test_a_nudge_reaches_the_node_and_its_answer_the_screen(watch: Watch, qtbot: QtBot) -> None:
    watch.wait_for(NodeState.RUNNING)
    with qtbot.waitSignal(watch.supervisor.changed, timeout=PATIENCE):
        watch.supervisor.nudge_spool()


def test_a_nudge_without_a_node_is_forgotten(qtbot: QtBot, tmp_path: Path) -> None:
    watch = Watch(qtbot, tmp_path)
    watch.supervisor.nudge_spool()
    watch.supervisor.stop()
    assert watch.states == []


def test_the_health_of_devices_is_heard_when_the_node_is_met(qtbot: QtBot, tmp_path: Path) -> None:
    watch = Watch(qtbot, tmp_path)
    with qtbot.waitSignal(watch.supervisor.health, timeout=PATIENCE) as heard:
        watch.supervisor.start()
    watch.supervisor.stop()
    assert heard.args == [()]
    assert watch.supervisor.devices == ()


def test_a_screen_attaches_to_the_node_that_is_there_and_leaves_it_running(qtbot: QtBot, tmp_path: Path) -> None:
    with node_of_its_own(tmp_path) as pid:
        watch = Watch(qtbot, tmp_path)
        watch.supervisor.start()
        watch.wait_for(NodeState.RUNNING)
        assert watch.supervisor.node_pid is None
        watch.supervisor.stop()
        assert exists(pid)


def test_a_screen_starts_a_node_when_the_one_it_was_attached_to_is_gone(qtbot: QtBot, tmp_path: Path) -> None:
    with node_of_its_own(tmp_path) as pid:
        watch = Watch(qtbot, tmp_path)
        watch.supervisor.start()
        watch.wait_for(NodeState.RUNNING)
        os.kill(pid, signal.SIGKILL)
        watch.wait_for(NodeState.STOPPED)
        watch.wait_for(NodeState.RUNNING)
        assert watch.supervisor.node_pid is not None
        watch.supervisor.stop()


def test_the_address_of_a_node_long_gone_delays_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    gone = NodeAddress(1, 1, "2026-05-31T10:00:00+00:00", "0.1.0", "stale")
    write_address(tmp_path, gone)
    watch = Watch(qtbot, tmp_path)
    watch.supervisor.start()
    watch.wait_for(NodeState.RUNNING)
    assert read_address(tmp_path) != gone
    watch.supervisor.stop()


def test_a_stranger_on_the_old_port_is_not_taken_for_a_node(qtbot: QtBot, tmp_path: Path) -> None:
    stranger = QTcpServer()
    stranger.newConnection.connect(lambda: stranger.nextPendingConnection().write(b"HTTP/1.1 400 Bad Request\r\n"))
    assert stranger.listen(QHostAddress(QHostAddress.SpecialAddress.LocalHost))
    write_address(tmp_path, NodeAddress(stranger.serverPort(), 1, "2026-05-31T10:00:00+00:00", "0.1.0", "stale"))
    watch = Watch(qtbot, tmp_path)
    watch.supervisor.start()
    watch.wait_for(NodeState.RUNNING)
    assert watch.supervisor.node_pid is not None
    watch.supervisor.stop()
    stranger.close()


@pytest.mark.parametrize(
    "command",
    [("/nowhere/python", "-m", "node"), (sys.executable, "-c", "raise SystemExit(2)")],
    ids=["no program", "dies"],
)
def test_a_node_that_cannot_start_is_tried_again_and_again(
    qtbot: QtBot, tmp_path: Path, command: tuple[str, ...]
) -> None:
    watch = Watch(qtbot, tmp_path, command)
    watch.supervisor.start()
    watch.wait_for_restarts(3)
    assert watch.state is NodeState.STOPPED
    assert watch.states == [NodeState.STOPPED], "said once, since nothing changed"
    watch.supervisor.stop()


def test_a_folder_that_cannot_be_written_is_tried_again_and_again(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("in the way of the folder")
    watch = Watch(qtbot, tmp_path)
    watch.supervisor.start()
    watch.wait_for(NodeState.STOPPED)
    (tmp_path / "logs").unlink()
    watch.wait_for(NodeState.RUNNING)
    watch.supervisor.stop()


def test_last_words_that_fill_a_file_give_way_to_new_ones(tmp_path: Path) -> None:
    file, mode = last_words(tmp_path)
    assert mode is QIODevice.OpenModeFlag.Append
    Path(file).write_bytes(b"x" * (LARGEST_LAST_WORDS + 1))
    assert last_words(tmp_path) == (file, QIODevice.OpenModeFlag.Truncate)


def test_what_a_dying_node_said_is_kept(qtbot: QtBot, tmp_path: Path) -> None:
    watch = Watch(qtbot, tmp_path, (sys.executable, "-c", "raise SystemExit('the disk is gone')"))
    watch.supervisor.start()
    watch.wait_for(NodeState.STOPPED)
    watch.supervisor.stop()
    assert "the disk is gone" in (tmp_path / "logs" / "node-last-words.txt").read_text()


def test_a_screen_that_ends_while_its_node_starts_leaves_none_behind(qtbot: QtBot, tmp_path: Path) -> None:
    watch = Watch(qtbot, tmp_path)
    watch.supervisor.start()
    qtbot.waitUntil(lambda: watch.supervisor.node_pid is not None, timeout=PATIENCE)
    pid = watch.pid
    watch.supervisor.stop()
    assert not exists(pid)


def test_what_the_node_says_of_other_terminals_reaches_the_screen(qtbot: QtBot, watch: Watch) -> None:
    with qtbot.waitSignal(watch.supervisor.peers_changed, timeout=PATIENCE) as told:
        watch.wait_for(NodeState.RUNNING)
    assert told.args is not None
    assert told.args[0].connected == ("R2",)
    assert watch.supervisor.neighbourhood == told.args[0]


def test_what_is_said_and_asked_here_reaches_the_node(qtbot: QtBot, watch: Watch) -> None:
    supervisor = watch.supervisor
    watch.wait_for(NodeState.RUNNING)
    with qtbot.waitSignal(supervisor.presence_changed, timeout=PATIENCE) as told:
        supervisor.say_presence("o-1", "Ana", "paying")
    assert told.args is not None
    assert [(each.order_id, each.staff, each.doing.value) for each in told.args[0]] == [("o-1", "Ana", "paying")]
    with qtbot.waitSignal(supervisor.presence_changed, timeout=PATIENCE) as told:
        supervisor.say_presence("o-1", "", "")
    assert told.args == [()]
    with qtbot.waitSignal(supervisor.pairing_ended, timeout=PATIENCE) as asked:
        supervisor.ask_token("o-1", "R2")
    assert asked.args == ["asked", "o-1 R2"]
    with qtbot.waitSignal(supervisor.code_shown, timeout=PATIENCE) as shown:
        supervisor.show_pairing_code()
    assert shown.args == ["7K2QD-0XV9M", 300, 47810]
    with qtbot.waitSignal(supervisor.changed, timeout=PATIENCE):
        supervisor.nudge_facts()
    with qtbot.waitSignal(supervisor.pairing_ended, timeout=PATIENCE) as felt:
        supervisor.nudge_touch()
    assert felt.args == ["touched", ""]
