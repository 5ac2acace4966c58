"""How this program begins others of itself, from source and from a self-contained build."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from aura_terminal.app import program
from aura_terminal.app.supervisor import NodeSupervisor
from tests.support.chance import FixedClock


class Became(Exception):
    """Stands for the end of this process."""


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> str:
    """This process as if it were the build; the program it would run by."""
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", "/opt/till/aura-terminal")
    return "/opt/till/aura-terminal"


def test_from_source_the_interpreter_runs_it() -> None:
    told = subprocess.run([*program.command("--version")], capture_output=True, text=True, check=False, timeout=60)
    assert told.stdout.startswith("aura-terminal ")
    assert told.returncode == 0


def test_a_build_is_begun_by_itself_and_knows_no_module(built: str) -> None:
    assert program.command("node", "--data", "/srv/till") == (built, "node", "--data", "/srv/till")


@pytest.mark.usefixtures("qapp")
def test_a_build_begins_its_node_by_itself(built: str, tmp_path: Path) -> None:
    supervisor = NodeSupervisor(tmp_path, FixedClock())
    assert supervisor._command == (built, "node", "--data", str(tmp_path))


def test_beginning_anew_keeps_what_was_said_or_takes_other_words(built: str, monkeypatch: pytest.MonkeyPatch) -> None:
    became: list[tuple[object, ...]] = []

    def become(*to: object) -> None:
        became.append(to)
        raise Became

    monkeypatch.setattr("os.execve", become)
    monkeypatch.setattr(sys, "orig_argv", [built, "--view", "kitchen"])
    for words, environment in ((None, None), (["--data", "/srv/till"], {"HOME": "/home/pos"})):
        with pytest.raises(Became):
            program.begin_anew(words, environment)
    assert [(file, line) for file, line, _ in became] == [
        (built, [built, "--view", "kitchen"]),
        (built, [built, "--data", "/srv/till"]),
    ]
    assert became[1][2] == {"HOME": "/home/pos"}


def test_other_programs_are_not_pointed_at_the_libraries_of_a_build() -> None:
    words = {"HOME": "/home/pos", "LD_LIBRARY_PATH": "/opt/till/_internal", "_PYI_ARCHIVE_FILE": "/opt/till/x"}
    program.forget_loader(words)
    assert words == {"HOME": "/home/pos"}
    words = {"LD_LIBRARY_PATH": "/opt/till/_internal:/opt/scale", "LD_LIBRARY_PATH_ORIG": "/opt/scale"}
    program.forget_loader(words)
    assert words == {"LD_LIBRARY_PATH": "/opt/scale"}
