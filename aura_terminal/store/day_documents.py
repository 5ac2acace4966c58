"""Day documents as terminals hand them to each other: given whole, taken only when every byte of them is proved."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.telling import told
from aura_terminal.ports.journal import JournalRow
from aura_terminal.store import archive, journal
from aura_terminal.store.archive import FINALS, Final, receipt_rows
from aura_terminal.store.chain import genesis
from aura_terminal.store.day_manifest import FORMAT, Manifest, PackedOrigin, decoded
from aura_terminal.store.engine import Access, StoreConnection
from aura_terminal.store.folders import store_file
from aura_terminal.store.packs import BadPack, expanded, unpack
from aura_terminal.store.receiving import receive
from aura_terminal.store.statements import literal
from aura_terminal.store.transactions import transaction
from aura_terminal.store.writer import Writer

LARGEST_MANIFEST = 16 * 1024 * 1024
BATCH = 500

_DAYS = literal("SELECT day, sha256 FROM day_documents ORDER BY day")
_NEXT = literal("SELECT day, manifest FROM day_documents WHERE day > :day ORDER BY day LIMIT 1")
_BEFORE = literal("SELECT day, manifest FROM day_documents WHERE day < :day ORDER BY day DESC LIMIT 1")
_PACKS = literal("SELECT body FROM day_packs WHERE day = :day ORDER BY origin, first_seq")
_SHEETS = literal("SELECT body FROM day_sheets WHERE day = :day ORDER BY place")
_HAS = literal("SELECT sha256 FROM day_documents WHERE day = :day")
_PUT_DOCUMENT = literal(
    "INSERT INTO day_documents (day, until, sha256, manifest, to_thin) VALUES (:day, :until, :sha256, :manifest, 0)"
)
_PUT_PACK = literal(
    "INSERT INTO day_packs (origin, first_seq, last_seq, day, before, after, sha256, body) "
    "VALUES (:origin, :first_seq, :last_seq, :day, :before, :after, :sha256, :body)"
)
_PUT_SHEET = literal("INSERT INTO day_sheets (day, place, sha256, body) VALUES (:day, :place, :sha256, :body)")
_PUT_RECEIPT = literal(
    "INSERT OR IGNORE INTO receipts (day, number, order_id, total_minor, document, sheet) "
    "VALUES (:day, :number, :order_id, :total_minor, :document, :sheet)"
)
_STARTS_AT = literal("SELECT before FROM day_packs WHERE origin = :origin AND first_seq = :seq")
_ENDS_AT = literal("SELECT after FROM day_packs WHERE origin = :origin AND last_seq = :seq AND first_seq <= :seq2")
_OVERLAPS = literal(
    "SELECT 1 FROM day_packs WHERE origin = :origin AND first_seq <= :last AND last_seq >= :first LIMIT 1"
)


class ForeignDocument(Unavailable):
    """A day document that is damaged, altered, of another store, or does not fit what is known; nothing was taken."""

    def __init__(self, day: str, hint: str) -> None:
        super().__init__(told("Day document {day}", day=day), told("{hint}; nothing of it was taken.", hint=hint))


@dataclass(frozen=True, slots=True)
class DayDocument:
    """A day document as it is handed over, every part compressed: packs by origin and place, sheets in order."""

    day: str
    manifest: bytes
    packs: tuple[bytes, ...]
    sheets: tuple[bytes, ...]

    @property
    def size(self) -> int:
        """How many bytes it takes on the wire."""
        return len(self.manifest) + sum(map(len, self.packs)) + sum(map(len, self.sheets))


def days(connection: StoreConnection) -> tuple[tuple[str, bytes], ...]:
    """Every day this terminal has a document of, with the document's SHA-256, by day."""
    return tuple((row[0], bytes(row[1])) for row in connection.rows(_DAYS))


def days_kept(folder: Path) -> tuple[str, ...]:
    """The days a folder's store has documents of, in order."""
    connection = StoreConnection(store_file(folder), Access.READ)
    try:
        return tuple(day for day, _ in days(connection))
    finally:
        connection.close()


def after(connection: StoreConnection, day: str = "") -> DayDocument | None:
    """The document of the first day after a date, to hand over; None when there is none."""
    return _read(connection, connection.one(_NEXT, (day,)))


def before(connection: StoreConnection, day: str) -> DayDocument | None:
    """The document of the last day before a date: a terminal that began with a snapshot fetches them newest first."""
    return _read(connection, connection.one(_BEFORE, (day,)))


