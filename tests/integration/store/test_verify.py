"""What verify finds in a file somebody has altered, and that it finds nothing in any other."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from aura_terminal.domain.staff import Actor
from aura_terminal.store import verify as verify_module
from aura_terminal.store.codec import Codec
from aura_terminal.store.day_verify import Flaw
from aura_terminal.store.driver import RawConnection
from aura_terminal.store.engine import StoreConnection
from aura_terminal.store.inspection import is_damaged
from aura_terminal.store.rebuild import refold
from aura_terminal.store.verify import Finding, Kind
from tests.support.store_service import order_of, serve, tampering
from tests.support.store_shop import StoredShop

SEQ = 210


def altered(stored: StoredShop, by: Actor, change: Callable[[RawConnection], object]) -> tuple[Finding, ...]:
    """The findings after a service and a change to the file behind the program's back.

    Each that is no fold's is damage also to who asks for the first only.
    """
    serve(stored, by)
    assert stored.store.verify() == ()
    assert not is_damaged(stored.folder)
    raw = tampering(stored)
    change(raw)
    raw.close()
    findings = stored.store.verify()
    assert is_damaged(stored.folder) == any(finding.kind is not Kind.FOLD for finding in findings)
    return findings


def places(findings: tuple[Finding, ...], *kinds: Kind) -> list[tuple[Kind, int]]:
    return [(finding.kind, finding.seq) for finding in findings if finding.kind in kinds]


CHAIN = (Kind.CHANGED, Kind.MISSING, Kind.REORDERED, Kind.HEAD)


@pytest.mark.parametrize(
    "change",
    [
        "payload = CAST(replace(CAST(payload AS TEXT), '1', '2') AS BLOB)",
        "actor = 'somebody else'",
        "business_date = '2020-01-01'",
        "stamp = stamp + 1",
        "fact_id = 'another'",
        "version = 2",
        "aggregate_id = 'another'",
    ],
)
def test_a_changed_column_is_named_with_its_fact(stored: StoredShop, marta: Actor, change: str) -> None:
    findings = altered(stored, marta, lambda raw: raw.execute(f"UPDATE journal SET {change} WHERE seq = {SEQ}"))
    assert places(findings, *CHAIN) == [(Kind.CHANGED, SEQ)]
    assert findings[0].origin == stored.store.identity.origin


@pytest.mark.parametrize("column", ["fact_id", "type", "seq"])
def test_a_value_of_another_kind_is_a_finding_and_ends_nothing(stored: StoredShop, marta: Actor, column: str) -> None:
    def change(raw: RawConnection) -> None:
        raw.execute("PRAGMA writable_schema = ON")
        raw.execute("UPDATE sqlite_schema SET sql = replace(sql, 'STRICT', '') WHERE name = 'journal'")
        other = tampering(stored)  # reads the schema as it is now
        other.execute("PRAGMA ignore_check_constraints = ON")
        other.execute(f"UPDATE journal SET {column} = CAST({column} AS BLOB) WHERE seq = {SEQ}")
        other.close()

    findings = altered(stored, marta, change)
    assert any("another kind of value" in finding.what for finding in findings)


@pytest.mark.parametrize(
    "change",
    ["seq = seq | (1 << 63)", "stamp = stamp | (1 << 63)", "version = version | (1 << 63)", "version = 1 << 40"],
)
def test_a_number_no_fact_can_have_is_a_finding_and_ends_nothing(stored: StoredShop, marta: Actor, change: str) -> None:
    def turn(raw: RawConnection) -> None:
        raw.execute("PRAGMA ignore_check_constraints = ON")
        raw.execute(f"UPDATE journal SET {change} WHERE seq = {SEQ}")

    findings = altered(stored, marta, turn)
    assert any("another kind of value" in finding.what for finding in findings)


def test_one_flipped_bit_in_a_payload_is_found(stored: StoredShop, marta: Actor) -> None:
    def flip(raw: RawConnection) -> None:
        payload = bytearray(raw.execute("SELECT payload FROM journal WHERE seq = ?", (SEQ,)).fetchone()[0])
        payload[len(payload) // 2] ^= 1
        raw.execute("UPDATE journal SET payload = ? WHERE seq = ?", (bytes(payload), SEQ))

    assert places(altered(stored, marta, flip), *CHAIN) == [(Kind.CHANGED, SEQ)]


def test_pages_that_are_damaged_and_days_that_are_not_as_made_are_found(
    stored: StoredShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verify_module, "is_whole_throughout", lambda connection: False)
    monkeypatch.setattr(verify_module, "flaws", lambda connection, store_id: [Flaw("o9", 7, "its bytes differ")])
    assert stored.store.verify() == (
        Finding(Kind.FILE, "", 0, "SQLite's own check finds damaged pages"),
        Finding(Kind.DOCUMENT, "o9", 7, "its bytes differ"),
    )


def test_what_is_sold_while_it_looks_is_no_finding(
    stored: StoredShop, marta: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile_somebody_sells(raw: RawConnection, codec: Codec, into: StoreConnection) -> None:
        refold(raw, codec, into)
        order_of(stored, marta)

    monkeypatch.setattr(verify_module, "refold", meanwhile_somebody_sells)
    assert stored.store.verify() == ()
    assert len(stored.shop.reads.orders.open_orders()) == 1


def test_a_missing_fact_is_named(stored: StoredShop, marta: Actor) -> None:
    findings = altered(stored, marta, lambda raw: raw.execute("DELETE FROM journal WHERE seq = ?", (SEQ,)))
    assert places(findings, *CHAIN) == [(Kind.MISSING, SEQ)]


def test_a_tail_that_was_cut_off_is_found_by_the_noted_end(stored: StoredShop, marta: Actor) -> None:
    findings = altered(
        stored, marta, lambda raw: raw.execute("DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)")
    )
    (head,) = (finding for finding in findings if finding.kind is Kind.HEAD)
    assert head.origin == stored.store.identity.origin


def test_two_facts_in_each_others_place_are_found(stored: StoredShop, marta: Actor) -> None:
    def swap(raw: RawConnection) -> None:
        raw.execute("UPDATE journal SET seq = 9999 WHERE seq = ?", (SEQ,))
        raw.execute("UPDATE journal SET seq = ? WHERE seq = ?", (SEQ, SEQ + 1))
        raw.execute("UPDATE journal SET seq = ? WHERE seq = 9999", (SEQ + 1,))

    found = places(altered(stored, marta, swap), *CHAIN)
    assert {(Kind.REORDERED, SEQ), (Kind.REORDERED, SEQ + 1)} <= set(found)


def test_a_history_hashed_anew_is_found_by_the_noted_end(stored: StoredShop, marta: Actor) -> None:
    from aura_terminal.store.chain import JournalRow, hash_of
    from aura_terminal.store.tables import JOURNAL

    columns = ", ".join(column.name for column in JOURNAL.columns)

    def forge(raw: RawConnection) -> None:
        row = JournalRow(*raw.execute(f"SELECT {columns} FROM journal ORDER BY seq DESC LIMIT 1").fetchone())
        raw.execute("UPDATE journal SET actor = 'x' WHERE seq = ?", (row.seq,))
        forged = JournalRow(*raw.execute(f"SELECT {columns} FROM journal ORDER BY seq DESC LIMIT 1").fetchone())
        raw.execute("UPDATE journal SET hash = ? WHERE seq = ?", (hash_of(forged), row.seq))

    assert [kind for kind, _ in places(altered(stored, marta, forge), *CHAIN)] == [Kind.HEAD]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("UPDATE orders SET total_minor = total_minor - 100, paid_minor = paid_minor - 100 WHERE status = 'closed'",
         "differs from its facts"),
        ("DELETE FROM payments", "is missing"),
        ("UPDATE order_lines SET price_minor = 1", "differs from its facts"),
        ("INSERT INTO order_labels VALUES ('x', 'o', 'R1', '2026-05-15', 'R1-999')", "has no facts"),
        ("UPDATE staff_access SET failed_tries = 9", "differs from its facts"),
        ("UPDATE menu_items SET price_minor = 1 WHERE item_id = 'margherita'", "differs from its facts"),
        ("UPDATE documents SET body = CAST('{}' AS BLOB) WHERE kind = 'tax_regime'", "differs from its facts"),
        ("UPDATE drawers SET openings = openings + 1", "differs from its facts"),
    ],
)  # fmt: skip
def test_a_fold_that_was_altered_is_found_and_rebuilt(
    stored: StoredShop, marta: Actor, change: str, words: str
) -> None:
    findings = altered(stored, marta, lambda raw: raw.execute(change))
    assert {finding.kind for finding in findings} == {Kind.FOLD}
    assert all(finding.what.endswith(words) for finding in findings)
    stored.store.rebuild()
    assert stored.store.verify() == ()


def test_the_check_at_the_start_looks_at_the_last_facts_only(stored: StoredShop, marta: Actor) -> None:
    serve(stored, marta)
    raw = stored.store._connections.read.raw
    plan = raw.execute(f"EXPLAIN QUERY PLAN {verify_module._LAST}", (1000,)).fetchall()
    assert any("SEARCH journal USING INTEGER PRIMARY KEY" in row[3] for row in plan)
    store_id = stored.store.identity.store_id
    assert list(verify_module.verify_tail(raw, store_id, 10)) == []
    tampering(stored).execute("UPDATE journal SET actor = 'x' WHERE seq = 3")
    assert list(verify_module.verify_tail(raw, store_id, 10)) == []
    assert [finding.seq for finding in verify_module.verify_tail(raw, store_id, 100_000)] == [3]
