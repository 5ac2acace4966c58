"""Sentences made below the screens, said in the language in force: printers' hints, notes on print jobs, troubles.

They come in plain English (`domain.telling.told`), perhaps kept in the store for a week or sent by another terminal,
and are found again as whole sentences, as sentences with fields, and beside each other. What no catalogue knows, such
as the words of a card terminal, stays as it is. The dictionary is made when the first of them is shown.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QTranslator

if TYPE_CHECKING:
    from aura_terminal.domain.errors import Unavailable
    from aura_terminal.ui.language.dictionary import Dictionary

TOLD = "Told"
"""The context of these sentences."""
PLACE = "told"
"""The property of the application that says where the catalogue in force lies, "" for English."""
MOST = 2000
"""So many texts are remembered."""


def hear_in(place: Path | None) -> None:
    """From now on say them as the catalogue in this folder does; in English for none."""
    application = QCoreApplication.instance()
    if application is not None:
        application.setProperty(PLACE, "" if place is None else str(place))


def heard(words: str) -> str:
    """These English words in the language in force; as they are where nothing in them was marked to be told."""
    application = QCoreApplication.instance()
    place = "" if application is None else application.property(PLACE)
    return _heard(words, place) if words and place else words


def heard_of(trouble: Unavailable) -> str:
    """What does not work and what to do about it, in the language in force."""
    return f"{heard(trouble.what)}: {heard(trouble.hint)}"


@lru_cache(maxsize=MOST)
def _heard(words: str, place: str) -> str:
    return _dictionary(place).look_up(words, ())


@lru_cache(maxsize=1)
def _dictionary(place: str) -> Dictionary:
    from aura_terminal.ui.language.dictionary import Dictionary, Sentences, read_sentences

    folder = Path(place)
    every = read_sentences(folder.parent)
    ours = tuple(one for one in every.all if one.context == TOLD)
    translator = QTranslator()
    translator.load(str(folder / "aura.qm"))
    return Dictionary(
        Sentences(ours, every.packages),
        lambda context, text, number: "",
        lambda context, text, number: translator.translate(context, text) or "",
    )
