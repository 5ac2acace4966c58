"""The doctor: what is missing, where, and what to do next, in words and before Qt would end the process."""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from aura_terminal.app import doctor
from aura_terminal.app.doctor import Machine, examine, this_machine
from aura_terminal.app.findings import Finding, Level, as_plain, in_words, worst
from aura_terminal.app.folder_health import LITTLE_SPACE, TOO_LITTLE_SPACE, examine_folder, examine_space
from aura_terminal.app.system_libraries import (
    QT_LIBRARIES,
    SystemLibrary,
    missing_libraries,
    needed_libraries,
    packages_for,
)

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path, {"QT_QPA_PLATFORM": "offscreen"}, NOW, ())


def only(findings: Iterable[Finding]) -> Finding:
    found = list(findings)
    assert len(found) == 1
    return found[0]


def test_a_missing_library_is_named_with_its_package_and_what_it_is_for(machine: Machine) -> None:
    lacking = dataclasses.replace(machine, libraries=(SystemLibrary("libnowhere.so.9", "libnowhere9", "drawing"),))
    finding = only(doctor.examine_libraries(lacking))
    assert finding.level is Level.PROBLEM
    assert "libnowhere.so.9 is missing; Qt needs it for drawing" in finding.what
    assert finding.next_step == "On Debian: apt-get install libnowhere9"


def test_the_loader_tells_which_libraries_are_missing() -> None:
    def load(name: str) -> None:
        if name == "libGL.so.1":
            raise OSError(name)

    missing = missing_libraries(QT_LIBRARIES, load)
    assert packages_for(missing) == ("libgl1",)


def test_libraries_are_asked_for_on_linux_only_and_waylands_in_its_sessions_only() -> None:
    assert needed_libraries({}, "win32") == ()
    assert needed_libraries({}, "linux") == QT_LIBRARIES
    assert "libwayland-egl1" in packages_for(needed_libraries({"WAYLAND_DISPLAY": "wayland-0"}, "linux"))


def test_the_doctor_loads_neither_qt_nor_sqlalchemy(tmp_path: Path) -> None:
    look = (
        "import sys; from pathlib import Path; from aura_terminal.app.doctor import examine, this_machine;"
        "examine(this_machine(Path(sys.argv[1]))); print({'PySide6', 'sqlalchemy'} & {*sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", look, tmp_path], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_the_doctor_says_that_the_stores_driver_is_missing_and_looks_at_all_the_rest(tmp_path: Path) -> None:
    (tmp_path / "store.sqlite").write_bytes(b"")
    look = (
        "import json, sys; sys.modules |= {'pysqlite3': None, 'sqlcipher3': None};"
        "from aura_terminal.__main__ import main; main(['doctor', '--json', '--data', sys.argv[1]])"
    )
    done = subprocess.run([sys.executable, "-c", look, tmp_path], capture_output=True, text=True, check=False)
    levels = {finding["subject"]: finding["level"] for finding in json.loads(done.stdout)["findings"]}
    assert levels["Store driver"] == "problem"
    assert {"Qt", "Data folder", "Time zones", "Clock"} <= levels.keys()
    assert not {"Store", "Peers"} & levels.keys()


def test_this_machine_is_examined_whole_and_left_as_it_was(tmp_path: Path) -> None:
    findings = examine(this_machine(tmp_path))
    assert {finding.subject for finding in findings} >= {
        *("Python", "Store driver", "Qt", "Display", "Resources", "Data folder", "Disk space", "Settings"),
        *("Secrets", "Time zones", "Clock"),
    }
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("python", "level"), [((3, 10), Level.PROBLEM), ((3, 11), Level.OK), ((3, 99), Level.WARNING)])
def test_only_pythons_that_were_tried_pass_without_a_word(
    machine: Machine, python: tuple[int, int], level: Level
) -> None:
    assert only(doctor.examine_python(dataclasses.replace(machine, python=python))).level is level


@pytest.mark.parametrize(
    ("environment", "level"),
    [
        ({}, Level.WARNING),
        ({"QT_QPA_PLATFORM": "offscreen"}, Level.OK),
        ({"QT_QPA_PLATFORM": "vnc:size=800x600"}, Level.OK),
        ({"DISPLAY": ":9753"}, Level.PROBLEM),
        ({"DISPLAY": "till:0"}, Level.OK),
        ({"WAYLAND_DISPLAY": "wayland-0"}, Level.OK),
    ],
)
def test_a_display_is_looked_for_where_windows_are_wanted(
    machine: Machine, environment: dict[str, str], level: Level
) -> None:
    asked = dataclasses.replace(machine, environment=environment, platform="linux")
    assert only(doctor.examine_display(asked)).level is level


def test_missing_fonts_are_named(machine: Machine, tmp_path: Path) -> None:
    shutil.copytree(doctor.RESOURCES, tmp_path / "resources", ignore=shutil.ignore_patterns("*.ttf"))
    finding = only(doctor.examine_resources(dataclasses.replace(machine, resources=tmp_path / "resources")))
    assert finding.level is Level.PROBLEM
    assert finding.what == "not there: fonts/*.ttf, icons/lucide.ttf"


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (datetime(1970, 1, 1, tzinfo=UTC), "is behind"),
        (NOW + timedelta(days=40 * 365), "is far ahead"),
        (NOW, "2026-12-01 12:00 UTC"),
    ],
)
def test_a_clock_that_cannot_be_right_is_a_problem(machine: Machine, now: datetime, said: str) -> None:
    assert said in only(doctor.examine_clock(dataclasses.replace(machine, now=now))).what


def test_a_clock_behind_the_last_sale_is_a_problem(machine: Machine) -> None:
    store = machine.folder / "store.sqlite"
    store.touch()
    tomorrow = (NOW + timedelta(days=1)).timestamp()
    os.utime(store, (tomorrow, tomorrow))
    assert "is behind" in only(doctor.examine_clock(machine)).what


@pytest.mark.parametrize(
    ("free", "level"),
    [(TOO_LITTLE_SPACE - 1, Level.PROBLEM), (TOO_LITTLE_SPACE, Level.WARNING), (LITTLE_SPACE, Level.OK)],
)
def test_little_space_is_said_before_there_is_none(tmp_path: Path, free: int, level: Level) -> None:
    assert examine_space(tmp_path, free).level is level


def test_a_folder_in_the_cloud_and_a_slip_in_the_settings_are_problems(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("thema = 1\n", "utf-8")
    levels = {finding.subject: finding.level for finding in examine_folder(tmp_path, {})}
    assert levels["Settings"] is Level.PROBLEM
    levels = {finding.subject: finding.level for finding in examine_folder(tmp_path / "Dropbox" / "aura", {})}
    assert levels["Data folder"] is Level.PROBLEM


def test_findings_read_as_words_and_as_json() -> None:
    findings = [
        Finding(Level.OK, "Python", "Python 3.11", "/usr/bin/python3"),
        Finding(Level.PROBLEM, "Qt", "is not installed", "", "Run start.py again."),
    ]
    assert in_words(findings) == (
        "ok      Python: Python 3.11 (/usr/bin/python3)\n"
        "PROBLEM Qt: is not installed\n"
        "          -> Run start.py again.\n"
        "\n"
        "Aura Terminal cannot run here yet: one thing to mend."
    )
    assert json.loads(json.dumps(as_plain(findings)))["ok"] is False
    assert worst(findings) is Level.PROBLEM
    assert in_words(findings[:1]).endswith("All is well: Aura Terminal can run here.")
