"""start.py: set-up is skipped only when it is complete, and says in words why it cannot go on."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest

START = Path(__file__).parents[3] / "start.py"
NOBODY = 65534


@pytest.fixture
def start(tmp_path: Path) -> Any:  # a module found by its path has no types
    """start.py as it stands, at work in an empty folder."""
    spec = spec_from_file_location("start_under_test", START)
    assert spec is not None
    assert spec.loader is not None
    module: Any = module_from_spec(spec)
    spec.loader.exec_module(module)
    (tmp_path / "requirements.lock").write_text("", "utf-8")
    (tmp_path / "pyproject.toml").write_text("", "utf-8")
    module.HERE = tmp_path
    module.LOCK = tmp_path / "requirements.lock"
    module.VENV = tmp_path / ".venv"
    module.STAMP = module.VENV / "set-up-complete"
    module.PYTHON = Path(sys.executable)
    return module


@pytest.fixture
def programs() -> Iterator[Path]:
    """A folder that holds apt-get and nothing else, for a process that is not root."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    (folder / "apt-get").touch(0o755)
    (folder / "apt-get").chmod(0o755)
    was_root = os.geteuid() == 0
    if was_root:
        os.seteuid(NOBODY)
    yield folder
    if was_root:
        os.seteuid(0)
    shutil.rmtree(folder)


def complete(start: Any) -> None:
    start.VENV.mkdir()
    start.STAMP.write_text(start.stamp(True), "utf-8")


def test_a_complete_set_up_is_not_done_again(start: Any) -> None:
    assert not start.is_set_up(True)
    complete(start)
    assert start.is_set_up(True)


def test_tools_are_fetched_once_they_are_asked_for(start: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    start.VENV.mkdir()
    start.STAMP.write_text(start.stamp(False), "utf-8")
    asked: list[bool] = []
    monkeypatch.setattr(start, "set_up", asked.append)
    monkeypatch.setattr(start, "hand_over", lambda command: 0)
    monkeypatch.setattr(start, "run_tests", lambda extra: 0)
    for words in ([], ["demo"], ["test"], ["package", "wheel"]):
        assert start.main(words) == 0
    assert asked == [True, True]
    start.STAMP.write_text(start.stamp(True), "utf-8")
    assert start.is_set_up(False)


def test_what_a_terminal_runs_on_is_a_part_of_the_whole_lock() -> None:
    whole = {name: START.with_name(name).read_text("utf-8") for name in ("requirements.lock", "requirements-run.lock")}
    entries = {name: set(re.split(r"\n(?=[a-z])", text)[1:]) for name, text in whole.items()}
    entries = {name: {each.strip() for each in found} for name, found in entries.items()}
    assert entries["requirements-run.lock"] < entries["requirements.lock"]
    assert "mypy" not in whole["requirements-run.lock"]
    project = tomllib.loads(START.with_name("pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = [re.split(r"\[|;", each) for each in (*project["dependencies"], *extras["begin"], *extras["central"])]
    locked = {each.split(" ")[0] for each in entries["requirements-run.lock"]}
    names = {each.split("==")[0] for each in locked}
    assert {re.split("==", each[0])[0].lower().strip() for each in wanted} <= names


@pytest.mark.parametrize("changed", ["requirements.lock", "pyproject.toml"])
def test_set_up_is_done_again_when_what_it_stands_on_changes(start: Any, changed: str) -> None:
    complete(start)
    (start.HERE / changed).write_text("# changed", "utf-8")
    assert not start.is_set_up(True)


def test_set_up_is_done_again_when_its_python_is_gone(start: Any) -> None:
    complete(start)
    start.PYTHON = start.HERE / "nowhere"
    assert not start.is_set_up(True)


def test_a_folder_that_was_moved_is_noticed(start: Any) -> None:
    complete(start)
    assert not start.venv_was_moved()
    start.HERE = start.HERE / "elsewhere"
    assert start.venv_was_moved()


def test_a_python_that_does_not_run_is_not_taken_for_ours(start: Any, tmp_path: Path) -> None:
    assert start.venv_is_of_this_python()
    start.PYTHON = tmp_path / "nowhere"
    assert not start.venv_is_of_this_python()


def test_a_system_without_apt_is_told_what_to_install(
    start: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(start.SetUpProblem, match=r"Qt needs it\. Install what Debian calls libegl1, then start again"):
        start.bring_packages(["libegl1"], "Qt needs it.")


@pytest.mark.skipif(os.name != "posix", reason="there is no apt-get elsewhere")
def test_a_user_without_sudo_is_told_the_command_for_root(
    start: Any, programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(programs))
    with pytest.raises(
        start.SetUpProblem, match=r"As root, run: apt-get install -y --no-install-recommends libegl1 libgl1"
    ):
        start.bring_packages(["libegl1", "libgl1"], "Qt needs it.")


def test_a_step_that_fails_is_named_with_its_command(start: Any) -> None:
    with pytest.raises(start.SetUpProblem, match=r"making .venv failed \(exit code 7 of: .*\)"):
        start.run([sys.executable, "-c", "raise SystemExit(7)"], "making .venv")
    with pytest.raises(start.SetUpProblem, match=r"making .venv failed: .*No such file"):
        start.run([str(start.HERE / "nowhere")], "making .venv")


@pytest.mark.skipif(os.name != "posix", reason="the stand-in for Python is a shell script")
@pytest.mark.parametrize(
    ("code", "extra", "said"),
    [
        (0, [], "Every check passed."),
        (0, ["-x"], "Every check passed, of the tests those asked for."),
        (5, [], "The tests stopped at: ruff check (exit code 5)."),
    ],
)
def test_the_last_line_of_the_checks_says_how_they_went(
    start: Any, code: int, extra: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    start.PYTHON = tmp_path / "python"
    start.PYTHON.write_text(f"#!/bin/sh\nexit {code}\n", "utf-8")
    start.PYTHON.chmod(0o755)
    assert start.run_tests(extra) == code
    told = capsys.readouterr()
    assert (told.err if code else told.out).splitlines()[-1] == said


def test_no_words_open_the_terminal(start: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[list[str]] = []

    def hand_over(command: list[str]) -> int:
        opened.append(command)
        return 0

    monkeypatch.setattr(start, "is_set_up", lambda with_tools: True)
    monkeypatch.setattr(start, "hand_over", hand_over)
    assert start.main([]) == 0
    assert [[Path(word).name for word in command] for command in opened] == [["aura-terminal" + start.SUFFIX]]


def test_the_help_names_the_demo(start: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert start.main(["--help"]) == 0
    assert "python3 start.py demo" in capsys.readouterr().out
