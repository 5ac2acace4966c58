"""The label printer that speaks ZPL II: one that answers, over a `ZplLink` and with a `ZplEncoder`."""

from __future__ import annotations

from devices.printers.confirming import ConfirmingPrinter

ZplPrinter = ConfirmingPrinter
