"""Everything a window says: on its widgets, in the rows of its lists, to those who do not see it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget

from aura_terminal.ui.widgets.rows import RowModel

NOT_SAID = frozenset({"id", "icon"})
SCREENS = "aura_terminal.ui"


@dataclass(frozen=True, slots=True, order=True)
class Saying:
    """Words with the class and the part of a widget that says them."""

    words: str
    widget: str
    part: str


def said_by(widgets: list[QWidget]) -> set[Saying]:
    """What these widgets say now, in sight or not."""
    return {Saying(words, type(widget).__name__, part) for widget in widgets for part, words in _parts(widget) if words}


def _parts(widget: QWidget) -> Iterator[tuple[str, str]]:
    yield "name", widget.accessibleName()
    yield "description", widget.accessibleDescription()
    yield "tip", widget.toolTip()
    yield "title", widget.windowTitle()
    if isinstance(widget, QLabel | QAbstractButton):
        yield "text", widget.text()
    if isinstance(widget, QLineEdit):
        yield "placeholder", widget.placeholderText()
    for name, value in vars(widget).items():
        if isinstance(value, RowModel):
            for row in value.rows:
                yield "spoken", row.spoken
                yield from _said(row, name)
        elif type(value).__module__.startswith(SCREENS):
            yield from _said(value, name)


def _said(value: Any, name: str) -> Iterator[tuple[str, str]]:
    if type(value) is str:
        yield name, value
    elif isinstance(value, tuple | list):
        for each in value:
            yield from _said(each, name)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            if field.name not in NOT_SAID:
                yield from _said(getattr(value, field.name), f"{name}.{field.name}")
