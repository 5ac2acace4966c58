"""Python's own import beside Qt."""

from __future__ import annotations

import builtins

import PySide6.QtCore  # noqa: F401  # puts its import in place of Python's, which is then given back


def restore_import() -> None:
    """Gives back Python's own import, which PySide6 replaces by one that reads the source of every module it loads."""
    original = getattr(builtins, "__orig_import__", None)
    if original is not None:
        builtins.__import__ = original
