"""A store as a process holds it, and the way one is opened."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path

from aura_terminal.domain.ids import Origin, StaffId
from aura_terminal.domain.telling import told
from aura_terminal.ports.chance import Clock, Ids
from aura_terminal.ports.receipts import Receipt
from aura_terminal.ports.store import Begin, TerminalIdentity, Work
from aura_terminal.store import archive, day_documents, figures, journal, meta, receipts, receiving, starting
from aura_terminal.store.ballast import BALLAST_BYTES, Ballast, SpaceLevel
from aura_terminal.store.central_book import StoredCentralBook
from aura_terminal.store.chain import JournalRow
from aura_terminal.store.connections import Connections
from aura_terminal.store.day_documents import DayDocument
from aura_terminal.store.engine import Connect, connect, require_sound_version
from aura_terminal.store.errors import Refused, disk_in_words
from aura_terminal.store.folders import make_private, refuse_shared_disk, store_file
from aura_terminal.store.locks import Role, RoleLock
from aura_terminal.store.peers import StoredPeers
from aura_terminal.store.queries import Queries
from aura_terminal.store.reading import Reading
from aura_terminal.store.rebuild import fold_digest, rebuild
from aura_terminal.store.receiving import Received
from aura_terminal.store.releases import note_release, rewrite_documents
from aura_terminal.store.restoring import finish_restore
from aura_terminal.store.retention import Tidying
from aura_terminal.store.spool import SpoolStatus, StoredSpool
from aura_terminal.store.spool_reads import StoredPaper
from aura_terminal.store.transactions import transaction
from aura_terminal.store.unit_of_work import UnitOfWork
from aura_terminal.store.verify import Finding, verify
from aura_terminal.store.writer import Health, Writer

SETTLED_AT_ONCE = 200


class Store:
    """One open store. Every call comes from the one thread that opened it."""

    def __init__(
        self, folder: Path, connections: Connections, writer: Writer, ballast: Ballast, lock: RoleLock
    ) -> None:
        self.folder = folder
        self._connections = connections
        self._writer = writer
        self._ballast = ballast
        self._lock = lock
        self._is_closed = False
        self.identity: TerminalIdentity = writer.identity
        self.spool = StoredSpool(writer, lambda: connections.read)
        self.peers = StoredPeers(writer, lambda: connections.read)
        self.tidying = Tidying(writer, connections, self.peers)
        self.central_book = StoredCentralBook(writer, connections)
        reading = Reading(writer, connections)
        self.paper = StoredPaper(reading)
        self.reads = Queries(reading, self.spool, self.peers, writer.clock)
        self.begin: Begin = self._begin

    @property
    def health(self) -> Health:
        """How far the file can be trusted."""
        return self._writer.health

    def space(self) -> SpaceLevel:
        """How much room the disk has left."""
        return self._ballast.level()

    def spool_status(self) -> SpoolStatus:
        """How many jobs wait for paper, and the ones in trouble."""
        return self.spool.status()

    def facts_after(self, origin: str, seq: int, limit: int) -> tuple[JournalRow, ...]:
        """What an origin did after a place, oldest first: what a peer is handed."""
        return archive.facts_after(self._connections.read, origin, seq, limit)

    def base_of(self, origin: str) -> int:
        """The place below which `facts_after` has nothing: a peer that knows less needs a snapshot or day documents."""
        return archive.floor_of(self._connections.read, origin)

    def take_document(self, document: DayDocument) -> bool:
        """Take over a day document of another terminal once it is proved; see `day_documents.take`."""
        return day_documents.take(self._writer, document)

    def find_receipts(
        self, *, number: str = "", day: date | None = None, order_id: str = "", total_minor: int | None = None
    ) -> tuple[Receipt, ...]:
        """Orders of days that have left the journal, by what is printed on their receipt; the newest first."""
        return receipts.find(
            self._connections.read, self._writer.codec, number=number, day=day, order_id=order_id,
            total_minor=total_minor,
        )  # fmt: skip

    def known(self) -> tuple[tuple[Origin, int], ...]:
        """The known vector as this process last saw it committed; see `SharedJournal`."""
        return journal.known(self._connections.read)

    def hash_at(self, origin: str, seq: int) -> bytes | None:
        """The hash of the fact at a place; see `SharedJournal`."""
        found = journal.at(self._connections.read, origin, seq)
        return archive.hash_at(self._connections.read, origin, seq) if found is None else found[1]

    def receive(self, rows: Iterable[JournalRow]) -> Received:
        """Take over what other terminals did, in one transaction; see `receiving`."""
        return receiving.receive(self._writer, rows)

    def settle(self, most: int) -> bool:
        """Fold so many orders and tickets that were only journalled; see `SharedJournal`."""
        return receiving.fold_some(self._writer, most)

    def verify(self) -> tuple[Finding, ...]:
        """Everything about the file that is not as it was written; empty when all is well."""
        return verify(self._connections.file, self.identity)

    def rebuild(self) -> None:
        """Drop every fold and make it again from the journal, in one transaction; sums of old days follow in quiet."""
        rebuild(self._writer)
        with transaction(self._writer) as connection:
            figures.count_all_again(connection)

    def fold_digest(self) -> str:
        """A digest of every fold's rows; the same facts give the same one on every terminal."""
        while self.settle(SETTLED_AT_ONCE):
            pass
        return fold_digest(self._connections.read)

    def write_back(self) -> None:
        """Write the log back into the file, for moments without a tap; a tap then need not do it."""
        self._connections.write.write_back()

    def close(self) -> None:
        """Leave the file in order and let it go; may be called twice."""
        if self._is_closed:
            return
        self._is_closed = True
        try:
            starting.leave(self._connections, self._lock.role, self._writer.health)
        finally:
            self._connections.close()
            self._lock.release()

    def _begin(self, actor: StaffId) -> AbstractContextManager[Work]:
        return UnitOfWork(self._writer, actor)


def open_store(
    folder: Path, clock: Clock, ids: Ids, *, role: Role = Role.SCREEN, ballast_bytes: int = BALLAST_BYTES,
    open_raw: Connect = connect,
) -> Store:  # fmt: skip
    """Open the store in a data folder, repaired and checked as reliability 4.3 demands; Unavailable says why not."""
    with disk_in_words(folder):
        return _opened(folder, clock, ids, role, ballast_bytes, open_raw)


def _opened(
    folder: Path, clock: Clock, ids: Ids, role: Role, ballast_bytes: int, open_raw: Connect
) -> Store:  # fmt: skip
    require_sound_version()
    file = store_file(folder)
    finish_restore(folder)
    if not file.exists():
        raise Refused(
            told("there is no store in {folder}; set this terminal up first, or restore a backup.", folder=folder)
        )
    refuse_shared_disk(folder)
    make_private(folder)
    lock = RoleLock(folder, role)
    lock.take()
    try:
        ballast = Ballast(folder, ballast_bytes)
        starting.bring_up_to_date(folder, clock, open_raw)
        connections = Connections(file, open_raw)
        try:
            starting.check(connections, folder, role, clock)
            writer = Writer(connections, clock, ids, meta.identity(connections.write), ballast)
            if role is not Role.TOOL:
                note_release(connections.write)
            rewrite_documents(connections.write)
            if meta.get(connections.write, meta.STALE_FOLDS) is not None:
                rebuild(writer)
            if role is not Role.TOOL:
                ballast.hold()
            return Store(folder, connections, writer, ballast, lock)
        except BaseException:
            connections.close()
            raise
    except BaseException:
        lock.release()
        raise
