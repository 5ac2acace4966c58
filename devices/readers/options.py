"""The options of a card terminal in the settings: words of its model alone, each read once, unknown ones refused."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from aura_terminal.domain.telling import told

_SECONDS = re.compile(r"[0-9]{1,3}(\.[0-9])?")


class ReaderOptions:
    """Options as written; what nobody read is refused at the end, so that a misspelt one is found at once."""

    def __init__(self, model: str, written: Mapping[str, str]) -> None:
        self._model = model
        self._written = dict(written)
        self._known: list[str] = []

    def text(self, name: str, otherwise: str | None = None) -> str:
        """The option; ValueError where it is missing and nothing else is named."""
        self._known.append(name)
        value = self._written.get(name, otherwise)
        if not value and otherwise is None:
            raise ValueError(told("the option {name!r} of the card terminal is missing", name=name))
        return value or ""

    def seconds(self, name: str, otherwise: float) -> float:
        """The option as seconds, with at most one decimal."""
        written = self.text(name, str(otherwise))
        if not _SECONDS.fullmatch(written):
            raise ValueError(
                told("{written!r} is no number of seconds for the option {name!r}", written=written, name=name)
            )
        return float(written)

    def whole(self, name: str, otherwise: int) -> int:
        """The option as a whole number from 0 to 999."""
        written = self.text(name, str(otherwise))
        if not (written.isascii() and written.isdecimal() and len(written) <= 3):
            raise ValueError(told("{written!r} is no number for the option {name!r}", written=written, name=name))
        return int(written)

    def file(self, name: str) -> str:
        """The text of the file the option names."""
        path = Path(self.text(name))
        try:
            return path.read_text("ascii")
        except (OSError, UnicodeDecodeError):
            raise ValueError(
                told("the option {name!r} names {path!r}, which cannot be read", name=name, path=str(path))
            ) from None

    def refuse_unread(self) -> None:
        """Refuse an option that the model does not know."""
        unknown = sorted(self._written.keys() - set(self._known))
        if unknown:
            known = ", ".join(self._known) or "none"
            raise ValueError(
                told(
                    "a {model} card terminal knows no option {unknown!r}; known are: {known}",
                    model=self._model,
                    unknown=unknown[0],
                    known=known,
                )
            )
