"""The Star printer in line mode: one that answers, over a `StarLink` and with a `StarEncoder`."""

from __future__ import annotations

from devices.printers.confirming import ConfirmingPrinter

StarPrinter = ConfirmingPrinter
