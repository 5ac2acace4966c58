"""This program's place on a Linux desktop: an entry in the menu, its icons, and units for systemd."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from string import whitespace

from aura_terminal.app import program
from aura_terminal.app.whole_files import write_whole

NAME = "aura-terminal"
UNITS = ("kiosk", "node")
ICON_SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
"""Sides in pixels of the pictures beside the drawing itself, as the icon theme `hicolor` has folders for them."""
READABLE = 0o644
_TO_ESCAPE = '"\\`$'
_TEMPLATES, _ICONS = "resources.desktop", "resources.icons"


def own_command() -> tuple[str, ...]:
    """What others start this program by: its script where one lies beside the interpreter, else as it starts itself."""
    script = Path(sys.executable).with_name(NAME)
    return (str(script),) if script.is_file() else program.command()


def data_home(environment: Mapping[str, str], home: Path) -> Path:
    """Where this user's menu entries and icons lie."""
    said = environment.get("XDG_DATA_HOME", "")
    return Path(said) if said.startswith("/") else home / ".local" / "share"


def entry(command: Sequence[str]) -> str:
    """The menu entry that runs the command."""
    return _template("aura-terminal.desktop").replace("{command}", in_words(command))


def unit(name: str, command: Sequence[str], user: str) -> str:
    """The systemd unit of that name, one of `UNITS`, which runs the command as the user."""
    return _template(f"{name}.service").replace("{command}", in_words(command)).replace("{user}", user)


def in_words(command: Sequence[str]) -> str:
    """A command line as menu entries and units both read it."""
    return " ".join(map(_quoted, command))


def install(place: Path, command: Sequence[str]) -> tuple[Path, ...]:
    """Write entry and icons under a folder of data, in place of any that are there; what was written."""
    drawing = (files(_ICONS) / f"{NAME}.svg").read_bytes()
    contents = {_entry_in(place): entry(command).encode(), _drawing_in(place): drawing}
    contents |= {_picture_in(place, size): _picture(drawing, size) for size in ICON_SIZES}
    for file, content in contents.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, content, READABLE)
    return tuple(contents)


def remove(place: Path) -> tuple[Path, ...]:
    """Take away what `install` wrote; what was there."""
    ours = (_entry_in(place), _drawing_in(place), *(_picture_in(place, size) for size in ICON_SIZES))
    found = tuple(file for file in ours if file.is_file())
    for file in found:
        file.unlink()
    return found


def missing_for(name: str) -> tuple[str, ...]:
    """The Debian packages a unit needs that are not here."""
    needed = {"xinit": "xinit", "Xorg": "xserver-xorg"} if name == "kiosk" else {}
    return tuple(package for tool, package in needed.items() if shutil.which(tool) is None)


def _quoted(word: str) -> str:
    doubled = word.replace("%", "%%")
    if not any(letter in doubled for letter in whitespace + _TO_ESCAPE + "'"):
        return doubled
    return '"' + "".join(f"\\{letter}" if letter in _TO_ESCAPE else letter for letter in doubled) + '"'


def _template(name: str) -> str:
    return (files(_TEMPLATES) / name).read_text("utf-8")


def _entry_in(place: Path) -> Path:
    return place / "applications" / f"{NAME}.desktop"


def _drawing_in(place: Path) -> Path:
    return place / "icons" / "hicolor" / "scalable" / "apps" / f"{NAME}.svg"


def _picture_in(place: Path, size: int) -> Path:
    return place / "icons" / "hicolor" / f"{size}x{size}" / "apps" / f"{NAME}.png"


def _picture(drawing: bytes, size: int) -> bytes:
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
    from PySide6.QtGui import QImage, QImageWriter, QPainter
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(drawing)).render(painter)
    painter.end()
    kept = QBuffer()
    kept.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(kept, QByteArray(b"png")).write(image)
    return bytes(kept.data().data())
