"""What a broken, mean or much newer terminal might hand over: refused in words, or kept without being believed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aura_terminal.store.chain import JournalRow, genesis, hash_of
from aura_terminal.store.receiving import ForeignHistory
from tests.support.memory_shop import signed_in
from tests.support.store_service import order_of, pay
from tests.support.store_shop import StoredShop, founded

STRANGER = "01938f5e-0000-7000-8000-0000000000ee"
TEXTS = ("origin", "fact_id", "aggregate", "aggregate_id", "type", "actor", "business_date")
NUMBERS = ("seq", "stamp", "version")
BYTES = ("payload", "prev_hash", "hash")
ANYTHING = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=40), st.binary(max_size=40),
    st.sampled_from(["", "\0", "a\0b", "\ud800", "x" * 5000, "2026-13-45", "2026-5-1", b"", b"\xff" * 32]),
    st.sampled_from([0, -1, 2**31, 2**32, 2**62, 2**63, 2**64, 2**200, -(2**63)]),
)  # fmt: skip


Pair = tuple[StoredShop, tuple[JournalRow, ...], frozenset[JournalRow]]


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """A terminal that knows another one's first facts, what that one did next, and all it ever did."""
    folder: Path = tmp_path_factory.mktemp("bad")
    source = founded(folder / "R1")
    taker = founded(folder / "R2", label="R2", store_id=source.store.identity.store_id, seed=7, documents=())
    origin = source.store.identity.origin
    taker.store.receive(source.store.facts_after(origin, 0, 100_000))
    known = dict(source.store.known())[origin]
    pay(source, signed_in(source.shop), order_of(source, signed_in(source.shop)))
    every = frozenset(source.store.facts_after(origin, 0, 100_000))
    yield taker, source.store.facts_after(origin, known, 1000), every
    taker.store.close()
    source.store.close()


def chained(store: StoredShop, rows: Sequence[JournalRow], origin: str = STRANGER) -> list[JournalRow]:
    """Rows as an honest chain of an origin nobody has heard of."""
    before, made = genesis(store.store.identity.store_id, origin), []
    for seq, row in enumerate(rows, 1):
        linked = replace(row, origin=origin, seq=seq, prev_hash=before)
        made.append(replace(linked, hash=hash_of(linked)))
        before = made[-1].hash
    return made


def refused(taker: StoredShop, rows: Sequence[JournalRow]) -> None:
    """They are refused as a foreign history, and nothing has changed."""
    known, digest = taker.store.known(), taker.store.fold_digest()
    with pytest.raises(ForeignHistory):
        taker.store.receive(rows)
    assert taker.store.known() == known
    assert taker.store.fold_digest() == digest


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(column=st.sampled_from((*TEXTS, *NUMBERS, *BYTES)), value=ANYTHING, place=st.integers(0, 8))
def test_an_altered_fact_is_refused_asked_for_again_or_known_and_never_kept(
    pair: Pair, column: str, value: Any, place: int
) -> None:
    taker, rows, honest = pair
    altered = [*rows[:place], replace(rows[place], **{column: value}), *rows[place + 1 :]]
    before = taker.store.known()
    try:
        taker.store.receive(altered)
    except ForeignHistory:
        assert taker.store.known() == before
    kept = {row for origin, _ in taker.store.known() for row in taker.store.facts_after(origin, 0, 100_000)}
    assert kept <= honest


@pytest.mark.parametrize(
    "payload",
    [
        b"", b"\xff\xfe", b"{}", b"[1]", b"null", b'{"order_id":5}', b"[" * 100_000,
        b'{"order_id":"o","guest_name":"\\ud800"}', b'{"guest_name":"Ada","order_id":"another order"}',
        b'{"a":' + b"9" * 5000 + b"}",
    ],
)  # fmt: skip
def test_a_payload_that_does_not_read_is_kept_and_not_believed(stored: StoredShop, payload: bytes) -> None:
    order_id = order_of(stored, signed_in(stored.shop))
    row = JournalRow("", 0, "f1", 2**60, "order", order_id, "guest_named", 1, payload, "x", "2026-05-15", b"", b"")
    rows = chained(stored, [row])
    assert stored.store.receive(rows).taken == 1
    assert stored.store.facts_after(STRANGER, 0, 5) == tuple(rows)
    assert stored.shop.reads.orders.sheet(order_id).guest_name == ""
    assert stored.store.verify() == ()


def huge(row: JournalRow) -> JournalRow:
    return replace(row, payload=b'"' + b"x" * (2 * 1024 * 1024) + b'"')


@pytest.mark.parametrize(
    "bad",
    [
        huge,
        lambda row: replace(row, actor="x" * 3000),
        lambda row: replace(row, actor=""),
        lambda row: replace(row, aggregate_id="a\0b"),
        lambda row: replace(row, stamp=2**63 - 1),
        lambda row: replace(row, version=0),
        lambda row: replace(row, business_date="2026-02-30"),
    ],
)
def test_what_no_terminal_writes_is_refused_even_with_an_honest_chain(
    stored: StoredShop, bad: Callable[[JournalRow], JournalRow]
) -> None:
    row = JournalRow("", 0, "f1", 2**60, "order", "o1", "guest_named", 1, b"{}", "x", "2026-05-15", b"", b"")
    refused(stored, chained(stored, [bad(row)]))


def test_numbers_no_table_can_hold_leave_an_order_without_rows_and_the_others_whole(
    stored: StoredShop, tmp_path: Path
) -> None:
    marta = signed_in(stored.shop)
    order_of(stored, marta)
    rows = stored.store.facts_after(stored.store.identity.origin, 0, 100_000)
    added = next(row for row in rows if row.type == "line_added")
    large = replace(added, payload=added.payload.replace(b'"quantity":1', b'"quantity":9223372036854775807'))
    large = replace(large, fact_id="large", stamp=2**60)
    other = founded(tmp_path / "R2", label="R2", store_id=stored.store.identity.store_id, seed=7, documents=())
    line = added.payload.split(b'"line_id":"')[1][:36]
    fresh = replace(large, payload=large.payload.replace(line, b"00000000-0000-7000-8000-000000000001"))
    try:
        for taker in (stored, other):
            taker.store.receive([*rows, *chained(stored, [fresh])])
            assert taker.store.verify() == ()
        assert stored.store.fold_digest() == other.store.fold_digest()
    finally:
        other.store.close()
