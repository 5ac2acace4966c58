"""What a terminal gives of days that have left its journal, in pieces that fit a message, and what it takes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import msgspec

from aura_terminal.domain.telling import told
from aura_terminal.store import day_documents, snapshots
from aura_terminal.store.day_documents import DayDocument, ForeignDocument
from aura_terminal.store.engine import Access, StoreConnection
from aura_terminal.store.folders import store_file

if TYPE_CHECKING:
    from aura_terminal.store.open_store import Store

PIECE = 512 * 1024
LARGEST_DOCUMENT = 256 * 1024 * 1024


class _Piece(msgspec.Struct, array_like=True, frozen=True):
    """Part `number` (from 0) of `of` of a day's document."""

    day: str
    number: int
    of: int
    part: bytes


_PIECES = msgspec.msgpack.Decoder(_Piece)
_DOCUMENTS = msgspec.msgpack.Decoder(tuple[str, bytes, tuple[bytes, ...], tuple[bytes, ...]])


class StoredKeeping:
    """Gives and takes closed days and snapshots. Used on the store's thread, like the store itself."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._begun: list[_Piece] = []

    def base_of(self, origin: str) -> int:
        """The place after which this terminal can hand the origin's facts over; 0 when it can hand over all."""
        return self._store.base_of(origin)

    def snapshot_pieces(self) -> Iterator[bytes]:
        """A snapshot of the store, made when the first piece is asked for."""
        with TemporaryDirectory(dir=self._store.folder, prefix=".snapshot-") as folder:
            whole = snapshots.take(self._store.folder, Path(folder) / "snapshot")
            with whole.open("rb") as file:
                while piece := file.read(PIECE):
                    yield piece

    def days_after(self, date: str) -> Iterator[bytes]:
        """The documents of the days after a date, oldest first, each in one piece or more."""
        connection = StoreConnection(store_file(self._store.folder), Access.READ)
        try:
            while (document := day_documents.after(connection, date)) is not None:
                date = document.day
                whole = msgspec.msgpack.encode((document.day, document.manifest, document.packs, document.sheets))
                of = -(-len(whole) // PIECE)
                for number in range(of):
                    part = whole[number * PIECE : (number + 1) * PIECE]
                    yield msgspec.msgpack.encode(_Piece(document.day, number, of, part))
        finally:
            connection.close()

    def take_day(self, document: bytes) -> None:
        """Take a piece of a peer's day; with its last one the day, once all is proved. Raises ForeignDocument."""
        try:
            piece = _PIECES.decode(document)
        except (msgspec.MsgspecError, ValueError, RecursionError) as error:
            raise ForeignDocument("unknown", told("what came is no piece of a day")) from error
        begun = [] if piece.number == 0 else self._begun
        self._begun = []
        if any((one.day, one.of) != (piece.day, piece.of) for one in begun) or len(begun) != piece.number:
            raise ForeignDocument(piece.day, told("its pieces came in no order"))
        if sum(len(one.part) for one in begun) + len(piece.part) > LARGEST_DOCUMENT:
            raise ForeignDocument(piece.day, told("it is larger than a day can be"))
        begun.append(piece)
        if len(begun) < piece.of:
            self._begun = begun
            return
        self._store.take_document(_document(piece.day, b"".join(one.part for one in begun)))


def _document(day: str, whole: bytes) -> DayDocument:
    try:
        return DayDocument(*_DOCUMENTS.decode(whole))
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise ForeignDocument(day, told("its pieces make no document")) from error
