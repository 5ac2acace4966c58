"""What a screen remembers about itself from one start to the next; nothing of the shop."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Slot

STATION = "kitchen/station"
ORDER = "register/order"


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
    def order(self) -> str:
        """The order that was on the counter last, "" for none."""
        return str(self._settings.value(ORDER, ""))

    def keep_order(self, order_id: str) -> None:
        """This order is on the counter now, "" for none; written at once, for the next moment may be a power cut."""
        if order_id != self.order:
            self._settings.setValue(ORDER, order_id)
            self._settings.sync()

    @Slot(str)
    def keep_station(self, station_id: str) -> None:
        """The kitchen screen shows this station from now on."""
        self._settings.setValue(STATION, station_id)
