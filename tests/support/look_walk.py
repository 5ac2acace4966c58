"""Walks through scenes with an eye and a finger: what cannot be read, touched, reached or told apart; what is open."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from aura_terminal.ui.screens.menu_editing.field_column import FieldButton
from aura_terminal.ui.screens.tables.line import PanelLine
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.labels import OneLine
from aura_terminal.ui.widgets.top_bar import PersonChip
from tests.support.every_scene import Shown, every_scene
from tests.support.ink import ELLIPSIS, Ink, faint, recorded
from tests.support.walk import findings
from tests.visual.shoot import end

UI = Path(__file__).parents[2] / "aura_terminal" / "ui"
OPENED = Path(__file__).with_name("opened_screens.json")
SCREEN_ENDINGS = ("Screen", "Sheet", "Window")
PAGES = ("RoomPage", "Page", "GuestsPage", "FirstPage")
NAMED = (FieldButton, PersonChip, PanelLine)
"""What carries a name or a value that people wrote, and opens to show the rest."""
SHAPES = frozenset({"Sheet", "Page", "RoomPage", "GuestsPage", "FirstPage", "NumberSheet"})
"""What screens are made from and nobody opens as such."""


def opened(theme: Theme, scene: str, width: int, height: int) -> Shown:
    """The scene, played, in a window of that size."""
    shown = every_scene()[scene](theme)
    shown.resize(width, height)
    shown.play()
    shown.settle()
    return shown


def walked(theme: Theme, shown: Shown) -> list[str]:
    """Everything that is wrong in it, one sentence each."""
    with recorded() as inks:
        image = shown.window.grab().toImage()
    unread = [f"contrast: {each}" for each in faint(inks, shown.window, image, theme.look)]
    unread += [f"cut: {each}" for each in cut_words(inks, shown.window)]
    return [*unread, *(f"{each.rule}: {each.who} {each.how}" for each in findings(shown.window))]


def cut_words(inks: list[Ink], window: QWidget) -> list[str]:
    """Keys and sentences that do not show all of their words; what opens to show the rest may cut it."""
    keys = {
        repr(ink.words): ink.owner
        for ink in inks
        if ink.is_cut and ink.words != ELLIPSIS and isinstance(ink.owner, QAbstractButton)
        and ink.owner.isEnabled() and not isinstance(ink.owner, NAMED)
    }  # fmt: skip
    cut = [words for words, key in keys.items() if not key.accessibleName().endswith(ELLIPSIS)]
    plain = [each for each in window.findChildren(QLabel) if each.isVisible() and each.text()]
    return [*cut, *(repr(each.text()) for each in plain if _has_no_room(each) or _goes_beyond_a_side(each))]


def _has_no_room(label: QLabel) -> bool:
    gives_way = isinstance(label, OneLine) or label.wordWrap()
    return not gives_way and label.width() + 1 < label.sizeHint().width()


def _goes_beyond_a_side(label: QLabel) -> bool:
    """Whether something around it ends before it does; what goes on above or below is flicked."""
    place, around = label.rect(), label.parentWidget()
    child: QWidget = label
    while around is not None and not child.isWindow():
        place = QRect(child.mapToParent(place.topLeft()), place.size())
        if place.left() < -1 or place.right() > around.width():
            return True
        child, around = around, around.parentWidget()
    return False


def classes_in(shown: Shown) -> set[str]:
    """The kinds of widgets of ours that are in sight."""
    widgets = (shown.window, *shown.window.findChildren(QWidget))
    seen = (type(each) for each in widgets if each.isVisible())
    return {f"{each.__module__}.{each.__name__}" for each in seen if each.__module__.startswith("aura_terminal.ui")}


def screens_there_are() -> Iterator[str]:
    """Every class of the program that is a screen, a page of a room or a sheet, by its full name."""
    for file in sorted(UI.rglob("*.py")):
        module = ".".join(file.relative_to(UI.parents[1]).with_suffix("").parts)
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef) and node.name not in SHAPES and _is_screen(node):
                yield f"{module}.{node.name}"


def screens_opened() -> dict[str, str]:
    """Which scene opens which of them, as the last walk through all scenes found it."""
    found: dict[str, str] = json.loads(OPENED.read_text("utf-8"))
    return found


def note_opened(found: dict[str, str]) -> None:
    """Keep what a walk through all scenes found."""
    OPENED.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", "utf-8")


def close(shown: Shown) -> None:
    """The window goes, and what is behind it."""
    end(shown)


def _is_screen(node: ast.ClassDef) -> bool:
    kinds = [ast.unparse(each).partition("[")[0] for each in node.bases]
    is_widget = any(kind.startswith("Q") or kind in ("Panel", "Sheet", *PAGES, *SHAPES) for kind in kinds)
    is_named = node.name.endswith(SCREEN_ENDINGS) or any(kind in PAGES for kind in kinds)
    return is_widget and is_named and not any(kind in ("QObject", "ABC", "Protocol") for kind in kinds)
