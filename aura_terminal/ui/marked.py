"""Marks sentences for the collector of translations; they stay as they are until they are said."""

from __future__ import annotations


def QT_TRANSLATE_NOOP(context: str, phrase: str) -> str:
    """Marks a phrase for the tools that collect what is to be translated; PySide's own has no type."""
    return phrase


# A rule may be broken in several places with different details: the first phrase whose details are all there is said.
