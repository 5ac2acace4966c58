"""`status` and `doctor` for scripts."""

from __future__ import annotations

from pathlib import Path
from threading import Event

from tests.integration.command_line.asking import ask, end, everything, start

COUNTS = {"sent", "received", "pending", "failed", "unknown", "parked"}
PAUSE = Event()  # never set: a wait that ends by itself


def test_status_tells_tier_queues_and_processes(served: Path) -> None:
    before = everything(served)
    answer = ask("status", "--json", "--data", served)
    assert (answer.code, answer.err) == (0, "")
    told = answer.json
    assert told.keys() >= COUNTS
    assert (told["store"], told["terminal"], told["tier"]) == ("Trattoria Aurora", "R1", "C")
    assert (told["screen"], told["node"]) == ("stopped", "stopped")
    assert told["jobs_waiting"] > 100
    assert told["jobs_in_trouble"] == []
    assert everything(served) == before


def test_status_sees_a_node_that_runs_and_one_that_ended(new: Path) -> None:
    node = start("node", "--data", new)
    try:
        for _ in range(600):
            if (new / "node.json").exists():
                break
            PAUSE.wait(0.02)
        assert ask("status", "--json", "--data", new).json["node"] == "running"
    finally:
        node.stdin.close() if node.stdin else None
        node.stdin = None
        ended = end(node)
    assert (ended.code, ended.err) == (0, "")
    assert ask("status", "--json", "--data", new).json["node"] == "stopped"


def test_the_doctor_answers_in_json_and_does_not_make_the_folder(tmp_path: Path) -> None:
    answer = ask("doctor", "--json", "--data", tmp_path / "not-there-yet")
    subjects = {finding["subject"] for finding in answer.json["findings"]}
    assert answer.code == (0 if answer.json["ok"] else 1)
    assert {"Python", "Store driver", "Data folder", "Disk space", "Settings", "Clock"} <= subjects
    assert not (tmp_path / "not-there-yet").exists()


def test_the_doctor_finds_a_setting_nobody_knows(new: Path) -> None:
    with (new / "settings.toml").open("a", encoding="utf-8") as file:
        file.write("\n[colour]\nred = 1\n")
    answer = ask("doctor", "--json", "--data", new)
    (settings,) = (finding for finding in answer.json["findings"] if finding["subject"] == "Settings")
    assert (answer.code, settings["level"]) == (1, "problem")
    assert "`colour`" in settings["what"]
