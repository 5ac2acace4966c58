"""Customers as house accounts ("Customers"), and what is said of invoices ("Invoices")."""

from __future__ import annotations

from dataclasses import replace

from aura_terminal.domain.central import CentralRecord
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.ids import ValueAccountId, ValueMoveId
from aura_terminal.domain.invoice_facts import Company, InvoiceStated
from aura_terminal.domain.money import Money
from aura_terminal.domain.value import ValueAccount
from aura_terminal.domain.value_facts import AccountKind, AccountOpened, LimitSet, ValueDrawn
from aura_terminal.ports.central import Picture
from aura_terminal.ports.store import SYSTEM
from sync.connectors.unified.amounts import currency_of
from sync.connectors.unified.customers import account_of
from sync.connectors.unified.invoice_body import mark_of
from sync.connectors.unified.invoices import invoice_record, receipt_record
from sync.connectors.unified.naming import CONNECTOR, COUNTER, customer_code, invoice_mark, is_mark_of, is_of_store
from sync.reconcile.fields import Found
from sync.reconcile.intake import Intake, digest_of_row

CUSTOMER = (
    "customer_code", "name", "primary_email", "primary_phone", "credit_limit", "payment_terms", "billing_address",
    "status",
)  # fmt: skip
ADDRESS = ("line1", "line2", "postal_code", "city", "state", "country")


def take_customer(intake: Intake, row: Found) -> str:
    """A customer with a credit limit as a house account; the limit is the back office's from then on.

    A customer without one may not owe anything, and is no house account. Names of accounts stay as they were opened;
    the company is called as it is there.
    """
    central_id, code = row["id"].id(), _text(row, "customer_code")
    if code == customer_code(COUNTER, intake.picture.store_id):
        intake.link("account", COUNTER, central_id, "counter")
        return central_id
    digest = digest_of_row(row, CUSTOMER)
    known = intake.picture.local_of(CONNECTOR, "account", central_id)
    if known and not intake.is_news("account", known, digest):
        return central_id
    limit = row.maybe("credit_limit")
    if not known and is_of_store(code, intake.picture.store_id):
        return central_id  # it was made here, and whoever told it has not heard the answer yet
    if not known and (limit is None or limit.decimal() <= 0):
        return central_id
    account_id = ValueAccountId(intake.local_id("account", central_id))
    _open(intake, account_id, row, None if limit is None else limit.money(currency_of(intake.picture)))
    intake.link("account", account_id, central_id, digest)
    return central_id


def _open(intake: Intake, account_id: ValueAccountId, row: Found, limit: Money | None) -> None:
    name, terms, account = row["name"].name(), _text(row, "payment_terms"), _account(account_id, intake.picture)
    if account is None:
        opened = AccountOpened(
            account_id, AccountKind.HOUSE, currency_of(intake.picture), intake.now, SYSTEM, CONNECTOR, name
        )
        intake.facts.append(opened)
    before = None if account is None else account.limited
    if limit is not None and (
        before is None or (before.limit, before.terms, before.source) != (limit, terms, CONNECTOR)
    ):
        intake.facts.append(LimitSet(account_id, limit, terms, intake.now, SYSTEM, CONNECTOR))
    company = intake.get(Company, account_id) or Company(account_id, name)
    address = row.maybe("billing_address")
    lines = () if address is None else tuple(filter(None, (_text(address, part) for part in ADDRESS)))
    intake.put(replace(
        company, name=name, code=_text(row, "customer_code"), email=_text(row, "primary_email"),
        phone=_text(row, "primary_phone"), address=lines, source=CONNECTOR,
    ))  # fmt: skip


def take_invoice(intake: Intake, row: Found) -> str:
    """What is said of an invoice of a house account, where nothing of ours is under way about its payments.

    What was told meanwhile may be in it or not, so it is believed on the next pass.
    """
    central_id, picture = row["id"].id(), intake.picture
    account_id = picture.local_of(CONNECTOR, "account", row["customer"]["id"].id())
    account = _account(ValueAccountId(account_id), picture) if account_id and account_id != COUNTER else None
    if account is None or _is_under_way(account, picture, intake):
        return central_id
    marks = _marks(row)
    move_id = _ours(account, marks, central_id, picture)
    if move_id is None and any(is_mark_of(one, picture.store_id) for one in marks):
        return central_id  # a charge of a terminal that was not heard yet
    currency = row["currency_code"].text() if row.has("currency_code") else account.terms.currency
    due = row.maybe("due_date")
    stated = InvoiceStated(
        account.id, central_id, row["invoice_number"].label(), row["invoice_date"].day(),
        None if due is None else due.day(), row["total_amount"].money(currency), row["paid_amount"].money(currency),
        row["status"].text(), intake.now, CONNECTOR, move_id, _told(account, picture),
    )  # fmt: skip
    before = account.invoices.get(central_id)
    if before is None or replace(before, stated_at=stated.stated_at) != stated:
        intake.facts.append(stated)
    if move_id is None:
        intake.link("invoice", f"{account.id}/{stated.key}", central_id, "there")
    return central_id


def _marks(row: Found) -> frozenset[str]:
    lines = row.maybe("line_items")
    each = (one["description"].text() for one in lines.items()) if lines is not None else ()
    return frozenset(filter(None, map(mark_of, each)))


def _ours(account: ValueAccount, marks: frozenset[str], central_id: str, picture: Picture) -> ValueMoveId | None:
    """The charge an invoice was made for: by what we know, else by the reference its lines begin with."""
    local_id = picture.local_of(CONNECTOR, "invoice", central_id)
    key = local_id.partition("/")[2]
    if key in account.moves:
        return ValueMoveId(key)
    draws = (one.move for one in account.moves.values() if isinstance(one, ValueDrawn))
    told = ((one.id, picture.order(one.order_id).number) for one in draws if one.order_id is not None)
    return next((id_ for id_, number in told if invoice_mark(number, id_, picture.store_id) in marks), None)


def _told(account: ValueAccount, picture: Picture) -> tuple[ValueMoveId, ...]:
    """Our payments the back office was told of."""
    return tuple(sorted(one for one in account.loads if _is_there(picture.record(receipt_record(account.id, one)))))


def _is_under_way(account: ValueAccount, picture: Picture, intake: Intake) -> bool:
    """Whether something of the account is still to be told, or was told since the pass began."""
    records = [picture.record(receipt_record(account.id, one)) for one in account.loads]
    records += [picture.record(invoice_record(account.id, one.key)) for one in account.invoices.values()]
    asked = intake.asked_ms
    fresh = any(
        one.confirmed_at is not None and one.confirmed_at.timestamp() * 1000 >= asked for one in records
    )  # fmt: skip
    untold = (
        not (_is_there(one) or one.refused or one.set_aside) for one in records[: len(account.loads)]
    )  # fmt: skip
    return fresh or any(untold)


def _is_there(record: CentralRecord) -> bool:
    """Whether the back office is known to have a payment whole: not where that is in doubt."""
    return record.is_linked and not any(map(record.is_in_doubt, record.done))


def _account(account_id: ValueAccountId, picture: Picture) -> ValueAccount | None:
    try:
        found = account_of(account_id, picture)
    except NotFound:
        return None
    return found if found.opened is not None and found.kind is AccountKind.HOUSE else None


def _text(row: Found, name: str) -> str:
    found = row.maybe(name)
    return "" if found is None else found.text().strip()
