"""Gift cards on their way to paper: numbers take the place of their stand-ins in the printer's hands, and nowhere else.

The spool keeps the stand-ins, so that the file of a store, stolen, tells no number that can be spent.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial

from aura_terminal.app.devices import Device
from aura_terminal.app.node_shop import NodeShop
from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.ids import ValueAccountId
from aura_terminal.domain.paper import PaperDocument, PrintJobId
from aura_terminal.domain.telling import told
from aura_terminal.domain.value_numbers import NumberOf, with_numbers
from aura_terminal.ports.printing import Fault, Held, Printer, PrinterStatus, PrintOutcome
from sync.node.store_queue import StoreQueue

PATIENCE = 10.0
"""Seconds a printer waits for a number, which takes the node's store thread a moment."""


@dataclass(frozen=True, slots=True)
class NumberPrinter:
    """The Printer port: another printer, which is given numbers where documents have stand-ins."""

    printer: Printer
    number_of: NumberOf

    def open(self) -> None:
        """As the port says."""
        self.printer.open()

    def close(self) -> None:
        """As the port says."""
        self.printer.close()

    def status(self) -> PrinterStatus:
        """As the port says."""
        return self.printer.status()

    def print(self, job_id: PrintJobId, document: PaperDocument) -> PrintOutcome:
        """As the port says."""
        try:
            filled = with_numbers(document, self.number_of)
        except (Unavailable, TimeoutError):
            return Held(Fault.BUSY, told("The number is still being looked up; it is printed in a moment."))
        return self.printer.print(job_id, filled)

    def resume(self) -> PrintOutcome | None:
        """As the port says."""
        return self.printer.resume()

    def cancel(self) -> None:
        """As the port says."""
        self.printer.cancel()


def printing_numbers(devices: Iterable[Device], queue: StoreQueue[NodeShop]) -> tuple[Device, ...]:
    """The devices of a node, whose printers ask it for the numbers they put on paper."""

    def number_of(account_id: ValueAccountId, issue: int) -> str:
        return queue.read(partial(_number, account_id, issue)).result(PATIENCE)

    return tuple(
        replace(each, station=replace(each.station, printer=NumberPrinter(each.station.printer, number_of)))
        for each in devices
    )


def _number(account_id: ValueAccountId, issue: int, opened: NodeShop) -> str:
    return opened.shop.value_accounts.number_on_paper(account_id, issue)
