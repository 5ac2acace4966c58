"""A second screen or node on one folder, and a restore under a running terminal: refused, and the holder is named."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import Popen
from threading import Event

from tests.integration.command_line.asking import ask, end, everything, start

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
        assert everything(sold)["journal"] == before
        assert not (sold / "quarantine").exists()


def test_reports_are_answered_while_a_service_runs(sold: Path, tmp_path: Path) -> None:
    acks = tmp_path / "acks.jsonl"
    with running(start("simulate", "--orders", 100_000, "--acks", acks, "--data", sold), acks):
        assert ask("report", "sales", "--json", "--data", sold).json["orders"] >= 8
        assert ask("verify", "--json", "--data", sold).json["findings"] == []
        assert ask("status", "--json", "--data", sold).code == 0
