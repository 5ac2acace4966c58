"""The back office that sends invoices and makes documents of them: a document is fetched while somebody waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.view_models.live import Answer, Part, Trouble

if TYPE_CHECKING:
    from aura_terminal.view_models.live import LiveModel

INVOICE = "invoice"


class InvoiceOffice(QObject):
    """`came(place)` when a document is on the disk, `failed(Trouble, seconds)` when it is not; one at a time."""

    came = Signal(str)
    failed = Signal(object, int)

    def __init__(self, live: LiveModel, office: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._live, self._office = live, office
        self._awaited = ""
        live.heard.connect(self._hear)

    @property
    def is_waiting(self) -> bool:
        """Whether a document is on its way."""
        return bool(self._awaited)

    def fetch(self, invoice_id: str) -> bool:
        """Ask for the document of an invoice by its id there; whether it was asked for."""
        if self._awaited:
            return False
        self._awaited = self._live.ask(self._office, INVOICE, invoice_id)
        return True

    @Slot(object)
    def _hear(self, answer: Answer) -> None:
        if not self._awaited or answer.ask_id != self._awaited:
            return
        if answer.part is Part.FILE:
            self._awaited = ""
            self.came.emit(answer.words)
        elif answer.part is Part.FAILED:
            self._awaited = ""
            self.failed.emit(answer.trouble or Trouble.UNREADABLE, answer.seconds)
