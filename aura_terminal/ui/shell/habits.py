"""What a screen remembers about itself from one start to the next; nothing of the shop."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Slot

STATION = "kitchen/station"
BUMP_KEYS = "kitchen/bump_keys"


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
    def bump_keys(self) -> dict[str, str]:
        """What the keys of this screen's bump bar do, as they were learned; empty where none were."""
        try:
            kept = json.loads(str(self._settings.value(BUMP_KEYS, "{}")))
        except ValueError:
            return {}
        return {str(code): str(act) for code, act in kept.items()} if isinstance(kept, dict) else {}

    @Slot(object)
    def keep_bump_keys(self, keys: dict[str, str]) -> None:
        """The bump bar's keys do this from now on."""
        self._settings.setValue(BUMP_KEYS, json.dumps(keys))

    @Slot(str)
    def keep_station(self, station_id: str) -> None:
        """The kitchen screen shows this station from now on."""
        self._settings.setValue(STATION, station_id)
