"""A new store on the central: its reference data as the first facts, and the account of its owner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, select

from aura_terminal.domain.documents import Document, put
from aura_terminal.domain.ids import TenderId
from aura_terminal.domain.shop import StoreProfile
from aura_terminal.domain.tenders import Tender, TenderKind
from aura_terminal.ports.store import SYSTEM
from sync.central.api.errors import duplicate, unauthorized
from sync.central.api.passwords import matches, sealed
from sync.central.api.rights import ROLES
from sync.central.catalogue.numbering import number as number_parts
from sync.central.store import journal
from sync.central.store.database import Database
from sync.central.store.desk import Desk, Press, milliseconds
from sync.central.store.tables import ACCOUNTS, MEMBERS, TENANTS

LABEL = "C1"
"""What the central is called among the terminals of each of its stores."""

TENDERS = (
    Tender(TenderId("cash"), "Cash", TenderKind.CASH, position=1),
    Tender(TenderId("credit_card"), "Credit card", TenderKind.CARD, position=2),
    Tender(TenderId("debit_card"), "Debit card", TenderKind.CARD, position=3),
    Tender(TenderId("card"), "Card", TenderKind.CARD, position=4),
    Tender(TenderId("mobile_payment"), "Mobile payment", TenderKind.OTHER, position=5),
    Tender(TenderId("gift_card"), "Gift card", TenderKind.GIFT, position=6),
    Tender(TenderId("house_account"), "House account", TenderKind.HOUSE, position=7),
    Tender(TenderId("deposit"), "Deposit", TenderKind.DEPOSIT, position=8),
    Tender(TenderId("other"), "Other", TenderKind.OTHER, position=9),
)


@dataclass(frozen=True, slots=True)
class Founded:
    """A store that was added, and its owner."""

    tenant: int
    store_id: str
    account: int
    account_is_new: bool


@dataclass(frozen=True, slots=True)
class Owner:
    """Who signs in first; the password is kept as a verifier only."""

    email: str
    password: str
    first_name: str = ""
    last_name: str = ""


def add_store(
    database: Database, press: Press, name: str, documents: Sequence[Document], owner: Owner, tier: str = "",
    store_id: str = "",
) -> Founded:  # fmt: skip
    """Add a store with its reference data. An owner of other stores keeps their account, and proves it.

    `store_id` is given where the store is there already and its terminals will tell all there is to know: then
    `documents` are none. Raises Refused: a wrong password for an account there is (401), a store that is kept (409).
    """
    verifier = _verifier(database, owner)
    with database.writing() as connection:
        if database.is_postgresql:
            connection.exec_driver_sql("LOCK TABLE tenants IN SHARE ROW EXCLUSIVE MODE")
        number = 1 + int(connection.execute(select(func.coalesce(func.max(TENANTS.c.tenant), 0))).scalar() or 0)
        known = select(TENANTS.c.tenant).where(TENANTS.c.store_id == store_id)
        if store_id and connection.execute(known).scalar() is not None:
            raise duplicate("This store is kept here already", "store_id")
        store_id = store_id or press.ids.new()
        now = milliseconds(press.clock.now())
        connection.execute(insert(TENANTS), {
            "tenant": number, "store_id": store_id, "name": name, "origin": press.ids.new(), "label": LABEL,
            "tier": tier, "created_ms": now, "last_place": 0, "documents_place": 0,
        })  # fmt: skip
        account, is_new = _account(connection, owner, verifier, now)
        connection.execute(insert(MEMBERS), {"tenant": number, "account": account, "role": "owner"})
        if documents:
            _open(connection, press, number, documents)
    return Founded(number, store_id, account, is_new)


def add_member(database: Database, press: Press, tenant: int, person: Owner, role: str) -> int:
    """Let somebody into a store with a role; answers the number of the account."""
    if role not in ROLES:
        raise ValueError(f"there is no role {role!r}; there are {', '.join(ROLES)}")
    verifier = _verifier(database, person)
    with database.writing() as connection:
        if journal.locked(connection, tenant) is None:
            raise ValueError(f"there is no store {tenant}")
        account, _ = _account(connection, person, verifier, milliseconds(press.clock.now()))
        known = select(MEMBERS.c.role).where(MEMBERS.c.tenant == tenant, MEMBERS.c.account == account)
        if connection.execute(known).scalar() is not None:
            raise duplicate("This account belongs to the store already")
        connection.execute(insert(MEMBERS), {"tenant": tenant, "account": account, "role": role})
    return account


def _verifier(database: Database, owner: Owner) -> str:
    """The verifier of an account there is, once the password was proved; else a new one."""
    with database.reading() as connection:
        known = select(ACCOUNTS.c.password).where(ACCOUNTS.c.email == owner.email.casefold())
        found = connection.execute(known).scalar()
    if found is None:
        return sealed(owner.password)
    if not matches(owner.password, str(found)):
        raise unauthorized("There is an account with this e-mail, and this is not its password")
    return str(found)


def _account(connection: Connection, owner: Owner, verifier: str, now: int) -> tuple[int, bool]:
    email = owner.email.casefold()
    found = connection.execute(select(ACCOUNTS.c.account).where(ACCOUNTS.c.email == email)).scalar()
    if found is not None:
        return int(found), False
    number = 1 + int(connection.execute(select(func.coalesce(func.max(ACCOUNTS.c.account), 0))).scalar() or 0)
    connection.execute(insert(ACCOUNTS), {
        "account": number, "email": email, "password": verifier, "first_name": owner.first_name,
        "last_name": owner.last_name, "created_ms": now, "active": 1,
    })  # fmt: skip
    return number, True


def _open(connection: Connection, press: Press, number: int, documents: Sequence[Document]) -> None:
    """The first facts: the store's own document before all others, then what others name before those that name it."""
    held = journal.locked(connection, number)
    assert held is not None
    desk = Desk(press, connection, held, SYSTEM)
    tenders = () if any(isinstance(one, Tender) for one in documents) else TENDERS
    ordered = sorted((*documents, *tenders), key=lambda one: not isinstance(one, StoreProfile))
    number_parts(desk, ordered)
    desk.keep(*(put(one) for one in ordered))
    desk.file()
