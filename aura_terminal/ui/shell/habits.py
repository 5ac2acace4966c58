"""What a screen remembers about itself from one start to the next; nothing of the shop."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Slot

from aura_terminal.view_models.screen_choices import Hand, ScreenChoice

STATION = "kitchen/station"
MOST_PERCENT = 400
BUMP_KEYS = "kitchen/bump_keys"
LANGUAGE = "screen/language"
THEME, SCALE, HAND, VOLUME = "screen/theme", "screen/scale", "screen/hand", "screen/volume"


class Habits(QObject):
    """Kept in one small file beside the store; losing it costs a choice, never a sale."""

    def __init__(self, file: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = QSettings(str(file), QSettings.Format.IniFormat, self)

    @property
    def station(self) -> str:
        """The station the kitchen screen showed last, "" for all."""
        return str(self._settings.value(STATION, ""))

    @property
    def language(self) -> str:
        """What this screen speaks, "" for what the store does."""
        return str(self._settings.value(LANGUAGE, ""))

    @property
    def bump_keys(self) -> dict[str, str]:
        """What the keys of this screen's bump bar do, as they were learned; empty where none were."""
        try:
            kept = json.loads(str(self._settings.value(BUMP_KEYS, "{}")))
        except ValueError:
            return {}
        return {str(code): str(act) for code, act in kept.items()} if isinstance(kept, dict) else {}

    def screen_choice(self, first: ScreenChoice) -> ScreenChoice:
        """How this screen looks and sounds; `first` where nobody chose, or what was written is of no use."""
        hand, said = str(self._settings.value(HAND, "")), self._settings.value
        return ScreenChoice(
            str(said(THEME, "")) or first.theme,
            _percent(said(SCALE), first.scale),
            Hand(hand) if hand in tuple(Hand) else first.hand,
            _percent(said(VOLUME), first.volume),
        )

    @Slot(object)
    def keep_screen_choice(self, choice: ScreenChoice) -> None:
        """This screen looks and sounds so from now on."""
        for key, value in (
            (THEME, choice.theme), (SCALE, choice.scale), (HAND, choice.hand.value), (VOLUME, choice.volume),
        ):  # fmt: skip
            self._settings.setValue(key, value)

    @Slot(object)
    def keep_bump_keys(self, keys: dict[str, str]) -> None:
        """The bump bar's keys do this from now on."""
        self._settings.setValue(BUMP_KEYS, json.dumps(keys))

    @Slot(str)
    def keep_language(self, code: str) -> None:
        """The screen speaks this from now on, "" for what the store does."""
        self._settings.setValue(LANGUAGE, code)

    @Slot(str)
    def keep_station(self, station_id: str) -> None:
        """The kitchen screen shows this station from now on."""
        self._settings.setValue(STATION, station_id)


def _percent(said: object, first: int) -> int:
    text = str(said)
    return int(text) if text.isdecimal() and int(text) <= MOST_PERCENT else first
