"""What a damaged store's file still holds: facts that prove themselves by their hashes, read around what is gone.

Nothing is written to the damaged file; it is looked at through a copy, with the log that belongs to it.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path
from struct import Struct
from typing import TYPE_CHECKING, Any

from aura_terminal.domain.stamps import Stamp, milliseconds_of
from aura_terminal.ports.journal import ForeignHistory, JournalRow
from aura_terminal.store.chain import genesis, hash_of
from aura_terminal.store.cipher import HEAD, open_file
from aura_terminal.store.driver import RawConnection
from aura_terminal.store.errors import DRIVER_ERRORS, Refused
from aura_terminal.store.moments import instant
from aura_terminal.store.packs import BadPack, expanded, unpack
from aura_terminal.store.tables import JOURNAL
from aura_terminal.store.verify import is_hashable

if TYPE_CHECKING:
    from aura_terminal.store.open_store import Store

AT_ONCE = 200
RANGE = 128
LEAST_ROW_BYTES = 160
"""No fact takes fewer bytes in a file: so many of them there are at most, where nothing says how many."""
_FIELDS = [column.name for column in JOURNAL.columns if column.name != "arrival"]
_ROWS = f"SELECT {', '.join(_FIELDS)} FROM journal WHERE arrival >= ? AND arrival < ? ORDER BY arrival"
_PLACES = "SELECT origin, first_seq FROM day_packs ORDER BY origin, first_seq"
_PACK = "SELECT body FROM day_packs WHERE origin = ? AND first_seq = ?"
_PAGE_SIZE, _PAGES = Struct(">H"), Struct(">I")
_COUNT_AT, _CHANGED_AT, _VALID_FOR_AT = 28, 24, 92  # sqlite.org/fileformat2.html, section 1.3


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What came out of a damaged file: facts that were new here, and facts that are known to have been in it and are
    not here now.

    `until` is the time of the newest fact of the damaged terminal's own that is here; everything it did until then is.
    None where nothing of it is here. `is_readable` is False where nothing at all could be read of the file, so that
    nobody knows what is missing.
    """

    facts: int = 0
    missing: int = 0
    until: datetime | None = None
    is_readable: bool = False


