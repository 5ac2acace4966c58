"""Sealed copies of every fact, and the guard before anything that would lose facts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from aura_terminal.domain.staff import Actor
from aura_terminal.ports.journal import PeerState
from aura_terminal.store import guard, sealed
from aura_terminal.store.engine import Access, StoreConnection
from aura_terminal.store.errors import Refused
from aura_terminal.store.folders import store_file
from aura_terminal.store.guard import OnlyHere
from tests.support.memory_shop import signed_in
from tests.support.store_days import days, tidy
from tests.support.store_service import order_of, serve
from tests.support.store_shop import StoredShop, founded


@pytest.fixture
def other(stored: StoredShop, tmp_path: Path) -> Iterator[StoredShop]:
    """A second terminal of the same store that knows nothing yet."""
    second = founded(tmp_path / "second", label="R2", store_id=stored.store.identity.store_id, seed=7, documents=())
    yield second
    second.store.close()


def test_a_sealed_copy_brings_every_fact_into_another_terminal_of_the_store(
    stored: StoredShop, other: StoredShop, marta: Actor, tmp_path: Path
) -> None:
    serve(stored, marta)
    made = sealed.seal(stored.folder, tmp_path / "copy", stored.clock.now())
    ((origin, last),) = stored.store.known()
    assert (made.store, made.made_by, made.facts) == (stored.store.identity.store_id, "R1", last)
    assert [(reach.origin, reach.first, reach.last) for reach in made.reaches] == [(origin, 1, last)]
    back = sealed.take_back(other.store, tmp_path / "copy")
    assert (back.taken, back.seal) == (last, made)
    assert other.store.fold_digest() == stored.store.fold_digest()
    assert sealed.take_back(other.store, tmp_path / "copy").taken == 0
    assert (tmp_path / "copy").stat().st_mode & 0o777 == 0o600


def test_facts_of_days_that_have_left_the_journal_are_in_it_too(
    stored: StoredShop, other: StoredShop, marta: Actor, tmp_path: Path
) -> None:
    days(stored, marta, 9)
    before = stored.store.fold_digest()
    tidy(stored)
    assert stored.store.fold_digest() != before
    sealed.seal(stored.folder, tmp_path / "copy", stored.clock.now())
    sealed.take_back(other.store, tmp_path / "copy")
    assert other.store.fold_digest() == before


def test_a_copy_never_takes_the_place_of_a_file(stored: StoredShop, tmp_path: Path) -> None:
    (tmp_path / "copy").write_text("notes")
    with pytest.raises(Refused, match="already"):
        sealed.seal(stored.folder, tmp_path / "copy", stored.clock.now())
    assert (tmp_path / "copy").read_text() == "notes"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy", "store"]


Spoil = Callable[[bytes], bytes]


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda whole: whole[:-1], id="one byte short"),
        pytest.param(lambda whole: whole[: len(whole) // 2], id="half"),
        pytest.param(lambda whole: b"", id="empty"),
        pytest.param(lambda whole: b"holiday pictures" * 99, id="something else"),
        pytest.param(lambda whole: whole[:200] + bytes((whole[200] ^ 1,)) + whole[201:], id="a bit in a fact"),
        pytest.param(lambda whole: whole[:-300] + bytes((whole[-300] ^ 1,)) + whole[-299:], id="a bit in the manifest"),
        pytest.param(lambda whole: whole[:14] + b"\xff\xff\xff\xff" + whole[18:], id="a length"),
        pytest.param(lambda whole: whole[:-40] + b"\xff" * 8 + whole[-32:], id="an offset"),
    ],
)
def test_a_bad_copy_is_refused_in_words_and_nothing_is_taken(
    stored: StoredShop, other: StoredShop, marta: Actor, tmp_path: Path, spoil: Spoil
) -> None:
    serve(stored, marta)
    copy = tmp_path / "copy"
    sealed.seal(stored.folder, copy, stored.clock.now())
    copy.write_bytes(spoil(copy.read_bytes()))
    with pytest.raises(Refused, match="Nothing has been changed"):
        sealed.take_back(other.store, copy)
    assert other.store.known() == ()


def test_a_copy_of_another_store_is_refused(stored: StoredShop, tmp_path: Path) -> None:
    foreign = founded(tmp_path / "foreign", seed=9)
    sealed.seal(foreign.folder, tmp_path / "copy", foreign.clock.now())
    foreign.store.close()
    with pytest.raises(Refused, match="another store"):
        sealed.take_back(stored.store, tmp_path / "copy")


def test_a_missing_copy_is_refused(stored: StoredShop, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="cannot be opened"):
        sealed.take_back(stored.store, tmp_path / "nowhere")


def asked(stored: StoredShop, safe: dict[str, int] | None = None) -> None:
    connection = StoreConnection(store_file(stored.folder), Access.READ)
    try:
        guard.refuse_if_unshared(connection, "Leaving the store", safe)
    finally:
        connection.close()


def test_what_is_only_here_is_counted_and_dated_in_the_refusal(stored: StoredShop) -> None:
    ((_, last),) = stored.store.known()
    with pytest.raises(OnlyHere) as refused:
        asked(stored)
    assert refused.value.facts == last
    assert f"Leaving the store would lose {last:,} facts" in refused.value.hint
    assert "2026-05-15 17:30 UTC" in refused.value.hint
    assert "--export FILE" in refused.value.hint


def test_what_a_peer_holds_may_go(stored: StoredShop, marta: Actor) -> None:
    ((origin, last),) = stored.store.known()
    peer = PeerState("t-r2", "R2", "o-r2", "1", "", 1, 0, ((origin, last),))
    stored.store.peers.note((peer,))
    asked(stored)
    order_of(stored, marta)
    with pytest.raises(OnlyHere):
        asked(stored)
    stored.store.peers.forget("t-r2")
    with pytest.raises(OnlyHere) as refused:
        asked(stored)
    assert refused.value.facts > last


def test_a_sealed_copy_makes_it_safe_until_more_is_sold(stored: StoredShop, marta: Actor, tmp_path: Path) -> None:
    guard.seal_first(stored.folder, tmp_path / "copy", stored.clock.now())
    asked(stored)
    ((_, before),) = stored.store.known()
    order_of(stored, marta)
    ((origin, last),) = stored.store.known()
    with pytest.raises(OnlyHere) as refused:
        asked(stored)
    assert refused.value.facts == last - before
    asked(stored, {origin: last})


def test_a_folder_without_a_store_or_with_a_damaged_one_is_not_asked(stored: StoredShop, tmp_path: Path) -> None:
    guard.guarded(tmp_path / "nothing", "Resetting")
    with pytest.raises(OnlyHere):
        guard.guarded(stored.folder, "Resetting")
    stored.store.close()
    store_file(stored.folder).write_bytes(b"holiday pictures" * 1000)
    guard.guarded(stored.folder, "Restoring")


def test_sealing_does_not_disturb_a_terminal_that_sells(stored: StoredShop, marta: Actor, tmp_path: Path) -> None:
    guard.seal_first(stored.folder, tmp_path / "copy", stored.clock.now())
    order_of(stored, signed_in(stored.shop))
    assert stored.store.verify() == ()
