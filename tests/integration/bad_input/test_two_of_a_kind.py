"""A second screen or node on one folder, and a restore under a running terminal: refused, and the holder is named."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from signal import SIGINT, SIGTERM, Signals
from subprocess import Popen
from threading import Event

import pytest

from aura_terminal.store.driver import sqlite
from tests.integration.command_line.asking import ask, end, everything, start
from tests.support.oracle import judge, read_acks

STOPPED = {SIGINT: (130, "aura-terminal: Stopped. What was kept until now stays.\n"), SIGTERM: (-SIGTERM, "")}
PAUSE = Event()  # never set: a wait that ends by itself


@contextmanager
def running(process: Popen[str], sign: Path) -> Iterator[Popen[str]]:
    """A process that has left its sign of life, killed afterwards."""
    try:
        for _ in range(2000):
            if sign.exists() and sign.stat().st_size:
                break
            assert process.poll() is None, end(process)
            PAUSE.wait(0.02)
        yield process
    finally:
        if process.poll() is None:
            end(process, killed=True)


def test_a_second_service_is_refused_by_the_name_of_the_first(sold: Path, tmp_path: Path) -> None:
    acks = tmp_path / "acks.jsonl"
    first = start("simulate", "--orders", 100_000, "--rate", 60, "--acks", acks, "--data", sold)
    with running(first, acks):
        second = ask("simulate", "--orders", 1, "--data", sold)
        assert (second.code, second.out) == (3, "")
        assert f"screen already runs (process {first.pid})" in second.err
        assert "end it first" in second.err
        assert first.poll() is None
        assert ask("status", "--json", "--data", sold).json["screen"] == "running"
    assert ask("simulate", "--orders", 1, "--data", sold).code == 0
    assert ask("verify", "--data", sold).code == 0


def test_two_set_ups_of_one_folder_leave_one_whole_store(tmp_path: Path) -> None:
    """The one that comes too late takes nothing of the other's away: without its key no PIN would ever fit again."""
    data = tmp_path / "data"
    answers = [end(process) for process in [start("init", "--shop", "demo", "--data", data) for _ in range(3)]]
    assert sorted(answer.code == 0 for answer in answers) == [False, False, True]
    assert {answer.code for answer in answers} <= {0, 2, 3}
    assert not any("Traceback" in answer.err for answer in answers)
    assert {path.name for path in data.iterdir()} == {"store.sqlite", "settings.toml", "pepper", "screen.lock"}
    assert ask("verify", "--data", data).code == 0


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such signals")
@pytest.mark.parametrize("signal", [SIGINT, SIGTERM])
def test_a_service_that_is_stopped_keeps_what_it_acknowledged(sold: Path, tmp_path: Path, signal: Signals) -> None:
    acks = tmp_path / "acks.jsonl"
    with running(start("simulate", "--orders", 100_000, "--acks", acks, "--data", sold), acks) as service:
        service.send_signal(signal)
        answer = end(service)
    assert (answer.code, answer.err) == STOPPED[signal]
    assert ask("verify", "--data", sold).code == 0
    assert judge(sold / "store.sqlite", read_acks(acks)) == []


@pytest.mark.campaign  # it waits for the ten seconds that a locked file is waited for
def test_a_program_that_holds_the_file_is_told_and_nothing_acknowledged_is_lost(sold: Path, tmp_path: Path) -> None:
    acks = tmp_path / "acks.jsonl"
    with running(start("simulate", "--orders", 100_000, "--acks", acks, "--data", sold), acks) as service:
        holder = sqlite.connect(str(sold / "store.sqlite"), isolation_level=None)
        holder.execute("PRAGMA busy_timeout = 10000")
        holder.execute("BEGIN IMMEDIATE")
        answer = end(service)
        holder.execute("ROLLBACK")
        holder.close()
    assert answer.code == 3
    assert "another program has held" in answer.err
    assert judge(sold / "store.sqlite", read_acks(acks)) == []
    assert ask("simulate", "--orders", 1, "--data", sold).code == 0


def test_a_second_node_is_refused_by_the_name_of_the_first(sold: Path) -> None:
    first = start("node", "--data", sold)
    with running(first, sold / "node.json"):
        second = end(start("node", "--data", sold))
        assert (second.code, second.out) == (3, "")
        assert f"node already runs (process {first.pid})" in second.err
        assert first.poll() is None


def test_nothing_is_restored_under_a_running_terminal(sold: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    assert ask("backup", "--to", copy, "--data", sold).code == 0
    first = start("node", "--data", sold)
    with running(first, sold / "node.json"):
        before = everything(sold)["journal"]
        refused = ask("restore", copy, "--data", sold)
        assert (refused.code, refused.out) == (3, "")
        assert f"process {first.pid}" in refused.err
        journal = everything(sold)["journal"]
        assert [fact for fact in journal if fact in before] == before  # the node may have noted how a printer is
        assert {origin for _, origin, *_ in journal} == {origin for _, origin, *_ in before}
        assert not (sold / "quarantine").exists()


def test_reports_are_answered_while_a_service_runs(sold: Path, tmp_path: Path) -> None:
    acks = tmp_path / "acks.jsonl"
    with running(start("simulate", "--orders", 100_000, "--acks", acks, "--data", sold), acks):
        assert ask("report", "sales", "--json", "--data", sold).json["orders"] >= 8
        assert ask("verify", "--json", "--data", sold).json["findings"] == []
        assert ask("status", "--json", "--data", sold).code == 0
