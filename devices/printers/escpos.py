"""The ESC/POS printer: one that answers, over an `EscPosLink` and with an `EscPosEncoder`."""

from __future__ import annotations

from devices.printers.confirming import ConfirmingPrinter

EscPosPrinter = ConfirmingPrinter
