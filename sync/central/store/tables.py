"""Every table of the central. `since` is the schema step that brought a table or a column (see `migrating`).

A store of a chain is a *tenant*: every table of a store's things has the tenant first in its key, so that a database
that has to be spread over machines is spread by it. Money is whole minor units, times are Unix milliseconds.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, MetaData, Table, Text, UniqueConstraint

METADATA = MetaData()


def number(name: str, *, key: bool = False, default: int | None = None) -> Column[Any]:
    """A whole number of up to 63 bits."""
    fallback = None if default is None else str(default)
    return Column(name, BigInteger, primary_key=key, autoincrement=False, nullable=False, server_default=fallback)


def text(name: str, *, key: bool = False) -> Column[Any]:
    """A text, empty where there is nothing to say."""
    return Column(name, Text, primary_key=key, nullable=False, server_default=None if key else "")


def tenant() -> Column[Any]:
    """The store a row belongs to; first in every key."""
    return Column("tenant", Integer, primary_key=True, autoincrement=False, nullable=False)


def table(name: str, *parts: Any, since: int = 1) -> Table:
    """A table that a schema step brings."""
    return Table(name, METADATA, *parts, info={"since": since})


NOTES = table("notes", text("key", key=True), text("value"))

TENANTS = table(
    "tenants",
    Column("tenant", Integer, primary_key=True, autoincrement=False, nullable=False),
    text("store_id"), text("name"), text("origin"), text("label"), text("tier"),
    number("created_ms"), number("last_place", default=0), number("documents_place", default=0),
    UniqueConstraint("store_id"),
)  # fmt: skip

ACCOUNTS = table(
    "accounts",
    number("account", key=True), text("email"), text("password"), text("first_name"), text("last_name"),
    number("created_ms"), number("active", default=1),
    UniqueConstraint("email"),
)  # fmt: skip

MEMBERS = table("members", tenant(), number("account", key=True), text("role"))

SESSIONS = table(
    "sessions", text("session", key=True), number("account"), number("created_ms"), number("expires_ms"),
    number("ended_ms", default=0),
)  # fmt: skip

JOURNAL = table(
    "journal",
    tenant(), text("origin", key=True), number("seq", key=True),
    text("fact_id"), number("stamp"), text("aggregate"), text("aggregate_id"), text("type"), number("version"),
    Column("payload", LargeBinary, nullable=False), text("actor"), text("business_date"),
    Column("prev_hash", LargeBinary, nullable=False), Column("hash", LargeBinary, nullable=False),
    number("place"),
    UniqueConstraint("tenant", "place", name="journal_place"),
    Index("journal_aggregate", "tenant", "aggregate", "aggregate_id", "stamp", "fact_id"),
)  # fmt: skip

HEADS = table(
    "heads", tenant(), text("origin", key=True), number("last_seq"), Column("last_hash", LargeBinary, nullable=False),
    number("last_stamp"),
)  # fmt: skip

COUNTERS = table("counters", tenant(), text("kind", key=True), number("last"))

NAMES = table(
    "names", tenant(), text("kind", key=True), number("number", key=True), text("local_id"),
    UniqueConstraint("tenant", "kind", "local_id", name="names_local"),
)  # fmt: skip

RESOURCES = table(
    "resources",
    tenant(), text("kind", key=True), number("number", key=True),
    Column("body", Text, nullable=False), text("name"), text("search"), text("status"), text("category"),
    text("words"), text("day"), number("subject", default=0),
    number("created_ms"), number("updated_ms"), number("gone", default=0),
    Index("resources_listed", "tenant", "kind", "gone", "created_ms"),
    Index("resources_subject", "tenant", "kind", "subject"),
    Index("resources_day", "tenant", "kind", "day"),
)  # fmt: skip

ORDERS = table(
    "orders",
    tenant(), number("number", key=True), text("order_id"), text("order_number"), text("status"), text("order_type"),
    text("table_number"), number("customer", default=0), text("business_date"), text("payment_status"),
    number("subtotal"), number("tax"), number("tip"), number("discount"), number("total"), number("items_count"),
    number("created_ms"), number("updated_ms"), number("ready_ms", default=0), number("closed_ms", default=0),
    text("search"), text("notes"), Column("body", Text, nullable=False),
    UniqueConstraint("tenant", "order_id", name="orders_order_id"),
    Index("orders_created", "tenant", "created_ms"),
    Index("orders_status", "tenant", "status", "created_ms"),
    Index("orders_day", "tenant", "business_date"),
    Index("orders_customer", "tenant", "customer", "created_ms"),
)  # fmt: skip

ORDER_LINKS = table(
    "order_links", tenant(), text("one", key=True), text("other", key=True),
    Index("order_links_other", "tenant", "other"),
)  # fmt: skip
"""Orders that name each other as places of their lines."""

ORDER_ITEMS = table(
    "order_items",
    tenant(), number("order_number", key=True), number("number", key=True), number("item", default=0), text("name"),
    text("category"), number("quantity"), number("unit_price"), number("total"), number("tax"), text("status"),
    text("station"),
    Index("order_items_item", "tenant", "item"),
)  # fmt: skip

PAYMENTS = table(
    "payments",
    tenant(), number("number", key=True), text("payment_id"), number("order_number"), text("kind"), text("method"),
    number("amount"), number("tip"), text("status"), text("reference"), text("business_date"), number("taken_ms"),
    Column("body", Text, nullable=False),
    Index("payments_order", "tenant", "order_number"),
    Index("payments_day", "tenant", "business_date"),
    Index("payments_reference", "tenant", "reference"),
)  # fmt: skip

TICKETS = table(
    "tickets",
    tenant(), text("ticket_id", key=True), text("order_id"), text("station"), text("status"), number("fired_ms"),
    number("bumped_ms", default=0), Column("lines", Text, nullable=False),
    Index("tickets_order", "tenant", "order_id"),
    Index("tickets_live", "tenant", "status", "fired_ms"),
)  # fmt: skip

TAXES = table(
    "taxes",
    tenant(), number("order_number", key=True), text("rate", key=True), text("name"), text("percent"),
    text("business_date"), number("net"), number("tax"),
    Index("taxes_day", "tenant", "business_date"),
)  # fmt: skip

SECRETS = table("secrets", tenant(), text("name", key=True), text("secret"))
"""Keys that subscribers' signatures are made with; no fact and no log ever holds one."""

SHIFTS = table(
    "shifts", tenant(), number("staff", key=True), number("began_ms", key=True), number("ended_ms", default=0),
    number("worked_s", default=0), text("business_date"),
    Index("shifts_day", "tenant", "business_date"),
)  # fmt: skip

REPLIES = table(
    "replies", tenant(), text("key", key=True), number("account"), text("fingerprint"), number("status"),
    Column("body", LargeBinary, nullable=False), number("created_ms"),
    Index("replies_created", "created_ms"),
)  # fmt: skip

ALLOWANCES = table("allowances", tenant(), number("account", key=True), number("began", key=True), number("used"))

DELIVERIES = table(
    "deliveries",
    tenant(), number("number", key=True), number("hook"), text("event"), Column("body", LargeBinary, nullable=False),
    text("state"), number("attempts", default=0), number("next_ms"), number("created_ms"), text("answer"),
    Index("deliveries_due", "state", "next_ms"),
    Index("deliveries_hook", "tenant", "hook"),
)  # fmt: skip
