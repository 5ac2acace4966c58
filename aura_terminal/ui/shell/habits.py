"""What a screen remembers about itself from one start to the next; nothing of the shop."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Slot

STATION = "kitchen/station"


class Habits(QObject):
    """Kept in one small file beside the store; losing it costs a choice, never a sale."""

    def __init__(self, file: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = QSettings(str(file), QSettings.Format.IniFormat, self)

    @property
    def station(self) -> str:
        """The station the kitchen screen showed last, "" for all."""
        return str(self._settings.value(STATION, ""))

    @Slot(str)
    def keep_station(self, station_id: str) -> None:
        """The kitchen screen shows this station from now on."""
        self._settings.setValue(STATION, station_id)
