"""The document of an invoice, fetched while somebody waits ("GET /invoices/:id/pdf")."""

from __future__ import annotations

from sync.connectors.unified.endpoints import INVOICE_PDF
from sync.reconcile.contract import Call
from sync.reconcile.live import Download, LiveAsk, LiveForms

INVOICE = "invoice"
"""What is asked for; the words are the id of the invoice there."""
MINUTE = 10
"""Ours: the document names an hour's bound, which what is reconciled needs more."""


def _call(ask: LiveAsk) -> Call:
    return INVOICE_PDF.call(central_id=ask.words)


def _name(ask: LiveAsk) -> str:
    plain = "".join(one if one.isascii() and (one.isalnum() or one in "-_") else "_" for one in ask.words)
    return f"invoice-{plain}.pdf"


LIVE = LiveForms({INVOICE: Download(_call, _name)}, MINUTE)
