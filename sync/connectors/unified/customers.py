"""House accounts as customers, and the one customer that stands for the counter ("Customers")."""

from __future__ import annotations

from typing import cast

from aura_terminal.domain.central import CentralRecord, RecordId
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.field_paths import Plain
from aura_terminal.domain.invoice_facts import Company
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.domain.value import ValueAccount
from aura_terminal.domain.value_facts import AccountKind
from aura_terminal.ports.central import Picture
from sync.connectors.unified.endpoints import CREATE_CUSTOMER
from sync.connectors.unified.naming import COUNTER, customer_code, record_of
from sync.reconcile.contract import Lane, Plan, Step, digest_of
from sync.reconcile.written import number


def account_of(account_id: str, picture: Picture) -> ValueAccount:
    """A value account, or NotFound."""
    return cast(ValueAccount, picture.aggregate("value", account_id))


def awaited(local_id: str, picture: Picture) -> tuple[RecordId, ...]:
    """The customer's record, which has to be known there before anything is told of it."""
    return (record_of("account", local_id),)


def plan_account(record: CentralRecord, local_id: str, picture: Picture) -> Plan:
    """A customer is made once; the documents change none."""
    if record.is_linked or "create" in record.set_aside:
        return Plan()
    body = _counter(picture) if local_id == COUNTER else _company(account_of(local_id, picture), picture)
    if body is None:
        return Plan()
    call = CREATE_CUSTOMER.call(body)
    return Plan((Step(record.id, "create", Lane.GUESTS, call, digest_of(body), creates=True),))


def _counter(picture: Picture) -> dict[str, Plain]:
    name = picture.document(StoreProfile, STORE_PROFILE).name
    return {"customer_code": customer_code(COUNTER, picture.store_id), "name": f"Counter sales {name}"}


def _company(account: ValueAccount, picture: Picture) -> dict[str, Plain] | None:
    if account.opened is None or account.kind is not AccountKind.HOUSE:
        return None
    company = company_of(account.id, picture)
    body: dict[str, Plain] = {
        "customer_code": customer_code(account.id, picture.store_id),
        "name": company.name or account.terms.name,
        "primary_email": company.email,
        "primary_phone": company.phone,
        "credit_limit": number(account.limit),
        "payment_terms": "" if account.limited is None else account.limited.terms,
    }
    if company.address:
        body["billing_address"] = {"line1": ", ".join(company.address)}
    return {name: value for name, value in body.items() if value != ""}


def company_of(account_id: str, picture: Picture) -> Company:
    """Who a house account is for; nothing known where nobody said."""
    try:
        return picture.document(Company, account_id)
    except NotFound:
        return Company(account_id, "")