class _Reaching:
    """Takes rows into a store as long as they follow from what it knows, and counts what does not."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._reached = {str(origin): seq for origin, seq in store.known()}
        self._hashes: dict[str, bytes] = {}
        self._seen: dict[str, int] = {}
        self._batch: list[JournalRow] = []
        self._broken: set[str] = set()
        self.taken = 0

    def offer(self, row: JournalRow) -> None:
        """A row that proves itself; it is taken where it comes next."""
        self.note(row.origin, row.seq)
        if row.seq != self._reached.get(row.origin, 0) + 1 or row.origin in self._broken:
            return
        if row.prev_hash != self._end_of(row.origin):
            return
        self._batch.append(row)
        self._reached[row.origin], self._hashes[row.origin] = row.seq, row.hash
        if len(self._batch) >= AT_ONCE:
            self.settle()

    def note(self, origin: str, seq: int) -> None:
        """So far an origin is said to have come."""
        self._seen[origin] = max(seq, self._seen.get(origin, 0))

    def settle(self) -> None:
        """Take what was gathered; where a fact is none that a terminal writes, its origin goes no further."""
        rows, self._batch = self._batch, []
        while rows:
            try:
                self.taken += self._store.receive(rows).taken
                return
            except ForeignHistory as foreign:
                self._broken.add(foreign.origin)
                rows = [row for row in rows if row.origin != foreign.origin]

    @property
    def missing(self) -> int:
        """How many facts are known of and not here."""
        known = {str(origin): seq for origin, seq in self._store.known()}
        return sum(max(0, seq - known.get(origin, 0)) for origin, seq in self._seen.items())

    def _end_of(self, origin: str) -> bytes:
        if origin not in self._hashes:
            seq = self._reached.get(origin, 0)
            at = self._store.hash_at(origin, seq) if seq else genesis(self._store.identity.store_id, origin)
            self._hashes[origin] = at or b""
        return self._hashes[origin]


def salvage(store: Store, damaged: Path, lender: Path | None = None) -> Salvaged:
    """Take out of a damaged file what this store lacks, each fact proved by its hash and by what came before it.

    `lender` is a copy whose first page stands in where the damaged file has lost its own. Repeating it changes nothing.
    StoreUnavailable where this store, not the damaged one, cannot be used.
    """
    with _looked_at(damaged, lender) as raw:
        if raw is None:
            return Salvaged()
        reaching, own, rows = _Reaching(store), _own(raw), 0
        for origin, seq in _asked(raw, "SELECT origin, last_seq FROM origins"):
            if isinstance(origin, str) and isinstance(seq, int) and _is_likely(seq, damaged):
                reaching.note(origin, seq)
        for row in chain(_of_packs(raw), _of_journal(raw, damaged)):
            rows += 1
            reaching.offer(row)
        reaching.settle()
    while store.settle(AT_ONCE):
        pass  # orders and tickets that were only journalled so far
    until = _until(store, own) if own else None
    return Salvaged(reaching.taken, reaching.missing, until, bool(rows))


def labels_in(damaged: Path) -> set[str]:
    """What the terminal of a file is and was called, as far as it can be read."""
    with _looked_at(damaged, None) as raw:
        if raw is None:
            return set()
        said = _asked(raw, "SELECT value FROM meta WHERE key IN ('label', 'formerly')")
        return {label for (value,) in said if isinstance(value, str) for label in value.splitlines()}


@contextmanager
def _looked_at(damaged: Path, lender: Path | None) -> Iterator[RawConnection | None]:
    """A connection to a copy of the file, or to the file alone where there is no room; None where it does not open."""
    with tempfile.TemporaryDirectory(prefix=".salvage-", dir=damaged.parent) as place:
        copy = Path(place) / damaged.name
        try:
            for ending in ("", "-wal"):
                part = damaged.with_name(damaged.name + ending)
                if part.exists():
                    shutil.copyfile(part, copy.with_name(copy.name + ending))
            raw = _opened(copy)
            if raw is None and lender is not None:
                _lend_first_page(copy, lender)
                raw = _opened(copy)
        except OSError:
            raw = _opened(damaged, "immutable=1")
        try:
            yield raw
        finally:
            if raw is not None:
                raw.close()


def _opened(file: Path, how: str = "") -> RawConnection | None:
    try:
        raw = open_file(file, how)
    except (*DRIVER_ERRORS, Refused):
        return None
    try:
        raw.execute("PRAGMA trusted_schema=OFF")
        if raw.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'journal'").fetchone() == (1,):
            return raw
    except DRIVER_ERRORS:
        pass  # the header or the list of tables is gone; whoever asked may have a page to lend
    raw.close()
    return None


def _lend_first_page(file: Path, lender: Path) -> None:
    """Put the first page of a copy of the same store in the place of the lost one: tables lie where they lay.

    What is read thereby is believed for its hashes alone.
    """
    with lender.open("rb") as lent:
        head = bytearray(lent.read(100))
        if not head.startswith(HEAD):
            return  # encrypted under a salt of its own, so of no use in another file
        size = _PAGE_SIZE.unpack_from(head, 16)[0] if len(head) == 100 else 0
        page = head + lent.read(max(0, (size if size > 1 else 65536) - 100))
    if size == 0 or file.stat().st_size < len(page):
        return
    _PAGES.pack_into(page, _COUNT_AT, file.stat().st_size // len(page))
    page[_VALID_FOR_AT : _VALID_FOR_AT + 4] = page[_CHANGED_AT : _CHANGED_AT + 4]
    with file.open("r+b") as lost:
        lost.write(page)


def _own(raw: RawConnection) -> str:
    """Under which name the damaged terminal wrote; empty where that cannot be read."""
    said = _asked(raw, "SELECT value FROM meta WHERE key = 'origin'")
    return str(said[0][0]) if said else ""


def _asked(raw: RawConnection, question: str, *values: object) -> list[tuple[Any, ...]]:
    """The answer, or nothing where damage is in the way."""
    try:
        return [tuple(row) for row in raw.execute(question, values).fetchall()]
    except DRIVER_ERRORS:
        return []


def _is_likely(seq: int, damaged: Path) -> bool:
    """Whether so many facts can have been in the file at all; a turned bit makes billions."""
    return 0 < seq < 1000 + damaged.stat().st_size * 1000


def _of_packs(raw: RawConnection) -> Iterator[JournalRow]:
    """Facts that had left the journal for day documents."""
    for origin, first in _asked(raw, _PLACES):
        for (body,) in _asked(raw, _PACK, origin, first):
            try:
                yield from unpack(expanded(body))
            except (BadPack, TypeError):
                break


def _of_journal(raw: RawConnection, damaged: Path) -> Iterator[JournalRow]:
    said = _asked(raw, "SELECT max(arrival) FROM journal")
    most = damaged.stat().st_size // LEAST_ROW_BYTES + RANGE
    last = said[0][0] if said and isinstance(said[0][0], int) else most
    for first in range(1, min(last, most * 1000) + 1, RANGE):
        yield from _proved(raw, first, min(first + RANGE, last + 1))


def _proved(raw: RawConnection, first: int, end: int) -> Iterator[JournalRow]:
    """Rows of a stretch whose hash is theirs; where the stretch does not read, each place by itself."""
    try:
        rows = raw.execute(_ROWS, (first, end)).fetchall()
    except DRIVER_ERRORS:
        rows = [row for place in range(first, end) for row in _asked(raw, _ROWS, place, place + 1)]
    for row in rows:
        proved = _row(row)
        if proved is not None:
            yield proved


def _row(values: tuple[Any, ...]) -> JournalRow | None:
    """The fact, where its values are of the kinds that a turned bit leaves alone and its hash is its own."""
    if not is_hashable(values):
        return None
    row = JournalRow(*values)
    return row if hash_of(row) == row.hash else None


def _until(store: Store, own: str) -> datetime | None:
    known = {str(origin): seq for origin, seq in store.known()}
    rows = store.facts_after(own, known[own] - 1, 1) if known.get(own) else ()
    return instant(milliseconds_of(Stamp(rows[-1].stamp)) * 1000) if rows else None
