"""Messages as bytes: everything round trips, and nothing else is taken for a message."""

from __future__ import annotations

import msgspec
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from sync.mesh.columns import Altered, check_run, rows_of, run_of
from sync.mesh.wire import COMPRESSED, FACTS, Malformed, Unheard, Wire, number_of
from sync.protocol import (
    MESSAGE_LIMIT,
    MESSAGES,
    VECTOR_LIMIT,
    Account,
    Accounts,
    Beat,
    DayPart,
    DaysAsk,
    DaysEnd,
    Doer,
    Doing,
    Enough,
    Facts,
    Gone,
    Have,
    Head,
    HeadsAsk,
    Heard,
    Hello,
    Message,
    Reach,
    Said,
    SnapshotAsk,
    SnapshotEnd,
    SnapshotPart,
    TokenAsk,
    Want,
)
from tests.support.store_shop import StoredShop

HASH = bytes(range(32))
EVERY_MESSAGE: list[Message] = [
    Hello(1, 0, "store", "t1", "R1", "o1", "0.1.0", -5, [Reach("o1", 7)], 2**62, [4]),
    Facts([]),
    Have(3, [Reach("o1", 9)]),
    Want([Reach("o2", 0)]),
    Enough(["o2"]),
    Gone([Reach("o2", 40)]),
    Beat(1, 2, 3, [Heard("R2", "o2")], [Head("o1", 7, HASH)], b"digest", ["auraconnect"]),
    HeadsAsk(),
    Said([Doer("order", "Ana", Doing.PAYING)]),
    TokenAsk(9, "order", "R2", "R1", 3),
    SnapshotAsk(),
    SnapshotPart(0, b"piece"),
    SnapshotEnd(1, HASH),
    DaysAsk("2026-05-15"),
    DayPart(b"day"),
    DaysEnd(),
    Accounts([Account("auraconnect", "https://api.example.com", "o@example.com", "7", "en-US", 5, "secret")]),
]


@pytest.fixture
def wire() -> Wire:
    return Wire()


def test_the_samples_hold_every_message_of_the_table() -> None:
    assert [type(message) for message in EVERY_MESSAGE] == [MESSAGES[number] for number in sorted(MESSAGES)]


@pytest.mark.parametrize("message", EVERY_MESSAGE, ids=lambda message: type(message).__name__)
def test_a_message_is_read_as_it_was_said(wire: Wire, message: Message) -> None:
    assert wire.decode(wire.encode(message)) == message


def test_facts_are_read_exactly_as_the_journal_holds_them(wire: Wire, one: StoredShop) -> None:
    rows = one.store.facts_after(one.store.identity.origin, 3, 500)
    message = wire.encode(Facts([run_of(rows)]))
    said = wire.decode(message)
    assert isinstance(said, Facts)
    check_run(said.runs[0])
    assert tuple(rows_of(said.runs[0])) == rows
    assert message[0] & COMPRESSED


def test_columns_of_different_lengths_are_refused(one: StoredShop) -> None:
    run = run_of(one.store.facts_after(one.store.identity.origin, 0, 4))
    for broken in (
        msgspec.structs.replace(run, actors=run.actors[1:]),
        msgspec.structs.replace(run, stamps=[*run.stamps, 1]),
    ):
        with pytest.raises(Malformed, match="one length"):
            check_run(broken)


def test_a_run_that_does_not_lead_to_its_hash_is_refused(one: StoredShop) -> None:
    run = run_of(one.store.facts_after(one.store.identity.origin, 0, 4))
    for altered in (
        msgspec.structs.replace(run, last=HASH),
        msgspec.structs.replace(run, prev=HASH),
        msgspec.structs.replace(run, payloads=[b"{}", *run.payloads[1:]]),
        msgspec.structs.replace(run, stamps=[2**63 - 1] * 4),
    ):
        with pytest.raises(Altered):
            rows_of(altered)


def test_a_compressed_message_that_would_be_too_long_is_refused_unopened(wire: Wire) -> None:
    bomb = zstandard.ZstdCompressor().compress(bytes(100 * MESSAGE_LIMIT))
    assert len(bomb) < 20_000
    with pytest.raises(Malformed, match="would be longer"):
        wire.decode(bytes((FACTS | COMPRESSED,)) + bomb)


def test_a_compressed_message_that_hides_its_size_is_refused(wire: Wire) -> None:
    hidden = zstandard.ZstdCompressor(write_content_size=False).compress(bytes(1000))
    with pytest.raises(Malformed):
        wire.decode(bytes((FACTS | COMPRESSED,)) + hidden)


def test_a_compressed_message_with_something_behind_it_is_refused(wire: Wire) -> None:
    with pytest.raises(Malformed):
        wire.decode(bytes((FACTS | COMPRESSED,)) + zstandard.ZstdCompressor().compress(b"\x91\x90" * 200) + b"x")


def test_a_message_longer_than_the_limit_is_refused(wire: Wire) -> None:
    with pytest.raises(Malformed, match="longer"):
        wire.decode(bytes((FACTS,)) + bytes(MESSAGE_LIMIT))


def test_nothing_is_no_message(wire: Wire) -> None:
    assert number_of(b"") == 0
    with pytest.raises(Malformed, match="empty"):
        wire.decode(b"")


def test_a_number_that_is_not_in_the_table_is_unheard_of(wire: Wire) -> None:
    with pytest.raises(Unheard):
        wire.decode(bytes((100,)) + msgspec.msgpack.encode([]))


def test_a_field_of_a_newer_version_is_passed_over(wire: Wire) -> None:
    longer = msgspec.msgpack.encode([3, [["o1", 9]], "new"])
    assert wire.decode(bytes((3,)) + longer) == Have(3, [Reach("o1", 9)])


@pytest.mark.parametrize(
    ("number", "fields"),
    [
        (3, [-1, []]),
        (3, [1, [["o", -1]]]),
        (3, [1, [["", 1]]]),
        (4, [[["o", 1]] * (VECTOR_LIMIT + 1)]),
        (7, [1, 2, 3, [], [["o", 1, b"short"]], b""]),
        (9, [[["order", "Ana", "juggling"]]]),
        (10, [1, "order", "R" * 200, "R1", 1]),
        (10, [1, "order", "R2", "R1", 99]),
        (14, ["yesterday"]),
    ],
)
def test_what_is_out_of_bounds_is_refused(wire: Wire, number: int, fields: list[object]) -> None:
    with pytest.raises(Malformed, match="does not read"):
        wire.decode(bytes((number,)) + msgspec.msgpack.encode(fields))


@given(st.binary(max_size=300))
def test_bytes_by_chance_are_a_message_or_are_refused(data: bytes) -> None:
    wire = Wire()
    try:
        said = wire.decode(data)
    except (Malformed, Unheard):
        return
    assert type(said) in MESSAGES.values()
