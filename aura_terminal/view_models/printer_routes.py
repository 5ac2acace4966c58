"""Which printer prints what: receipts, labels and every station's slips, and who takes over when one is down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.domain.documents import DocumentPut, DocumentWithdrawn
from aura_terminal.domain.paper_ways import DRAWER_ROUTE, RECEIPT_ROUTE
from aura_terminal.use_cases.labels import LABEL_ROUTE
from aura_terminal.view_models.changes import Changes, Watch
from aura_terminal.view_models.device_cards import HealthKind, SetUp

if TYPE_CHECKING:
    from aura_terminal.domain.shop import Station
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.devices import DevicesModel
    from aura_terminal.view_models.runner import Runner

MANY = 3
"""A printer has at most so many that take over for it here; more can be written in the settings."""


@dataclass(frozen=True, slots=True)
class Way:
    """One kind of paper: who asks for it by name, and the printer it comes out at, "" for none at this terminal."""

    route: str
    stations: tuple[str, ...]
    printer: str


class PrinterRoutesModel(QObject):
    """`changed` follows every reading and every change of the settings. What is changed is written by `devices`."""

    changed = Signal()

    def __init__(self, devices: DevicesModel, runner: Runner, changes: Changes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.devices, self._runner = devices, runner
        self._stations: tuple[Station, ...] = ()
        self.watch = Watch(changes, (DocumentPut, DocumentWithdrawn), self)
        self.watch.due.connect(self.refresh)
        devices.changed.connect(self.changed)

    @property
    def printers(self) -> tuple[SetUp, ...]:
        """The printers of this terminal in the order of the settings."""
        return self._of(HealthKind.PRINTER)

    @property
    def label_printers(self) -> tuple[SetUp, ...]:
        """The printers of labels."""
        return self._of(HealthKind.LABEL_PRINTER)

    @property
    def ways(self) -> tuple[Way, ...]:
        """Receipts and reports, the drawer, labels, and each route of a station."""
        routes = dict.fromkeys((RECEIPT_ROUTE, DRAWER_ROUTE, LABEL_ROUTE, *(each.printer for each in self._stations)))
        return tuple(self._way(route) for route in routes if route)

    def choices(self, route: str) -> tuple[SetUp, ...]:
        """The printers that can put this paper out."""
        return self.label_printers if route == LABEL_ROUTE else self.printers

    @Slot()
    def refresh(self) -> None:
        """Read the stations again."""
        self._runner.run(_stations, self._show)

    def lead(self, route: str, printer: str) -> None:
        """Have a kind of paper come out at this printer, "" for none here; each route leads to one printer."""
        changes = []
        for each in self.devices.set_ups:
            others = tuple(one for one in each.routes if one != route)
            wanted = (*others, route) if each.name == printer else others
            if set(wanted) != set(each.routes):
                changes.append((replace(each, routes=wanted), each.name))
        if changes:
            self.devices.write(*changes)

    def take_over(self, printer: str, backup: str) -> None:
        """Another printer takes over when this one is down, after those named before; named again, it does not."""
        own = next((each for each in self.devices.set_ups if each.name == printer), None)
        if own is None or backup == printer:
            return
        rest = tuple(each for each in own.backups if each != backup)
        backups = rest if backup in own.backups else (*rest, backup)[-MANY:]
        self.devices.write((replace(own, backups=backups), printer))

    def _of(self, kind: HealthKind) -> tuple[SetUp, ...]:
        return tuple(each for each in self.devices.set_ups if each.kind is kind)

    def _way(self, route: str) -> Way:
        printer = next((each.name for each in self.devices.set_ups if route in each.routes), "")
        return Way(route, tuple(each.name for each in self._stations if each.printer == route), printer)

    def _show(self, stations: Sequence[Station]) -> None:
        self._stations = tuple(stations)
        self.changed.emit()


def _stations(shop: Shop) -> tuple[Station, ...]:
    return shop.reads.kitchen.stations()
