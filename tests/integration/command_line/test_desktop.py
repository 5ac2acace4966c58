"""The program in the menu of a desktop, and the units that start it by itself."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from aura_terminal.app import desktop
from tests.integration.command_line.asking import ask

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="menus and units of Linux")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    return tmp_path / "share"


def test_the_menu_gets_an_entry_and_icons_of_every_size_and_loses_them_again(home: Path, tmp_path: Path) -> None:
    other = home / "applications" / "other.desktop"
    other.parent.mkdir(parents=True)
    other.write_text("another program's", "utf-8")
    answer = ask("desktop", "install", "--data", tmp_path / "till", "--json")
    assert (answer.code, len(answer.json["files"])) == (0, 2 + len(desktop.ICON_SIZES))
    for size in desktop.ICON_SIZES:
        with Image.open(home / "icons" / "hicolor" / f"{size}x{size}" / "apps" / "aura-terminal.png") as picture:
            assert picture.size == (size, size)
            colours = picture.convert("RGBA").getcolors(size * size) or []
            assert max(colours)[1] == (0x2B, 0x6C, 0xE0, 0xFF)
            assert picture.convert("RGBA").getpixel((0, 0)) == (0, 0, 0, 0)
    written = (home / "applications" / "aura-terminal.desktop").read_text("utf-8")
    assert f"\nExec={desktop.in_words((*desktop.own_command(), '--data', str(tmp_path / 'till')))}\n" in written
    assert ask("desktop", "remove").code == 0
    assert [file for file in home.rglob("*") if file.is_file()] == [other]


def test_a_units_terminal_is_its_users_and_begins_again_by_itself() -> None:
    for name in desktop.UNITS:
        unit = ask("desktop", name, "--user", "pos").out
        assert "\nUser=pos\n" in unit
        assert "\nRestart=always\n" in unit
        assert "{" not in unit
        assert desktop.in_words(desktop.own_command()) in unit


@pytest.mark.parametrize("said", [(), ("--user", "pos\nUser=root"), ("--user", "")])
def test_a_unit_without_somebody_it_runs_as_is_refused(said: tuple[str, ...]) -> None:
    refused = ask("desktop", "kiosk", *said)
    assert (refused.code, refused.out) == (2, "")
    assert "--user NAME" in refused.err


def test_a_folder_with_spaces_and_signs_stays_one_word() -> None:
    assert desktop.in_words(("/opt/my till/aura-terminal", "--data", '/srv/100 % "x"')) == (
        '"/opt/my till/aura-terminal" --data "/srv/100 %% \\"x\\""'
    )


@pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="NOT CHECKED BY SYSTEMD: systemd-analyze is missing"
)
def test_systemd_finds_nothing_wrong_with_the_units(tmp_path: Path) -> None:
    for name in desktop.UNITS:
        unit = tmp_path / f"aura-terminal-{name}.service"
        unit.write_text(desktop.unit(name, ("/bin/true",), "root").replace("/usr/bin/xinit", "/bin/true"), "utf-8")
        told = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False)
        assert (told.returncode, told.stderr) == (0, "")
