"""The bytes a hash is made of."""

from __future__ import annotations

import hashlib
from dataclasses import fields, replace
from typing import Any

import pytest

from aura_terminal.store.chain import JournalRow, genesis, hash_of

ROW = JournalRow(
    "o",
    7,
    "f",
    2**40,
    "order",
    "a1",
    "guest_named",
    1,
    b'{"guest_name":"Ana"}',
    "marta",
    "2026-11-22",
    b"\x01" * 32,
    b"",
)


def test_the_layout_is_the_one_that_is_written_down() -> None:
    def prefixed(raw: bytes) -> bytes:
        return len(raw).to_bytes(4, "big") + raw

    wanted = hashlib.sha256(
        b"aura-fact-v1" + prefixed(b"o") + (7).to_bytes(8, "big") + prefixed(b"f") + (2**40).to_bytes(8, "big")
        + prefixed(b"order") + prefixed(b"a1") + prefixed(b"guest_named") + (1).to_bytes(4, "big")
        + prefixed(b'{"guest_name":"Ana"}') + prefixed(b"marta") + prefixed(b"2026-11-22") + b"\x01" * 32
    ).digest()  # fmt: skip
    assert hash_of(ROW) == wanted


@pytest.mark.parametrize("column", [field.name for field in fields(JournalRow) if field.name != "hash"])
def test_every_column_counts(column: str) -> None:
    value = getattr(ROW, column)
    other: Any = value + 1 if isinstance(value, int) else value + value[:1]  # of the column's own type
    assert hash_of(replace(ROW, **{column: other})) != hash_of(ROW)


def test_letters_cannot_move_from_one_column_to_the_next() -> None:
    assert hash_of(replace(ROW, aggregate="ordera", aggregate_id="1")) != hash_of(ROW)


def test_a_chain_belongs_to_one_store_and_one_terminal() -> None:
    assert len({genesis("s", "o"), genesis("s2", "o"), genesis("s", "o2"), genesis("so", "")}) == 4