def take(writer: Writer, document: DayDocument) -> bool:
    """Take over a document once all of it is proved; False when the day is known here already.

    What is in it and new here is received as facts. What is older than the journal here is kept as the document it is;
    it has to join what is known of each origin. Raises ForeignDocument.
    """
    try:
        proved = _prove(writer.identity.store_id, document)
    except (BadPack, msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise ForeignDocument(document.day, str(error)) from error
    connection = writer.connection
    if connection.one(_HAS, (document.day,)) is not None:
        return False
    _receive_new(writer, proved)
    bases = archive.bases(connection)
    if any(part.origin not in bases or part.last > bases[part.origin].seq for part in proved.manifest.origins):
        return False
    for part in proved.manifest.origins:
        _must_join(connection, writer.identity.store_id, document.day, part)
    with transaction(writer, lambda connection: connection.one(_HAS, (document.day,)) is not None) as connection:
        _write(connection, document, proved)
    return True


@dataclass(frozen=True, slots=True)
class _Proved:
    manifest: Manifest
    digest: bytes
    packs: tuple[tuple[Sequence[JournalRow], bytes], ...]
    sheets: tuple[tuple[tuple[Final, ...], bytes], ...]


def _read(connection: StoreConnection, row: Any) -> DayDocument | None:  # a row of day and manifest, or None
    if row is None:
        return None
    day = row[0]
    packs, sheets = (tuple(bytes(part[0]) for part in connection.rows(asked, (day,))) for asked in (_PACKS, _SHEETS))
    return DayDocument(day, bytes(row[1]), packs, sheets)


def _prove(store_id: str, document: DayDocument) -> _Proved:
    raw = expanded(document.manifest, LARGEST_MANIFEST)
    manifest = decoded(raw)
    if manifest.store != store_id:
        raise BadPack(told("it belongs to another store"))
    if manifest.format != FORMAT or manifest.day != document.day:
        raise BadPack(told("it is not of the day it says, or of another version of this program"))
    date.fromisoformat(manifest.day)
    packs = tuple(_checked(document.packs, [digest for part in manifest.origins for digest in part.packs]))
    facts = tuple((unpack(raw), digest) for raw, digest in packs)
    _must_make_up(manifest, [rows for rows, _ in facts])
    sheets = tuple((FINALS.decode(raw), digest) for raw, digest in _checked(document.sheets, manifest.sheets))
    finals = [final for found, _ in sheets for final in found]
    sums = (len(finals), sum(final.total_minor for final in finals), sum(final.paid_minor for final in finals))
    if sums != (manifest.orders, manifest.total_minor, manifest.paid_minor):
        raise BadPack(told("its orders do not add up to what it says"))
    return _Proved(manifest, hashlib.sha256(raw).digest(), facts, sheets)


def _checked(bodies: Sequence[bytes], digests: Sequence[str]) -> Iterator[tuple[bytes, bytes]]:
    """Each part expanded, with its SHA-256, once that is the one promised."""
    if len(bodies) != len(digests):
        raise BadPack(told("parts of it are missing"))
    for body, promised in zip(bodies, digests, strict=True):
        raw = expanded(body)
        digest = hashlib.sha256(raw)
        if digest.hexdigest() != promised:
            raise BadPack(told("a part of it was altered"))
        yield raw, digest.digest()


def _must_make_up(manifest: Manifest, packs: Sequence[Sequence[JournalRow]]) -> None:
    """Refuse packs that do not lead, one after the other, from the first to the last link the manifest names."""
    left = list(packs)
    for part in manifest.origins:
        seq, link = part.first, part.before
        for _ in part.packs:
            rows = left.pop(0)
            if rows[0].origin != part.origin or rows[0].seq != seq or rows[0].prev_hash.hex() != link:
                raise BadPack(told("its facts do not follow from one another"))
            seq, link = rows[-1].seq + 1, rows[-1].hash.hex()
        if (seq, link) != (part.last + 1, part.after):
            raise BadPack(told("its facts do not end where it says"))


def _receive_new(writer: Writer, proved: _Proved) -> None:
    """Facts of the document that are unknown here come in as from any terminal; a gap before them leaves them out."""
    known = {str(origin): seq for origin, seq in journal.known(writer.connection)}
    new = [row for rows, _ in proved.packs for row in rows if row.seq > known.get(row.origin, 0)]
    for start in range(0, len(new), BATCH):
        receive(writer, new[start : start + BATCH])


def _must_join(connection: StoreConnection, store_id: str, day: str, part: PackedOrigin) -> None:
    """Refuse what does not meet, at one end at least, the chain as it is known here."""
    if connection.one(_OVERLAPS, (part.origin, part.last, part.first)) is not None:
        raise ForeignDocument(day, told("it holds facts that another document here holds"))
    base = archive.bases(connection)[part.origin]
    ends = [row[0] for row in connection.rows(_STARTS_AT, (part.origin, part.last + 1))]
    if base.seq == part.last:
        ends = [base.hash]
    starts = [row[0] for row in connection.rows(_ENDS_AT, (part.origin, part.first - 1, part.first - 1))]
    if part.first == 1:
        starts.append(genesis(store_id, part.origin))
    meets = [bytes(end).hex() == part.after for end in ends] + [bytes(start).hex() == part.before for start in starts]
    if not all(meets):
        raise ForeignDocument(day, told("it tells another history than the one known here"))
    if not meets:
        raise ForeignDocument(day, told("the days between it and what is known here have to come first"))


def _write(connection: StoreConnection, document: DayDocument, proved: _Proved) -> None:
    day, ordinal = document.day, date.fromisoformat(document.day).toordinal()
    for (rows, digest), body in zip(proved.packs, document.packs, strict=True):
        first, last = rows[0], rows[-1]
        place = (first.origin, first.seq, last.seq, day, first.prev_hash, last.hash, digest, body)
        connection.execute(_PUT_PACK, place)
    for number, ((finals, digest), body) in enumerate(zip(proved.sheets, document.sheets, strict=True)):
        connection.execute(_PUT_SHEET, (day, number, digest, body))
        connection.execute_many(_PUT_RECEIPT, list(receipt_rows(finals, ordinal, number)))
    connection.execute(_PUT_DOCUMENT, (day, proved.manifest.until, proved.digest, document.manifest))
