"""Sentences with a number of things in them, in as many forms as the language has for numbers."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def counted(context: str, one: str, many: str, count: int) -> str:
    """The form for so many things, its {fields} still to be filled; `one` and `many` are the English ones."""
    said = QCoreApplication.translate(context, one, None, count)
    if said == one and count != 1:
        return many
    return said
