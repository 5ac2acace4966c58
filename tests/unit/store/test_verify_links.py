"""What is found of a chain that was altered, cut or mixed up, and of rows that are not as their facts say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, replace

import pytest

from aura_terminal.ports.journal import JournalRow
from aura_terminal.store import verify as verify_module
from aura_terminal.store.engine import StoreConnection
from aura_terminal.store.families import FOLD_TABLES
from aura_terminal.store.folds import FoldTable
from aura_terminal.store.statements import Row
from aura_terminal.store.verify import MOST_FOLDS, Finding, Kind, empty_tables, is_hashable, verify_chain, verify_tail
from tests.support.chained_facts import STORE, made

INTO = f"INTO journal ({verify_module._COLUMNS}) VALUES ({', '.join('?' * 13)})"


class Kept:
    """A journal, where it is said to end, and how far it has left for day documents."""

    def __init__(self) -> None:
        self.store = empty_tables()
        self.raw = self.store.raw

    def keep(self, rows: Iterable[JournalRow]) -> None:
        for row in rows:
            self.raw.execute(f"INSERT {INTO}", astuple(row))

    def note(self, row: JournalRow) -> None:
        """The chain of its origin is said to end with it."""
        self.raw.execute("INSERT INTO origins VALUES (?, ?, ?, ?)", (row.origin, row.seq, row.hash, row.stamp))

    def base(self, row: JournalRow) -> None:
        """Up to it all facts of its origin have left."""
        self.raw.execute("INSERT INTO bases VALUES (?, ?, ?, ?)", (row.origin, row.seq, row.hash, row.stamp))

    def found(self) -> list[Finding]:
        return list(verify_chain(self.raw, STORE))


@pytest.fixture
def kept() -> Iterator[Kept]:
    kept = Kept()
    yield kept
    kept.store.close()


def test_nothing_is_found_in_chains_that_are_whole(kept: Kept) -> None:
    for origin, count in (("o2", 5), ("o3", 1)):
        rows = made(origin, count)
        kept.keep(rows)
        kept.note(rows[-1])
    assert kept.found() == []
    assert list(verify_tail(kept.raw, STORE, 100)) == []


def test_a_fact_that_was_changed_is_named_with_its_own_time(kept: Kept) -> None:
    rows = made("o2", 4)
    rows[2] = replace(rows[2], actor="somebody else")
    kept.keep(rows)
    kept.note(rows[-1])
    assert kept.found() == [Finding(Kind.CHANGED, "o2", 3, "GuestNamed was changed after it was written", 4)]


def test_facts_that_are_missing_are_named_with_the_time_of_the_fact_after_them(kept: Kept) -> None:
    rows = made("o2", 6)
    kept.keep([*rows[1:2], *rows[4:]])
    kept.note(rows[-1])
    assert kept.found() == [
        Finding(Kind.MISSING, "o2", 1, "facts 1 to 1 are missing", 3),
        Finding(Kind.MISSING, "o2", 3, "facts 3 to 4 are missing", 6),
    ]


def test_a_fact_that_does_not_follow_the_one_before_is_named(kept: Kept) -> None:
    rows, others = made("o2", 4), made("o2", 4, payload=b"[]")
    kept.keep([*rows[:2], *others[2:]])
    kept.note(others[-1])
    assert kept.found() == [Finding(Kind.REORDERED, "o2", 3, "GuestNamed does not follow the fact before it", 4)]


def test_a_chain_of_another_store_does_not_begin_here(kept: Kept) -> None:
    rows = made("o2", 2, store="another")
    kept.keep(rows)
    kept.note(rows[-1])
    assert kept.found() == [Finding(Kind.REORDERED, "o2", 1, "GuestNamed does not follow the fact before it", 2)]


def test_a_chain_ends_where_it_was_noted_to_end(kept: Kept) -> None:
    for origin in ("o5", "o4", "o3", "o2"):
        rows = made(origin, 4)
        kept.keep(rows[: 0 if origin == "o3" else 3])
        if origin != "o4":
            kept.note(made(origin, 3, payload=b"[]")[-1] if origin == "o5" else rows[-1])
    assert kept.found() == [
        Finding(Kind.HEAD, "o2", 3, "the journal ends at 3, 4 was noted"),
        Finding(Kind.HEAD, "o3", 0, "the journal ends at 0, 4 was noted"),
        Finding(Kind.HEAD, "o4", 3, "the journal ends at 3, 0 was noted"),
        Finding(Kind.HEAD, "o5", 3, "the journal ends at 3, 3 was noted"),
    ]


def test_a_value_of_another_kind_is_found_and_its_place_is_missing(kept: Kept) -> None:
    rows = made("o2", 4)
    kept.keep(rows)
    kept.note(rows[-1])

    def look(read: Iterable[Row]) -> Iterable[Row]:
        return ((row[0], row[1], row[2].encode(), *row[3:]) if row[1] == 3 else row for row in read)

    assert list(verify_chain(kept.raw, STORE, look)) == [
        Finding(Kind.CHANGED, "o2", 0, "fact 3 holds another kind of value than was written"),
        Finding(Kind.MISSING, "o2", 3, "facts 3 to 3 are missing", 5),
    ]


def test_behind_its_days_a_chain_goes_on_from_where_they_end(kept: Kept) -> None:
    rows = made("o2", 6)
    kept.base(rows[3])
    kept.keep([rows[1], rows[3], *rows[4:]])  # what is not about an order stays singly
    kept.note(rows[-1])
    assert kept.found() == []


def test_what_stays_of_an_old_day_may_not_be_changed_either(kept: Kept) -> None:
    rows = made("o2", 4)
    kept.base(rows[3])
    kept.keep([replace(rows[1], actor="somebody else")])
    kept.note(rows[3])
    assert kept.found() == [Finding(Kind.CHANGED, "o2", 2, "GuestNamed was changed after it was written", 3)]


@pytest.mark.parametrize(("first", "kind"), [(5, Kind.MISSING), (4, None)])
def test_the_first_fact_behind_the_days_joins_them(kept: Kept, first: int, kind: Kind | None) -> None:
    rows = made("o2", 6)
    kept.base(rows[3])
    kept.keep(rows[first:])
    kept.note(rows[-1])
    assert [finding.kind for finding in kept.found()] == ([] if kind is None else [kind])


def test_a_fact_behind_the_days_that_follows_something_else_is_named(kept: Kept) -> None:
    rows, others = made("o2", 5), made("o2", 5, payload=b"[]")
    kept.base(rows[3])
    kept.keep(others[4:])
    kept.note(others[4])
    assert [(finding.kind, finding.seq) for finding in kept.found()] == [(Kind.REORDERED, 5)]


def test_a_file_from_before_there_were_day_documents_is_read(kept: Kept) -> None:
    rows = made("o2", 3)
    kept.keep(rows)
    kept.note(rows[-1])
    for trigger in kept.raw.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
        kept.raw.execute(f"DROP TRIGGER {trigger[0]}")
    kept.raw.execute("DROP TABLE bases")
    assert kept.found() == []


def test_of_the_last_facts_only_the_links_between_them_are_looked_at(kept: Kept) -> None:
    rows = made("o2", 6)
    kept.keep([*rows[:2], replace(rows[2], actor="somebody else"), *rows[4:]])
    assert [list(verify_tail(kept.raw, STORE, count)) for count in (1, 2)] == [[], []]
    assert list(verify_tail(kept.raw, STORE, 3)) == [
        Finding(Kind.CHANGED, "o2", 3, "GuestNamed was changed after it was written", 4),
        Finding(Kind.MISSING, "o2", 4, "facts 4 to 4 are missing", 6),
    ]


def test_the_first_fact_of_a_terminal_is_known_to_be_the_first(kept: Kept) -> None:
    kept.keep(made("o2", 2, store="another"))
    assert [(finding.kind, finding.seq) for finding in verify_tail(kept.raw, STORE, 2)] == [(Kind.REORDERED, 1)]
    assert list(verify_tail(kept.raw, STORE, 1)) == []


def table(name: str) -> FoldTable:
    return next(table for table in FOLD_TABLES if table.name == name)


@pytest.fixture
def two() -> Iterator[tuple[StoreConnection, StoreConnection]]:
    """Tables as they are, and as the facts say they should be."""
    both = empty_tables(), empty_tables()
    yield both
    for store in both:
        store.close()


def differences(
    two: tuple[StoreConnection, StoreConnection], name: str, have: Sequence[Row], want: Sequence[Row], *waiting: str
) -> list[str]:
    for store, rows in zip(two, (have, want), strict=True):
        store.raw.execute("PRAGMA foreign_keys = OFF")
        for row in rows:
            store.raw.execute(f"INSERT INTO {name} VALUES ({', '.join('?' * len(row))})", row)
    found = list(verify_module._differences(table(name), *two, waiting))
    assert all((one.kind, one.origin, one.seq, one.stamp) == (Kind.FOLD, "", 0, 0) for one in found)
    return [one.what for one in found]


def test_rows_are_as_their_facts_say_or_named(two: tuple[StoreConnection, StoreConnection]) -> None:
    have = [("d1", 3, 1, 7), ("d2", 3, 1, 7), ("d4", 3, 1, 7)]
    want = [("d1", 3, 1, 7), ("d2", 4, 1, 7), ("d3", 3, 1, 7)]
    assert differences(two, "drawers", have, want) == [
        "drawers d2 differs from its facts", "drawers d3 is missing", "drawers d4 has no facts",
    ]  # fmt: skip


def test_of_what_waits_to_be_folded_no_table_speaks(two: tuple[StoreConnection, StoreConnection]) -> None:
    have, want = [("d2", 3, 1, 7)], [("d1", 3, 1, 7), ("d2", 3, 1, 7)]
    assert differences(two, "drawers", have, want, "d1", "d2") == ["drawers d2 has no facts"]


def test_a_mark_is_of_the_aggregate_it_names(two: tuple[StoreConnection, StoreConnection]) -> None:
    want = [("order", "a", "newer"), ("order", "b", "newer")]
    assert differences(two, "marks", [], want, "a", "order") == ["marks order/b is missing"]


def test_what_single_facts_have_written_is_there_at_once(two: tuple[StoreConnection, StoreConnection]) -> None:
    want = [("fact-1", "a", "R1", "2026-05-15", "R1-001")]
    assert differences(two, "order_labels", [], want, "a", "fact-1") == ["order_labels fact-1 is missing"]


def test_of_many_differences_the_first_hundred_are_named(two: tuple[StoreConnection, StoreConnection]) -> None:
    want = [(f"d{number}", 1, 0, 7) for number in range(MOST_FOLDS + 1)]
    assert len(differences(two, "drawers", [], want)) == 100


@pytest.mark.parametrize(("version", "fits"), [(-1, False), (0, True), (2**32 - 1, True), (2**32, False)])
def test_numbers_that_were_written_can_be_hashed_and_no_others(version: int, fits: bool) -> None:
    fact = ("o", 0, "f", 0, "order", "a", "GuestNamed", version, b"{}", "ana", "2026-05-15", b"", b"")
    assert is_hashable(fact) is fits
