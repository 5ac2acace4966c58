"""The Unified Assistant as a connector: planning, reading, looking and pulling, put together. No I/O, no clock."""

from __future__ import annotations

from collections.abc import Mapping

from sync.connectors.unified.customers import plan_account
from sync.connectors.unified.endpoints import LOGIN, LOGOUT, REFRESH
from sync.connectors.unified.invoices import plan_invoice
from sync.connectors.unified.looking import look_for, looked_at
from sync.connectors.unified.naming import CONNECTOR
from sync.connectors.unified.pulls.catalogue import PULLS, ask, take, vanished
from sync.connectors.unified.pulls.purchases import lines_of
from sync.connectors.unified.purchases import plan_delivery, plan_purchase, purchase_of
from sync.connectors.unified.receipts import PAID, plan_receipt, plan_takings
from sync.connectors.unified.records import records_of
from sync.connectors.unified.words import Words
from sync.reconcile.contract import Account, Done, Lane, Outcome, Tokens
from sync.reconcile.fields import Found
from sync.reconcile.keys import let_in
from sync.reconcile.replies import unwrapped
from sync.reconcile.session import SessionForm
from sync.reconcile.translator import Answered, Planner, Translation, Translator

FORM = SessionForm(LOGIN, REFRESH, LOGOUT, token="token", seconds=3600)
KEY_HEADERS = ("X-API-Key",)
LANES = {
    "account": Lane.GUESTS, "invoice": Lane.MONEY, "receipt": Lane.MONEY, "takings": Lane.MONEY,
    "purchase": Lane.STOCK, "delivery": Lane.STOCK,
}  # fmt: skip
CREATING = frozenset({"create", "back", PAID})


def connector_of(account: Account, tokens: Tokens, words: Words) -> Translator:
    """The connector of one account, let in by a password or by a key."""
    translation = Translation(
        name=CONNECTOR, lanes=LANES, other_lane=Lane.REFERENCE,
        records_of=records_of, planners=_planners(words), read=_read, look=look_for,
        looked=lambda seen: looked_at(seen.row, seen.sent, seen.reading, seen.picture, words),
        pulls=PULLS, ask=ask, vanished=vanished,
        page=lambda sweep, answer, picture, now_ms: take(sweep, answer, picture, words, now_ms),
    )  # fmt: skip
    return Translator(let_in(account, tokens, FORM, KEY_HEADERS), translation)


def _planners(words: Words) -> Mapping[str, Planner]:
    return {
        "account": plan_account,
        "invoice": plan_invoice,
        "receipt": lambda record, id_, picture: plan_receipt(record, id_, picture, words),
        "takings": lambda record, id_, picture: plan_takings(record, id_, picture, words),
        "purchase": plan_purchase,
        "delivery": plan_delivery,
    }


def _read(answered: Answered) -> Outcome:
    said, step = unwrapped(answered.reading), answered.row.step
    parts: tuple[tuple[str, str], ...] = ()
    if answered.kind == "purchase" and isinstance(said.value, dict):
        parts = lines_of(said, purchase_of(answered.local_id, answered.picture), answered.picture)
    if step in CREATING or step.startswith("pay/"):
        return Done(said["id"].id(), parts, _total(said))
    return Done(parts=parts)


def _total(said: Found) -> tuple[tuple[str, str], ...]:
    """What an invoice came to there, to be compared with ours."""
    found = said.maybe("total_amount") if isinstance(said.value, dict) else None
    return () if found is None else (("total", f"{found.decimal():f}"),)
