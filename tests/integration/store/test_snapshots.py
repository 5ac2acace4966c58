"""A new terminal begins with a snapshot of any other one."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import zstandard

from aura_terminal.domain.staff import Actor
from aura_terminal.ports.journal import PeerState
from aura_terminal.store import day_documents, keeping, snapshots
from aura_terminal.store.cipher import open_file
from aura_terminal.store.day_documents import DayDocument, ForeignDocument
from aura_terminal.store.driver import RawConnection
from aura_terminal.store.engine import APPLICATION_ID, Access, StoreConnection
from aura_terminal.store.errors import Refused
from aura_terminal.store.folders import store_file
from aura_terminal.store.keeping import StoredKeeping
from aura_terminal.store.migrations.steps import CURRENT
from tests.support.memory_shop import signed_in
from tests.support.store_days import days, tidy
from tests.support.store_service import order_of, pay, serve
from tests.support.store_shop import StoredShop, founded, opened


def snapshot(stored: StoredShop, tmp_path: Path, name: str = "snapshot") -> bytes:
    """The bytes a peer would send."""
    return snapshots.take(stored.folder, tmp_path / name).read_bytes()


def installed(stored: StoredShop, whole: bytes, folder: Path, label: str = "R2") -> StoredShop:
    """A second terminal begun with a snapshot."""
    store_id = stored.store.identity.store_id
    snapshots.install(io.BytesIO(whole), folder, stored.ids, store_id=store_id, label=label)
    return opened(folder, stored.clock, stored.ids)


def caught_up(reader: StoredShop, giver: StoredShop) -> None:
    known = {str(origin): seq for origin, seq in reader.store.known()}
    for origin, _ in giver.store.known():
        reader.store.receive(giver.store.facts_after(origin, known.get(str(origin), 0), 100_000))


def test_a_terminal_begun_with_a_snapshot_has_the_same_folds_and_sells_at_once(
    stored: StoredShop, marta: Actor, tmp_path: Path
) -> None:
    serve(stored, marta)
    second = installed(stored, snapshot(stored, tmp_path), tmp_path / "second")
    assert second.store.fold_digest() == stored.store.fold_digest()
    assert second.store.known() == stored.store.known()
    assert second.shop.reads.menu.search("marg", 3)[0].item_id == "margherita"
    assert second.store.verify() == ()
    order_id = order_of(second, signed_in(second.shop))
    pay(second, marta, order_id)
    assert second.shop.reads.orders.sheet(order_id).number == "R2-001"
    stored.store.receive(second.store.facts_after(second.store.identity.origin, 0, 1000))
    assert stored.store.fold_digest() == second.store.fold_digest()
    second.store.close()


def test_nothing_of_the_givers_own_comes_along(stored: StoredShop, marta: Actor, tmp_path: Path) -> None:
    serve(stored, marta)
    stored.store.peers.note((PeerState("t", "K1", "o", "1", "", 1, 0, ()),))
    second = installed(stored, snapshot(stored, tmp_path), tmp_path / "second")
    assert second.store.identity.label == "R2"
    assert second.store.identity.origin != stored.store.identity.origin
    assert second.store.identity.store_id == stored.store.identity.store_id
    assert second.store.peers.states() == ()
    assert second.store.spool_status().waiting == 0
    second.store.close()


def test_a_snapshot_is_of_one_moment_though_the_giver_goes_on(stored: StoredShop, marta: Actor, tmp_path: Path) -> None:
    whole = snapshot(stored, tmp_path)
    serve(stored, marta)
    second = installed(stored, whole, tmp_path / "second")
    caught_up(second, stored)
    assert second.store.fold_digest() == stored.store.fold_digest()
    second.store.close()


Spoil = Callable[[bytes], bytes]


def repacked(change: Callable[[RawConnection], object]) -> Spoil:
    """The snapshot with its store altered by somebody."""

    def spoil(whole: bytes) -> bytes:
        with TemporaryDirectory() as folder:
            file = Path(folder) / "store.sqlite"
            file.write_bytes(zstandard.ZstdDecompressor().decompress(whole))
            raw: RawConnection = open_file(file)
            change(raw)
            raw.close()
            return zstandard.ZstdCompressor().compress(file.read_bytes())

    return spoil


def actor_changed(raw: RawConnection) -> None:
    raw.execute("DROP TRIGGER journal_is_never_updated")
    raw.execute("UPDATE journal SET actor = 'x' WHERE seq = (SELECT max(seq) FROM journal)")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        pytest.param(lambda whole: whole[:-9], "cut short", id="cut short"),
        pytest.param(lambda whole: whole[: len(whole) // 2], "cut short", id="half of it"),
        pytest.param(lambda whole: b"", "empty", id="empty"),
        pytest.param(lambda whole: b"holiday pictures" * 100, "cannot be expanded", id="something else"),
        pytest.param(lambda whole: zstandard.compress(b"minutes of the meeting\n" * 999), "no store", id="no store"),
        pytest.param(repacked(actor_changed), "facts were altered", id="altered"),
        pytest.param(
            repacked(lambda raw: raw.execute("UPDATE meta SET value = 'x' WHERE key = 'store_id'")), "another store",
            id="foreign",
        ),
        pytest.param(
            repacked(lambda raw: raw.execute(f"PRAGMA user_version={CURRENT + 1}")), "newer version", id="newer"
        ),
        pytest.param(
            repacked(lambda raw: raw.execute(f"PRAGMA application_id={APPLICATION_ID + 1}")), "no store", id="other"
        ),
        pytest.param(
            repacked(lambda raw: raw.execute("UPDATE origins SET last_seq = last_seq + 1")), "end where", id="ends"
        ),
    ],
)  # fmt: skip
def test_a_bad_snapshot_is_refused_in_words_and_leaves_nothing(
    stored: StoredShop, tmp_path: Path, spoil: Spoil, said: str
) -> None:
    whole = spoil(snapshot(stored, tmp_path))
    with pytest.raises(Refused, match="Nothing was set up") as refused:
        installed(stored, whole, tmp_path / "second")
    assert said in refused.value.hint
    assert list((tmp_path / "second").iterdir()) == []


def test_a_snapshot_that_expands_without_end_is_stopped(stored: StoredShop, tmp_path: Path) -> None:
    bomb = zstandard.ZstdCompressor().compress(bytes(64 * 1024 * 1024))
    with pytest.raises(Refused, match="larger than a store may be"):
        snapshots.install(
            io.BytesIO(bomb), tmp_path / "second", stored.ids, store_id="s", label="R2", largest=4 * 1024 * 1024
        )
    assert list((tmp_path / "second").iterdir()) == []


def test_a_folder_with_a_store_is_refused(stored: StoredShop, tmp_path: Path) -> None:
    whole = snapshot(stored, tmp_path)
    before = store_file(stored.folder).read_bytes()
    with pytest.raises(Refused, match="already"):
        installed(stored, whole, stored.folder)
    assert store_file(stored.folder).read_bytes() == before


@pytest.fixture
def old(stored: StoredShop, marta: Actor) -> StoredShop:
    """A terminal of whose ten days three have left the journal."""
    days(stored, marta, 10)
    tidy(stored)
    return stored


def documents(stored: StoredShop) -> list[DayDocument]:
    """Newest first, as a new terminal asks for them."""
    connection = StoreConnection(store_file(stored.folder), Access.READ)
    found: list[DayDocument] = []
    while (document := day_documents.before(connection, found[-1].day if found else "9999-12-31")) is not None:
        found.append(document)
    connection.close()
    return found


def test_older_days_follow_as_documents_newest_first(old: StoredShop, tmp_path: Path) -> None:
    second = installed(old, snapshot(old, tmp_path), tmp_path / "second")
    assert second.store.fold_digest() == old.store.fold_digest()
    origin = old.store.identity.origin
    assert second.store.base_of(origin) > 0
    assert second.store.facts_after(origin, 0, 10) == ()
    assert second.store.verify() == ()
    assert [second.store.take_document(document) for document in documents(old)] == [True] * 3
    assert second.store.base_of(origin) == 0
    assert second.store.facts_after(origin, 0, 5000) == old.store.facts_after(origin, 0, 5000)
    assert second.store.find_receipts(number="R1-001") == old.store.find_receipts(number="R1-001") != ()
    assert [second.store.take_document(document) for document in documents(old)] == [False] * 3
    assert second.store.verify() == ()
    second.store.close()


def test_documents_also_join_from_the_first_day_on(old: StoredShop, tmp_path: Path) -> None:
    second = installed(old, snapshot(old, tmp_path), tmp_path / "second")
    assert [second.store.take_document(document) for document in reversed(documents(old))] == [True] * 3
    assert second.store.verify() == ()
    second.store.close()


def test_a_document_that_joins_nothing_known_waits(old: StoredShop, tmp_path: Path) -> None:
    second = installed(old, snapshot(old, tmp_path), tmp_path / "second")
    newest, middle, _ = documents(old)
    with pytest.raises(ForeignDocument, match="have to come first"):
        second.store.take_document(middle)
    second.store.take_document(newest)
    assert second.store.take_document(middle)
    second.store.close()


def test_an_empty_terminal_takes_the_facts_of_documents_as_facts(old: StoredShop, tmp_path: Path) -> None:
    third = founded(tmp_path / "third", label="R3", store_id=old.store.identity.store_id, seed=8, documents=())
    for document in reversed(documents(old)):
        assert not third.store.take_document(document)
    caught_up(third, old)
    third.clock.set(old.clock.now())
    tidy(third)
    assert third.store.fold_digest() == old.store.fold_digest()
    assert [document.manifest for document in documents(third)] == [document.manifest for document in documents(old)]
    third.store.close()


@pytest.mark.parametrize("part", ["manifest", "pack", "sheet", "missing pack", "swapped", "day"])
def test_an_altered_document_is_refused_and_nothing_of_it_is_taken(old: StoredShop, tmp_path: Path, part: str) -> None:
    second = installed(old, snapshot(old, tmp_path), tmp_path / "second")
    newest, middle, _ = documents(old)
    changed = {
        "manifest": DayDocument(newest.day, middle.manifest, newest.packs, newest.sheets),
        "pack": DayDocument(newest.day, newest.manifest, middle.packs, newest.sheets),
        "sheet": DayDocument(newest.day, newest.manifest, newest.packs, middle.sheets),
        "missing pack": DayDocument(newest.day, newest.manifest, (), newest.sheets),
        "swapped": DayDocument(newest.day, newest.manifest, newest.sheets, newest.packs),
        "day": DayDocument(middle.day, newest.manifest, newest.packs, newest.sheets),
    }[part]
    with pytest.raises(ForeignDocument):
        second.store.take_document(changed)
    assert documents(second) == []
    assert second.store.verify() == ()
    second.store.close()


def test_days_and_snapshots_travel_in_pieces_that_fit_a_message(
    old: StoredShop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "PIECE", 1000)
    giver = StoredKeeping(old.store)
    pieces = list(giver.snapshot_pieces())
    assert max(map(len, pieces)) == 1000
    second = installed(old, b"".join(pieces), tmp_path / "second")
    taker = StoredKeeping(second.store)
    origin = old.store.identity.origin
    assert (giver.base_of(origin), taker.base_of(origin) > 0) == (0, True)
    days_in_pieces = list(giver.days_after(""))
    assert len(days_in_pieces) > 3
    for piece in days_in_pieces:
        taker.take_day(piece)
    assert documents(second) == documents(old)
    assert taker.base_of(origin) == 0
    assert list(giver.days_after("2026-05-17")) == []
    second.store.close()


@pytest.mark.parametrize("wrong", ["nonsense", "lost", "no beginning"])
def test_pieces_of_a_day_that_do_not_fit_together_are_refused(
    old: StoredShop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: str
) -> None:
    monkeypatch.setattr(keeping, "PIECE", 1000)
    pieces = list(StoredKeeping(old.store).days_after("2026-05-16"))
    second = installed(old, snapshot(old, tmp_path), tmp_path / "second")
    taker = StoredKeeping(second.store)
    row = {
        "nonsense": [b"nonsense"],
        "lost": [pieces[0], pieces[2]],
        "no beginning": [pieces[1]],
    }[wrong]
    for piece in row[:-1]:
        taker.take_day(piece)
    with pytest.raises(ForeignDocument):
        taker.take_day(row[-1])
    assert documents(second) == []
    for piece in pieces:
        taker.take_day(piece)
    assert [document.day for document in documents(second)] == ["2026-05-17"]
    second.store.close()
