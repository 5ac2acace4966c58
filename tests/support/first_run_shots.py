"""Pictures of the first run: python -m tests.support.first_run_shots FOLDER [--size 1366x768] [--look night] [--small]

`--small` halves them, as they stand in docs/pictures.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "1")

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from aura_terminal.ui.theme.application import prepare_application
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.theme.tokens import built_in
from aura_terminal.view_models.first_run_draft import Step
from tests.support.newcomer import PIN, Newcomer, printer_at

WRONG = "category,name,price\nSoups,Tomato soup,six\nSoups,Leek soup,5.00,7\nMains,Goulash,14.50\n"


def pages() -> Mapping[str, Callable[[Newcomer], None]]:
    """What is done before each picture, one after the other."""
    return {
        "welcome": lambda one: None,
        "country": lambda one: (one.press("Set up a new store"), one.tap("Germany"))[-1],
        "name": lambda one: (one.press("Next"), one.type("Corner Cafe"))[-1],
        "rules": lambda one: (one.key(Qt.Key.Key_Return), one.key(Qt.Key.Key_Return))[-1],
        "menu": lambda one: one.press("Next"),
        "menu-wrong": lambda one: one.tap("menu.csv"),
        "people": lambda one: (one.press("Back"), one.press("Begin with the demo menu"))[-1],
        "pin": _begin_pin,
        "owner": _end_pin,
        "printers": lambda one: one.press("Open the store"),
        "ready": lambda one: one.press("Next"),
    }


def _begin_pin(one: Newcomer) -> None:
    one.press("I am the owner")
    one.type("Ada")
    one.key(Qt.Key.Key_Return)
    one.type(PIN)
    one.key(Qt.Key.Key_Return)


def _end_pin(one: Newcomer) -> None:
    one.type(PIN)
    one.key(Qt.Key.Key_Return)


def take(out: Path, theme: Theme, size: tuple[int, int], divide_by: int = 1) -> list[Path]:
    """Every page in that size; the files."""
    written = []
    with tempfile.TemporaryDirectory() as place:
        stick, data = Path(place, "stick"), Path(place, "data")
        stick.mkdir()
        data.mkdir()
        (stick / "menu.csv").write_text(WRONG, "utf-8")
        one = Newcomer(data, theme, printer_at("tcp://192.168.1.50:9100"), (stick,))
        one.window.resize(*size)
        for name, act in pages().items():
            act(one)
            one.settle()
            picture = one.window.grab().toImage()
            small = picture.scaledToWidth(size[0] // divide_by, Qt.TransformationMode.SmoothTransformation)
            written.append(out / f"first-run-{name}.png")
            small.save(str(written[-1]))
        assert one.step is Step.READY
        one.close()
    return written


def main() -> None:
    """Take them."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--size", default="1366x768")
    parser.add_argument("--look", default="night")
    parser.add_argument("--small", action="store_true")
    asked = parser.parse_args()
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    asked.folder.mkdir(parents=True, exist_ok=True)
    wide, tall = (int(part) for part in asked.size.split("x"))
    for file in take(
        asked.folder, prepare_application(app, built_in(asked.look)), (wide, tall), 2 if asked.small else 1
    ):
        print(file)


if __name__ == "__main__":
    main()
