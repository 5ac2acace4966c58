"""The tables as migrations make them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import LargeBinary, Text

from aura_terminal.store.driver import RawConnection, sqlite
from aura_terminal.store.engine import APPLICATION_ID, WRITING, connect
from aura_terminal.store.migrations.steps import CURRENT, migrate
from aura_terminal.store.tables import METADATA

HASH = b"\x00" * 32
JOURNAL_ROW = ("o", 1, "f", 1, "order", "a", "t", 1, b"{}", "marta", "2026-11-22", HASH, HASH)
APPEND = (
    "INSERT INTO journal (origin, seq, fact_id, stamp, aggregate, aggregate_id, type, version, payload, actor, "
    f"business_date, prev_hash, hash) VALUES ({', '.join('?' * 13)})"
)


@pytest.fixture
def raw(file: Path) -> Iterator[RawConnection]:
    connection = connect(str(file))
    for line in WRITING:
        line(connection)
    migrate(connection, file, lambda version: None)
    yield connection
    connection.close()


def test_the_file_says_what_it_is(raw: RawConnection) -> None:
    assert raw.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
    assert raw.execute("PRAGMA user_version").fetchone()[0] == CURRENT


@pytest.mark.parametrize("table", METADATA.sorted_tables, ids=lambda table: table.name)
def test_statements_and_migrations_speak_of_the_same_columns(raw: RawConnection, table) -> None:  # type: ignore[no-untyped-def]  # a SQLAlchemy table
    made = raw.execute(f"PRAGMA table_info({table.name})").fetchall()
    local = {"journal": {"arrival"}, "menu_items": {"number"}, "spool_jobs": {"place"}}.get(table.name, set())
    words = {Text: "TEXT", LargeBinary: "BLOB"}
    named = [(column.name, words.get(type(column.type), "INTEGER")) for column in table.columns]
    assert [(row[1], row[2]) for row in made if row[1] not in local] == named


def test_every_table_is_strict(raw: RawConnection) -> None:
    lax = [
        row[1]
        for row in raw.execute("PRAGMA table_list").fetchall()
        if row[2] == "table" and not row[5] and not row[1].startswith(("sqlite_", "menu_search"))
    ]
    assert lax == []


@pytest.mark.parametrize("change", ["UPDATE journal SET actor = 'x'", "DELETE FROM journal"])
def test_a_fact_is_never_changed_or_deleted(raw: RawConnection, change: str) -> None:
    raw.execute(APPEND, JOURNAL_ROW)
    with pytest.raises(sqlite.IntegrityError, match="never changed or deleted"):
        raw.execute(change)


def test_a_place_in_the_journal_is_taken_once(raw: RawConnection) -> None:
    raw.execute(APPEND, JOURNAL_ROW)
    with pytest.raises(sqlite.IntegrityError, match="UNIQUE"):
        raw.execute(APPEND, JOURNAL_ROW)


ORDER = {
    "order_id": "'o'",
    "number": "'R1-001'",
    "order_type": "'dine_in'",
    "status": "'open'",
    "business_date": "'2026-11-22'",
    "opened_us": "1",
    "closed_us": "NULL",
    "opened_by": "''",
    "server_name": "''",
    "terminal": "'R1'",
    "currency": "'EUR'",
    "table_id": "NULL",
    "table_name": "''",
    "guests": "0",
    "guest_name": "''",
    "items": "0",
    "unsent": "0",
    "subtotal_minor": "0",
    "tax_minor": "0",
    "total_minor": "0",
    "paid_minor": "0",
    "due_minor": "0",
    "holder": "'R1'",
    "epoch": "0",
    "merged_into": "NULL",
    "split_from": "NULL",
}
PAYMENT = {
    "payment_id": "'p'",
    "order_id": "'o'",
    "attempt_id": "'a'",
    "tender": "'cash'",
    "currency": "'EUR'",
    "amount_minor": "100",
    "tendered_minor": "200",
    "change_minor": "100",
    "rounding_minor": "0",
    "tip_minor": "0",
    "taken_us": "1",
    "business_date": "'2026-11-22'",
    "terminal": "'R1'",
    "reference": "''",
}
LINE = {
    "order_id": "'o'",
    "line_id": "'l'",
    "place": "0",
    "item_id": "'i'",
    "category_name": "''",
    "name": "''",
    "quantity": "1",
    "voided": "0",
    "price_minor": "1",
    "state": "'new'",
    "course": "0",
    "seat": "0",
    "fire_id": "NULL",
    "home": "'o'",
    "written_off": "0",
}


def insert(raw: RawConnection, table: str, values: dict[str, str], **other: str) -> None:
    row = values | other
    raw.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join(row.values())})")


@pytest.mark.parametrize(
    ("table", "values", "wrong"),
    [
        ("orders", ORDER, {"status": "'lost'"}),
        ("orders", ORDER, {"status": "'closed'"}),
        ("orders", ORDER, {"order_type": "'by_post'"}),
        ("orders", ORDER, {"total_minor": "1"}),
        ("orders", ORDER, {"subtotal_minor": "9007199254740992"}),
        ("orders", ORDER, {"subtotal_minor": "1.5"}),
        ("orders", ORDER, {"guests": "-1"}),
        ("orders", ORDER, {"number": "''"}),
        ("orders", ORDER, {"status": "'merged'", "closed_us": "1"}),
        ("orders", ORDER, {"epoch": "-1"}),
        ("order_lines", LINE, {"quantity": "0"}),
        ("order_lines", LINE, {"voided": "2"}),
        ("order_lines", LINE, {"state": "'eaten'"}),
        ("order_lines", LINE, {"order_id": "'nobodys'"}),
        ("payments", PAYMENT, {"change_minor": "99"}),
        ("payments", PAYMENT, {"order_id": "'nobodys'"}),
        ("payments", PAYMENT, {"business_date": "'today'"}),
    ],
)
def test_the_tables_refuse_what_the_rules_refuse(
    raw: RawConnection, table: str, values: dict[str, str], wrong: dict[str, str]
) -> None:
    if table != "orders":
        insert(raw, "orders", ORDER)
    with pytest.raises(sqlite.IntegrityError):
        insert(raw, table, values, **wrong)
    insert(raw, table, values)


def test_a_payment_counts_once_on_an_order(raw: RawConnection) -> None:
    insert(raw, "orders", ORDER)
    insert(raw, "payments", PAYMENT)
    with pytest.raises(sqlite.IntegrityError, match="payment_id"):
        insert(raw, "payments", PAYMENT, attempt_id="'a2'")


@pytest.mark.parametrize(
    "wrong",
    [
        "INSERT INTO stock VALUES ('i', 3, NULL, 0, 1, NULL)",
        "INSERT INTO stock VALUES ('i', 3, -1, 0, 1, NULL)",
        "INSERT INTO terminals VALUES ('t', '', 'f', 1, '', NULL, '')",
        "INSERT INTO outages VALUES ('x', 'R1', 'D', 1, 2, 0, 'EUR', 0, 0, 0, 0)",
        "INSERT INTO punches VALUES ('ana', 'p', 'lunch', 1, 'R1', '2026-11-22')",
    ],
)
def test_the_tables_of_what_terminals_do_together_refuse_what_is_none(raw: RawConnection, wrong: str) -> None:
    with pytest.raises(sqlite.IntegrityError):
        raw.execute(wrong)
